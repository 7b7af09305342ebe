#include "src/forecast/readings.h"

#include <algorithm>
#include <cstddef>

namespace spotwright::forecast {
namespace {

std::vector<Reading> FromValues(const Series& history, std::optional<std::int64_t> after_ms, std::int64_t until_ms) {
  const std::int64_t step_ms = history.step_seconds * 1000;
  const auto size = static_cast<std::int64_t>(history.values.size());
  std::int64_t begin = 0;
  if (after_ms && *after_ms >= history.start_unix_ms) {
    begin = std::min(size, (*after_ms - history.start_unix_ms) / step_ms + 1);
  }
  std::int64_t end = size;
  if (until_ms <= history.start_unix_ms) {
    end = 0;
  } else {
    end = std::min(size, (until_ms - 1 - history.start_unix_ms) / step_ms + 1);
  }
  std::vector<Reading> readings;
  if (begin >= end) return readings;
  readings.reserve(static_cast<std::size_t>(end - begin));
  std::vector<std::uint8_t> missing(history.gaps.empty() ? 0 : history.values.size(), 0);
  for (const SeriesGap& gap : history.gaps) {
    std::fill_n(missing.begin() + gap.first_index, gap.count, std::uint8_t{1});
  }
  for (std::int64_t i = begin; i < end; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (!missing.empty() && missing[at] != 0) continue;
    readings.push_back({history.start_unix_ms + i * step_ms, history.values[at]});
  }
  return readings;
}

}  // namespace

std::vector<Reading> ReadingsOf(const Series& history, std::optional<std::int64_t> after_ms, std::int64_t until_ms,
                                std::int64_t& ignored) {
  if (history.samples.empty()) return FromValues(history, after_ms, until_ms);
  std::vector<Reading> readings;
  readings.reserve(history.samples.size());
  bool ascending = true;
  for (const Sample& sample : history.samples) {
    if (!sample.value || sample.unix_ms >= until_ms || (after_ms && sample.unix_ms <= *after_ms)) continue;
    if (!readings.empty() && sample.unix_ms <= readings.back().unix_ms) ascending = false;
    readings.push_back({sample.unix_ms, *sample.value});
  }
  if (ascending) return readings;
  std::sort(readings.begin(), readings.end(), [](const Reading& a, const Reading& b) {
    return a.unix_ms != b.unix_ms ? a.unix_ms < b.unix_ms : a.value > b.value;
  });
  const auto last = std::unique(readings.begin(), readings.end(),
                                [](const Reading& a, const Reading& b) { return a.unix_ms == b.unix_ms; });
  ignored += readings.end() - last;
  readings.erase(last, readings.end());
  return readings;
}

}  // namespace spotwright::forecast
