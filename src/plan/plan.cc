#include "spotwright/plan.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
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
std::optional<Error> Choose(const PlanRequest& request, const Call& call, plan::Ground& ground,
                            plan::Refusals& refusals) {
  const Result<AssessPricesResponse> prices = AssessPrices({request.offers, request.policy.prices}, call);
  if (!prices.ok()) return prices.error();
  const std::vector<std::string>& zones = request.policy.zones;
  for (std::size_t i = 0; i < request.offers.size(); ++i) {
    const Offer& offer = request.offers[i];
    std::vector<Reason> reasons = prices->verdicts[i].reasons;
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
  return std::nullopt;
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

// The mix as an upper limit on the share of spot.
Result<double> MaxSpotShare(const PlanRequest& request, std::int64_t units, const Call& call) {
  constexpr std::int64_t kMostUnits = 1'000'000'000;  // What decide_mix takes; beyond it a unit is nothing.
  DecideMixRequest mix;
  mix.total_units = std::min(units, kMostUnits);
  mix.policy = request.policy.mix;
  const Result<DecideMixResponse> split = DecideMix(mix, call);
  if (!split.ok()) return split.error();
  if (mix.total_units == 0) return request.policy.mix.spot_enabled ? 1.0 : 0.0;
  // Shares count to a millionth; rounded down, they never let a unit too many onto spot.
  const auto spot = static_cast<double>(split->target_spot_units);
  return std::floor(spot / static_cast<double>(mix.total_units) * 1e6) / 1e6;
}

bool Prefers(const PlanRequest& request, const plan::Future& renewed, const plan::Future& kept) {
  if (!request.policy.disruption.replace_nodes) return false;
  if (renewed.unplaced_replicas != kept.unplaced_replicas) return renewed.unplaced_replicas < kept.unplaced_replicas;
  const double worth = request.policy.disruption.min_savings_share * static_cast<double>(kept.cost_micro);
  const auto saved = static_cast<double>(kept.cost_micro - renewed.cost_micro);
  return saved > 0 && saved >= worth;
}

std::vector<Reason> ReasonsFor(const PlanRequest& request, const plan::Future& kept, const plan::Future& renewed,
                               bool renew, double max_spot_share) {
  std::vector<Reason> reasons;
  const double keep_usd = base::Usd(kept.cost_micro);
  const double renew_usd = base::Usd(renewed.cost_micro);
  const std::map<std::string, double> numbers = {{"keep_usd_per_hour", keep_usd}, {"renew_usd_per_hour", renew_usd}};
  if (renew) {
    reasons.push_back(MakeReason("nodes_replaced",
                                 Cat("Packed anew the cluster costs ", base::FormatUsd(renew_usd),
                                     " per hour; with every node kept, ", base::FormatUsd(keep_usd), "."),
                                 numbers));
  } else if (!request.policy.disruption.replace_nodes) {
    reasons.push_back(MakeReason("replacing_not_allowed", "The policy lets no running node be replaced.", numbers));
  } else {
    reasons.push_back(
        MakeReason("replacing_not_worth_it",
                   Cat("Every node is kept: packed anew the cluster would cost ", base::FormatUsd(renew_usd),
                       " per hour instead of ", base::FormatUsd(keep_usd), ", or leave pods without a place."),
                   numbers));
  }
  reasons.push_back(MakeReason(
      "spot_share_limit",
      Cat("Of the spot-tolerant work at most ", base::Percent(max_spot_share), " may be on spot, by the mix."),
      {{"max_spot_share", max_spot_share}}));
  return reasons;
}

std::optional<std::int64_t> NextCooling(const PlanRequest& request) {
  std::optional<std::int64_t> next;
  for (const Offer& offer : request.offers) {
    if (!model::IsCooling(offer.cooling_until_unix_ms, request.now_unix_ms)) continue;
    next = std::min(next.value_or(*offer.cooling_until_unix_ms), *offer.cooling_until_unix_ms);
  }
  return next;
}

struct Futures {
  plan::Future kept;
  plan::Future renewed;
};

Result<Futures> Compare(const plan::Ground& ground, const Call& call) {
  Result<plan::Future> kept = plan::Keep(ground, call);
  if (!kept.ok()) return kept.error();
  Result<plan::Future> renewed = plan::Renew(ground, call);
  if (!renewed.ok()) return renewed.error();
  return Futures{std::move(*kept), std::move(*renewed)};
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
  plan::Refusals refusals;
  if (auto error = Choose(request, quiet, ground, refusals)) return *error;

  const bool by_nodes = request.policy.mix_unit == ShareUnit::kNodes;
  ground.spot_share = {by_nodes ? ShareUnit::kNodes : request.policy.mix_unit, 1};
  if (!by_nodes) {
    const Result<double> share = MaxSpotShare(request, TolerantUnits(request), quiet);
    if (!share.ok()) return share.error();
    ground.spot_share.max_share = *share;
  }
  Result<Futures> futures = Compare(ground, quiet);
  if (!futures.ok()) return futures.error();
  if (by_nodes) {
    // How many nodes there are shows only in a packing: the first one is for counting.
    const auto nodes = static_cast<std::int64_t>(futures->renewed.nodes.size());
    const Result<double> share = MaxSpotShare(request, nodes, quiet);
    if (!share.ok()) return share.error();
    ground.spot_share.max_share = *share;
    futures = Compare(ground, quiet);
    if (!futures.ok()) return futures.error();
  }
  const Result<std::optional<std::int64_t>> on_demand = plan::AllOnDemandMicro(ground, quiet);
  if (!on_demand.ok()) return on_demand.error();

  const bool renew = Prefers(request, futures->renewed, futures->kept);
  plan::Future& future = renew ? futures->renewed : futures->kept;
  if (!renew && futures->renewed.unplaced_replicas == future.unplaced_replicas) {
    // The bound of the other future holds as well: it may do with any nodes but those that must stay.
    future.lower_bound_micro = std::min(future.lower_bound_micro, futures->renewed.lower_bound_micro);
  }

  PlanResponse response;
  response.feasible = future.unplaced_replicas == 0;
  response.policy_version = request.policy.policy_version;
  response.summary = plan::SummaryOf(request, future, *on_demand);
  response.launches = plan::LaunchesOf(request, future);
  response.zones = plan::ZonesOf(request, future);
  response.pools = plan::PoolsOf(request, future, refusals);
  response.steps = plan::StepsTo(request, future);
  response.warnings = plan::WarningsOf(request, ground, future);
  if (!*on_demand) {
    response.warnings.push_back(MakeReason(
        "all_on_demand_unknown", "On-demand offers alone cannot hold all the work, so there is nothing to compare."));
  }
  response.reasons = ReasonsFor(request, futures->kept, futures->renewed, renew, ground.spot_share.max_share);
  response.nodes = std::move(future.nodes);
  response.drains = std::move(future.drains);
  response.unplaced = std::move(future.unplaced);
  response.call_again_at_unix_ms = NextCooling(request);
  if (call.progress) call.progress(1);
  return response;
}

}  // namespace spotwright
