// Loads: each hour's greatest mean of 5 minutes, 1 to 24 hours ahead, asked every hour after the first week. The
// forecast sees one hour after the other through its state, as a caller's would.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "benchmarks/forecast/ask.h"
#include "benchmarks/forecast/cases.h"
#include "benchmarks/forecast/data.h"

namespace spotwright::bench {
namespace {

constexpr std::size_t kWeek = 168;
constexpr std::size_t kAhead = 24;
constexpr double kQuantiles[] = {0.9, 0.95, 0.98};
constexpr std::int64_t kHourMs = 3'600'000;

double Loss(double actual, double forecast, double quantile) {
  return actual > forecast ? quantile * (actual - forecast) : (1 - quantile) * (forecast - actual);
}

// The known values of the hour's place in the last `days` days before it that lie at or before `origin`.
std::vector<double> SameHour(const Load& load, std::size_t hour, std::size_t origin, std::size_t days) {
  std::vector<double> values;
  for (std::size_t back = 24; back <= hour && values.size() < days && back <= 24 * (days + 1); back += 24) {
    if (hour - back > origin) continue;
    if (const std::optional<double>& value = load.hourly_max[hour - back]) values.push_back(*value);
  }
  return values;
}

// Crane's maximum rule: the greatest of the same hour of 7 days, and a tenth.
std::optional<double> MaximumRule(const Load& load, std::size_t hour, std::size_t origin) {
  const std::vector<double> values = SameHour(load, hour, origin, 7);
  if (values.empty()) return std::nullopt;
  return *std::max_element(values.begin(), values.end()) * 1.1;
}

// The seed rule: the mean of the same hour of 20 days, and a fifth.
std::optional<double> SeedRule(const Load& load, std::size_t hour, std::size_t origin) {
  const std::vector<double> values = SameHour(load, hour, origin, 20);
  if (values.empty()) return std::nullopt;
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size()) * 1.2;
}

struct Sums {
  double ours[3] = {};
  double maximum[3] = {};
  double seed[3] = {};
  double covered[3] = {};
  double count = 0;
};

Sums WalkForward(const Load& load) {
  Sums sums;
  ForecastRequest request;
  request.settings.step_value = StepValue::kMax;
  request.settings.quantiles.assign(std::begin(kQuantiles), std::end(kQuantiles));
  ForecastSeries& asked = request.series.emplace_back();
  asked.name = load.name;
  auto next = load.five_minutes.begin();
  for (std::size_t origin = kWeek - 1; origin + 1 < load.hourly_max.size(); ++origin) {
    request.now_unix_ms = (load.first_hour + static_cast<std::int64_t>(origin) + 1) * kHourMs;
    asked.history.samples.clear();
    for (; next != load.five_minutes.end() && next->unix_ms < request.now_unix_ms; ++next) {
      asked.history.samples.push_back(*next);
    }
    ForecastResponse response = Ask(request);
    for (std::size_t h = 1; h <= kAhead && origin + h < load.hourly_max.size(); ++h) {
      const std::optional<double>& actual = load.hourly_max[origin + h];
      const std::optional<double> maximum = MaximumRule(load, origin + h, origin);
      const std::optional<double> seed = SeedRule(load, origin + h, origin);
      if (!actual || !maximum || !seed || response.series[0].quantiles.empty()) continue;
      for (std::size_t k = 0; k < 3; ++k) {
        const double quantile = response.series[0].quantiles[k].values[h - 1];
        sums.ours[k] += Loss(*actual, quantile, kQuantiles[k]);
        sums.maximum[k] += Loss(*actual, *maximum, kQuantiles[k]);
        sums.seed[k] += Loss(*actual, *seed, kQuantiles[k]);
        sums.covered[k] += *actual <= quantile ? 1 : 0;
      }
      sums.count += 1;
    }
    request.state = std::move(response.state);
  }
  return sums;
}

}  // namespace

void AddLoads(Report& report, const Options& options) {
  double ratio = 0, seed_ratio = 0, coverage_error = 0, count = 0;
  for (const Load& load : ReadLoads(options.data_folder)) {
    const Sums sums = WalkForward(load);
    if (sums.count == 0) continue;
    double of_series = 0, error = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      of_series += sums.ours[k] / sums.maximum[k] / 3;
      seed_ratio += sums.seed[k] / sums.maximum[k] / 3;
      error += 100 * std::abs(sums.covered[k] / sums.count - kQuantiles[k]) / 3;
    }
    report.Add(load.name, "pinball_ratio", of_series, "");
    report.Add(load.name, "coverage_error_pp", error, "points");
    ratio += of_series;
    coverage_error += error;
    count += 1;
  }
  if (count == 0) return;
  report.Add("load", "pinball_ratio", ratio / count, "");
  report.Add("load", "pinball_ratio", seed_ratio / count, "", "seed_rule");
  report.Add("load", "coverage_error_pp", coverage_error / count, "points");
  report.Add("load", "series", count, "series");
}

}  // namespace spotwright::bench
