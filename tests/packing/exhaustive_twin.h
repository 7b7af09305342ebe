// The cheapest packing of a tiny world, by trying every one.
#ifndef SPOTWRIGHT_TESTS_PACKING_EXHAUSTIVE_TWIN_H_
#define SPOTWRIGHT_TESTS_PACKING_EXHAUSTIVE_TWIN_H_

#include <optional>

#include "spotwright/pack.h"

namespace spotwright::test {

// Cost in USD per hour, expected interruptions included, of the cheapest packing that places every pending replica;
// empty if there is none. Tries every division of the pods into nodes, with every offer through every group for each
// new one, and leaves all rules to the checker: at most about 6 replicas and 4 offers.
std::optional<double> CheapestUsd(const PackRequest& request);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_PACKING_EXHAUSTIVE_TWIN_H_
