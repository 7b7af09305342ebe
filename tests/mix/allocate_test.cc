#include "src/mix/allocate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

namespace spotwright::mix {
namespace {

using Instances = std::vector<std::int64_t>;

std::int64_t UnitsOf(const std::vector<Vessel>& vessels, const Instances& taken) {
  std::int64_t units = 0;
  for (std::size_t i = 0; i < vessels.size(); ++i) units += vessels[i].weight * taken[i];
  return units;
}

std::int64_t RoomOf(const std::vector<Vessel>& vessels) {
  Instances all;
  for (const Vessel& vessel : vessels) all.push_back(vessel.room);
  return UnitsOf(vessels, all);
}

Usage UsageOf(const CeilingIndex& index) {
  Usage usage(index);
  for (std::size_t i = 0; i < index.held.size(); ++i) usage.Set(i, index.held[i]);
  return usage;
}

Instances HeldBy(const std::vector<Vessel>& vessels) {
  Instances held;
  for (const Vessel& vessel : vessels) held.push_back(vessel.held);
  return held;
}

enum class Way { kInOrder, kEvenly };

Instances Fill(Way way, const std::vector<Vessel>& vessels, std::int64_t units,
               const std::vector<Ceiling>& ceilings = {}) {
  const CeilingIndex index(ceilings, HeldBy(vessels));
  Usage usage = UsageOf(index);
  return way == Way::kEvenly ? FillEvenly(vessels, units, usage) : FillInOrder(vessels, units, usage);
}

// Calls `visit` with every way to put instances into the vessels.
template <typename Visit>
void ForEachAllocation(const std::vector<Vessel>& vessels, Instances& taken, const Visit& visit) {
  if (taken.size() == vessels.size()) {
    visit(taken);
    return;
  }
  for (std::int64_t take = 0; take <= vessels[taken.size()].room; ++take) {
    taken.push_back(take);
    ForEachAllocation(vessels, taken, visit);
    taken.pop_back();
  }
}

// The obvious twin for units of weight 1: of all ways the most even one (least sum of squares) when evenly, else any;
// of those the one that gives the most to the first vessel, then to the second, and so on.
Instances TwinFill(Way way, const std::vector<Vessel>& vessels, std::int64_t units) {
  std::optional<std::pair<std::int64_t, Instances>> best;
  Instances taken;
  ForEachAllocation(vessels, taken, [&](const Instances& candidate) {
    if (UnitsOf(vessels, candidate) != units) return;
    std::int64_t unevenness = 0;
    for (std::size_t i = 0; i < vessels.size() && way == Way::kEvenly; ++i) {
      unevenness += (vessels[i].held + candidate[i]) * (vessels[i].held + candidate[i]);
    }
    if (!best || unevenness < best->first || (unevenness == best->first && candidate > best->second)) {
      best = {unevenness, candidate};
    }
  });
  return best->second;
}

TEST(Allocate, AgreesWithTheObviousTwinOnAllSmallWorlds) {
  int worlds = 0;
  for (int world = 0; world < 27 * 64; ++world) {
    std::vector<Vessel> vessels;
    for (int i = 0, held = world % 27, room = world / 27; i < 3; ++i, held /= 3, room /= 4) {
      vessels.push_back({static_cast<std::size_t>(i), held % 3, room % 4, 1});
    }
    for (std::int64_t units = 0; units <= RoomOf(vessels); ++units) {
      for (const Way way : {Way::kInOrder, Way::kEvenly}) {
        ASSERT_EQ(Fill(way, vessels, units), TwinFill(way, vessels, units));
        ++worlds;
      }
    }
  }
  EXPECT_EQ(worlds, 2 * (27 * 64 + 27 * 64 * 9 / 2));  // 5.5 numbers of units on average.
}

TEST(Allocate, ABillionUnitsTakeNoLonger) {
  const std::vector<Vessel> vessels = {{0, 0, 1'000'000'000, 1}, {1, 400'000'000, 1'000'000'000, 1}, {2, 0, 7, 1}};
  EXPECT_EQ(Fill(Way::kEvenly, vessels, 1'000'000'000), (Instances{699'999'997, 299'999'996, 7}));
}

TEST(Allocate, WithoutVesselsNothingIsTaken) {
  EXPECT_EQ(Fill(Way::kEvenly, {}, 0), Instances{});
  EXPECT_EQ(Fill(Way::kInOrder, {}, 0), Instances{});
}

TEST(Allocate, WeightedInstancesGoJustBeyondTheUnits) {
  const std::vector<Vessel> vessels = {{0, 0, 10, 4}, {1, 0, 10, 3}};
  EXPECT_EQ(Fill(Way::kInOrder, vessels, 9), (Instances{3, 0}));
  EXPECT_EQ(Fill(Way::kEvenly, vessels, 9), (Instances{1, 2}));
  EXPECT_EQ(Fill(Way::kInOrder, vessels, 41), (Instances{10, 1}));
}

// Random vessels under random ceilings: no rule is broken, and what is missing could not have been given.
TEST(Allocate, KeepsToCeilingsAndLeavesNothingThatFits) {
  std::mt19937 random(1);
  const auto below = [&](std::int64_t limit) { return static_cast<std::int64_t>(random()) % limit; };
  for (int round = 0; round < 20000; ++round) {
    std::vector<Vessel> vessels;
    for (std::size_t i = 0; i < 4; ++i) vessels.push_back({i, below(3), below(5), 1 + below(3)});
    std::vector<Ceiling> ceilings;
    for (int c = 0; c < 3; ++c) {
      Ceiling ceiling{"", below(12), static_cast<Counts>(below(3)), {}};
      for (std::size_t i = 0; i < vessels.size(); ++i) {
        if (below(2) == 0) ceiling.members.push_back({i, 1 + below(2)});
      }
      ceilings.push_back(std::move(ceiling));
    }
    const CeilingIndex index(ceilings, HeldBy(vessels));
    const Usage before = UsageOf(index);
    const std::int64_t units = below(20);
    for (const Way way : {Way::kInOrder, Way::kEvenly}) {
      const Instances taken = Fill(way, vessels, units, ceilings);
      Usage after = before;
      for (std::size_t i = 0; i < vessels.size(); ++i) {
        ASSERT_GE(taken[i], 0);
        ASSERT_LE(taken[i], vessels[i].room);
        after.Set(i, vessels[i].held + taken[i]);
      }
      ASSERT_TRUE(after.IsWithinOr(before)) << "round " << round;
      constexpr std::int64_t kMostWeight = 3;
      ASSERT_LT(UnitsOf(vessels, taken), units + kMostWeight) << "too many, round " << round;
      if (UnitsOf(vessels, taken) >= units) continue;
      for (std::size_t i = 0; i < vessels.size(); ++i) {
        if (taken[i] == vessels[i].room) continue;
        ASSERT_LE(after.Most(i), vessels[i].held + taken[i]) << "one more fits, round " << round;
      }
    }
  }
}

}  // namespace
}  // namespace spotwright::mix
