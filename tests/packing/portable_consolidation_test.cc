// Portable cases 59 to 64: consolidation (Karpenter: disruption/consolidation_test.go). See portable_world.h.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/consolidate.h"
#include "tests/packing/portable_world.h"

namespace spotwright::test {
namespace {

constexpr std::int64_t kNow = 1'790'000'000'000;
constexpr CapacityType kBoth[] = {CapacityType::kOnDemand, CapacityType::kSpot};

// A request where any number of nodes may be disrupted at once.
ConsolidateRequest Free(std::vector<Offer> offers) {
  ConsolidateRequest request;
  request.offers = std::move(offers);
  request.now_unix_ms = kNow;
  NodeBudget all;
  all.max_share = 1;
  request.policy.node_budgets = {all};
  return request;
}

// A day old, with pods.
void AddNode(ConsolidateRequest& request, const Offer& offer, std::vector<RunningPods> running) {
  Node node = Taken("node-" + std::to_string(request.nodes.size()), offer);
  node.created_unix_ms = kNow - 86'400'000;
  node.running = std::move(running);
  request.nodes.push_back(std::move(node));
}

ConsolidateResponse Consolidated(const ConsolidateRequest& request) {
  Result<ConsolidateResponse> response = Consolidate(request);
  if (!response.ok()) {
    ADD_FAILURE() << response.error().field << " " << response.error().message;
    return {};
  }
  return *response;
}

std::set<std::string> Removed(const ConsolidateResponse& response) {
  std::set<std::string> names;
  for (const Consolidation& one : response.consolidations) {
    names.insert(one.removed_nodes.begin(), one.removed_nodes.end());
  }
  return names;
}

Offer Priced(const FakeType& type, CapacityType capacity_type, double price, const std::string& zone = kZone1) {
  Offer offer = FakeOffer(type, zone, capacity_type);
  offer.price_usd_per_hour = price;
  return offer;
}

TEST(PortableConsolidation, Case59ThreeNodesToACheaperOne) {
  const FakeType large{"large", 16, 16};
  const FakeType small{"small", 4, 4};
  for (const CapacityType first : kBoth) {
    for (const CapacityType rest : kBoth) {
      ConsolidateRequest request =
          Free({Priced(large, CapacityType::kOnDemand, 2), Priced(large, CapacityType::kSpot, 1),
                Priced(small, CapacityType::kOnDemand, 0.3)});
      request.workloads = {Pods("web", 3, 1, 1)};
      for (int i = 0; i < 3; ++i) {
        const bool spot = (i == 0 ? first : rest) == CapacityType::kSpot;
        AddNode(request, request.offers[spot ? 1 : 0], {{"web", "default", 1}});
      }
      const ConsolidateResponse response = Consolidated(request);
      EXPECT_EQ(Removed(response).size(), 3u);
      ASSERT_EQ(response.launches.size(), 1u);
      EXPECT_EQ(response.launches[0].pool.instance_type, "small");
      EXPECT_NEAR(response.cost_after_usd_per_hour, 0.3, 1e-9);
    }
  }
}

TEST(PortableConsolidation, Case60SpotToSpotByWhatInterruptionsCost) {
  // Karpenter asks for fifteen cheaper types, so as not to race to the pools that are interrupted most. Here the
  // expected cost of interruptions says the same of each pool.
  const FakeType type{"old", 4, 4};
  ConsolidateRequest request = Free({Priced(type, CapacityType::kSpot, 0.5)});
  request.workloads = {Pods("web", 2, 1, 1)};
  request.workloads[0].restart_cost_usd = 1;
  AddNode(request, request.offers[0], {{"web", "default", 2}});
  EXPECT_TRUE(Removed(Consolidated(request)).empty()) << "it is the cheapest";
  request.offers.push_back(Priced({"new", 4, 4}, CapacityType::kSpot, 0.3));
  request.offers[1].interruptions_per_instance_hour = 0.2;
  EXPECT_TRUE(Removed(Consolidated(request)).empty()) << "0.20 saved and 0.40 for restarts";
  request.offers[1].interruptions_per_instance_hour = 0.01;
  EXPECT_EQ(Removed(Consolidated(request)).size(), 1u);
  // Fifteen and more of them, too.
  for (int i = 0; i < 20; ++i) {
    request.offers.push_back(Priced({"more-" + std::to_string(i), 4, 4}, CapacityType::kSpot, 0.31 + 0.005 * i));
  }
  const ConsolidateResponse response = Consolidated(request);
  EXPECT_EQ(Removed(response).size(), 1u);
  EXPECT_EQ(response.launches.size(), 1u);
}

TEST(PortableConsolidation, Case61OnDemandToSpot) {
  // Karpenter holds the dearest offer that it might get against the node. Here one offer is committed, so the cheap
  // one is taken; where only dear ones are left the node stays.
  ConsolidateRequest request = Free({Priced({"old", 4, 4}, CapacityType::kOnDemand, 0.5),
                                     Priced({"new", 4, 4}, CapacityType::kSpot, 1.0, kZone1),
                                     Priced({"new", 4, 4}, CapacityType::kSpot, 0.2, kZone2),
                                     Priced({"new", 4, 4}, CapacityType::kSpot, 0.4, kZone3)});
  request.workloads = {Pods("web", 2, 1, 1)};
  AddNode(request, request.offers[0], {{"web", "default", 2}});
  const ConsolidateResponse response = Consolidated(request);
  ASSERT_EQ(response.launches.size(), 1u);
  EXPECT_EQ(response.launches[0].pool.zone, kZone2);
  request.offers.resize(2);
  EXPECT_TRUE(Removed(Consolidated(request)).empty());
}

TEST(PortableConsolidation, Case62TwoOfATypeToOne) {
  const FakeType type{"type", 4, 4};
  ConsolidateRequest request = Free({Priced(type, CapacityType::kOnDemand, 0.5)});
  request.workloads = {Pods("web", 2, 1, 1)};
  for (int i = 0; i < 2; ++i) AddNode(request, request.offers[0], {{"web", "default", 1}});
  const ConsolidateResponse response = Consolidated(request);
  EXPECT_EQ(Removed(response).size(), 1u);
  EXPECT_TRUE(response.launches.empty());
  ASSERT_EQ(response.consolidations.size(), 1u);
  EXPECT_EQ(response.consolidations[0].kind, ConsolidationKind::kDelete);
}

TEST(PortableConsolidation, Case63ProtectedPods) {
  const FakeType type{"type", 4, 4};
  for (const bool by_budget : {false, true}) {
    ConsolidateRequest request = Free({Priced(type, CapacityType::kOnDemand, 0.5)});
    request.workloads = {Pods("guarded", 2, 0.5, 0.5), Pods("web", 2, 0.5, 0.5)};
    AddNode(request, request.offers[0], {{"guarded", "default", 2}});
    AddNode(request, request.offers[0], {{"web", "default", 2}});
    if (by_budget) {
      request.budgets = {{"guarded", "default", 0}};
    } else {
      request.workloads[0].do_not_disrupt = true;
    }
    const ConsolidateResponse response = Consolidated(request);
    EXPECT_EQ(Removed(response), (std::set<std::string>{"node-1"}));
    EXPECT_TRUE(std::any_of(response.kept.begin(), response.kept.end(),
                            [](const KeptNode& kept) { return kept.name == "node-0" && !kept.reasons.empty(); }));
  }
}

TEST(PortableConsolidation, Case64Budgets) {
  const auto removed = [](int nodes, const NodeBudget& budget) {
    ConsolidateRequest request = Free({Priced({"type", 4, 4}, CapacityType::kOnDemand, 0.5)});
    request.policy.node_budgets = {budget};
    for (int i = 0; i < nodes; ++i) AddNode(request, request.offers[0], {});
    return Removed(Consolidated(request)).size();
  };
  NodeBudget count, share;
  count.max_nodes = 3;
  EXPECT_EQ(removed(10, count), 3u);
  count.max_nodes = 0;
  EXPECT_EQ(removed(10, count), 0u);
  share.max_share = 0.3;
  EXPECT_EQ(removed(10, share), 3u);
  share.max_share = 0.1;
  for (int nodes = 1; nodes <= 10; ++nodes) EXPECT_EQ(removed(nodes, share), 1u) << nodes;
  share.max_share = 0;
  EXPECT_EQ(removed(10, share), 0u);
}

}  // namespace
}  // namespace spotwright::test
