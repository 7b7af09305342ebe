// Fit: what is learned from a track, from which paths then follow without further learning.
#ifndef SPOTWRIGHT_SRC_FORECAST_FIT_H_
#define SPOTWRIGHT_SRC_FORECAST_FIT_H_

#include <cstddef>
#include <vector>

#include "spotwright/forecast.h"
#include "src/forecast/track.h"

namespace spotwright::forecast {

struct FitOptions {
  std::size_t horizon = 24;
  std::size_t day_steps = 24;     // A day in steps, at least 1.
  std::vector<double> quantiles;  // Ascending.
  double service_quantile = 0.95;
  const std::vector<double>* levels = nullptr;  // One for each quantile, carried from fit to fit; null: the quantiles.
};

// All that SeriesFit holds but `until_step`, which is set to the step after the track's last.
SeriesFit Fit(const Track& track, Periods periods, const FitOptions& options);

inline Periods PeriodsOf(const SeriesFit& fit) {
  return {static_cast<std::size_t>(fit.season_steps), static_cast<std::size_t>(fit.long_season_steps)};
}

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_FIT_H_
