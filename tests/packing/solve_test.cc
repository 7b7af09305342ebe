#include "src/packing/solve.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "src/base/random.h"
#include "src/packing/karpenter_rule.h"
#include "tests/packing/instances.h"
#include "tests/packing/tiny_instances.h"

namespace spotwright::packing {
namespace {

constexpr std::uint64_t kSeeds = 50;

Solution Solved(const Instance& instance, PackQuality quality) {
  Effort effort;
  effort.quality = quality;
  return Solve(instance, effort, {}).value();
}

bool Complete(const Packing& packing) {
  return std::ranges::all_of(packing.left, [](std::int64_t left) { return left == 0; });
}

// Holds every quality against the enumerated optimum. How many optima were proven, of those in optimal mode.
double ShareProven(const TinyTraits& traits) {
  int complete = 0;
  int proven = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Instance instance = TinyInstance(seed, traits);
    const auto cheapest = CheapestByEnumeration(instance);
    for (const PackQuality quality : {PackQuality::kFast, PackQuality::kBalanced, PackQuality::kOptimal}) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " quality " << static_cast<int>(quality));
      const Solution solution = Solved(instance, quality);
      EXPECT_EQ(FaultOf(instance, solution.packing), "");
      EXPECT_LE(solution.bound_micro, solution.packing.cost_micro);
      if (!Complete(solution.packing)) continue;
      EXPECT_TRUE(cheapest.has_value());
      if (!cheapest.has_value()) continue;
      EXPECT_LE(solution.bound_micro, *cheapest);
      EXPECT_GE(solution.packing.cost_micro, *cheapest);
      if (solution.proof == BoundProof::kExhausted) {
        EXPECT_EQ(solution.packing.cost_micro, *cheapest);
      }
      if (quality == PackQuality::kFast) continue;
      const Packing rule = KarpenterRule(instance);
      if (Complete(rule)) {
        EXPECT_LE(solution.packing.cost_micro, rule.cost_micro);
      }
      if (quality == PackQuality::kOptimal) {
        ++complete;
        proven += solution.proof == BoundProof::kExhausted;
      }
    }
  }
  return static_cast<double>(proven) / std::max(1, complete);
}

