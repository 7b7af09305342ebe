// One series: from what is new of it to its forecast and the state for the next call.
#ifndef SPOTWRIGHT_SRC_FORECAST_FORECAST_SERIES_H_
#define SPOTWRIGHT_SRC_FORECAST_FORECAST_SERIES_H_

#include "spotwright/forecast.h"

namespace spotwright::forecast {

// `state` is that of the last call, or one with a name alone; it becomes the next one.
SeriesForecast ForecastOne(const ForecastSeries& series, const ForecastRequest& request, SeriesState& state);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_FORECAST_SERIES_H_
