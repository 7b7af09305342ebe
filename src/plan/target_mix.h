// TargetMix: what the mix for an availability target lets packing put on spot, and where.
#ifndef SPOTWRIGHT_SRC_PLAN_TARGET_MIX_H_
#define SPOTWRIGHT_SRC_PLAN_TARGET_MIX_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "spotwright/plan.h"
#include "spotwright/result.h"

namespace spotwright::plan {

struct TargetMix {
  double max_spot_share = 1;                // Of the CPU of spot-tolerant work.
  std::map<Pool, std::int64_t> spot_nodes;  // Of each spot pool in all; of pools that are not named none.
};

// What decide_mix makes of the policy's availability target, the offers that are let in and the spot nodes that run.
// The cost is that of DecideMix, beside O(offers x groups x workloads).
Result<TargetMix> MixForTarget(const PlanRequest& request, const std::vector<Offer>& offers, const RiskModel& risk,
                               const Call& call);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_TARGET_MIX_H_
