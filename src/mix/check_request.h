// What a valid DecideMixRequest keeps to beyond its field table.
#ifndef SPOTWRIGHT_SRC_MIX_CHECK_REQUEST_H_
#define SPOTWRIGHT_SRC_MIX_CHECK_REQUEST_H_

#include <optional>

#include "spotwright/decide_mix.h"

namespace spotwright::mix {

std::optional<Error> CheckRequest(const DecideMixRequest& request);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_CHECK_REQUEST_H_
