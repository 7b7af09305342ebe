// Weight: what a change of the cluster saves, what it disturbs, and whether the one is worth the other.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_WEIGHT_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_WEIGHT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "spotwright/pack.h"
#include "src/packing/consolidate_cluster.h"

namespace spotwright::packing::consolidation {

// What a change brings, in micro-USD: per hour, but for the disruption.
struct Weight {
  std::int64_t savings = 0;  // Prices and interruptions together.
  std::int64_t risk = 0;     // Of that, what interruptions come to cost more; below zero if less.
  std::int64_t gone = 0;     // Prices of the nodes that go.
  double disruption = 0;     // Once: of the pods that move.
  std::int64_t pods_moved = 0;
};

// When a change pays, as ConsolidatePolicy says it.
struct PayRule {
  double horizon_hours = 0;
  double min_savings_share = 0;
};

// What the change is worth over the horizon, micro-USD; above zero only if it pays: savings, less min_savings_share of
// what goes, less the disruption. Payoffs of changes add up, so that the last node of a set must pay as the first.
double Payoff(const Weight& weight, const PayRule& rule);

// USD, of moving one pod.
double MoveCost(const Workload& workload, const ConsolidatePolicy& policy);

// The node that a launch brings, still without pods.
ClusterNode LaunchedNode(const Cluster& cluster, const PackedNode& launch, const Offer& offer);

// Weighs changes of one cluster, which must outlive it.
class Scale {
 public:
  explicit Scale(const Cluster& cluster);

  // Of taking away the nodes `gone` (indices) when `nodes` get what their placements say.
  Weight Weigh(const std::vector<std::size_t>& gone, const std::vector<PackedNode>& nodes) const;

  const Offer& OfferOf(const Pool& pool) const { return *offers_.at(pool); }
  std::size_t IndexOf(const std::string& node) const { return node_index_.at(node); }

 private:
  const Cluster& cluster_;
  std::map<Pool, const Offer*> offers_;
  std::map<std::string, std::size_t> node_index_;  // By name.
};

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_WEIGHT_H_
