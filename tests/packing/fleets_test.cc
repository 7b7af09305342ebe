#include "src/packing/fleets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "src/packing/fleet_cuts.h"
#include "src/packing/fleet_dive.h"
#include "src/packing/fleet_fill.h"
#include "src/packing/fleet_list.h"
#include "src/packing/fleet_program.h"
#include "src/packing/karpenter_rule.h"
#include "src/packing/resource_bound.h"
#include "tests/packing/instances.h"
#include "tests/packing/tiny_instances.h"

namespace spotwright::packing {
namespace {

constexpr std::uint64_t kSeeds = 200;

bool Complete(const Packing& packing) {
  return std::ranges::all_of(packing.left, [](std::int64_t left) { return left == 0; });
}

Fleet FleetOf(const Instance& instance, const Packing& packing) {
  Fleet fleet(instance.kinds.size(), 0);
  for (const PackedNodes& nodes : packing.nodes) {
    if (!nodes.existing) fleet[nodes.index] += nodes.times;
  }
  return fleet;
}

// From a poor packing and no bound, the enumerated optimum must be found and proven.
void ExpectOptima(const TinyTraits& traits) {
  FleetEffort much;  // As nothing is known of the cost.
  much.covers = 100;
  int solved = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Instance instance = TinyInstance(seed, traits);
    Packing packing = KarpenterRule(instance);
    if (!Complete(packing) || !IsPriced(instance) || HasSurcharges(instance)) continue;
    const std::vector<double> values = BoundByResources(instance, instance.Counts()).values_micro;
    const auto bound = RuleOutFleets(instance, values, 0, much, {}, packing);
    ASSERT_TRUE(bound.has_value());
    EXPECT_EQ(FaultOf(instance, packing), "");
    EXPECT_TRUE(Complete(packing));
    EXPECT_EQ(packing.cost_micro, CheapestByEnumeration(instance));
    EXPECT_EQ(*bound, packing.cost_micro);
    ++solved;
  }
  EXPECT_GT(solved, 50);
}

TEST(FleetsTest, FindTheOptimumOfPlainInstances) { ExpectOptima({}); }
TEST(FleetsTest, FindTheOptimumWithMasksAndHosts) { ExpectOptima({.hosts = true, .masks = true}); }
TEST(FleetsTest, FindTheOptimumWithRules) { ExpectOptima({.hosts = true, .rules = true}); }
TEST(FleetsTest, FindTheOptimumWithSupplies) { ExpectOptima({.masks = true, .supplies = true}); }
TEST(FleetsTest, FindTheOptimumWithCaps) { ExpectOptima({.hosts = true, .supplies = true, .caps = true}); }

// What pods pay on risky nodes is bounded by the safest node of each fleet: never too high, and often the optimum.
TEST(FleetsTest, BoundWithSurcharges) {
  int solved = 0;
  int proven = 0;
  for (const bool hosts : {false, true}) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      SCOPED_TRACE(testing::Message() << "seed " << seed);
      Instance instance = TinyInstance(seed, {.hosts = hosts, .masks = true, .surcharges = true});
      for (std::size_t h = 0; h < instance.hosts.size(); ++h) instance.hosts[h].interruptions_per_hour = 0.1;
      Packing packing = KarpenterRule(instance);
      if (!Complete(packing) || !HasSurcharges(instance)) continue;
      const std::vector<double> values = BoundByResources(instance, instance.Counts()).values_micro;
      const auto bound = RuleOutFleets(instance, values, 0, {}, {}, packing);
      ASSERT_TRUE(bound.has_value());
      EXPECT_EQ(FaultOf(instance, packing), "");
      EXPECT_TRUE(Complete(packing));
      EXPECT_LE(*bound, *CheapestByEnumeration(instance));
      ++solved;
      proven += *bound == packing.cost_micro ? 1 : 0;
    }
  }
  EXPECT_GT(solved, 100);
  EXPECT_GT(3 * proven, solved);
}

TEST(FleetsTest, KnowSurcharges) {
  Instance instance = EmptyInstance();
  AddKind(instance, {1000, 1000, 10}, 100);
  AddItem(instance, {100, 100, 1}, 3);
  instance.kinds[0].interruptions_per_hour = 0.1;
  EXPECT_FALSE(HasSurcharges(instance));
  instance.items[0].restart_cost_micro = 50;
  EXPECT_TRUE(HasSurcharges(instance));
}

