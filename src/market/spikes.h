// Spikes: what a pool's price is like, and above which price that is no longer so.
#ifndef SPOTWRIGHT_SRC_MARKET_SPIKES_H_
#define SPOTWRIGHT_SRC_MARKET_SPIKES_H_

#include <cstdint>
#include <optional>

#include "spotwright/assess_prices.h"
#include "src/market/timeline.h"

namespace spotwright::market {

struct TypicalPrice {
  std::int64_t median_micro_usd = 0;
  std::int64_t spike_above_micro_usd = 0;  // A price above this is a spike.
};

// By the rule of PriceAlertPolicy. Absent where too little of the window is known. Medians are the least prices with
// at least half of the known time at or below them. O(n log n).
std::optional<TypicalPrice> TypicalPriceOf(const Timeline& timeline, const PriceAlertPolicy& policy,
                                           std::int64_t now_unix_ms);

// The first moment of the run, up to now, in which the price was above a bound; it is now. O(points).
std::int64_t AboveSince(const Timeline& timeline, std::int64_t bound_micro_usd, std::int64_t now_unix_ms);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_SPIKES_H_
