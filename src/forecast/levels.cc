#include "src/forecast/levels.h"

#include <algorithm>
#include <cstdint>

#include "src/forecast/check_state.h"
#include "src/forecast/paths.h"

namespace spotwright::forecast {
namespace {

constexpr double kGainPerDay = 0.1;
constexpr double kHighest = 0.9995;

}  // namespace

std::vector<double> NextLevels(const Track& track, const SeriesFit& fit, std::size_t day_steps) {
  std::vector<double> levels = fit.quantile_levels;
  const std::int64_t seen = fit.until_step - track.first_step;
  if (seen <= 0 || seen >= static_cast<std::int64_t>(track.size())) return levels;
  const auto begin = static_cast<std::size_t>(seen);
  if (!FitsHistory(fit, begin)) return levels;
  const std::size_t count = std::min(
      {track.size() - begin, day_steps, static_cast<std::size_t>(std::max<std::int64_t>(1, fit.horizon_steps))});
  Track then = track;
  then.filled.resize(begin);
  then.present.resize(begin);
  const Paths paths = ForecastPaths(then, fit, 1, count);
  for (std::size_t k = 0; k < levels.size(); ++k) {
    double missed = 0;  // More often than the quantile allows.
    for (std::size_t i = 0; i < count; ++i) {
      if (track.present[begin + i] == 0) continue;
      missed += fit.quantiles[k] - (track.filled[begin + i] <= paths.quantiles[k][i] ? 1 : 0);
    }
    levels[k] = std::clamp(levels[k] + kGainPerDay * missed / static_cast<double>(day_steps), 1 - kHighest, kHighest);
  }
  return levels;
}

}  // namespace spotwright::forecast
