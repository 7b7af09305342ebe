// Regions: their spot pools taken together.
#ifndef SPOTWRIGHT_SRC_MARKET_REGION_PRICES_H_
#define SPOTWRIGHT_SRC_MARKET_REGION_PRICES_H_

#include "spotwright/assess_prices.h"
#include "src/market/price_memory.h"
#include "src/market/reference_price.h"

namespace spotwright::market {

// Fills `response.regions`, the regions of `response.state` and their alerts; the verdicts are there already, and
// now_unix_ms is stated. O(n log n) over offers and points.
void JudgeRegions(const AssessPricesRequest& request, const ReferencePrices& references, const PriceMemory& memory,
                  AssessPricesResponse& response);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_REGION_PRICES_H_
