// Decay: how much evidence of a moment still counts at a later one.
#ifndef SPOTWRIGHT_SRC_RISK_DECAY_H_
#define SPOTWRIGHT_SRC_RISK_DECAY_H_

#include <cstdint>

#include "spotwright/estimate_risk.h"
#include "src/base/elementary.h"

namespace spotwright::risk {

inline constexpr double kMsPerSecond = 1000;
inline constexpr double kMsPerHour = 3600 * kMsPerSecond;

class Decay {
 public:
  Decay(std::int64_t now_unix_ms, double half_life_hours)
      : now_unix_ms_(now_unix_ms), mean_life_hours_(half_life_hours / kLn2) {}

  // 1 now, 1/2 one half-life ago.
  double WeightAt(std::int64_t unix_ms) const {
    return base::Exp(-static_cast<double>(now_unix_ms_ - unix_ms) / kMsPerHour / mean_life_hours_);
  }

  // Hours between two moments, each weighted as of its time. Given are the weights at both: so that parts add up to
  // the whole exactly.
  double Hours(double weight_at_start, double weight_at_end) const {
    return mean_life_hours_ * (weight_at_end - weight_at_start);
  }

 private:
  static constexpr double kLn2 = 0.69314718055994530942;

  std::int64_t now_unix_ms_;
  double mean_life_hours_;
};

// The time within which losses belong to one incident.
inline double IncidentWindowSeconds(const RiskSettings& settings) {
  return settings.incident_window_seconds.value_or(settings.lead_time_seconds);
}

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_DECAY_H_
