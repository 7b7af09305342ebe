#include "src/forecast/usual_error.h"

#include <algorithm>
#include <cmath>

namespace spotwright::forecast {
namespace {

// Before anything was seen an error is half of the mean, for as much as this weight of one that was seen.
constexpr double kPriorError = 0.5;
constexpr double kPriorWeight = 0.25;
constexpr double kPhaseShrinkage = 5;    // Errors at the mean that each phase is given beside its own.
constexpr std::size_t kPhaseSpan = 24;   // A phase is smoothed over this part of the season to both sides.
constexpr std::size_t kHorizonSpan = 8;  // A horizon over this part of all of them.

}  // namespace

double UsualError::At(std::size_t h, std::size_t phase) const {
  const double relative = by_phase[phase];
  const auto above = std::lower_bound(horizons.begin(), horizons.end(), h);
  if (above == horizons.end()) {
    return relative * by_horizon.back() * std::sqrt(static_cast<double>(h) / static_cast<double>(horizons.back()));
  }
  const auto j = static_cast<std::size_t>(above - horizons.begin());
  if (j == 0 || *above == h) return relative * by_horizon[j];
  const double share = static_cast<double>(h - horizons[j - 1]) / static_cast<double>(horizons[j] - horizons[j - 1]);
  return relative * (by_horizon[j - 1] + share * (by_horizon[j] - by_horizon[j - 1]));
}

UsualError LearnUsualError(const Backtest& backtest, const std::vector<double>& forecast, std::size_t period) {
  const std::size_t count = backtest.horizons.size();
  const std::size_t phases = std::max<std::size_t>(1, period);
  std::vector<double> of_horizon(count, 0.0), horizon_weight(count, 0.0);
  std::vector<double> of_phase(phases, 0.0), phase_weight(phases, 0.0);
  double total = kPriorError * kPriorWeight;
  for (std::size_t cell = 0; cell < backtest.cells(); ++cell) {
    const double weight = backtest.weight[cell];
    if (weight == 0) continue;
    const double error = weight * std::fabs(backtest.actual[cell] - forecast[cell]);
    const std::size_t phase = backtest.PhaseOf(cell, phases);
    of_horizon[cell % count] += error;
    horizon_weight[cell % count] += weight;
    of_phase[phase] += error;
    phase_weight[phase] += weight;
    total += error;
  }
  const double mean = total / (backtest.total_weight + kPriorWeight);

  UsualError usual;
  std::size_t tested = 0;  // Horizons at which anything was seen.
  for (std::size_t j = 0; j < count; ++j) {
    if (horizon_weight[j] > 0) tested = j + 1;
  }
  if (tested == 0) {
    usual.horizons = {1};
    usual.by_horizon = {mean};
  }
  const double pull = 0.5 * backtest.total_weight / static_cast<double>(std::max<std::size_t>(1, tested));
  const std::size_t span = std::max<std::size_t>(1, count / kHorizonSpan);
  for (std::size_t j = 0; j < tested; ++j) {
    // The first horizons differ most: their windows are narrow.
    const std::size_t begin = j - std::min(j / 2, span);
    const std::size_t end = std::min(tested, j + std::min((j + 1) / 2, span) + 1);
    double sum = pull * mean;
    double weight = pull;
    for (std::size_t k = begin; k < end; ++k) {
      sum += of_horizon[k];
      weight += horizon_weight[k];
    }
    usual.horizons.push_back(backtest.horizons[j]);
    usual.by_horizon.push_back(sum / weight);
  }
  const std::size_t reach = period / kPhaseSpan;
  for (std::size_t phase = 0; phase < phases; ++phase) {
    double sum = kPhaseShrinkage * mean;
    double weight = kPhaseShrinkage;
    for (std::size_t k = 0; k <= 2 * reach && period > 0; ++k) {
      const std::size_t neighbour = (phase + phases - reach + k) % phases;
      sum += of_phase[neighbour];
      weight += phase_weight[neighbour];
    }
    usual.by_phase.push_back(sum / weight / mean);
  }
  return usual;
}

}  // namespace spotwright::forecast
