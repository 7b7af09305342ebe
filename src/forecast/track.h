// Track: a series on the grid of local time, ready to be forecast.
#ifndef SPOTWRIGHT_SRC_FORECAST_TRACK_H_
#define SPOTWRIGHT_SRC_FORECAST_TRACK_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spotwright::forecast {

// Two seasons in steps of the grid, the second longer than the first and a multiple of it; 0: none.
struct Periods {
  std::size_t first = 0;
  std::size_t second = 0;

  friend bool operator==(const Periods&, const Periods&) = default;
};

// `filled` has a number for every step: where nothing was read, the one a season before. Models that need a number
// read it; what is learned from errors reads only steps that are present.
struct Track {
  std::vector<double> filled;
  std::vector<std::uint8_t> present;
  std::int64_t first_step = 0;  // Number of filled[0] since the epoch in local time: what phases are counted from.

  std::size_t size() const { return filled.size(); }
};

// Where a step lies within a period.
inline std::size_t Phase(std::int64_t step, std::size_t period) {
  const auto p = static_cast<std::int64_t>(period);
  const std::int64_t rest = step % p;
  return static_cast<std::size_t>(rest < 0 ? rest + p : rest);
}

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_TRACK_H_
