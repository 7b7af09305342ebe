// Local search: betters a packing step by step.
#ifndef SPOTWRIGHT_SRC_PACKING_LOCAL_SEARCH_H_
#define SPOTWRIGHT_SRC_PACKING_LOCAL_SEARCH_H_

#include <cstdint>
#include <span>
#include <vector>

#include "spotwright/result.h"
#include "src/packing/instance.h"

namespace spotwright::packing {

// Takes nodes apart and finds better places for their pods, in at most `iterations` steps, each of which looks at some
// hundred nodes or packs a handful of them anew. Only what costs no more is kept, so no placed pod is lost and no
// supply or cap is exceeded; pods without a place may find one. New nodes are of the
// kinds, which come cheapest first. `values_micro`: by item, what a pod is worth (duals of
// a bound). `packing.cost_micro` and `packing.left` are set anew. False when cancelled: then it is as before.
bool Improve(const Instance& instance, const std::vector<std::uint32_t>& kinds, std::span<const double> values_micro,
             std::int64_t iterations, const Call& call, Packing& packing);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_LOCAL_SEARCH_H_
