// What the field tables cannot say of a launch request.
#ifndef SPOTWRIGHT_SRC_LAUNCH_CHECK_REQUEST_H_
#define SPOTWRIGHT_SRC_LAUNCH_CHECK_REQUEST_H_

#include <optional>

#include "spotwright/launch.h"

namespace spotwright::launch {

std::optional<Error> CheckRequest(const LaunchRequest& request);

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_CHECK_REQUEST_H_
