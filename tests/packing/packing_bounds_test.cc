// The two bounds: below every packing, each on the sides where it is strong, and with duals that prove them.
#include <gtest/gtest.h>

#include <vector>

#include "src/packing/attainable_cost.h"
#include "src/packing/configuration_lp.h"
#include "src/packing/kind_order.h"
#include "src/packing/pattern_bound.h"
#include "src/packing/resource_bound.h"
#include "tests/packing/instances.h"
#include "tests/packing/tiny_instances.h"

namespace spotwright::packing {
namespace {

std::vector<std::int64_t> CountsOf(const Instance& instance) {
  std::vector<std::int64_t> counts;
  for (const Item& item : instance.items) counts.push_back(item.count);
  return counts;
}

TEST(PackingBoundsTest, NoneIsAboveTheOptimum) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const TinyTraits traits{.hosts = seed % 2 == 0,
                            .masks = true,
                            .rules = seed % 3 == 0,
                            .surcharges = seed % 5 == 0,
                            .supplies = seed % 7 == 0};
    const Instance instance = TinyInstance(seed, traits);
    const auto cheapest = CheapestByEnumeration(instance);
    if (!cheapest) continue;
    const auto counts = CountsOf(instance);
    const ResourceBound resources = BoundByResources(instance, counts);
    EXPECT_LE(resources.cost_micro, *cheapest) << "seed " << seed;
    PatternPricing pricing(instance, UsefulKinds(instance));
    const auto lp = SolveConfigurationLp(instance, pricing, counts, resources.values_micro, {}, {}, {});
    ASSERT_TRUE(lp.has_value());
    if (!traits.hosts) {
      EXPECT_LE(lp->bound_micro, static_cast<double>(*cheapest) + 1) << "seed " << seed;
      EXPECT_LE(lp->bound_micro, lp->objective_micro * (1 + 1e-6)) << "seed " << seed;
    }
    EXPECT_LE(BoundByPatterns(instance, pricing, lp->values_micro, counts, {}), *cheapest) << "seed " << seed;
  }
}

// Any values give a valid bound, however wrong.
TEST(PackingBoundsTest, AnyValuesProveSomethingTrue) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Instance instance = TinyInstance(seed, {.hosts = true, .masks = true, .surcharges = true});
    const auto cheapest = CheapestByEnumeration(instance);
    if (!cheapest) continue;
    std::vector<double> values;
    for (std::size_t j = 0; j < instance.items.size(); ++j)
      values.push_back(static_cast<double>(seed * 131 * (j + 1) % 40'000));
    PatternPricing pricing(instance, UsefulKinds(instance));
    EXPECT_LE(BoundByPatterns(instance, pricing, values, CountsOf(instance), {}), *cheapest) << "seed " << seed;
  }
}

TEST(PackingBoundsTest, ResourcesAreBoughtInFractions) {
  Instance instance = EmptyInstance();
  AddItem(instance, {500, 100, 1}, 5);
  AddKind(instance, {1000, 1000, 10}, 100);
  const ResourceBound bound = BoundByResources(instance, CountsOf(instance));
  EXPECT_EQ(bound.cost_micro, 300);  // 2.5 nodes, and nodes are bought whole.
  EXPECT_NEAR(bound.values_micro[0], 50, 1e-6);
}

TEST(PackingBoundsTest, PodsThatKeepApartForceANodeEach) {
  Instance instance = EmptyInstance();
  AddItem(instance, {10, 10, 1}, 8);
  AddKind(instance, {1000, 1000, 10}, 100);
  instance.rules.push_back({1});
  instance.items[0].rules.push_back({0, 1, true});
  const ResourceBound bound = BoundByResources(instance, CountsOf(instance));
  EXPECT_EQ(bound.cost_micro, 800);
  EXPECT_NEAR(bound.values_micro[0], 100, 1e-6);
}

TEST(PackingBoundsTest, RoomOfHostsIsFree) {
  Instance instance = EmptyInstance();
  AddItem(instance, {500, 100, 1}, 5);
  AddKind(instance, {1000, 1000, 10}, 100);
  AddHost(instance, {1000, 1000, 10});
  EXPECT_EQ(BoundByResources(instance, CountsOf(instance)).cost_micro, 200);
  EXPECT_EQ(BoundByResources(instance, CountsOf(instance), false).cost_micro, 300);
  instance.items[0].count = 2;
  EXPECT_EQ(BoundByResources(instance, CountsOf(instance)).cost_micro, 0);
}

// Three of five pods fill a node but for a rest that holds no fourth: only whole pods know.
TEST(PackingBoundsTest, WholePodsBoundMoreThanResources) {
  Instance instance = EmptyInstance();
  AddItem(instance, {300, 300, 1}, 30);
  AddKind(instance, {1000, 1000, 10}, 100);
  const auto counts = CountsOf(instance);
  const ResourceBound resources = BoundByResources(instance, counts);
  EXPECT_EQ(resources.cost_micro, 900);
  PatternPricing pricing(instance, UsefulKinds(instance));
  const auto lp = SolveConfigurationLp(instance, pricing, counts, resources.values_micro, {}, {}, {});
  EXPECT_NEAR(lp->objective_micro, 1000, 1e-3);
  EXPECT_NEAR(lp->bound_micro, 1000, 1e-3);
}

TEST(PackingBoundsTest, CostsComeInSteps) {
  Instance instance = EmptyInstance();
  AddKind(instance, {1000, 1000, 10}, 60);
  AddKind(instance, {1000, 1000, 10}, 90);
  EXPECT_EQ(CostStep(instance), 30);
  EXPECT_EQ(AttainableCost(instance, 60.00000001), 60);
  EXPECT_EQ(AttainableCost(instance, 60.1), 90);
  AddItem(instance, {1, 1, 1}, 1);
  instance.items[0].restart_cost_micro = 5;
  EXPECT_EQ(AttainableCost(instance, 60.1), 61);
}

}  // namespace
}  // namespace spotwright::packing
