// How long a launch takes until the node is ready.
#ifndef SPOTWRIGHT_SRC_SCALING_BOOT_TIME_H_
#define SPOTWRIGHT_SRC_SCALING_BOOT_TIME_H_

#include <cstdint>
#include <vector>

#include "spotwright/scale.h"

namespace spotwright::scaling {

// Those remembered and those new, the last 200.
std::vector<double> BootsSeen(const ScaleGroupState& state, const ScaleGroup& group);

// From 20 boots on, a time that a further one exceeds with a chance of 5 % at most, if boots are exchangeable: the
// ceil(0.95 (n + 1))-th of them in order (split conformal prediction). Before: `usual_seconds` or the longest seen.
std::int64_t BootSeconds(const std::vector<double>& seen, std::int64_t usual_seconds);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_BOOT_TIME_H_
