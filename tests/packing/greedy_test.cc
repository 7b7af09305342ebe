// Greedy construction: always legal, complete where it can be, and the same each time.
#include "src/packing/greedy.h"

#include <gtest/gtest.h>

#include <cstdint>

#include "src/packing/contents.h"
#include "src/packing/karpenter_rule.h"
#include "src/packing/kind_order.h"
#include "tests/packing/instances.h"

namespace spotwright::packing {
namespace {

Packing Construct(const Instance& instance) {
  Ledger ledger(instance);
  Packing packing;
  Greedy(instance, UsefulKinds(instance), PlainValues(instance), ledger, packing);
  EXPECT_EQ(FaultOf(instance, packing), "wrong count of pods left");  // It sets neither `left` nor the cost.
  Total(instance, packing);
  EXPECT_EQ(packing.left, ledger.left());
  return packing;
}

TEST(Greedy, IsLegalWithEverything) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Instance instance =
        RandomInstance(seed, {.hosts = true, .rules = true, .shared = true, .scarce = true, .hazards = true});
    EXPECT_EQ(FaultOf(instance, Construct(instance)), "") << "seed " << seed;
  }
}

// Where nothing is scarce, a pod is left only if no node of any kind would take it alone.
TEST(Greedy, LeavesNothingThatFits) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Instance instance = RandomInstance(seed, {.hosts = true, .rules = true, .shared = true});
    const Packing packing = Construct(instance);
    const Contents empty(instance);
    for (std::size_t j = 0; j < instance.items.size(); ++j) {
      for (std::size_t k = 0; packing.left[j] > 0 && k < instance.kinds.size(); ++k) {
        const bool open = instance.masks[instance.items[j].mask].kinds[k] != 0;
        EXPECT_FALSE(open && empty.Room(instance, PlaceOfKind(instance, k), j, 1) > 0) << "seed " << seed;
      }
    }
  }
}

TEST(Greedy, GivesTheSameAnswerTwice) {
  const Instance instance = RandomInstance(3, {.hosts = true, .rules = true});
  EXPECT_EQ(Construct(instance).nodes, Construct(instance).nodes);
}

TEST(Greedy, FillsHostsBeforeItPays) {
  Instance instance = EmptyInstance();
  AddItem(instance, {100, 100, 1}, 10);
  AddKind(instance, {1000, 1000, 10}, 5);
  AddHost(instance, {450, 1000, 10});
  AddHost(instance, {650, 1000, 10});
  const Packing packing = Construct(instance);
  EXPECT_EQ(packing.cost_micro, 0);
  ASSERT_EQ(packing.nodes.size(), 2u);
  EXPECT_EQ(packing.nodes[0].index, 0u);  // The fuller one.
}

// Twenty pods that keep one another away force twenty nodes; with its share of the others each is exactly full.
TEST(Greedy, SpreadsOtherPodsOverForcedNodes) {
  Instance instance = EmptyInstance();
  instance.rules = {{1}};
  AddItem(instance, {500, 500, 1}, 20);
  instance.items[0].rules = {{0, 1, true}};
  AddItem(instance, {250, 250, 1}, 40);
  for (std::int64_t size = 1; size <= 20; ++size) {
    AddKind(instance, {1000 * size, 1000 * size, 10 * size}, 1'000'000 * size);
  }
  const Packing packing = Construct(instance);
  EXPECT_EQ(FaultOf(instance, packing), "");
  EXPECT_EQ(packing.cost_micro, 20'000'000);
}

// Pods of a spread over hosts may share a node up to its skew, even if they ask for nothing.
TEST(Greedy, PutsAsManyLeadingPodsOnANodeAsTheRuleAllows) {
  Instance instance = EmptyInstance();
  instance.rules = {{4}};
  AddItem(instance, {0, 0, 1}, 8);
  instance.items[0].rules = {{0, 1, true}};
  AddKind(instance, {1000, 1000, 10}, 5);
  EXPECT_EQ(Construct(instance).cost_micro, 10);
}

TEST(Greedy, CostsLessThanKarpentersRuleOnTheWhole) {
  std::int64_t mine = 0;
  std::int64_t rule = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Instance instance = RandomInstance(seed, {});
    for (Item& item : instance.items) item.count *= 20;
    const Packing packing = Construct(instance);
    const Packing other = KarpenterRule(instance);
    EXPECT_EQ(packing.left, other.left);
    mine += packing.cost_micro;
    rule += other.cost_micro;
  }
  EXPECT_LT(static_cast<double>(mine), 0.93 * static_cast<double>(rule));
}

}  // namespace
}  // namespace spotwright::packing
