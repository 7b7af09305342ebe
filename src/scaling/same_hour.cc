#include "src/scaling/same_hour.h"

#include <algorithm>
#include <cstddef>

namespace spotwright::scaling {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int64_t kHourMs = 3600 * kMsPerSecond;
constexpr std::int64_t kDayMs = 24 * kHourMs;
constexpr std::int64_t kDays = 20;
constexpr std::int64_t kLeastDays = 7;
constexpr double kBuffer = 1.2;

}  // namespace

SameHour::SameHour(const Series& history, const std::vector<UtcOffset>& utc_offsets, std::int64_t now_unix_ms)
    : hours_(utc_offsets, kHourMs / kMsPerSecond), now_unix_ms_(now_unix_ms), first_unix_ms_(now_unix_ms) {
  std::vector<bool> is_gap(history.values.size(), false);
  for (const SeriesGap& gap : history.gaps) {
    const auto first = is_gap.begin() + gap.first_index;
    std::fill(first, first + gap.count, true);
  }
  for (std::size_t i = 0; i < history.values.size(); ++i) {
    const auto index = static_cast<std::int64_t>(i);
    if (!is_gap[i]) Read(history.start_unix_ms + index * history.step_seconds * kMsPerSecond, history.values[i]);
  }
  std::map<std::int64_t, double> samples;  // A time that comes twice counts once, with the greater value.
  for (const Sample& sample : history.samples) {
    if (!sample.value) continue;
    const auto [known, added] = samples.try_emplace(sample.unix_ms, *sample.value);
    if (!added) known->second = std::max(known->second, *sample.value);
  }
  for (const auto& [unix_ms, value] : samples) Read(unix_ms, value);
}

void SameHour::Read(std::int64_t unix_ms, double value) {
  if (unix_ms >= now_unix_ms_) return;
  first_unix_ms_ = std::min(first_unix_ms_, unix_ms);
  Mean& mean = by_hour_[hours_.StepAt(unix_ms)];
  mean.sum += value;
  ++mean.count;
}

bool SameHour::HasHistory() const { return now_unix_ms_ - first_unix_ms_ >= kLeastDays * kDayMs; }

std::vector<HourlyDemand> SameHour::NextDay() const {
  std::vector<HourlyDemand> demands;
  forecast::LocalSteps hours = hours_;
  std::int64_t start = hours.StartOfStep(now_unix_ms_);
  for (std::int64_t ahead = 0; ahead <= 24; ++ahead, start += kHourMs) {
    const std::int64_t hour = hours.StepAt(start);
    double sum = 0;
    std::int64_t days = 0;
    for (std::int64_t day = 1; day <= kDays; ++day) {
      const auto found = by_hour_.find(hour - 24 * day);
      if (found == by_hour_.end()) continue;
      sum += found->second.sum / static_cast<double>(found->second.count);
      ++days;
    }
    if (days > 0) demands.push_back({start, kBuffer * sum / static_cast<double>(days)});
  }
  return demands;
}

}  // namespace spotwright::scaling
