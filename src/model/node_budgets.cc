#include "src/model/node_budgets.h"

#include <algorithm>
#include <cmath>

namespace spotwright::model {
namespace {

// Shares are decimal fractions: 0.3 of 10 nodes is 3, whatever its nearest double is.
constexpr double kRounding = 1e-9;

bool Holds(const TimeSpan& span, std::int64_t at_unix_ms) {
  return span.start_unix_ms <= at_unix_ms && at_unix_ms < span.end_unix_ms;
}

bool IsActive(const NodeBudget& budget, const std::optional<std::int64_t>& at_unix_ms) {
  return budget.active.empty() || std::any_of(budget.active.begin(), budget.active.end(),
                                              [&](const TimeSpan& span) { return Holds(span, *at_unix_ms); });
}

}  // namespace

std::optional<Quiet> QuietAt(std::span<const TimeSpan> windows, const std::optional<std::int64_t>& now_unix_ms) {
  std::optional<Quiet> quiet;
  bool longer = now_unix_ms.has_value();
  while (longer) {
    longer = false;
    for (const TimeSpan& window : windows) {
      if (!Holds(window, quiet ? quiet->end_unix_ms : *now_unix_ms)) continue;
      if (!quiet) quiet = Quiet{0, window.why};
      quiet->end_unix_ms = window.end_unix_ms;
      longer = true;
    }
  }
  return quiet;
}

NodeCounts CountNodes(std::span<const Node> nodes) {
  NodeCounts counts;
  NodeCount& all = counts[""];
  for (const Node& node : nodes) {
    if (node.control_plane) continue;
    const std::int64_t leaving = node.state == NodeState::kDraining ? 1 : 0;
    ++all.nodes;
    all.leaving += leaving;
    if (node.group.empty()) continue;
    NodeCount& group = counts[node.group];
    ++group.nodes;
    group.leaving += leaving;
  }
  return counts;
}

std::map<std::string, std::int64_t> AllowedAt(std::span<const NodeBudget> budgets, const NodeCounts& counts,
                                              const std::optional<std::int64_t>& at_unix_ms) {
  std::map<std::string, std::int64_t> allowed;
  for (const NodeBudget& budget : budgets) {
    if (!IsActive(budget, at_unix_ms)) continue;
    const auto found = counts.find(budget.group);
    const NodeCount count = found == counts.end() ? NodeCount{} : found->second;
    std::int64_t most = count.nodes;
    if (budget.max_nodes) most = std::min(most, *budget.max_nodes);
    if (budget.max_share) {
      const double share = std::ceil(*budget.max_share * static_cast<double>(count.nodes) - kRounding);
      most = std::min(most, static_cast<std::int64_t>(share));
    }
    most = std::max<std::int64_t>(0, most - count.leaving);
    const auto [entry, added] = allowed.try_emplace(budget.group, most);
    if (!added) entry->second = std::min(entry->second, most);
  }
  return allowed;
}

std::set<std::int64_t> ChangesAfter(std::span<const NodeBudget> budgets, std::int64_t now_unix_ms) {
  std::set<std::int64_t> moments;
  for (const NodeBudget& budget : budgets) {
    for (const TimeSpan& span : budget.active) {
      for (const std::int64_t moment : {span.start_unix_ms, span.end_unix_ms}) {
        if (moment > now_unix_ms) moments.insert(moment);
      }
    }
  }
  return moments;
}

std::optional<std::int64_t> NextAllowanceAt(std::span<const NodeBudget> budgets, const NodeCounts& counts,
                                            std::int64_t now_unix_ms,
                                            const std::map<std::string, std::int64_t>& allowed_now) {
  for (const std::int64_t moment : ChangesAfter(budgets, now_unix_ms)) {
    const std::map<std::string, std::int64_t> then = AllowedAt(budgets, counts, moment);
    for (const auto& [scope, allowed] : allowed_now) {
      const auto found = then.find(scope);
      if (found == then.end() || found->second > allowed) return moment;
    }
  }
  return std::nullopt;
}

}  // namespace spotwright::model
