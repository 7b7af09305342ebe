#include "src/scaling/schedule.h"

#include <algorithm>

namespace spotwright::scaling {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

bool Holds(const TimeSpan& span, std::int64_t now_unix_ms) {
  return span.start_unix_ms <= now_unix_ms && now_unix_ms < span.end_unix_ms;
}

}  // namespace

std::optional<std::int64_t> ScheduledMin(const std::vector<ScheduledBounds>& schedule, std::int64_t from_unix_ms,
                                         std::int64_t to_unix_ms) {
  std::optional<std::int64_t> most;
  for (const ScheduledBounds& bounds : schedule) {
    if (!bounds.min_nodes || bounds.span.start_unix_ms >= to_unix_ms || bounds.span.end_unix_ms <= from_unix_ms)
      continue;
    most = std::max(most.value_or(0), *bounds.min_nodes);
  }
  return most;
}

std::optional<std::int64_t> ScheduledMax(const std::vector<ScheduledBounds>& schedule, std::int64_t now_unix_ms) {
  std::optional<std::int64_t> least;
  for (const ScheduledBounds& bounds : schedule) {
    if (!bounds.max_nodes || !Holds(bounds.span, now_unix_ms)) continue;
    least = std::min(least.value_or(*bounds.max_nodes), *bounds.max_nodes);
  }
  return least;
}

Moment NextScheduleChange(const std::vector<ScheduledBounds>& schedule, std::int64_t now_unix_ms,
                          std::int64_t lead_seconds) {
  Moment next;
  const auto consider = [&next, now_unix_ms](std::int64_t unix_ms) {
    if (unix_ms > now_unix_ms) next = Earliest(next, unix_ms);
  };
  for (const ScheduledBounds& bounds : schedule) {
    consider(bounds.span.start_unix_ms - lead_seconds * kMsPerSecond);
    consider(bounds.span.start_unix_ms);
    consider(bounds.span.end_unix_ms);
  }
  return next;
}

}  // namespace spotwright::scaling
