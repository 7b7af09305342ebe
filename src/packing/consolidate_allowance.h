// Allowance: how many nodes may be disrupted at once, of which group, and when.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_ALLOWANCE_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_ALLOWANCE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "src/packing/consolidate_cluster.h"

namespace spotwright::packing::consolidation {

// What the rules about numbers still let go: nodes by budget and by the minimum of their group, pods by workload.
class Allowance {
 public:
  // Nodes that have gone since are counted already.
  Allowance(const Cluster& at_first, const Cluster& now);

  // Whether the node, one of those there now, may go too; if so, it is counted. Of launches, which are intentions so
  // far, only the minimum of the group is asked.
  bool Take(const ClusterNode& node);

  // Budgets of nodes that refused one, by scope (a group, or empty for all nodes), with the number they allow.
  const std::map<std::string, std::int64_t>& refusing() const { return refusing_; }

 private:
  void Book(const ClusterNode& node);

  std::map<std::string, std::int64_t> nodes_;          // By scope: may still go by the budgets.
  std::map<std::string, std::int64_t> allowed_;        // By scope, at first.
  std::map<std::size_t, std::int64_t> pods_;           // By workload: may still be moved.
  std::map<std::string, std::int64_t> above_minimum_;  // By group: may still go by its min_nodes.
  std::map<std::string, std::int64_t> refusing_;
};

// The first moment after now at which a budget of one of these scopes allows more than it does now.
std::optional<std::int64_t> NextAllowance(const Cluster& cluster, const std::map<std::string, std::int64_t>& scopes);

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_ALLOWANCE_H_
