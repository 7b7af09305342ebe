#include "src/forecast/season_quantile.h"

#include <algorithm>

namespace spotwright::forecast {
namespace {

constexpr std::size_t kSeasons = 14;

}  // namespace

void SeasonSample(const std::vector<double>& filled, std::size_t period, std::size_t origin, std::size_t h,
                  std::vector<double>& sample) {
  sample.clear();
  const std::size_t newest = origin + h - (h + period - 1) / period * period;
  for (std::size_t season = 0; season < kSeasons && season * period <= newest; ++season) {
    const std::size_t at = newest - season * period;
    sample.push_back(filled[at]);
    if (at > 0) sample.push_back(filled[at - 1]);
    if (at < origin) sample.push_back(filled[at + 1]);
  }
  std::sort(sample.begin(), sample.end());
}

double SampleQuantile(const std::vector<double>& ascending, double quantile) {
  const double position = quantile * static_cast<double>(ascending.size() + 1) - 1;
  if (position <= 0) return ascending.front();
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= ascending.size()) return ascending.back();
  return ascending[below] + (position - static_cast<double>(below)) * (ascending[below + 1] - ascending[below]);
}

}  // namespace spotwright::forecast
