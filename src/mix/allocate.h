// Units of one capacity type spread over its pools.
#ifndef SPOTWRIGHT_SRC_MIX_ALLOCATE_H_
#define SPOTWRIGHT_SRC_MIX_ALLOCATE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "src/mix/ceilings.h"

namespace spotwright::mix {

// A pool that takes instances: how many it holds, how many more it can take, and how many units each of them is.
struct Vessel {
  std::size_t pool = 0;  // As the usage counts pools.
  std::int64_t held = 0;
  std::int64_t room = 0;
  std::int64_t weight = 1;
};

// How many instances each vessel takes, which `usage` then counts on top of those held. Together they are the fewest
// whole instances that make `units`, or all that there is room for.
//
// FillInOrder fills one vessel after the other. FillEvenly raises the lowest first: with units of weight 1 no vessel
// that has room left ends up more than one unit below a vessel that took something; ties in order.
// Both O(vessels x limits), FillEvenly x log units.
std::vector<std::int64_t> FillInOrder(std::span<const Vessel> vessels, std::int64_t units, Usage& usage);
std::vector<std::int64_t> FillEvenly(std::span<const Vessel> vessels, std::int64_t units, Usage& usage);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_ALLOCATE_H_
