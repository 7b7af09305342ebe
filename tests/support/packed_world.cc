#include "tests/support/packed_world.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "tests/support/type_rules.h"

namespace spotwright::test {
namespace {

template <typename T>
bool Contains(const std::vector<T>& values, const T& value) {
  return std::count(values.begin(), values.end(), value) > 0;
}

std::int64_t MicroUsd(double usd) { return std::llround(usd * 1e6); }

Pool PoolOfNode(const Node& node) { return Pool{node.instance_type, node.region, node.zone, node.capacity_type}; }

void AddDaemonSets(const std::vector<const Workload*>& daemon_sets, Host& host) {
  for (const Workload* workload : daemon_sets) {
    const bool runs_there = WantsNode(*workload, host.labels) && ToleratesAll(*workload, host.taints) &&
                            ZoneAllowed(*workload, host) &&
                            (!workload->architecture || *workload->architecture == host.architecture);
    if (!runs_there) continue;
    PodsThere& there = host.pods[IdOf(*workload)];
    there.workload = workload;
    there.running = std::max<std::int64_t>(there.running, 1);
  }
}

std::vector<const Workload*> DaemonSetsOf(const PackRequest& request) {
  std::vector<const Workload*> daemon_sets;
  for (const Workload& workload : request.workloads) {
    if (workload.kind == WorkloadKind::kDaemonSet) daemon_sets.push_back(&workload);
  }
  return daemon_sets;
}

Host NewHost(const Offer& offer, const NodeGroup* group, const std::vector<const Workload*>& daemon_sets) {
  Host host;
  host.name = "a new " + offer.instance_type + " in " + offer.zone;
  host.pool = PoolOfOffer(offer);
  host.offer = &offer;
  host.price_micro = MicroUsd(offer.price_usd_per_hour);
  host.hazard = HazardOf(offer);
  host.architecture = offer.architecture;
  host.allocatable = offer.allocatable;
  host.volume_limits = offer.volume_limits;
  host.labels = LabelsOf(offer, group);
  host.taints = offer.taints;
  if (group != nullptr) {
    host.group = group->name;
    host.taints.insert(host.taints.end(), group->taints.begin(), group->taints.end());
  }
  AddDaemonSets(daemon_sets, host);
  return host;
}

// Builds hosts, each kind of new node once.
class Builder {
 public:
  explicit Builder(const PackRequest& request) : daemon_sets_(DaemonSetsOf(request)) {
    for (const Offer& offer : request.offers) offers_.emplace(PoolOfOffer(offer), &offer);
    for (const NodeGroup& group : request.groups) groups_.emplace(group.name, &group);
  }

  Host Existing(const Node& node, const World& world) const {
    Host host;
    host.name = node.name;
    host.existing = true;
    host.leaving = node.state == NodeState::kDraining;
    host.control_plane = node.control_plane;
    if (host.leaving) host.why_closed = "draining";
    if (node.state == NodeState::kUnschedulable) host.why_closed = "unschedulable";
    if (node.under_notice) host.why_closed = "under notice";
    if (node.control_plane) host.why_closed = "of the control plane";
    host.open = host.why_closed.empty();
    host.pool = PoolOfNode(node);
    host.group = node.group;
    const auto offer = offers_.find(host.pool);
    const double offered = offer == offers_.end() ? 0 : offer->second->price_usd_per_hour;
    host.price_micro = MicroUsd(node.price_usd_per_hour.value_or(offered));
    host.hazard = offer == offers_.end() ? 0 : HazardOf(*offer->second);
    host.architecture = node.architecture;
    host.allocatable = node.allocatable;
    host.volume_limits = node.volume_limits;
    host.labels = LabelsOf(node);
    host.taints = node.taints;
    for (const RunningPods& running : node.running) {
      const auto workload = world.workloads.find({running.namespace_name, running.workload});
      if (workload == world.workloads.end()) continue;
      PodsThere& there = host.pods[workload->first];
      there.workload = workload->second;
      there.running += running.replicas;
    }
    AddDaemonSets(daemon_sets_, host);
    return host;
  }

  // Null if there is no such offer or group.
  const Host* Prototype(const Pool& pool, const std::string& group_name) {
    const auto offer = offers_.find(pool);
    const auto group = groups_.find(group_name);
    if (offer == offers_.end() || (group == groups_.end() && !group_name.empty())) return nullptr;
    const auto [prototype, is_new] = prototypes_.try_emplace({pool, group_name});
    if (is_new) {
      prototype->second = NewHost(*offer->second, group == groups_.end() ? nullptr : group->second, daemon_sets_);
    }
    return &prototype->second;
  }