TEST(FleetsTest, StopWhenCancelled) {
  Instance instance = EmptyInstance();
  AddKind(instance, {1000, 1000, 10}, 100);
  AddKind(instance, {400, 400, 10}, 50);
  AddItem(instance, {300, 300, 1}, 4);
  Packing packing = KarpenterRule(instance);
  packing.cost_micro = 1000;
  const Call call{.cancelled = [] { return true; }, .progress = {}};
  EXPECT_FALSE(RuleOutFleets(instance, std::vector<double>{40}, 0, {}, call, packing).has_value());
}

// With too little effort the bound is lower, never wrong.
TEST(FleetsTest, LittleEffortGivesALowerBound) {
  FleetEffort little;
  little.cut_steps = 200;
  little.fill_steps = 20;
  little.covers = 1;
  little.cover = {.most_patterns = 3, .pattern_steps = 50, .steps = 20};
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Instance instance = TinyInstance(seed, {.hosts = true, .masks = true});
    Packing packing = KarpenterRule(instance);
    if (!Complete(packing)) continue;
    const std::vector<double> values = BoundByResources(instance, instance.Counts()).values_micro;
    const auto bound = RuleOutFleets(instance, values, 0, little, {}, packing);
    ASSERT_TRUE(bound.has_value());
    EXPECT_EQ(FaultOf(instance, packing), "") << "seed " << seed;
    EXPECT_LE(*bound, *CheapestByEnumeration(instance)) << "seed " << seed;
  }
}

// Whatever the values, a cut allows the nodes of every packing.
TEST(FleetCutsTest, AllowWhatHoldsAllPods) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Instance instance = RandomInstance(seed, {.hosts = true, .rules = true, .shared = true});
    const Packing packing = KarpenterRule(instance);
    if (!Complete(packing)) continue;
    const Fleet fleet = FleetOf(instance, packing);
    std::int64_t steps = 1'000'000;
    std::vector<FleetCut> cuts = ResourceCuts(instance, steps);
    cuts.push_back(MakeFleetCut(instance, PlainValues(instance), 1000, steps));
    for (const FleetCut& cut : cuts) EXPECT_TRUE(cut.Allows(fleet)) << "seed " << seed;
  }
}

TEST(FleetProgramTest, TellsWhatFitsInFractions) {
  Instance instance = EmptyInstance();
  AddKind(instance, {1000, 1000, 10}, 100);
  AddItem(instance, {600, 100, 1}, 3);  // One on each node.
  FleetProgram program(instance);
  std::int64_t steps = 100'000;
  const std::vector<std::int64_t> counts = instance.Counts();
  const auto solve = [&](std::int64_t nodes) { return program.Solve(std::vector<std::int64_t>{nodes}, counts, steps); };
  const auto two = solve(2);
  EXPECT_LT(two.held, 0.99 * two.worth);
  const auto three = solve(3);
  EXPECT_NEAR(three.held, three.worth, 1e-6);
}

TEST(FleetListTest, ListsEachChoiceOnceCheapestFirst) {
  Instance instance = EmptyInstance();
  AddKind(instance, {1000, 1000, 10}, 70);
  AddKind(instance, {2000, 1500, 20}, 130);
  AddItem(instance, {500, 100, 1}, 5);
  std::int64_t steps = 100'000;
  const std::vector<FleetCut> cuts = ResourceCuts(instance, steps);
  FleetList list(instance, cuts, false);
  std::vector<FleetList::Priced> fleets;
  ASSERT_TRUE(list.List(0, 270, 100, steps, fleets));
  // Two small ones are never together: a large one costs less and holds as much.
  ASSERT_EQ(fleets.size(), 2u);
  EXPECT_EQ(fleets[0].fleet, (Fleet{1, 1}));
  EXPECT_EQ(fleets[0].cost_micro, 200);
  EXPECT_EQ(fleets[1].fleet, (Fleet{0, 2}));
  EXPECT_FALSE(list.List(0, 270, 1, steps, fleets));
  std::int64_t few = 2;
  EXPECT_FALSE(list.List(0, 270, 100, few, fleets));
  ASSERT_TRUE(list.List(201, 270, 100, steps, fleets));
  EXPECT_EQ(fleets.size(), 1u);
}

