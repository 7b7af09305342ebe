// What the field tables cannot say of a forecast request.
#ifndef SPOTWRIGHT_SRC_FORECAST_CHECK_REQUEST_H_
#define SPOTWRIGHT_SRC_FORECAST_CHECK_REQUEST_H_

#include <optional>
#include <string>
#include <vector>

#include "spotwright/forecast.h"

namespace spotwright::forecast {

std::optional<Error> CheckRequest(const ForecastRequest& request);

// Whether a history has one form, and gaps within it alone.
std::optional<Error> CheckHistory(const Series& history, const std::string& path);

std::optional<Error> CheckUtcOffsets(const std::vector<UtcOffset>& utc_offsets);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_CHECK_REQUEST_H_
