// What Forecast answers: levels of trust, abstention, events, clocks, the state, errors.
#include "spotwright/forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "src/forecast/history.h"
#include "src/forecast/paths.h"
#include "tests/forecast/worlds.h"

namespace spotwright::forecast {
namespace {

TEST(Forecast, FollowsDaysAndWeeks) {
  const World quiet{.noise = 0.01};
  const std::vector<double> truth = Hours(quiet, 24 * 29, 1);
  const auto response = Ask(RequestOf({SeriesOf("web", {truth.begin(), truth.end() - 24})}));
  const SeriesForecast& web = response.series[0];
  EXPECT_TRUE(response.feasible);
  EXPECT_FALSE(web.abstained);
  EXPECT_EQ(web.level, ForecastLevel::kLongSeason);
  EXPECT_EQ(web.season_seconds, (std::vector<std::int64_t>{86400, 7 * 86400}));
  EXPECT_EQ(web.start_unix_ms, kMonday + 28 * kDayMs);
  EXPECT_EQ(response.call_again_at_unix_ms, web.start_unix_ms + kHourMs);
  ASSERT_EQ(web.mean.size(), 24u);
  for (std::size_t h = 0; h < 24; ++h) EXPECT_NEAR(web.mean[h] / truth[24 * 28 + h], 1, 0.06) << h;
  ASSERT_EQ(web.quantiles.size(), 5u);
  for (std::size_t k = 1; k < 5; ++k) {
    for (std::size_t h = 0; h < 24; ++h) EXPECT_LE(web.quantiles[k - 1].values[h], web.quantiles[k].values[h]);
  }
  double weights = 0;
  for (const ModelUse& use : web.models) weights += use.service_weight;
  EXPECT_NEAR(weights, 1, 1e-9);
}

TEST(Forecast, IsHonestAboutHowMuchItHasSeen) {
  ForecastRequest request;
  const std::vector<double> hours = Hours({}, 24 * 30, 2);
  const auto after = [&](std::size_t count) {
    return Ask(RequestOf({SeriesOf("web", {hours.begin(), hours.begin() + static_cast<std::ptrdiff_t>(count)})}))
        .series[0];
  };
  EXPECT_EQ(after(3).level, ForecastLevel::kRecent);
  EXPECT_TRUE(HasReason(after(3).reasons, "history_without_season"));
  EXPECT_TRUE(HasReason(after(3).reasons, "quantile_beyond_evidence"));
  EXPECT_EQ(after(48).level, ForecastLevel::kSeason);
  EXPECT_TRUE(HasReason(after(48).reasons, "history_without_long_season"));
  EXPECT_EQ(after(336).level, ForecastLevel::kLongSeason);
  EXPECT_GT(after(700).highest_supported_quantile, 0.99);
  double width = 1e9;
  for (const std::size_t count : {1u, 3u, 600u}) {
    const SeriesForecast web = after(count);
    ASSERT_EQ(web.mean.size(), 24u) << count;
    const double relative = web.quantiles[4].values[0] / web.mean[0];
    EXPECT_GT(relative, 1.0);
    EXPECT_LT(relative, width) << count << ": more evidence, narrower";
    width = relative;
  }
}

TEST(Forecast, WithoutHistoryThereIsNone) {
  ForecastRequest request;
  request.now_unix_ms = kMonday;
  request.series = {SeriesOf("later", {1, 2, 3}, kMonday + kHourMs)};
  const auto response = Ask(request);
  EXPECT_FALSE(response.feasible);
  EXPECT_TRUE(HasReason(response.reasons, "nothing_to_forecast"));
  EXPECT_TRUE(HasReason(response.series[0].reasons, "no_history"));
  EXPECT_EQ(response.series[0].level, ForecastLevel::kNone);
  EXPECT_TRUE(response.series[0].mean.empty());
  request.now_unix_ms = kMonday + 5000 * kHourMs;
  EXPECT_TRUE(HasReason(Ask(request).series[0].reasons, "history_too_old"));
}

TEST(Forecast, AbstainsFromARandomWalk) {
  base::Random random(3);
  std::vector<double> walk = {1000};
  for (int t = 1; t < 24 * 20; ++t) walk.push_back(walk.back() + Normal(random));
  const SeriesForecast forecast = Ask(RequestOf({SeriesOf("walk", walk)})).series[0];
  EXPECT_TRUE(forecast.abstained);
  EXPECT_TRUE(HasReason(forecast.reasons, "forecast_abstained"));
  EXPECT_EQ(forecast.models[0].model, ForecastModel::kLastValue);
  EXPECT_EQ(forecast.models[0].service_weight, 1);
  EXPECT_DOUBLE_EQ(forecast.quantiles[0].values[0], walk.back());
  EXPECT_DOUBLE_EQ(forecast.quantiles[0].values[23], walk.back());
}

TEST(Forecast, FollowsALevelShiftWithinADay) {
  std::vector<double> hours = Hours({.noise = 0.02}, 24 * 22, 4);
  for (std::size_t t = 24 * 20; t < hours.size(); ++t) hours[t] *= 2;
  const std::vector<double> truth = Hours({.noise = 0.02}, 24 * 23, 4);
  const SeriesForecast web = Ask(RequestOf({SeriesOf("web", hours)})).series[0];
  double sum = 0, expected = 0;
  for (std::size_t h = 0; h < 24; ++h) {
    sum += web.mean[h];
    expected += 2 * truth[24 * 22 + h];
  }
  EXPECT_NEAR(sum / expected, 1, 0.15);
}

TEST(Forecast, FollowsATrend) {
  const World growing{.weekend = 1, .growth = 0.02, .noise = 0.01};
  const std::vector<double> truth = Hours(growing, 24 * 30, 5);
  const SeriesForecast web = Ask(RequestOf({SeriesOf("web", {truth.begin(), truth.end() - 24})})).series[0];
  double error = 0;
  for (std::size_t h = 0; h < 24; ++h) error += std::abs(web.mean[h] / truth[24 * 29 + h] - 1) / 24;
  EXPECT_LT(error, 0.02);
}

TEST(Forecast, LearnsWhatEventsDo) {
  const World quiet{.noise = 0.01};
  std::vector<double> hours = Hours(quiet, 24 * 29, 6);
  const std::vector<double> without = hours;
  ForecastRequest request;
  const auto sale = [&](int day, const std::string& name) {
    const std::int64_t start = kMonday + day * kDayMs + 18 * kHourMs;
    return DemandEvent{
        .name = name, .start_unix_ms = start, .end_unix_ms = start + 3 * kHourMs, .uplift = {}, .series = {}};
  };
  for (const int day : {10, 16, 23}) {
    for (std::size_t h = 18; h < 21; ++h) hours[static_cast<std::size_t>(day) * 24 + h] *= 1.8;
    request.events.push_back(sale(day, "sale"));
  }
  request.events.push_back(sale(28, "sale"));
  request.series = {SeriesOf("web", {hours.begin(), hours.end() - 24})};
  request.now_unix_ms = kMonday + 28 * kDayMs;
  const SeriesForecast web = Ask(request).series[0];
  ASSERT_EQ(web.events.size(), 1u);
  EXPECT_NEAR(web.events[0].uplift, 1.8, 0.1);
  EXPECT_EQ(web.events[0].seen_count, 3);
  for (std::size_t h = 0; h < 24; ++h) {
    const double uplift = h >= 18 && h < 21 ? 1.8 : 1;
    EXPECT_NEAR(web.mean[h] / (uplift * without[24 * 28 + h]), 1, 0.1) << h;
  }

  request.events = {sale(28, "new")};
  EXPECT_TRUE(HasReason(Ask(request).series[0].reasons, "event_never_seen"));
  const double ordinary = Ask(request).series[0].mean[19];
  request.events[0].uplift = 3;
  EXPECT_NEAR(Ask(request).series[0].mean[19], 3 * ordinary, 1e-9);
  request.events[0].series = {"web"};
  EXPECT_NEAR(Ask(request).series[0].mean[19], 3 * ordinary, 1e-9);
  EXPECT_FALSE(HasReason(Ask(request).series[0].reasons, "event_never_seen"));
}

// A peak at nine in the morning, local time, stays there when clocks change, in both directions.
TEST(Forecast, KeepsThePeakAtItsHourWhenClocksChange) {
  for (const std::int64_t jump : {3600, -3600}) {
    const std::int64_t change = kMonday + 20 * kDayMs + kHourMs;
    ForecastRequest request;
    request.utc_offsets = {{0, 3600}, {change, 3600 + jump}};
    ForecastSeries& series = request.series.emplace_back(SeriesOf("web", {}));
    for (int t = 0; t < 24 * 22; ++t) {
      const std::int64_t moment = kMonday + t * kHourMs;
      const std::int64_t local = moment / 1000 + (moment >= change ? 3600 + jump : 3600);
      series.history.values.push_back((local / 3600) % 24 == 9 ? 100 : 10);
    }
    for (const int days : {20, 21, 22}) {  // Ahead of the change, and after it.
      request.now_unix_ms = kMonday + days * kDayMs;
      const SeriesForecast web = Ask(request).series[0];
      const std::int64_t offset = 3600 + jump;
      for (std::size_t h = 2; h < 24; ++h) {
        const std::int64_t local = web.start_unix_ms / 1000 + static_cast<std::int64_t>(h) * 3600 + offset;
        EXPECT_NEAR(web.quantiles[0].values[h], (local / 3600) % 24 == 9 ? 100 : 10, 1)
            << jump << " " << days << " " << h;
      }
    }
  }
}

TEST(Forecast, GapsCostLittle) {
  const World world{.noise = 0.03};
  const std::vector<double> truth = Hours(world, 24 * 29, 7);
  ForecastSeries series = SeriesOf("web", {truth.begin(), truth.end() - 24});
  base::Random random(1);
  for (std::int64_t t = 0; t < 24 * 28; ++t) {
    if (random.Below(10) < 3 || (t >= 400 && t < 424)) series.history.gaps.push_back({.first_index = t, .count = 1});
  }
  for (const SeriesGap& gap : series.history.gaps) series.history.values[static_cast<std::size_t>(gap.first_index)] = 0;
  const SeriesForecast web = Ask(RequestOf({series})).series[0];
  EXPECT_TRUE(HasReason(web.reasons, "steps_missing"));
  EXPECT_FALSE(web.abstained);
  for (std::size_t h = 0; h < 24; ++h) EXPECT_NEAR(web.mean[h] / truth[24 * 28 + h], 1, 0.15) << h;
}

// Between fits a call with what is new, one with all of it piece by piece, and a computation from all readings agree.
TEST(Forecast, AnUpdateIsARecomputation) {
  const std::vector<double> hours = Hours({}, 24 * 50, 8);
  const std::size_t known = 24 * 45;
  ForecastRequest request = RequestOf({SeriesOf("web", {hours.begin(), hours.begin() + known})});
  request.settings.refit_hours = 1000;
  const ForecastState start = Ask(request).state;

  ForecastRequest at_once = RequestOf({SeriesOf("web", hours)});
  at_once.settings = request.settings;
  at_once.state = start;
  const ForecastResponse response = Ask(at_once);

  ForecastRequest piece = at_once;
  for (std::size_t t = known; t < hours.size(); ++t) {
    const std::int64_t moment = kMonday + static_cast<std::int64_t>(t) * kHourMs;
    piece.series = {SeriesOf("web", {hours[t]}, moment)};
    piece.now_unix_ms = moment + kHourMs;
    ForecastResponse next = Ask(piece);
    piece.state = next.state;
    if (t + 1 == hours.size()) {
      EXPECT_EQ(next, response);
    }
  }

  SeriesState fresh;
  const HistoryRules rules{.kept_steps = 1008};
  LocalSteps steps({}, 3600);
  ReadInto(at_once.series[0], at_once.now_unix_ms, rules, steps, fresh);
  EXPECT_EQ(fresh.history, response.state.series[0].history);
  const Paths paths =
      ForecastPaths(TrackOf(fresh, steps.StepAt(at_once.now_unix_ms), rules), *start.series[0].fit, 1, 24);
  EXPECT_EQ(paths.mean, response.series[0].mean);
  EXPECT_EQ(response.state.series[0].fit, start.series[0].fit) << "nothing was fitted";
}

// What the header says of the history that is kept, with seasons found and with seasons given.
TEST(Forecast, KeepsAsMuchHistoryAsItSays) {
  struct Case {
    std::int64_t step_seconds;
    std::vector<std::int64_t> season_seconds;
    std::size_t kept;
  };
  const std::int64_t day = 86400;
  for (const Case& c : {Case{day * 7, {}, 8}, Case{day, {}, 42}, Case{3600, {}, 42 * 24}, Case{3600, {day}, 42 * 24},
                        Case{3600, {day, 20 * day}, 60 * 24}, Case{900, {}, 4032}, Case{900, {day, 7 * day}, 4032},
                        Case{300, {}, 4032}, Case{300, {day}, 4032}, Case{300, {day, 7 * day}, 21 * 288},
                        Case{60, {}, 14 * 1440}, Case{60, {12 * 3600, 6 * day}, 18 * 1440}}) {
    ForecastSeries series = SeriesOf("web", Hours({}, static_cast<int>(c.kept) + 100, 13));
    series.history.step_seconds = c.step_seconds;
    ForecastRequest request = RequestOf({series});
    request.now_unix_ms = kMonday + static_cast<std::int64_t>(c.kept + 100) * c.step_seconds * 1000;
    request.settings.step_seconds = c.step_seconds;
    request.settings.season_seconds = c.season_seconds;
    const ForecastResponse response = Ask(request);
    EXPECT_EQ(response.series[0].history_steps, static_cast<std::int64_t>(c.kept)) << c.step_seconds;
    EXPECT_EQ(response.state.series[0].history.size(), c.kept) << c.step_seconds;
  }
}

TEST(Forecast, AFitIsMadeAnewWhenItIsOld) {
  const std::vector<double> hours = Hours({}, 24 * 50, 9);
  ForecastRequest request = RequestOf({SeriesOf("web", {hours.begin(), hours.end() - 30})});
  request.state = Ask(request).state;
  ForecastRequest later = RequestOf({SeriesOf("web", hours)});
  later.state = request.state;
  EXPECT_GT(Ask(later).state.series[0].fit->until_step, request.state->series[0].fit->until_step);
  later.settings.refit_hours = 48;
  EXPECT_EQ(Ask(later).state.series[0].fit, request.state->series[0].fit);
  later.settings.quantiles = {0.7};
  EXPECT_EQ(Ask(later).series[0].quantiles[0].quantile, 0.7) << "other questions need another fit";
}

TEST(Forecast, KeepsTheStateOfSeriesThatAreNotAsked) {
  const std::vector<double> hours = Hours({}, 100, 10);
  ForecastRequest request = RequestOf({SeriesOf("b", hours), SeriesOf("a", hours), SeriesOf("c", hours)});
  request.state = Ask(request).state;
  request.series = {SeriesOf("b", {})};
  EXPECT_EQ(Ask(request).state, *request.state);
}

TEST(Forecast, SaysWhatIsWrongWithARequest) {
  const auto field_of = [](const std::function<void(ForecastRequest&)>& spoil) {
    ForecastRequest request = RequestOf({SeriesOf("web", {1, 2, 3, 4, 5})});
    request.state = Ask(request).state;
    spoil(request);
    const auto response = Forecast(request);
    EXPECT_FALSE(response.ok());
    return response.ok() ? "" : response.error().field;
  };
  using R = ForecastRequest;
  EXPECT_EQ(field_of([](R& r) { r.series[0].history.samples = {{1, 2.0}}; }), "series[0].history.samples");
  EXPECT_EQ(field_of([](R& r) { r.series[0].history.gaps = {{.first_index = 4, .count = 2}}; }),
            "series[0].history.gaps[0]");
  EXPECT_EQ(field_of([](R& r) { r.series.push_back(r.series[0]); }), "series[1].name");
  EXPECT_EQ(field_of([](R& r) { r.series[0].kind = SeriesKind::kUtilisationPercent; }), "series[0].capacity");
  EXPECT_EQ(field_of([](R& r) { r.series[0].capacity = {{1, 2}}; }), "series[0].capacity");
  EXPECT_EQ(field_of([](R& r) {
              r.series[0].kind = SeriesKind::kUtilisationPercent;
              r.series[0].capacity = {{2, 2}, {2, 3}};
            }),
            "series[0].capacity[1].unix_ms");
  EXPECT_EQ(field_of([](R& r) { r.settings.quantiles = {0.9, 0.5}; }), "settings.quantiles[1]");
  EXPECT_EQ(field_of([](R& r) { r.settings.season_seconds = {5000}; }), "settings.season_seconds[0]");
  EXPECT_EQ(field_of([](R& r) { r.settings.season_seconds = {7200, 7200}; }), "settings.season_seconds[1]");
  EXPECT_EQ(field_of([](R& r) { r.settings.season_seconds = {7200, 10800, 14400}; }), "settings.season_seconds");
  EXPECT_EQ(field_of([](R& r) { r.utc_offsets = {{5, 0}, {5, 0}}; }), "utc_offsets[1].from_unix_ms");
  EXPECT_EQ(field_of([](R& r) { r.events = {{.name = "e", .start_unix_ms = 5, .end_unix_ms = 5}}; }),
            "events[0].end_unix_ms");
  EXPECT_EQ(field_of([](R& r) { r.events = {{.name = "e", .start_unix_ms = 5, .end_unix_ms = 6, .series = {"x"}}}; }),
            "events[0].series[0]");
  EXPECT_EQ(field_of([](R& r) { r.settings.step_seconds = 1800; }), "state.step_seconds");
  EXPECT_EQ(field_of([](R& r) { r.state->version = 2; }), "state.version");
  EXPECT_EQ(field_of([](R& r) { r.state->series[0].gaps = {{.first_index = 50, .count = 1}}; }),
            "state.series[0].gaps[0]");
  EXPECT_EQ(field_of([](R& r) { r.state->series[0].fit->quantile_offsets.clear(); }),
            "state.series[0].fit.quantile_offsets");
  EXPECT_EQ(field_of([](R& r) { r.state->series[0].fit->phase_errors.clear(); }), "state.series[0].fit.phase_errors");
  EXPECT_EQ(field_of([](R& r) { r.state->series[0].fit->horizons.clear(); }), "state.series[0].fit.horizons");
  EXPECT_EQ(field_of([](R& r) { r.state->series[0].fit->models[0].gains = {1}; }),
            "state.series[0].fit.models[0].gains");
}

TEST(Forecast, IsCancelled) {
  Call call;
  call.cancelled = [] { return true; };
  const auto response = Forecast(RequestOf({SeriesOf("web", {1, 2})}), call);
  EXPECT_EQ(response.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace spotwright::forecast
