// Timeline: a price history put in order.
#ifndef SPOTWRIGHT_SRC_MARKET_TIMELINE_H_
#define SPOTWRIGHT_SRC_MARKET_TIMELINE_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "spotwright/price_history.h"
#include "spotwright/result.h"

namespace spotwright::market {

struct PricePoint {
  std::int64_t unix_ms = 0;
  std::optional<std::int64_t> micro_usd;  // Absent: a gap begins.
};

// Ascending, one point for each moment.
using Timeline = std::vector<PricePoint>;

// The points up to `now`, which is counted in. An error where the history holds two prices of one moment; `path` is
// that of the history. O(n log n).
Result<Timeline> ReadTimeline(const PriceHistory& history, std::string_view path, std::int64_t now_unix_ms);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_TIMELINE_H_
