// The rules of a PricePolicy, held against one spot offer.
#ifndef SPOTWRIGHT_SRC_MARKET_PRICE_RULES_H_
#define SPOTWRIGHT_SRC_MARKET_PRICE_RULES_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "spotwright/assess_prices.h"
#include "spotwright/offer.h"
#include "spotwright/reason.h"

namespace spotwright::market {

// Every rule that the offer breaks; none for on-demand. `on_demand_micro_usd` is the reference price, if known;
// `policy_path` is where the policy stands in the request, for the reasons' paths.
std::vector<Reason> BrokenRules(const Offer& offer, const PricePolicy& policy,
                                const std::optional<std::int64_t>& on_demand_micro_usd, std::string_view policy_path);

// 1 - price / on-demand price. The reference is above 0.
double SavingsShare(std::int64_t price_micro_usd, std::int64_t on_demand_micro_usd);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_PRICE_RULES_H_
