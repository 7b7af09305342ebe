// A load on a grid of equal steps.
#ifndef SPOTWRIGHT_BENCHMARKS_SCALING_LOAD_SERIES_H_
#define SPOTWRIGHT_BENCHMARKS_SCALING_LOAD_SERIES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spotwright::bench {

inline constexpr std::int64_t kHistoryMinutes = 7 * 1440;

struct LoadSeries {
  std::string name;
  std::int64_t step_minutes = 1;  // The commonest distance of two readings.
  std::int64_t first_minute = 0;  // Since 1970, a multiple of the step.
  std::vector<std::optional<double>> steps;
  double units_per_node = 1;  // A twentieth of the mean of the first week.

  std::int64_t minutes() const { return static_cast<std::int64_t>(steps.size()) * step_minutes; }
};

// Those of ReadLoadFiles. Readings are moved down to their step; of several in a step the last counts.
std::vector<LoadSeries> ReadLoadSeries(const std::string& data_folder);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_SCALING_LOAD_SERIES_H_
