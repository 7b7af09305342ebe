#include "src/packing/consolidate_allowance.h"

#include <algorithm>

#include "src/model/node_budgets.h"
#include "src/packing/consolidate_movable.h"

namespace spotwright::packing::consolidation {
namespace {

// Of all nodes, where no budget is stated: Karpenter's default.
constexpr double kDefaultShare = 0.1;

std::vector<NodeBudget> BudgetsOf(const ConsolidatePolicy& policy) {
  if (!policy.node_budgets.empty()) return policy.node_budgets;
  NodeBudget budget;
  budget.max_share = kDefaultShare;
  return {budget};
}

bool IsIn(const Node& node, const std::string& scope) {
  return !node.control_plane && (scope.empty() || node.group == scope);
}

// Pods that ran there at first.
std::map<std::size_t, std::int64_t> OwnPods(const ClusterNode& node) {
  std::map<std::size_t, std::int64_t> pods;
  for (const auto& [key, count] : node.pods) {
    if (key.second == node.node.name) pods[key.first] += count;
  }
  return pods;
}

}  // namespace

Allowance::Allowance(const Cluster& at_first, const Cluster& now)
    : nodes_(model::AllowedAt(BudgetsOf(at_first.request->policy), model::CountNodes(at_first.request->nodes),
                              at_first.request->now_unix_ms)),
      allowed_(nodes_),
      pods_(DisruptionsAllowed(at_first)) {
  for (const NodeGroup& group : now.request->groups) above_minimum_[group.name] = -group.min_nodes;
  std::set<std::string> stays;
  for (const ClusterNode& node : now.nodes) {
    const auto group = above_minimum_.find(node.node.group);
    if (group != above_minimum_.end()) ++group->second;
    stays.insert(node.node.name);
  }
  for (const ClusterNode& node : at_first.nodes) {
    if (stays.count(node.node.name) == 0) Book(node);
  }
}

void Allowance::Book(const ClusterNode& node) {
  for (auto& [scope, left] : nodes_) {
    if (IsIn(node.node, scope)) --left;
  }
  for (const auto& [w, count] : OwnPods(node)) {
    if (const auto left = pods_.find(w); left != pods_.end()) left->second -= count;
  }
}

bool Allowance::Take(const ClusterNode& node) {
  const auto group = above_minimum_.find(node.node.group);
  if (group != above_minimum_.end() && group->second <= 0) return false;
  if (!node.launched) {
    for (const auto& [w, count] : OwnPods(node)) {
      const auto left = pods_.find(w);
      if (left != pods_.end() && left->second < count) return false;
    }
    bool refused = false;
    for (const auto& [scope, left] : nodes_) {
      if (left > 0 || !IsIn(node.node, scope)) continue;
      refusing_[scope] = allowed_.at(scope);
      refused = true;
    }
    if (refused) return false;
    Book(node);
  }
  if (group != above_minimum_.end()) --group->second;
  return true;
}

std::optional<std::int64_t> NextAllowance(const Cluster& cluster, const std::map<std::string, std::int64_t>& scopes) {
  const ConsolidateRequest& request = *cluster.request;
  if (scopes.empty() || !request.now_unix_ms) return std::nullopt;
  return model::NextAllowanceAt(BudgetsOf(request.policy), model::CountNodes(request.nodes), *request.now_unix_ms,
                                scopes);
}

}  // namespace spotwright::packing::consolidation
