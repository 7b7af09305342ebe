// A cap in dollars that was likely meant as a share: 0.5 for "50 %".
#ifndef SPOTWRIGHT_SRC_MARKET_LOOKS_LIKE_SHARE_H_
#define SPOTWRIGHT_SRC_MARKET_LOOKS_LIKE_SHARE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spotwright/assess_prices.h"
#include "spotwright/offer.h"
#include "src/market/reference_price.h"

namespace spotwright::market {

// Whether a cap makes no sense in dollars for any of the offers, but would as a share: it is a whole percentage below
// 1, and each offer whose on-demand price is known either costs less than it even on demand, so that it caps nothing,
// or is shut out by it at a price that the share would let in. O(offers log offers).
bool LooksLikeShare(double cap_usd_per_hour, std::span<const Offer* const> spot_offers,
                    const ReferencePrices& references);

// The finding; the sentence begins with the name: "spot_max_price 0.5 is $0.50 an hour, not 50 % ...".
Reason ShareInDollars(std::string_view name, double cap_usd_per_hour, std::string path);

// The caps of the policy that look so.
std::vector<Reason> FindSharesInDollars(const AssessPricesRequest& request, const ReferencePrices& references);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_LOOKS_LIKE_SHARE_H_
