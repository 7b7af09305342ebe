// Workloads by namespace and name, and pods counted by workload.
#ifndef SPOTWRIGHT_SRC_PLAN_WORKLOAD_INDEX_H_
#define SPOTWRIGHT_SRC_PLAN_WORKLOAD_INDEX_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/node.h"
#include "spotwright/workload.h"

namespace spotwright::plan {

using WorkloadKey = std::pair<std::string, std::string>;  // Namespace, name.
using WorkloadIndex = std::map<WorkloadKey, const Workload*>;
using Pods = std::map<WorkloadKey, std::int64_t>;

// The workloads must outlive the index.
inline WorkloadIndex IndexOf(const std::vector<Workload>& workloads) {
  WorkloadIndex index;
  for (const Workload& workload : workloads) index[{workload.namespace_name, workload.name}] = &workload;
  return index;
}

// Pods that a drain of the node would move: those of daemonsets end with it.
inline Pods PodsOn(const Node& node, const WorkloadIndex& workloads) {
  Pods pods;
  for (const RunningPods& running : node.running) {
    WorkloadKey key{running.namespace_name, running.workload};
    if (running.replicas == 0 || workloads.at(key)->kind == WorkloadKind::kDaemonSet) continue;
    pods[std::move(key)] += running.replicas;
  }
  return pods;
}

inline std::int64_t Total(const Pods& pods) {
  std::int64_t total = 0;
  for (const auto& [key, count] : pods) total += count;
  return total;
}

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_WORKLOAD_INDEX_H_
