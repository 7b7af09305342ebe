#include "src/scaling/predictive.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "src/base/text.h"
#include "src/model/reason.h"
#include "src/scaling/node_count.h"
#include "src/scaling/same_hour.h"

namespace spotwright::scaling {
namespace {

using base::Cat;
using base::Number;
using model::MakeReason;

constexpr std::int64_t kMsPerSecond = 1000;
constexpr double kUsualQuantile = 0.95;
constexpr std::int64_t kHourSeconds = 3600;
constexpr std::int64_t kLeastHourlyHistory = 24;
constexpr std::int64_t kHourlyMeanLeadSeconds = 300;
constexpr std::int64_t kSameHourLeadSeconds = 3600;

// Of the newsvendor: a node more pays as long as demand exceeds it with a chance above idle / (idle + shortage).
double QuantileOf(const ScalePolicy& policy) {
  const PredictivePolicy& predictive = *policy.predictive;
  if (predictive.quantile) return *predictive.quantile;
  if (!predictive.shortage_cost_usd_per_node_hour) return kUsualQuantile;
  const double shortage = *predictive.shortage_cost_usd_per_node_hour;
  return shortage / (shortage + predictive.idle_cost_usd_per_node_hour.value_or(policy.node_price_usd_per_hour));
}

// The path of a quantile, between two that were forecast where it was not.
std::vector<double> PathOf(const SeriesForecast& forecast, double quantile, std::vector<Reason>& reasons) {
  const std::vector<QuantilePath>& paths = forecast.quantiles;
  const auto above = std::find_if(paths.begin(), paths.end(),
                                  [quantile](const QuantilePath& path) { return path.quantile >= quantile; });
  if (above == paths.end()) {
    reasons.push_back(MakeReason("quantile_not_forecast",
                                 Cat("The quantile ", Number(quantile), " is above the highest that was forecast, ",
                                     Number(paths.back().quantile), ", which is taken instead."),
                                 {{"quantile", quantile}, {"highest", paths.back().quantile}}, {forecast.name}));
    return paths.back().values;
  }
  if (above == paths.begin() || above->quantile == quantile) return above->values;
  const QuantilePath& below = *(above - 1);
  const double weight = (quantile - below.quantile) / (above->quantile - below.quantile);
  std::vector<double> values(above->values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = below.values[i] + weight * (above->values[i] - below.values[i]);
  }
  return values;
}

Reason NotUsed(const SeriesForecast& forecast, const std::string& why) {
  return MakeReason("forecast_not_used", Cat("The forecast of ", forecast.name, " is not used: ", why), {},
                    {forecast.name});
}

// Why not to rely on it; absent if one may.
std::optional<Reason> Distrust(const SeriesForecast& forecast, PredictiveMethod method, std::int64_t now_unix_ms) {
  if (forecast.level == ForecastLevel::kNone) return NotUsed(forecast, "there was nothing to forecast from.");
  if (method == PredictiveMethod::kHourlyMean) {
    if (forecast.step_seconds != kHourSeconds) return NotUsed(forecast, "hourly_mean needs steps of 3600 s.");
    if (forecast.history_steps < kLeastHourlyHistory) {
      return NotUsed(forecast, Cat("hourly_mean needs 24 hours of history, not ", forecast.history_steps, "."));
    }
  }
  const auto steps = static_cast<std::int64_t>(forecast.mean.size());
  const std::int64_t end = forecast.start_unix_ms + steps * forecast.step_seconds * kMsPerSecond;
  if (forecast.start_unix_ms > now_unix_ms || end <= now_unix_ms) {
    return NotUsed(forecast, "the present is not within its steps.");
  }
  return std::nullopt;
}

void FromForecast(const SeriesForecast& forecast, const ScaleRequest& request, const ScalePolicy& policy,
                  double expected_interruptions, Prediction& prediction) {
  const PredictivePolicy& predictive = *policy.predictive;
  if (auto reason = Distrust(forecast, predictive.method, request.now_unix_ms)) {
    prediction.reasons.push_back(std::move(*reason));
    return;
  }
  if (forecast.abstained) {
    prediction.reasons.push_back(
        MakeReason("forecast_abstained",
                   Cat("History of ", forecast.name,
                       " does not beat the reactive rule: its forecast is that rule's, with what the ",
                       "rule's errors ask for on top."),
                   {}, {forecast.name}));
  }
  std::vector<double> path = forecast.mean;
  if (predictive.method == PredictiveMethod::kQuantile) {
    prediction.quantile = QuantileOf(policy);
    path = PathOf(forecast, *prediction.quantile, prediction.reasons);
  }
  const std::int64_t step_ms = forecast.step_seconds * kMsPerSecond;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::int64_t start = forecast.start_unix_ms + static_cast<std::int64_t>(i) * step_ms;
    if (start + step_ms <= request.now_unix_ms) continue;
    prediction.needs.push_back({start, NodesFor(path[i] / predictive.units_per_node + expected_interruptions)});
    prediction.end_unix_ms = start + step_ms;
  }
}

void FromSameHour(const ForecastSeries& series, const ScaleRequest& request, const ScalePolicy& policy,
                  double expected_interruptions, Prediction& prediction) {
  const SameHour same_hour(series.history, request.utc_offsets, request.now_unix_ms);
  if (!same_hour.HasHistory()) {
    prediction.reasons.push_back(MakeReason("history_too_short",
                                            Cat("same_hour_20_days needs 7 days of history of ", series.name, "."), {},
                                            {series.name}));
    return;
  }
  for (const HourlyDemand& hour : same_hour.NextDay()) {
    prediction.needs.push_back(
        {hour.start_unix_ms, NodesFor(hour.demand / policy.predictive->units_per_node + expected_interruptions)});
    prediction.end_unix_ms = hour.start_unix_ms + kHourSeconds * kMsPerSecond;
  }
}

std::int64_t LeadSeconds(const PredictivePolicy& predictive, std::int64_t boot_seconds) {
  if (predictive.lead_seconds) return *predictive.lead_seconds;
  switch (predictive.method) {
    case PredictiveMethod::kHourlyMean:
      return kHourlyMeanLeadSeconds;
    case PredictiveMethod::kSameHour20Days:
      return kSameHourLeadSeconds;
    case PredictiveMethod::kQuantile:
      break;
  }
  return boot_seconds;
}

template <typename T>
const T& Named(const std::vector<T>& all, const std::string& name) {
  return *std::find_if(all.begin(), all.end(), [&name](const T& one) { return one.name == name; });
}

}  // namespace

