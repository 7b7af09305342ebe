#include "src/packing/pattern_bound.h"

#include "src/packing/attainable_cost.h"
#include "src/packing/fill.h"
#include "src/packing/knapsack.h"

namespace spotwright::packing {
std::int64_t BoundByPatterns(const Instance& instance, PatternPricing& pricing, std::span<const double> values_micro,
                             std::span<const std::int64_t> counts, const PricingEffort& effort) {
  const double theta = pricing.Price(values_micro, counts, effort).theta;
  double bound = 0;
  for (std::size_t j = 0; j < counts.size(); ++j) {
    bound += values_micro[j] / theta * static_cast<double>(counts[j]);
  }
  Knapsack knapsack(instance.resources);
  Fill fill(instance);
  for (std::size_t h = 0; h < instance.hosts.size(); ++h) {
    knapsack.Start(instance.FreeOfHost(h));
    fill.StartHost(h);
    for (std::size_t j = 0; j < counts.size(); ++j) {
      const Item& item = instance.items[j];
      if (counts[j] <= 0 || instance.masks[item.mask].hosts[h] == 0) continue;
      const std::int64_t most = item.rules.empty() ? counts[j] : fill.Room(j, counts[j]);
      knapsack.Offer(static_cast<std::uint32_t>(j), values_micro[j] / theta, most, instance.SizeOf(j));
    }
    bound -= knapsack.Relax();
  }
  return AttainableCost(instance, bound);
}

}  // namespace spotwright::packing
