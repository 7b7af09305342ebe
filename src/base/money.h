// Money: sums and comparisons in whole micro-USD, so that they are exact and independent of order.
#ifndef SPOTWRIGHT_SRC_BASE_MONEY_H_
#define SPOTWRIGHT_SRC_BASE_MONEY_H_

#include <algorithm>
#include <cmath>
#include <compare>
#include <cstdint>

#include "src/base/int128.h"

namespace spotwright::base {

inline constexpr double kMicroPerUsd = 1e6;

inline constexpr double kMostUsd = 1e12;

// Micro-USD nearest to an amount in USD; halves away from zero. |usd| <= kMostUsd.
inline std::int64_t MicroUsd(double usd) { return static_cast<std::int64_t>(std::round(usd * kMicroPerUsd)); }

// The same of a product that may be more than can be held: then the most that can.
inline std::int64_t BoundedMicroUsd(double usd) { return MicroUsd(std::min(usd, kMostUsd)); }

// Compares what a unit costs, exactly: two prices, and the units that each is for, more than none.
inline std::strong_ordering ComparePerUnit(Int128 price_a, std::int64_t units_a, Int128 price_b, std::int64_t units_b) {
  return price_a * units_b <=> price_b * units_a;
}

// The double nearest to the amount, which prints with at most six decimals.
inline double Usd(std::int64_t micro_usd) { return static_cast<double>(micro_usd) / kMicroPerUsd; }

}  // namespace spotwright::base

#endif  // SPOTWRIGHT_SRC_BASE_MONEY_H_
