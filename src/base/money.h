// Money: sums and comparisons in whole micro-USD, so that they are exact and independent of order.
#ifndef SPOTWRIGHT_SRC_BASE_MONEY_H_
#define SPOTWRIGHT_SRC_BASE_MONEY_H_

#include <cmath>
#include <cstdint>

namespace spotwright::base {

inline constexpr double kMicroPerUsd = 1e6;

// Micro-USD nearest to an amount in USD; halves away from zero. |usd| <= 1e12.
inline std::int64_t MicroUsd(double usd) { return static_cast<std::int64_t>(std::round(usd * kMicroPerUsd)); }

// The double nearest to the amount, which prints with at most six decimals.
inline double Usd(std::int64_t micro_usd) { return static_cast<double>(micro_usd) / kMicroPerUsd; }

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_MONEY_H_
