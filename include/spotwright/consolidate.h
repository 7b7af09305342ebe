// consolidate: from a running cluster, in ordered steps, to fewer or cheaper nodes.
#ifndef SPOTWRIGHT_CONSOLIDATE_H_
#define SPOTWRIGHT_CONSOLIDATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/disruption.h"
#include "spotwright/node.h"
#include "spotwright/offer.h"
#include "spotwright/pack.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"
#include "spotwright/workload.h"

namespace spotwright {

struct ConsolidatePolicy {
  PackPolicy pack;

  // When it pays.
  double horizon_hours = 24;       // Savings count for this long: the time until the cluster will look different.
  double move_cost_usd = 0.001;    // Of moving one pod, beside the workload's own restart cost.
  double min_savings_share = 0.1;  // Of the cost of the nodes that go: less is not worth the stir.
  double stop_at_gap = 0.01;       // Nothing is done once the cluster costs at most this share more than the bound.

  // What may be touched.
  std::int64_t min_node_age_seconds = 600;
  bool move_stateful = false;       // Whether nodes with pods of a StatefulSet may go.
  bool move_sole_replicas = false;  // Whether nodes with the only pod of a workload may go. It is away for a while.
  std::vector<NodeBudget> node_budgets;  // None: 10 % of all nodes at once, as in Karpenter.
  std::vector<TimeSpan> quiet_windows;   // Nothing is moved in them.

  std::int64_t max_trials = 200;  // Work limit: sets of nodes that are tried, each time that something was found too.

  friend bool operator==(const ConsolidatePolicy&, const ConsolidatePolicy&) = default;
};

struct ConsolidateRequest {
  std::vector<Workload> workloads;
  std::vector<Node> nodes;
  std::vector<Offer> offers;      // What can be launched instead.
  std::vector<NodeGroup> groups;  // As in PackRequest.
  std::vector<Namespace> namespaces;
  std::vector<DisruptionBudget> budgets;
  ConsolidatePolicy policy;
  std::optional<std::int64_t> now_unix_ms;  // Needed where ages, windows, schedules or cooling offers are stated.

  friend bool operator==(const ConsolidateRequest&, const ConsolidateRequest&) = default;
};

enum class ConsolidationKind : std::int32_t {
  kDelete = 1,   // Nodes go; their pods find room on others.
  kReplace = 2,  // Nodes by as many others that are cheaper.
  kMerge = 3,    // Several by fewer.
  kSplit = 4,    // By more, yet cheaper, ones.
};

// One thing to do that stands on its own: it pays and leaves every pod with a place.
struct Consolidation {
  ConsolidationKind kind = ConsolidationKind::kDelete;
  std::vector<std::string> removed_nodes;
  std::vector<std::string> launched_nodes;  // Names as in ConsolidateResponse::launches.
  double savings_usd_per_hour = 0;          // Prices and expected interruptions together.
  double disruption_cost_usd = 0;           // Once: of the pods that move.
  double risk_usd_per_hour = 0;             // Change of what interruptions are expected to cost.
  std::int64_t pods_moved = 0;
  std::string sentence;

  friend bool operator==(const Consolidation&, const Consolidation&) = default;
};

enum class ConsolidationAction : std::int32_t {
  kLaunch = 1,
  kWaitUntilReady = 2,
  kMove = 3,    // Pods from one node to another: evicted there, to be bound here.
  kDrain = 4,   // Cordon; daemonsets and what is left go.
  kRemove = 5,  // End the machine.
};

// Carried out in order.
struct ConsolidationStep {
  ConsolidationAction action = ConsolidationAction::kLaunch;
  std::string node;         // What is launched, waited for, drained, removed; of a move: where the pods come from.
  std::string target_node;  // Of a move.
  std::vector<Placement> pods;
  std::int64_t consolidation = 0;  // Index into ConsolidateResponse::consolidations.

  friend bool operator==(const ConsolidationStep&, const ConsolidationStep&) = default;
};

// A node that must stay, and why.
struct KeptNode {
  std::string name;
  std::vector<Reason> reasons;

  friend bool operator==(const KeptNode&, const KeptNode&) = default;
};

struct ConsolidateResponse {
  bool feasible = true;              // Always: doing nothing is possible.
  double cost_now_usd_per_hour = 0;  // Prices of all nodes but those draining and those of the control plane.
  double cost_after_usd_per_hour = 0;
  double risk_now_usd_per_hour = 0;  // What interruptions of these nodes are expected to cost beside that.
  double risk_after_usd_per_hour = 0;
  double lower_bound_usd_per_hour =
      0;               // No cluster that keeps the untouchable nodes costs less, interruptions included.
  double gap_now = 0;  // (cost + interruptions) / bound - 1; 0 when the bound is 0.
  double gap_after = 0;
  std::int64_t pods_moved = 0;
  std::vector<Consolidation> consolidations;
  std::vector<PackedNode> launches;  // With the pods they will get.
  std::vector<ConsolidationStep> steps;
  std::vector<KeptNode> kept;  // Only nodes that a rule keeps, not those that are worth keeping.
  std::vector<Reason> reasons;
  std::optional<std::int64_t> call_again_at_unix_ms;  // When a window, a budget or a node's age next lets more happen.

  friend bool operator==(const ConsolidateResponse&, const ConsolidateResponse&) = default;
};

// Looks for nodes whose pods are cheaper elsewhere: on free room, on other nodes that run, or on new ones; any number
// of nodes may give way to any number of others.
//
// Never touched: the control plane; nodes marked do_not_disrupt, launching, draining, under notice, younger than
// min_node_age_seconds, or to which pods that wait for a place are to go; nodes with pods that are system-critical,
// marked do_not_disrupt, bare (kPod: nothing would start them again), of a workload whose budget does not allow it, of
// a StatefulSet unless move_stateful, the only one of their workload that runs unless move_sole_replicas, or with
// unknown constraints. No group falls below its min_nodes, and new nodes keep all limits while the old ones are still
// there. A node that is not disrupted may still receive pods; it never loses any. The budgets of nodes and of workloads
// are for one call: at most so many go.
//
// Nodes are tried in the order of what they cost beyond what their pods are worth at shadow prices (reduced cost in
// the linear program of packing), in growing numbers; their pods are packed onto what is left and onto new nodes (see
// Pack). A set of nodes goes when what it saves over horizon_hours exceeds what moving its pods costs, and
// min_savings_share is met; of sets that save nearly the same, the one that moves fewer pods. What was found is split
// into consolidations that need nothing from each other, and the search starts anew in the cluster as it then is, until
// nothing pays or the cost is within stop_at_gap of the bound. So, carried out and asked again, it has nothing to do,
// unless a budget, a limit on launches or max_trials ended it before.
//
// Errors: as of Pack; budgets of unknown workloads or groups, or that state no limit; spans that end before they start;
// now_unix_ms missing where ages, windows, spans or cooling offers are stated.
// Complexity: that of at most max_trials packings for each find. Sets are packed in fast quality (in small clusters,
// and those that are chosen, as policy.pack says).
Result<ConsolidateResponse> Consolidate(const ConsolidateRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_CONSOLIDATE_H_
