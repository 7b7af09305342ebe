// Shares count in exact millionths, so that 0.7 of 10 is 7 on every machine.
#ifndef SPOTWRIGHT_SRC_BASE_SHARE_H_
#define SPOTWRIGHT_SRC_BASE_SHARE_H_

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace spotwright::base {

inline constexpr std::int64_t kMillion = 1'000'000;

inline std::int64_t Millionths(double share) {
  return static_cast<std::int64_t>(std::round(share * static_cast<double>(kMillion)));
}

// floor(share x count).
inline std::int64_t PartOf(std::int64_t count, double share) { return count * Millionths(share) / kMillion; }

// part / whole, at most 1, in whole millionths. part >= 0, whole > 0.
inline double ShareRoundedDown(std::int64_t part, std::int64_t whole) {
  const double share = std::min(1.0, static_cast<double>(part) / static_cast<double>(whole));
  return std::floor(share * static_cast<double>(kMillion)) / static_cast<double>(kMillion);
}

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_SHARE_H_
