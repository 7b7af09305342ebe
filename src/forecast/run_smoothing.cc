#include "src/forecast/run_smoothing.h"

#include <algorithm>
#include <span>

#include "src/base/elementary.h"

namespace spotwright::forecast {
namespace {

constexpr double kLevelGrid[] = {0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4};
constexpr double kSeasonGrid[] = {0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5};
constexpr double kCarryGrid[] = {0, 0.3, 0.6, 0.8, 0.9, 0.97};
constexpr int kSweeps = 2;
constexpr std::size_t kMostUpdates = 40'000;  // Learned steps of one fit: about 0.2 ms.
constexpr std::size_t kLeastEvaluations = 8;

// Values are about 1: their logarithms are taken with this added, so that 0 has one.
constexpr double kLogShift = 0.05;
constexpr double kMostLog = 20;

Periods PeriodsOf(ForecastModel model, Periods periods) {
  return model == ForecastModel::kSmoothingOneSeason ? Periods{periods.first, 0} : periods;
}

std::vector<double> Logarithms(const std::vector<double>& values) {
  std::vector<double> shifted(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) shifted[i] = std::max(values[i], 0.0) + kLogShift;
  return base::Logs(shifted);
}

void FromLogarithms(std::vector<double>& logs) {
  for (double& log : logs) log = std::max(base::Exp(std::min(log, kMostLog)) - kLogShift, 0.0);
}

// carry^h for each horizon.
std::vector<double> Carried(double carry, const std::vector<std::size_t>& horizons) {
  std::vector<double> powers;
  powers.reserve(horizons.size());
  double power = 1;
  std::size_t h = 0;
  for (const std::size_t horizon : horizons) {
    for (; h < horizon; ++h) power *= carry;
    powers.push_back(power);
  }
  return powers;
}

void RunBacktest(Smoothing& smoothing, const Gains& gains, const std::vector<double>& values, const Track& track,
                 const Backtest& backtest, std::vector<double>& back) {
  smoothing.Restart(gains);
  const std::vector<double> carried = Carried(gains.carry, backtest.horizons);
  std::size_t t = 0;
  double* cell = back.data();
  for (const std::size_t origin : backtest.origins) {
    smoothing.Learn(values.data() + t, track.present.data() + t, origin + 1 - t);
    t = origin + 1;
    for (std::size_t j = 0; j < carried.size(); ++j) *cell++ = smoothing.Forecast(backtest.horizons[j], carried[j]);
  }
}

}  // namespace

bool CanSmooth(ForecastModel model, Periods periods) {
  return model != ForecastModel::kSmoothingOneSeason || periods.second > 0;
}

FittedSmoothing FitSmoothing(ForecastModel model, const Track& track, Periods periods, const Backtest& backtest) {
  periods = PeriodsOf(model, periods);
  const bool log = model == ForecastModel::kSmoothingLog;
  const std::vector<double> logs = log ? Logarithms(track.filled) : std::vector<double>();
  const std::vector<double>& values = log ? logs : track.filled;
  Backtest log_backtest;
  if (log) {
    log_backtest = backtest;
    log_backtest.actual = Logarithms(backtest.actual);
  }
  const Backtest& tried_on = log ? log_backtest : backtest;

  const std::size_t known = backtest.origins.empty() ? values.size() : backtest.origins.front() + 1;
  Smoothing smoothing(values, known, track.first_step, periods);
  FittedSmoothing best;
  if (periods.first == 0) best.gains.first = 0;
  if (periods.second == 0) best.gains.second = 0;
  best.back.resize(backtest.cells());
  RunBacktest(smoothing, best.gains, values, track, tried_on, best.back);
  double least = MeanAbsoluteError(tried_on, best.back);
  std::vector<double> back(backtest.cells());
  std::size_t evaluations = std::max(kLeastEvaluations, kMostUpdates / std::max<std::size_t>(1, values.size()));
  const auto improves = [&](const Gains& gains) {
    if (evaluations == 0) return false;
    --evaluations;
    RunBacktest(smoothing, gains, values, track, tried_on, back);
    const double error = MeanAbsoluteError(tried_on, back);
    if (error >= least) return false;
    least = error;
    best.gains = gains;
    best.back.swap(back);
    return true;
  };
  // From the present value outwards along the grid, for as long as it gets better.
  const auto search = [&](double Gains::*gain, std::span<const double> grid) {
    const auto at = std::lower_bound(grid.begin(), grid.end(), best.gains.*gain);
    const auto go = [&](auto position, auto end, int step) {
      bool moved = false;
      while (position != end) {
        position += step;
        Gains gains = best.gains;
        gains.*gain = *position;
        if (!improves(gains)) break;
        moved = true;
      }
      return moved;
    };
    if (!go(at, grid.end() - 1, 1)) go(at, grid.begin(), -1);
  };
  for (int sweep = 0; sweep < kSweeps; ++sweep) {
    search(&Gains::carry, kCarryGrid);
    search(&Gains::level, kLevelGrid);
    if (periods.first > 0) search(&Gains::first, kSeasonGrid);
    if (periods.second > 0) search(&Gains::second, kSeasonGrid);
  }
  if (log) FromLogarithms(best.back);
  return best;
}

std::vector<double> ForecastSmoothing(ForecastModel model, const Gains& gains, const Track& track, Periods periods,
                                      const std::vector<std::size_t>& horizons) {
  const bool log = model == ForecastModel::kSmoothingLog;
  const std::vector<double> logs = log ? Logarithms(track.filled) : std::vector<double>();
  const std::vector<double>& values = log ? logs : track.filled;
  Smoothing smoothing(values, values.size(), track.first_step, PeriodsOf(model, periods));
  smoothing.Restart(gains);
  smoothing.Learn(values.data(), track.present.data(), values.size());
  const std::vector<double> carried = Carried(gains.carry, horizons);
  std::vector<double> ahead(horizons.size());
  for (std::size_t j = 0; j < horizons.size(); ++j) ahead[j] = smoothing.Forecast(horizons[j], carried[j]);
  if (log) FromLogarithms(ahead);
  return ahead;
}

}  // namespace spotwright::forecast
