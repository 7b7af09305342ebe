#include "src/packing/consolidate_movable.h"

#include <algorithm>
#include <utility>

#include "src/base/text.h"
#include "src/model/disruption.h"
#include "src/model/reason.h"

namespace spotwright::packing::consolidation {
namespace {

using base::Cat;
using model::MakeReason;

class Rules {
 public:
  explicit Rules(const Cluster& cluster)
      : cluster_(cluster), policy_(MovePolicyOf(cluster.request->policy)), allowed_(DisruptionsAllowed(cluster)) {}

  // What hinders, apart from the age.
  std::vector<Reason> Of(const ClusterNode& member) const {
    std::vector<Reason> reasons = model::NodeHindrances(member.node);
    if (member.awaited) {
      const std::string& name = member.node.name;
      reasons.push_back(
          MakeReason("node_awaits_pods", Cat("Pods that wait for a place are to go to node ", name, "."), {}, {name}));
    }
    for (const auto& [w, count] : PodsByWorkload(member)) {
      model::PodsThere there;
      there.workload = &cluster_.workloads[w];
      there.pods = count;
      there.running = cluster_.running[w];
      if (const auto allowed = allowed_.find(w); allowed != allowed_.end()) there.disruptions_allowed = allowed->second;
      model::AddPodHindrances(there, policy_, reasons);
    }
    return reasons;
  }

 private:
  // Several replicas may leave one node together.
  static model::MovePolicy MovePolicyOf(const ConsolidatePolicy& policy) {
    return {.stateful = policy.move_stateful, .sole_replica = policy.move_sole_replicas, .all_replicas = true};
  }

  const Cluster& cluster_;
  model::MovePolicy policy_;
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
  const std::int64_t min_age_seconds = cluster.request->policy.min_node_age_seconds;
  Untouchable untouchable;
  for (const ClusterNode& member : cluster.nodes) {
    std::vector<Reason> reasons = rules.Of(member);
    const auto of_age = member.launched && !young_launches
                            ? std::nullopt
                            : model::ComesOfAge(member.node, min_age_seconds, cluster.request->now_unix_ms);
    if (of_age) {
      if (reasons.empty()) {
        untouchable.next_of_age_unix_ms = std::min(untouchable.next_of_age_unix_ms.value_or(*of_age), *of_age);
      }
      reasons.push_back(model::TooYoung(member.node, min_age_seconds, *of_age));
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
