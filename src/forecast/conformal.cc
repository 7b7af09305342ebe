#include "src/forecast/conformal.h"

#include <algorithm>

#include "src/base/elementary.h"

namespace spotwright::forecast {
namespace {

// Errors of one day are much alike: five of a day count as independent. Coverage and losses of many loads are best, and
// hardly differ, from four to eight.
constexpr double kIndependentErrorsPerDay = 5;

constexpr double kPull = 10;  // Errors of 0 beside those that were seen, before a mean of them is believed.

}  // namespace

Residuals::Residuals(const Backtest& backtest, const std::vector<double>& forecast, const std::vector<double>& unit) {
  ascending_.reserve(backtest.cells());
  for (std::size_t cell = 0; cell < backtest.cells(); ++cell) {
    if (backtest.weight[cell] == 0) continue;
    ascending_.push_back({(backtest.actual[cell] - forecast[cell]) / unit[cell], backtest.weight[cell]});
    total_weight_ += backtest.weight[cell];
  }
  // Equal values may stand in either order: no quantile depends on it.
  std::sort(ascending_.begin(), ascending_.end(),
            [](const Residual& a, const Residual& b) { return a.value < b.value; });
}

double Residuals::WithinSupport(double level) const {
  if (ascending_.empty()) return 0;
  const double wanted = level * total_weight_;
  double sum = 0;
  for (const Residual& residual : ascending_) {
    sum += residual.weight;
    if (sum >= wanted) return residual.value;
  }
  return ascending_.back().value;
}

double Residuals::Quantile(double level, double supported) const {
  const double highest = std::max(supported, 0.5);
  if (level > highest) return WithinSupport(highest) + base::Log((1 - highest) / (1 - level));
  if (level < 1 - highest) return WithinSupport(1 - highest) - base::Log((1 - highest) / level);
  return WithinSupport(level);
}

double Residuals::Mean() const {
  double sum = 0;
  for (const Residual& residual : ascending_) sum += residual.weight * residual.value;
  return sum / (total_weight_ + kPull);
}

double SupportedQuantile(const Backtest& backtest) {
  double squares = 0;
  for (const double weight : backtest.weight) squares += weight * weight;
  if (squares == 0) return 0;
  const double steps =
      static_cast<double>(backtest.origins.back() + backtest.horizons.back() - backtest.origins.front());
  const double worth = std::min(backtest.total_weight * backtest.total_weight / squares, steps);
  return worth / (worth + 1);
}

double FiniteSampleLevel(double quantile, double days) {
  const double share = std::max(quantile, 1 - quantile);
  const double raised = std::min(share * (1 + 1 / (kIndependentErrorsPerDay * std::max(days, 0.01))), (1 + share) / 2);
  return quantile >= 0.5 ? raised : 1 - raised;
}

}  // namespace spotwright::forecast
