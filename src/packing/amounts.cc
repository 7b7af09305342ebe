#include "src/packing/amounts.h"

#include <set>

#include "src/packing/instance.h"

namespace spotwright::packing {
namespace {

Amounts Read(std::span<const std::string> resources, const Resources& from) {
  Amounts amounts(resources.size(), 0);
  amounts[kCpu] = from.cpu_millicores;
  amounts[kMemory] = from.memory_bytes;
  amounts[kPods] = from.pods;
  for (std::size_t r = kPods + 1; r < resources.size(); ++r) {
    if (resources[r] == kEphemeralStorage) {
      amounts[r] = from.ephemeral_storage_bytes;
    } else if (resources[r] == kGpus) {
      amounts[r] = from.gpus;
    } else if (const auto found = from.extended.find(resources[r]); found != from.extended.end()) {
      amounts[r] = found->second;
    }
  }
  return amounts;
}

}  // namespace

std::vector<std::string> ResourcesOf(std::span<const Workload> workloads) {
  bool storage = false;
  bool gpus = false;
  std::set<std::string> extended;
  for (const Workload& workload : workloads) {
    storage |= workload.requests.ephemeral_storage_bytes > 0;
    gpus |= workload.requests.gpus > 0;
    for (const auto& [name, amount] : workload.requests.extended) {
      if (amount > 0) extended.insert(name);
    }
  }
  std::vector<std::string> resources = {"cpu", "memory", "pods"};
  if (storage) resources.emplace_back(kEphemeralStorage);
  if (gpus) resources.emplace_back(kGpus);
  resources.insert(resources.end(), extended.begin(), extended.end());
  return resources;
}

Amounts SizeOf(std::span<const std::string> resources, const Workload& workload) {
  Amounts size = Read(resources, workload.requests);
  size[kPods] = 1;  // Whatever is requested.
  return size;
}

Amounts RoomOf(std::span<const std::string> resources, const Resources& allocatable) {
  Amounts room = Read(resources, allocatable);
  for (std::size_t r = kPods + 1; r < resources.size(); ++r) {
    if (resources[r] == kEphemeralStorage && room[r] == 0) room[r] = kUnlimited;
  }
  return room;
}

void AddTo(Amounts& to, const Amounts& what, std::int64_t times) {
  for (std::size_t r = 0; r < to.size(); ++r) to[r] += what[r] * times;
}

}  // namespace spotwright::packing
