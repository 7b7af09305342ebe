// Shares of prices, counted in millionths, so that 0.6 is exactly six tenths and a price exactly at a cap passes.
#ifndef SPOTWRIGHT_SRC_MARKET_SHARES_H_
#define SPOTWRIGHT_SRC_MARKET_SHARES_H_

#include <cstdint>

#include "src/base/int128.h"
#include "src/base/share.h"

namespace spotwright::market {

// The greatest price that is no more than a share of an amount. Rounding down loses nothing: a whole number exceeds a
// limit exactly when it exceeds the limit's whole part.
inline std::int64_t ShareOf(std::int64_t share_millionths, std::int64_t micro_usd) {
  return static_cast<std::int64_t>(static_cast<base::Int128>(share_millionths) * micro_usd / base::kMillion);
}

// 1 - price / on-demand price. The reference is above 0.
inline double SavingsShare(std::int64_t price_micro_usd, std::int64_t on_demand_micro_usd) {
  return static_cast<double>(on_demand_micro_usd - price_micro_usd) / static_cast<double>(on_demand_micro_usd);
}

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_SHARES_H_
