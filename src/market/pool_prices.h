// One spot pool: its verdict, what is remembered of it, what is alerted.
#ifndef SPOTWRIGHT_SRC_MARKET_POOL_PRICES_H_
#define SPOTWRIGHT_SRC_MARKET_POOL_PRICES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/assess_prices.h"
#include "src/market/effective_price.h"
#include "src/market/price_memory.h"

namespace spotwright::market {

struct PoolAnswer {
  PriceVerdict verdict;
  PoolPriceState state;  // Of use with now_unix_ms only, as the alerts.
  std::vector<PriceAlert> alerts;
};

// `on_demand_micro_usd` is the reference price, if known. O(n log n) over the points of the pool's history.
PoolAnswer JudgePool(const AssessPricesRequest& request, const Offer& offer,
                     const std::optional<std::int64_t>& on_demand_micro_usd, const EffectivePrices& effective,
                     const PriceMemory& memory);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_POOL_PRICES_H_
