// Karpenter's rule, against a twin that goes pod by pod, and on worked examples.
#include "src/packing/karpenter_rule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "src/packing/contents.h"
#include "tests/packing/instances.h"

namespace spotwright::packing {
namespace {

struct Claim {
  Contents contents;
  std::vector<std::uint32_t> kinds;  // That still hold it.
  std::int64_t pods = 0;
};

// Keeps the kinds that would still hold the claim with the pod; false if there are none.
bool Narrow(const Instance& instance, const Claim& claim, std::size_t item, std::vector<std::uint32_t>& kinds) {
  Contents with = claim.contents;
  with.Add(instance, item, 1);
  kinds.clear();
  for (const std::uint32_t k : claim.kinds) {
    const Place place = PlaceOfKind(instance, k);
    const bool open = instance.masks[instance.items[item].mask].kinds[k] != 0;
    if (open && claim.contents.Room(instance, place, item, 1) > 0 && with.Fits(instance, place)) kinds.push_back(k);
  }
  return !kinds.empty();
}

// Cost of the new nodes by the rule, word for word; pods without a place are added to `left`.
std::int64_t SlowRule(const Instance& instance, std::int64_t& left) {
  std::vector<std::size_t> pods;
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    pods.insert(pods.end(), static_cast<std::size_t>(instance.items[j].count), j);
  }
  std::stable_sort(pods.begin(), pods.end(), [&](std::size_t a, std::size_t b) {
    const auto x = instance.SizeOf(a);
    const auto y = instance.SizeOf(b);
    return x[0] != y[0] ? x[0] > y[0] : x[1] > y[1];
  });
  std::vector<Contents> hosts(instance.hosts.size(), Contents(instance));
  std::vector<Claim> claims;
  std::vector<std::uint32_t> kinds;
  for (const std::size_t item : pods) {
    const Mask& mask = instance.masks[instance.items[item].mask];
    bool placed = false;
    for (std::size_t h = 0; h < hosts.size() && !placed; ++h) {
      if (mask.hosts[h] == 0 || hosts[h].Room(instance, PlaceOfHost(instance, h), item, 1) == 0) continue;
      hosts[h].Add(instance, item, 1);
      placed = true;
    }
    std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) { return a.pods < b.pods; });
    for (std::size_t c = 0; c < claims.size() && !placed; ++c) {
      if (!Narrow(instance, claims[c], item, kinds)) continue;
      claims[c].kinds = kinds;
      claims[c].contents.Add(instance, item, 1);
      ++claims[c].pods;
      placed = true;
    }
    if (placed) continue;
    Claim fresh{Contents(instance), std::vector<std::uint32_t>(instance.kinds.size())};
    std::iota(fresh.kinds.begin(), fresh.kinds.end(), 0u);
    if (!Narrow(instance, fresh, item, kinds)) {
      ++left;
      continue;
    }
    fresh.kinds = kinds;
    fresh.contents.Add(instance, item, 1);
    fresh.pods = 1;
    claims.push_back(fresh);
  }
  std::int64_t cost = 0;
  for (const Claim& claim : claims) {
    std::int64_t least = kUnlimited;
    for (const std::uint32_t k : claim.kinds) least = std::min(least, instance.kinds[k].price_micro);
    cost += least;
  }
  return cost;
}

TEST(KarpenterRule, AgreesWithItsTwinPodByPod) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Instance instance = RandomInstance(seed, {.hosts = seed % 2 == 0, .shared = seed % 3 == 0});
    const Packing packing = KarpenterRule(instance);
    EXPECT_EQ(FaultOf(instance, packing), "") << "seed " << seed;
    std::int64_t left = 0;
    EXPECT_EQ(packing.cost_micro, SlowRule(instance, left)) << "seed " << seed;
    EXPECT_EQ(std::accumulate(packing.left.begin(), packing.left.end(), std::int64_t{0}), left) << "seed " << seed;
  }
}

TEST(KarpenterRule, KeepsRulesSuppliesAndCaps) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Instance instance =
        RandomInstance(seed, {.hosts = true, .rules = true, .shared = true, .scarce = true, .hazards = true});
    EXPECT_EQ(FaultOf(instance, KarpenterRule(instance)), "") << "seed " << seed;
  }
}

// Two large pods open two nodes, since they do not fit one; small ones then go to the node with fewer pods.
TEST(KarpenterRule, FewestPodsFirst) {
  Instance instance = EmptyInstance();
  AddItem(instance, {600, 100, 1}, 2);
  AddItem(instance, {100, 100, 1}, 4);
  AddKind(instance, {1000, 1000, 10}, 5);
  const Packing packing = KarpenterRule(instance);
  ASSERT_EQ(packing.nodes.size(), 1u);
  EXPECT_EQ(packing.nodes[0].times, 2);
  EXPECT_EQ(packing.nodes[0].content, (std::vector<Load>{{0, 1}, {1, 2}}));
}

TEST(KarpenterRule, ANodeGrowsToTheLargestKind) {
  Instance instance = EmptyInstance();
  AddItem(instance, {500, 100, 1}, 8);
  AddKind(instance, {1000, 1000, 10}, 10);
  AddKind(instance, {4000, 4000, 40}, 50);
  EXPECT_EQ(KarpenterRule(instance).cost_micro, 50);  // Four small nodes would have cost 40.
}

}  // namespace
}  // namespace spotwright::packing
