// Lead nodes: where pods keep one another off a node and so force a number of nodes, all other pods are spread over
// these nodes such that each adds up to the size of a kind.
#ifndef SPOTWRIGHT_SRC_PACKING_LEAD_NODES_H_
#define SPOTWRIGHT_SRC_PACKING_LEAD_NODES_H_

#include <cstdint>
#include <vector>

#include "src/packing/instance.h"
#include "src/packing/ledger.h"
#include "src/packing/stock.h"

namespace spotwright::packing {

// Places the leading pods of the stock, each with its share of the others, and books them. `kinds`: those worth a
// look, cheapest first. What the kinds could not take stays in the stock. Returns the work done, in places looked at.
// O(patterns x (buckets + sizes^2)); a pattern stands for a part of the forced nodes, so there are some hundreds.
std::int64_t FillLeadNodes(const Instance& instance, const std::vector<std::uint32_t>& kinds, Ledger& ledger,
                           Stock& stock, std::vector<PackedNodes>& nodes);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_LEAD_NODES_H_
