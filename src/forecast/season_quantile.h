// The quantile of what the same step of the season, and its neighbours, was over the last 14 seasons: no forecast of a
// centre, so that a spike at its hour is seen for what it is.
#ifndef SPOTWRIGHT_SRC_FORECAST_SEASON_QUANTILE_H_
#define SPOTWRIGHT_SRC_FORECAST_SEASON_QUANTILE_H_

#include <cstddef>
#include <vector>

namespace spotwright::forecast {

// The sample for the step origin + h, ascending: of each of up to 14 seasons the step and its neighbours as far as they
// are known at the origin. Never empty when origin + 1 >= period > 0. Fills `sample`, whose memory is used again.
void SeasonSample(const std::vector<double>& filled, std::size_t period, std::size_t origin, std::size_t h,
                  std::vector<double>& sample);

// Between the order statistics around quantile * (count + 1).
double SampleQuantile(const std::vector<double>& ascending, double quantile);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_SEASON_QUANTILE_H_
