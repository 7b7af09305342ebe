// LossModel: hazards and shares of common losses put together as a RiskModel.
#ifndef SPOTWRIGHT_SRC_RISK_LOSS_MODEL_H_
#define SPOTWRIGHT_SRC_RISK_LOSS_MODEL_H_

#include <vector>

#include "spotwright/risk.h"

namespace spotwright::risk {

// One pool over the lead time.
struct PoolLoss {
  Pool pool;
  double expected_losses = 0;  // Of a node, by capacity: -ln(1 - P(lost)).
  double usual_losses = 0;     // The same over nodes of all the ages that were seen.
  double pool_hours = 0;       // That were seen.
  double block_share = 0;      // Of one node's loss, the share of the pool that falls with it.
  double capped_share = 0;     // Of its nodes, those that reach the provider's lifetime cap.
};

// A pool tells of what is usual as much as the hours in which it was seen, and a little where it was not.
inline constexpr double kHoursUnseen = 1;

// Shares of a pool's falls that it has in common with another: with a zone of the region and the same type, with
// another type of the region, with another region.
struct CommonShares {
  double same_type_in_region = 0;
  double same_region = 0;
  double everywhere = 0;
};

// Scopes nest, and so do the shocks: what a wider one explains, a narrower one need not. How often a shock strikes does
// not hang on how old its pools happen to be: it is its share of the falls that are usual in its scope, where a pool
// counts by the hours that it was there. It takes no more hazard than the pool of its scope that is quietest now has in
// falls, so that each pool keeps its own loss probability exactly. A scope
// that only one part of can be hit (one region, one type, one zone) has no shock. O(pools log pools).
RiskModel BuildLossModel(double lead_time_seconds, const std::vector<PoolLoss>& pools, const CommonShares& shares);

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_LOSS_MODEL_H_
