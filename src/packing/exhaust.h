// Exhaust: rules out every better packing of a small instance, or finds the best one.
#ifndef SPOTWRIGHT_SRC_PACKING_EXHAUST_H_
#define SPOTWRIGHT_SRC_PACKING_EXHAUST_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "spotwright/result.h"
#include "src/packing/instance.h"

namespace spotwright::packing {

// Work limits, all counted.
struct ExhaustEffort {
  std::size_t most_patterns = 20'000;
  std::int64_t pattern_steps = 5'000'000;  // To list them, each a look at one item.
  std::int64_t steps = 1'000'000;          // To combine them, each a look at one pattern.
};

// True: `packing`, of all pods, is now proven the cheapest. False: the effort did not suffice, though the packing may
// be better than before. Null when cancelled.
//
// With duals y of the configuration program, the cost of a packing is the bound y d, plus the reduced costs of its
// patterns, plus what y pays for pods that are covered twice. So all packings that are cheaper than the best known
// consist of patterns whose reduced cost is within the gap (Baldacci, Christofides and Mingozzi 2008). These are
// listed, and combined depth first: the pod with the fewest patterns is covered next, while the gap lasts.
// `values_micro`: y, near the optimum.
std::optional<bool> Exhaust(const Instance& instance, std::span<const double> values_micro, const ExhaustEffort& effort,
                            const Call& call, Packing& packing);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_EXHAUST_H_
