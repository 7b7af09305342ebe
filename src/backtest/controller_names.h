// How the controller speaks to the decisions of machines, pools and pods.
#ifndef SPOTWRIGHT_SRC_BACKTEST_CONTROLLER_NAMES_H_
#define SPOTWRIGHT_SRC_BACKTEST_CONTROLLER_NAMES_H_

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "spotwright/cloud_provider.h"
#include "spotwright/node.h"
#include "spotwright/workload.h"
#include "src/backtest/world.h"

namespace spotwright::backtest {

inline std::string MachineName(std::int64_t machine) { return "i-" + std::to_string(machine); }

// -1: no name of a machine.
inline std::int64_t MachineOf(std::string_view name) {
  if (!name.starts_with("i-")) return -1;
  std::int64_t machine = -1;
  const auto [end, error] = std::from_chars(name.data() + 2, name.data() + name.size(), machine);
  return error == std::errc() && end == name.data() + name.size() ? machine : -1;
}

// -1: none of the world's.
inline int PoolOf(const World& world, const Pool& pool) {
  for (std::size_t p = 0; p < world.pools.size(); ++p) {
    if (world.pools[p].pool == pool) return static_cast<int>(p);
  }
  return -1;
}

inline Resources AllocatableOf(const PoolTrace& trace) {
  Resources resources;
  resources.cpu_millicores = trace.cpu_millicores;
  resources.memory_bytes = trace.memory_bytes;
  resources.pods = 110;
  return resources;
}

inline void DescribePlace(const PoolTrace& trace, std::int64_t machine, Node& node) {
  node.name = MachineName(machine);
  node.instance_type = trace.pool.instance_type;
  node.region = trace.pool.region;
  node.zone = trace.pool.zone;
  node.capacity_type = trace.pool.capacity_type;
}

inline Workload WorkloadOf(const PodKind& kind) {
  Workload workload;
  workload.name = kind.name;
  workload.replicas = kind.replicas;
  workload.requests.cpu_millicores = kind.cpu_millicores;
  workload.requests.memory_bytes = kind.memory_bytes;
  workload.spot_tolerant = kind.spot_tolerant;
  workload.do_not_disrupt = kind.do_not_disrupt;
  workload.priority = kind.priority;
  return workload;
}

inline CloudProvider ProviderOf(const World& world) {
  switch (world.cloud) {
    case Cloudlike::kAws:
      return CloudProvider::kAws;
    case Cloudlike::kAzure:
      return CloudProvider::kAzure;
    case Cloudlike::kGcp:
      return CloudProvider::kGcp;
  }
  return CloudProvider::kAws;
}

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_CONTROLLER_NAMES_H_
