// Opening new nodes for a stock of pods, the best value for money first.
#ifndef SPOTWRIGHT_SRC_PACKING_OPEN_KINDS_H_
#define SPOTWRIGHT_SRC_PACKING_OPEN_KINDS_H_

#include <cstdint>
#include <vector>

#include "src/packing/instance.h"
#include "src/packing/ledger.h"
#include "src/packing/node_filler.h"
#include "src/packing/stock.h"

namespace spotwright::packing {

// Launches nodes of the kinds (cheapest first), filled in this manner, until nothing more of the stock finds a place.
// Books them and appends them to `nodes`. Returns the work done, in buckets looked at.
std::int64_t OpenKinds(const Instance& instance, const std::vector<std::uint32_t>& kinds, const Manner& manner,
                       Ledger& ledger, Stock& stock, std::vector<PackedNodes>& nodes);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_OPEN_KINDS_H_
