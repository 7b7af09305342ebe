#include "src/forecast/forecast_series.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/forecast/check_state.h"
#include "src/forecast/events.h"
#include "src/forecast/explain.h"
#include "src/forecast/fit.h"
#include "src/forecast/history.h"
#include "src/forecast/levels.h"
#include "src/forecast/local_steps.h"
#include "src/forecast/paths.h"
#include "src/forecast/periods.h"
#include "src/model/reason.h"

namespace spotwright::forecast {
namespace {

constexpr double kQuantiles[] = {0.5, 0.8, 0.9, 0.95, 0.99};
constexpr std::int64_t kDaySeconds = 86400;
constexpr std::int64_t kKeptDays = 42;
constexpr std::int64_t kKeptSteps = 4032;
constexpr std::int64_t kLeastKeptDays = 14;
constexpr std::int64_t kKeptSeasons = 3;
constexpr std::int64_t kBelievedZeroDays = 2;
constexpr std::int64_t kGrowthParts = 64;  // While history grows, a fit is made anew with each such part of it.

HistoryRules RulesOf(const ForecastSettings& settings) {
  const std::int64_t step = settings.step_seconds;
  std::int64_t kept =
      std::max(kLeastKeptDays * kDaySeconds / step, std::min(kKeptDays * kDaySeconds / step, kKeptSteps));
  kept = std::max<std::int64_t>(kept, 8);  // Of steps longer than days.
  if (!settings.season_seconds.empty()) kept = std::max(kept, kKeptSeasons * settings.season_seconds.back() / step);
  return {.step_value = settings.step_value,
          .zeros_are_outages = settings.zeros_are_outages,
          .kept_steps = static_cast<std::size_t>(kept),
          .believed_zero_steps =
              static_cast<std::size_t>(std::max<std::int64_t>(1, kBelievedZeroDays * kDaySeconds / step))};
}

std::vector<double> AskedQuantiles(const ForecastSettings& settings) {
  if (!settings.quantiles.empty()) return settings.quantiles;
  return {std::begin(kQuantiles), std::end(kQuantiles)};
}

// The quantiles asked for and the service quantile.
std::vector<double> FittedQuantiles(const ForecastSettings& settings) {
  std::vector<double> quantiles = AskedQuantiles(settings);
  const auto place = std::lower_bound(quantiles.begin(), quantiles.end(), settings.service_quantile);
  if (place == quantiles.end() || *place != settings.service_quantile)
    quantiles.insert(place, settings.service_quantile);
  return quantiles;
}

bool IsDue(const std::optional<SeriesFit>& fit, const Track& track, const ForecastSettings& settings,
           const HistoryRules& rules, const std::vector<double>& quantiles) {
  if (!fit || fit->quantiles != quantiles || fit->service_quantile != settings.service_quantile ||
      fit->horizon_steps != settings.horizon_steps || !FitsHistory(*fit, track.size())) {
    return true;
  }
  const std::int64_t age = track.first_step + static_cast<std::int64_t>(track.size()) - fit->until_step;
  if (fit->history_steps < static_cast<std::int64_t>(rules.kept_steps) && age > fit->history_steps / kGrowthParts) {
    return true;
  }
  return static_cast<double>(age * settings.step_seconds) >= settings.refit_hours * 3600;
}

// The horizon, counted from the track's last step, of each step of the forecast. Where clocks repeat an hour, what has
// been seen of it is forecast again as the step after the last.
std::vector<std::size_t> Horizons(const Track& track, std::int64_t start_unix_ms, std::int64_t count,
                                  LocalSteps& steps) {
  const std::int64_t last = track.first_step + static_cast<std::int64_t>(track.size()) - 1;
  std::vector<std::size_t> horizons;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t step = steps.StepAt(start_unix_ms + i * steps.step_ms());
    horizons.push_back(static_cast<std::size_t>(std::max<std::int64_t>(1, step - last)));
  }
  return horizons;
}

void Pick(const std::vector<double>& path, const std::vector<std::size_t>& horizons, std::size_t first,
          std::vector<double>& out) {
  out.reserve(horizons.size());
  for (const std::size_t h : horizons) out.push_back(path[h - first]);
}

Paths AtHorizons(const Paths& all, const std::vector<std::size_t>& horizons, std::size_t first) {
  Paths picked;
  Pick(all.mean, horizons, first, picked.mean);
  picked.quantiles.resize(all.quantiles.size());
  for (std::size_t k = 0; k < all.quantiles.size(); ++k) {
    Pick(all.quantiles[k], horizons, first, picked.quantiles[k]);
  }
  return picked;
}

// Events that are to come and of which nothing is known.
void ExplainEvents(const ForecastRequest& request, SeriesForecast& forecast) {
  const std::int64_t end = forecast.start_unix_ms + request.settings.horizon_steps * forecast.step_seconds * 1000;
  for (const EventUplift& uplift : forecast.events) {
    if (uplift.seen_count > 0) continue;
    const auto unknown = std::find_if(request.events.begin(), request.events.end(), [&](const DemandEvent& event) {
      return event.name == uplift.name && !event.uplift && event.end_unix_ms > forecast.start_unix_ms &&
             event.start_unix_ms < end;
    });
    if (unknown == request.events.end()) continue;
    forecast.reasons.push_back(
        model::MakeReason("event_never_seen",
                          base::Cat("No past event ", base::Quoted(uplift.name),
                                    " was seen; demand is forecast as if it were an ordinary time."),
                          {}, {forecast.name, uplift.name}));
  }
}

}  // namespace

