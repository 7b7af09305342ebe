// In simulated worlds quantiles are met as often as they say, walk-forward, with and without a state.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "tests/forecast/worlds.h"

namespace spotwright::forecast {
namespace {

constexpr std::array<double, 4> kQuantiles = {0.5, 0.8, 0.9, 0.95};

TEST(ForecastCoverage, InWorldsThatStayAsTheyAre) {
  std::array<double, 4> covered = {};
  double count = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    base::Random random(seed);
    const World world{.level = 10 + 1000 * random.Unit(),
                      .swing = 0.7 * random.Unit(),
                      .weekend = 0.5 + 0.5 * random.Unit(),
                      .growth = 0,
                      .noise = 0.02 + 0.15 * random.Unit(),
                      .carry = 0.8 * random.Unit()};
    const std::vector<double> truth = Hours(world, 24 * 31, seed);
    ForecastRequest request = RequestOf({SeriesOf("web", {truth.begin(), truth.end() - 24})});
    request.settings.quantiles.assign(kQuantiles.begin(), kQuantiles.end());
    const SeriesForecast web = Ask(request).series[0];
    for (std::size_t h = 0; h < 24; ++h) {
      count += 1;
      for (std::size_t k = 0; k < 4; ++k) covered[k] += truth[24 * 30 + h] <= web.quantiles[k].values[h] ? 1 : 0;
    }
  }
  // 60 worlds whose hours are alike: two to three standard errors.
  for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(covered[k] / count, kQuantiles[k], 0.06) << kQuantiles[k];
}

// How often the quantile 0.9 of the next hour is met after noise has trebled, from the fifth day on.
double CoveredAfterTheChange(double refit_hours) {
  std::vector<double> truth = Hours({.noise = 0.03, .carry = 0}, 24 * 43, 21);
  const std::vector<double> rough = Hours({.noise = 0.09, .carry = 0}, 24 * 68, 22);
  truth.insert(truth.end(), rough.begin() + 24 * 43, rough.end());
  ForecastRequest request = RequestOf({SeriesOf("web", {truth.begin(), truth.begin() + 24 * 43})});
  request.settings.horizon_steps = 1;
  request.settings.quantiles = {0.9};
  request.settings.service_quantile = 0.9;
  request.settings.refit_hours = refit_hours;
  double covered = 0, count = 0;
  for (std::size_t t = 24 * 43; t < truth.size(); ++t) {
    ForecastResponse response = Ask(request);
    if (t >= 24 * 47) {
      covered += truth[t] <= response.series[0].quantiles[0].values[0] ? 1 : 0;
      count += 1;
    }
    request.state = std::move(response.state);
    const std::int64_t moment = kMonday + static_cast<std::int64_t>(t) * kHourMs;
    request.series = {SeriesOf("web", {truth[t]}, moment)};
    request.now_unix_ms = moment + kHourMs;
  }
  return covered / count;
}

TEST(ForecastCoverage, AdaptsToAWorldThatBecomesRougher) {
  EXPECT_NEAR(CoveredAfterTheChange(24), 0.9, 0.05);
  EXPECT_LT(CoveredAfterTheChange(10'000), 0.8) << "a fit of the quiet world misses";
}

}  // namespace
}  // namespace spotwright::forecast
