#include "src/packing/pattern_bound.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "src/packing/attainable_cost.h"
#include "src/packing/fill.h"
#include "src/packing/knapsack.h"

namespace spotwright::packing {
namespace {

// Of each resource, what every pod needs.
std::vector<std::int64_t> LeastSizes(const Instance& instance, std::span<const std::int64_t> counts) {
  std::vector<std::int64_t> least(instance.resources, kUnlimited);
  for (std::size_t j = 0; j < counts.size(); ++j) {
    if (counts[j] <= 0) continue;
    const auto size = instance.SizeOf(j);
    for (std::size_t r = 0; r < least.size(); ++r) least[r] = std::min(least[r], size[r]);
  }
  return least;
}

}  // namespace

std::int64_t BoundByPatterns(const Instance& instance, PatternPricing& pricing, std::span<const double> values_micro,
                             std::span<const std::int64_t> counts, const PricingEffort& effort) {
  const double theta = pricing.Price(values_micro, counts, effort).theta;
  double bound = 0;
  for (std::size_t j = 0; j < counts.size(); ++j) {
    bound += values_micro[j] / theta * static_cast<double>(counts[j]);
  }
  const std::vector<std::int64_t> least = LeastSizes(instance, counts);
  Knapsack knapsack(instance.resources);
  Fill fill(instance);
  for (std::size_t h = 0; h < instance.hosts.size(); ++h) {
    const auto free = instance.FreeOfHost(h);
    if (!std::equal(least.begin(), least.end(), free.begin(), std::less_equal<>())) continue;  // Full.
    knapsack.Start(free);
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
