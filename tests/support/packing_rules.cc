#include "tests/support/packing_rules.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "tests/support/pod_census.h"
#include "tests/support/pod_rules.h"

namespace spotwright::test {
namespace {

std::string Text(std::int64_t value) { return std::to_string(value); }

// The greatest whole number of replicas within a share. A product that should be whole may fall just short of it.
std::int64_t WholeOf(double share, std::int64_t replicas) {
  return static_cast<std::int64_t>(std::floor(share * static_cast<double>(replicas) + 1e-9));
}

bool TookPods(const Host& host) {
  return std::any_of(host.pods.begin(), host.pods.end(), [](const auto& entry) { return entry.second.placed > 0; });
}

// A pool, zone or node with what of a workload is there.
using PartCounts = std::map<std::string, PodCount>;

// Where a workload of two replicas or more states no limit, the policy's holds.
BlastRadius BlastRadiusOf(const Workload& workload, const PackPolicy& policy) {
  BlastRadius radius = workload.blast_radius;
  if (workload.replicas < 2) return radius;
  const BlastRadius& common = policy.blast_radius;
  if (!radius.max_share_per_pool) radius.max_share_per_pool = common.max_share_per_pool;
  if (!radius.max_share_per_zone) radius.max_share_per_zone = common.max_share_per_zone;
  if (!radius.max_share_per_node) radius.max_share_per_node = common.max_share_per_node;
  return radius;
}

void CheckShare(const Workload& workload, const std::optional<double>& share, const PartCounts& counts,
                std::vector<std::string>& violations) {
  if (!share) return;
  const std::int64_t most = std::max<std::int64_t>(1, WholeOf(*share, workload.replicas));
  for (const auto& [part, count] : counts) {
    if (count.placed == 0 || count.all <= most) continue;
    violations.push_back(workload.name + " has " + Text(count.all) + " replicas on " + part + "; at most " +
                         Text(most));
  }
}

}  // namespace

std::string Unsupported(const Workload& workload, const World&) {
  return workload.unknown_constraints.empty() ? "" : "unknown constraint " + workload.unknown_constraints[0];
}

bool HasRoom(const Host& host) {
  if (!Fits(host.Used(), host.allocatable)) return false;
  // Volumes beyond the limit that were there before keep no pod off that attaches no more.
  std::map<std::string, std::int64_t> before, after;
  std::set<std::pair<std::string, std::string>> claims_before, claims_after;
  const auto attach = [](const PodsThere& there, std::int64_t pods, auto& attached, auto& claims) {
    if (pods == 0) return;
    for (const VolumeUse& volume : there.workload->volumes) {
      if (volume.claim.empty()) {
        attached[volume.driver] += pods * volume.count;
      } else if (claims.insert({volume.driver, there.workload->namespace_name + "/" + volume.claim}).second) {
        ++attached[volume.driver];
      }
    }
  };
  for (const auto& [id, there] : host.pods) {
    attach(there, there.running, before, claims_before);
    attach(there, there.running + there.placed, after, claims_after);
  }
  return std::all_of(host.volume_limits.begin(), host.volume_limits.end(), [&](const auto& limit) {
    const std::int64_t count = after[limit.first];
    return count <= limit.second || count == before[limit.first];
  });
}

std::vector<std::string> PortClashes(const Host& host) {
  std::vector<const PodsThere*> with_ports;
  for (const auto& [id, there] : host.pods) {
    if (there.running + there.placed > 0 && !there.workload->host_ports.empty()) with_ports.push_back(&there);
  }
  std::vector<std::string> clashes;
  for (std::size_t a = 0; a < with_ports.size(); ++a) {
    for (std::size_t b = a; b < with_ports.size(); ++b) {
      if (with_ports[a]->placed + with_ports[b]->placed == 0) continue;
      if (a == b && with_ports[a]->placed + with_ports[a]->running < 2) continue;
      for (const HostPort& left : with_ports[a]->workload->host_ports) {
        for (const HostPort& right : with_ports[b]->workload->host_ports) {
          if (!Clash(left, right)) continue;
          clashes.push_back(host.name + " has port " + Text(left.port) + " taken twice, by " +
                            with_ports[a]->workload->name + " and " + with_ports[b]->workload->name);
        }
      }
    }
  }
  return clashes;
}

void CheckRoom(const World& world, std::vector<std::string>& violations) {
  for (const Host& host : world.hosts) {
    const bool took = TookPods(host);
    if (took && !HasRoom(host)) violations.push_back(host.name + " holds more than it can");
    if (!took && !host.existing) violations.push_back(host.name + " is launched for nothing");
    for (std::string& clash : PortClashes(host)) violations.push_back(std::move(clash));
  }
}

void CheckPods(const PackRequest& request, const World& world, std::vector<std::string>& violations) {
  for (const Host& host : world.hosts) {
    for (const auto& [id, there] : host.pods) {
      if (there.placed == 0) continue;
      const std::string refusal = Refusal(*there.workload, host, world);
      if (!refusal.empty()) violations.push_back(id.second + " must not be on " + host.name + ": " + refusal);
      if (there.workload->kind == WorkloadKind::kDaemonSet) {
        violations.push_back(id.second + " is a daemonset and was placed");
      }
      const std::string unsupported = Unsupported(*there.workload, world);
      if (!unsupported.empty()) violations.push_back(id.second + " was placed in spite of: " + unsupported);
    }
  }
  Census census(world);
  CheckSpreads(request, world, census, violations);
  CheckAffinity(world, census, violations);
  CheckAntiAffinity(world, census, violations);
}

std::map<const Workload*, SpotCounts> CountSpot(const World& world) {
  std::map<const Workload*, SpotCounts> all;
  for (const auto& [id, workload] : world.workloads) {
    if (MayUseSpot(*workload)) all[workload].wanted = workload->replicas;
  }
  for (const Host& host : world.hosts) {
    if (host.leaving || host.pool.capacity_type != CapacityType::kSpot) continue;
    for (const auto& [id, there] : host.pods) {
      const auto counts = all.find(there.workload);
      if (counts == all.end()) continue;
      counts->second.on_spot += there.running + there.placed;
      counts->second.placed_on_spot += there.placed;
    }
  }
  return all;
}

void CheckSpot(const PackRequest& request, const World& world, std::vector<std::string>& violations) {
  const SpotShare& share = request.policy.spot_share;
  std::int64_t total = 0, on_spot = 0, placed_on_spot = 0;
  for (const auto& [workload, counts] : CountSpot(world)) {
    std::int64_t most = std::max<std::int64_t>(0, counts.wanted - workload->min_on_demand_replicas);
    if (workload->max_spot_share) most = std::min(most, WholeOf(*workload->max_spot_share, counts.wanted));
    if (counts.placed_on_spot > 0 && counts.on_spot > most) {
      violations.push_back(workload->name + " has " + Text(counts.on_spot) + " replicas on spot; at most " +
                           Text(most));
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

void CheckBlastRadius(const PackRequest& request, const World& world, std::vector<std::string>& violations) {
  Census census(world);
  for (const auto& [id, workload] : world.workloads) {
    const BlastRadius radius = BlastRadiusOf(*workload, request.policy);
    if (workload->kind == WorkloadKind::kDaemonSet || radius == BlastRadius{}) continue;
    PartCounts by_pool, by_zone, by_node;
    const auto add = [](const Census::Presence& presence, PodCount& count) {
      count.all += presence.count.all;
      count.placed += presence.count.placed;
    };
    for (const Census::Presence& presence : census.Of(*workload)) {
      const Host& host = world.hosts[presence.host];
      const char* const capacity_type = host.pool.capacity_type == CapacityType::kSpot ? " spot" : " on-demand";
      add(presence,
          by_pool["pool " + host.pool.instance_type + " " + host.pool.region + " " + host.pool.zone + capacity_type]);
      add(presence, by_zone["zone " + host.pool.zone]);
      add(presence, by_node[(host.existing ? "node " : "new node ") + host.name]);
    }
    CheckShare(*workload, radius.max_share_per_pool, by_pool, violations);
    CheckShare(*workload, radius.max_share_per_zone, by_zone, violations);
    CheckShare(*workload, radius.max_share_per_node, by_node, violations);
  }
}

void CheckGangs(const World& world, std::vector<std::string>& violations) {
  struct Gang {
    std::int64_t wanted = 0;
    std::int64_t there = 0;
    std::int64_t placed = 0;
  };
  std::map<std::string, Gang> gangs;
  std::map<const Workload*, PodCount> counts;
  for (const auto& [id, workload] : world.workloads) {
    if (!workload->all_or_nothing_group.empty() && workload->kind != WorkloadKind::kDaemonSet) counts[workload];
  }
  if (counts.empty()) return;
  for (const Host& host : world.hosts) {
    for (const auto& [id, there] : host.pods) {
      const auto count = counts.find(there.workload);
      if (count == counts.end()) continue;
      count->second.all += (host.leaving ? 0 : there.running) + there.placed;
      count->second.placed += there.placed;
    }
  }
  for (const auto& [workload, count] : counts) {
    Gang& gang = gangs[workload->all_or_nothing_group];
    gang.wanted += workload->replicas;
    gang.there += std::min(count.all, workload->replicas);
    gang.placed += count.placed;
  }
  for (const auto& [name, gang] : gangs) {
    if (gang.placed == 0 || gang.there == gang.wanted) continue;
    violations.push_back("of " + name + ", all or nothing, only a part was placed");
  }
}

void CheckRules(const PackRequest& request, const World& world, std::vector<std::string>& violations) {
  CheckNewNodes(request, world, violations);
  CheckFlexibility(request, world, violations);
  CheckRoom(world, violations);
  CheckPods(request, world, violations);
  CheckSpot(request, world, violations);
  CheckBlastRadius(request, world, violations);
  CheckGangs(world, violations);
}

}  // namespace spotwright::test
