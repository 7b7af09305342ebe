#include "src/mix/choice.h"

namespace spotwright::mix {

std::int64_t UnitsOf(const Market& market, const std::vector<std::int64_t>& instances, CapacityType type) {
  std::int64_t units = 0;
  for (std::size_t i = 0; i < instances.size(); ++i) {
    if (market.pools[i].pool.capacity_type == type) units += instances[i] * market.pools[i].weight;
  }
  return units;
}

std::vector<std::int64_t> HeldBy(const Market& market) {
  std::vector<std::int64_t> held;
  held.reserve(market.pools.size());
  for (const MixPool& pool : market.pools) held.push_back(pool.held);
  return held;
}

}  // namespace spotwright::mix
