// What must hold in a request to respond beyond its field table.
#ifndef SPOTWRIGHT_SRC_INTERRUPTION_CHECK_REQUEST_H_
#define SPOTWRIGHT_SRC_INTERRUPTION_CHECK_REQUEST_H_

#include <optional>

#include "spotwright/respond.h"

namespace spotwright::interruption {

std::optional<Error> CheckRequest(const RespondRequest& request, const Call& call);

}  // namespace spotwright::interruption

#endif  // SPOTWRIGHT_SRC_INTERRUPTION_CHECK_REQUEST_H_
