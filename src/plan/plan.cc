#include "spotwright/plan.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/market/price_rules.h"
#include "src/market/reference_price.h"
#include "src/model/begin.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/model/validate.h"
#include "src/packing/check_request.h"
#include "src/packing/spot_share.h"
#include "src/plan/futures.h"
#include "src/plan/immovable.h"
#include "src/plan/report.h"
#include "src/plan/steps.h"
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

// Offers that prices and zones leave, and why the others went.
void ChooseOffers(const PlanRequest& request, plan::Ground& ground, plan::Refusals& refusals) {
  const market::ReferencePrices references(request.offers);
  const std::vector<std::string>& zones = request.policy.zones;
  for (std::size_t i = 0; i < request.offers.size(); ++i) {
    const Offer& offer = request.offers[i];
    std::vector<Reason> reasons =
        market::BrokenRules(offer, request.policy.prices, references.MicroUsdOf(offer), "policy.prices");
    if (!zones.empty() && std::find(zones.begin(), zones.end(), offer.zone) == zones.end()) {
      reasons.push_back(MakeReason("zone_excluded", Cat("The policy does not use zone ", offer.zone, "."), {},
                                   {model::PoolName(model::PoolOf(offer))}));
    }
    if (reasons.empty()) {
      ground.offers.push_back(offer);
    } else {
      refusals.emplace(i, std::move(reasons));
    }
  }
}

// Spot-tolerant work of the request in the mix's unit, rounded up; nodes are counted once a packing shows them.
std::int64_t TolerantUnits(const PlanRequest& request) {
  std::int64_t millicores = 0;
  std::int64_t pods = 0;
  for (const Workload& workload : request.workloads) {
    if (workload.kind == WorkloadKind::kDaemonSet || !workload.spot_tolerant || workload.system_critical) continue;
    millicores += workload.requests.cpu_millicores * workload.replicas;
    pods += workload.replicas;
  }
  return request.policy.mix_unit == ShareUnit::kPods ? pods : (millicores + 999) / 1000;
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
  // Shares count to a millionth; rounded down, they never let a unit too many onto spot.
  const auto spot = static_cast<double>(std::max<std::int64_t>(0, split->target_spot_units - fixed_spot_units));
  return std::floor(std::min(1.0, spot / static_cast<double>(open_units)) * 1e6) / 1e6;
}