// Services of round sizes on nodes of three shapes, so that 15 to 30 nodes are needed.
Instance Services(std::uint64_t seed) {
  base::Random random(seed);
  Instance instance = EmptyInstance();
  AddKind(instance, {1630, 2714, 25}, 76'500);
  AddKind(instance, {1630, 6503, 25}, 86'000);
  AddKind(instance, {3620, 6184, 54}, 153'000);
  AddKind(instance, {3620, 13'762, 54}, 172'000);
  AddKind(instance, {3620, 28'917, 54}, 226'000);
  const std::int64_t cpu[] = {250, 500, 1000, 2000};
  const std::int64_t memory[] = {128, 256, 512, 1024, 2048, 4096};
  for (int service = 0; service < 25; ++service) {
    const auto pods = static_cast<std::int64_t>(1 + random.Below(5));  // Drawn first: compilers order arguments freely.
    AddItem(instance, {cpu[random.Below(4)], memory[random.Below(6)], 1}, pods);
  }
  return instance;
}

// Of nodes whose pods go by CPU alone, each search for the best content has many nearly as good ones to rule out.
TEST(SolveTest, ServicesOnUpToThirtyNodesAreProven) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Instance instance = Services(seed);
    const Solution solution = Solved(instance, PackQuality::kOptimal);
    EXPECT_EQ(FaultOf(instance, solution.packing), "");
    EXPECT_EQ(solution.proof, BoundProof::kExhausted);
    std::int64_t nodes = 0;
    for (const PackedNodes& packed : solution.packing.nodes) nodes += packed.times;
    EXPECT_GE(nodes, 12);
    EXPECT_LE(nodes, 32);
  }
}

// What is left on many hosts would hold all pods together, yet hardly one anywhere: the bound must see that.
TEST(SolveTest, RestsOfHostsDoNotHideWhatNewNodesCost) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    base::Random random(seed);
    Instance instance = EmptyInstance();
    for (std::int64_t size = 1; size <= 8; ++size) {
      AddKind(instance, {2000 * size, 4000 * size, 60}, 90'000 * size);
      AddKind(instance, {2000 * size, 8000 * size, 60}, 113'000 * size);
    }
    const auto up_to = [&](std::uint64_t most) { return static_cast<std::int64_t>(random.Below(most)); };
    for (int host = 0; host < 400; ++host) AddHost(instance, {up_to(700), up_to(1500), 5});
    for (int item = 0; item < 40; ++item) AddItem(instance, {300 + up_to(1500), 600 + up_to(4000), 1}, 2);
    const Solution solution = Solved(instance, PackQuality::kBalanced);
    EXPECT_EQ(FaultOf(instance, solution.packing), "");
    EXPECT_GT(static_cast<double>(solution.bound_micro), 0.85 * static_cast<double>(solution.packing.cost_micro));
  }
}

TEST(SolveTest, PlainInstancesAreProven) { EXPECT_EQ(ShareProven({}), 1); }

TEST(SolveTest, MasksAndHostsAreProven) { EXPECT_EQ(ShareProven({.hosts = true, .masks = true}), 1); }

TEST(SolveTest, RulesAreKept) { EXPECT_EQ(ShareProven({.masks = true, .rules = true}), 1); }

TEST(SolveTest, RulesOnHostsAreKept) { EXPECT_EQ(ShareProven({.hosts = true, .rules = true}), 1); }

TEST(SolveTest, SurchargesAreProven) { EXPECT_EQ(ShareProven({.hosts = true, .surcharges = true}), 1); }

TEST(SolveTest, SuppliesAreKept) { EXPECT_GT(ShareProven({.masks = true, .supplies = true}), 0.9); }

TEST(SolveTest, CapsAreKept) { EXPECT_GT(ShareProven({.hosts = true, .supplies = true, .caps = true}), 0.3); }

Instance Doubled(Instance instance) {
  for (Kind& kind : instance.kinds) kind.price_micro *= 2;
  return instance;
}

TEST(SolveTest, ScalingPricesScalesTheProvenCost) {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Instance instance = TinyInstance(seed, {.masks = true});
    const Solution once = Solved(instance, PackQuality::kOptimal);
    const Solution twice = Solved(Doubled(instance), PackQuality::kOptimal);
    if (!Complete(once.packing)) continue;
    EXPECT_EQ(2 * once.packing.cost_micro, twice.packing.cost_micro) << "seed " << seed;
  }
}

TEST(SolveTest, SameInputSameAnswer) {
  const Instance instance = RandomInstance(3, {.hosts = true, .rules = true, .hazards = true});
  for (const PackQuality quality : {PackQuality::kFast, PackQuality::kBalanced, PackQuality::kOptimal}) {
    EXPECT_EQ(Solved(instance, quality).packing.nodes, Solved(instance, quality).packing.nodes);
  }
}

TEST(SolveTest, MorePodsThanTheExactPartsTakeOnStillGetABound) {
  const Instance instance = RandomInstance(5, {.rules = true, .shared = true, .scarce = true, .hazards = true});
  const Solution solution = Solved(instance, PackQuality::kOptimal);
  EXPECT_EQ(FaultOf(instance, solution.packing), "");
  EXPECT_LE(solution.bound_micro, solution.packing.cost_micro);
}

TEST(SolveTest, StopsWhenCancelled) {
  const Call call{.cancelled = [] { return true; }, .progress = {}};
  EXPECT_FALSE(Solve(TinyInstance(1, {}), {}, call).has_value());
}

TEST(SolveTest, NothingToPackProvesNothing) {
  Instance instance = EmptyInstance();
  AddKind(instance, {1000, 1000, 10}, 100);
  const Solution solution = Solved(instance, PackQuality::kOptimal);
  EXPECT_TRUE(solution.packing.nodes.empty());
  EXPECT_EQ(solution.proof, BoundProof::kNone);
}

}  // namespace
}  // namespace spotwright::packing
