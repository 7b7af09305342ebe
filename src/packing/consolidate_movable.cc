#include "src/packing/consolidate_movable.h"

#include <algorithm>
#include <utility>

#include "src/base/text.h"
#include "src/model/reason.h"

namespace spotwright::packing::consolidation {
namespace {

using base::Cat;
using model::MakeReason;

constexpr std::int64_t kMillisecondsPerSecond = 1000;

class Rules {
 public:
  explicit Rules(const Cluster& cluster)
      : cluster_(cluster), policy_(cluster.request->policy), allowed_(DisruptionsAllowed(cluster)) {}

  // From what is said of the node itself.
  std::vector<Reason> OfNode(const ClusterNode& member) const {
    const Node& node = member.node;
    std::vector<Reason> reasons;
    if (node.do_not_disrupt) {
      reasons.push_back(
          MakeReason("node_do_not_disrupt", Cat("Node ", node.name, " is marked do-not-disrupt."), {}, {node.name}));
    }
    if (node.state == NodeState::kLaunching) {
      reasons.push_back(MakeReason("node_launching", Cat("Node ", node.name, " is still launching."), {}, {node.name}));
    }
    if (node.under_notice) {
      reasons.push_back(
          MakeReason("node_under_notice",
                     Cat("A notice of interruption is out for node ", node.name, ", which is answered by other means."),
                     {}, {node.name}));
    }
    if (member.awaited) {
      reasons.push_back(MakeReason(
          "node_awaits_pods", Cat("Pods that wait for a place are to go to node ", node.name, "."), {}, {node.name}));
    }
    return reasons;
  }

  // From the pods there: each rule once, with the workloads it is about.
  std::vector<Reason> OfPods(const ClusterNode& member) const {
    std::vector<Reason> reasons;
    const auto keep = [&](const Workload& workload, Reason reason) {
      const std::string name = Cat(workload.namespace_name, "/", workload.name);
      for (Reason& known : reasons) {
        if (known.code != reason.code) continue;
        known.paths.push_back(name);
        return;
      }
      reason.paths = {name};
      reasons.push_back(std::move(reason));
    };
    for (const auto& [w, count] : PodsByWorkload(member)) {
      const Workload& workload = cluster_.workloads[w];
      const std::string name = Cat(workload.namespace_name, "/", workload.name);
      if (workload.system_critical) {
        keep(workload, MakeReason("pod_system_critical", Cat("System-critical ", name, " runs there.")));
      }
      if (workload.do_not_disrupt) {
        keep(workload, MakeReason("pod_do_not_disrupt", Cat(name, " runs there and is marked do-not-disrupt.")));
      }
      if (workload.kind == WorkloadKind::kPod) {
        keep(workload, MakeReason("bare_pod", Cat(name, " runs there, a pod that nothing would start again.")));
      }
      if (workload.kind == WorkloadKind::kStatefulSet && !policy_.move_stateful) {
        keep(workload,
             MakeReason("stateful_pod", Cat(name, " runs there, a StatefulSet, which the policy does not move.")));
      }
      if (cluster_.running[w] == 1 && !policy_.move_sole_replicas) {
        keep(workload, MakeReason("sole_replica", Cat("The only replica of ", name, " that runs is there.")));
      }
      if (!workload.unknown_constraints.empty()) {
        keep(workload, MakeReason("constraint_not_supported",
                                  Cat(name, " runs there, with a constraint that cannot be kept elsewhere: ",
                                      workload.unknown_constraints.front(), ".")));
      }
      if (const auto allowed = allowed_.find(w); allowed != allowed_.end() && allowed->second < count) {
        keep(
            workload,
            MakeReason(
                "disruption_budget_exhausted",
                Cat("Pods of ", name, " there: ", count, "; its disruption budget allows ", allowed->second, "."),
                {{"pods", static_cast<double>(count)}, {"disruptions_allowed", static_cast<double>(allowed->second)}}));
      }
    }
    return reasons;
  }

  // When the node is old enough; absent if it is.
  std::optional<std::int64_t> ComesOfAge(const Node& node) const {
    const std::int64_t least = policy_.min_node_age_seconds * kMillisecondsPerSecond;
    if (!node.created_unix_ms || least == 0) return std::nullopt;
    const std::int64_t of_age = *node.created_unix_ms + least;
    if (of_age <= *cluster_.request->now_unix_ms) return std::nullopt;
    return of_age;
  }

 private:
  const Cluster& cluster_;
  const ConsolidatePolicy& policy_;
  std::map<std::size_t, std::int64_t> allowed_;
};

}  // namespace

std::map<std::size_t, std::int64_t> DisruptionsAllowed(const Cluster& cluster) {
  std::map<std::size_t, std::int64_t> allowed;
  for (const DisruptionBudget& budget : cluster.request->budgets) {
    const std::size_t w = cluster.index.at({budget.namespace_name, budget.workload});
    const auto [entry, added] = allowed.try_emplace(w, budget.disruptions_allowed);
    if (!added) entry->second = std::min(entry->second, budget.disruptions_allowed);
  }
  return allowed;
}

Untouchable UntouchableNodes(const Cluster& cluster, bool young_launches) {
  const Rules rules(cluster);
  Untouchable untouchable;
  for (const ClusterNode& member : cluster.nodes) {
    std::vector<Reason> reasons = rules.OfNode(member);
    std::vector<Reason> of_pods = rules.OfPods(member);
    reasons.insert(reasons.end(), std::make_move_iterator(of_pods.begin()), std::make_move_iterator(of_pods.end()));
    const auto of_age = member.launched && !young_launches ? std::nullopt : rules.ComesOfAge(member.node);
    if (of_age) {
      if (reasons.empty()) {
        untouchable.next_of_age_unix_ms = std::min(untouchable.next_of_age_unix_ms.value_or(*of_age), *of_age);
      }
      reasons.push_back(MakeReason("node_too_young",
                                   Cat("Node ", member.node.name, " has run for less than ",
                                       cluster.request->policy.min_node_age_seconds, " s."),
                                   {{"of_age_unix_ms", static_cast<double>(*of_age)}}, {member.node.name}));
    }
    if (!reasons.empty()) untouchable.kept.emplace(member.node.name, std::move(reasons));
  }
  return untouchable;
}

std::map<std::string, Reason> GroupsAtMinimum(const Cluster& cluster) {
  std::map<std::string, std::int64_t> members;
  for (const ClusterNode& node : cluster.nodes) ++members[node.node.group];
  std::map<std::string, Reason> reasons;
  for (const NodeGroup& group : cluster.request->groups) {
    const std::int64_t nodes = members[group.name];
    if (nodes > group.min_nodes) continue;
    reasons[group.name] = MakeReason(
        "group_at_min_nodes", Cat("Group ", group.name, " has ", nodes, " nodes and must have ", group.min_nodes, "."),
        {{"nodes", static_cast<double>(nodes)}, {"min_nodes", static_cast<double>(group.min_nodes)}}, {group.name});
  }
  return reasons;
}

}  // namespace spotwright::packing::consolidation
