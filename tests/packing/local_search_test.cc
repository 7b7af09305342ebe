// Local search: never dearer, never illegal, and it finds what is plain to see.
#include "src/packing/local_search.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "src/packing/greedy.h"
#include "src/packing/karpenter_rule.h"
#include "src/packing/kind_order.h"
#include "tests/packing/instances.h"

namespace spotwright::packing {
namespace {

TEST(LocalSearch, NeverCostsMoreLosesAPodOrBreaksARule) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Instance instance = RandomInstance(
        seed, {.hosts = seed % 2 == 0, .rules = true, .shared = true, .scarce = seed % 3 == 0, .hazards = true});
    Packing packing = KarpenterRule(instance);
    const Packing before = packing;
    ASSERT_TRUE(Improve(instance, UsefulKinds(instance), PlainValues(instance), 200, {}, packing));
    EXPECT_EQ(FaultOf(instance, packing), "") << "seed " << seed;
    bool gained = false;
    for (std::size_t j = 0; j < packing.left.size(); ++j) {
      EXPECT_LE(packing.left[j], before.left[j]) << "seed " << seed;
      gained |= packing.left[j] < before.left[j];
    }
    EXPECT_TRUE(gained || packing.cost_micro <= before.cost_micro) << "seed " << seed;
  }
}

Packing OnePodEach(const Instance& instance, std::uint32_t kind) {
  Packing packing;
  for (std::uint32_t j = 0; j < instance.items.size(); ++j) {
    packing.nodes.push_back({false, kind, instance.items[j].count, {{j, 1}}});
  }
  Total(instance, packing);
  return packing;
}

TEST(LocalSearch, MergesAndRightSizes) {
  Instance instance = EmptyInstance();
  AddItem(instance, {500, 500, 1}, 4);
  AddItem(instance, {300, 200, 1}, 3);
  AddKind(instance, {1000, 1000, 10}, 100);
  AddKind(instance, {400, 400, 10}, 45);
  Packing packing = OnePodEach(instance, 0);
  ASSERT_TRUE(Improve(instance, UsefulKinds(instance), PlainValues(instance), 500, {}, packing));
  EXPECT_EQ(FaultOf(instance, packing), "");
  EXPECT_EQ(packing.cost_micro, 300);  // Three full nodes: 5 + 5, 5 + 5 and 3 + 3 + 3.
}

// Perfect triples of sizes in three dimensions: each node must get three pods that complement one another.
TEST(LocalSearch, FindsPodsThatComplementOneAnother) {
  Instance instance = EmptyInstance();
  for (std::int64_t i = 0; i < 12; ++i) {
    AddItem(instance, {30 + i, 50 - i, 20 + 2 * i}, 1);
    AddItem(instance, {40 - 2 * i % 7, 20 + i, 50 - 3 * i % 11}, 1);
    AddItem(instance, {30 - i + 2 * i % 7, 30, 30 - 2 * i + 3 * i % 11}, 1);
  }
  AddKind(instance, {100, 100, 100}, 1);
  Packing packing = OnePodEach(instance, 0);
  ASSERT_TRUE(Improve(instance, UsefulKinds(instance), PlainValues(instance), 20'000, {}, packing));
  EXPECT_EQ(FaultOf(instance, packing), "");
  EXPECT_LE(packing.cost_micro, 13);  // 12 is the best there is.
}

TEST(LocalSearch, StopsWhenCancelled) {
  const Instance instance = RandomInstance(5, {});
  Packing packing = KarpenterRule(instance);
  const Packing before = packing;
  Call call;
  call.cancelled = [] { return true; };
  EXPECT_FALSE(Improve(instance, UsefulKinds(instance), PlainValues(instance), 200, call, packing));
  EXPECT_EQ(packing.nodes, before.nodes);
}

}  // namespace
}  // namespace spotwright::packing
