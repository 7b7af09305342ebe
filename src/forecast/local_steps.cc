#include "src/forecast/local_steps.h"

#include <algorithm>

namespace spotwright::forecast {
namespace {

std::int64_t FloorDivide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

std::int64_t LocalSteps::StepAt(std::int64_t unix_ms) {
  if (unix_ms >= begin_ms_ && unix_ms < end_ms_) return step_;
  auto next =
      std::upper_bound(offsets_.begin(), offsets_.end(), unix_ms,
                       [](std::int64_t moment, const UtcOffset& offset) { return moment < offset.from_unix_ms; });
  // The first offset reaches back for ever.
  const auto current = next == offsets_.begin() ? next : next - 1;
  const std::int64_t offset_ms = offsets_.empty() ? 0 : current->offset_seconds * 1000;
  step_ = FloorDivide(unix_ms + offset_ms, step_ms_);
  start_ms_ = step_ * step_ms_ - offset_ms;
  begin_ms_ = unix_ms;
  end_ms_ = start_ms_ + step_ms_;
  if (next == current && next != offsets_.end()) ++next;
  if (next != offsets_.end()) end_ms_ = std::min(end_ms_, next->from_unix_ms);
  return step_;
}

std::int64_t LocalSteps::StartOfStep(std::int64_t unix_ms) {
  StepAt(unix_ms);
  return start_ms_;
}

}  // namespace spotwright::forecast
