#include "src/packing/priorities.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/packing/instances.h"
#include "tests/packing/tiny_instances.h"

namespace spotwright::packing {
namespace {

Solution Solved(const Instance& instance) { return Solve(instance, {}, {}).value(); }

// Room for two pods of three: the unimportant one is the smallest, and still stays out.
TEST(PrioritiesTest, TheLeastImportantPodIsLeftOut) {
  Instance instance = EmptyInstance();
  AddItem(instance, {100, 100, 1}, 1);
  AddItem(instance, {900, 900, 1}, 2);
  instance.items[1].priority = 7;
  AddKind(instance, {1000, 1000, 1}, 100);
  instance.kinds[0].uses.push_back({0, 1});
  instance.supplies = {2};
  const Solution solution = Solved(instance);
  EXPECT_EQ(solution.packing.left, (std::vector<std::int64_t>{1, 0}));
  EXPECT_EQ(FaultOf(instance, solution.packing), "");
}

// The lesser pods get the room that the others left on their nodes.
TEST(PrioritiesTest, LesserPodsFillUpNodes) {
  Instance instance = EmptyInstance();
  AddItem(instance, {400, 400, 1}, 5);
  AddItem(instance, {600, 600, 1}, 2);
  instance.items[1].priority = 1;
  AddKind(instance, {1000, 1000, 9}, 100);
  instance.kinds[0].uses.push_back({0, 1});
  instance.supplies = {2};
  const Solution solution = Solved(instance);
  EXPECT_EQ(solution.packing.left, (std::vector<std::int64_t>{3, 0}));
  EXPECT_EQ(solution.packing.cost_micro, 200);
}

TEST(PrioritiesTest, AfterAPackingItsNodesAreHosts) {
  Instance instance = EmptyInstance();
  AddItem(instance, {400, 300, 1}, 5);
  AddKind(instance, {1000, 1000, 9}, 100);
  AddHost(instance, {500, 500, 5});
  instance.rules.push_back({3});
  instance.items[0].rules.push_back({0, 1, true});
  Packing packing;
  packing.nodes = {{true, 0, 1, {{0, 1}}}, {false, 0, 2, {{0, 1}}}};
  const Instance after = AfterPacking(instance, packing);
  EXPECT_EQ(after.items[0].count, 2);
  ASSERT_EQ(after.hosts.size(), 3u);
  EXPECT_EQ(after.FreeOfHost(0)[0], 100);
  EXPECT_EQ(after.FreeOfHost(2)[1], 700);
  ASSERT_EQ(after.hosts[2].rules.size(), 1u);
  EXPECT_EQ(after.hosts[2].rules[0].counted, 1);
  EXPECT_EQ(after.hosts[2].rules[0].holders, 1);
  EXPECT_EQ(after.masks[0].hosts.size(), 3u);
}

// Where lesser pods have a place although others have none, these fare as if the lesser ones were not there.
TEST(PrioritiesTest, RandomInstancesKeepTheOrder) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Instance instance = TinyInstance(
        seed, {.hosts = true, .masks = true, .rules = seed % 2 == 0, .supplies = true, .priorities = true});
    const Packing packing = Solved(instance).packing;
    EXPECT_EQ(FaultOf(instance, packing), "") << "seed " << seed;
    std::int64_t highest_left = -1;
    std::int64_t lowest_placed = 10;
    for (std::size_t j = 0; j < instance.items.size(); ++j) {
      const Item& item = instance.items[j];
      if (packing.left[j] > 0) highest_left = std::max(highest_left, item.priority);
      if (packing.left[j] < item.count) lowest_placed = std::min(lowest_placed, item.priority);
    }
    if (lowest_placed >= highest_left) continue;
    Instance above = instance;
    for (Item& item : above.items) {
      if (item.priority < highest_left) item.count = 0;
    }
    const Packing alone = Solved(above).packing;
    for (std::size_t i = 0; i < instance.items.size(); ++i) {
      if (instance.items[i].priority >= highest_left) {
        EXPECT_EQ(packing.left[i], alone.left[i]) << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace spotwright::packing
