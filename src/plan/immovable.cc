#include "src/plan/immovable.h"

#include <set>
#include <utility>

#include "src/base/text.h"
#include "src/packing/constraints.h"
#include "src/plan/workload_index.h"

namespace spotwright::plan {
namespace {

using Key = std::pair<std::string, std::string>;

std::set<Key> ExhaustedBudgets(const PlanRequest& request) {
  std::set<Key> exhausted;
  for (const DisruptionBudget& budget : request.budgets) {
    if (budget.disruptions_allowed == 0) exhausted.insert({budget.namespace_name, budget.workload});
  }
  return exhausted;
}

std::set<Key> NotUnderstood(const PlanRequest& request) {
  PackRequest pack;
  pack.workloads = request.workloads;
  std::set<Key> keys;
  for (const std::size_t w : packing::NotUnderstood(pack)) {
    keys.insert({request.workloads[w].namespace_name, request.workloads[w].name});
  }
  return keys;
}

}  // namespace

std::map<std::string, std::string> ImmovableNodes(const PlanRequest& request) {
  const WorkloadIndex workloads = IndexOf(request.workloads);
  const std::set<Key> exhausted = ExhaustedBudgets(request);
  const std::set<Key> not_understood = NotUnderstood(request);
  std::map<std::string, std::string> immovable;
  for (const Node& node : request.nodes) {
    if (node.control_plane || node.state == NodeState::kDraining) continue;
    std::string why;
    if (node.do_not_disrupt)
      why = "it is marked do-not-disrupt";
    else if (node.state == NodeState::kLaunching)
      why = "it is still launching";
    for (const RunningPods& running : node.running) {
      if (!why.empty()) break;
      const Key key{running.namespace_name, running.workload};
      const auto found = workloads.find(key);
      if (found == workloads.end() || running.replicas == 0) continue;
      const Workload& workload = *found->second;
      if (workload.kind == WorkloadKind::kDaemonSet) continue;
      if (workload.system_critical && !request.policy.disruption.move_system_critical) {
        why = base::Cat("system-critical ", running.workload, " runs there");
      } else if (exhausted.count(key) > 0) {
        why = base::Cat("the disruption budget of ", running.workload, " allows none");
      } else if (not_understood.count(key) > 0) {
        why = base::Cat(running.workload, " runs there, whose constraints this version cannot keep elsewhere");
      }
    }
    if (!why.empty()) immovable.emplace(node.name, std::move(why));
  }
  return immovable;
}

}  // namespace spotwright::plan
