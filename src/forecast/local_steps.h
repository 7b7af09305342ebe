// Local steps: which step of local time a moment lies in, with clocks that change.
#ifndef SPOTWRIGHT_SRC_FORECAST_LOCAL_STEPS_H_
#define SPOTWRIGHT_SRC_FORECAST_LOCAL_STEPS_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "spotwright/forecast.h"

namespace spotwright::forecast {

// Steps are counted since 1970 in local time. An hour that clocks skip leaves a hole in the count; one that they repeat
// has the same numbers twice. Asking for moments in ascending order is cheap.
class LocalSteps {
 public:
  LocalSteps(std::vector<UtcOffset> offsets, std::int64_t step_seconds)
      : offsets_(std::move(offsets)), step_ms_(step_seconds * 1000) {}

  std::int64_t StepAt(std::int64_t unix_ms);

  // When the step that the moment lies in began, as if clocks had not changed within it.
  std::int64_t StartOfStep(std::int64_t unix_ms);

  std::int64_t step_ms() const { return step_ms_; }

 private:
  std::vector<UtcOffset> offsets_;
  std::int64_t step_ms_;
  // The answer of the last question, and the moments for which it holds.
  std::int64_t step_ = 0;
  std::int64_t begin_ms_ = 0;
  std::int64_t end_ms_ = 0;
  std::int64_t start_ms_ = 0;
};

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_LOCAL_STEPS_H_
