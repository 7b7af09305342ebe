// Hazard: the posterior of a pool's hazard by age.
#ifndef SPOTWRIGHT_SRC_RISK_HAZARD_H_
#define SPOTWRIGHT_SRC_RISK_HAZARD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "src/risk/age_bands.h"

namespace spotwright::risk {

// The prior's mean hazard of old nodes, per hour. Spot Advisor's band persists only weakly: from fresh to a year old
// the belief moves from the band itself to what pools of that band turned out to be one year later. No band: the mean
// over all pools.
double PriorHazard(const std::optional<std::int64_t>& band, double band_age_seconds);

// Orders of magnitude of a pool's level, relative to its prior hazard, and how much each is believed; they sum to 1.
inline constexpr std::size_t kLevels = 10;
using LevelShares = std::array<double, kLevels>;

// Before anything was seen of any pool.
LevelShares PriorLevels();

// A mixture over the level, in each a gamma distribution for each age band. Exact: given the level the bands are
// independent and conjugate.
class HazardPosterior {
 public:
  // Decayed pool hours and losses by age band.
  HazardPosterior(double prior_hazard, const LevelShares& prior_levels, const ByAge& pool_hours, const ByAge& losses);

  double Mean(std::size_t band) const;
  double Quantile(std::size_t band, double level) const;  // Relative error below 1e-9.
  LevelShares Levels() const;

 private:
  struct Level {
    double weight = 0;
    ByAge rate = {};  // Of the gamma distributions, in hours.
  };
  std::array<Level, kLevels> levels_;
  ByAge shape_ = {};
};

// What the levels of some pools say about that of another of their kind: it is like one of them, each as likely as it
// is known, or like none (which counts as one pool).
class LevelPool {
 public:
  void Add(const LevelShares& posterior);
  // For a pool that was itself added with `posterior`, whose own word is left aside.
  LevelShares For(const LevelShares& posterior) const;

 private:
  LevelShares sum_ = {};
  double known_ = 0;
};

// The prior as it is drawn from: what tests of coverage sample. Multiples of the mean level, and their weights.
struct LevelPrior {
  double multiple;
  double weight;
};
const std::array<LevelPrior, kLevels>& LevelPriors();

// The expected number of interruptions of a node between two ages, given the hazard of each band per hour.
double CumulativeHazard(const ByAge& per_hour, double from_age_seconds, double until_age_seconds);

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_HAZARD_H_
