// Replay: what policies would have held, paid and lacked under a load.
#ifndef SPOTWRIGHT_BENCHMARKS_SCALING_REPLAY_H_
#define SPOTWRIGHT_BENCHMARKS_SCALING_REPLAY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "benchmarks/scaling/load_series.h"

namespace spotwright::bench {

inline constexpr std::int64_t kBootMinutes = 5;

// What a policy sees when it decides.
struct View {
  const LoadSeries* load = nullptr;
  std::int64_t now_minute = 0;     // Since 1970.
  std::size_t known_steps = 0;     // Steps of the load that are over: all that may be looked at.
  std::int64_t every_minutes = 1;  // Time between decisions.
  std::int64_t ready = 0;
  std::int64_t booting = 0;
};

class Policy {
 public:
  virtual ~Policy() = default;
  // How many nodes there are to be, those that boot included.
  virtual std::int64_t Decide(const View& view) = 0;
};

using Policies = std::vector<std::unique_ptr<Policy>>;

struct Outcome {
  double shortage = 0;         // Share of minutes with more demand than the ready nodes take.
  double over_provision = 0;   // Mean of what is paid and not needed, of mean demand.
  double changes_per_day = 0;  // Nodes added and removed.
};

// Of each policy; the rules are those of benchmarks/scaling.cc. All see the same at the same time, one after the other.
std::vector<Outcome> Replay(const LoadSeries& load, const Policies& policies);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_SCALING_REPLAY_H_
