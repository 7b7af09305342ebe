// Age bands: the ages between which a node's hazard is taken as constant.
#ifndef SPOTWRIGHT_SRC_RISK_AGE_BANDS_H_
#define SPOTWRIGHT_SRC_RISK_AGE_BANDS_H_

#include <array>
#include <cstddef>
#include <limits>

namespace spotwright::risk {

inline constexpr std::size_t kAgeBands = 7;

// Fine where the hazard changes fast. The last band has no end.
inline constexpr std::array<double, kAgeBands + 1> kAgeBoundsSeconds = {
    0, 1800, 3600, 7200, 14400, 43200, 86400, std::numeric_limits<double>::infinity()};

// Prior hazard of each band relative to that of old nodes. From nine zones of published availability traces: the
// chance that a run ends in the next 30 minutes is .46 at age 0, .31 at 30 min, .19 at 1 h, .09 at 2 h, .08 at 4 h.
inline constexpr std::array<double, kAgeBands> kPriorShape = {7.4, 4.5, 2.5, 1.1, 1, 1, 1};

using ByAge = std::array<double, kAgeBands>;

// The band of an age in seconds, 0 or more.
inline std::size_t BandOf(double age_seconds) {
  std::size_t band = 0;
  while (age_seconds >= kAgeBoundsSeconds[band + 1]) ++band;
  return band;
}

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_AGE_BANDS_H_
