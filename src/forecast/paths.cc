#include "src/forecast/paths.h"

#include <algorithm>

#include "src/forecast/fit.h"
#include "src/forecast/run_smoothing.h"
#include "src/forecast/season_quantile.h"
#include "src/forecast/simple_models.h"
#include "src/forecast/usual_error.h"

namespace spotwright::forecast {
namespace {

bool IsUsed(const FittedModel& model) {
  return model.weight > 0 || std::any_of(model.quantile_weights.begin(), model.quantile_weights.end(),
                                         [](double weight) { return weight > 0; });
}

std::vector<double> Ahead(const FittedModel& model, const Track& track, Periods periods,
                          const std::vector<std::size_t>& horizons) {
  if (!model.gains.empty()) {
    const Gains gains{model.gains[0], model.gains[1], model.gains[2], model.gains[3]};
    return ForecastSmoothing(model.model, gains, track, periods, horizons);
  }
  std::vector<double> ahead(horizons.size());
  ForecastSimple(model.model, track.filled, periods, track.size() - 1, horizons, ahead.data());
  return ahead;
}

// Adds to the paths of the quantiles in which the model has a weight; to the median's, which is the mean's, it does not
// matter.
void AddSeasonQuantiles(const FittedModel& model, const Track& track, const SeriesFit& fit,
                        const std::vector<std::size_t>& horizons, std::size_t median, Paths& paths) {
  std::vector<std::size_t> used;
  std::vector<double> quantiles;
  for (std::size_t k = 0; k < fit.quantiles.size(); ++k) {
    if (k == median || model.quantile_weights[k] == 0) continue;
    used.push_back(k);
    quantiles.push_back(fit.quantiles[k]);
  }
  std::vector<SeasonTarget> targets;
  targets.reserve(horizons.size());
  for (const std::size_t horizon : horizons) targets.push_back({.origin = track.size() - 1, .h = horizon});
  const std::vector<std::vector<double>> season =
      SeasonQuantiles(track.filled, PeriodsOf(fit).first, targets, quantiles);
  for (std::size_t u = 0; u < used.size(); ++u) {
    std::vector<double>& path = paths.quantiles[used[u]];
    for (std::size_t i = 0; i < path.size(); ++i) path[i] += model.quantile_weights[used[u]] * season[u][i];
  }
}

}  // namespace

Paths ForecastPaths(const Track& original, const SeriesFit& fit, std::size_t first, std::size_t count) {
  const Periods periods = PeriodsOf(fit);
  Track track = original;
  for (double& value : track.filled) value /= fit.scale;
  const bool never_negative = std::all_of(track.filled.begin(), track.filled.end(), [](double v) { return v >= 0; });
  const std::size_t origin = track.size() - 1;
  std::vector<std::size_t> horizons(count);
  for (std::size_t i = 0; i < count; ++i) horizons[i] = first + i;

  const std::size_t median =
      static_cast<std::size_t>(std::find(fit.quantiles.begin(), fit.quantiles.end(), 0.5) - fit.quantiles.begin());
  Paths paths;
  paths.mean.assign(count, 0.0);
  paths.quantiles.assign(fit.quantiles.size(), std::vector<double>(count, 0.0));
  for (const FittedModel& model : fit.models) {
    if (!IsUsed(model)) continue;
    if (model.model == ForecastModel::kSeasonQuantile) {
      AddSeasonQuantiles(model, track, fit, horizons, median, paths);
      continue;
    }
    const std::vector<double> ahead = Ahead(model, track, periods, horizons);
    for (std::size_t i = 0; i < count; ++i) paths.mean[i] += model.weight * ahead[i];
    for (std::size_t k = 0; k < fit.quantiles.size(); ++k) {
      const double weight = model.quantile_weights[k];
      if (weight == 0) continue;
      for (std::size_t i = 0; i < count; ++i) paths.quantiles[k][i] += weight * ahead[i];
    }
  }

  const UsualError usual{.horizons = {fit.horizons.begin(), fit.horizons.end()},
                         .by_horizon = fit.horizon_errors,
                         .by_phase = fit.phase_errors};
  std::vector<double> ascending(fit.quantiles.size());
  for (std::size_t i = 0; i < count; ++i) {
    const double unit = usual.At(
        horizons[i], Phase(track.first_step + static_cast<std::int64_t>(origin + horizons[i]), usual.by_phase.size()));
    if (median < fit.quantiles.size()) paths.quantiles[median][i] = paths.mean[i];
    paths.mean[i] += fit.mean_offset * unit;
    for (std::size_t k = 0; k < fit.quantiles.size(); ++k) {
      ascending[k] = paths.quantiles[k][i] + (k == median ? 0 : fit.quantile_offsets[k] * unit);
    }
    std::sort(ascending.begin(), ascending.end());
    const auto finish = [&](double value) { return fit.scale * (never_negative ? std::max(value, 0.0) : value); };
    for (std::size_t k = 0; k < ascending.size(); ++k) paths.quantiles[k][i] = finish(ascending[k]);
    paths.mean[i] = finish(paths.mean[i]);
  }
  return paths;
}

}  // namespace spotwright::forecast
