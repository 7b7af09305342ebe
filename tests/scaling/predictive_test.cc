// Capacity ahead of demand: forecasts, the seed rule, AWS's rules, schedules, and what removing waits for.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "spotwright/scale.h"
#include "tests/scaling/loop.h"

namespace spotwright::scaling {
namespace {

// Of steps of 5 minutes from `start` on: quantiles 0.5, 0.9 and 0.99 are 1, 2 and 3 times the mean.
SeriesForecast ForecastOf(std::int64_t start, std::vector<double> mean, std::int64_t step_seconds = 300) {
  SeriesForecast forecast;
  forecast.name = "load";
  forecast.level = ForecastLevel::kLongSeason;
  forecast.start_unix_ms = start;
  forecast.step_seconds = step_seconds;
  forecast.history_steps = 4032;
  forecast.mean = mean;
  for (const auto& [quantile, factor] : {std::pair{0.5, 1.0}, {0.9, 2.0}, {0.99, 3.0}}) {
    std::vector<double> values = mean;
    for (double& value : values) value *= factor;
    forecast.quantiles.push_back({quantile, values});
  }
  return forecast;
}

ScalePolicy Predicting(double quantile = 0.5) {
  ScalePolicy policy;
  policy.predictive = PredictivePolicy{};
  policy.predictive->series = "load";
  policy.predictive->units_per_node = 10;
  policy.predictive->quantile = quantile;
  policy.boot_seconds = 300;
  return policy;
}

GroupScale Once(const ScalePolicy& policy, const SeriesForecast& forecast, std::int64_t ready = 3,
                std::int64_t now = kMonday) {
  Loop loop(policy, ready);
  loop.request.forecasts = {forecast};
  return loop.At(now, {});
}

TEST(Predictive, AsksForWhatIsNeededWhenANodeLaunchedNowIsReady) {
  // Needs 2, 2, 6, 9 nodes from 0, 5, 10, 15 minutes on. Boot 300 s, the next decision in 60 s.
  const SeriesForecast forecast = ForecastOf(kMonday, {20, 20, 60, 90});
  EXPECT_EQ(Once(Predicting(), forecast, 2).change, 0);
  EXPECT_EQ(Once(Predicting(), forecast, 2, kMonday + 4 * kMinuteMs).change, 0);
  const GroupScale answer = Once(Predicting(), forecast, 2, kMonday + 4 * kMinuteMs + 1);
  EXPECT_EQ(answer.predictive_nodes, 6);
  EXPECT_EQ(answer.desired_nodes, 6);
  EXPECT_TRUE(HasReason(answer.reasons, "forecast_asks"));
  ASSERT_EQ(answer.planned.size(), 1u);
  EXPECT_EQ(answer.planned[0].launch_at_unix_ms, kMonday + 10 * kMinuteMs);
  EXPECT_EQ(answer.planned[0].ready_by_unix_ms, kMonday + 15 * kMinuteMs);
  EXPECT_EQ(answer.planned[0].nodes, 9);
}

TEST(Predictive, TheBootTimeIsLearned) {
  const SeriesForecast forecast = ForecastOf(kMonday, {20, 20, 20, 20, 90, 90});
  Loop loop(Predicting(), 2);
  loop.request.forecasts = {forecast};
  for (int i = 0; i < 18; ++i) loop.request.groups[0].boot_seconds.push_back(100 + i);
  EXPECT_EQ(loop.At(kMonday, {}).boot_seconds, 300) << "18 are too few to go below what was said";
  loop.request.groups[0].boot_seconds = {1300};
  EXPECT_EQ(loop.At(kMonday, {}).boot_seconds, 1300) << "a longer one counts at once";
  EXPECT_EQ(loop.last.groups[0].desired_nodes, 9);
  loop.request.groups[0].boot_seconds.assign(20, 90);
  EXPECT_EQ(loop.At(kMonday, {}).boot_seconds, 117) << "39 boots: the 38th";
}

TEST(Predictive, QuantilesAreGivenOrFollowFromCosts) {
  const SeriesForecast forecast = ForecastOf(kMonday, {20, 20, 20});
  EXPECT_EQ(Once(Predicting(0.5), forecast, 0).desired_nodes, 2);
  EXPECT_EQ(Once(Predicting(0.9), forecast, 0).desired_nodes, 4);
  EXPECT_EQ(Once(Predicting(0.7), forecast, 0).desired_nodes, 3) << "half-way between";
  EXPECT_EQ(Once(Predicting(0.1), forecast, 0).desired_nodes, 2) << "the lowest there is";
  const GroupScale beyond = Once(Predicting(0.999), forecast, 0);
  EXPECT_EQ(beyond.desired_nodes, 6);
  EXPECT_TRUE(HasReason(beyond.reasons, "quantile_not_forecast"));

  ScalePolicy costs = Predicting();
  costs.predictive->quantile.reset();
  EXPECT_DOUBLE_EQ(*Once(costs, forecast).quantile, 0.95);
  costs.predictive->shortage_cost_usd_per_node_hour = 0.9;
  costs.node_price_usd_per_hour = 0.1;
  EXPECT_DOUBLE_EQ(*Once(costs, forecast).quantile, 0.9);
  costs.predictive->idle_cost_usd_per_node_hour = 0.9;
  EXPECT_DOUBLE_EQ(*Once(costs, forecast).quantile, 0.5);
}

TEST(Predictive, TheGreaterOfMetricsAndForecastCounts) {
  ScalePolicy policy = Predicting();
  MetricRule rule;
  rule.metric = "load";
  rule.kind = MetricKind::kTotal;
  rule.target = 10;
  rule.up_windows = 1;
  policy.rules = {rule};
  for (const double load : {10.0, 70.0}) {
    Loop loop(policy, 1);
    loop.request.forecasts = {ForecastOf(kMonday, {50, 50, 50})};
    EXPECT_EQ(loop.At(kMonday, {{"load", load}}).desired_nodes, load == 70 ? 7 : 5);
    EXPECT_EQ(loop.At(kMonday + kSecondMs, {{"load", load}}).change, 0) << "nothing is bought twice";
  }
}

TEST(Predictive, ItDoesNotWaitForACoolDownAndNeverRemoves) {
  ScalePolicy policy = Predicting();
  Loop loop(policy, 3);
  loop.request.forecasts = {ForecastOf(kMonday, {50, 50, 50, 80, 80, 10, 10, 10, 10})};
  EXPECT_EQ(loop.At(kMonday, {}).change, 2);
  EXPECT_EQ(loop.At(kMonday + 9 * kMinuteMs + 1, {}).change, 3);
  for (int i = 10; i < 45; ++i) EXPECT_EQ(loop.At(kMonday + i * kMinuteMs, {}).change, 0);
}

TEST(Predictive, IsNotUsedWhereItCannotBeTrusted) {
  SeriesForecast none = ForecastOf(kMonday, {});
  none.level = ForecastLevel::kNone;
  for (const SeriesForecast& forecast :
       {none, ForecastOf(kMonday - kHourMs, {90, 90}), ForecastOf(kMonday + kHourMs, {90, 90})}) {
    const GroupScale answer = Once(Predicting(), forecast);
    EXPECT_EQ(answer.change, 0);
    EXPECT_FALSE(answer.predictive_nodes.has_value());
    EXPECT_TRUE(HasReason(answer.reasons, "forecast_not_used"));
  }
  EXPECT_FALSE(HasReason(Once(Predicting(), ForecastOf(kMonday, {30})).reasons, "forecast_ends_early"));
  ScalePolicy slow = Predicting();
  slow.boot_seconds = 600;
  EXPECT_TRUE(HasReason(Once(slow, ForecastOf(kMonday, {30})).reasons, "forecast_ends_early"));
}

TEST(Predictive, OneThatAbstainedIsTheReactiveRuleWithAMargin) {
  SeriesForecast forecast = ForecastOf(kMonday, {30, 30, 30});
  forecast.abstained = true;
  const GroupScale answer = Once(Predicting(0.9), forecast);
  EXPECT_EQ(answer.desired_nodes, 6);
  EXPECT_TRUE(HasReason(answer.reasons, "forecast_abstained"));
}

TEST(Predictive, ForecastOnlyChangesNothing) {
  ScalePolicy policy = Predicting();
  policy.predictive->forecast_only = true;
  const GroupScale answer = Once(policy, ForecastOf(kMonday, {90, 90, 90}));
  EXPECT_EQ(answer.predictive_nodes, 9);
  EXPECT_EQ(answer.change, 0);
  EXPECT_TRUE(HasReason(answer.reasons, "forecast_only"));
}

TEST(Predictive, InterruptionsToExpectAreAdded) {
  ScalePolicy policy = Predicting();
  policy.boot_seconds = 1800;
  policy.interruptions_per_spot_node_hour = 0.05;
  Loop loop(policy, 20);
  loop.request.forecasts = {ForecastOf(kMonday, std::vector<double>(12, 200))};
  loop.request.groups[0].capacity_type = CapacityType::kSpot;
  const GroupScale answer = loop.At(kMonday, {});
  EXPECT_DOUBLE_EQ(answer.expected_interruptions, 0.5);
  EXPECT_EQ(answer.desired_nodes, 21);
}

// ---- AWS's rules

TEST(HourlyMean, LaunchesFiveMinutesBeforeTheHourFromADayOfHistory) {
  ScalePolicy policy = Predicting();
  policy.predictive->method = PredictiveMethod::kHourlyMean;
  policy.predictive->decision_seconds = 0;
  SeriesForecast forecast = ForecastOf(kMonday, {30, 80, 50}, 3600);
  forecast.history_steps = 24;
  EXPECT_EQ(Once(policy, forecast, 3, kMonday + 55 * kMinuteMs).desired_nodes, 3);
  EXPECT_EQ(Once(policy, forecast, 3, kMonday + 55 * kMinuteMs + 1).desired_nodes, 8);
  forecast.history_steps = 23;
  EXPECT_EQ(Once(policy, forecast, 3, kMonday + 59 * kMinuteMs).desired_nodes, 3);
  EXPECT_EQ(Once(policy, ForecastOf(kMonday, {30, 80}, 1800), 3, kMonday + 29 * kMinuteMs).desired_nodes, 3);
}

TEST(HourlyMean, TheMaximumHoldsOrGivesWay) {
  ScalePolicy policy = Predicting();
  policy.predictive->method = PredictiveMethod::kHourlyMean;
  policy.max_nodes = 40;
  const SeriesForecast forecast = ForecastOf(kMonday, {500, 500}, 3600);
  EXPECT_EQ(Once(policy, forecast).desired_nodes, 40);
  policy.predictive->max_breach = MaxBreach::kIncrease;
  policy.predictive->max_breach_buffer_share = 0.1;
  EXPECT_EQ(Once(policy, forecast).desired_nodes, 50);
  // Metrics may then use what the buffer allows: 55.
  MetricRule rule;
  rule.metric = "cpu";
  rule.target = 50;
  rule.up_windows = 1;
  policy.rules = {rule};
  Loop loop(policy, 40);
  loop.request.forecasts = {forecast};
  EXPECT_EQ(loop.At(kMonday, {{"cpu", 100.0}}).desired_nodes, 55);
}

// ---- The seed rule

// Nodes that a day usually needs, by its hours: 3 until nine, 5 from nine to noon, 4 after that.
ForecastSeries Days(int days) {
  ForecastSeries series;
  series.name = "load";
  series.history.start_unix_ms = kMonday - days * kDayMs;
  series.history.step_seconds = 900;
  for (int step = 0; step < days * 96 + 8 * 4; ++step) {
    const int hour = step / 4 % 24;
    const double nodes = hour < 9 ? 3 : hour < 12 ? 5 : 4;
    series.history.values.push_back(nodes * 10 / 1.2 + (step % 2 == 0 ? 1 : -1));
  }
  return series;
}

ScalePolicy SeedRule(std::int64_t lead_seconds) {
  ScalePolicy policy = Predicting();
  policy.predictive->method = PredictiveMethod::kSameHour20Days;
  policy.predictive->lead_seconds = lead_seconds;
  policy.min_nodes = 2;
  policy.max_nodes = 10;
  return policy;
}

std::int64_t NodesAt(std::int64_t minute_of_day, const ForecastSeries& series, std::int64_t lead_seconds) {
  Loop loop(SeedRule(lead_seconds), 3);
  loop.request.series = {series};
  return loop.At(kMonday + minute_of_day * kMinuteMs, {}).desired_nodes;
}

TEST(SameHour20Days, FiveNodesByAQuarterToNine) {
  for (const int days : {7, 20}) {
    EXPECT_EQ(NodesAt(8 * 60 + 30, Days(days), 900), 3) << days;
    EXPECT_EQ(NodesAt(8 * 60 + 45, Days(days), 900), 5) << days;
    EXPECT_EQ(NodesAt(7 * 60 + 50, Days(days), 3600), 3) << days;
    EXPECT_EQ(NodesAt(8 * 60, Days(days), 3600), 5) << days;
  }
}

TEST(SameHour20Days, NothingBeforeSevenDays) {
  ForecastSeries series = Days(6);
  Loop loop(SeedRule(900), 3);
  loop.request.series = {series};
  const GroupScale answer = loop.At(kMonday + (8 * 60 + 45) * kMinuteMs, {});
  EXPECT_EQ(answer.change, 0);
  EXPECT_TRUE(HasReason(answer.reasons, "history_too_short"));
}

TEST(SameHour20Days, LooksBackTwentyDaysAndNotAhead) {
  ForecastSeries series = Days(25);
  for (int step = 0; step < 5 * 96; ++step) series.history.values[static_cast<std::size_t>(step)] = 1e6;
  EXPECT_EQ(NodesAt(8 * 60 + 45, series, 900), 5) << "what is older than 20 days does not count";
  // What comes after now is never read.
  for (int step = 0; step < 96; ++step) series.history.values.push_back(1e6);
  EXPECT_EQ(NodesAt(7 * 60 + 45, series, 0), 3);
}

// ---- Schedules

TEST(Schedule, AFlashSaleHasItsNodesAtItsStart) {
  ScalePolicy policy;
  policy.boot_seconds = 300;
  policy.min_nodes = 2;
  policy.schedule = {{{kMonday + 9 * kHourMs, kMonday + 10 * kHourMs, "sale"}, 8, std::nullopt}};
  Loop loop(policy, 2);
  EXPECT_EQ(loop.At(kMonday, {}).change, 0);
  EXPECT_EQ(loop.last.call_again_at_unix_ms, kMonday + 10 * kMinuteMs + 1) << "the count is too old by then";
  ASSERT_EQ(loop.last.groups[0].planned.size(), 1u);
  EXPECT_EQ(loop.last.groups[0].planned[0].nodes, 8);
  EXPECT_EQ(loop.At(kMonday + 9 * kHourMs - 300 * kSecondMs, {}).change, 0) << "a node launched now is ready at 9:00";
  const GroupScale answer = loop.At(kMonday + 9 * kHourMs - 299 * kSecondMs, {});
  EXPECT_EQ(answer.desired_nodes, 8);
  EXPECT_TRUE(HasReason(answer.reasons, "schedule_asks"));
}

TEST(Schedule, AGroupOfBusinessHoursGoesHomeInTheEvening) {
  ScalePolicy policy;
  policy.boot_seconds = 300;
  policy.min_nodes = 2;
  policy.scale_in.max_share = 1;
  policy.schedule = {{{kMonday + 9 * kHourMs, kMonday + 17 * kHourMs, "office"}, 8, std::nullopt},
                     {{kMonday + 33 * kHourMs, kMonday + 41 * kHourMs, "office"}, 8, std::nullopt}};
  Loop loop(policy, 2);
  std::int64_t most = 0;
  for (std::int64_t at = kMonday; at <= kMonday + 24 * kHourMs; at += kMinuteMs) {
    loop.At(at, {});
    most = std::max(most, loop.ready());
    if (at >= kMonday + 9 * kHourMs && at < kMonday + 17 * kHourMs) {
      ASSERT_EQ(loop.ready(), 8) << at;
    }
  }
  EXPECT_EQ(most, 8);
  EXPECT_EQ(loop.ready(), 2);
}

TEST(Schedule, BoundsTheMaximumToo) {
  ScalePolicy policy = Predicting();
  policy.schedule = {{{kMonday, kMonday + kHourMs, "night"}, std::nullopt, 4}};
  EXPECT_EQ(Once(policy, ForecastOf(kMonday, {90, 90, 90})).desired_nodes, 4);
}

// ---- Removing only when it pays

ScalePolicy IdleTarget() {
  ScalePolicy policy = Predicting();
  MetricRule rule;
  rule.metric = "load";
  rule.kind = MetricKind::kTotal;
  rule.target = 10;
  rule.up_windows = 1;
  rule.down_windows = 1;
  policy.rules = {rule};
  policy.cool_down_down_seconds = 0;
  policy.scale_in.max_share = 1;
  return policy;
}

TEST(Removing, WaitsForNodesThatWillBeNeededAgain) {
  // 300 s to boot, 300 to drain: 10 minutes, and the boot time ahead: 15 in all. The peak is 20 minutes away.
  const SeriesForecast forecast = ForecastOf(kMonday, {20, 20, 20, 20, 80, 20, 20, 20, 20, 20, 20, 20});
  ScaleState long_idle;
  long_idle.groups.push_back({.name = "web", .wanted = {{kMonday - 1, 2}}});
  Loop loop(IdleTarget(), 8);
  loop.request.forecasts = {forecast};
  loop.request.state = long_idle;
  EXPECT_EQ(loop.At(kMonday, {{"load", 20.0}}).change, -6);
  Loop near(IdleTarget(), 8);
  near.request.forecasts = {forecast};
  near.request.state = long_idle;
  const GroupScale answer = near.At(kMonday + 6 * kMinuteMs, {{"load", 20.0}});
  EXPECT_EQ(answer.change, 0);
  EXPECT_TRUE(HasReason(answer.reasons, "needed_again"));
}

TEST(Removing, WithoutAForecastWaitsAsLongAsItTakesToPay) {
  ScalePolicy policy = IdleTarget();
  policy.predictive.reset();
  policy.scale_in.restart_cost_usd = 0.05;
  policy.node_price_usd_per_hour = 0.5;  // 600 s to boot and drain, 360 s for the restart; one window looked back.
  Loop loop(policy, 8);
  std::int64_t minute = 0;
  loop.At(kMonday, {{"load", 80.0}});
  while (loop.At(kMonday + (minute + 1) * kMinuteMs, {{"load", 20.0}}).change == 0 && minute < 60) ++minute;
  EXPECT_EQ(minute + 1, 15);
}

TEST(Removing, WaitsForASchedule) {
  ScalePolicy policy = IdleTarget();
  policy.predictive.reset();
  policy.schedule = {{{kMonday + 30 * kMinuteMs, kMonday + kHourMs, "sale"}, 8, std::nullopt}};
  Loop loop(policy, 8);
  // At 59 minutes eight were still asked for: removing one pays 10 minutes later, of which the window is one.
  for (int i = 15; i <= 75; ++i) {
    EXPECT_EQ(loop.At(kMonday + i * kMinuteMs, {{"load", 20.0}}).change < 0, i == 68) << i;
  }
}

}  // namespace
}  // namespace spotwright::scaling