std::optional<std::int64_t> Prediction::Most(std::int64_t from_unix_ms, std::int64_t to_unix_ms) const {
  std::optional<std::int64_t> most;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    const std::int64_t end = i + 1 < needs.size() ? needs[i + 1].start_unix_ms : end_unix_ms;
    if (needs[i].start_unix_ms >= to_unix_ms || end <= from_unix_ms) continue;
    most = std::max(most.value_or(0), needs[i].nodes);
  }
  return most;
}

Prediction Predict(const ScaleRequest& request, const ScalePolicy& policy, std::int64_t boot_seconds,
                   double expected_interruptions) {
  Prediction prediction;
  if (!policy.predictive) return prediction;
  const PredictivePolicy& predictive = *policy.predictive;
  prediction.lead_seconds = LeadSeconds(predictive, boot_seconds);
  if (predictive.method == PredictiveMethod::kSameHour20Days) {
    FromSameHour(Named(request.series, predictive.series), request, policy, expected_interruptions, prediction);
  } else {
    FromForecast(Named(request.forecasts, predictive.series), request, policy, expected_interruptions, prediction);
  }
  const std::int64_t needed_until = request.now_unix_ms + prediction.lead_seconds * kMsPerSecond;
  if (!prediction.needs.empty() && prediction.end_unix_ms < needed_until) {
    prediction.reasons.push_back(
        MakeReason("forecast_ends_early",
                   Cat("The forecast of ", predictive.series, " ends before a node launched now would be ready."),
                   {{"end_unix_ms", static_cast<double>(prediction.end_unix_ms)},
                    {"ready_unix_ms", static_cast<double>(needed_until)}},
                   {predictive.series}));
  }
  return prediction;
}

}  // namespace spotwright::scaling
