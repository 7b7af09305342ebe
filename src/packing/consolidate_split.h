// Split: an arrangement that pays as a whole, taken apart into changes that stand on their own.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_SPLIT_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_SPLIT_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "src/packing/consolidate_trial.h"

namespace spotwright::packing::consolidation {

// Pods that move.
struct Flow {
  std::size_t from = 0;  // Index of Cluster::nodes.
  std::size_t to = 0;    // Index of Trial::nodes.
  std::size_t workload = 0;
  std::string origin;  // The node where they ran at first.
  std::int64_t count = 0;
};

struct Change {
  std::vector<std::size_t> gone;      // Indices of Cluster::nodes, ascending.
  std::vector<std::size_t> launches;  // Indices of Trial::nodes, ascending.
  std::vector<Flow> flows;
  Weight weight;
  double payoff = 0;
};

// Which pods go where. Pods of a workload are alike, so there is a choice; it is made so that few nodes share a launch.
// O(launches x nodes x workloads on them), at worst.
std::vector<Flow> Match(const Cluster& cluster, const Trial& trial);

// By label: the nodes that pods leave which must be spread over it.
std::map<std::string, std::set<std::size_t>> MoversBySpread(const Cluster& cluster, const std::vector<Flow>& flows);

// Nodes that go belong together if they share a launch or tied workloads (TiesOf), or if one is the last of a
// domain that counts for the other: pods that find free room need
// nothing from each other. By the first node. O(nodes + flows).
std::vector<Change> Split(const Cluster& cluster, const Trial& trial, std::vector<Flow> flows,
                          const std::vector<std::size_t>& ties, const PayRule& rule);

// Sets weight and payoff of a change.
void Weigh(const Scale& scale, const Cluster& cluster, const Trial& trial, const PayRule& rule, Change& change);

// The cluster after those changes; launches are named "new-1", "new-2"... by the order in which they were decided on.
Cluster Apply(const Cluster& cluster, const Trial& trial, const std::vector<Change>& changes);

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_SPLIT_H_
