// What is true of every forecast.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/forecast/worlds.h"

namespace spotwright::forecast {
namespace {

std::vector<ForecastSeries> SomeSeries() {
  std::vector<ForecastSeries> all;
  base::Random random(11);
  for (const int hours : {30, 24 * 5, 24 * 10, 24 * 20, 24 * 40}) {
    World world;
    world.noise = 0.02 + 0.2 * random.Unit();
    world.growth = 0.01 * random.Unit();
    all.push_back(
        SeriesOf(std::to_string(hours), Hours(world, hours, random.Next()), kMonday + (24 * 40 - hours) * kHourMs));
  }
  return all;
}

ForecastRequest Batch() {
  ForecastRequest request;
  request.series = SomeSeries();
  request.now_unix_ms = kMonday + 40 * kDayMs;
  return request;
}

TEST(ForecastProperties, ScalingASeriesScalesItsForecast) {
  const ForecastRequest request = Batch();
  const ForecastResponse before = Ask(request);
  for (const double factor : {4.0, 1.0 / 1024, 3.7}) {
    ForecastRequest scaled = request;
    for (ForecastSeries& series : scaled.series) {
      for (double& value : series.history.values) value *= factor;
    }
    const ForecastResponse after = Ask(scaled);
    for (std::size_t i = 0; i < request.series.size(); ++i) {
      EXPECT_EQ(after.series[i].abstained, before.series[i].abstained);
      for (std::size_t h = 0; h < 24; ++h) {
        const double expected = before.series[i].quantiles[3].values[h] * factor;
        if (factor == 3.7) {
          EXPECT_NEAR(after.series[i].quantiles[3].values[h] / expected, 1, 1e-6);
        } else {
          EXPECT_EQ(after.series[i].quantiles[3].values[h], expected) << "powers of two are exact";
        }
      }
    }
  }
}

TEST(ForecastProperties, ShiftingTimeByWeeksShiftsTheForecast) {
  const ForecastRequest request = Batch();
  ForecastRequest shifted = request;
  const std::int64_t weeks = 9 * 7 * kDayMs;
  shifted.now_unix_ms += weeks;
  for (ForecastSeries& series : shifted.series) series.history.start_unix_ms += weeks;
  const ForecastResponse before = Ask(request);
  const ForecastResponse after = Ask(shifted);
  for (std::size_t i = 0; i < request.series.size(); ++i) {
    SeriesForecast expected = before.series[i];
    expected.start_unix_ms += weeks;
    EXPECT_EQ(after.series[i], expected);
  }
}

TEST(ForecastProperties, TheOrderOfABatchChangesNothing) {
  ForecastRequest request = Batch();
  const ForecastResponse before = Ask(request);
  std::reverse(request.series.begin(), request.series.end());
  ForecastResponse after = Ask(request);
  EXPECT_EQ(after.state, before.state);
  std::reverse(after.series.begin(), after.series.end());
  EXPECT_EQ(after.series, before.series);
}

TEST(ForecastProperties, TheFutureIsNeverLookedAt) {
  ForecastRequest request = Batch();
  request.now_unix_ms -= 5 * kDayMs + 1;
  const ForecastResponse before = Ask(request);
  for (ForecastSeries& series : request.series) {
    for (std::size_t t = 0; t < series.history.values.size(); ++t) {
      if (series.history.start_unix_ms + static_cast<std::int64_t>(t) * kHourMs > request.now_unix_ms) {
        series.history.values[t] = 1e9;
      }
    }
  }
  EXPECT_EQ(Ask(request), before);
}

// The same readings, as values and as samples shuffled.
TEST(ForecastProperties, TheFormOfAHistoryChangesNothing) {
  ForecastRequest request = Batch();
  const ForecastResponse before = Ask(request);
  base::Random random(1);
  for (ForecastSeries& series : request.series) {
    std::vector<Sample>& samples = series.history.samples;
    for (std::size_t t = 0; t < series.history.values.size(); ++t) {
      samples.push_back(
          {series.history.start_unix_ms + static_cast<std::int64_t>(t) * kHourMs, series.history.values[t]});
      std::swap(samples[t], samples[random.Below(t + 1)]);
    }
    series.history.values.clear();
  }
  EXPECT_EQ(Ask(request).series, before.series);
}

TEST(ForecastProperties, NothingIsEverNotANumber) {
  base::Random random(12);
  for (int trial = 0; trial < 150; ++trial) {
    ForecastRequest request;
    ForecastSeries series = SeriesOf("s", {});
    const std::uint64_t shape = random.Below(5);
    for (std::uint64_t t = 0; t < random.Below(500); ++t) {
      const double value = shape == 0   ? 0
                           : shape == 1 ? 7
                           : shape == 2 ? (random.Below(20) == 0 ? 1e17 : 1e-17)
                           : shape == 3 ? -random.Unit()
                                        : random.Unit() * 1e-320;
      series.history.values.push_back(value);
    }
    request.series = {series};
    request.now_unix_ms =
        kMonday + static_cast<std::int64_t>(series.history.values.size() + random.Below(50)) * kHourMs;
    request.settings.step_seconds = random.Below(2) == 0 ? 3600 : 5400;
    request.settings.horizon_steps = 1 + static_cast<std::int64_t>(random.Below(60));
    const ForecastResponse response = Ask(request);
    for (const QuantilePath& path : response.series[0].quantiles) {
      for (const double value : path.values) EXPECT_TRUE(std::isfinite(value)) << shape;
    }
    for (const double value : response.series[0].mean) EXPECT_TRUE(std::isfinite(value)) << shape;
    request.state = response.state;
    EXPECT_EQ(Ask(request).series[0].mean, response.series[0].mean) << "a state is accepted as it came";
  }
}

}  // namespace
}  // namespace spotwright::forecast
