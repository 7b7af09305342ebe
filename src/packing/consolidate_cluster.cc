#include "src/packing/consolidate_cluster.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "src/base/money.h"
#include "src/model/offers.h"

namespace spotwright::packing::consolidation {
namespace {

constexpr double kSecondsPerHour = 3600;

struct PoolFacts {
  std::int64_t price_micro = 0;
  double interruptions_per_hour = 0;
};

bool IsWorker(const Node& node) { return !node.control_plane && node.state != NodeState::kDraining; }

bool IsDaemon(const Workload& workload) { return workload.kind == WorkloadKind::kDaemonSet; }

ClusterNode ReadNode(const Cluster& cluster, const Node& node, const std::map<Pool, PoolFacts>& pools) {
  ClusterNode read;
  read.node = node;
  read.node.running.clear();
  const auto pool = pools.find(model::PoolOf(node));
  if (pool != pools.end()) {
    read.price_micro = pool->second.price_micro;
    read.interruptions_per_hour = pool->second.interruptions_per_hour;
  }
  if (node.price_usd_per_hour) read.price_micro = base::MicroUsd(*node.price_usd_per_hour);
  for (const RunningPods& running : node.running) {
    const std::size_t w = cluster.index.at({running.namespace_name, running.workload});
    if (IsDaemon(cluster.workloads[w])) {
      read.daemons.push_back(running);
    } else if (running.replicas > 0) {
      read.pods[{w, node.name}] += running.replicas;
    }
  }
  return read;
}

std::vector<std::int64_t> Running(const Cluster& cluster) {
  std::vector<std::int64_t> running(cluster.workloads.size(), 0);
  for (const ClusterNode& node : cluster.nodes) {
    for (const auto& [key, count] : node.pods) running[key.first] += count;
  }
  for (const Node& node : cluster.control_plane) {
    if (node.state == NodeState::kDraining) continue;
    for (const RunningPods& pods : node.running) {
      running[cluster.index.at({pods.namespace_name, pods.workload})] += pods.replicas;
    }
  }
  return running;
}

// Pods on their way get their places before anything is taken away; the rest of them is left to `pack`.
std::optional<Error> PlaceWaitingPods(Cluster& cluster, const Call& call) {
  std::vector<std::int64_t> placed = cluster.running;
  const auto waits = [&](std::size_t w) {
    return !IsDaemon(cluster.workloads[w]) && placed[w] < cluster.workloads[w].replicas;
  };
  bool any = false;
  for (std::size_t w = 0; w < placed.size(); ++w) any = any || waits(w);
  if (!any) return std::nullopt;

  PackRequest request = PackRequestOf(*cluster.request, cluster.request->workloads, cluster.request->nodes);
  request.policy.limits.max_new_nodes = 0;
  request.policy.quality = PackQuality::kFast;
  const Result<PackResponse> packing = Pack(request, Call{call.cancelled, nullptr});
  if (!packing.ok()) return packing.error();

  for (const PackedNode& target : packing->nodes) {
    const auto node = std::find_if(cluster.nodes.begin(), cluster.nodes.end(),
                                   [&](const ClusterNode& n) { return n.node.name == target.name; });
    if (node == cluster.nodes.end()) continue;
    for (const Placement& placement : target.placements) {
      const std::size_t w = cluster.index.at({placement.namespace_name, placement.workload});
      node->pods[{w, target.name}] += placement.replicas;
      node->awaited = true;
      placed[w] += placement.replicas;
    }
  }
  for (std::size_t w = 0; w < placed.size(); ++w) {
    if (waits(w)) cluster.workloads[w].replicas = placed[w];
  }
  return std::nullopt;
}

}  // namespace

PackRequest PackRequestOf(const ConsolidateRequest& from, std::vector<Workload> workloads, std::vector<Node> nodes) {
  PackRequest request;
  request.workloads = std::move(workloads);
  request.offers = from.offers;
  request.nodes = std::move(nodes);
  request.groups = from.groups;
  request.namespaces = from.namespaces;
  request.policy = from.policy.pack;
  request.now_unix_ms = from.now_unix_ms;
  return request;
}

Result<Cluster> ClusterOf(const ConsolidateRequest& request, const Call& call) {
  Cluster cluster;
  cluster.request = &request;
  cluster.workloads = request.workloads;
  std::sort(cluster.workloads.begin(), cluster.workloads.end(), [](const Workload& a, const Workload& b) {
    return std::tie(a.namespace_name, a.name) < std::tie(b.namespace_name, b.name);
  });
  for (std::size_t w = 0; w < cluster.workloads.size(); ++w) {
    cluster.index[{cluster.workloads[w].namespace_name, cluster.workloads[w].name}] = w;
  }
  std::map<Pool, PoolFacts> pools;
  for (const Offer& offer : request.offers) {
    pools[model::PoolOf(offer)] = {base::MicroUsd(offer.price_usd_per_hour), model::HazardOf(offer)};
  }
  for (const Node& node : request.nodes) {
    if (node.control_plane) cluster.control_plane.push_back(node);
    if (IsWorker(node)) cluster.nodes.push_back(ReadNode(cluster, node, pools));
  }
  std::sort(cluster.nodes.begin(), cluster.nodes.end(),
            [](const ClusterNode& a, const ClusterNode& b) { return a.node.name < b.node.name; });
  for (std::size_t n = 0; n < cluster.nodes.size(); ++n) cluster.nodes[n].root = n;
  cluster.running = Running(cluster);
  if (auto error = PlaceWaitingPods(cluster, call)) return *error;
  return cluster;
}

std::int64_t RestartMicro(const Cluster& cluster, std::int64_t price_micro, double interruptions_per_hour) {
  const double startup_hours = cluster.request->policy.pack.node_startup_seconds / kSecondsPerHour;
  return base::MicroUsd(base::Usd(price_micro) * startup_hours * interruptions_per_hour);
}

std::int64_t InterruptionMicro(const Cluster& cluster, const ClusterNode& node) {
  const double hazard = node.interruptions_per_hour;
  if (hazard == 0) return 0;
  std::int64_t micro = RestartMicro(cluster, node.price_micro, hazard);
  for (const auto& [key, count] : node.pods) {
    micro += count * base::MicroUsd(cluster.workloads[key.first].restart_cost_usd * hazard);
  }
  return micro;
}

ClusterCost CostOf(const Cluster& cluster) {
  ClusterCost cost;
  for (const ClusterNode& node : cluster.nodes) {
    cost.price_micro += node.price_micro;
    cost.interruption_micro += InterruptionMicro(cluster, node);
  }
  return cost;
}

std::map<std::size_t, std::int64_t> PodsByWorkload(const ClusterNode& node) {
  std::map<std::size_t, std::int64_t> pods;
  for (const auto& [key, count] : node.pods) pods[key.first] += count;
  return pods;
}

Node NodeOf(const Cluster& cluster, const ClusterNode& node) {
  Node stated = node.node;
  stated.price_usd_per_hour = base::Usd(node.price_micro);
  stated.running = node.daemons;
  for (const auto& [w, count] : PodsByWorkload(node)) {
    stated.running.push_back({cluster.workloads[w].name, cluster.workloads[w].namespace_name, count});
  }
  return stated;
}

}  // namespace spotwright::packing::consolidation
