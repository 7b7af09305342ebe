// Node budgets and quiet windows: how many nodes may be disrupted at once, of which group, and when.
#ifndef SPOTWRIGHT_SRC_MODEL_NODE_BUDGETS_H_
#define SPOTWRIGHT_SRC_MODEL_NODE_BUDGETS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "spotwright/disruption.h"
#include "spotwright/node.h"

namespace spotwright::model {

// The quiet window that holds at the moment, if any; `end` is when no window that overlaps it does any more.
struct Quiet {
  std::int64_t end_unix_ms = 0;
  std::string why;
};
std::optional<Quiet> QuietAt(std::span<const TimeSpan> windows, const std::optional<std::int64_t>& now_unix_ms);

// Nodes that budgets are about: all but the control plane.
struct NodeCount {
  std::int64_t nodes = 0;
  std::int64_t leaving = 0;  // Of them; they have used up their part of any budget.
};

// By scope: the name of a group, or empty for all nodes.
using NodeCounts = std::map<std::string, NodeCount>;

// Draining nodes are leaving. O(nodes log groups).
NodeCounts CountNodes(std::span<const Node> nodes);

// How many more nodes may go at the moment, by scope; scopes without an active budget are missing. `at` is needed only
// where a budget has spans. O(budgets and their spans).
std::map<std::string, std::int64_t> AllowedAt(std::span<const NodeBudget> budgets, const NodeCounts& counts,
                                              const std::optional<std::int64_t>& at_unix_ms);

// The moments after now at which a budget begins or ceases to hold.
std::set<std::int64_t> ChangesAfter(std::span<const NodeBudget> budgets, std::int64_t now_unix_ms);

// The first moment after now at which one of these scopes is allowed more than here. O(spans x budgets).
std::optional<std::int64_t> NextAllowanceAt(std::span<const NodeBudget> budgets, const NodeCounts& counts,
                                            std::int64_t now_unix_ms,
                                            const std::map<std::string, std::int64_t>& allowed_now);

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_NODE_BUDGETS_H_
