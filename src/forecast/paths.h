// Paths: the forecast that follows from a fit and the track as it is now.
#ifndef SPOTWRIGHT_SRC_FORECAST_PATHS_H_
#define SPOTWRIGHT_SRC_FORECAST_PATHS_H_

#include <cstddef>
#include <vector>

#include "spotwright/forecast.h"
#include "src/forecast/track.h"

namespace spotwright::forecast {

struct Paths {
  std::vector<double> mean;
  std::vector<std::vector<double>> quantiles;  // In the order of fit.quantiles, never crossing.
};

// The steps origin + first, ..., origin + first + count - 1, where origin is the track's last step. Nothing is below 0
// that never was.
Paths ForecastPaths(const Track& track, const SeriesFit& fit, std::size_t first, std::size_t count);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_PATHS_H_