Result<double> MaxSpotShareOfWork(const PlanRequest& request, const Call& call) {
  constexpr std::int64_t kMostUnits = 1'000'000'000;  // What decide_mix takes; beyond it a unit is nothing.
  const std::int64_t units = std::min(TolerantUnits(request), kMostUnits);
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

// Ways to go on, the one that touches least first: every node kept, the renewals after it.
Result<std::vector<plan::Future>> FuturesOf(const plan::Ground& ground, const Call& call) {
  Result<plan::Future> kept = plan::Keep(ground, call);
  if (!kept.ok()) return kept.error();
  Result<std::vector<plan::Future>> renewed = plan::Renew(ground, call);
  if (!renewed.ok()) return renewed.error();
  renewed->insert(renewed->begin(), std::move(*kept));
  return renewed;
}

// Index of the future to take: one that touches more has to place more pods, or save the share that the policy asks.
std::size_t Choose(const PlanRequest& request, const std::vector<plan::Future>& futures) {
  const DisruptionPolicy& policy = request.policy.disruption;
  if (!policy.replace_nodes) return 0;
  const double worth = policy.min_savings_share * static_cast<double>(futures[0].cost_micro);
  std::size_t chosen = 0;
  for (std::size_t i = 1; i < futures.size(); ++i) {
    const plan::Future& now = futures[chosen];
    const auto saved = static_cast<double>(now.cost_micro - futures[i].cost_micro);
    const bool better = futures[i].unplaced_replicas != now.unplaced_replicas
                            ? futures[i].unplaced_replicas < now.unplaced_replicas
                            : saved > 0 && saved >= worth;
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

Reason WhyThisFuture(const PlanRequest& request, const std::vector<plan::Future>& futures, std::size_t chosen) {
  const DisruptionPolicy& policy = request.policy.disruption;
  const plan::Future& kept = futures[0];
  const auto first = futures.begin() + (futures.size() > 1 ? 1 : 0);
  const plan::Future& cheapest = *std::min_element(first, futures.end(), [](const auto& a, const auto& b) {
    return std::tie(a.unplaced_replicas, a.cost_micro) < std::tie(b.unplaced_replicas, b.cost_micro);
  });
  const plan::Future& renewed = chosen == 0 ? cheapest : futures[chosen];
  const double keep_usd = base::Usd(kept.cost_micro);
  const double renew_usd = base::Usd(renewed.cost_micro);
  std::map<std::string, double> numbers = {{"keep_usd_per_hour", keep_usd}, {"renew_usd_per_hour", renew_usd}};
  const std::int64_t lost = renewed.unplaced_replicas - kept.unplaced_replicas;  // Below zero: won.
  const auto pods = [](std::int64_t count) { return Cat(count, count == 1 ? " pod" : " pods"); };
  if (chosen > 0) {
    const std::string won = lost < 0 ? Cat(" and ", pods(-lost), " more without a place") : std::string();
    return MakeReason("nodes_replaced",
                      Cat("Packed anew the cluster costs ", base::FormatUsd(renew_usd),
                          " per hour; with its nodes kept, ", base::FormatUsd(keep_usd), won, "."),
                      std::move(numbers));
  }
  if (!policy.replace_nodes) {
    return MakeReason("replacing_not_allowed", "The policy lets no running node be replaced.", std::move(numbers));
  }
  numbers["min_savings_share"] = policy.min_savings_share;
  if (futures.size() == 1) {
    return MakeReason("replacing_not_worth_it",
                      "The nodes are kept: the groups have no room for new ones while these are there.",
                      std::move(numbers));
  }
  if (lost == 0 && renewed.cost_micro >= kept.cost_micro) {
    return MakeReason("replacing_not_worth_it", "The nodes are kept: packing the cluster anew saves nothing.",
                      std::move(numbers));
  }
  return MakeReason(
      "replacing_not_worth_it",
      lost > 0 ? Cat("The nodes are kept: packed anew the cluster would leave ", pods(lost), " more without a place.")
               : Cat("The nodes are kept: packed anew the cluster would cost ", base::FormatUsd(renew_usd),
                     " per hour instead of ", base::FormatUsd(keep_usd), "; replacing is to save at least ",
                     base::Percent(policy.min_savings_share), "."),
      std::move(numbers));
}

Reason WhyThisMuchSpot(const PlanRequest& request, double max_spot_share) {
  if (!request.policy.mix.spot_enabled) {
    return MakeReason(
        "spot_not_enabled",
        request.policy.disruption.replace_nodes
            ? "The policy does not enable spot: spot nodes go, except those that must stay, also where their group has "
              "no "
              "room for replacements meanwhile."
            : "The policy does not enable spot: no more is launched. It lets no running node be replaced.");
  }
  const char* const of = request.policy.mix_unit == ShareUnit::kNodes  ? "Of the nodes to choose"
                         : request.policy.mix_unit == ShareUnit::kPods ? "Of the pods that tolerate spot"
                                                                       : "Of the CPU of spot-tolerant work";
  return MakeReason("spot_share_limit",
                    Cat(of, " at most ", base::Percent(max_spot_share), " may be on spot, by the mix."),
                    {{"max_spot_share", max_spot_share}});
}

// Of the offers that would be used otherwise.
std::optional<std::int64_t> NextCooling(const plan::Ground& ground) {
  std::optional<std::int64_t> next;
  for (const Offer& offer : ground.offers) {
    if (!model::IsCooling(offer.cooling_until_unix_ms, ground.request->now_unix_ms)) continue;
    next = std::min(next.value_or(*offer.cooling_until_unix_ms), *offer.cooling_until_unix_ms);
  }
  return next;
}

}  // namespace

Result<PlanResponse> Plan(const PlanRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = CheckPlan(request)) return *error;
  // Parts of the plan would each report their own progress from 0 to 1; the plan reports none of them.
  const Call quiet{call.cancelled, {}};

  plan::Ground ground;
  ground.request = &request;
  ground.immovable = plan::ImmovableNodes(request);
  ground.prices_micro = plan::NodePrices(request);
  plan::Refusals refusals;
  ChooseOffers(request, ground, refusals);

  const bool by_nodes = request.policy.mix_unit == ShareUnit::kNodes;
  ground.spot_share = {request.policy.mix_unit, 1};
  if (!by_nodes) {
    const Result<double> share = MaxSpotShareOfWork(request, quiet);
    if (!share.ok()) return share.error();
    ground.spot_share.max_share = *share;
  }
  Result<std::vector<plan::Future>> futures = FuturesOf(ground, quiet);
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
  response.pools = plan::PoolsOf(ground, future, refusals);
  response.warnings = plan::WarningsOf(ground, future);
  if (!*on_demand) {
    response.warnings.push_back(MakeReason(
        "all_on_demand_unknown", "On-demand offers alone cannot hold all the work, so there is nothing to compare."));
  }
  if (response.summary.nodes_now > 0) response.reasons.push_back(WhyThisFuture(request, *futures, chosen));
  response.reasons.push_back(WhyThisMuchSpot(request, ground.spot_share.max_share));
  response.nodes = std::move(future.nodes);
  response.drains = std::move(future.drains);
  response.unplaced = std::move(future.unplaced);
  response.call_again_at_unix_ms = NextCooling(ground);
  if (call.progress) call.progress(1);
  return response;
}

}  // namespace spotwright
