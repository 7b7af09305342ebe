// forecast: how much demand to expect, as a mean and as quantiles, step by step.
//
//   ForecastRequest request;
//   request.now_unix_ms = now;
//   request.series.push_back({.name = "web", .history = {.start_unix_ms = start, .step_seconds = 300, .values = rps}});
//   Result<ForecastResponse> answer = Forecast(request);
//   if (!answer) return Fail(answer.error().field, answer.error().message);
//   for (const SeriesForecast& web : answer->series) {
//     for (const QuantilePath& path : web.quantiles) Draw(web.start_unix_ms, web.step_seconds, path.values);
//     if (web.abstained) Say(web.reasons);  // The numbers are then the reactive rule's.
//   }
//   request.state = std::move(answer->state);  // Five minutes later: send what is new. Nothing is fitted again.
#ifndef SPOTWRIGHT_FORECAST_H_
#define SPOTWRIGHT_FORECAST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/reason.h"
#include "spotwright/result.h"
#include "spotwright/series.h"

namespace spotwright {

enum class SeriesKind : std::int32_t {
  kDemand = 1,              // What the values are is what is forecast: requests per second, cores in use...
  kCounter = 2,             // A count that only rises and is reset now and then; its rate per second is forecast.
  kUtilisationPercent = 3,  // Percent of the capacity of its moment; demand in the capacity's unit is forecast.
};

// From this moment on there was so much capacity.
struct CapacityChange {
  std::int64_t unix_ms = 0;
  double capacity = 0;

  friend bool operator==(const CapacityChange&, const CapacityChange&) = default;
};

struct ForecastSeries {
  std::string name;
  SeriesKind kind = SeriesKind::kDemand;
  Series history;                        // Readings after now_unix_ms are never looked at.
  std::vector<CapacityChange> capacity;  // Of kUtilisationPercent only. Ascending; the first reaches back for ever.

  friend bool operator==(const ForecastSeries&, const ForecastSeries&) = default;
};

// A holiday, a sale, a load test: an interval in which demand differs. All of one name are alike; what the past ones
// did to demand is learned and applied to the coming ones, and what happened in them is not taken for ordinary demand.
struct DemandEvent {
  std::string name;
  std::int64_t start_unix_ms = 0;
  std::int64_t end_unix_ms = 0;
  std::optional<double> uplift;     // Demand is multiplied by it; absent: learned.
  std::vector<std::string> series;  // Whom it concerns, by name; empty: all.

  friend bool operator==(const DemandEvent&, const DemandEvent&) = default;
};

// From this moment on local time is so far ahead of UTC.
struct UtcOffset {
  std::int64_t from_unix_ms = 0;
  std::int64_t offset_seconds = 0;

  friend bool operator==(const UtcOffset&, const UtcOffset&) = default;
};

// What of the readings within a step is forecast.
enum class StepValue : std::int32_t {
  kMean = 1,  // For cost.
  kMax = 2,   // For capacity, which must cover it.
};

struct ForecastSettings {
  std::int64_t step_seconds = 3600;  // Of the forecast.
  std::int64_t horizon_steps = 24;
  StepValue step_value = StepValue::kMean;
  std::vector<double> quantiles;   // Ascending; empty: 0.5, 0.8, 0.9, 0.95, 0.99.
  double service_quantile = 0.95;  // The one on which the forecast must beat the reactive rule, or it abstains.
  std::vector<std::int64_t> season_seconds;  // One or two, ascending, multiples of step_seconds; empty: found.
  double refit_hours = 24;                   // So old a fit is made anew. In between a call only reads what is new.
  bool zeros_are_outages = true;  // A fall from ordinary demand to exactly 0 is a lost reading; see Forecast.

