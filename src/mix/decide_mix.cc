#include "spotwright/decide_mix.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <utility>

#include "src/base/int128.h"
#include "src/base/money.h"
#include "src/mix/check_request.h"
#include "src/mix/choice.h"
#include "src/mix/commitments.h"
#include "src/mix/default_risk.h"
#include "src/mix/explain.h"
#include "src/mix/limits.h"
#include "src/mix/outlook.h"
#include "src/mix/ranking.h"
#include "src/model/begin.h"
#include "src/model/offers.h"

namespace spotwright {
namespace {

using mix::Choice;
using mix::Market;
using mix::MixPool;

// What each pool risks. One that the model does not name loses everything.
void AddRisk(const MixPolicy& policy, const RiskModel& model, std::vector<MixPool>& pools) {
  std::map<Pool, const PoolRisk*> risk_of;
  for (const PoolRisk& risk : model.pools) risk_of.emplace(risk.pool, &risk);
  for (MixPool& pool : pools) {
    if (!pool.is_spot()) continue;
    const auto found = risk_of.find(pool.pool);
    pool.risk = found == risk_of.end() ? PoolRisk{.pool = pool.pool, .loss_probability = 1} : *found->second;
    if (pool.state == mix::PoolState::kUnderNotice) pool.risk.loss_probability = 1;
    const double cost = pool.risk.interruptions_per_instance_hour * policy.interruption_cost_usd_per_unit;
    pool.interruption_micro_usd = base::BoundedMicroUsd(cost * static_cast<double>(pool.weight));
  }
}

Market MarketOf(const DecideMixRequest& request) {
  Market market{
      .request = &request, .pools = mix::PoolsOf(request), .on_demand = {}, .spot = {}, .ceilings = {}, .risk = {}};
  mix::Commit(request.commitments, market.pools);
  if (!request.offers.empty()) {
    market.risk = request.risk ? *request.risk : mix::DefaultRisk(request, market.pools);
    AddRisk(request.policy, market.risk, market.pools);
  }
  market.on_demand = mix::Rank(request, market.pools, CapacityType::kOnDemand);
  market.spot = mix::Rank(request, market.pools, CapacityType::kSpot);
  market.ceilings = mix::CeilingsOf(request, market.pools);
  return market;
}

// Launches before ends; on-demand launches before spot, spot ends before on-demand; ends in the reverse of the order in
// which the allocation takes pools. Returns what the launches cost in micro-USD per hour: a sum of 128 bits, as a
// billion units at a million dollars overflow 64.
base::Int128 AppendSteps(const Market& market, const std::vector<std::int64_t>& after, std::vector<MixStep>& steps) {
  base::Int128 cost = 0;
  const auto append = [&](std::size_t i, MixAction action) {
    const MixPool& pool = market.pools[i];
    const std::int64_t change = (after[i] - pool.held) * (action == MixAction::kLaunch ? 1 : -1);
    if (change <= 0) return;
    steps.push_back({action, pool.pool, change * pool.weight});
    if (action == MixAction::kLaunch) cost += mix::PriceOf(pool, after[i]) - mix::PriceOf(pool, pool.held);
  };
  for (const std::size_t i : market.on_demand) append(i, MixAction::kLaunch);
  for (const std::size_t i : market.spot) append(i, MixAction::kLaunch);
  std::for_each(market.spot.rbegin(), market.spot.rend(), [&](std::size_t i) { append(i, MixAction::kEnd); });
  std::for_each(market.on_demand.rbegin(), market.on_demand.rend(), [&](std::size_t i) { append(i, MixAction::kEnd); });
  return cost;
}

// Reasons for the pools that were wanted and took nothing, and the moment when the first of them may again.
void ExplainPools(const Market& market, CapacityType type, DecideMixResponse& response) {
  for (const MixPool& pool : market.pools) {
    if (pool.pool.capacity_type != type || pool.state != mix::PoolState::kCooling) continue;
    const std::int64_t until = *market.request->offers[pool.offer].cooling_until_unix_ms;
    response.call_again_at_unix_ms = std::min(until, response.call_again_at_unix_ms.value_or(until));
  }
  std::vector<Reason> reasons = mix::ExplainRefusedPools(market.pools, type, *market.request);
  std::move(reasons.begin(), reasons.end(), std::back_inserter(response.reasons));
}

}  // namespace

Result<DecideMixResponse> DecideMix(const DecideMixRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = mix::CheckRequest(request)) return *error;

  const Market market = MarketOf(request);
  const bool by_target = request.policy.availability_target || request.policy.budget_usd_per_hour;
  Choice choice = by_target ? mix::ChooseByTarget(market, call) : mix::ChooseByShares(market);

  if (model::IsCancelled(call)) return model::Cancelled();

  DecideMixResponse response;
  response.feasible = choice.feasible;
  response.target_on_demand_units = choice.target_on_demand_units;
  response.target_spot_units = choice.target_spot_units;
  response.on_demand_units = mix::UnitsOf(market, choice.after, CapacityType::kOnDemand);
  response.spot_units = mix::UnitsOf(market, choice.after, CapacityType::kSpot);
  response.launch_cost_usd_per_hour =
      static_cast<double>(AppendSteps(market, choice.after, response.steps)) / base::kMicroPerUsd;
  response.reasons = std::move(choice.reasons);
  if (choice.wants_on_demand) ExplainPools(market, CapacityType::kOnDemand, response);
  if (choice.wants_spot) ExplainPools(market, CapacityType::kSpot, response);
  response.binding_paths.assign(choice.binding_paths.begin(), choice.binding_paths.end());
  mix::AddOutlook(market, choice.after, response);
  if (by_target) response.reasons.insert(response.reasons.begin(), mix::ExplainAvailability(request, response));
  return response;
}

}  // namespace spotwright
