#include "src/packing/knapsack.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "src/base/random.h"

namespace spotwright::packing {
namespace {

struct Thing {
  double value = 0;
  std::int64_t most = 0;
  std::vector<std::int64_t> size;
};

struct Case {
  std::vector<std::int64_t> free;
  std::vector<Thing> things;
};

Case RandomCase(std::uint64_t seed) {
  base::Random random(seed);
  Case made;
  const std::size_t resources = 1 + random.Below(4);
  for (std::size_t r = 0; r < resources; ++r) made.free.push_back(static_cast<std::int64_t>(5 + random.Below(20)));
  const std::size_t things = 1 + random.Below(6);
  for (std::size_t j = 0; j < things; ++j) {
    Thing thing{static_cast<double>(random.Below(30)), static_cast<std::int64_t>(random.Below(4)), {}};
    for (std::size_t r = 0; r < resources; ++r) thing.size.push_back(static_cast<std::int64_t>(random.Below(9)));
    made.things.push_back(thing);
  }
  return made;
}

Knapsack Offered(const Case& made) {
  Knapsack knapsack(made.free.size());
  knapsack.Start(made.free);
  for (std::uint32_t j = 0; j < made.things.size(); ++j) {
    knapsack.Offer(j, made.things[j].value, made.things[j].most, made.things[j].size);
  }
  return knapsack;
}

// Every content, thing by thing.
void Visit(const Case& made, std::size_t next, double value, std::vector<std::int64_t> left,
           std::vector<double>& values) {
  if (next == made.things.size()) {
    values.push_back(value);
    return;
  }
  const Thing& thing = made.things[next];
  for (std::int64_t count = 0; count <= thing.most; ++count) {
    if (std::ranges::any_of(left, [](std::int64_t room) { return room < 0; })) return;
    Visit(made, next + 1, value + static_cast<double>(count) * thing.value, left, values);
    for (std::size_t r = 0; r < left.size(); ++r) left[r] -= thing.size[r];
  }
}

std::vector<double> AllValues(const Case& made) {
  std::vector<double> values;
  Visit(made, 0, 0, made.free, values);
  return values;
}

TEST(KnapsackTest, FindsTheBestContentBelowTheRelaxation) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Case made = RandomCase(seed);
    const auto values = AllValues(made);
    const double best = *std::ranges::max_element(values);
    Knapsack knapsack = Offered(made);
    EXPECT_GE(knapsack.Relax(), best - 1e-6) << "seed " << seed;
    std::int64_t steps = 1'000'000;
    ASSERT_TRUE(knapsack.Search(0, steps));
    double found = 0;
    std::vector<std::int64_t> left = made.free;
    for (const Knapsack::Taken& taken : knapsack.taken()) {
      EXPECT_LE(taken.count, made.things[taken.item].most);
      found += made.things[taken.item].value * static_cast<double>(taken.count);
      for (std::size_t r = 0; r < left.size(); ++r) left[r] -= taken.count * made.things[taken.item].size[r];
    }
    EXPECT_TRUE(std::ranges::all_of(left, [](std::int64_t room) { return room >= 0; }));
    EXPECT_NEAR(found, best, 1e-6) << "seed " << seed;
  }
}

TEST(KnapsackTest, NothingIsWorthMoreThanTheFloor) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Case made = RandomCase(seed);
    const auto values = AllValues(made);
    Knapsack knapsack = Offered(made);
    knapsack.Relax();
    std::int64_t steps = 1'000'000;
    EXPECT_TRUE(knapsack.Search(*std::ranges::max_element(values), steps));
    EXPECT_TRUE(knapsack.taken().empty());
  }
}

TEST(KnapsackTest, EnumeratesAllContentsAboveTheFloor) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Case made = RandomCase(seed);
    // Worthless things are never offered.
    Case worthy = made;
    std::erase_if(worthy.things, [](const Thing& thing) { return thing.value <= 0; });
    const auto values = AllValues(worthy);
    Knapsack knapsack = Offered(made);
    knapsack.Relax();
    std::int64_t steps = 1'000'000;
    std::vector<std::vector<Knapsack::Taken>> contents;
    ASSERT_TRUE(knapsack.Enumerate(20.5, false, 100'000, steps, contents));
    const auto above = std::ranges::count_if(values, [](double value) { return value > 20.5; });
    EXPECT_EQ(contents.size(), static_cast<std::size_t>(above)) << "seed " << seed;
  }
}