  friend bool operator==(const ForecastSettings&, const ForecastSettings&) = default;
};

// The models that compete. "Season" is the shorter one, mostly a day; "long season" the longer one, mostly a week.
enum class ForecastModel : std::int32_t {
  kLastValue = 1,            // The reactive rule.
  kRecentMean = 2,           // Of the last three steps.
  kLastSeason = 3,           // The same step a season ago.
  kLastLongSeason = 4,       // The same step a long season ago.
  kLongSeasonScaled = 5,     // A long season ago, times how much the last season was of the same then.
  kSeasonDrift = 6,          // A season ago, plus the drift of the season's mean.
  kLongSeasonCorrected = 7,  // A long season ago, plus what the last steps differed, fading.
  kMean3Seasons = 8,         // Means of the same step.
  kMean7Seasons = 9,
  kMean3LongSeasons = 10,
  kSeasonStep = 11,          // A season ago, plus what this day of the week usually differs from the one before.
  kMax7Seasons = 12,         // The greatest of the same step.
  kSmoothing = 13,           // Level, two seasons and the last error, exponentially smoothed (Taylor 2003).
  kSmoothingLog = 14,        // The same of logarithms: seasons are factors.
  kSmoothingOneSeason = 15,  // The same without the long season.
  kSeasonQuantile = 16,      // The quantile of the same step and its neighbours over 14 seasons.
};

// How much of the past the forecast of a series rests on: how far to trust it.
enum class ForecastLevel : std::int32_t {
  kNone = 1,    // Nothing was read: there is no forecast.
  kRecent = 2,  // Less than two seasons: the present, and how it has moved.
  kSeason = 3,  // Two seasons or more, fewer than two long ones: a day's shape.
  kLongSeason = 4,
};

// How a model fared in the backtest, and how much of the forecast is its.
struct ModelUse {
  ForecastModel model = {};
  double mean_absolute_error = 0;
  double service_loss = 0;    // Mean pinball loss at the service quantile, calibrated.
  double weight = 0;          // In the median path.
  double service_weight = 0;  // In the path of the service quantile.

  friend bool operator==(const ModelUse&, const ModelUse&) = default;
};

struct QuantilePath {
  double quantile = 0;
  std::vector<double> values;

  friend bool operator==(const QuantilePath&, const QuantilePath&) = default;
};

// What was learned of events of one name.
struct EventUplift {
  std::string name;
  double uplift = 1;            // The median of those that were seen, or as given.
  double high = 1;              // The greatest of them.
  std::int64_t seen_count = 0;  // 0: as given, or nothing is known and 1 is taken.

  friend bool operator==(const EventUplift&, const EventUplift&) = default;
};

struct SeriesForecast {
  std::string name;
  ForecastLevel level = ForecastLevel::kNone;
  bool abstained = false;          // History does not beat the reactive rule: all paths are that rule's.
  std::int64_t start_unix_ms = 0;  // Of the first step: the one that now_unix_ms lies in.
  std::int64_t step_seconds = 3600;
  std::vector<double> mean;
  std::vector<QuantilePath> quantiles;       // As asked for; never crossing.
  double highest_supported_quantile = 0;     // Higher ones rest on the shape of a tail, not on errors that were seen.
  double service_loss = 0;                   // Mean pinball loss at the service quantile in the backtest.
  double reactive_service_loss = 0;          // The reactive rule's.
  std::vector<std::int64_t> season_seconds;  // Given or found.
  std::int64_t history_steps = 0;
  std::int64_t missing_steps = 0;  // Of them.
  std::vector<ModelUse> models;    // All that could compete; the greatest service weight first.
  std::vector<EventUplift> events;
  std::vector<Reason> reasons;

  friend bool operator==(const SeriesForecast&, const SeriesForecast&) = default;
};

// A model as it was fitted.
struct FittedModel {
  ForecastModel model = {};
  std::vector<double> gains;  // Of a smoothing: level, season, long season, carried error.
  double mean_absolute_error = 0;
  double service_loss = 0;
  double weight = 0;
  std::vector<double> quantile_weights;  // One for each quantile.

  friend bool operator==(const FittedModel&, const FittedModel&) = default;
};

// What a fit has learned of one series. Errors are in units of `scale`.
struct SeriesFit {
  std::int64_t until_step = 0;      // The first step that it has not seen.
  std::int64_t history_steps = 0;   // That it has seen.
  std::int64_t horizon_steps = 24;  // That it was made for.
  double scale = 1;
  std::int64_t season_steps = 0;
  std::int64_t long_season_steps = 0;
  std::vector<FittedModel> models;
  std::vector<std::int64_t> horizons;    // In steps: where errors were measured.
  std::vector<double> horizon_errors;    // Usual error at each of them.
  std::vector<double> phase_errors;      // At each step of the season, relative.
  std::vector<double> quantiles;         // Those that follow belong to: as asked for, and the service quantile.
  std::vector<double> quantile_offsets;  // In usual errors.
  std::vector<double> quantile_levels;   // What is aimed at, so that the quantile is met: see Forecast.
  double mean_offset = 0;
  double highest_supported_quantile = 0;
  double service_loss = 0;
  double reactive_service_loss = 0;
  double service_quantile = 0.95;
  bool abstained = false;

  friend bool operator==(const SeriesFit&, const SeriesFit&) = default;
};

// The readings of the step that is not over.
struct OpenStep {
  std::int64_t step = 0;
  std::int64_t count = 1;
  double sum = 0;
  double max = 0;

