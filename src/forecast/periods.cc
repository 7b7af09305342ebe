#include "src/forecast/periods.h"

#include <algorithm>
#include <cstddef>

namespace spotwright::forecast {
namespace {

constexpr std::int64_t kDaySeconds = 86400;
constexpr double kDaySaysLittle = 0.2;
constexpr double kRhythm = 0.4;
constexpr std::size_t kLeastSteps = 32;  // Of a track in which a rhythm is looked for.
constexpr std::size_t kLeastLag = 3;
constexpr std::size_t kCyclesAtLeast = 4;
constexpr std::size_t kSearchedSteps = 512;  // The track is made coarser for the search.

Periods Fitting(std::vector<std::size_t> steps, std::size_t size) {
  std::erase_if(steps, [&](std::size_t period) { return period < 2 || 2 * period > size; });
  return {steps.empty() ? 0 : steps[0], steps.size() < 2 ? 0 : steps[1]};
}

// The lag within [from, to] with the highest autocorrelation that is a hill; 0 when there is none.
std::size_t HighestHill(const std::vector<double>& values, std::size_t from, std::size_t to) {
  std::vector<double> correlations;
  for (std::size_t lag = from - 1; lag <= to + 1; ++lag) correlations.push_back(Autocorrelation(values, lag));
  std::size_t best = 0;
  double highest = kRhythm;
  for (std::size_t i = 1; i + 1 < correlations.size(); ++i) {
    const double here = correlations[i];
    if (here > highest && here >= correlations[i - 1] && here > correlations[i + 1]) {
      highest = here;
      best = from - 1 + i;
    }
  }
  return best;
}

std::size_t FindRhythm(const std::vector<double>& values) {
  if (values.size() < kLeastSteps) return 0;
  const std::size_t coarseness = (values.size() + kSearchedSteps - 1) / kSearchedSteps;
  std::vector<double> coarse;
  for (std::size_t t = 0; t + coarseness <= values.size(); t += coarseness) {
    double sum = 0;
    for (std::size_t k = 0; k < coarseness; ++k) sum += values[t + k];
    coarse.push_back(sum);
  }
  const std::size_t lag = HighestHill(coarse, kLeastLag, coarse.size() / kCyclesAtLeast);
  if (lag == 0 || coarseness == 1) return lag;
  const std::size_t from = std::max((lag - 1) * coarseness, kLeastLag);
  return HighestHill(values, from, (lag + 1) * coarseness);
}

}  // namespace

double Autocorrelation(const std::vector<double>& values, std::size_t lag) {
  double mean = 0;
  for (const double value : values) mean += value;
  mean /= static_cast<double>(std::max<std::size_t>(1, values.size()));
  double products = 0;
  double squares = 0;
  for (std::size_t t = 0; t < values.size(); ++t) {
    const double value = values[t] - mean;
    squares += value * value;
    if (t >= lag) products += value * (values[t - lag] - mean);
  }
  return squares > 0 ? products / squares : 0;
}

Periods FindPeriods(const Track& track, const std::vector<std::int64_t>& given_seconds, std::int64_t step_seconds) {
  std::vector<std::size_t> steps;
  const std::vector<std::int64_t> calendar = {kDaySeconds, 7 * kDaySeconds};
  for (const std::int64_t seconds : given_seconds.empty() ? calendar : given_seconds) {
    if (seconds % step_seconds == 0) steps.push_back(static_cast<std::size_t>(seconds / step_seconds));
  }
  const Periods periods = Fitting(steps, track.size());
  if (!given_seconds.empty()) return periods;
  if (periods.first > 0 && Autocorrelation(track.filled, periods.first) >= kDaySaysLittle) return periods;
  const std::size_t rhythm = FindRhythm(track.filled);
  return rhythm == 0 ? periods : Periods{rhythm, 0};
}

}  // namespace spotwright::forecast
