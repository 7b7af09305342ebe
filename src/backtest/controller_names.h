// Names by which the controller and the decisions speak of machines and pools.
#ifndef SPOTWRIGHT_SRC_BACKTEST_CONTROLLER_NAMES_H_
#define SPOTWRIGHT_SRC_BACKTEST_CONTROLLER_NAMES_H_

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "spotwright/cloud_provider.h"
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
