// Amounts: what pods take and nodes offer, by resource.
#ifndef SPOTWRIGHT_SRC_PACKING_AMOUNTS_H_
#define SPOTWRIGHT_SRC_PACKING_AMOUNTS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "spotwright/resources.h"
#include "spotwright/workload.h"

namespace spotwright::packing {

using Amounts = std::vector<std::int64_t>;  // By resource, in the order of a list of names.

// The first three resources are always these.
enum : std::size_t { kCpu = 0, kMemory = 1, kPods = 2 };

inline constexpr char kEphemeralStorage[] = "ephemeral-storage";
inline constexpr char kGpus[] = "gpus";

// Names of the resources that some workload asks for, CPU, memory and pods first.
std::vector<std::string> ResourcesOf(std::span<const Workload> workloads);

// What one pod takes of these resources.
Amounts SizeOf(std::span<const std::string> resources, const Workload& workload);

// What a node offers of them. Storage that is not stated does not limit.
Amounts RoomOf(std::span<const std::string> resources, const Resources& allocatable);

void AddTo(Amounts& to, const Amounts& what, std::int64_t times);

inline bool Fits(const Amounts& size, const Amounts& free) {
  for (std::size_t r = 0; r < size.size(); ++r) {
    if (size[r] > free[r]) return false;
  }
  return true;
}

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_AMOUNTS_H_
