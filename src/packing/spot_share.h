// How many replicas of each workload may be on spot.
#ifndef SPOTWRIGHT_SRC_PACKING_SPOT_SHARE_H_
#define SPOTWRIGHT_SRC_PACKING_SPOT_SHARE_H_

#include "src/packing/problem.h"

namespace spotwright::packing {

// Sets WorkloadState::max_spot so that of the spot-tolerant work, counted in `unit` (cpu or pods), at most `share` is
// on spot. Every workload gives up replicas in proportion (largest remainder), and keeps its own on-demand minimum.
void SetMaxSpot(Problem& problem, ShareUnit unit, double share);

// Replicas of a workload that its own rules let onto spot.
std::int64_t SpotTolerantReplicas(const Workload& workload);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_SPOT_SHARE_H_
