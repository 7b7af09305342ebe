// Replay: a fleet of one-pod nodes on the capacity of recorded pools, with notices, signals, boots and failed launches.
#ifndef SPOTWRIGHT_BENCHMARKS_INTERRUPTION_REPLAY_H_
#define SPOTWRIGHT_BENCHMARKS_INTERRUPTION_REPLAY_H_

#include <cstdint>
#include <vector>

#include "benchmarks/trace.h"

namespace spotwright::bench {

// What happens to a pool at a moment, drawn once for all systems.
struct Signal {
  std::int64_t at_seconds = 0;
  std::size_t pool = 0;
};

// 60 % of the falls of a pool are preceded by a signal ten minutes ahead, and three times as many signals come to
// nothing: at random moments at which the pool is up and does not fall within half an hour.
std::vector<Signal> DrawSignals(const std::vector<Trace>& traces, std::uint64_t seed);

struct Outcome {
  double shortage_unit_minutes = 0;      // Nodes that are up, fewer than are wanted: under notice they are up.
  double pod_shortage_minutes = 0;       // Pods without a node.
  double cost = 0;                       // In on-demand node hours.
  std::vector<double> recovery_seconds;  // From a pod's stop to its new node, for each pod that was moved or lost.
  std::int64_t launches = 0;
};

enum class System { kSpotwright, kLaunchOnNotice };

// Sixteen pods on the traces as pools (a trace of n nodes has room for 16 when all n are up), from spot at `kSpotPrice`
// and on-demand at 1. A notice comes 120 s before a fall. A launch in a full pool fails after five seconds; others boot
// in 180 s. Both systems start alike, and go back from on-demand to a pool that has been up for 30 minutes, which both
// find by looking every five minutes. kLaunchOnNotice is Karpenter's rule: on a notice it launches in the first pool
// that has not failed or been taken back within three minutes, else on-demand; signals are not answered.
inline constexpr double kSpotPrice = 0.318;
Outcome Replay(const std::vector<Trace>& traces, const std::vector<Signal>& signals, System system);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_INTERRUPTION_REPLAY_H_
