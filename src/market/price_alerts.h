// Alerts: spikes, and savings that have been too low for too long.
#ifndef SPOTWRIGHT_SRC_MARKET_PRICE_ALERTS_H_
#define SPOTWRIGHT_SRC_MARKET_PRICE_ALERTS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "spotwright/assess_prices.h"
#include "src/market/low_savings.h"
#include "src/market/spikes.h"

namespace spotwright::market {

// That the price of a pool is a spike, in words and numbers; also the reason to refuse it.
Reason SpikeReason(const Pool& pool, std::int64_t price_micro_usd, const TypicalPrice& typical);

// When low savings become an alert.
std::int64_t LowSavingsAlertAt(std::int64_t since_unix_ms, const PriceAlertPolicy& policy);

// That a pool ("spot m6i.large in eu-west-1a") or a region's pools save too little. What they save is in `sums`.
Reason LowSavingsReason(const std::string& of_what, const PriceSums& sums, std::int64_t since_unix_ms,
                        std::int64_t now_unix_ms, const PriceAlertPolicy& policy);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_PRICE_ALERTS_H_
