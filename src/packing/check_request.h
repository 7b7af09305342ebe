// What a pack request must keep beyond its field table.
#ifndef SPOTWRIGHT_SRC_PACKING_CHECK_REQUEST_H_
#define SPOTWRIGHT_SRC_PACKING_CHECK_REQUEST_H_

#include <optional>
#include <span>

#include "spotwright/pack.h"

namespace spotwright::packing {

// One offer of each pool, unique names, running pods of known workloads only, and sums that stay
// within 64 bits. O(request log request).
std::optional<Error> CheckRequest(const PackRequest& request);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_CHECK_REQUEST_H_
