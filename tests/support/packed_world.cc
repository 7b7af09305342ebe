#include "tests/support/packed_world.h"

#include <algorithm>

namespace spotwright::test {
namespace {

template <typename T>
bool Contains(const std::vector<T>& values, const T& value) {
  return std::count(values.begin(), values.end(), value) > 0;
}

void AddDaemonSets(const PackRequest& request, Host& host) {
  for (const Workload& workload : request.workloads) {
    if (workload.kind != WorkloadKind::kDaemonSet) continue;
    PodsThere& there = host.pods[IdOf(workload)];
    there.workload = &workload;
    const bool runs_there = WantsNode(workload, host.labels) && ToleratesAll(workload, host.taints) &&
                            (workload.zones.empty() || Contains(workload.zones, host.pool.zone)) &&
                            (!workload.architecture || *workload.architecture == host.architecture);
    if (there.running == 0 && runs_there) there.running = 1;
  }
}

const Offer* FindOffer(const PackRequest& request, const Pool& pool) {
  for (const Offer& offer : request.offers) {
    if (PoolOfOffer(offer) == pool) return &offer;
  }
  return nullptr;
}

const NodeGroup* FindGroup(const PackRequest& request, const std::string& name) {
  for (const NodeGroup& group : request.groups) {
    if (group.name == name) return &group;
  }
  return nullptr;
}

void Place(const PackedNode& node, const World& world, Host& host, std::vector<std::string>& violations) {
  for (const Placement& placement : node.placements) {
    const auto found = world.workloads.find({placement.namespace_name, placement.workload});
    if (found == world.workloads.end()) {
      violations.push_back(node.name + " takes pods of an unknown workload " + placement.workload);
      continue;
    }
    PodsThere& there = host.pods[found->first];
    there.workload = found->second;
    there.placed += placement.replicas;
  }
}

// Whether its node selector, or every term of its affinity, speaks of the architecture.
bool ChoosesArchitecture(const Workload& workload) {
  if (workload.node_selector.count(kArchitectureKey) > 0) return true;
  for (const RequirementTerm& term : workload.required_node_affinity) {
    const bool speaks = std::any_of(term.requirements.begin(), term.requirements.end(),
                                    [](const Requirement& r) { return r.key == kArchitectureKey; });
    if (!speaks) return false;
  }
  return !workload.required_node_affinity.empty();
}

}  // namespace

Resources Host::Used() const {
  Resources used;
  for (const auto& [id, there] : pods) {
    const std::int64_t count = there.running + there.placed;
    const Resources& each = there.workload->requests;
    used.cpu_millicores += count * each.cpu_millicores;
    used.memory_bytes += count * each.memory_bytes;
    used.pods += count;
    used.ephemeral_storage_bytes += count * each.ephemeral_storage_bytes;
    used.gpus += count * each.gpus;
    for (const auto& [resource, amount] : each.extended) {
      if (count * amount != 0) used.extended[resource] += count * amount;
    }
  }
  return used;
}

std::int64_t Host::Count(const WorkloadId& id) const {
  const auto there = pods.find(id);
  return there == pods.end() ? 0 : there->second.running + there->second.placed;
}

bool Fits(const Resources& used, const Resources& allocatable) {
  for (const auto& [name, amount] : used.extended) {
    const auto has = allocatable.extended.find(name);
    if (amount > (has == allocatable.extended.end() ? 0 : has->second)) return false;
  }
  return used.cpu_millicores <= allocatable.cpu_millicores && used.memory_bytes <= allocatable.memory_bytes &&
         used.pods <= allocatable.pods && used.gpus <= allocatable.gpus &&
         (allocatable.ephemeral_storage_bytes == 0 ||
          used.ephemeral_storage_bytes <= allocatable.ephemeral_storage_bytes);
}

WorkloadId IdOf(const Workload& workload) { return {workload.namespace_name, workload.name}; }

Pool PoolOfOffer(const Offer& offer) {
  return Pool{offer.instance_type, offer.region, offer.zone, offer.capacity_type};
}

Host HostOf(const Node& node, const PackRequest& request) {
  Host host;
  host.name = node.name;
  host.existing = true;
  host.leaving = node.state == NodeState::kDraining;
  if (host.leaving) host.why_closed = "draining";
  if (node.state == NodeState::kUnschedulable) host.why_closed = "unschedulable";
  if (node.control_plane) host.why_closed = "of the control plane";
  host.open = host.why_closed.empty();
  host.pool = Pool{node.instance_type, node.region, node.zone, node.capacity_type};
  host.group = node.group;
  host.architecture = node.architecture;
  host.allocatable = node.allocatable;
  host.labels = LabelsOf(node);
  host.taints = node.taints;
  for (const RunningPods& running : node.running) {
    for (const Workload& workload : request.workloads) {
      if (workload.name != running.workload || workload.namespace_name != running.namespace_name) continue;
      PodsThere& there = host.pods[IdOf(workload)];
      there.workload = &workload;
      there.running += running.replicas;
    }
  }
  AddDaemonSets(request, host);
  return host;
}

Host HostOf(const Offer& offer, const NodeGroup* group, const PackRequest& request) {
  Host host;
  host.name = "a new " + offer.instance_type + " in " + offer.zone;
  host.pool = PoolOfOffer(offer);
  host.offer = &offer;
  host.architecture = offer.architecture;
  host.allocatable = offer.allocatable;
  host.labels = LabelsOf(offer, group);
  host.taints = offer.taints;
  if (group != nullptr) {
    host.group = group->name;
    host.taints.insert(host.taints.end(), group->taints.begin(), group->taints.end());
  }
  AddDaemonSets(request, host);
  return host;
}

World BuildWorld(const PackRequest& request, const PackResponse& response, std::vector<std::string>& violations) {
  World world;
  for (const Workload& workload : request.workloads) world.workloads[IdOf(workload)] = &workload;
  const std::vector<Architecture>& stated = request.policy.default_architectures;
  world.default_architectures.insert(stated.begin(), stated.end());
  if (stated.empty()) {
    for (const Node& node : request.nodes) {
      if (!node.control_plane) world.default_architectures.insert(node.architecture);
    }
  }
  if (world.default_architectures.empty()) world.default_architectures.insert(Architecture::kAmd64);

  for (const Node& node : request.nodes) world.hosts.push_back(HostOf(node, request));
  for (const PackedNode& node : response.nodes) {
    if (node.existing) {
      const auto host = std::find_if(world.hosts.begin(), world.hosts.end(),
                                     [&](const Host& h) { return h.existing && h.name == node.name; });
      if (host == world.hosts.end()) {
        violations.push_back(node.name + " is said to exist and does not");
      } else {
        Place(node, world, *host, violations);
      }
      continue;
    }
    const Offer* const offer = FindOffer(request, node.pool);
    const NodeGroup* const group = FindGroup(request, node.group);
    if (offer == nullptr || (group == nullptr && !node.group.empty())) {
      violations.push_back(node.name + " is of no offer, or of an unknown group");
      continue;
    }
    Host host = HostOf(*offer, group, request);
    host.name = node.name;
    Place(node, world, host, violations);
    world.hosts.push_back(std::move(host));
  }
  return world;
}

std::string Refusal(const Workload& workload, const Host& host, const World& world) {
  if (!host.open) return "the node is " + host.why_closed;
  if (!WantsNode(workload, host.labels)) return "the node selector or affinity does not accept the node";
  if (!workload.zones.empty() && !Contains(workload.zones, host.pool.zone)) return "the zone is not allowed";
  if (!ToleratesAll(workload, host.taints)) return "a taint is not tolerated";
  if (workload.architecture
          ? *workload.architecture != host.architecture
          : !ChoosesArchitecture(workload) && world.default_architectures.count(host.architecture) == 0) {
    return "the architecture is neither stated nor a default";
  }
  if (host.pool.capacity_type == CapacityType::kSpot && (!workload.spot_tolerant || workload.system_critical)) {
    return "it does not tolerate spot";
  }
  return "";
}

std::string NotForSale(const Offer& offer, const PackRequest& request) {
  if (!offer.available) return "out of stock";
  if (offer.cooling_until_unix_ms && request.now_unix_ms < *offer.cooling_until_unix_ms) return "cooling";
  if (offer.burstable && !request.policy.allow_burstable) return "burstable";
  if (offer.bare_metal && !request.policy.allow_bare_metal) return "bare metal";
  return "";
}

bool Covers(const NodeGroup& group, const Offer& offer) {
  return (group.instance_types.empty() || Contains(group.instance_types, offer.instance_type)) &&
         (group.zones.empty() || Contains(group.zones, offer.zone)) && group.capacity_type == offer.capacity_type;
}

}  // namespace spotwright::test
