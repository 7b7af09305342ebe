// The seed rule: the mean of the same hour over the last 20 days, and 20 %. Kept for comparison.
#ifndef SPOTWRIGHT_SRC_SCALING_SAME_HOUR_H_
#define SPOTWRIGHT_SRC_SCALING_SAME_HOUR_H_

#include <cstdint>
#include <map>
#include <vector>

#include "spotwright/scale.h"
#include "src/forecast/local_steps.h"

namespace spotwright::scaling {

struct HourlyDemand {
  std::int64_t start_unix_ms = 0;
  double demand = 0;
};

class SameHour {
 public:
  // Readings from now on are never looked at. O(readings).
  SameHour(const Series& history, const std::vector<UtcOffset>& utc_offsets, std::int64_t now_unix_ms);

  // Whether it reaches back 7 days.
  bool HasHistory() const;

  // The present hour and the 24 after it, without those of which no day tells.
  std::vector<HourlyDemand> NextDay() const;

 private:
  struct Mean {
    double sum = 0;
    std::int64_t count = 0;
  };

  void Read(std::int64_t unix_ms, double value);

  forecast::LocalSteps hours_;
  std::int64_t now_unix_ms_;
  std::int64_t first_unix_ms_;
  std::map<std::int64_t, Mean> by_hour_;  // By local hour since 1970.
};

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_SAME_HOUR_H_