 private:
  std::vector<const Workload*> daemon_sets_;
  std::map<Pool, const Offer*> offers_;
  std::map<std::string, const NodeGroup*> groups_;
  std::map<std::pair<Pool, std::string>, Host> prototypes_;
};

void Place(const PackedNode& node, const World& world, Host& host, std::vector<std::string>& violations) {
  for (const Placement& placement : node.placements) {
    const auto found = world.workloads.find({placement.namespace_name, placement.workload});
    if (found == world.workloads.end()) {
      violations.push_back(node.name + " takes pods of an unknown workload " + placement.workload);
    } else {
      AddPods(*found->second, placement.replicas, host);
    }
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

std::set<Architecture> DefaultArchitectures(const PackRequest& request) {
  const std::vector<Architecture>& stated = request.policy.default_architectures;
  std::set<Architecture> defaults(stated.begin(), stated.end());
  if (!stated.empty()) return defaults;
  for (const Node& node : request.nodes) {
    if (!node.control_plane) defaults.insert(node.architecture);
  }
  if (defaults.empty()) defaults.insert(Architecture::kAmd64);
  return defaults;
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

double StartUpUsd(const Host& host, const PackPolicy& policy) {
  return host.hazard * host.offer->price_usd_per_hour * policy.node_startup_seconds / 3600;
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

double HazardOf(const Offer& offer) {
  if (offer.capacity_type == CapacityType::kOnDemand) return 0;
  if (offer.interruptions_per_instance_hour) return *offer.interruptions_per_instance_hour;
  // The middle of each band: the share of instances that are interrupted within a month of 730 hours.
  static constexpr std::array<double, 5> kMonthlyShare = {0.03, 0.075, 0.125, 0.175, 0.25};
  if (!offer.interruption_band) return 0;
  return -std::log(1 - kMonthlyShare[static_cast<std::size_t>(*offer.interruption_band)]) / 730;
}

Host HostOf(const Offer& offer, const NodeGroup* group, const PackRequest& request) {
  return NewHost(offer, group, DaemonSetsOf(request));
}

World BuildWorld(const PackRequest& request, const PackResponse& response, std::vector<std::string>& violations) {
  World world;
  for (const Workload& workload : request.workloads) {
    world.workloads[IdOf(workload)] = &workload;
    world.namespaces.try_emplace(workload.namespace_name);
  }
  for (const Namespace& space : request.namespaces) {
    const auto found = world.namespaces.find(space.name);
    if (found != world.namespaces.end()) found->second = space.labels;
  }
  world.default_architectures = DefaultArchitectures(request);

  Builder builder(request);
  std::map<std::string, std::size_t> existing;
  for (const Node& node : request.nodes) {
    existing[node.name] = world.hosts.size();
    world.hosts.push_back(builder.Existing(node, world));
  }
  for (const PackedNode& node : response.nodes) {
    if (node.existing) {
      const auto found = existing.find(node.name);
      if (found == existing.end()) {
        violations.push_back(node.name + " is said to exist and does not");
      } else {
        Place(node, world, world.hosts[found->second], violations);
      }
      continue;
    }
    const Host* const prototype = builder.Prototype(node.pool, node.group);
    if (prototype == nullptr) {
      violations.push_back(node.name + " is of no offer, or of an unknown group");
      continue;
    }
    Host host = *prototype;
    host.name = node.name;
    host.labels[kHostnameKey] = "(new) " + node.name;
    if (host.offer->reserved_count > 0 && node.price_usd_per_hour == 0) host.price_micro = 0;
    Place(node, world, host, violations);
    world.hosts.push_back(std::move(host));
  }
  return world;
}

void AddPods(const Workload& workload, std::int64_t replicas, Host& host) {
  PodsThere& there = host.pods[IdOf(workload)];
  there.workload = &workload;
  there.placed += replicas;
}

bool ZoneAllowed(const Workload& workload, const Host& host) {
  return workload.zones.empty() || Contains(workload.zones, host.pool.zone);
}

bool ArchitectureAllowed(const Workload& workload, Architecture architecture, const World& world) {
  if (workload.architecture) return *workload.architecture == architecture;
  return ChoosesArchitecture(workload) || world.default_architectures.count(architecture) > 0;
}

bool MayUseSpot(const Workload& workload) {
  return workload.kind != WorkloadKind::kDaemonSet && workload.spot_tolerant && !workload.system_critical;
}

std::string Refusal(const Workload& workload, const Host& host, const World& world) {
  if (!host.open) return "the node is " + host.why_closed;
  if (!WantsNode(workload, host.labels)) return "the node selector or affinity does not accept the node";
  if (!ZoneAllowed(workload, host)) return "the zone is not allowed";
  if (!ToleratesAll(workload, host.taints)) return "a taint is not tolerated";
  if (!ArchitectureAllowed(workload, host.architecture, world)) return "the architecture is neither stated nor default";
  if (host.pool.capacity_type == CapacityType::kSpot && !MayUseSpot(workload)) return "it does not tolerate spot";
  return "";
}

std::string NotForSale(const Offer& offer, const PackRequest& request) {
  if (!offer.available) return "out of stock";
  if (offer.under_notice) return "under notice";
  if (offer.cooling_until_unix_ms && request.now_unix_ms < *offer.cooling_until_unix_ms) return "cooling";
  if (offer.burstable && !request.policy.allow_burstable) return "burstable";
  if (offer.bare_metal && !request.policy.allow_bare_metal) return "bare metal";
  if (!Allows(request.policy.types, offer)) return "of a type that the policy does not allow";
  return "";
}

bool Covers(const NodeGroup& group, const Offer& offer) {
  return (group.instance_types.empty() || Contains(group.instance_types, offer.instance_type)) &&
         (group.zones.empty() || Contains(group.zones, offer.zone)) && group.capacity_type == offer.capacity_type &&
         Allows(group.types, offer) && HoldAll(group.requirements, LabelsOf(offer, &group));
}

std::vector<Host> Launchable(const PackRequest& request, bool through_full_groups_too) {
  std::map<std::string, std::int64_t> in_group;
  for (const Node& node : request.nodes) {
    if (node.state != NodeState::kDraining) ++in_group[node.group];
  }
  const std::vector<const Workload*> daemon_sets = DaemonSetsOf(request);
  std::vector<Host> hosts;
  for (const Offer& offer : request.offers) {
    if (!NotForSale(offer, request).empty()) continue;
    if (offer.available_count && *offer.available_count + offer.reserved_count <= 0) continue;
    if (request.groups.empty()) hosts.push_back(NewHost(offer, nullptr, daemon_sets));
    for (const NodeGroup& group : request.groups) {
      if ((through_full_groups_too || in_group[group.name] < group.max_nodes) && Covers(group, offer)) {
        hosts.push_back(NewHost(offer, &group, daemon_sets));
      }
    }
  }
  return hosts;
}

}  // namespace spotwright::test
