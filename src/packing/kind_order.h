// Which kinds are worth a look: those that no other kind outdoes, cheapest first.
#ifndef SPOTWRIGHT_SRC_PACKING_KIND_ORDER_H_
#define SPOTWRIGHT_SRC_PACKING_KIND_ORDER_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/packing/instance.h"

namespace spotwright::packing {

// The given kinds by (price, index), without those that another of them outdoes: it costs no more, has no less room,
// is open to the same masks, draws on no supply more, and is in the same domains where an item has caps. Linear
// where sizes and prices rise together, else O(kinds x kinds kept).
std::vector<std::uint32_t> UsefulKinds(const Instance& instance, std::span<const std::uint32_t> kinds);

// All of them.
std::vector<std::uint32_t> UsefulKinds(const Instance& instance);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_KIND_ORDER_H_
