// M4 Hourly: 48 hours ahead, scored as the competition was. Each series is forecast once, from its past alone; the
// point forecast is the median path.
#include <algorithm>
#include <cmath>
#include <ctime>
#include <string>
#include <vector>

#include "benchmarks/forecast/ask.h"
#include "benchmarks/forecast/cases.h"
#include "benchmarks/forecast/data.h"
#include "benchmarks/forecast/naive2.h"
#include "benchmarks/forecast/statsforecast.h"

namespace spotwright::bench {
namespace {

constexpr std::size_t kSeason = 24;
constexpr std::int64_t kStartUnixMs = 1'600'041'600'000;

double Smape(const std::vector<double>& forecast, const std::vector<double>& actual) {
  double sum = 0;
  for (std::size_t h = 0; h < actual.size(); ++h) {
    const double size = std::abs(actual[h]) + std::abs(forecast[h]);
    sum += size > 0 ? 200 * std::abs(actual[h] - forecast[h]) / size : 0;
  }
  return sum / static_cast<double>(actual.size());
}

// What errors are scaled by: the mean step from one day to the next in the past.
double SeasonalStep(const std::vector<double>& past) {
  double sum = 0;
  for (std::size_t t = kSeason; t < past.size(); ++t) sum += std::abs(past[t] - past[t - kSeason]);
  return sum / static_cast<double>(past.size() - kSeason);
}

double MeanError(const std::vector<double>& forecast, const std::vector<double>& actual) {
  double sum = 0;
  for (std::size_t h = 0; h < actual.size(); ++h) sum += std::abs(actual[h] - forecast[h]);
  return sum / static_cast<double>(actual.size());
}

// Mean interval score of a 95 % interval.
double IntervalScore(const std::vector<double>& low, const std::vector<double>& high,
                     const std::vector<double>& actual) {
  double sum = 0;
  for (std::size_t h = 0; h < actual.size(); ++h) {
    sum += high[h] - low[h] + 40 * std::max({0.0, low[h] - actual[h], actual[h] - high[h]});
  }
  return sum / static_cast<double>(actual.size());
}

// Mean sMAPE and MASE of one system over all series.
struct Score {
  double smape = 0;
  double mase = 0;

  void Add(const CompetitionSeries& series, const std::vector<double>& forecast, std::size_t count) {
    smape += Smape(forecast, series.future) / static_cast<double>(count);
    mase += MeanError(forecast, series.future) / SeasonalStep(series.past) / static_cast<double>(count);
  }
};

void AddScore(Report& report, const std::string& name, const Score& score, const Score& reference,
              const std::string& system) {
  report.Add(name, "smape", score.smape, "%", system);
  report.Add(name, "mase", score.mase, "", system);
  report.Add(name, "owa", (score.smape / reference.smape + score.mase / reference.mase) / 2, "", system);
}

}  // namespace

void AddCompetition(Report& report, const Options& options) {
  const std::vector<CompetitionSeries> all = ReadCompetition(options.data_folder);
  if (all.empty()) return;
  const std::string name = options.data_folder.empty() ? "made_hourly" : "m4_hourly";
  Score ours, seasonal, reference;
  double interval = 0;
  double seconds = 0;
  for (const CompetitionSeries& series : all) {
    const std::size_t horizon = series.future.size();
    ForecastRequest request;
    ForecastSeries& asked = request.series.emplace_back();
    asked.name = series.name;
    asked.history = {
        .start_unix_ms = kStartUnixMs, .step_seconds = 3600, .values = series.past, .gaps = {}, .samples = {}};
    request.now_unix_ms = kStartUnixMs + static_cast<std::int64_t>(series.past.size()) * 3'600'000;
    request.settings.horizon_steps = static_cast<std::int64_t>(horizon);
    request.settings.quantiles = {0.025, 0.5, 0.975};
    request.settings.service_quantile = 0.975;
    const std::clock_t begin = std::clock();  // Of this core, whoever else uses the machine.
    const ForecastResponse response = Ask(request);
    seconds += static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    const std::vector<QuantilePath>& paths = response.series[0].quantiles;
    ours.Add(series, paths[1].values, all.size());
    interval += IntervalScore(paths[0].values, paths[2].values, series.future) / SeasonalStep(series.past);
    reference.Add(series, Naive2(series.past, kSeason, horizon), all.size());
    std::vector<double> day_ago;
    for (std::size_t h = 0; h < horizon; ++h)
      day_ago.push_back(series.past[series.past.size() - kSeason + h % kSeason]);
    seasonal.Add(series, day_ago, all.size());
  }
  const auto count = static_cast<double>(all.size());
  AddScore(report, name, ours, reference, "spotwright");
  report.Add(name, "msis", interval / count, "");
  report.Add(name, "ms_per_series", seconds / count * 1e3, "ms");
  AddScore(report, name, seasonal, reference, "seasonal_naive");
  AddScore(report, name, reference, reference, "naive2");
  report.Add(name, "series", count, "series");
  if (!options.peers) return;
  for (const PeerForecasts& peer : RunStatsforecast(all)) {
    Score score;
    for (std::size_t i = 0; i < all.size(); ++i) score.Add(all[i], peer.forecasts[i], all.size());
    AddScore(report, name, score, reference, "statsforecast " + peer.model);
    report.Add(name, "ms_per_series", peer.seconds / count * 1e3, "ms", "statsforecast " + peer.model);
  }
}

}  // namespace spotwright::bench
