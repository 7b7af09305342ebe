// Kinds worth a look, and one form for equal packings.
#include "src/packing/kind_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "src/packing/alike.h"
#include "tests/packing/instances.h"

namespace spotwright::packing {
namespace {

// Whether every packing that uses `worse` may use `better` in its place at no more cost.
bool MayStandIn(const Instance& instance, std::uint32_t better, std::uint32_t worse) {
  const Kind& a = instance.kinds[better];
  const Kind& b = instance.kinds[worse];
  for (std::size_t r = 0; r < instance.resources; ++r) {
    if (instance.FreeOfKind(better)[r] < instance.FreeOfKind(worse)[r]) return false;
  }
  for (const Mask& mask : instance.masks) {
    if (mask.kinds[worse] > mask.kinds[better]) return false;
  }
  const bool draws_no_more = std::all_of(a.uses.begin(), a.uses.end(), [&](const SupplyUse& use) {
    return std::any_of(b.uses.begin(), b.uses.end(), [&](const SupplyUse& other) {
      return other.supply == use.supply && other.amount >= use.amount;
    });
  });
  const auto is_capped = [&](CapDomain domain) {
    return std::any_of(instance.items.begin(), instance.items.end(), [domain](const Item& item) {
      return std::any_of(item.caps.begin(), item.caps.end(),
                         [domain](const CapUse& use) { return use.domain == domain; });
    });
  };
  return draws_no_more && a.rules.empty() && a.price_micro <= b.price_micro &&
         a.interruptions_per_hour <= b.interruptions_per_hour && (a.pool == b.pool || !is_capped(CapDomain::kPool)) &&
         (a.zone == b.zone || !is_capped(CapDomain::kZone));
}

TEST(UsefulKinds, WhatIsLeftOutHasAStandIn) {
  std::size_t left_out = 0;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const Instance instance = RandomInstance(seed, {.rules = seed % 2 == 0, .scarce = seed % 3 == 0, .hazards = true});
    const std::vector<std::uint32_t> useful = UsefulKinds(instance);
    for (std::size_t i = 1; i < useful.size(); ++i) {
      EXPECT_LE(instance.kinds[useful[i - 1]].price_micro, instance.kinds[useful[i]].price_micro);
    }
    for (std::uint32_t k = 0; k < instance.kinds.size(); ++k) {
      if (std::find(useful.begin(), useful.end(), k) != useful.end()) continue;
      ++left_out;
      EXPECT_TRUE(
          std::any_of(useful.begin(), useful.end(), [&](std::uint32_t o) { return MayStandIn(instance, o, k); }))
          << "seed " << seed;
    }
  }
  EXPECT_GT(left_out, 50u);
}

TEST(MergeAlike, CountsEqualNodesOnce) {
  Packing packing;
  packing.nodes = {{false, 1, 2, {{3, 1}, {0, 2}}}, {false, 0, 1, {{0, 1}}}, {false, 1, 1, {{0, 2}, {3, 1}}},
                   {true, 4, 1, {{0, 1}}},          {false, 1, 1, {}},       {true, 2, 1, {{0, 1}}}};
  MergeAlike(packing);
  const std::vector<PackedNodes> expected = {
      {true, 2, 1, {{0, 1}}}, {true, 4, 1, {{0, 1}}}, {false, 0, 1, {{0, 1}}}, {false, 1, 3, {{0, 2}, {3, 1}}}};
  EXPECT_EQ(packing.nodes, expected);
}

}  // namespace
}  // namespace spotwright::packing
