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

struct RuleVerdict {
  std::vector<Reason> broken;                   // One for each rule broken, in the order of the policy's fields.
  std::optional<std::int64_t> limit_micro_usd;  // The lowest of all caps that can be told; absent where there is none.
  bool limit_unknown = false;                   // A rule is set that cannot be judged.
};

// Every rule, held against the offer; none applies to on-demand. `on_demand_micro_usd` is the reference price, if
// known; `policy_path` is where the policy stands in the request, for the reasons' paths.
RuleVerdict JudgeRules(const Offer& offer, const PricePolicy& policy,
                       const std::optional<std::int64_t>& on_demand_micro_usd, std::string_view policy_path);

// What of it is broken.
std::vector<Reason> BrokenRules(const Offer& offer, const PricePolicy& policy,
                                const std::optional<std::int64_t>& on_demand_micro_usd, std::string_view policy_path);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_PRICE_RULES_H_
