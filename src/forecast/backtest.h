// Backtest: the origins and horizons at which all models are tried on the past, and what then happened.
#ifndef SPOTWRIGHT_SRC_FORECAST_BACKTEST_H_
#define SPOTWRIGHT_SRC_FORECAST_BACKTEST_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/forecast/track.h"

namespace spotwright::forecast {

// Errors are kept in one row for each origin: cell = origin * horizons.size() + horizon.
struct Backtest {
  std::vector<std::size_t> horizons;  // Ascending, from 1.
  std::vector<std::size_t> origins;   // Ascending: the last step known.
  std::vector<double> actual;         // By cell.
  std::vector<double> weight;         // By cell: 0 where nothing was read, less the older the origin.
  double total_weight = 0;
  std::int64_t first_step = 0;  // Of the track.
  double days = 0;              // From the first origin to the end.

  std::size_t cells() const { return actual.size(); }
  std::size_t TargetOf(std::size_t cell) const {
    return origins[cell / horizons.size()] + horizons[cell % horizons.size()];
  }
  std::size_t PhaseOf(std::size_t cell, std::size_t phases) const {
    return Phase(first_step + static_cast<std::int64_t>(TargetOf(cell)), phases);
  }
};

// `day_steps` is a day in steps, at least 1.
Backtest PlanBacktest(const Track& track, Periods periods, std::size_t horizon, std::size_t day_steps);

// All known cells count alike here: a model is to be good at what is rare as well. Losses of quantiles fade.
double MeanAbsoluteError(const Backtest& backtest, const std::vector<double>& forecast);
double MeanPinballLoss(const Backtest& backtest, const std::vector<double>& forecast, double quantile);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_BACKTEST_H_
