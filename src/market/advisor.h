// The advisor: another type of the same shape that costs much less.
#ifndef SPOTWRIGHT_SRC_MARKET_ADVISOR_H_
#define SPOTWRIGHT_SRC_MARKET_ADVISOR_H_

#include <vector>

#include "spotwright/assess_prices.h"
#include "src/market/effective_price.h"

namespace spotwright::market {

// Fills `response.advice`, and `response.findings` for pools whose price or shape is not known; the verdicts are there
// already. Of several types the cheapest is recommended, on a tie the first by pool. O(n log n) over offers and pools
// in use, but for offers of one shape class that differ in memory alone: each pool looks at those from the cheapest on.
void Advise(const AssessPricesRequest& request, const EffectivePrices& prices, AssessPricesResponse& response);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_ADVISOR_H_
