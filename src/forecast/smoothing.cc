#include "src/forecast/smoothing.h"

#include <algorithm>
#include <cmath>

namespace spotwright::forecast {

Smoothing::Smoothing(const std::vector<double>& values, std::size_t known, std::int64_t first_step, Periods periods) {
  const std::size_t n = std::min(known, values.size());
  const std::size_t longest = std::max(periods.first, periods.second);
  const std::size_t cycles = longest == 0 ? 0 : std::min<std::size_t>(2, n / longest);
  const std::size_t used =
      cycles == 0 ? std::min<std::size_t>(n, std::max<std::size_t>(1, periods.first)) : cycles * longest;
  double sum = 0;
  for (std::size_t t = 0; t < used; ++t) sum += values[t];
  start_level_ = used == 0 ? 0 : sum / static_cast<double>(used);

  const auto means = [&](std::size_t period, std::size_t start_phase, auto rest) {
    std::vector<double> sums(std::max<std::size_t>(1, period), 0.0);
    std::vector<double> counts(sums.size(), 0.0);
    if (period == 0) return sums;
    for (std::size_t t = 0; t < used; ++t) {
      const std::size_t phase = (start_phase + t) % period;
      sums[phase] += rest(t);
      counts[phase] += 1;
    }
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] = counts[i] > 0 ? sums[i] / counts[i] : 0;
    return sums;
  };
  start_at_first_ = periods.first == 0 ? 0 : Phase(first_step, periods.first);
  start_at_second_ = periods.second == 0 ? 0 : Phase(first_step, periods.second);
  start_first_ = means(periods.first, start_at_first_, [&](std::size_t t) { return values[t] - start_level_; });
  start_second_ = means(periods.second, start_at_second_, [&](std::size_t t) {
    return values[t] - start_level_ - start_first_[(start_at_first_ + t) % start_first_.size()];
  });
  double absolute = 0;
  for (std::size_t t = 1; t < n; ++t) absolute += std::fabs(values[t] - values[t - 1]);
  start_usual_ = n > 1 ? absolute / static_cast<double>(n - 1) : kLeastUsual;
  Restart(Gains{});
}

}  // namespace spotwright::forecast
