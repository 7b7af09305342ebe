// Reads `aws ec2 describe-instance-types`.
#ifndef SPOTWRIGHT_SRC_FORMATS_AWS_INSTANCE_TYPES_H_
#define SPOTWRIGHT_SRC_FORMATS_AWS_INSTANCE_TYPES_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "src/formats/json_view.h"
#include "src/formats/market.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// Adds the types that a Linux node may have; each type once, over all documents (`seen`). Returns true if there are
// further pages elsewhere.
bool ReadInstanceTypes(JsonView root, std::size_t source, std::set<std::string>& seen, Market& market, Tally& tally);

// What the kubelet leaves to pods, by the rules in spotwright/import.h. Bounds: vcpus and interfaces up to 10^6, memory
// up to 10^9 MiB.
std::int64_t MaxPods(std::int64_t interfaces, std::int64_t addresses_per_interface, std::int64_t vcpus);
std::int64_t AllocatableMillicores(std::int64_t vcpus);
std::int64_t AllocatableBytes(std::int64_t memory_mib, std::int64_t max_pods);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_AWS_INSTANCE_TYPES_H_
