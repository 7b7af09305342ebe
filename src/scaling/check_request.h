// What the field tables cannot say of a ScaleRequest.
#ifndef SPOTWRIGHT_SRC_SCALING_CHECK_REQUEST_H_
#define SPOTWRIGHT_SRC_SCALING_CHECK_REQUEST_H_

#include <optional>

#include "spotwright/scale.h"

namespace spotwright::scaling {

std::optional<Error> CheckRequest(const ScaleRequest& request);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_CHECK_REQUEST_H_
