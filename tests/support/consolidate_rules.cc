#include "tests/support/consolidate_rules.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace spotwright::test {
namespace {

bool Holds(const TimeSpan& span, std::int64_t at) { return span.start_unix_ms <= at && at < span.end_unix_ms; }

// Rules that keep a node, by the words of the header. Empty if none does.
std::string KeptBecause(const ConsolidationCase& c, const Node& node) {
  if (!IsWorker(node)) return "it is of the control plane or draining";
  if (node.do_not_disrupt) return "it is marked do-not-disrupt";
  if (node.state == NodeState::kLaunching) return "it is launching";
  if (node.under_notice) return "it is under notice";
  const ConsolidatePolicy& policy = c.request.policy;
  if (node.created_unix_ms && policy.min_node_age_seconds > 0 &&
      *c.request.now_unix_ms - *node.created_unix_ms < policy.min_node_age_seconds * 1000) {
    return "it is too young";
  }
  for (const auto& [id, count] : c.PodsOn(node.name)) {
    const Workload& workload = *c.workloads.at(id);
    if (workload.system_critical) return "a system-critical pod is there";
    if (workload.do_not_disrupt) return "a do-not-disrupt pod is there";
    if (workload.kind == WorkloadKind::kPod) return "a bare pod is there";
    if (workload.kind == WorkloadKind::kStatefulSet && !policy.move_stateful) return "a StatefulSet pod is there";
    if (c.running.at(id) == 1 && !policy.move_sole_replicas) return "a sole replica is there";
    if (!workload.unknown_constraints.empty()) return "a pod with an unknown constraint is there";
    for (const DisruptionBudget& budget : c.request.budgets) {
      if (budget.workload != workload.name || budget.namespace_name != workload.namespace_name) continue;
      if (budget.disruptions_allowed < count) return "a disruption budget does not allow it";
    }
  }
  return "";
}

}  // namespace

bool IsWorker(const Node& node) { return !node.control_plane && node.state != NodeState::kDraining; }

void CheckWhatGoes(const ConsolidationCase& c, const Replay& after, Violations& violations) {
  for (const std::string& name : after.removed()) {
    if (c.nodes.count(name) == 0) continue;  // Reported by the replay.
    const std::string why = KeptBecause(c, *c.nodes.at(name));
    if (!why.empty()) violations.push_back(name + " goes although " + why);
  }
  std::set<std::string> kept;
  for (const KeptNode& node : c.response.kept) {
    if (!kept.insert(node.name).second) violations.push_back(node.name + " is kept twice");
    if (node.reasons.empty()) violations.push_back(node.name + " is kept without a reason");
    if (after.removed().count(node.name) > 0) violations.push_back(node.name + " is kept and removed");
  }
  for (const Node& node : c.request.nodes) {
    if (IsWorker(node) && !KeptBecause(c, node).empty() && kept.count(node.name) == 0) {
      violations.push_back(node.name + " is not said to be kept although " + KeptBecause(c, node));
    }
  }
}

void CheckHowMuchGoes(const ConsolidationCase& c, const Replay& after, Violations& violations) {
  PodCounts leaving;
  for (const std::string& name : after.removed()) {
    for (const auto& [id, count] : c.PodsOn(name)) leaving[id] += count;
  }
  for (const DisruptionBudget& budget : c.request.budgets) {
    const auto found = leaving.find({budget.namespace_name, budget.workload});
    if (found != leaving.end() && found->second > budget.disruptions_allowed) {
      violations.push_back("more pods of " + budget.workload + " move than its budget allows");
    }
  }
  std::vector<NodeBudget> budgets = c.request.policy.node_budgets;
  if (budgets.empty()) {
    budgets.emplace_back();
    budgets.back().max_share = 0.1;
  }
  for (const NodeBudget& budget : budgets) {
    if (!budget.active.empty() && std::none_of(budget.active.begin(), budget.active.end(), [&](const TimeSpan& span) {
          return Holds(span, *c.request.now_unix_ms);
        })) {
      continue;
    }
    double all = 0, disrupted = 0;
    for (const Node& node : c.request.nodes) {
      if (node.control_plane || (!budget.group.empty() && node.group != budget.group)) continue;
      all += 1;
      if (node.state == NodeState::kDraining || after.removed().count(node.name) > 0) disrupted += 1;
    }
    if (!after.removed().empty() && budget.max_nodes && disrupted > static_cast<double>(*budget.max_nodes)) {
      violations.push_back("more nodes go than a budget allows");
    }
    if (!after.removed().empty() && budget.max_share && disrupted > std::ceil(*budget.max_share * all - 1e-9)) {
      violations.push_back("a larger share of nodes goes than a budget allows");
    }
  }
  for (const TimeSpan& window : c.request.policy.quiet_windows) {
    if (Holds(window, *c.request.now_unix_ms) && !c.response.steps.empty()) {
      violations.push_back("something is done in a quiet window");
    }
  }
  for (const NodeGroup& group : c.request.groups) {
    std::int64_t members = 0, gone = 0;
    for (const Node& node : c.request.nodes) {
      if (!IsWorker(node) || node.group != group.name) continue;
      ++members;
      if (after.removed().count(node.name) > 0) ++gone;
    }
    for (const auto& [name, launch] : after.launched()) members += launch->group == group.name ? 1 : 0;
    if (gone > 0 && members - gone < group.min_nodes) violations.push_back(group.name + " falls below its min_nodes");
  }
}

}  // namespace spotwright::test
