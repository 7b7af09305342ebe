// The error that is usual at a horizon and at a step of the season: what residuals are divided by before they are
// compared, so that few of them are enough for a quantile anywhere.
#ifndef SPOTWRIGHT_SRC_FORECAST_USUAL_ERROR_H_
#define SPOTWRIGHT_SRC_FORECAST_USUAL_ERROR_H_

#include <cstddef>
#include <vector>

#include "src/forecast/backtest.h"

namespace spotwright::forecast {

struct UsualError {
  std::vector<std::size_t> horizons;
  std::vector<double> by_horizon;  // At these horizons; straight lines between, growing with the root beyond.
  std::vector<double> by_phase;    // Relative, about 1; one entry when there is no season.

  double At(std::size_t h, std::size_t phase) const;
};

// Learns from the errors of `forecast`. `period` 0: no season.
UsualError LearnUsualError(const Backtest& backtest, const std::vector<double>& forecast, std::size_t period);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_USUAL_ERROR_H_
