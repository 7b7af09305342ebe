#include "src/plan/immovable.h"

#include <set>
#include <utility>

#include "src/base/text.h"
#include "src/plan/workload_index.h"

namespace spotwright::plan {
namespace {

std::set<WorkloadKey> ExhaustedBudgets(const PlanRequest& request) {
  std::set<WorkloadKey> exhausted;
  for (const DisruptionBudget& budget : request.budgets) {
    if (budget.disruptions_allowed == 0) exhausted.insert({budget.namespace_name, budget.workload});
  }
  return exhausted;
}

std::set<WorkloadKey> NotUnderstood(const PlanRequest& request) {
  std::set<WorkloadKey> keys;
  for (const Workload& workload : request.workloads) {
    if (!workload.unknown_constraints.empty()) keys.insert({workload.namespace_name, workload.name});
  }
  return keys;
}

}  // namespace

std::map<std::string, std::string> ImmovableNodes(const PlanRequest& request) {
  const WorkloadIndex workloads = IndexOf(request.workloads);
  const std::set<WorkloadKey> exhausted = ExhaustedBudgets(request);
  const std::set<WorkloadKey> not_understood = NotUnderstood(request);
  std::map<std::string, std::string> immovable;
  for (const Node& node : request.nodes) {
    if (node.control_plane || node.state == NodeState::kDraining) continue;
    std::string why;
    if (node.do_not_disrupt)
      why = "marked do-not-disrupt";
    else if (node.state == NodeState::kLaunching)
      why = "still launching";
    // In the order of the names, so that the first cause is the same however the request is ordered.
    for (const auto& [key, pods] : PodsOn(node, workloads)) {
      if (!why.empty()) break;
      const std::string name = base::Cat(key.first, "/", key.second);
      if (workloads.at(key)->system_critical && !request.policy.disruption.move_system_critical) {
        why = base::Cat("system-critical ", name, " runs there");
      } else if (exhausted.count(key) > 0) {
        why = base::Cat("the disruption budget of ", name, " allows none");
      } else if (not_understood.count(key) > 0) {
        why = base::Cat(name, " runs there, whose constraints this version cannot keep elsewhere");
      }
    }
    if (!why.empty()) immovable.emplace(node.name, std::move(why));
  }
  return immovable;
}

}  // namespace spotwright::plan
