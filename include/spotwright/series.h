// Series: what was measured over time.
#ifndef SPOTWRIGHT_SERIES_H_
#define SPOTWRIGHT_SERIES_H_

#include <cstdint>
#include <optional>
#include <vector>

namespace spotwright {

// Some values in a row that were not measured. What stands in `values` at these places is never looked at.
struct SeriesGap {
  std::int64_t first_index = 0;
  std::int64_t count = 1;

  friend bool operator==(const SeriesGap&, const SeriesGap&) = default;
};

// One reading with its own time.
struct Sample {
  std::int64_t unix_ms = 0;
  std::optional<double> value;  // Absent: a gap, the reading failed.

  friend bool operator==(const Sample&, const Sample&) = default;
};

// A history in one of two forms: values on a fixed step, or samples with a time each, in any order. A time that comes
// twice counts once, with the greater value. Gaps are always said, never written as NaN or 0.
struct Series {
  std::int64_t start_unix_ms = 0;  // Of values[0]; values[i] was read at start_unix_ms + i * step_seconds * 1000.
  std::int64_t step_seconds = 300;
  std::vector<double> values;
  std::vector<SeriesGap> gaps;
  std::vector<Sample> samples;  // Instead of `values`.

  friend bool operator==(const Series&, const Series&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_SERIES_H_
