#include "tests/support/packing_rules.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace spotwright::test {
namespace {

std::string Text(std::int64_t value) { return std::to_string(value); }

bool IsHard(const TopologySpread& spread) { return spread.when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule; }

// The name of the domain that the host is in; empty if in none.
std::string DomainOf(const Host& host, const std::string& key) {
  if (key == kHostnameKey) return (host.existing ? "existing " : "new ") + host.name;
  const auto label = host.labels.find(key);
  return label == host.labels.end() ? "" : label->second;
}

bool HasRoom(const NodeGroup& group, const PackRequest& request) {
  return group.max_nodes > std::count_if(request.nodes.begin(), request.nodes.end(), [&](const Node& node) {
           return node.group == group.name && node.state != NodeState::kDraining;
         });
}

// Zones that count for a spread: those of nodes that the selector and the affinity accept, whatever else keeps the pod
// off them, and those of offers that can be had and hold it. A new node that came for others only may come later.
std::set<std::string> EligibleZones(const Workload& workload, const PackRequest& request, const World& world) {
  std::set<std::string> zones;
  for (const Host& host : world.hosts) {
    const bool zone_allowed =
        workload.zones.empty() || std::count(workload.zones.begin(), workload.zones.end(), host.pool.zone) > 0;
    if (!host.existing) continue;
    if (!host.leaving && zone_allowed && WantsNode(workload, host.labels)) zones.insert(DomainOf(host, kZoneKey));
  }
  const auto consider = [&](const Offer& offer, const NodeGroup* group) {
    if (!NotForSale(offer, request).empty() || offer.available_count == 0) return;
    Host host = HostOf(offer, group, request);
    if (!Refusal(workload, host, world).empty()) return;
    host.pods[IdOf(workload)] = PodsThere{&workload, 0, 1};
    if (Fits(host.Used(), host.allocatable)) zones.insert(DomainOf(host, kZoneKey));
  };
  for (const Offer& offer : request.offers) {
    if (request.groups.empty()) consider(offer, nullptr);
    for (const NodeGroup& group : request.groups) {
      if (HasRoom(group, request) && Covers(group, offer)) consider(offer, &group);
    }
  }
  zones.erase("");
  return zones;
}

std::set<std::string> EligibleHosts(const Workload& workload, const World& world) {
  std::set<std::string> names;
  for (const Host& host : world.hosts) {
    if (!host.leaving && WantsNode(workload, host.labels)) names.insert(DomainOf(host, kHostnameKey));
  }
  return names;
}

void CheckSpread(const Workload& workload, const TopologySpread& spread, const PackRequest& request, const World& world,
                 std::vector<std::string>& violations) {
  // Pods of others that came in the same packing may have come after: each domain that took pods is held against the
  // fewest it can have had then, the others against the most.
  std::map<std::string, std::int64_t> fewest, most, placed;
  for (const Host& host : world.hosts) {
    if (host.leaving) continue;
    const std::string domain = DomainOf(host, spread.topology_key);
    for (const auto& [id, there] : host.pods) {
      if (id.first != workload.namespace_name || !Selects(spread.selector, there.workload->labels)) continue;
      const bool own = there.workload == &workload;
      fewest[domain] += there.running + (own ? there.placed : 0);
      most[domain] += there.running + there.placed;
      if (own) placed[domain] += there.placed;
    }
  }
  const std::set<std::string> eligible =
      spread.topology_key == kZoneKey ? EligibleZones(workload, request, world) : EligibleHosts(workload, world);
  std::int64_t least = 0;
  if (static_cast<std::int64_t>(eligible.size()) >= spread.min_domains) {
    least = INT64_MAX;
    for (const std::string& domain : eligible) least = std::min(least, most[domain]);
  }
  for (const auto& [domain, count] : placed) {
    if (count == 0 || fewest[domain] - least <= spread.max_skew) continue;
    violations.push_back(workload.name + " has " + Text(fewest[domain]) + " pods in " + domain + " and " + Text(least) +
                         " elsewhere, beyond its skew of " + Text(spread.max_skew));
  }
}

// Two sets of pods in one domain of the term's label, of which `owner` wants to be apart from `other`.
void CheckApart(const PodAffinityTerm& term, const World& world, const Workload& owner, const Workload& other,
                std::vector<std::string>& violations) {
  std::map<std::string, std::int64_t> owners, others, fresh;
  for (const Host& host : world.hosts) {
    const std::string domain = DomainOf(host, term.topology_key);
    if (host.leaving || domain.empty()) continue;
    for (const auto& [id, there] : host.pods) {
      if (there.workload == &owner) owners[domain] += there.running + there.placed;
      if (there.workload == &other) others[domain] += there.running + there.placed;
      if (there.workload == &owner || there.workload == &other) fresh[domain] += there.placed;
    }
  }
  for (const auto& [domain, count] : owners) {
    const bool clash = &owner == &other ? count > 1 : count > 0 && others[domain] > 0;
    if (clash && fresh[domain] > 0) {
      violations.push_back(owner.name + " wants to be apart from " + other.name + " in " + domain);
    }
  }
}

void CheckAntiAffinity(const World& world, std::vector<std::string>& violations) {
  for (const auto& [owner_id, owner] : world.workloads) {
    for (const PodAffinityTerm& term : owner->pod_anti_affinity) {
      if (term.weight != 0) continue;
      for (const auto& [other_id, other] : world.workloads) {
        if (Speaks(term, *owner, *other)) CheckApart(term, world, *owner, *other, violations);
      }
    }
  }
}

void CheckPorts(const Host& host, std::vector<std::string>& violations) {
  for (const auto& [id, there] : host.pods) {
    if (there.placed == 0 || there.workload->host_ports.empty()) continue;
    for (const auto& [other_id, other] : host.pods) {
      const std::int64_t count = other.running + other.placed;
      if (other.workload == there.workload ? count < 2 : count == 0) continue;
      for (const HostPort& port : there.workload->host_ports) {
        for (const HostPort& other_port : other.workload->host_ports) {
          if (Clash(port, other_port)) {
            violations.push_back(host.name + " has port " + Text(port.port) + " taken twice, by " + id.second +
                                 " and " + other_id.second);
          }
        }
      }
    }
  }
}

void CheckLimits(const PackLimits& limits, const World& world, std::vector<std::string>& violations) {
  std::int64_t nodes = 0, cpu = 0, memory = 0, micro_usd = 0;
  for (const Host& host : world.hosts) {
    if (host.existing) continue;
    ++nodes;
    cpu += host.allocatable.cpu_millicores;
    memory += host.allocatable.memory_bytes;
    micro_usd += std::llround(host.offer->price_usd_per_hour * 1e6);
  }
  if (nodes > limits.max_new_nodes.value_or(nodes)) violations.push_back("more new nodes than allowed");
  if (cpu > limits.max_cpu_millicores.value_or(cpu)) violations.push_back("more new CPU than allowed");
  if (memory > limits.max_memory_bytes.value_or(memory)) violations.push_back("more new memory than allowed");
  if (limits.max_cost_usd_per_hour && micro_usd > std::llround(*limits.max_cost_usd_per_hour * 1e6)) {
    violations.push_back("the new nodes cost more than allowed");
  }
}

}  // namespace

