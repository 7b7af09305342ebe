// What may join a node: Fill and Contents against adding pods one at a time and looking at the whole node.
#include "src/packing/fill.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "src/base/random.h"
#include "src/packing/contents.h"
#include "tests/packing/instances.h"

namespace spotwright::packing {
namespace {

// Pods of the item, up to `most`, that join before the node has a fault.
std::int64_t SlowRoom(const Instance& instance, PackedNodes node, std::uint32_t item, std::int64_t most) {
  Packing packing;
  std::size_t at = 0;
  while (at < node.content.size() && node.content[at].item != item) ++at;
  if (at == node.content.size()) node.content.push_back({item, 0});
  for (std::int64_t room = 0; room < most; ++room) {
    ++node.content[at].count;
    packing.nodes = {node};
    Total(instance, packing);
    if (!FaultOf(instance, packing).empty()) return room;
  }
  return most;
}

TEST(Fill, RoomIsWhatJoinsOneByOne) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Instance instance = RandomInstance(seed, {.hosts = true, .rules = true, .shared = true});
    for (Item& item : instance.items) {
      item.count = 50;
      item.mask = 0;
    }
    base::Random random(seed);
    PackedNodes node;
    node.existing = random.Below(2) == 0;
    node.index =
        static_cast<std::uint32_t>(random.Below(node.existing ? instance.hosts.size() : instance.kinds.size()));
    const Place place = node.existing ? PlaceOfHost(instance, node.index) : PlaceOfKind(instance, node.index);
    Fill fill(instance);
    node.existing ? fill.StartHost(node.index) : fill.StartKind(node.index);
    Contents contents(instance);
    for (int step = 0; step < 12; ++step) {
      const auto item = static_cast<std::uint32_t>(random.Below(instance.items.size()));
      const std::int64_t room = SlowRoom(instance, node, item, 6);
      ASSERT_EQ(fill.Room(item, 6), room) << "seed " << seed;
      ASSERT_EQ(contents.Room(instance, place, item, 6), room) << "seed " << seed;
      if (room == 0) continue;
      const std::int64_t count = 1 + static_cast<std::int64_t>(random.Below(static_cast<std::uint64_t>(room)));
      fill.Add(item, count);
      contents.Add(instance, item, count);
      node.content = contents.loads();
      EXPECT_TRUE(contents.Fits(instance, place));
      const std::uint32_t out[1] = {node.content[random.Below(node.content.size())].item};
      Contents rest = contents;
      rest.Add(instance, out[0], -1);
      const std::size_t other = random.Below(instance.items.size());
      EXPECT_EQ(contents.FitsWithout(instance, place, other, out), rest.Room(instance, place, other, 1) > 0);
    }
  }
}

TEST(Fill, WhatIsTakenAwayLeavesNoTrace) {
  const Instance instance = RandomInstance(7, {.rules = true, .shared = true});
  Fill fill(instance);
  fill.StartKind(0);
  const std::vector<std::int64_t> free(fill.free().begin(), fill.free().end());
  Contents contents(instance);
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    fill.Add(j, 2);
    contents.Add(instance, j, 2);
  }
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    fill.Add(j, -2);
    contents.Add(instance, j, -2);
  }
  EXPECT_EQ(std::vector<std::int64_t>(fill.free().begin(), fill.free().end()), free);
  EXPECT_TRUE(contents.empty());
  for (const std::int64_t load : contents.load()) EXPECT_EQ(load, 0);
}

TEST(Contents, ASharedVolumeIsCarriedOnce) {
  Instance instance = EmptyInstance();
  instance.shared_count = 1;
  AddItem(instance, {100, 100, 1}, 5);
  instance.items[0].shared = {{0, 1, 300}};
  AddKind(instance, {1000, 500, 10}, 1);
  AddHost(instance, {1000, 500, 10});
  instance.hosts[0].shared = {0};
  const Contents empty(instance);
  EXPECT_EQ(empty.Room(instance, PlaceOfKind(instance, 0), 0, 9), 2);
  EXPECT_EQ(empty.Room(instance, PlaceOfHost(instance, 0), 0, 9), 5);
}

}  // namespace
}  // namespace spotwright::packing
