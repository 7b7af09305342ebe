// Season quantile: what a step's own phase of the season says, without a model of its centre.
#ifndef SPOTWRIGHT_SRC_FORECAST_SEASON_QUANTILE_H_
#define SPOTWRIGHT_SRC_FORECAST_SEASON_QUANTILE_H_

#include <cstddef>
#include <vector>

namespace spotwright::forecast {

// The step origin + h, of which history up to the origin is to tell.
struct SeasonTarget {
  std::size_t origin = 0;
  std::size_t h = 1;
};

// For each quantile, and for each of `targets` in it: the quantile of a sample of the known steps of the target's phase
// in the last 14 seasons and of the steps before and after each of them. O(targets).
std::vector<std::vector<double>> SeasonQuantiles(const std::vector<double>& filled, std::size_t period,
                                                 const std::vector<SeasonTarget>& targets,
                                                 const std::vector<double>& quantiles);

// Straight lines between the sample's values, which stand at 1 / (n + 1), 2 / (n + 1)...
double SampleQuantile(const std::vector<double>& ascending, double quantile);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_SEASON_QUANTILE_H_
