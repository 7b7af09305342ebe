// Readings: a series as demand with a time, in order, whatever form it came in.
#ifndef SPOTWRIGHT_SRC_FORECAST_READINGS_H_
#define SPOTWRIGHT_SRC_FORECAST_READINGS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/forecast.h"

namespace spotwright::forecast {

struct Reading {
  std::int64_t unix_ms = 0;
  double value = 0;
};

// Those after `after_ms` (absent: all) and before `until_ms`, in ascending time, each time once with its greatest
// value. Adds to `ignored` those that came twice.
std::vector<Reading> ReadingsOf(const Series& history, std::optional<std::int64_t> after_ms, std::int64_t until_ms,
                                std::int64_t& ignored);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_READINGS_H_
