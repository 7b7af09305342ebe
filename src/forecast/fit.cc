#include "src/forecast/fit.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "src/forecast/backtest.h"
#include "src/forecast/conformal.h"
#include "src/forecast/run_smoothing.h"
#include "src/forecast/season_quantile.h"
#include "src/forecast/simple_models.h"
#include "src/forecast/usual_error.h"

namespace spotwright::forecast {
namespace {

constexpr int kMedianPower = 8;
constexpr int kQuantilePower = 6;
constexpr double kSeasonQuantilePrior = 8;  // It is one against a dozen models of a centre, which are much alike.
constexpr double kLeastWeight = 0.005;      // Less is not worth a pass over the history.
constexpr double kMustBeat = 0.98;          // Of the reactive rule's loss.
constexpr double kLeastLoss = 1e-9;         // Values are about 1.
constexpr double kLeastScale = 1e-30;       // A series of less is as good as 0.

struct Candidate {
  FittedModel fitted;
  std::vector<double> back;  // By cell.
};

double MeanOfPresent(const Track& track) {
  double sum = 0;
  double count = 0;
  for (std::size_t t = 0; t < track.size(); ++t) {
    if (track.present[t] == 0) continue;
    sum += track.filled[t] < 0 ? -track.filled[t] : track.filled[t];
    count += 1;
  }
  return sum > kLeastScale * count ? sum / count : 1;
}

std::vector<Candidate> Candidates(const Track& track, Periods periods, const Backtest& backtest) {
  std::vector<Candidate> candidates;
  const std::size_t first = backtest.origins.empty() ? track.size() - 1 : backtest.origins.front();
  const std::size_t count = backtest.horizons.size();
  for (const ForecastModel model : kSimpleModels) {
    if (!CanForecast(model, periods, first)) continue;
    Candidate& candidate = candidates.emplace_back();
    candidate.fitted.model = model;
    candidate.back.resize(backtest.cells());
    for (std::size_t o = 0; o < backtest.origins.size(); ++o) {
      ForecastSimple(model, track.filled, periods, backtest.origins[o], backtest.horizons, &candidate.back[o * count]);
    }
  }
  for (const ForecastModel model : kSmoothings) {
    if (!CanSmooth(model, periods)) continue;
    FittedSmoothing smoothing = FitSmoothing(model, track, periods, backtest);
    Candidate& candidate = candidates.emplace_back();
    candidate.fitted.model = model;
    const Gains& gains = smoothing.gains;
    candidate.fitted.gains = {gains.level, gains.first, gains.second, gains.carry};
    candidate.back = std::move(smoothing.back);
  }
  for (Candidate& candidate : candidates) {
    candidate.fitted.mean_absolute_error = MeanAbsoluteError(backtest, candidate.back);
  }
  return candidates;
}

// Shares in proportion to prior / loss^power; those that hardly matter get none.
std::vector<double> Weights(const std::vector<double>& losses, const std::vector<double>& priors, int power) {
  const double least = *std::min_element(losses.begin(), losses.end()) + kLeastLoss;
  std::vector<double> weights(losses.size());
  const auto normalise = [&] {
    double sum = 0;
    for (const double weight : weights) sum += weight;
    for (double& weight : weights) weight /= sum;
  };
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const double ratio = least / (losses[i] + kLeastLoss);
    weights[i] = priors[i];
    for (int k = 0; k < power; ++k) weights[i] *= ratio;
  }
  normalise();
  for (double& weight : weights) weight = weight < kLeastWeight ? 0 : weight;
  normalise();
  return weights;
}

void AddTimes(double factor, const std::vector<double>& values, std::vector<double>& sum) {
  if (factor == 0) return;
  for (std::size_t i = 0; i < values.size(); ++i) sum[i] += factor * values[i];
}

// All weight to the first candidate, the last value.
void LeaveToTheReactiveRule(std::vector<Candidate>& candidates, FittedModel& season_model) {
  const auto give = [](FittedModel& model, double weight) {
    model.weight = weight;
    std::fill(model.quantile_weights.begin(), model.quantile_weights.end(), weight);
  };
  for (Candidate& candidate : candidates) give(candidate.fitted, 0);
  give(season_model, 0);
  give(candidates.front().fitted, 1);
}

}  // namespace

