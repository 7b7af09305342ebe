// Node: an offer taken; NodeGroup: what an ASG, a scale set or a node pool is.
#ifndef SPOTWRIGHT_NODE_H_
#define SPOTWRIGHT_NODE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/offer.h"
#include "spotwright/requirement.h"
#include "spotwright/resources.h"

namespace spotwright {

enum class NodeState : std::int32_t {
  kLaunching = 1,  // Asked for and paid, not ready yet; counts as capacity.
  kReady = 2,
  kUnschedulable = 3,  // Cordoned or not ready: keeps what runs, takes nothing new.
  kDraining = 4,       // Leaving; what runs there must be placed elsewhere.
};

// Pods of one workload that run on a node.
struct RunningPods {
  std::string workload;
  std::string namespace_name = "default";
  std::int64_t replicas = 1;

  friend bool operator==(const RunningPods&, const RunningPods&) = default;
};

// A machine that runs, or is on its way.
struct Node {
  std::string name;
  std::string instance_type;
  std::string region;
  std::string zone;
  CapacityType capacity_type = {};
  std::optional<double> price_usd_per_hour;  // Absent: the offer's of the same pool; unknown there: counted as 0.
  std::string group;                         // Name of its NodeGroup; empty: none.
  NodeState state = NodeState::kReady;
  Architecture architecture = Architecture::kAmd64;
  Resources allocatable;
  std::map<std::string, std::string> labels;
  std::vector<Taint> taints;
  std::optional<std::int64_t> created_unix_ms;
  bool control_plane = false;   // Never counted, drained, replaced or filled.
  bool do_not_disrupt = false;  // Stays, whatever it costs.
  bool under_notice = false;    // An interruption notice or rebalance recommendation is out: takes nothing new.
  std::map<std::string, std::int64_t> volume_limits;  // By driver; one that is not named has no limit.
  std::vector<RunningPods> running;
  std::string instance_id;  // The provider's id of the machine, such as i-0123456789abcdef0; for events about it.

  friend bool operator==(const Node&, const Node&) = default;
};

// What all nodes of something may come to. Absent: no limit.
struct NodeLimits {
  std::optional<std::int64_t> max_cpu_millicores;  // Of allocatable.
  std::optional<std::int64_t> max_memory_bytes;
  std::optional<double> max_cost_usd_per_hour;

  friend bool operator==(const NodeLimits&, const NodeLimits&) = default;
};

// Flexibility: a node is launched only if so many different values of a label could have held the same pods, so that
// the provider has a choice (Karpenter: minValues).
struct MinValues {
  std::string key;
  std::int64_t count = 1;

  friend bool operator==(const MinValues&, const MinValues&) = default;
};

// A set of like machines that is scaled as one: its offers are those whose type, zone and capacity type match.
struct NodeGroup {
  std::string name;
  std::vector<std::string> instance_types;  // Empty: any type.
  std::vector<std::string> zones;           // Empty: any zone.
  CapacityType capacity_type = {};
  TypeFilter types;                       // Beside instance_types.
  std::vector<Requirement> requirements;  // On the labels of its offers; all must hold.
  std::vector<MinValues> min_values;      // By label of its offers.
  std::int64_t weight = 0;                // Pods go to the heaviest group that takes them, whatever it costs.
  NodeLimits limits;                      // Of its nodes in all, those running included.
  std::int64_t min_nodes = 0;
  std::int64_t max_nodes = 1000;
  std::map<std::string, std::string> labels;  // Added to those of the offer.
  std::vector<Taint> taints;                  // Added to those of the offer.

  friend bool operator==(const NodeGroup&, const NodeGroup&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_NODE_H_
