// Shares count in exact millionths, so that 0.7 of 10 is 7 on every machine.
#ifndef SPOTWRIGHT_SRC_BASE_SHARE_H_
#define SPOTWRIGHT_SRC_BASE_SHARE_H_

#include <cmath>
#include <cstdint>

namespace spotwright::base {

inline constexpr std::int64_t kMillion = 1'000'000;

inline std::int64_t Millionths(double share) {
  return static_cast<std::int64_t>(std::round(share * static_cast<double>(kMillion)));
}

// floor(share x count).
inline std::int64_t PartOf(std::int64_t count, double share) { return count * Millionths(share) / kMillion; }

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_SHARE_H_