bool MayUseSpot(const Workload& workload) {
  return workload.kind != WorkloadKind::kDaemonSet && workload.spot_tolerant && !workload.system_critical;
}

std::string Unsupported(const Workload& workload, const World& world) {
  if (!workload.unknown_constraints.empty()) return "unknown constraint " + workload.unknown_constraints[0];
  for (const PodAffinityTerm& term : workload.pod_affinity) {
    if (term.weight == 0) return "required pod affinity";
  }
  for (const PodAffinityTerm& term : workload.pod_anti_affinity) {
    if (term.weight != 0) continue;
    const bool others = std::any_of(world.workloads.begin(), world.workloads.end(), [&](const auto& entry) {
      return entry.second != &workload && Speaks(term, workload, *entry.second);
    });
    if (others) return "anti-affinity to others";
    if (Speaks(term, workload, workload) && term.topology_key != kHostnameKey)
      return "anti-affinity over another label";
  }
  for (const TopologySpread& spread : workload.topology_spread) {
    if (!IsHard(spread)) continue;
    if (spread.topology_key != kZoneKey && spread.topology_key != kHostnameKey) return "spread over another label";
    for (const auto& [id, other] : world.workloads) {
      const bool counted = id.first == workload.namespace_name && Selects(spread.selector, other->labels);
      if (counted && other != &workload) return "spread that counts pods of others";
    }
  }
  return "";
}

