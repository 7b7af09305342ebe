// Hysteresis: whether a pool is allowed, by its price and by what came before.
#ifndef SPOTWRIGHT_SRC_MARKET_HYSTERESIS_H_
#define SPOTWRIGHT_SRC_MARKET_HYSTERESIS_H_

#include <cstdint>
#include <optional>

#include "spotwright/assess_prices.h"
#include "src/market/timeline.h"

namespace spotwright::market {

// Micro-USD per hour; a price at a level is on its lower side. enter <= limit <= leave.
struct PriceLevels {
  std::int64_t limit = 0;  // For the first price known.
  std::int64_t enter = 0;
  std::int64_t leave = 0;
  std::int64_t dwell_ms = 0;
};

// A plain threshold where there is no hysteresis.
PriceLevels LevelsOf(std::int64_t limit_micro_usd, const std::optional<PriceHysteresis>& hysteresis);

// Where a pool stands at a moment.
struct Standing {
  bool allowed = true;
  std::int64_t since_unix_ms = 0;
  std::optional<std::int64_t> settling_since_unix_ms;  // Refused, at or below the enter level since.
};

// Where the pool stands now. `last` is where it stood at `last_unix_ms`; without it the whole timeline is gone through.
// A price in force at a moment holds until the next point. O(points).
Standing StandingNow(const PriceLevels& levels, const std::optional<Standing>& last, std::int64_t last_unix_ms,
                     const Timeline& timeline, std::int64_t now_unix_ms, std::int64_t price_now_micro_usd);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_HYSTERESIS_H_
