#include "benchmarks/forecast/naive2.h"

#include <cmath>
#include <numeric>

namespace spotwright::bench {
namespace {

// |acf(season)| above 1.645 standard errors (Bartlett), as in M4's benchmarks.
bool IsSeasonal(const std::vector<double>& x, std::size_t season) {
  if (x.size() < 3 * season) return false;
  const auto n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  std::vector<double> acf(season + 1);
  for (std::size_t lag = 0; lag <= season; ++lag) {
    for (std::size_t t = lag; t < x.size(); ++t) acf[lag] += (x[t] - mean) * (x[t - lag] - mean);
  }
  double squares = 0;
  for (std::size_t lag = 1; lag < season; ++lag) squares += std::pow(acf[lag] / acf[0], 2);
  return std::abs(acf[season] / acf[0]) > 1.645 * std::sqrt((1 + 2 * squares) / n);
}

// Classical multiplicative decomposition; factors by t % season.
std::vector<double> SeasonalFactors(const std::vector<double>& x, std::size_t season) {
  const std::size_t half = season / 2;
  std::vector<double> sums(season), counts(season);
  for (std::size_t t = half; t + half < x.size(); ++t) {
    double average = 0;
    for (std::size_t k = t - half; k <= t + half; ++k) {
      average += x[k] * (season % 2 == 0 && (k == t - half || k == t + half) ? 0.5 : 1);
    }
    sums[t % season] += x[t] / (average / static_cast<double>(season));
    counts[t % season] += 1;
  }
  double mean = 0;
  for (std::size_t i = 0; i < season; ++i) mean += sums[i] /= counts[i];
  for (double& factor : sums) factor /= mean / static_cast<double>(season);
  return sums;
}

}  // namespace

std::vector<double> Naive2(const std::vector<double>& past, std::size_t season, std::size_t horizon) {
  const std::vector<double> factors =
      IsSeasonal(past, season) ? SeasonalFactors(past, season) : std::vector<double>(season, 1.0);
  const double last = past.back() / factors[(past.size() - 1) % season];
  std::vector<double> forecast;
  for (std::size_t h = 0; h < horizon; ++h) forecast.push_back(last * factors[(past.size() + h) % season]);
  return forecast;
}

}  // namespace spotwright::bench