void CheckNewNodes(const PackRequest& request, const World& world, std::vector<std::string>& violations) {
  std::map<std::string, std::int64_t> in_group;
  std::map<const Offer*, std::int64_t> of_offer;
  for (const Host& host : world.hosts) {
    if (!host.leaving) ++in_group[host.group];  // What leaves makes room.
    if (host.existing) continue;
    ++of_offer[host.offer];
    const std::string why_not = NotForSale(*host.offer, request);
    if (!why_not.empty()) violations.push_back(host.name + " is of an offer that is " + why_not);
    if (request.groups.empty()) {
      if (!host.group.empty()) violations.push_back(host.name + " is in a group and there are none");
      continue;
    }
    const auto group = std::find_if(request.groups.begin(), request.groups.end(),
                                    [&](const NodeGroup& g) { return g.name == host.group; });
    if (group == request.groups.end() || !Covers(*group, *host.offer)) {
      violations.push_back(host.name + " is launched outside of the groups");
    }
  }
  for (const auto& [offer, count] : of_offer) {
    if (count > offer->available_count.value_or(count)) {
      violations.push_back("more of " + offer->instance_type + " in " + offer->zone + " than can be had");
    }
  }
  for (const NodeGroup& group : request.groups) {
    const bool grew = std::any_of(world.hosts.begin(), world.hosts.end(),
                                  [&](const Host& host) { return !host.existing && host.group == group.name; });
    if (grew && in_group[group.name] > group.max_nodes) violations.push_back(group.name + " grows beyond its maximum");
  }
  CheckLimits(request.policy.limits, world, violations);
}

void CheckRoom(const World& world, std::vector<std::string>& violations) {
  for (const Host& host : world.hosts) {
    const bool took =
        std::any_of(host.pods.begin(), host.pods.end(), [](const auto& entry) { return entry.second.placed > 0; });
    if ((took || !host.existing) && !Fits(host.Used(), host.allocatable)) {
      violations.push_back(host.name + " holds more than it can");
    }
    if (!took && !host.existing) violations.push_back(host.name + " is launched for nothing");
  }
}

void CheckPods(const PackRequest& request, const World& world, std::vector<std::string>& violations) {
  std::set<const Workload*> placed;
  for (const Host& host : world.hosts) {
    CheckPorts(host, violations);
    for (const auto& [id, there] : host.pods) {
      if (there.placed == 0) continue;
      placed.insert(there.workload);
      const std::string refusal = Refusal(*there.workload, host, world);
      if (!refusal.empty()) violations.push_back(id.second + " must not be on " + host.name + ": " + refusal);
    }
  }
  for (const auto& [id, workload] : world.workloads) {
    if (placed.count(workload) == 0) continue;
    if (workload->kind == WorkloadKind::kDaemonSet) violations.push_back(id.second + " is a daemonset and was placed");
    const std::string unsupported = Unsupported(*workload, world);
    if (!unsupported.empty()) violations.push_back(id.second + " was placed in spite of: " + unsupported);
    for (const TopologySpread& spread : workload->topology_spread) {
      if (IsHard(spread)) CheckSpread(*workload, spread, request, world, violations);
    }
  }
  CheckAntiAffinity(world, violations);
}

SpotCounts CountSpot(const Workload& workload, const World& world) {
  SpotCounts counts;
  counts.wanted = workload.replicas;
  for (const Host& host : world.hosts) {
    const auto there = host.pods.find(IdOf(workload));
    if (host.leaving || host.pool.capacity_type != CapacityType::kSpot || there == host.pods.end()) continue;
    counts.on_spot += there->second.running + there->second.placed;
    counts.placed_on_spot += there->second.placed;
  }
  return counts;
}

void CheckSpot(const PackRequest& request, const World& world, std::vector<std::string>& violations) {
  const SpotShare& share = request.policy.spot_share;
  std::int64_t total = 0, on_spot = 0, placed_on_spot = 0;
  for (const auto& [id, workload] : world.workloads) {
    if (!MayUseSpot(*workload)) continue;
    const SpotCounts counts = CountSpot(*workload, world);
    const std::int64_t most = std::max<std::int64_t>(0, counts.wanted - workload->min_on_demand_replicas);
    if (counts.placed_on_spot > 0 && counts.on_spot > most) {
      violations.push_back(id.second + " has " + Text(counts.on_spot) + " replicas on spot; at most " + Text(most));
    }
    const std::int64_t each = share.unit == ShareUnit::kCpu ? workload->requests.cpu_millicores : 1;
    total += counts.wanted * each;
    on_spot += std::min(counts.on_spot, counts.wanted) * each;  // Beyond what is wanted, pods are about to end.
    placed_on_spot += counts.placed_on_spot * each;
  }
  if (share.unit == ShareUnit::kNodes) {
    total = on_spot = placed_on_spot = 0;
    for (const Host& host : world.hosts) {
      if (host.existing) continue;
      ++total;
      if (host.pool.capacity_type == CapacityType::kSpot) ++on_spot;
    }
    placed_on_spot = on_spot;
  }
  if (placed_on_spot > 0 && static_cast<double>(on_spot) > share.max_share * static_cast<double>(total) + 1e-9) {
    violations.push_back("on spot are " + Text(on_spot) + " of " + Text(total) + ", more than the share allows");
  }
}

}  // namespace spotwright::test
