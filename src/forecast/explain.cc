#include "src/forecast/explain.h"

#include <algorithm>
#include <cstddef>

#include "src/base/text.h"
#include "src/model/reason.h"

namespace spotwright::forecast {
namespace {

using base::Cat;
using base::Fixed;
using base::Percent;

void AddModels(const SeriesFit& fit, SeriesForecast& forecast) {
  const auto service = static_cast<std::size_t>(
      std::find(fit.quantiles.begin(), fit.quantiles.end(), fit.service_quantile) - fit.quantiles.begin());
  for (const FittedModel& fitted : fit.models) {
    forecast.models.push_back({.model = fitted.model,
                               .mean_absolute_error = fitted.mean_absolute_error,
                               .service_loss = fitted.service_loss,
                               .weight = fitted.weight,
                               .service_weight = fitted.quantile_weights[service]});
  }
  std::stable_sort(forecast.models.begin(), forecast.models.end(), [](const ModelUse& a, const ModelUse& b) {
    return a.service_weight != b.service_weight ? a.service_weight > b.service_weight : a.model < b.model;
  });
}

void AddTrust(const SeriesFit& fit, const ForecastSettings& settings, SeriesForecast& forecast) {
  if (fit.abstained) {
    forecast.reasons.push_back(model::MakeReason(
        "forecast_abstained",
        Cat("History does not beat the reactive rule: a loss of ", Fixed(fit.service_loss, 4), " against ",
            Fixed(fit.reactive_service_loss, 4), "; the numbers are the last value's, with its usual errors."),
        {{"service_loss", fit.service_loss}, {"reactive_service_loss", fit.reactive_service_loss}}));
  }
  const double days = static_cast<double>(forecast.history_steps) * static_cast<double>(settings.step_seconds) / 86400;
  if (forecast.level == ForecastLevel::kRecent) {
    forecast.reasons.push_back(model::MakeReason("history_without_season",
                                                 Cat("Rests on ", Fixed(days, 2), " days, too few for any season."),
                                                 {{"history_days", days}}));
  } else if (forecast.level == ForecastLevel::kSeason) {
    forecast.reasons.push_back(
        model::MakeReason("history_without_long_season",
                          Cat("Rests on ", Fixed(days, 1), " days: it knows the day, and no days of the week."),
                          {{"history_days", days}}));
  }
  if (forecast.quantiles.back().quantile > fit.highest_supported_quantile) {
    forecast.reasons.push_back(model::MakeReason("quantile_beyond_evidence",
                                                 Cat("Quantiles above ", Fixed(fit.highest_supported_quantile, 4),
                                                     " rest on the shape of a tail: too few errors were seen."),
                                                 {{"highest_supported_quantile", fit.highest_supported_quantile}}));
  }
}

void AddReadings(const SeriesState& state, SeriesForecast& forecast) {
  if (forecast.missing_steps > 0) {
    const double share = static_cast<double>(forecast.missing_steps) / static_cast<double>(forecast.history_steps);
    forecast.reasons.push_back(model::MakeReason("steps_missing",
                                                 Cat("Of the history's steps ", Percent(share), " have no reading."),
                                                 {{"missing_steps", static_cast<double>(forecast.missing_steps)},
                                                  {"history_steps", static_cast<double>(forecast.history_steps)}}));
  }
  if (state.outage_steps > 0) {
    forecast.reasons.push_back(model::MakeReason(
        "zeros_taken_for_outage",
        Cat("Steps that fell from ordinary demand to exactly 0, and count as gaps: ", state.outage_steps, "."),
        {{"outage_steps", static_cast<double>(state.outage_steps)}}));
  }
  if (state.ignored_readings > 0) {
    forecast.reasons.push_back(model::MakeReason(
        "readings_ignored", Cat("Readings that came twice, or for a step that was over: ", state.ignored_readings, "."),
        {{"ignored_readings", static_cast<double>(state.ignored_readings)}}));
  }
  if (state.counter_resets > 0) {
    forecast.reasons.push_back(model::MakeReason("counter_was_reset",
                                                 Cat("Times the counter began anew: ", state.counter_resets, "."),
                                                 {{"counter_resets", static_cast<double>(state.counter_resets)}}));
  }
}

}  // namespace

void Explain(const SeriesState& state, const SeriesFit& fit, const ForecastSettings& settings,
             SeriesForecast& forecast) {
  forecast.abstained = fit.abstained;
  forecast.level = fit.season_steps == 0        ? ForecastLevel::kRecent
                   : fit.long_season_steps == 0 ? ForecastLevel::kSeason
                                                : ForecastLevel::kLongSeason;
  forecast.highest_supported_quantile = fit.highest_supported_quantile;
  forecast.service_loss = fit.service_loss;
  forecast.reactive_service_loss = fit.reactive_service_loss;
  for (const std::int64_t steps : {fit.season_steps, fit.long_season_steps}) {
    if (steps > 0) forecast.season_seconds.push_back(steps * settings.step_seconds);
  }
  AddModels(fit, forecast);
  AddTrust(fit, settings, forecast);
  AddReadings(state, forecast);
  for (Reason& reason : forecast.reasons) reason.paths = {forecast.name};
}

Reason NoForecast(const SeriesState& state) {
  if (!state.read_until_unix_ms)
    return model::MakeReason("no_history", "Nothing was read of this series by now.", {}, {state.name});
  return model::MakeReason("history_too_old",
                           "What was read is too old, or too little, to say anything of the present.",
                           {{"read_until_unix_ms", static_cast<double>(*state.read_until_unix_ms)}}, {state.name});
}

}  // namespace spotwright::forecast
