// Simulated demand with known parameters, and requests about it.
#ifndef SPOTWRIGHT_TESTS_FORECAST_WORLDS_H_
#define SPOTWRIGHT_TESTS_FORECAST_WORLDS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/forecast.h"
#include "src/base/random.h"

namespace spotwright::forecast {

inline constexpr std::int64_t kHourMs = 3'600'000;
inline constexpr std::int64_t kDayMs = 24 * kHourMs;
inline constexpr std::int64_t kMonday = 1'767'571'200'000;  // 2026-01-05 00:00 UTC.

// About normal, with mean 0 and standard deviation 1.
inline double Normal(base::Random& random) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += random.Unit();
  return sum;
}

struct World {
  double level = 100;
  double swing = 0.4;    // Of a day, around the level.
  double weekend = 0.7;  // Demand on days 5 and 6 of the week.
  double growth = 0;     // A day, relative.
  double noise = 0.05;   // Relative.
  double carry = 0.5;    // Of the noise, from hour to hour.
};

inline std::vector<double> Hours(const World& world, int count, std::uint64_t seed) {
  base::Random random(seed);
  std::vector<double> values;
  double carried = 0;
  for (int t = 0; t < count; ++t) {
    carried = world.carry * carried + std::sqrt(1 - world.carry * world.carry) * Normal(random);
    const double shape = 1 + world.swing * std::sin(2 * std::numbers::pi * (t % 24) / 24);
    const double day = (t / 24) % 7 >= 5 ? world.weekend : 1;
    values.push_back(world.level * (1 + world.growth * t / 24) * shape * day *
                     std::max(0.0, 1 + world.noise * carried));
  }
  return values;
}

inline ForecastSeries SeriesOf(const std::string& name, std::vector<double> hours, std::int64_t start = kMonday) {
  ForecastSeries series;
  series.name = name;
  series.history.start_unix_ms = start;
  series.history.step_seconds = 3600;
  series.history.values = std::move(hours);
  return series;
}

// Asked at the end of the first series' values.
inline ForecastRequest RequestOf(std::vector<ForecastSeries> series) {
  ForecastRequest request;
  request.now_unix_ms =
      series[0].history.start_unix_ms + static_cast<std::int64_t>(series[0].history.values.size()) * kHourMs;
  request.series = std::move(series);
  return request;
}

inline ForecastResponse Ask(const ForecastRequest& request) {
  auto response = Forecast(request);
  EXPECT_TRUE(response.ok()) << (response.ok() ? "" : response.error().field + " " + response.error().message);
  return response.ok() ? std::move(*response) : ForecastResponse{};
}

inline bool HasReason(const std::vector<Reason>& reasons, const std::string& code) {
  return std::any_of(reasons.begin(), reasons.end(), [&](const Reason& reason) { return reason.code == code; });
}

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_TESTS_FORECAST_WORLDS_H_
