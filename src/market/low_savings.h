// Low savings: since when pools, taken together, have saved too little.
#ifndef SPOTWRIGHT_SRC_MARKET_LOW_SAVINGS_H_
#define SPOTWRIGHT_SRC_MARKET_LOW_SAVINGS_H_

#include <cstdint>
#include <optional>
#include <span>

#include "src/market/timeline.h"

namespace spotwright::market {

// A spot pool whose on-demand price is known, above 0.
struct PricedPool {
  const Timeline* timeline = nullptr;  // Null: none is known.
  std::int64_t price_micro_usd = 0;    // Now.
  std::int64_t on_demand_micro_usd = 0;
};

// What a former call knew.
struct FormerSavings {
  std::int64_t as_of_unix_ms = 0;
  std::optional<std::int64_t> low_since_unix_ms;
};

// The first moment of the run, up to now, in which the pools' prices came to more than `max_share_millionths` of their
// on-demand prices; absent when they do not now. At each moment only pools with a known price count; when there is
// none, the run ends. Without `former` all timelines are gone through. O(n log n) over all points.
std::optional<std::int64_t> LowSavingsSince(std::span<const PricedPool> pools, std::int64_t max_share_millionths,
                                            const std::optional<FormerSavings>& former, std::int64_t now_unix_ms);

// What the pools cost now, and what they would cost on demand.
struct PriceSums {
  std::int64_t price_micro_usd = 0;
  std::int64_t on_demand_micro_usd = 0;
};
PriceSums SumsOf(std::span<const PricedPool> pools);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_LOW_SAVINGS_H_
