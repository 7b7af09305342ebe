#include "spotwright/assess_prices.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "src/market/advisor.h"
#include "src/market/azure_spot_max_price.h"
#include "src/market/effective_price.h"
#include "src/market/looks_like_share.h"
#include "src/market/pool_prices.h"
#include "src/market/price_alerts.h"
#include "src/market/price_memory.h"
#include "src/market/reference_price.h"
#include "src/market/region_prices.h"
#include "src/model/begin.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright {
namespace {

PriceVerdict OnDemandVerdict(const Offer& offer) {
  PriceVerdict verdict;
  verdict.pool = model::PoolOf(offer);
  verdict.price_usd_per_hour = offer.price_usd_per_hour;
  return verdict;
}

// The first of what time alone will change.
std::optional<std::int64_t> CallAgainAt(const AssessPricesRequest& request, const AssessPricesResponse& response) {
  std::optional<std::int64_t> first;
  const auto consider = [&](const std::optional<std::int64_t>& unix_ms) {
    if (unix_ms && *unix_ms > *request.now_unix_ms) first = std::min(*unix_ms, first.value_or(*unix_ms));
  };
  const auto alert_at = [&](std::int64_t since_unix_ms) {
    return market::LowSavingsAlertAt(since_unix_ms, request.alerts);
  };
  for (const PriceVerdict& verdict : response.verdicts) consider(verdict.allowed_again_unix_ms);
  for (const PoolPriceState& pool : response.state->pools) {
    if (pool.low_savings_since_unix_ms) consider(alert_at(*pool.low_savings_since_unix_ms));
  }
  for (const RegionPriceState& region : response.state->regions) consider(alert_at(region.low_savings_since_unix_ms));
  return first;
}

}  // namespace

Result<AssessPricesResponse> AssessPrices(const AssessPricesRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = model::CheckOffers(request.offers, "offers")) return *error;
  if (auto error = market::CheckAzureSpotPools(request.azure_spot_pools)) return *error;
  const Result<market::PriceMemory> memory = market::PriceMemory::Of(request);
  if (!memory.ok()) return memory.error();

  const market::ReferencePrices references(request.offers);
  const market::EffectivePrices effective(request.effective_price);
  AssessPricesResponse response;
  response.verdicts.reserve(request.offers.size());
  std::vector<PoolPriceState> states;
  std::vector<PriceAlert> alerts;
  for (const Offer& offer : request.offers) {
    if (offer.capacity_type != CapacityType::kSpot) {
      response.verdicts.push_back(OnDemandVerdict(offer));
    } else {
      market::PoolAnswer answer = market::JudgePool(request, offer, references.MicroUsdOf(offer), effective, *memory);
      response.verdicts.push_back(std::move(answer.verdict));
      states.push_back(std::move(answer.state));
      std::move(answer.alerts.begin(), answer.alerts.end(), std::back_inserter(alerts));
    }
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
  response.findings = market::FindSharesInDollars(request, references);
  if (request.now_unix_ms) {
    std::sort(states.begin(), states.end(),
              [](const PoolPriceState& a, const PoolPriceState& b) { return a.pool < b.pool; });
    response.state = PriceState{.as_of_unix_ms = *request.now_unix_ms, .pools = std::move(states), .regions = {}};
    market::JudgeRegions(request, references, *memory, response);
    std::move(alerts.begin(), alerts.end(), std::back_inserter(response.alerts));
    std::vector<Reason> idle = market::FindIdleHistories(request);
    std::move(idle.begin(), idle.end(), std::back_inserter(response.findings));
    response.call_again_at_unix_ms = CallAgainAt(request, response);
  }
  market::Advise(request, effective, response);
  market::RenderSpotMaxPrices(request, references, response);
  return response;
}

}  // namespace spotwright
