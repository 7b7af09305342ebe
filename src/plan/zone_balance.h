// New nodes over zones: where a zone costs no more and binds no pod, the least loaded one is taken.
#ifndef SPOTWRIGHT_SRC_PLAN_ZONE_BALANCE_H_
#define SPOTWRIGHT_SRC_PLAN_ZONE_BALANCE_H_

#include <optional>
#include <vector>

#include "spotwright/pack.h"
#include "spotwright/plan.h"
#include "spotwright/result.h"

namespace spotwright::plan {

// Packing looks at price alone, and on-demand prices are the same in every zone of a region: this settles the tie.
// Moves new nodes of one type, group and price among the zones that sell it at that price, where none of their pods
// cares and the same daemonsets run, so that nodes per zone come out as even as balance_zones can make them. Costs do
// not change. `offers` are those of the request that may be used.
// O(nodes x offers), with the rules of pods looked at for offers of the node's own type alone.
std::optional<Error> BalanceNewNodes(const PlanRequest& request, const std::vector<Offer>& offers,
                                     std::vector<PackedNode>& nodes, const Call& call);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_ZONE_BALANCE_H_
