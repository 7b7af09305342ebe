// Value: what the pods of a cluster are worth at shadow prices, and the least that any cluster for them could cost.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_VALUE_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_VALUE_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "src/packing/consolidate_cluster.h"

namespace spotwright::packing::consolidation {

struct ClusterValue {
  std::int64_t bound_micro = 0;         // Prices and interruptions; the nodes that stay are kept.
  std::vector<double> pod_value_micro;  // By workload: what one pod of it adds to the bound.
};

// The nodes named in `stays` are paid and give their free room; the pods of the others go there, to nodes of the
// offers, or to nodes like those that run, all of which may be taken in fractions. Of the constraints only those of
// spot are looked at, so that no arrangement costs less. O(workloads + nodes x resources) beside the linear program.
ClusterValue ValueOf(const Cluster& cluster, const std::set<std::string>& stays);

// The bound alone, as strong as a packing of that quality proves it. Null when cancelled.
std::optional<std::int64_t> BoundOf(const Cluster& cluster, const std::set<std::string>& stays, PackQuality quality,
                                    const Call& call);

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_VALUE_H_
