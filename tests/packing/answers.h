// Answers made by hand: which pods go where; all that follows from it is filled in.
#ifndef SPOTWRIGHT_TESTS_PACKING_ANSWERS_H_
#define SPOTWRIGHT_TESTS_PACKING_ANSWERS_H_

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/pack.h"
#include "tests/support/packed_world.h"
#include "tests/support/packing_rules.h"

namespace spotwright::test {

// Replicas by the name of the workload, in the namespace "default".
using Pods = std::map<std::string, std::int64_t>;

inline PackedNode WithPods(PackedNode node, const Pods& pods) {
  for (const auto& [workload, replicas] : pods) node.placements.push_back({workload, "default", replicas});
  return node;
}

inline PackedNode On(std::string node, const Pods& pods) {
  PackedNode packed;
  packed.name = std::move(node);
  packed.existing = true;
  return WithPods(std::move(packed), pods);
}

inline PackedNode New(const Offer& offer, const Pods& pods, std::string group = "") {
  PackedNode packed;
  packed.pool = PoolOfOffer(offer);
  packed.group = std::move(group);
  return WithPods(std::move(packed), pods);
}

// What is not placed is reported as unplaced.
inline PackResponse Answer(const PackRequest& request, std::vector<PackedNode> nodes) {
  PackResponse response;
  response.nodes = std::move(nodes);
  std::map<Pool, std::int64_t> launched;
  for (PackedNode& node : response.nodes) {
    if (node.existing) continue;
    node.name = "new-" + std::to_string(++response.new_nodes);
    for (const Offer& offer : request.offers) {
      const bool reserved = PoolOfOffer(offer) == node.pool && ++launched[node.pool] <= offer.reserved_count;
      if (PoolOfOffer(offer) == node.pool) node.price_usd_per_hour = reserved ? 0 : offer.price_usd_per_hour;
    }
  }
  std::vector<std::string> ignored;
  const World world = BuildWorld(request, response, ignored);
  std::map<const Workload*, std::int64_t> there;
  for (const Host& host : world.hosts) {
    for (const auto& [id, pods] : host.pods) there[pods.workload] += (host.leaving ? 0 : pods.running) + pods.placed;
  }
  std::int64_t cost_micro = 0;
  for (PackedNode& node : response.nodes) {
    for (const Placement& placement : node.placements) response.placed_replicas += placement.replicas;
    for (const Host& host : world.hosts) {
      if (host.name != node.name || host.existing != node.existing) continue;
      node.pool = host.pool;
      node.group = host.group;
      node.price_usd_per_hour = static_cast<double>(host.price_micro) / 1e6;
      node.architecture = host.architecture;
      node.allocatable = host.allocatable;
      node.used = host.Used();
      if (!host.existing) cost_micro += host.price_micro;
    }
  }
  response.cost_usd_per_hour = static_cast<double>(cost_micro) / 1e6;
  for (const auto& [id, workload] : world.workloads) {
    const std::int64_t left = workload->replicas - there[workload];
    if (workload->kind == WorkloadKind::kDaemonSet || left <= 0) continue;
    response.unplaced.push_back({id.second, id.first, left, {Reason{"constraint_not_supported", "Made up.", {}, {}}}});
    response.unplaced_replicas += left;
  }
  std::int64_t tolerant_cpu = 0, spot_cpu = 0;
  for (const auto& [workload, counts] : CountSpot(world)) {
    tolerant_cpu += counts.wanted * workload->requests.cpu_millicores;
    spot_cpu += std::min(counts.wanted, counts.on_spot) * workload->requests.cpu_millicores;
  }
  if (tolerant_cpu > 0) response.spot_cpu_share = static_cast<double>(spot_cpu) / static_cast<double>(tolerant_cpu);
  response.feasible = response.unplaced.empty();
  return response;
}

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_PACKING_ANSWERS_H_
