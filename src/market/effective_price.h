// Effective prices: what spot costs once interruptions are counted, beside what else could run the same.
#ifndef SPOTWRIGHT_SRC_MARKET_EFFECTIVE_PRICE_H_
#define SPOTWRIGHT_SRC_MARKET_EFFECTIVE_PRICE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "spotwright/assess_prices.h"
#include "src/market/price_rules.h"

namespace spotwright::market {

// Commitments by type and region. Keeps a view into the policy, which must outlive it.
class EffectivePrices {
 public:
  explicit EffectivePrices(const std::optional<EffectivePricePolicy>& policy);

  // Micro-USD per hour. The price itself where the request does not ask for effective prices.
  std::int64_t MicroUsdOf(const Offer& offer) const { return Of(offer, offer.price_usd_per_hour); }

  // As if a node of this offer cost so much.
  std::int64_t Of(const Offer& offer, double price_usd_per_hour) const;

  // Fills the verdict's fields on effective price, and adds to `rules` the caps that follow, if the policy wants them.
  void Compare(const Offer& offer, const std::optional<std::int64_t>& on_demand_micro_usd, PriceVerdict& verdict,
               RuleVerdict& rules) const;

 private:
  std::optional<std::int64_t> CommitmentFor(const Offer& offer) const;

  const EffectivePricePolicy* policy_;
  std::map<std::pair<std::string_view, std::string_view>, std::int64_t> commitments_;  // Type, region: the cheapest.
};

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_EFFECTIVE_PRICE_H_
