// Smoothing over a whole track: its forecasts from the origins of a backtest, and which gains suit it.
#ifndef SPOTWRIGHT_SRC_FORECAST_RUN_SMOOTHING_H_
#define SPOTWRIGHT_SRC_FORECAST_RUN_SMOOTHING_H_

#include <cstddef>
#include <vector>

#include "spotwright/forecast.h"
#include "src/forecast/backtest.h"
#include "src/forecast/smoothing.h"
#include "src/forecast/track.h"

namespace spotwright::forecast {

inline constexpr ForecastModel kSmoothings[] = {ForecastModel::kSmoothing, ForecastModel::kSmoothingLog,
                                                ForecastModel::kSmoothingOneSeason};

// Of its own, the model has two seasons: without a second one kSmoothing is the same as kSmoothingOneSeason.
bool CanSmooth(ForecastModel model, Periods periods);

struct FittedSmoothing {
  Gains gains;
  std::vector<double> back;  // By cell.
};

// Coordinate search over a grid of gains for the least mean absolute error of the backtest (of logarithms, for
// kSmoothingLog). O(evaluations x track), of which there are fewer the longer the track.
FittedSmoothing FitSmoothing(ForecastModel model, const Track& track, Periods periods, const Backtest& backtest);

// Forecasts the steps origin + h for each of `horizons`, where origin is the track's last step.
std::vector<double> ForecastSmoothing(ForecastModel model, const Gains& gains, const Track& track, Periods periods,
                                      const std::vector<std::size_t>& horizons);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_RUN_SMOOTHING_H_
