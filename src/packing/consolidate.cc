#include "spotwright/consolidate.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/model/begin.h"
#include "src/model/node_budgets.h"
#include "src/model/reason.h"
#include "src/packing/consolidate_allowance.h"
#include "src/packing/consolidate_check.h"
#include "src/packing/consolidate_loop.h"
#include "src/packing/consolidate_movable.h"
#include "src/packing/consolidate_report.h"
#include "src/packing/consolidate_value.h"

namespace spotwright {
namespace {

using base::Cat;
using model::MakeReason;
namespace consolidation = packing::consolidation;
using consolidation::Cluster;
using consolidation::ClusterCost;
using consolidation::Journey;
using consolidation::Untouchable;

void ReportCosts(const ClusterCost& now, const ClusterCost& after, std::int64_t bound_micro,
                 ConsolidateResponse& response) {
  // Nodes that hold more than they can are cheaper than any bound knows.
  bound_micro = std::min(bound_micro, after.TotalMicro());
  const auto gap = [&](const ClusterCost& cost) {
    if (bound_micro <= 0) return 0.0;
    return static_cast<double>(cost.TotalMicro()) / static_cast<double>(bound_micro) - 1;
  };
  response.cost_now_usd_per_hour = base::Usd(now.price_micro);
  response.cost_after_usd_per_hour = base::Usd(after.price_micro);
  response.risk_now_usd_per_hour = base::Usd(now.interruption_micro);
  response.risk_after_usd_per_hour = base::Usd(after.interruption_micro);
  response.lower_bound_usd_per_hour = base::Usd(bound_micro);
  response.gap_now = gap(now);
  response.gap_after = gap(after);
}

void ReportKept(const Cluster& at_first, const Untouchable& untouchable, const Journey& journey,
                ConsolidateResponse& response) {
  const std::map<std::string, Reason> groups = consolidation::GroupsAtMinimum(at_first);
  std::set<std::string> stays;
  for (const consolidation::ClusterNode& node : journey.after.nodes) stays.insert(node.node.name);
  for (const consolidation::ClusterNode& node : at_first.nodes) {
    KeptNode kept;
    kept.name = node.node.name;
    if (const auto found = untouchable.kept.find(kept.name); found != untouchable.kept.end()) {
      kept.reasons = found->second;
    }
    const auto group = groups.find(node.node.group);
    if (group != groups.end() && stays.count(kept.name) > 0) kept.reasons.push_back(group->second);
    if (!kept.reasons.empty()) response.kept.push_back(std::move(kept));
  }
}

void ReportReasons(const ConsolidatePolicy& policy, const Journey& journey, ConsolidateResponse& response) {
  for (const auto& [group, allowed] : journey.refusing) {
    response.reasons.push_back(MakeReason(
        "node_budget_binds",
        Cat("At most ", allowed, allowed == 1 ? " node" : " nodes",
            group.empty() ? std::string() : Cat(" of group ", group), " may be disrupted at once; more might pay."),
        {{"allowed_nodes", static_cast<double>(allowed)}},
        group.empty() ? std::vector<std::string>() : std::vector<std::string>{group}));
  }
  if (journey.near_enough) {
    response.reasons.push_back(
        MakeReason("near_the_bound",
                   Cat("The cluster costs ", base::Percent(response.gap_after, 2),
                       " more than the bound; the policy stops at ", base::Percent(policy.stop_at_gap, 2), "."),
                   {{"gap_after", response.gap_after}, {"stop_at_gap", policy.stop_at_gap}}));
  }
}

// The first moment at which more may happen: when a node is old enough, a budget allows more, or an offer is to be had
// again; never within a quiet window.
std::optional<std::int64_t> NextMoment(const Cluster& cluster, const Untouchable& untouchable, const Journey& journey) {
  const ConsolidateRequest& request = *cluster.request;
  std::optional<std::int64_t> next = untouchable.next_of_age_unix_ms;
  const auto consider = [&](const std::optional<std::int64_t>& moment) {
    if (moment && (!next || *moment < *next)) next = moment;
  };
  consider(consolidation::NextAllowance(cluster, journey.refusing));
  for (const Offer& offer : request.offers) {
    if (offer.cooling_until_unix_ms && *offer.cooling_until_unix_ms > *request.now_unix_ms) {
      consider(offer.cooling_until_unix_ms);
    }
  }
  if (const auto quiet = model::QuietAt(request.policy.quiet_windows, next)) return quiet->end_unix_ms;
  return next;
}

}  // namespace

Result<ConsolidateResponse> Consolidate(const ConsolidateRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = consolidation::CheckRequest(request)) return *error;
  const Result<Cluster> cluster = consolidation::ClusterOf(request, call);
  if (!cluster.ok()) return cluster.error();
  const Untouchable untouchable = consolidation::UntouchableNodes(*cluster, true);
  std::set<std::string> stays;
  for (const auto& [name, reasons] : untouchable.kept) stays.insert(name);

  const auto bound_micro = consolidation::BoundOf(*cluster, stays, request.policy.pack.quality, call);
  if (!bound_micro) return model::Cancelled();

  ConsolidateResponse response;
  Journey journey;
  const auto quiet = model::QuietAt(request.policy.quiet_windows, request.now_unix_ms);
  if (quiet) {
    journey.after = *cluster;
    response.reasons.push_back(MakeReason(
        "quiet_window", Cat("Nothing is moved in a quiet window", quiet->why.empty() ? "" : ": ", quiet->why, "."),
        {{"end_unix_ms", static_cast<double>(quiet->end_unix_ms)}}));
    response.call_again_at_unix_ms = quiet->end_unix_ms;
  } else {
    Result<Journey> travelled = consolidation::Travel(*cluster, *bound_micro, call);
    if (!travelled.ok()) return travelled.error();
    journey = std::move(*travelled);
    response.call_again_at_unix_ms = NextMoment(*cluster, untouchable, journey);
  }
  consolidation::ReportChanges(*cluster, journey, response);
  ReportKept(*cluster, untouchable, journey, response);
  ReportCosts(consolidation::CostOf(*cluster), consolidation::CostOf(journey.after), *bound_micro, response);
  ReportReasons(request.policy, journey, response);
  if (call.progress) call.progress(1);
  return response;
}

}  // namespace spotwright
