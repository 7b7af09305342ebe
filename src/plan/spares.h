// Spares: nodes of the target's mix that no pod needs, and the target does.
#ifndef SPOTWRIGHT_SRC_PLAN_SPARES_H_
#define SPOTWRIGHT_SRC_PLAN_SPARES_H_

#include <vector>

#include "spotwright/pack.h"
#include "src/plan/futures.h"

namespace spotwright::plan {

// Whether these nodes reach the policy's availability target. The cost is that of Availability::Of.
bool MeetsTarget(const Ground& ground, const std::vector<PackedNode>& nodes);

// Adds to a packing, made of `pack`, empty nodes of the spot pools that the mix has more of: the cheapest first, as few
// as the target takes, all where they are not enough. What groups and limits leave no room for is not added.
// O(log spares) availabilities.
void AddSpares(const Ground& ground, const PackRequest& pack, Future& future);

// Drops empty nodes that need not be kept, the dearest first, except those that the target takes.
void DropEmpty(const Ground& ground, Future& future);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_SPARES_H_
