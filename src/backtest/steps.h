// Steps: a value over time that changes at given moments, as availability, prices and need do.
#ifndef SPOTWRIGHT_SRC_BACKTEST_STEPS_H_
#define SPOTWRIGHT_SRC_BACKTEST_STEPS_H_

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace spotwright::backtest {

inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

struct Step {
  std::int64_t at_ms = 0;
  std::int64_t value = 0;  // From at_ms on.

  friend bool operator==(const Step&, const Step&) = default;
};

// Ascending, each moment once. Before the first step the first value holds; without steps it is 0.
using Steps = std::vector<Step>;

// Index of the step that holds at `at_ms`. Steps that are not empty. O(log steps).
inline std::size_t StepAt(const Steps& steps, std::int64_t at_ms) {
  const auto after = std::ranges::upper_bound(steps, at_ms, {}, &Step::at_ms);
  return after == steps.begin() ? 0 : static_cast<std::size_t>(after - steps.begin()) - 1;
}

inline std::int64_t ValueAt(const Steps& steps, std::int64_t at_ms) {
  return steps.empty() ? 0 : steps[StepAt(steps, at_ms)].value;
}

// The least value over [from_ms, to_ms].
inline std::int64_t LeastIn(const Steps& steps, std::int64_t from_ms, std::int64_t to_ms) {
  if (steps.empty()) return 0;
  std::int64_t least = kNever;
  for (std::size_t i = StepAt(steps, from_ms); i < steps.size(); ++i) {
    if (least != kNever && steps[i].at_ms > to_ms) break;
    least = std::min(least, steps[i].value);
  }
  return least;
}

// The greatest value over [from_ms, to_ms].
inline std::int64_t MostIn(const Steps& steps, std::int64_t from_ms, std::int64_t to_ms) {
  std::int64_t most = ValueAt(steps, from_ms);
  for (const Step& step : steps) {
    if (step.at_ms > from_ms && step.at_ms <= to_ms) most = std::max(most, step.value);
  }
  return most;
}

// When the value next changes after `at_ms`, or kNever.
inline std::int64_t NextChange(const Steps& steps, std::int64_t at_ms) {
  const auto after = std::ranges::upper_bound(steps, at_ms, {}, &Step::at_ms);
  return after == steps.end() ? kNever : after->at_ms;
}

// The integral over [from_ms, to_ms): value x milliseconds. O(steps within).
inline std::int64_t Integral(const Steps& steps, std::int64_t from_ms, std::int64_t to_ms) {
  if (steps.empty()) return 0;
  std::int64_t sum = 0;
  for (std::size_t i = StepAt(steps, from_ms); from_ms < to_ms; ++i) {
    const std::int64_t until = i + 1 < steps.size() ? std::min(to_ms, steps[i + 1].at_ms) : to_ms;
    sum += steps[i].value * (until - from_ms);
    from_ms = until;
  }
  return sum;
}

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_STEPS_H_
