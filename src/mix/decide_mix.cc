#include "spotwright/decide_mix.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "src/base/int128.h"
#include "src/mix/explain.h"
#include "src/mix/flows.h"
#include "src/mix/pools.h"
#include "src/mix/shares.h"
#include "src/model/begin.h"
#include "src/model/offers.h"

namespace spotwright {
namespace {

using mix::Flows;
using mix::MixPool;
using mix::PoolChange;
using mix::Side;

std::optional<Error> Check(const DecideMixRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return error;
  if (auto error = model::CheckOffers(request.offers, "offers")) return error;
  return model::CheckNow(request.offers, "offers", request.now_unix_ms);
}

Side SideOf(const std::vector<MixPool>& pools, std::int64_t target) {
  Side side{0, target, 0};
  for (const MixPool& pool : pools) {
    side.running += pool.held;
    side.room += pool.room;
  }
  return side;
}

// Appends the steps, and returns what their launches cost in micro-USD per hour. A sum of 128 bits, as a billion units
// at a million dollars overflow 64.
base::Int128 AppendSteps(MixAction action, const std::vector<PoolChange>& changes, std::vector<MixStep>& steps) {
  base::Int128 cost = 0;
  for (const PoolChange& change : changes) {
    steps.push_back({action, change.pool->pool, change.units});
    if (action == MixAction::kLaunch) cost += static_cast<base::Int128>(change.units) * change.pool->price_micro_usd;
  }
  return cost;
}

// Reasons for the pools that were wanted and took nothing, and the moment when the first of them may again.
void ExplainPools(const std::vector<MixPool>& pools, const DecideMixRequest& request, DecideMixResponse& response) {
  for (const MixPool& pool : pools) {
    if (pool.state != mix::PoolState::kCooling) continue;
    const std::int64_t until = *request.offers[pool.offer].cooling_until_unix_ms;
    response.call_again_at_unix_ms = std::min(until, response.call_again_at_unix_ms.value_or(until));
  }
  std::vector<Reason> reasons = mix::ExplainRefusedPools(pools, request);
  std::move(reasons.begin(), reasons.end(), std::back_inserter(response.reasons));
}

}  // namespace

Result<DecideMixResponse> DecideMix(const DecideMixRequest& request, const Call& call) {
  if (auto error = Check(request, call)) return *error;

  const MixPolicy& policy = request.policy;
  DecideMixResponse response;
  response.target_on_demand_units = mix::OnDemandUnits(policy, request.total_units);
  response.target_spot_units = request.total_units - response.target_on_demand_units;

  const std::vector<MixPool> on_demand_pools = mix::PoolsOf(request, CapacityType::kOnDemand);
  const std::vector<MixPool> spot_pools = mix::PoolsOf(request, CapacityType::kSpot);
  const Side on_demand = SideOf(on_demand_pools, response.target_on_demand_units);
  const Side spot = SideOf(spot_pools, response.target_spot_units);
  const bool mend = request.mend_ratio || !policy.spot_enabled;
  const Flows flows = mix::DecideFlows(on_demand, spot, mend);

  response.feasible = flows.on_demand.launch == flows.on_demand.wanted;
  response.on_demand_units = on_demand.running + flows.on_demand.launch - flows.on_demand.end;
  response.spot_units = spot.running + flows.spot.launch - flows.spot.end;
  const auto launches = [&](const std::vector<MixPool>& pools, std::int64_t units) {
    return AppendSteps(MixAction::kLaunch, mix::ChooseLaunches(pools, policy.allocation, units), response.steps);
  };
  const auto ends = [&](const std::vector<MixPool>& pools, std::int64_t units) {
    AppendSteps(MixAction::kEnd, mix::ChooseEnds(pools, policy.allocation, units), response.steps);
  };
  base::Int128 cost_micro_usd = launches(on_demand_pools, flows.on_demand.launch);
  cost_micro_usd += launches(spot_pools, flows.spot.launch);
  ends(spot_pools, flows.spot.end);
  ends(on_demand_pools, flows.on_demand.end);
  response.launch_cost_usd_per_hour = static_cast<double>(cost_micro_usd) / 1e6;

  response.reasons = mix::ExplainFlows(on_demand, spot, flows, mend);
  response.reasons.insert(response.reasons.begin(),
                          mix::ExplainTarget(policy, response.target_on_demand_units, response.target_spot_units));
  if (flows.on_demand.wanted > 0) ExplainPools(on_demand_pools, request, response);
  if (flows.spot.wanted > 0) ExplainPools(spot_pools, request, response);
  return response;
}

}  // namespace spotwright
