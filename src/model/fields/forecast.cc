#include "spotwright/forecast.h"

#include "src/model/field.h"

namespace spotwright::model {
namespace {

// Moments, in milliseconds since 1970: up to the year 5138, so that differences cannot overflow.
constexpr double kLastMoment = 1e14;
constexpr double kMostValue = 1e30;  // Readings times capacity, and sums of them.
constexpr double kMostSteps = 1e12;

}  // namespace

template <>
const Enum& EnumOf<SeriesKind>() {
  static const Enum kTable{
      "SeriesKind",
      "What a series' values are.",
      {
          {1, "demand", "What is forecast, as it is."},
          {2, "counter", "A count that rises and is reset now and then; its rate per second is forecast."},
          {3, "utilisation_percent",
           "Percent of the capacity of its moment; demand in the capacity's unit is forecast."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<StepValue>() {
  static const Enum kTable{"StepValue",
                           "What of the readings within a step is forecast.",
                           {
                               {1, "mean", "For cost."},
                               {2, "max", "For capacity, which must cover it."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<ForecastModel>() {
  static const Enum kTable{
      "ForecastModel",
      "The models that compete. A season is mostly a day, a long season a week.",
      {
          {1, "last_value", "The reactive rule."},
          {2, "recent_mean", "Mean of the last three steps."},
          {3, "last_season", "The same step a season ago."},
          {4, "last_long_season", "The same step a long season ago."},
          {5, "long_season_scaled", "A long season ago, times how much the last season was of the same then."},
          {6, "season_drift", "A season ago, plus the drift of the season's mean."},
          {7, "long_season_corrected", "A long season ago, plus what the last steps differed, fading."},
          {8, "mean_3_seasons", "Mean of the same step of 3 seasons."},
          {9, "mean_7_seasons", "Mean of the same step of 7 seasons."},
          {10, "mean_3_long_seasons", "Mean of the same step of 3 long seasons."},
          {11, "season_step",
           "A season ago, plus what this part of the long season usually differs from the one before."},
          {12, "max_7_seasons", "The greatest of the same step of 7 seasons."},
          {13, "smoothing", "Level, two seasons and the last error, exponentially smoothed."},
          {14, "smoothing_log", "The same of logarithms: seasons are factors."},
          {15, "smoothing_one_season", "The same without the long season."},
          {16, "season_quantile", "The quantile of the same step and its neighbours over 14 seasons."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<ForecastLevel>() {
  static const Enum kTable{"ForecastLevel",
                           "How much of the past a forecast rests on.",
                           {
                               {1, "none", "Nothing was read: there is no forecast."},
                               {2, "recent", "Less than two seasons: the present, and how it has moved."},
                               {3, "season", "Two seasons or more, fewer than two long ones."},
                               {4, "long_season", "Two long seasons or more."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<CapacityChange>() {
  static const Message kTable = Describe<CapacityChange>(
      "CapacityChange", "From this moment on there was so much capacity.",
      {
          Field<&CapacityChange::unix_ms>(1, "unix_ms", "When, in ms since 1970 UTC.").Required().Range(0, kLastMoment),
          Field<&CapacityChange::capacity>(2, "capacity", "How much, in any unit: the forecast's.").Range(0, 1e12),
      });
  return kTable;
}

template <>
const Message& MessageOf<ForecastSeries>() {
  static const Message kTable = Describe<ForecastSeries>(
      "ForecastSeries", "What is to be forecast, and what was measured of it.",
      {
          Field<&ForecastSeries::name>(1, "name", "Unique in the request.").Required(),
          Field<&ForecastSeries::kind>(2, "kind", "What the values are."),
          Field<&ForecastSeries::history>(3, "history", "Readings; those after now_unix_ms are never looked at."),
          Field<&ForecastSeries::capacity>(4, "capacity",
                                           "For utilisation_percent only: ascending; the first reaches back for ever."),
      });
  return kTable;
}

template <>
const Message& MessageOf<DemandEvent>() {
  static const Message kTable = Describe<DemandEvent>(
      "DemandEvent", "A holiday, a sale, a load test: an interval in which demand differs.",
      {
          Field<&DemandEvent::name>(1, "name", "All events of one name are alike.").Required(),
          Field<&DemandEvent::start_unix_ms>(2, "start_unix_ms", "Its beginning.").Required().Range(0, kLastMoment),
          Field<&DemandEvent::end_unix_ms>(3, "end_unix_ms", "Its end, not included.").Required().Range(0, kLastMoment),
          Field<&DemandEvent::uplift>(4, "uplift",
                                      "Demand is multiplied by it; absent: learned from past events of the name.")
              .Range(0, 1000),
          Field<&DemandEvent::series>(5, "series", "Names of the series that it concerns; empty: all."),
      });
  return kTable;
}

template <>
const Message& MessageOf<UtcOffset>() {
  static const Message kTable = Describe<UtcOffset>(
      "UtcOffset", "From this moment on local time is so far ahead of UTC.",
      {
          Field<&UtcOffset::from_unix_ms>(1, "from_unix_ms", "When, in ms since 1970 UTC.").Range(0, kLastMoment),
          Field<&UtcOffset::offset_seconds>(2, "offset_seconds", "How far; negative west of Greenwich.")
              .Range(-86400, 86400),
      });
  return kTable;
}

template <>
const Message& MessageOf<ForecastSettings>() {
  static const Message kTable = Describe<ForecastSettings>(
      "ForecastSettings", "What is to be forecast of each series, and how.",
      {
          Field<&ForecastSettings::step_seconds>(1, "step_seconds", "Of the forecast.").Range(1, 604800),
          Field<&ForecastSettings::horizon_steps>(2, "horizon_steps", "How many steps, the present one the first.")
              .Range(1, 10000),
          Field<&ForecastSettings::step_value>(3, "step_value", "What of the readings within a step."),
          Field<&ForecastSettings::quantiles>(4, "quantiles",
                                              "Which paths, ascending; empty: 0.5, 0.8, 0.9, 0.95, 0.99.")
              .Range(0.001, 0.999),
          Field<&ForecastSettings::service_quantile>(5, "service_quantile",
                                                     "On which the forecast must beat the reactive rule.")
              .Range(0.5, 0.999),
          Field<&ForecastSettings::season_seconds>(
              6, "season_seconds", "One or two seasons, ascending, multiples of step_seconds; empty: found.")
              .Range(2, 31536000),
          Field<&ForecastSettings::refit_hours>(7, "refit_hours", "So old a fit is made anew.").Range(0, 100000),
          Field<&ForecastSettings::zeros_are_outages>(8, "zeros_are_outages",
                                                      "A fall from ordinary demand to exactly 0 is a lost reading."),
      });
  return kTable;
}

template <>
const Message& MessageOf<ModelUse>() {
  static const Message kTable =
      Describe<ModelUse>(
          "ModelUse", "How a model fared in the backtest, and how much of the forecast is its.",
          {
              Field<&ModelUse::model>(1, "model", "Which one.").Required(),
              Field<&ModelUse::mean_absolute_error>(2, "mean_absolute_error", "In the series' unit."),
              Field<&ModelUse::service_loss>(3, "service_loss",
                                             "Mean pinball loss at the service quantile, calibrated."),
              Field<&ModelUse::weight>(4, "weight", "In the median path."),
              Field<&ModelUse::service_weight>(5, "service_weight", "In the path of the service quantile."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<QuantilePath>() {
  static const Message kTable = Describe<QuantilePath>("QuantilePath", "One quantile, step by step.",
                                                       {
                                                           Field<&QuantilePath::quantile>(1, "quantile", "Which one."),
                                                           Field<&QuantilePath::values>(2, "values", "One each step."),
                                                       })
                                    .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<EventUplift>() {
  static const Message kTable =
      Describe<EventUplift>(
          "EventUplift", "What was learned of events of one name.",
          {
              Field<&EventUplift::name>(1, "name", "Which events."),
              Field<&EventUplift::uplift>(2, "uplift", "Median of those that were seen; 1 if none was."),
              Field<&EventUplift::high>(3, "high", "The greatest of them."),
              Field<&EventUplift::seen_count>(4, "seen_count", "How many were seen."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<SeriesForecast>() {
  static const Message kTable =
      Describe<SeriesForecast>(
          "SeriesForecast", "What to expect of one series.",
          {
              Field<&SeriesForecast::name>(1, "name", "Which series."),
              Field<&SeriesForecast::level>(2, "level", "How much of the past it rests on."),
              Field<&SeriesForecast::abstained>(3, "abstained",
                                                "History does not beat the reactive rule: all paths are that rule's."),
              Field<&SeriesForecast::start_unix_ms>(4, "start_unix_ms",
                                                    "Of the first step: the one that now_unix_ms lies in."),
              Field<&SeriesForecast::step_seconds>(5, "step_seconds", "From one value to the next."),
              Field<&SeriesForecast::mean>(6, "mean", "Expected demand, one each step."),
              Field<&SeriesForecast::quantiles>(7, "quantiles", "As asked for; never crossing."),
              Field<&SeriesForecast::highest_supported_quantile>(
                  8, "highest_supported_quantile",
                  "Higher ones rest on the shape of a tail, not on errors that were seen."),
              Field<&SeriesForecast::service_loss>(9, "service_loss",
                                                   "Mean pinball loss at the service quantile in the backtest."),
              Field<&SeriesForecast::reactive_service_loss>(10, "reactive_service_loss", "The reactive rule's."),
              Field<&SeriesForecast::season_seconds>(11, "season_seconds", "Seasons, given or found."),
              Field<&SeriesForecast::history_steps>(12, "history_steps", "Steps of the past that it rests on."),
              Field<&SeriesForecast::missing_steps>(13, "missing_steps", "Of them without a reading."),
              Field<&SeriesForecast::models>(14, "models",
                                             "All that could compete; the greatest service weight first."),
              Field<&SeriesForecast::events>(15, "events", "What was learned of events."),
              Field<&SeriesForecast::reasons>(16, "reasons", "What is to be said of it."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<FittedModel>() {
  static const Message kTable =
      Describe<FittedModel>(
          "FittedModel", "A model as it was fitted.",
          {
              Field<&FittedModel::model>(1, "model", "Which one.").Required(),
              Field<&FittedModel::gains>(2, "gains", "Of a smoothing: level, season, long season, carried error.")
                  .Range(0, 1),
              Field<&FittedModel::mean_absolute_error>(3, "mean_absolute_error", "In the backtest.")
                  .Range(0, kMostValue),
              Field<&FittedModel::service_loss>(4, "service_loss", "In the backtest.").Range(0, kMostValue),
              Field<&FittedModel::weight>(5, "weight", "In the median path.").Range(0, 1),
              Field<&FittedModel::quantile_weights>(6, "quantile_weights", "One for each quantile.").Range(0, 1),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<SeriesFit>() {
  static const Message kTable =
      Describe<SeriesFit>(
          "SeriesFit", "What a fit has learned of one series. Errors are in units of scale.",
          {
              Field<&SeriesFit::until_step>(1, "until_step", "The first step that it has not seen.")
                  .Range(-kMostSteps, kMostSteps),
              Field<&SeriesFit::history_steps>(2, "history_steps", "That it has seen.").Range(0, kMostSteps),
              Field<&SeriesFit::horizon_steps>(3, "horizon_steps", "That it was made for.").Range(1, 10000),
              Field<&SeriesFit::scale>(4, "scale", "Mean of the history.").Range(1e-30, kMostValue),
              Field<&SeriesFit::season_steps>(5, "season_steps", "The season; 0: none.").Range(0, 1e8),
              Field<&SeriesFit::long_season_steps>(6, "long_season_steps", "The long season; 0: none.").Range(0, 1e8),
              Field<&SeriesFit::models>(7, "models", "All that competed."),
              Field<&SeriesFit::horizons>(8, "horizons", "In steps: where errors were measured.").Range(1, 10000),
              Field<&SeriesFit::horizon_errors>(9, "horizon_errors", "Usual error at each of them.")
                  .Range(0, kMostValue),
              Field<&SeriesFit::phase_errors>(10, "phase_errors", "At each step of the season, relative.")
                  .Range(0, kMostValue),
              Field<&SeriesFit::quantiles>(11, "quantiles", "Those asked for, and the service quantile.")
                  .Range(0.001, 0.999),
              Field<&SeriesFit::quantile_offsets>(12, "quantile_offsets", "In usual errors, one for each quantile.")
                  .Range(-kMostValue, kMostValue),
              Field<&SeriesFit::quantile_levels>(13, "quantile_levels", "What is aimed at so that the quantile is met.")
                  .Range(0, 1),
              Field<&SeriesFit::mean_offset>(14, "mean_offset", "In usual errors.").Range(-kMostValue, kMostValue),
              Field<&SeriesFit::highest_supported_quantile>(15, "highest_supported_quantile",
                                                            "By the errors that were seen.")
                  .Range(0, 1),
              Field<&SeriesFit::service_loss>(16, "service_loss", "In the backtest.").Range(0, kMostValue),
              Field<&SeriesFit::reactive_service_loss>(17, "reactive_service_loss", "In the backtest.")
                  .Range(0, kMostValue),
              Field<&SeriesFit::service_quantile>(18, "service_quantile", "That it was made for.").Range(0.5, 0.999),
              Field<&SeriesFit::abstained>(19, "abstained", "It does not beat the reactive rule."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<OpenStep>() {
  static const Message kTable =
      Describe<OpenStep>("OpenStep", "The readings of the step that is not over.",
                         {
                             Field<&OpenStep::step>(1, "step", "Which one.").Range(-kMostSteps, kMostSteps),
                             Field<&OpenStep::count>(2, "count", "Readings.").Range(1, 1e15),
                             Field<&OpenStep::sum>(3, "sum", "Of them.").Range(-kMostValue, kMostValue),
                             Field<&OpenStep::max>(4, "max", "The greatest.").Range(-kMostValue, kMostValue),
                         })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<SeriesState>() {
  static const Message kTable =
      Describe<SeriesState>(
          "SeriesState", "What is remembered of one series.",
          {
              Field<&SeriesState::name>(1, "name", "Which one.").Required(),
              Field<&SeriesState::read_until_unix_ms>(2, "read_until_unix_ms",
                                                      "The last reading; older ones are not read again.")
                  .Range(0, kLastMoment),
              Field<&SeriesState::last_reading>(3, "last_reading", "Of a counter.").Range(-kMostValue, kMostValue),
              Field<&SeriesState::first_step>(4, "first_step",
                                              "Of history[0]; steps are counted since 1970 in local time.")
                  .Range(-kMostSteps, kMostSteps),
              Field<&SeriesState::history>(5, "history", "One value each step.").Range(-kMostValue, kMostValue),
              Field<&SeriesState::gaps>(6, "gaps", "Steps of it without a reading."),
              Field<&SeriesState::open>(7, "open", "The step that is not over."),
              Field<&SeriesState::usual>(8, "usual", "Mean of what was above 0, recent values counted more.")
                  .Range(0, kMostValue),
              Field<&SeriesState::zero_run_steps>(9, "zero_run_steps", "How long 0 has been read for an outage.")
                  .Range(0, kMostSteps),
              Field<&SeriesState::zero_run_count>(10, "zero_run_count", "How often it has come and gone.")
                  .Range(0, kMostSteps),
              Field<&SeriesState::outage_steps>(11, "outage_steps", "Steps taken for outages so far.")
                  .Range(0, kMostSteps),
              Field<&SeriesState::ignored_readings>(12, "ignored_readings",
                                                    "Twice the same time, or of a step that was over.")
                  .Range(0, 1e15),
              Field<&SeriesState::counter_resets>(13, "counter_resets", "How often a counter began anew.")
                  .Range(0, 1e15),
              Field<&SeriesState::fit>(14, "fit", "The last one."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ForecastState>() {
  static const Message kTable =
      Describe<ForecastState>(
          "ForecastState", "What is remembered from one call to the next. Opaque to callers: pass it back as it came.",
          {
              Field<&ForecastState::version>(1, "version", "Of this struct's meaning; accepted: 1."),
              Field<&ForecastState::step_seconds>(2, "step_seconds", "Of the settings.").Range(1, 604800),
              Field<&ForecastState::step_value>(3, "step_value", "Of the settings."),
              Field<&ForecastState::series>(4, "series", "By name, ascending."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ForecastRequest>() {
  static const Message kTable = Describe<ForecastRequest>(
      "ForecastRequest", "Asks how much demand to expect, step by step.",
      {
          Field<&ForecastRequest::now_unix_ms>(1, "now_unix_ms", "The moment of the question.")
              .Required()
              .Range(0, kLastMoment),
          Field<&ForecastRequest::series>(2, "series", "What to forecast; each name once."),
          Field<&ForecastRequest::events>(3, "events", "Past ones, to learn from, and coming ones."),
          Field<&ForecastRequest::utc_offsets>(4, "utc_offsets",
                                               "Ascending; the first reaches back for ever. Empty: UTC."),
          Field<&ForecastRequest::settings>(5, "settings", "What is to be forecast, and how."),
          Field<&ForecastRequest::state>(6, "state",
                                         "Of the previous response; the histories then need only what is new."),
      });
  return kTable;
}

template <>
const Message& MessageOf<ForecastResponse>() {
  static const Message kTable =
      Describe<ForecastResponse>(
          "ForecastResponse", "How much demand to expect, series by series.",
          {
              Field<&ForecastResponse::feasible>(1, "feasible", "Whether any series has something to forecast from."),
              Field<&ForecastResponse::series>(2, "series", "In the order of the request."),
              Field<&ForecastResponse::state>(3, "state", "For the next request."),
              Field<&ForecastResponse::reasons>(4, "reasons", "What is to be said of the whole."),
              Field<&ForecastResponse::call_again_at_unix_ms>(5, "call_again_at_unix_ms",
                                                              "The end of the present step."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
