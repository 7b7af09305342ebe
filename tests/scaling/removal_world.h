// Small worlds of nodes, some of which are to go.
#ifndef SPOTWRIGHT_TESTS_SCALING_REMOVAL_WORLD_H_
#define SPOTWRIGHT_TESTS_SCALING_REMOVAL_WORLD_H_

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "src/scaling/removals.h"

namespace spotwright::test {

inline constexpr std::int64_t kNow = 1'700'000'000'000;
inline constexpr std::int64_t kHour = 3'600'000;

struct RemovalWorld {
  std::vector<Node> nodes;
  std::vector<Workload> workloads;
  std::vector<DisruptionBudget> budgets;
  scaling::RemovalTask task;

  // Of group "web", with no limit on how many go at once.
  RemovalWorld() {
    task.group = "web";
    task.now_unix_ms = kNow;
    task.policy.max_share = 1;
  }

  Node& Add(std::string name, std::string zone, std::vector<RunningPods> pods = {}) {
    Node node;
    node.name = std::move(name);
    node.zone = std::move(zone);
    node.group = "web";
    node.capacity_type = CapacityType::kOnDemand;
    node.allocatable.cpu_millicores = 4000;
    node.allocatable.memory_bytes = 16'000;
    node.running = std::move(pods);
    nodes.push_back(std::move(node));
    return nodes.back();
  }

  Workload& AddWorkload(std::string name) {
    Workload workload;
    workload.name = std::move(name);
    workload.requests.cpu_millicores = 100;
    workloads.push_back(std::move(workload));
    return workloads.back();
  }

  scaling::RemovalChoice Choose(std::int64_t wanted) {
    task.wanted = wanted;
    task.nodes = 0;
    for (const Node& node : nodes) {
      const bool counts = !node.control_plane && !node.under_notice && node.state != NodeState::kDraining;
      if (node.group == task.group && counts) ++task.nodes;
    }
    scaling::Cluster cluster(nodes, workloads, budgets);
    return scaling::ChooseRemovals(task, cluster);
  }
};

inline RunningPods Pods(std::string workload, std::int64_t replicas) {
  RunningPods pods;
  pods.workload = std::move(workload);
  pods.replicas = replicas;
  return pods;
}

inline std::vector<std::string> NamesOf(const scaling::RemovalChoice& choice) {
  std::vector<std::string> names;
  for (const Removal& removal : choice.removals) names.push_back(removal.node);
  return names;
}

inline std::vector<std::string> CodesOf(const std::vector<Reason>& reasons) {
  std::vector<std::string> codes;
  for (const Reason& reason : reasons) codes.push_back(reason.code);
  return codes;
}

inline std::vector<std::string> WhyKept(const scaling::RemovalChoice& choice, const std::string& node) {
  for (const KeptNode& kept : choice.kept) {
    if (kept.name == node) return CodesOf(kept.reasons);
  }
  return {};
}

// Up to 12 nodes in up to 4 zones, with everything the rules look at. `free_of_sums`: nothing by which the removal of
// one node forbids that of another in another zone.
RemovalWorld RandomWorld(std::mt19937& random, bool free_of_sums);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SCALING_REMOVAL_WORLD_H_
