// M4's Naive2: the last value, seasonally adjusted where the season passes M4's test. The measure of the others.
#ifndef SPOTWRIGHT_BENCHMARKS_FORECAST_NAIVE2_H_
#define SPOTWRIGHT_BENCHMARKS_FORECAST_NAIVE2_H_

#include <cstddef>
#include <vector>

namespace spotwright::bench {

std::vector<double> Naive2(const std::vector<double>& past, std::size_t season, std::size_t horizon);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_FORECAST_NAIVE2_H_
