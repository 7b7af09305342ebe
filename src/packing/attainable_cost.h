// AttainableCost: costs come in whole steps, so a bound may be raised to the next one.
#ifndef SPOTWRIGHT_SRC_PACKING_ATTAINABLE_COST_H_
#define SPOTWRIGHT_SRC_PACKING_ATTAINABLE_COST_H_

#include <cstdint>

#include "src/packing/instance.h"

namespace spotwright::packing {

// The least cost of a packing that is not below a bound: a whole micro-USD, and where nothing but prices is paid, a
// multiple of what all prices have in common. The bound may be too high by a billionth, the rounding of its sums.
std::int64_t AttainableCost(const Instance& instance, double bound_micro);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_ATTAINABLE_COST_H_