  friend bool operator==(const OpenStep&, const OpenStep&) = default;
};

struct SeriesState {
  std::string name;
  std::optional<std::int64_t> read_until_unix_ms;  // The last reading; older ones are not read again.
  double last_reading = 0;                         // Of a counter.
  std::int64_t first_step = 0;                     // Of history[0]; steps are counted since 1970 in local time.
  std::vector<double> history;
  std::vector<SeriesGap> gaps;
  std::optional<OpenStep> open;
  double usual = 0;                   // Mean of what was above 0, recent values counted more.
  std::int64_t zero_run_steps = 0;    // How long 0 has been read for an outage.
  std::int64_t zero_run_count = 0;    // How often it has come and gone.
  std::int64_t outage_steps = 0;      // Steps taken for outages so far.
  std::int64_t ignored_readings = 0;  // Twice the same time, backward, or in an hour that clocks repeat.
  std::int64_t counter_resets = 0;
  std::optional<SeriesFit> fit;

  friend bool operator==(const SeriesState&, const SeriesState&) = default;
};

// What is remembered from one call to the next. Opaque to callers: pass it back as it came.
struct ForecastState {
  std::int64_t version = 1;
  std::int64_t step_seconds = 3600;
  StepValue step_value = StepValue::kMean;
  std::vector<SeriesState> series;  // By name, ascending.

  friend bool operator==(const ForecastState&, const ForecastState&) = default;
};

struct ForecastRequest {
  std::int64_t now_unix_ms = 0;
  std::vector<ForecastSeries> series;  // Each name once.
  std::vector<DemandEvent> events;     // Past ones, to learn from, and coming ones.
  std::vector<UtcOffset> utc_offsets;  // Ascending; the first reaches back for ever. Empty: UTC.
  ForecastSettings settings;
  std::optional<ForecastState> state;  // Of the previous response; `history` then needs only what is new.

  friend bool operator==(const ForecastRequest&, const ForecastRequest&) = default;
};

struct ForecastResponse {
  bool feasible = true;                // false: no series has anything to forecast from.
  std::vector<SeriesForecast> series;  // In the order of the request.
  ForecastState state;                 // Series that the request does not name are kept.
  std::vector<Reason> reasons;
  std::int64_t call_again_at_unix_ms = 0;  // The end of the present step.

  friend bool operator==(const ForecastResponse&, const ForecastResponse&) = default;
};

// Forecasts each series on its own: the other series of a batch change nothing.
//
// Steps: readings are gathered into steps of local time, so that a morning peak stays at its hour when clocks change:
// an hour that clocks skip is a gap, of one that they repeat the first is kept. A fall from more than a tenth of
// ordinary demand to exactly 0 is taken for an outage, that is for a gap, until it has lasted two days or has happened
// twice before; demand that often is 0 is believed.
//
// Models: each forecasts from up to 37 origins of the last 20 days (13/24 of a day apart, so that all hours occur) what
// came after; smoothing gains are those of the least mean absolute error there. The median path weighs the models by
// their mean absolute error to the power -8, the path of another quantile by pinball loss to the power -6, which fades
// by 13 % a day: a stable form of choosing the best. The mean adds to the median what errors were on average.
//
// Calibration: errors are divided by what is usual at their horizon and at their step of the season, and each model's
// quantile is its forecast plus the conformal quantile of these, weighted as above. The level aimed at is raised by the
// part 1 / (5 days seen) of it, at most half-way to 1. From fit to fit levels move by a part of how far what then
// happened missed them (adaptive conformal inference, Gibbs and Candes 2021).
//
// Fits: made anew after refit_hours, and until as much history as is kept has been seen also whenever it has grown by a
// 64th. Between fits a call only reads what is new and follows it with the models as they were fitted.
//
// Abstention: the combination's backtest loss at the service quantile must be 2 % below that of the last value,
// calibrated alike.
//
// Errors (INVALID_ARGUMENT): a history with both values and samples, a gap outside of it, a name twice, seasons that
// are no multiples of the step, a utilisation without capacity, a state of other steps, quantiles that do not ascend.
// Complexity of a series: a fit is O(models x origins + evaluations x history), about 1 ms for 1,000 steps; without a
// fit O(readings + history kept). Kept are 42 days, at fine steps 4,032 steps of them, but no less than 14 days, 8
// steps, and of given seasons 3 of the longer one.
Result<ForecastResponse> Forecast(const ForecastRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_FORECAST_H_
