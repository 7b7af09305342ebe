#include "src/market/effective_price.h"

#include <algorithm>
#include <string>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/market/wording.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright::market {
namespace {

using base::Cat;

constexpr char kRulePath[] = "effective_price.refuse_dearer";

std::string IsAbove(std::int64_t effective, std::string_view of_what, std::int64_t other) {
  return Cat("The spot price with the cost of interruptions, ", Dollars(effective), ", is above ", of_what, ", ",
             Dollars(other), ".");
}

}  // namespace

EffectivePrices::EffectivePrices(const std::optional<EffectivePricePolicy>& policy)
    : policy_(policy ? &*policy : nullptr) {
  if (policy_ == nullptr) return;
  for (const CommitmentPrice& commitment : policy_->commitments) {
    const std::int64_t price = base::MicroUsd(commitment.price_usd_per_hour);
    const auto [position, added] = commitments_.try_emplace({commitment.instance_type, commitment.region}, price);
    if (!added) position->second = std::min(position->second, price);
  }
}

std::int64_t EffectivePrices::Of(const Offer& offer, double price_usd_per_hour) const {
  const std::int64_t price = base::MicroUsd(price_usd_per_hour);
  return policy_ == nullptr ? price : price + base::MicroUsd(model::HazardOf(offer) * policy_->restart_cost_usd);
}

std::optional<std::int64_t> EffectivePrices::CommitmentFor(const Offer& offer) const {
  std::optional<std::int64_t> cheapest;
  for (const std::string_view region : {std::string_view(offer.region), std::string_view()}) {
    const auto found = commitments_.find({offer.instance_type, region});
    if (found != commitments_.end()) cheapest = std::min(found->second, cheapest.value_or(found->second));
  }
  return cheapest;
}

void EffectivePrices::Compare(const Offer& offer, const std::optional<std::int64_t>& on_demand_micro_usd,
                              PriceVerdict& verdict, RuleVerdict& rules) const {
  if (policy_ == nullptr) return;
  const std::int64_t effective = MicroUsdOf(offer);
  const std::int64_t interruptions = effective - base::MicroUsd(offer.price_usd_per_hour);
  const std::optional<std::int64_t> commitment = CommitmentFor(offer);
  verdict.effective_price_usd_per_hour = base::Usd(effective);
  if (commitment) verdict.commitment_price_usd_per_hour = base::Usd(*commitment);
  verdict.cheapest = PurchaseOption::kSpot;
  std::int64_t least = effective;
  if (on_demand_micro_usd && *on_demand_micro_usd <= least) {
    verdict.cheapest = PurchaseOption::kOnDemand;
    least = *on_demand_micro_usd;
  }
  if (commitment && *commitment <= least) verdict.cheapest = PurchaseOption::kCommitment;
  if (!policy_->refuse_dearer) return;
  const auto cap_by = [&](std::int64_t other) {
    const std::int64_t limit = other - interruptions;
    rules.limit_micro_usd = std::min(limit, rules.limit_micro_usd.value_or(limit));
    return effective > other;
  };
  if (on_demand_micro_usd && cap_by(*on_demand_micro_usd)) {
    rules.broken.push_back(model::MakeReason("effective_price_above_on_demand",
                                             IsAbove(effective, "the on-demand price", *on_demand_micro_usd),
                                             {{"effective_price_usd_per_hour", base::Usd(effective)},
                                              {"on_demand_price_usd_per_hour", base::Usd(*on_demand_micro_usd)}},
                                             {kRulePath}));
  }
  if (commitment && cap_by(*commitment)) {
    rules.broken.push_back(model::MakeReason("effective_price_above_commitment",
                                             IsAbove(effective, "the price under a commitment", *commitment),
                                             {{"effective_price_usd_per_hour", base::Usd(effective)},
                                              {"commitment_price_usd_per_hour", base::Usd(*commitment)}},
                                             {kRulePath}));
  }
}

}  // namespace spotwright::market
