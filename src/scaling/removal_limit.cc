#include "src/scaling/removal_limit.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "src/base/share.h"
#include "src/base/text.h"
#include "src/model/reason.h"

namespace spotwright::scaling {
namespace {

using base::Cat;
using model::MakeReason;

struct Cap {
  std::int64_t nodes = 0;
  Reason reason;
};

Cap ByMinimum(const RemovalTask& task) {
  return {std::max<std::int64_t>(0, task.nodes - task.min_nodes),
          MakeReason("group_at_min_nodes",
                     Cat("Group ", task.group, " has ", task.nodes, " nodes and must have ", task.min_nodes, "."),
                     {{"nodes", static_cast<double>(task.nodes)}, {"min_nodes", static_cast<double>(task.min_nodes)}},
                     {task.group})};
}

Cap ByPolicy(const RemovalTask& task) {
  const std::int64_t by_share = std::max<std::int64_t>(1, base::PartOf(task.nodes, task.policy.max_share));
  const std::int64_t most = std::min(task.policy.max_nodes, by_share);
  return {most, MakeReason("scale_in_limit_binds",
                           Cat("The policy lets at most ", most, most == 1 ? " node" : " nodes", " of the ", task.nodes,
                               " of group ", task.group, " go at once."),
                           {{"allowed_nodes", static_cast<double>(most)}}, {task.group})};
}

Cap ByBudget(const std::string& scope, std::int64_t allowed) {
  return {allowed, MakeReason("node_budget_binds",
                              Cat("At most ", allowed, " more ", allowed == 1 ? "node" : "nodes",
                                  scope.empty() ? std::string() : Cat(" of group ", scope), " may be disrupted now."),
                              {{"allowed_nodes", static_cast<double>(allowed)}},
                              scope.empty() ? std::vector<std::string>() : std::vector<std::string>{scope})};
}

// Of all that hold; without any there is no end.
std::int64_t Least(const std::map<std::string, std::int64_t>& allowed) {
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (const auto& [scope, nodes] : allowed) least = std::min(least, nodes);
  return least;
}

}  // namespace

RemovalLimit LimitRemovals(const RemovalTask& task, const model::NodeCounts& counts) {
  std::vector<NodeBudget> budgets;
  for (const NodeBudget& budget : task.policy.node_budgets) {
    if (budget.group.empty() || budget.group == task.group) budgets.push_back(budget);
  }
  const std::map<std::string, std::int64_t> allowed = model::AllowedAt(budgets, counts, task.now_unix_ms);

  std::vector<Cap> caps{ByMinimum(task), ByPolicy(task)};
  const std::int64_t lasting = std::min({task.wanted, caps[0].nodes, caps[1].nodes});
  for (const auto& [scope, nodes] : allowed) caps.push_back(ByBudget(scope, nodes));

  RemovalLimit limit;
  limit.nodes = std::min(lasting, Least(allowed));
  if (limit.nodes == task.wanted) return limit;
  for (Cap& cap : caps) {
    if (cap.nodes == limit.nodes) limit.reasons.push_back(std::move(cap.reason));
  }
  if (limit.nodes == lasting) return limit;
  for (const std::int64_t moment : model::ChangesAfter(budgets, task.now_unix_ms)) {
    if (Least(model::AllowedAt(budgets, counts, moment)) <= limit.nodes) continue;
    limit.until_unix_ms = moment;
    break;
  }
  return limit;
}

}  // namespace spotwright::scaling
