// The models that need no fitting: each reads the forecast of a step off the history before it.
#ifndef SPOTWRIGHT_SRC_FORECAST_SIMPLE_MODELS_H_
#define SPOTWRIGHT_SRC_FORECAST_SIMPLE_MODELS_H_

#include <cstddef>
#include <vector>

#include "spotwright/forecast.h"
#include "src/forecast/track.h"

namespace spotwright::forecast {

// Those of ForecastModel up to kMax7Seasons, in its order.
inline constexpr ForecastModel kSimpleModels[] = {
    ForecastModel::kLastValue,           ForecastModel::kRecentMean,       ForecastModel::kLastSeason,
    ForecastModel::kLastLongSeason,      ForecastModel::kLongSeasonScaled, ForecastModel::kSeasonDrift,
    ForecastModel::kLongSeasonCorrected, ForecastModel::kMean3Seasons,     ForecastModel::kMean7Seasons,
    ForecastModel::kMean3LongSeasons,    ForecastModel::kSeasonStep,       ForecastModel::kMax7Seasons};

// Whether the history before `origin` reaches far enough back for the model.
bool CanForecast(ForecastModel model, Periods periods, std::size_t origin);

// Forecasts the steps origin + h for each of `horizons` (ascending, from 1) into `out`, from filled[0..origin].
void ForecastSimple(ForecastModel model, const std::vector<double>& filled, Periods periods, std::size_t origin,
                    const std::vector<std::size_t>& horizons, double* out);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_SIMPLE_MODELS_H_
