// Exhaust: rules out every better packing of a small instance, or finds the best one.
#ifndef SPOTWRIGHT_SRC_PACKING_EXHAUST_H_
#define SPOTWRIGHT_SRC_PACKING_EXHAUST_H_

#include <optional>
#include <span>

#include "spotwright/result.h"
#include "src/packing/instance.h"
#include "src/packing/pattern_cover.h"

namespace spotwright::packing {

// True: `packing`, of all pods, is now proven the cheapest. False: the effort did not suffice, though the packing may
// be better than before. Null when cancelled.
//
// With duals y of the configuration program, the cost of a packing is the bound y d, plus the reduced costs of its
// patterns, plus what y pays for pods that are covered twice. So all packings that are cheaper than the best known
// consist of patterns whose reduced cost is within the gap. `values_micro`: y, near the optimum.
std::optional<bool> Exhaust(const Instance& instance, std::span<const double> values_micro, const CoverEffort& effort,
                            const Call& call, Packing& packing);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_EXHAUST_H_
