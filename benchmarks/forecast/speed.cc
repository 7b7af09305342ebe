// Speed: updates through the state, and a batch of 10,000 series.
#include <algorithm>
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include "benchmarks/forecast/ask.h"
#include "benchmarks/forecast/cases.h"
#include "benchmarks/load_files.h"

namespace spotwright::bench {
namespace {

constexpr std::int64_t kStartUnixMs = 1'600'041'600'000;

ForecastRequest RequestOf(std::vector<double> values, std::int64_t value_seconds, std::int64_t step_seconds) {
  ForecastRequest request;
  ForecastSeries& series = request.series.emplace_back();
  series.name = "series";
  request.now_unix_ms = kStartUnixMs + static_cast<std::int64_t>(values.size()) * value_seconds * 1000;
  series.history = {.start_unix_ms = kStartUnixMs,
                    .step_seconds = value_seconds,
                    .values = std::move(values),
                    .gaps = {},
                    .samples = {}};
  request.settings.step_seconds = step_seconds;
  request.settings.horizon_steps = 86400 / step_seconds;
  return request;
}

// Time for one sample when 1,000 come in one call with a state and nothing is fitted; fit and first call are not
// counted.
void AddUpdate(Report& report, const std::string& name, std::int64_t value_seconds, std::int64_t step_seconds) {
  const std::vector<double> values = MadeDemand(7, 100, value_seconds);
  const std::size_t before = values.size() - 1000;
  ForecastRequest first =
      RequestOf({values.begin(), values.begin() + static_cast<std::ptrdiff_t>(before)}, value_seconds, step_seconds);
  ForecastRequest next = RequestOf({values.end() - 1000, values.end()}, value_seconds, step_seconds);
  const std::int64_t shift_ms = static_cast<std::int64_t>(before) * value_seconds * 1000;
  next.now_unix_ms += shift_ms;
  next.series[0].history.start_unix_ms += shift_ms;
  first.settings.refit_hours = next.settings.refit_hours = 100'000;
  next.state = Ask(first).state;
  const double seconds = Quantile(CpuSeconds(50, [&] { (void)Ask(next); }), 0.5);
  report.Add(name, "ns_per_sample", seconds * 1e9 / 1000, "ns");
}

void AddBatch(Report& report) {
  constexpr int kSeries = 10'000;
  constexpr int kShapes = 100;
  ForecastRequest request;
  request.settings.step_seconds = 300;
  request.settings.horizon_steps = 288;
  request.now_unix_ms = kStartUnixMs + std::int64_t{14} * 86'400'000;
  std::vector<std::vector<double>> shapes;
  for (int i = 0; i < kShapes; ++i) shapes.push_back(MadeDemand(static_cast<std::uint64_t>(i), 14, 300));
  for (int i = 0; i < kSeries; ++i) {
    ForecastSeries& series = request.series.emplace_back();
    series.name = std::to_string(i);
    series.history = {.start_unix_ms = kStartUnixMs,
                      .step_seconds = 300,
                      .values = shapes[static_cast<std::size_t>(i % kShapes)],
                      .gaps = {},
                      .samples = {}};
  }
  const std::clock_t begin = std::clock();  // Of this core, whoever else uses the machine.
  const ForecastResponse response = Ask(request);
  report.Add("batch_10000", "seconds", static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, "s");
  report.Add("batch_10000", "abstained",
             static_cast<double>(std::count_if(response.series.begin(), response.series.end(),
                                               [](const SeriesForecast& series) { return series.abstained; })),
             "series");
}

}  // namespace

void AddSpeed(Report& report) {
  AddUpdate(report, "hourly_steps", 3600, 3600);
  AddUpdate(report, "hourly_of_5_min", 300, 3600);
  AddUpdate(report, "5_min_steps", 300, 300);
  AddBatch(report);
}

}  // namespace spotwright::bench
