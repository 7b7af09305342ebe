#include "src/packing/prove.h"

#include <vector>

#include "src/packing/resource_bound.h"

namespace spotwright::packing {

std::optional<ProvenBound> Prove(const Instance& instance, const Effort&, const Call&) {
  std::vector<std::int64_t> counts;
  for (const Item& item : instance.items) counts.push_back(item.count);
  return ProvenBound{BoundByResources(instance, counts).cost_micro, BoundProof::kResourceRelaxation};
}

}  // namespace spotwright::packing
