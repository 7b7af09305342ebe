// What the field tables cannot say of a forecast request.
#ifndef SPOTWRIGHT_SRC_FORECAST_CHECK_REQUEST_H_
#define SPOTWRIGHT_SRC_FORECAST_CHECK_REQUEST_H_

#include <optional>

#include "spotwright/forecast.h"

namespace spotwright::forecast {

std::optional<Error> CheckRequest(const ForecastRequest& request);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_CHECK_REQUEST_H_
