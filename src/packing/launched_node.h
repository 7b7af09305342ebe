// A node that a packing launches, as it will be once it runs.
#ifndef SPOTWRIGHT_SRC_PACKING_LAUNCHED_NODE_H_
#define SPOTWRIGHT_SRC_PACKING_LAUNCHED_NODE_H_

#include <vector>

#include "spotwright/node.h"
#include "spotwright/offer.h"
#include "spotwright/pack.h"

namespace spotwright::packing {

// Ready, with nothing on it. `offer` is that of its pool.
Node NodeAsLaunched(const PackedNode& launch, const Offer& offer, const std::vector<NodeGroup>& groups);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_LAUNCHED_NODE_H_
