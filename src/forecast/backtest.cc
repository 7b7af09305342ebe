#include "src/forecast/backtest.h"

#include <algorithm>
#include <numeric>

#include "src/base/elementary.h"

namespace spotwright::forecast {
namespace {

constexpr std::size_t kMostHorizons = 16;
constexpr std::size_t kMostOrigins = 37;
constexpr std::size_t kSpacing24ths = 13;            // Of a day.
constexpr double kLogOfFading = -0.139262067333508;  // ln 0.87, a day.

// The first origin: what lies before it must carry the models that are to compete.
std::size_t FirstOrigin(std::size_t size, Periods periods) {
  if (periods.first == 0) return 0;
  if (periods.second > 0) return periods.second + periods.first + 1;
  return std::clamp(size > periods.first ? size - periods.first : 0, periods.first, 2 * periods.first);
}

}  // namespace

Backtest PlanBacktest(const Track& track, Periods periods, std::size_t horizon, std::size_t day_steps) {
  Backtest plan;
  const std::size_t count = std::min(horizon, kMostHorizons);
  for (std::size_t j = 0; j < count; ++j) {
    plan.horizons.push_back(count == 1 ? 1 : 1 + (2 * j * (horizon - 1) + (count - 1)) / (2 * (count - 1)));
  }
  plan.first_step = track.first_step;
  const std::size_t size = track.size();
  const std::size_t first = FirstOrigin(size, periods);
  if (first + 1 < size) {
    const std::size_t spacing = std::max<std::size_t>(1, (kSpacing24ths * day_steps + 12) / 24);
    const std::size_t room = size - 1 - first;  // Steps from the first origin on that have one after them.
    std::size_t step = std::min(spacing, (room + kMostOrigins - 1) / kMostOrigins);
    // Coprime with the season, or some of its steps would never be tried.
    while (std::gcd(step, periods.first > 0 ? periods.first : day_steps) > 1) ++step;
    for (std::size_t q = std::min(kMostOrigins, room / step); q >= 1; --q) plan.origins.push_back(size - 1 - q * step);
  }
  plan.actual.resize(plan.origins.size() * count);
  plan.weight.resize(plan.actual.size());
  for (std::size_t o = 0; o < plan.origins.size(); ++o) {
    const double age_days = static_cast<double>(plan.origins.back() - plan.origins[o]) / static_cast<double>(day_steps);
    const double weight = base::Exp(kLogOfFading * age_days);
    for (std::size_t j = 0; j < count; ++j) {
      const std::size_t target = plan.origins[o] + plan.horizons[j];
      if (target >= size || track.present[target] == 0) continue;
      plan.actual[o * count + j] = track.filled[target];
      plan.weight[o * count + j] = weight;
      plan.total_weight += weight;
    }
  }
  if (!plan.origins.empty()) {
    plan.days = static_cast<double>(size - plan.origins.front()) / static_cast<double>(day_steps);
  }
  return plan;
}

double MeanAbsoluteError(const Backtest& backtest, const std::vector<double>& forecast) {
  double sum = 0;
  double count = 0;
  for (std::size_t cell = 0; cell < backtest.cells(); ++cell) {
    if (backtest.weight[cell] == 0) continue;
    const double error = backtest.actual[cell] - forecast[cell];
    sum += error < 0 ? -error : error;
    count += 1;
  }
  return count > 0 ? sum / count : 0;
}

double MeanPinballLoss(const Backtest& backtest, const std::vector<double>& forecast, double quantile) {
  double sum = 0;
  for (std::size_t cell = 0; cell < backtest.cells(); ++cell) {
    const double error = backtest.actual[cell] - forecast[cell];
    sum += backtest.weight[cell] * (error > 0 ? quantile * error : (quantile - 1) * error);
  }
  return backtest.total_weight > 0 ? sum / backtest.total_weight : 0;
}

}  // namespace spotwright::forecast
