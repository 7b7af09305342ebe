// The cluster as consolidation sees it: what runs where, what it costs, and where each pod ran at first.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_CLUSTER_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_CLUSTER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/consolidate.h"
#include "spotwright/pack.h"
#include "spotwright/result.h"

namespace spotwright::packing::consolidation {

using WorkloadKey = std::pair<std::string, std::string>;  // Namespace, name.

// Pods of one workload (its index) that come from one node (its name).
using Pods = std::map<std::pair<std::size_t, std::string>, std::int64_t>;

struct ClusterNode {
  Node node;  // Its `running` is written anew for each packing, from `pods` and `daemons`.
  std::int64_t price_micro = 0;
  double interruptions_per_hour = 0;
  std::size_t root = 0;          // Index in the cluster at first: its own, or of a node that gave way to the launch.
  std::size_t launch_order = 0;  // Among all launches that were ever intended.
  Resources used;                // Of a launch: by all that is then on it.
  bool launched = false;         // By this consolidation: so far only an intention.
  bool awaited = false;          // Pods that have no place yet are to come here.
  Pods pods;                     // Those to come included, daemonsets left out.
  std::vector<RunningPods> daemons;  // Of daemonsets.
};

struct Cluster {
  const ConsolidateRequest* request = nullptr;
  std::vector<Workload> workloads;    // By namespace and name, with the replicas that have a place, or get one without
                                      // a new node.
  std::vector<std::int64_t> running;  // By workload: pods that run, on draining nodes left out.
  std::map<WorkloadKey, std::size_t> index;  // Of workloads.
  std::vector<ClusterNode> nodes;            // By name. Draining nodes and the control plane are left out.
  std::size_t launches = 0;                  // Ever intended.
  std::vector<Node> control_plane;           // Its pods matter to affinity.
};

// The request to pack these workloads around these nodes; all else is as the consolidation has it.
PackRequest PackRequestOf(const ConsolidateRequest& from, std::vector<Workload> workloads, std::vector<Node> nodes);

// Gives pods that run nowhere, and those on draining nodes, places in the free room; what they need is not up for
// taking. O(nodes log nodes), and a packing if there are such pods.
Result<Cluster> ClusterOf(const ConsolidateRequest& request, const Call& call);

// Expected cost per hour of interruptions to the node and to the pods on it, micro-USD.
std::int64_t InterruptionMicro(const Cluster& cluster, const ClusterNode& node);

// The part of it that stands for starting the node again.
std::int64_t RestartMicro(const Cluster& cluster, std::int64_t price_micro, double interruptions_per_hour);

// Prices of all nodes, and what interruptions cost beside.
struct ClusterCost {
  std::int64_t price_micro = 0;
  std::int64_t interruption_micro = 0;
  std::int64_t TotalMicro() const { return price_micro + interruption_micro; }
};
ClusterCost CostOf(const Cluster& cluster);

// Pods on the node, by workload index.
std::map<std::size_t, std::int64_t> PodsByWorkload(const ClusterNode& node);

inline std::int64_t CountPods(const ClusterNode& node) {
  std::int64_t count = 0;
  for (const auto& [key, pods] : node.pods) count += pods;
  return count;
}

// The node with its running pods, as a request states it.
Node NodeOf(const Cluster& cluster, const ClusterNode& node);

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_CLUSTER_H_
