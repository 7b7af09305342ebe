// Bounds that hold in given intervals.
#ifndef SPOTWRIGHT_SRC_SCALING_SCHEDULE_H_
#define SPOTWRIGHT_SRC_SCALING_SCHEDULE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/scale.h"
#include "src/scaling/earliest.h"

namespace spotwright::scaling {

// The greatest min_nodes of all spans that touch [from, to).
std::optional<std::int64_t> ScheduledMin(const std::vector<ScheduledBounds>& schedule, std::int64_t from_unix_ms,
                                         std::int64_t to_unix_ms);

// The least max_nodes of those that hold now.
std::optional<std::int64_t> ScheduledMax(const std::vector<ScheduledBounds>& schedule, std::int64_t now_unix_ms);

// When a span next begins, seen so far ahead, or ends.
Moment NextScheduleChange(const std::vector<ScheduledBounds>& schedule, std::int64_t now_unix_ms,
                          std::int64_t lead_seconds);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_SCHEDULE_H_
