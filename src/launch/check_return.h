// Checks what field tables cannot say of a request of return_to_spot.
#ifndef SPOTWRIGHT_SRC_LAUNCH_CHECK_RETURN_H_
#define SPOTWRIGHT_SRC_LAUNCH_CHECK_RETURN_H_

#include <optional>

#include "spotwright/return_to_spot.h"

namespace spotwright::launch {

// The first error: of the pools in their order, of the nodes, of the state. O(n log n).
std::optional<Error> CheckReturn(const ReturnToSpotRequest& request);

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_CHECK_RETURN_H_
