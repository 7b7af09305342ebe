// Azure's spot_max_price: what to set, and whether what is set may stay.
#ifndef SPOTWRIGHT_SRC_MARKET_AZURE_SPOT_MAX_PRICE_H_
#define SPOTWRIGHT_SRC_MARKET_AZURE_SPOT_MAX_PRICE_H_

#include <optional>
#include <span>

#include "spotwright/assess_prices.h"
#include "src/market/reference_price.h"

namespace spotwright::market {

// The error of the first pool whose name has come before, or whose price Azure would not take.
std::optional<Error> CheckAzureSpotPools(std::span<const AzureSpotPool> pools);

// Fills `response.azure_spot_max_prices`, and `response.findings` for prices that are likely not meant. O(n log n).
void RenderSpotMaxPrices(const AssessPricesRequest& request, const ReferencePrices& references,
                         AssessPricesResponse& response);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_AZURE_SPOT_MAX_PRICE_H_
