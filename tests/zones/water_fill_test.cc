#include "src/zones/water_fill.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <tuple>

namespace spotwright::zones {
namespace {

constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

std::vector<std::int64_t> UnitsOf(const std::vector<Basin>& basins) {
  std::vector<std::int64_t> units;
  for (const Basin& basin : basins) units.push_back(basin.units);
  return units;
}

double Spread(const std::vector<Basin>& basins) {
  double least = Load(basins[0]), greatest = least;
  for (const Basin& basin : basins) {
    least = std::min(least, Load(basin));
    greatest = std::max(greatest, Load(basin));
  }
  return greatest - least;
}

// The least spread over every way to change the basins by `units` in all, each step up or down by `step`.
double LeastSpread(std::vector<Basin>& basins, std::size_t from, std::int64_t units, std::int64_t step) {
  if (from == basins.size()) return units == 0 ? Spread(basins) : std::numeric_limits<double>::infinity();
  Basin& basin = basins[from];
  const std::int64_t before = basin.units;
  double best = LeastSpread(basins, from + 1, units, step);
  for (std::int64_t moved = 1; moved <= units; ++moved) {
    basin.units += step;
    if (step > 0 ? basin.units > basin.most_units : basin.units < basin.least_units) break;
    best = std::min(best, LeastSpread(basins, from + 1, units - moved, step));
  }
  basin.units = before;
  return best;
}

TEST(WaterFill, GivesTheLeastSpreadOnAllSmallWorldsOfEqualWeight) {
  int worlds = 0;
  for (int world = 0; world < 64 * 125; ++world) {
    std::vector<Basin> basins;
    const char* const names[] = {"a", "b", "c"};
    for (int i = 0, units = world % 64, most = world / 64; i < 3; ++i, units /= 4, most /= 5) {
      basins.push_back({names[i], units % 4, 1'000'000, most % 5, most % 2});
    }
    for (std::int64_t units = 0; units <= 5; ++units) {
      std::vector<Basin> added = basins, removed = basins;
      // Where not all fit, the bounds alone decide, and the best is the same as for the number that fits.
      const std::int64_t fitted = AddUnits(added, units, world % 2 == 0);
      ASSERT_EQ(Spread(added), LeastSpread(basins, 0, fitted, 1));
      const std::int64_t gone = RemoveUnits(removed, units);
      ASSERT_EQ(Spread(removed), LeastSpread(basins, 0, gone, -1));
      ++worlds;
    }
  }
  EXPECT_EQ(worlds, 48000);
}

std::vector<Basin> RandomBasins(std::mt19937& random) {
  static const char* const kNames[] = {"a", "b", "c", "d", "e"};
  std::vector<Basin> basins;
  for (const char* name : kNames) {
    const std::int64_t weight = random() % 2 == 0 ? 1'000'000 : 250'000 * static_cast<std::int64_t>(1 + random() % 8);
    basins.push_back({name, static_cast<std::int64_t>(random() % 6), weight,
                      random() % 2 == 0 ? kNoLimit : static_cast<std::int64_t>(random() % 9),
                      static_cast<std::int64_t>(random() % 2)});
  }
  return basins;
}

// The obvious twin: looks at every basin for every unit.
std::int64_t TwinAdd(std::vector<Basin>& basins, std::int64_t units, bool empty_first) {
  for (std::int64_t moved = 0; moved < units; ++moved) {
    Basin* best = nullptr;
    for (Basin& basin : basins) {
      if (basin.units >= basin.most_units) continue;
      const auto key = [&](const Basin& b) {
        return std::tuple(empty_first && b.units > 0,
                          static_cast<long double>(b.units + 1) / static_cast<long double>(b.weight_millionths),
                          b.name);
      };
      if (best == nullptr || key(basin) < key(*best)) best = &basin;
    }
    if (best == nullptr) return moved;
    ++best->units;
  }
  return units;
}

std::int64_t TwinRemove(std::vector<Basin>& basins, std::int64_t units) {
  for (std::int64_t moved = 0; moved < units; ++moved) {
    Basin* best = nullptr;
    for (Basin& basin : basins) {
      if (basin.units <= basin.least_units) continue;
      const auto key = [](const Basin& b) {
        return std::tuple(static_cast<long double>(b.units) / static_cast<long double>(b.weight_millionths), b.name);
      };
      if (best == nullptr || key(basin) > key(*best)) best = &basin;
    }
    if (best == nullptr) return moved;
    --best->units;
  }
  return units;
}

TEST(WaterFill, AgreesWithTheObviousTwinWithWeights) {
  std::mt19937 random(1);
  for (int round = 0; round < 3000; ++round) {
    const std::vector<Basin> basins = RandomBasins(random);
    const std::int64_t units = random() % 30;
    const bool empty_first = random() % 2 == 0;
    std::vector<Basin> fast = basins, slow = basins;
    ASSERT_EQ(AddUnits(fast, units, empty_first), TwinAdd(slow, units, empty_first));
    ASSERT_EQ(UnitsOf(fast), UnitsOf(slow)) << "round " << round;
    ASSERT_EQ(RemoveUnits(fast, units / 2), TwinRemove(slow, units / 2));
    ASSERT_EQ(UnitsOf(fast), UnitsOf(slow)) << "round " << round;
  }
}

TEST(WaterFill, RemovingUndoesWhatWasAddedToEmptyBasins) {
  std::mt19937 random(2);
  for (int round = 0; round < 500; ++round) {
    std::vector<Basin> basins = RandomBasins(random);
    for (Basin& basin : basins) basin.units = basin.least_units = 0;
    std::vector<std::vector<std::int64_t>> trail;
    for (int i = 0; i < 20; ++i) {
      trail.push_back(UnitsOf(basins));
      if (AddUnits(basins, 1, false) == 0) trail.pop_back();
    }
    while (!trail.empty()) {
      ASSERT_EQ(RemoveUnits(basins, 1), 1);
      ASSERT_EQ(UnitsOf(basins), trail.back());
      trail.pop_back();
    }
  }
}

TEST(WaterFill, APartAndThenTheRestIsAll) {
  std::mt19937 random(3);
  for (int round = 0; round < 500; ++round) {
    std::vector<Basin> at_once = RandomBasins(random);
    std::vector<Basin> in_parts = at_once;
    AddUnits(at_once, 17, true);
    AddUnits(in_parts, 5, true);
    AddUnits(in_parts, 12, true);
    ASSERT_EQ(UnitsOf(at_once), UnitsOf(in_parts));
  }
}

TEST(WaterFill, TheGreatestAmountsDoNotOverflow) {
  std::vector<Basin> basins = {{"a", 1'000'000'000, 1'000'000'000, kNoLimit, 0},
                               {"b", 1'000'000'000, 999'999'999, kNoLimit, 0}};
  EXPECT_EQ(AddUnits(basins, 2, false), 2);
  EXPECT_EQ(UnitsOf(basins), (std::vector<std::int64_t>{1'000'000'002, 1'000'000'000}));
}

}  // namespace
}  // namespace spotwright::zones
