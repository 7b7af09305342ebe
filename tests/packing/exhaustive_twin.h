// The cheapest packing of a tiny world, by trying every one.
#ifndef SPOTWRIGHT_TESTS_PACKING_EXHAUSTIVE_TWIN_H_
#define SPOTWRIGHT_TESTS_PACKING_EXHAUSTIVE_TWIN_H_

#include <cstdint>
#include <optional>

#include "spotwright/pack.h"

namespace spotwright::test {

// Cost in micro-USD of the cheapest packing that places every replica on new nodes; empty if there is none. For
// requests without nodes, groups, limits and shares. Tries every division of the pods into nodes with every offer for
// each: at most about 6 replicas and 4 offers.
std::optional<std::int64_t> CheapestMicroUsd(const PackRequest& request);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_PACKING_EXHAUSTIVE_TWIN_H_
