#include "spotwright/plan.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "src/base/ceil_div.h"
#include "src/base/share.h"
#include "src/base/text.h"
#include "src/model/begin.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/model/validate.h"
#include "src/packing/check_request.h"
#include "src/packing/spot_share.h"
#include "src/plan/admission.h"
#include "src/plan/ahead.h"
#include "src/plan/availability.h"
#include "src/plan/demand.h"
#include "src/plan/futures.h"
#include "src/plan/immovable.h"
#include "src/plan/reasons.h"
#include "src/plan/report.h"
#include "src/plan/steps.h"
#include "src/plan/target_mix.h"
#include "src/plan/workload_index.h"

namespace spotwright {
namespace {

using base::Cat;
using model::MakeReason;

std::optional<Error> CheckPlan(const PlanRequest& request) {
  PackRequest pack;
  pack.workloads = request.workloads;
  pack.offers = request.offers;
  pack.nodes = request.nodes;
  pack.groups = request.groups;
  pack.now_unix_ms = request.now_unix_ms;
  if (auto error = packing::CheckRequest(pack)) return error;
  const MixPolicy& mix = request.policy.mix;
  if (mix.budget_usd_per_hour) {
    return model::InvalidField("policy.mix.budget_usd_per_hour",
                               "is of the mix alone, and a plan's cost is that of the whole cluster; leave it out");
  }
  if (mix.availability_target && request.policy.mix_unit != ShareUnit::kCpu) {
    return model::InvalidField("policy.mix_unit", "must be cpu with policy.mix.availability_target");
  }
  if (auto error = plan::CheckDemand(request)) return error;
  const plan::WorkloadIndex workloads = plan::IndexOf(request.workloads);
  for (std::size_t i = 0; i < request.budgets.size(); ++i) {
    const DisruptionBudget& budget = request.budgets[i];
    if (workloads.count({budget.namespace_name, budget.workload}) > 0) continue;
    return model::InvalidField(model::ElementPath("budgets", i) + ".workload",
                               Cat("is ", base::Quoted(budget.workload), " of namespace ",
                                   base::Quoted(budget.namespace_name), ", which is no workload of the request"));
  }
  return std::nullopt;
}

// Of `open_units`, the share that the mix lets be on spot when `fixed_spot_units` of the others are there already.
Result<double> MaxSpotShare(const PlanRequest& request, std::int64_t units, std::int64_t open_units,
                            std::int64_t fixed_spot_units, const Call& call) {
  DecideMixRequest mix;
  mix.total_units = units;
  mix.policy = request.policy.mix;
  const Result<DecideMixResponse> split = DecideMix(mix, call);
  if (!split.ok()) return split.error();
  if (open_units == 0) return request.policy.mix.spot_enabled ? 1.0 : 0.0;
  // Rounded down, so that it never lets a unit too many onto spot.
  return base::ShareRoundedDown(std::max<std::int64_t>(0, split->target_spot_units - fixed_spot_units), open_units);
}

// Of the spot-tolerant work in the mix's unit, rounded up; nodes are counted once a packing shows them.
Result<double> MaxSpotShareOfWork(const PlanRequest& request, const Call& call) {
  constexpr std::int64_t kMostUnits = 1'000'000'000;  // What decide_mix takes; beyond it a unit is nothing.
  const plan::TolerantWork work = plan::TolerantWorkOf(request);
  const bool in_pods = request.policy.mix_unit == ShareUnit::kPods;
  const std::int64_t units = std::min(in_pods ? work.pods : base::CeilDiv(work.millicores, 1000), kMostUnits);
  return MaxSpotShare(request, units, units, 0, call);
}

// How many nodes there are shows only in a packing: `renewal`, which was made without a mix.
Result<double> MaxSpotShareOfNodes(const PlanRequest& request, const plan::Future& renewal, const Call& call) {
  std::int64_t open = 0;
  std::int64_t fixed_spot = 0;
  for (const PackedNode& node : renewal.nodes) {
    if (!node.existing) {
      ++open;
    } else if (node.pool.capacity_type == CapacityType::kSpot) {
      ++fixed_spot;
    }
  }
  return MaxSpotShare(request, static_cast<std::int64_t>(renewal.nodes.size()), open, fixed_spot, call);
}

std::int64_t LeastUnplaced(const std::vector<plan::Future>& futures) {
  std::int64_t least = futures[0].unplaced_replicas;
  for (const plan::Future& future : futures) least = std::min(least, future.unplaced_replicas);
  return least;
}

// Ways to go on, the one that touches least first: every node kept, the renewals after it.
Result<std::vector<plan::Future>> FuturesOf(const plan::Ground& ground, const Call& call) {
  Result<plan::Future> kept = plan::Keep(ground, call);
  if (!kept.ok()) return kept.error();
  Result<std::vector<plan::Future>> renewed = plan::Renew(ground, call);
  if (!renewed.ok()) return renewed.error();
  renewed->insert(renewed->begin(), std::move(*kept));
  return renewed;
}

// The futures to choose from. Nothing is left out for an availability target: when its mix keeps pods off the only
// nodes that have room for them, it is dropped.
Result<std::vector<plan::Future>> FuturesForTarget(plan::Ground& ground, bool& given_up, const Call& call) {
  Result<std::vector<plan::Future>> futures = FuturesOf(ground, call);
  if (!futures.ok() || LeastUnplaced(*futures) == 0) return futures;
  plan::Ground free = ground;
  free.mix.reset();
  free.spot_share.max_share = ground.request->policy.mix.spot_enabled ? 1 : 0;
  Result<std::vector<plan::Future>> without = FuturesOf(free, call);
  if (!without.ok() || LeastUnplaced(*without) == LeastUnplaced(*futures)) return futures;
  ground = std::move(free);
  given_up = true;
  return without;
}

// Index of the future to take: one that touches more has to place more pods, reach the availability target, or save the
// share that the policy asks.
std::size_t Choose(const PlanRequest& request, const std::vector<plan::Future>& futures) {
  const DisruptionPolicy& policy = request.policy.disruption;
  if (!policy.replace_nodes) return 0;
  const double worth = policy.min_savings_share * static_cast<double>(futures[0].cost_micro);
  const auto rank = [](const plan::Future& future) {
    return std::tuple(future.unplaced_replicas, future.misses_target);
  };
  std::size_t chosen = 0;
  for (std::size_t i = 1; i < futures.size(); ++i) {
    const plan::Future& now = futures[chosen];
    const auto saved = static_cast<double>(now.cost_micro - futures[i].cost_micro);
    const bool better = rank(futures[i]) != rank(now) ? rank(futures[i]) < rank(now) : saved > 0 && saved >= worth;
    if (better) chosen = i;
  }
  return chosen;
}

// The bound of a future with as many pods left out holds for this one too: it is of the same work, and none of them
// has nodes that it could not have.
void LowerBound(std::vector<plan::Future>& futures, plan::Future& chosen) {
  for (const plan::Future& other : futures) {
    if (other.unplaced_replicas != chosen.unplaced_replicas) continue;
    chosen.lower_bound_micro = std::min(chosen.lower_bound_micro, other.lower_bound_micro);
  }
}

// When time alone changes something: of the offers that would be used otherwise, and of prices.
std::optional<std::int64_t> CallAgainAt(const plan::Ground& ground, const plan::Admission& admission) {
  std::optional<std::int64_t> next = admission.call_again_at_unix_ms;
  for (const Offer& offer : ground.offers) {
    if (!model::IsCooling(offer.cooling_until_unix_ms, ground.request->now_unix_ms)) continue;
    next = std::min(next.value_or(*offer.cooling_until_unix_ms), *offer.cooling_until_unix_ms);
  }
  return next;
}

// The step for the replicas as they are, whatever policy.demand says. `quiet` reports no progress.
Result<PlanResponse> PlanStepNow(const PlanRequest& request, const Call& quiet) {
  plan::Ground ground;
  ground.request = &request;
  ground.immovable = plan::ImmovableNodes(request);
  ground.prices_micro = plan::NodePrices(request);
  Result<plan::Admission> admission = plan::Admit(request, quiet);
  if (!admission.ok()) return admission.error();
  ground.offers = std::move(admission->offers);
  const RiskModel risk = plan::RiskOf(request);
  const plan::Availability availability(request, risk);
  ground.availability = &availability;

  const bool by_target = request.policy.mix.availability_target.has_value();
  const bool by_nodes = request.policy.mix_unit == ShareUnit::kNodes;
  bool target_given_up = false;
  ground.spot_share = {request.policy.mix_unit, 1};
  if (by_target) {
    Result<plan::TargetMix> mix = plan::MixForTarget(request, ground.offers, risk, quiet);
    if (!mix.ok()) return mix.error();
    ground.spot_share.max_share = mix->max_spot_share;
    ground.mix = std::move(*mix);
  } else if (!by_nodes) {
    const Result<double> share = MaxSpotShareOfWork(request, quiet);
    if (!share.ok()) return share.error();
    ground.spot_share.max_share = *share;
  }
  Result<std::vector<plan::Future>> futures =
      by_target ? FuturesForTarget(ground, target_given_up, quiet) : FuturesOf(ground, quiet);
  if (!futures.ok()) return futures.error();
  if (by_nodes) {
    const Result<double> share = MaxSpotShareOfNodes(request, futures->back(), quiet);
    if (!share.ok()) return share.error();
    ground.spot_share.max_share = *share;
    futures = FuturesOf(ground, quiet);
    if (!futures.ok()) return futures.error();
  }
  const std::size_t chosen = Choose(request, *futures);
  plan::Future& future = (*futures)[chosen];
  LowerBound(*futures, future);
  const Result<std::optional<std::int64_t>> on_demand = plan::AllOnDemandMicro(ground, future, chosen > 0, quiet);
  if (!on_demand.ok()) return on_demand.error();

  PlanResponse response;
  response.feasible = future.unplaced_replicas == 0;
  response.policy_version = request.policy.policy_version;
  response.steps = plan::StepsTo(request, future);
  response.summary = plan::SummaryOf(ground, future, *on_demand, response.steps);
  response.launches = plan::LaunchesOf(request, future);
  response.zones = plan::ZonesOf(request, future);
  response.pools = plan::PoolsOf(ground, future, admission->refusals);
  response.warnings = plan::WarningsOf(ground, future);
  std::move(admission->alerts.begin(), admission->alerts.end(), std::back_inserter(response.warnings));
  if (!*on_demand) {
    response.warnings.push_back(MakeReason(
        "all_on_demand_unknown", "On-demand offers alone cannot hold all the work, so there is nothing to compare."));
  }
  if (response.summary.nodes_now > 0) response.reasons.push_back(plan::WhyThisFuture(request, *futures, chosen));
  response.reasons.push_back(plan::WhyThisMuchSpot(request, ground.spot_share.max_share));
  if (by_target) plan::ExplainTarget(ground, future, target_given_up, response);
  response.nodes = std::move(future.nodes);
  response.drains = std::move(future.drains);
  response.unplaced = std::move(future.unplaced);
  response.call_again_at_unix_ms = CallAgainAt(ground, *admission);
  response.price_state = std::move(admission->price_state);
  return response;
}

// Why so many replicas.
Reason WhyReplicas(const PlannedDemand& demand) {
  return MakeReason("demand_asks",
                    Cat(demand.namespace_name, "/", demand.workload, " has ", demand.replicas_now,
                        " replicas; the plan has room for ", demand.replicas_planned, ", the forecast's peak asks for ",
                        demand.replicas_at_peak, "."),
                    {{"replicas_now", static_cast<double>(demand.replicas_now)},
                     {"replicas_planned", static_cast<double>(demand.replicas_planned)},
                     {"replicas_at_peak", static_cast<double>(demand.replicas_at_peak)}},
                    {Cat(demand.namespace_name, "/", demand.workload)});
}

Result<PlanResponse> PlanAhead(const PlanRequest& request, const Call& quiet) {
  Result<plan::Demand> demand = plan::ForecastDemand(request, quiet);
  if (!demand.ok()) return demand.error();
  plan::Replicas replicas;
  for (const PlannedDemand& planned : demand->planned) replicas.push_back(planned.replicas_now);
  const DemandPolicy& policy = request.policy.demand;
  const std::int64_t holds_until = *request.now_unix_ms + (policy.plan_every_seconds + policy.boot_seconds) * 1000;
  replicas = plan::MostOf(*demand, *request.now_unix_ms, holds_until, std::move(replicas));
  PlanRequest sized = plan::WithReplicas(request, replicas);
  Result<PlanResponse> response = PlanStepNow(sized, quiet);
  if (!response.ok()) return response;
  const std::vector<plan::Rise> rises = plan::RisesOf(*demand, replicas, holds_until, policy.plan_every_seconds);
  if (auto error = plan::PlanRises(std::move(sized), rises, PlanStepNow, quiet, *response)) return *error;
  for (std::size_t r = 0; r < replicas.size(); ++r) {
    PlannedDemand& planned = demand->planned[r];
    planned.replicas_planned = replicas[r];
    response->reasons.push_back(WhyReplicas(planned));
    response->demands.push_back(std::move(planned));
  }
  const std::int64_t next = *request.now_unix_ms + policy.plan_every_seconds * 1000;
  response->call_again_at_unix_ms = std::min(response->call_again_at_unix_ms.value_or(next), next);
  return response;
}

}  // namespace

Result<PlanResponse> Plan(const PlanRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = CheckPlan(request)) return *error;
  // Parts of the plan would each report their own progress from 0 to 1; the plan reports none of them.
  const Call quiet{call.cancelled, {}};
  Result<PlanResponse> response =
      request.policy.demand.rules.empty() ? PlanStepNow(request, quiet) : PlanAhead(request, quiet);
  if (response.ok() && call.progress) call.progress(1);
  return response;
}

}  // namespace spotwright
