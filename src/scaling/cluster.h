// The cluster as scaling in sees it: what runs on each node, what of it may move, and what has been chosen to go so
// far.
#ifndef SPOTWRIGHT_SRC_SCALING_CLUSTER_H_
#define SPOTWRIGHT_SRC_SCALING_CLUSTER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "spotwright/disruption.h"
#include "spotwright/node.h"
#include "spotwright/reason.h"
#include "spotwright/scale.h"
#include "spotwright/workload.h"
#include "src/model/node_budgets.h"

namespace spotwright::scaling {

struct PodsOfWorkload {
  std::size_t workload = 0;  // Rank by namespace and name.
  std::int64_t pods = 0;
};

// requested / allocatable of the scarcer of CPU and memory, as a fraction, so that two are compared exactly.
struct RequestedShare {
  std::int64_t requested = 0;
  std::int64_t allocatable = 1;  // 0: more than anything.
};
bool operator<(const RequestedShare& a, const RequestedShare& b);

// A node that is neither draining nor of the control plane.
struct Member {
  const Node* node = nullptr;
  std::vector<PodsOfWorkload> pods;  // By workload, ascending; daemonsets end with the node and are left out.
  std::int64_t pod_count = 0;
  std::int64_t move_cost_micro = 0;  // Restarts of these pods; at most the greatest number there is.
  RequestedShare requested;          // By all pods, those of daemonsets included.
};

// Whether pods there can be counted upon: it is ready, and nothing ends it.
inline bool Serves(const Node& node) {
  return !node.under_notice && node.state != NodeState::kDraining && node.state != NodeState::kLaunching;
}

class Cluster {
 public:
  // What runs and what budgets are about must be among the workloads, and names be unique (model/check_cluster.h). All
  // must outlive the cluster. O(nodes log groups + workloads log workloads + pods).
  Cluster(std::span<const Node> nodes, std::span<const Workload> workloads, std::span<const DisruptionBudget> budgets);

  // In the order of the request.
  std::span<const Member> MembersOf(std::string_view group) const;

  // Why the node may not go, beside what has been chosen already, its age left out; empty if it may. O(its pods).
  std::vector<Reason> Hindrances(const Member& member, const ScaleInPolicy& policy) const;

  // The node goes: its pods no longer run, and what budgets allow is less by it.
  void Remove(const Member& member);

  // The same of a group whose nodes are only counted.
  void AddCounted(const std::string& group, std::int64_t nodes);
  void RemoveCounted(const std::string& group, std::int64_t nodes);

  // Among all nodes those that have been chosen are leaving.
  const model::NodeCounts& counts() const { return counts_; }

 private:
  struct Tally {
    const Workload* workload = nullptr;
    std::int64_t running = 0;
    std::optional<std::int64_t> disruptions_allowed;
    bool some_go = false;
  };

  Member Read(const Node& node, std::vector<PodsOfWorkload> all) const;

  std::vector<Tally> tallies_;  // By rank.
  std::map<std::string_view, std::vector<Member>> groups_;
  model::NodeCounts counts_;
};

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_CLUSTER_H_
