// Removals: which nodes of a group go, which may not, and what binds where fewer can go than are to.
#ifndef SPOTWRIGHT_SRC_SCALING_REMOVALS_H_
#define SPOTWRIGHT_SRC_SCALING_REMOVALS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/scale.h"
#include "src/scaling/cluster.h"

namespace spotwright::scaling {

struct RemovalTask {
  std::string group;
  std::int64_t wanted = 0;  // Nodes that are to go.
  std::int64_t nodes = 0;   // That the group counts now.
  std::int64_t min_nodes = 0;
  std::int64_t now_unix_ms = 0;
  ScaleInPolicy policy;
};

struct RemovalChoice {
  std::int64_t nodes = 0;         // That go.
  std::vector<Removal> removals;  // Which, the first first; none where nodes are not listed.
  std::vector<KeptNode> kept;     // Nodes that stay and could not go next, by name. None where a rule lets no node go.
  std::vector<Reason> reasons;    // What binds, where fewer go than are wanted.
  std::optional<std::int64_t> call_again_at_unix_ms;  // When by time alone more could go.
};

// Nodes go one by one. Each is the first that may go in the most loaded zone that has such a node; of zones with as
// many nodes in the one whose name is last, as in BalanceZones. In the zone the order is: by capacity type (the
// policy's first, or the type whose nodes cost more on average in the group; on-demand where prices do not tell), the
// least cost of restarts, the fewest pods, the least share of CPU or memory requested, the oldest (of unknown age:
// last), by name.
//
// What goes is booked in the cluster, so that budgets, and the last pods of workloads, hold over all groups that are
// asked about, each of them once. A node that was passed over cannot go later on either, since what goes only ever
// leaves less to go; so each is looked at once: O(nodes log nodes + pods).
RemovalChoice ChooseRemovals(const RemovalTask& task, Cluster& cluster);

// Of a group whose nodes, all of one capacity type, are only counted: how many may go.
RemovalChoice CountRemovals(const RemovalTask& task, CapacityType capacity_type, Cluster& cluster);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_REMOVALS_H_
