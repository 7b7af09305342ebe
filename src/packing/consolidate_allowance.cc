#include "src/packing/consolidate_allowance.h"

#include <algorithm>
#include <cmath>

#include "src/packing/consolidate_movable.h"

namespace spotwright::packing::consolidation {
namespace {

// Of all nodes, where no budget is stated: Karpenter's default.
constexpr double kDefaultShare = 0.1;

// Shares are decimal fractions: 0.3 of 10 nodes is 3, whatever its nearest double is.
constexpr double kRounding = 1e-9;

bool Holds(const TimeSpan& span, std::int64_t at_unix_ms) {
  return span.start_unix_ms <= at_unix_ms && at_unix_ms < span.end_unix_ms;
}

bool IsActive(const NodeBudget& budget, const std::optional<std::int64_t>& at_unix_ms) {
  return budget.active.empty() || std::any_of(budget.active.begin(), budget.active.end(),
                                              [&](const TimeSpan& span) { return Holds(span, *at_unix_ms); });
}

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

// How many nodes may go at the moment, by scope; scopes without an active budget are missing. Shares count nodes that
// are draining, and they have used up their part.
std::map<std::string, std::int64_t> AllowedAt(const Cluster& cluster, const std::optional<std::int64_t>& at_unix_ms) {
  std::map<std::string, std::int64_t> allowed;
  for (const NodeBudget& budget : BudgetsOf(cluster.request->policy)) {
    if (!IsActive(budget, at_unix_ms)) continue;
    std::int64_t nodes = 0;
    std::int64_t draining = 0;
    for (const Node& node : cluster.request->nodes) {
      if (!IsIn(node, budget.group)) continue;
      ++nodes;
      if (node.state == NodeState::kDraining) ++draining;
    }
    std::int64_t most = nodes;
    if (budget.max_nodes) most = std::min(most, *budget.max_nodes);
    if (budget.max_share) {
      const double share = std::ceil(*budget.max_share * static_cast<double>(nodes) - kRounding);
      most = std::min(most, static_cast<std::int64_t>(share));
    }
    most = std::max<std::int64_t>(0, most - draining);
    const auto [entry, added] = allowed.try_emplace(budget.group, most);
    if (!added) entry->second = std::min(entry->second, most);
  }
  return allowed;
}

}  // namespace

std::optional<Quiet> QuietAt(const ConsolidatePolicy& policy, const std::optional<std::int64_t>& now_unix_ms) {
  std::optional<Quiet> quiet;
  bool longer = now_unix_ms.has_value();
  while (longer) {
    longer = false;
    for (const TimeSpan& window : policy.quiet_windows) {
      if (!Holds(window, quiet ? quiet->end_unix_ms : *now_unix_ms)) continue;
      if (!quiet) quiet = Quiet{0, window.why};
      quiet->end_unix_ms = window.end_unix_ms;
      longer = true;
    }
  }
  return quiet;
}

Allowance::Allowance(const Cluster& at_first, const Cluster& now)
    : nodes_(AllowedAt(at_first, at_first.request->now_unix_ms)),
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

std::optional<std::int64_t> NextAllowanceAt(const Cluster& cluster, const std::map<std::string, std::int64_t>& scopes) {
  if (scopes.empty() || !cluster.request->now_unix_ms) return std::nullopt;
  const std::int64_t now = *cluster.request->now_unix_ms;
  std::set<std::int64_t> moments;
  for (const NodeBudget& budget : cluster.request->policy.node_budgets) {
    for (const TimeSpan& span : budget.active) {
      moments.insert(span.start_unix_ms);
      moments.insert(span.end_unix_ms);
    }
  }
  for (auto moment = moments.upper_bound(now); moment != moments.end(); ++moment) {
    const std::map<std::string, std::int64_t> then = AllowedAt(cluster, *moment);
    for (const auto& [scope, allowed] : scopes) {
      const auto found = then.find(scope);
      if (found == then.end() || found->second > allowed) return *moment;
    }
  }
  return std::nullopt;
}

}  // namespace spotwright::packing::consolidation
