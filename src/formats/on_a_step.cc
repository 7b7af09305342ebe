#include "src/formats/on_a_step.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

namespace spotwright::formats {
namespace {

// Few readings far apart would make a long list of gaps, and no longer show a step.
constexpr std::int64_t kMostStepsPerSample = 4;
constexpr std::int64_t kMostStepSeconds = 604'800;  // As a Series accepts.

// Seconds; 0: there is no such step.
std::int64_t StepOf(const std::vector<Sample>& samples) {
  std::int64_t step_ms = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 1; i < samples.size(); ++i) {
    step_ms = std::min(step_ms, samples[i].unix_ms - samples[i - 1].unix_ms);
  }
  if (samples.size() < 2 || step_ms <= 0 || step_ms % 1000 != 0 || step_ms > kMostStepSeconds * 1000) return 0;
  for (const Sample& sample : samples) {
    if ((sample.unix_ms - samples[0].unix_ms) % step_ms != 0) return 0;
  }
  const std::int64_t steps = (samples.back().unix_ms - samples[0].unix_ms) / step_ms + 1;
  return steps <= kMostStepsPerSample * static_cast<std::int64_t>(samples.size()) ? step_ms / 1000 : 0;
}

void AddGap(std::vector<SeriesGap>& gaps, std::int64_t first_index, std::int64_t count) {
  if (!gaps.empty() && gaps.back().first_index + gaps.back().count == first_index) {
    gaps.back().count += count;
  } else {
    gaps.push_back({.first_index = first_index, .count = count});
  }
}

}  // namespace

Series ToSeries(std::vector<Sample> samples) {
  Series series;
  const std::int64_t step_seconds = StepOf(samples);
  if (step_seconds == 0) {
    series.samples = std::move(samples);
    return series;
  }
  series.step_seconds = step_seconds;
  series.start_unix_ms = samples[0].unix_ms;
  for (const Sample& sample : samples) {
    const std::int64_t index = (sample.unix_ms - series.start_unix_ms) / (step_seconds * 1000);
    const auto next = static_cast<std::int64_t>(series.values.size());
    if (index > next) AddGap(series.gaps, next, index - next);
    if (!sample.value) AddGap(series.gaps, index, 1);
    series.values.resize(static_cast<std::size_t>(index), 0.0);
    series.values.push_back(sample.value.value_or(0.0));
  }
  return series;
}

}  // namespace spotwright::formats
