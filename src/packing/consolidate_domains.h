// Domains: a spread counts pods over the values of a label that nodes have. When the last node with a value goes, the
// value counts no more, and pods may be where they could not be before.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_DOMAINS_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_DOMAINS_H_

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "src/packing/consolidate_cluster.h"

namespace spotwright::packing::consolidation {

// Labels over which pods of the workload must be spread; hosts left out, since a new one can always be had.
std::set<std::string> SpreadKeys(const Workload& workload);

// Indices of the nodes among those `gone` whose value of the label no other of the nodes has. Launches make no domain,
// as in Pack. O(nodes x labels).
std::vector<std::size_t> LastOfDomain(const std::vector<ClusterNode>& nodes, const std::set<std::string>& gone,
                                      const std::string& key);

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_DOMAINS_H_