SeriesForecast ForecastOne(const ForecastSeries& series, const ForecastRequest& request, SeriesState& state) {
  const ForecastSettings& settings = request.settings;
  const HistoryRules rules = RulesOf(settings);
  LocalSteps steps(request.utc_offsets, settings.step_seconds);
  ReadInto(series, request.now_unix_ms + 1, rules, steps, state);

  SeriesForecast forecast;
  forecast.name = series.name;
  forecast.step_seconds = settings.step_seconds;
  forecast.start_unix_ms = steps.StartOfStep(request.now_unix_ms);
  Track read = TrackOf(state, steps.StepAt(request.now_unix_ms), rules);
  if (read.size() == 0) {
    forecast.reasons.push_back(NoForecast(state));
    return forecast;
  }
  const std::vector<std::size_t> horizons = Horizons(read, forecast.start_unix_ms, settings.horizon_steps, steps);
  const auto [nearest, farthest] = std::minmax_element(horizons.begin(), horizons.end());
  if (*nearest > rules.kept_steps) {
    forecast.reasons.push_back(NoForecast(state));
    return forecast;
  }
  forecast.history_steps = static_cast<std::int64_t>(read.size());
  forecast.missing_steps = std::count(read.present.begin(), read.present.end(), std::uint8_t{0});

  Events events(request.events, series.name, steps);
  Track track = read;
  events.Mask(track);
  const std::vector<double> quantiles = FittedQuantiles(settings);
  FillGaps(track, state.fit ? PeriodsOf(*state.fit) : Periods{});
  if (IsDue(state.fit, track, settings, rules, quantiles)) {
    const Periods periods = FindPeriods(track, settings.season_seconds, settings.step_seconds);
    const auto day_steps = static_cast<std::size_t>(std::max<std::int64_t>(1, kDaySeconds / settings.step_seconds));
    std::vector<double> levels = quantiles;
    if (state.fit && state.fit->quantiles == quantiles) levels = NextLevels(track, *state.fit, day_steps);
    FillGaps(track, periods);
    state.fit = Fit(track, periods,
                    {.horizon = static_cast<std::size_t>(settings.horizon_steps),
                     .day_steps = day_steps,
                     .quantiles = quantiles,
                     .service_quantile = settings.service_quantile,
                     .levels = &levels});
  }
  const SeriesFit& fit = *state.fit;
  events.Learn(read, track);
  Paths paths = AtHorizons(ForecastPaths(track, fit, *nearest, *farthest - *nearest + 1), horizons, *nearest);
  events.Apply(forecast.start_unix_ms, steps.step_ms(), fit.quantiles, paths);
  forecast.mean = std::move(paths.mean);
  const std::vector<double> asked = AskedQuantiles(settings);
  for (std::size_t k = 0; k < fit.quantiles.size(); ++k) {
    if (!std::binary_search(asked.begin(), asked.end(), fit.quantiles[k])) continue;
    forecast.quantiles.push_back({.quantile = fit.quantiles[k], .values = std::move(paths.quantiles[k])});
  }
  forecast.events = events.Uplifts();
  Explain(state, fit, settings, forecast);
  ExplainEvents(request, forecast);
  return forecast;
}

}  // namespace spotwright::forecast
