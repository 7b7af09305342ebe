// Conformal: quantiles of residuals, weighted, with what is honest beyond those that were seen.
#ifndef SPOTWRIGHT_SRC_FORECAST_CONFORMAL_H_
#define SPOTWRIGHT_SRC_FORECAST_CONFORMAL_H_

#include <cstddef>
#include <vector>

#include "src/forecast/backtest.h"

namespace spotwright::forecast {

// The errors of one forecast in usual errors, in order.
class Residuals {
 public:
  // `unit` is the usual error by cell.
  Residuals(const Backtest& backtest, const std::vector<double>& forecast, const std::vector<double>& unit);

  // Below which a share `level` of the weight lies. Beyond `supported` (above it, or below 1 - supported) an
  // exponential tail takes over, whose mean excess is the usual error.
  double Quantile(double level, double supported) const;

  double Mean() const;  // Drawn towards 0 where errors are few.

 private:
  struct Residual {
    double value;
    double weight;
  };
  double WithinSupport(double level) const;

  std::vector<Residual> ascending_;
  double total_weight_ = 0;
};

// The highest quantile that the backtest's errors can carry: n / (n + 1), n being as many errors as their weights are
// worth, and no more than the steps that were hit.
double SupportedQuantile(const Backtest& backtest);

// The level to ask for so that the quantile is met in expectation: raised by the part 1 / (5 days) of it, five errors
// of a day counting as independent, but at most half-way to certainty.
double FiniteSampleLevel(double quantile, double days);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_CONFORMAL_H_
