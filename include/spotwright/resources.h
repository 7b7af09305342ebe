// Resources: what a pod asks for and what a node has.
#ifndef SPOTWRIGHT_RESOURCES_H_
#define SPOTWRIGHT_RESOURCES_H_

#include <cstdint>
#include <map>
#include <string>

namespace spotwright {

// Amounts of each resource. All are >= 0; a resource that is absent is zero.
struct Resources {
  std::int64_t cpu_millicores = 0;  // 1000 = one vCPU.
  std::int64_t memory_bytes = 0;
  std::int64_t pods = 0;                     // Pod slots. A replica always takes one, whatever stands here.
  std::int64_t ephemeral_storage_bytes = 0;  // 0 in a node's allocatable means that it was not stated: no limit.
  std::int64_t gpus = 0;
  std::map<std::string, std::int64_t> extended;  // Other countable resources by their Kubernetes name.

  friend bool operator==(const Resources&, const Resources&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_RESOURCES_H_
