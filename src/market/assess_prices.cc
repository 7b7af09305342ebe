#include "spotwright/assess_prices.h"

#include <cstddef>
#include <utility>

#include "src/base/money.h"
#include "src/market/price_rules.h"
#include "src/market/reference_price.h"
#include "src/model/begin.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright {
namespace {

PriceVerdict Judge(const Offer& offer, const PricePolicy& policy, const market::ReferencePrices& references) {
  PriceVerdict verdict;
  verdict.pool = model::PoolOf(offer);
  verdict.price_usd_per_hour = offer.price_usd_per_hour;
  if (offer.capacity_type != CapacityType::kSpot) return verdict;
  const std::optional<std::int64_t> reference = references.MicroUsdOf(offer);
  if (reference) {
    verdict.on_demand_price_usd_per_hour = base::Usd(*reference);
    if (*reference > 0) {
      verdict.savings_share = market::SavingsShare(base::MicroUsd(offer.price_usd_per_hour), *reference);
    }
  }
  verdict.reasons = market::BrokenRules(offer, policy, reference, "policy");
  verdict.allowed = verdict.reasons.empty();
  return verdict;
}

}  // namespace

Result<AssessPricesResponse> AssessPrices(const AssessPricesRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = model::CheckOffers(request.offers, "offers")) return *error;

  const market::ReferencePrices references(request.offers);
  AssessPricesResponse response;
  response.verdicts.reserve(request.offers.size());
  for (const Offer& offer : request.offers) {
    response.verdicts.push_back(Judge(offer, request.policy, references));
    (response.verdicts.back().allowed ? response.allowed_count : response.refused_count) += 1;
  }
  response.feasible = response.allowed_count > 0;
  if (!response.feasible) {
    response.reasons.push_back(model::MakeReason("no_offer_allowed",
                                                 request.offers.empty()
                                                     ? "The request holds no offers."
                                                     : "The policy refuses every offer; each verdict says why.",
                                                 {{"refused_count", static_cast<double>(response.refused_count)}}));
  }
  return response;
}

}  // namespace spotwright
