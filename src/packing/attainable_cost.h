// AttainableCost: costs come in whole steps, so a bound may be raised to the next one.
#ifndef SPOTWRIGHT_SRC_PACKING_ATTAINABLE_COST_H_
#define SPOTWRIGHT_SRC_PACKING_ATTAINABLE_COST_H_

#include <cstdint>

#include "src/packing/instance.h"

namespace spotwright::packing {

// What all costs are a multiple of: one micro-USD, or where nothing but prices is paid, what these have in common.
std::int64_t CostStep(const Instance& instance);

// The least cost of a packing that is not below a bound: a multiple of CostStep. The bound may be
// too high by a billionth, the rounding of its sums.
std::int64_t AttainableCost(const Instance& instance, double bound_micro);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_ATTAINABLE_COST_H_
