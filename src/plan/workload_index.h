// Workloads by namespace and name.
#ifndef SPOTWRIGHT_SRC_PLAN_WORKLOAD_INDEX_H_
#define SPOTWRIGHT_SRC_PLAN_WORKLOAD_INDEX_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/workload.h"

namespace spotwright::plan {

using WorkloadIndex = std::map<std::pair<std::string, std::string>, const Workload*>;

// The workloads must outlive the index.
inline WorkloadIndex IndexOf(const std::vector<Workload>& workloads) {
  WorkloadIndex index;
  for (const Workload& workload : workloads) index[{workload.namespace_name, workload.name}] = &workload;
  return index;
}

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_WORKLOAD_INDEX_H_
