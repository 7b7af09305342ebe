// PatternBound: what values of the pods prove about the cost of any packing, hosts included.
#ifndef SPOTWRIGHT_SRC_PACKING_PATTERN_BOUND_H_
#define SPOTWRIGHT_SRC_PACKING_PATTERN_BOUND_H_

#include <cstdint>
#include <span>

#include "src/packing/instance.h"
#include "src/packing/pattern_pricing.h"

namespace spotwright::packing {

// The bound of the configuration program for values y >= 0 of the pods: y d / theta, less the most that each host can
// hold at these values (Farley 1990). Holds for any packing of all `counts`.
std::int64_t BoundByPatterns(const Instance& instance, PatternPricing& pricing, std::span<const double> values_micro,
                             std::span<const std::int64_t> counts, const PricingEffort& effort);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_PATTERN_BOUND_H_