SeriesFit Fit(const Track& original, Periods periods, const FitOptions& options) {
  SeriesFit fit;
  fit.until_step = original.first_step + static_cast<std::int64_t>(original.size());
  fit.history_steps = static_cast<std::int64_t>(original.size());
  fit.horizon_steps = static_cast<std::int64_t>(options.horizon);
  fit.season_steps = static_cast<std::int64_t>(periods.first);
  fit.long_season_steps = static_cast<std::int64_t>(periods.second);
  fit.scale = MeanOfPresent(original);
  fit.quantiles = options.quantiles;
  fit.service_quantile = options.service_quantile;
  Track track = original;
  for (double& value : track.filled) value /= fit.scale;

  const Backtest backtest = PlanBacktest(track, periods, options.horizon, options.day_steps);
  std::vector<Candidate> candidates = Candidates(track, periods, backtest);

  // The median path, and the usual error from it.
  std::vector<double> losses;
  losses.reserve(candidates.size() + 1);
  for (const Candidate& candidate : candidates) losses.push_back(candidate.fitted.mean_absolute_error);
  std::vector<double> priors(candidates.size(), 1.0);
  const std::vector<double> median_weights = Weights(losses, priors, kMedianPower);
  std::vector<double> median(backtest.cells(), 0.0);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    candidates[i].fitted.weight = median_weights[i];
    AddTimes(median_weights[i], candidates[i].back, median);
  }
  const UsualError usual = LearnUsualError(backtest, median, periods.first);
  fit.horizons.assign(usual.horizons.begin(), usual.horizons.end());
  fit.horizon_errors = usual.by_horizon;
  fit.phase_errors = usual.by_phase;

  fit.highest_supported_quantile = SupportedQuantile(backtest);
  std::vector<double> unit;  // By cell: the usual error.
  for (std::size_t cell = 0; cell < backtest.cells(); ++cell) {
    unit.push_back(
        usual.At(backtest.horizons[cell % backtest.horizons.size()], backtest.PhaseOf(cell, usual.by_phase.size())));
  }
  std::vector<Residuals> residuals;  // By candidate.
  residuals.reserve(candidates.size());
  for (const Candidate& candidate : candidates) {
    residuals.emplace_back(backtest, candidate.back, unit);
  }
  fit.mean_offset = Residuals(backtest, median, unit).Mean();

  // Each quantile: the models, each with its own offset, and the season's sample.
  const bool has_season = periods.first > 0;
  std::vector<std::vector<double>> season;
  if (has_season) {
    std::vector<SeasonTarget> targets;  // By cell.
    for (const std::size_t origin : backtest.origins) {
      for (const std::size_t horizon : backtest.horizons) targets.push_back({.origin = origin, .h = horizon});
    }
    season = SeasonQuantiles(track.filled, periods.first, targets, options.quantiles);
  }
  FittedModel season_model;
  season_model.model = ForecastModel::kSeasonQuantile;
  if (has_season) priors.push_back(kSeasonQuantilePrior);
  std::vector<double> path(backtest.cells());
  std::vector<double> reactive_offsets;
  for (std::size_t k = 0; k < options.quantiles.size(); ++k) {
    const double quantile = options.quantiles[k];
    const double level = options.levels != nullptr ? (*options.levels)[k] : quantile;
    fit.quantile_levels.push_back(level);
    const double aim = FiniteSampleLevel(level, backtest.days);
    std::vector<double> offsets;
    losses.clear();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      offsets.push_back(residuals[i].Quantile(aim, fit.highest_supported_quantile));
      path = candidates[i].back;
      AddTimes(offsets[i], unit, path);
      losses.push_back(MeanPinballLoss(backtest, path, quantile));
    }
    if (has_season) losses.push_back(MeanPinballLoss(backtest, season[k], quantile));
    const bool is_service = quantile == options.service_quantile;
    const std::vector<double> weights = Weights(losses, priors, kQuantilePower);
    double offset = 0;
    reactive_offsets.push_back(offsets.front());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      candidates[i].fitted.quantile_weights.push_back(weights[i]);
      offset += weights[i] * offsets[i];
      if (is_service) candidates[i].fitted.service_loss = losses[i] * fit.scale;
    }
    fit.quantile_offsets.push_back(offset);
    if (has_season) season_model.quantile_weights.push_back(weights.back());
    if (is_service) {
      if (has_season) season_model.service_loss = losses.back() * fit.scale;
      std::fill(path.begin(), path.end(), 0.0);
      for (std::size_t i = 0; i < candidates.size(); ++i) AddTimes(weights[i], candidates[i].back, path);
      AddTimes(offset, unit, path);
      if (has_season) AddTimes(weights.back(), season[k], path);
      fit.service_loss = MeanPinballLoss(backtest, path, quantile) * fit.scale;
      fit.reactive_service_loss = losses.front() * fit.scale;
    }
  }
  fit.abstained = fit.service_loss >= kMustBeat * fit.reactive_service_loss;
  if (fit.abstained) {
    LeaveToTheReactiveRule(candidates, season_model);
    fit.quantile_offsets = reactive_offsets;
    fit.mean_offset = residuals.front().Mean();
  }
  for (Candidate& candidate : candidates) {
    candidate.fitted.mean_absolute_error *= fit.scale;
    fit.models.push_back(std::move(candidate.fitted));
  }
  if (has_season) fit.models.push_back(std::move(season_model));
  return fit;
}

}  // namespace spotwright::forecast
