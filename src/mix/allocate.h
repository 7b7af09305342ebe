// Units of one capacity type spread over its pools.
#ifndef SPOTWRIGHT_SRC_MIX_ALLOCATE_H_
#define SPOTWRIGHT_SRC_MIX_ALLOCATE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "spotwright/decide_mix.h"

namespace spotwright::mix {

// A pool that takes units: how many it holds, and how many more it can take.
struct Vessel {
  std::int64_t held = 0;
  std::int64_t room = 0;
};

std::int64_t TotalRoom(std::span<const Vessel> vessels);

// How many units each vessel takes; in all `units`, which is at most TotalRoom(). The vessels come cheapest first.
// kLowestPrice fills one after the other. kDiversified raises the lowest first: no vessel that has room left ends up
// more than one unit below a vessel that took something. O(vessels log units).
std::vector<std::int64_t> Allocate(MixAllocation allocation, std::span<const Vessel> vessels, std::int64_t units);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_ALLOCATE_H_