// Nodes and pods may be a part of all; contents of a larger part are cut down to it.
TEST(FleetProgramTest, SolvesForWhatIsLeft) {
  Instance instance = EmptyInstance();
  AddKind(instance, {1000, 1000, 10}, 100);
  AddItem(instance, {600, 100, 1}, 3);
  AddItem(instance, {200, 100, 1}, 6);
  FleetProgram program(instance);
  std::int64_t steps = 100'000;
  const auto all = program.Solve(std::vector<std::int64_t>{3}, instance.Counts(), steps);
  EXPECT_NEAR(all.held, all.worth, 1e-6);
  const std::vector<std::int64_t> some{1, 2};
  const auto part = program.Solve(std::vector<std::int64_t>{1}, some, steps);
  EXPECT_NEAR(part.held, part.worth, 1e-6);
  for (const auto& [content, amount] : part.amounts) {
    EXPECT_GT(amount, 0);
    for (const Knapsack::Taken& taken : content.pods) EXPECT_LE(taken.count, some[taken.item]);
  }
}

// A dive keeps every rule, and finds nothing where nothing is.
TEST(FleetDiveTest, FindsSoundPackingsOnly) {
  int found = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Instance instance = TinyInstance(
        seed, {.hosts = seed % 2 == 0, .masks = true, .rules = seed % 3 == 0, .supplies = true, .caps = seed % 5 == 0});
    const Packing known = KarpenterRule(instance);
    if (!Complete(known) || known.cost_micro == 0 || HasSurcharges(instance)) continue;
    std::vector<std::int64_t> numbers(instance.hosts.size(), 1);
    for (const std::int64_t number : FleetOf(instance, known)) numbers.push_back(number);
    FleetProgram program(instance);
    std::int64_t steps = 1'000'000;
    const auto dive = [&] {
      const FleetProgram::Solution root = program.Solve(numbers, instance.Counts(), steps);
      return DiveIntoFleet(instance, program, numbers, root, {}, steps);
    };
    const auto packing = dive();
    if (packing) {
      EXPECT_EQ(FaultOf(instance, *packing), "");
      EXPECT_TRUE(Complete(*packing));
      EXPECT_LE(packing->cost_micro, known.cost_micro);
      ++found;
    }
    // The nodes of the cheapest packing, but for one.
    const std::int64_t cheapest = *CheapestByEnumeration(instance);
    std::int64_t cost = 0;
    for (std::size_t k = 0; k < instance.kinds.size(); ++k) {
      cost += numbers[instance.hosts.size() + k] * instance.kinds[k].price_micro;
    }
    for (std::size_t k = 0; k < instance.kinds.size(); ++k) {
      std::int64_t& number = numbers[instance.hosts.size() + k];
      while (number > 0 && cost >= cheapest) {
        --number;
        cost -= instance.kinds[k].price_micro;
      }
    }
    EXPECT_FALSE(cost < cheapest && dive().has_value());
  }
  EXPECT_GT(found, 50);
}

TEST(FleetDiveTest, FindsAPerfectFit) {
  Instance instance = EmptyInstance();
  AddKind(instance, {1000, 1000, 10}, 100);
  for (const std::int64_t size : {700, 300, 600, 400, 550, 450}) AddItem(instance, {size, 10, 1}, 2);
  FleetProgram program(instance);
  std::int64_t steps = 1'000'000;
  const auto dive = [&](std::int64_t nodes, const FleetDiveEffort& effort) {
    const std::vector<std::int64_t> numbers{nodes};
    return DiveIntoFleet(instance, program, numbers, program.Solve(numbers, instance.Counts(), steps), effort, steps);
  };
  const auto packing = dive(6, {});
  ASSERT_TRUE(packing.has_value());
  EXPECT_EQ(FaultOf(instance, *packing), "");
  EXPECT_EQ(packing->cost_micro, 600);
  EXPECT_FALSE(dive(5, {}).has_value());
}

TEST(FleetFillTest, FindsAPerfectFit) {
  Instance instance = EmptyInstance();
  AddKind(instance, {1000, 1000, 10}, 100);
  for (const std::int64_t size : {700, 300, 600, 400, 550, 450}) AddItem(instance, {size, 10, 1}, 2);
  std::int64_t steps = 1'000'000;
  const auto packing = FillFleet(instance, std::vector<std::int64_t>{6}, {1, 1, 1, 1, 1, 1}, steps);
  ASSERT_TRUE(packing.has_value());
  EXPECT_EQ(FaultOf(instance, *packing), "");
  EXPECT_EQ(packing->cost_micro, 600);
  EXPECT_FALSE(FillFleet(instance, std::vector<std::int64_t>{5}, {1, 1, 1, 1, 1, 1}, steps).has_value());
  std::int64_t none = 0;
  EXPECT_FALSE(FillFleet(instance, std::vector<std::int64_t>{6}, {1, 1, 1, 1, 1, 1}, none).has_value());
}

}  // namespace
}  // namespace spotwright::packing
