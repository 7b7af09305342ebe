// Whether a state is one that Forecast has written: it comes over the wire and may have been changed.
#ifndef SPOTWRIGHT_SRC_FORECAST_CHECK_STATE_H_
#define SPOTWRIGHT_SRC_FORECAST_CHECK_STATE_H_

#include <cstddef>
#include <optional>

#include "spotwright/forecast.h"

namespace spotwright::forecast {

std::optional<Error> CheckState(const ForecastState& state, const ForecastSettings& settings);

// Whether each of the fit's models has history enough to forecast from; it may have been dropped after a long silence.
bool FitsHistory(const SeriesFit& fit, std::size_t steps);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_CHECK_STATE_H_
