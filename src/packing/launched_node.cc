#include "src/packing/launched_node.h"

namespace spotwright::packing {

Node NodeAsLaunched(const PackedNode& launch, const Offer& offer, const std::vector<NodeGroup>& groups) {
  Node node;
  node.name = launch.name;
  node.instance_type = offer.instance_type;
  node.region = offer.region;
  node.zone = offer.zone;
  node.capacity_type = offer.capacity_type;
  node.group = launch.group;
  node.architecture = offer.architecture;
  node.allocatable = offer.allocatable;
  node.labels = offer.labels;
  node.taints = offer.taints;
  node.volume_limits = offer.volume_limits;
  for (const NodeGroup& group : groups) {
    if (group.name != launch.group) continue;
    for (const auto& [key, value] : group.labels) node.labels[key] = value;
    node.taints.insert(node.taints.end(), group.taints.begin(), group.taints.end());
  }
  return node;
}

}  // namespace spotwright::packing
