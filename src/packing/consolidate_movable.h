// What consolidation may touch: the nodes that a rule keeps, each with every rule that does.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_MOVABLE_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_MOVABLE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "src/packing/consolidate_cluster.h"

namespace spotwright::packing::consolidation {

struct Untouchable {
  std::map<std::string, std::vector<Reason>> kept;  // By name of the node.
  std::optional<std::int64_t> next_of_age_unix_ms;  // When the first node gets old enough that nothing else keeps.
};

// Rules about numbers of nodes are left to Allowance. Of launches that are intended, `young_launches` says whether they
// count as made now, or as old enough. O(pods on nodes).
Untouchable UntouchableNodes(const Cluster& cluster, bool young_launches);

// Why no node of a group may go, by name of the group; only groups that have no more nodes than they must.
std::map<std::string, Reason> GroupsAtMinimum(const Cluster& cluster);

// How many pods of each workload may be moved in one go, by its index; what is missing has no limit.
std::map<std::size_t, std::int64_t> DisruptionsAllowed(const Cluster& cluster);

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_MOVABLE_H_