// After a search that got nowhere; with too few steps, what is left open is bounded.
TEST(KnapsackTest, StatesFindTheBestContentToo) {
  int bounded = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Case made = RandomCase(seed);
    const auto values = AllValues(made);
    const double best = *std::ranges::max_element(values);
    for (const std::int64_t enough : {1'000'000, 12}) {
      Knapsack knapsack = Offered(made);
      knapsack.Relax();
      std::int64_t none = 0;
      if (knapsack.Search(0, none)) continue;
      std::int64_t steps = enough;
      const bool complete = knapsack.SearchStates(steps);
      EXPECT_GE(knapsack.upper(), best - 1e-6);
      double found = 0;
      std::vector<std::int64_t> left = made.free;
      for (const Knapsack::Taken& taken : knapsack.taken()) {
        EXPECT_LE(taken.count, made.things[taken.item].most);
        found += made.things[taken.item].value * static_cast<double>(taken.count);
        for (std::size_t r = 0; r < left.size(); ++r) left[r] -= taken.count * made.things[taken.item].size[r];
      }
      EXPECT_TRUE(std::ranges::all_of(left, [](std::int64_t room) { return room >= 0; }));
      EXPECT_NEAR(found, knapsack.best_value(), 1e-6);
      if (!complete) {
        ++bounded;
        continue;
      }
      EXPECT_NEAR(found, best, 1e-6);
      EXPECT_NEAR(knapsack.upper(), best, 1e-6);
    }
  }
  EXPECT_GT(bounded, 30);
}

// Values that go by size: no bound rules a content out as long as a little room remains, but few sums differ.
TEST(KnapsackTest, StatesAreFewWhereValuesGoBySize) {
  Knapsack knapsack(2);
  knapsack.Start(std::array<std::int64_t, 2>{3620, 1'000'000});
  std::uint32_t item = 0;
  for (const std::int64_t size : {250, 500, 1000, 2000}) {
    for (std::int64_t memory = 1; memory <= 5; ++memory) {
      knapsack.Offer(item++, static_cast<double>(size), 4, std::array<std::int64_t, 2>{size, memory});
    }
  }
  knapsack.Relax();
  std::int64_t steps = 20'000;
  EXPECT_FALSE(knapsack.Search(0, steps));
  steps = 20'000;
  EXPECT_TRUE(knapsack.SearchStates(steps));
  EXPECT_NEAR(knapsack.upper(), 3500, 1e-3);
}

TEST(KnapsackTest, StatesAreLeftToOthersWhereManyResourcesAreScarce) {
  Knapsack knapsack(4);
  knapsack.Start(std::array<std::int64_t, 4>{10, 10, 10, 10});
  for (std::uint32_t item = 0; item < 8; ++item) {
    std::array<std::int64_t, 4> size{};
    size[item % 4] = 3;
    knapsack.Offer(item, 1, 5, size);
  }
  knapsack.Relax();
  std::int64_t steps = 0;
  EXPECT_FALSE(knapsack.Search(0, steps));
  steps = 1000;
  EXPECT_FALSE(knapsack.SearchStates(steps));
  EXPECT_GT(knapsack.upper(), 1e9);
}

TEST(KnapsackTest, WhatWasTakenIsNotFoundAgain) {
  Knapsack knapsack(1);
  knapsack.Start(std::array<std::int64_t, 1>{10});
  knapsack.Offer(0, 6, 1, std::array<std::int64_t, 1>{6});
  knapsack.Offer(1, 4, 3, std::array<std::int64_t, 1>{5});
  knapsack.Relax();
  std::int64_t steps = 1000;
  ASSERT_TRUE(knapsack.Search(0, steps));
  EXPECT_NEAR(knapsack.best_value(), 8, 1e-6);
  knapsack.Withdraw();
  ASSERT_TRUE(knapsack.Search(0, steps));
  EXPECT_NEAR(knapsack.best_value(), 6, 1e-6);
}

}  // namespace
}  // namespace spotwright::packing
