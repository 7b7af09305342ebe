// Explain: what is said about a forecast.
#ifndef SPOTWRIGHT_SRC_FORECAST_EXPLAIN_H_
#define SPOTWRIGHT_SRC_FORECAST_EXPLAIN_H_

#include "spotwright/forecast.h"

namespace spotwright::forecast {

// Fills the models, the levels of trust and the reasons of a forecast from its fit.
void Explain(const SeriesState& state, const SeriesFit& fit, const ForecastSettings& settings,
             SeriesForecast& forecast);

// Nothing was read, or so long ago that it says nothing of the present.
Reason NoForecast(const SeriesState& state);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_EXPLAIN_H_
