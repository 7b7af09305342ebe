#include "src/mix/allocate.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace spotwright::mix {
namespace {

using Units = std::vector<std::int64_t>;

// Calls `visit` with every way to put `units` into the vessels.
template <typename Visit>
void ForEachAllocation(const std::vector<Vessel>& vessels, std::int64_t units, Units& taken, const Visit& visit) {
  if (taken.size() == vessels.size()) {
    if (units == 0) visit(taken);
    return;
  }
  const Vessel& vessel = vessels[taken.size()];
  for (std::int64_t take = 0; take <= std::min(units, vessel.room); ++take) {
    taken.push_back(take);
    ForEachAllocation(vessels, units - take, taken, visit);
    taken.pop_back();
  }
}

// The obvious twin: of all ways the most even one (least sum of squares) when diversified, else any; of those the one
// that gives the most to the first vessel, then to the second, and so on.
Units TwinAllocate(MixAllocation allocation, const std::vector<Vessel>& vessels, std::int64_t units) {
  std::optional<std::pair<std::int64_t, Units>> best;
  Units taken;
  ForEachAllocation(vessels, units, taken, [&](const Units& candidate) {
    std::int64_t unevenness = 0;
    for (std::size_t i = 0; i < vessels.size() && allocation == MixAllocation::kDiversified; ++i) {
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
      vessels.push_back({held % 3, room % 4});
    }
    for (std::int64_t units = 0; units <= TotalRoom(vessels); ++units) {
      for (const MixAllocation allocation : {MixAllocation::kLowestPrice, MixAllocation::kDiversified}) {
        ASSERT_EQ(Allocate(allocation, vessels, units), TwinAllocate(allocation, vessels, units));
        ++worlds;
      }
    }
  }
  EXPECT_EQ(worlds, 2 * (27 * 64 + 27 * 64 * 9 / 2));  // 5.5 numbers of units on average.
}

TEST(Allocate, ABillionUnitsTakeNoLonger) {
  const std::vector<Vessel> vessels = {{0, 1'000'000'000}, {400'000'000, 1'000'000'000}, {0, 7}};
  EXPECT_EQ(Allocate(MixAllocation::kDiversified, vessels, 1'000'000'000), (Units{699'999'997, 299'999'996, 7}));
}

TEST(Allocate, WithoutVesselsNothingIsTaken) {
  EXPECT_EQ(Allocate(MixAllocation::kDiversified, {}, 0), Units{});
  EXPECT_EQ(Allocate(MixAllocation::kLowestPrice, {}, 0), Units{});
}

}  // namespace
}  // namespace spotwright::mix
