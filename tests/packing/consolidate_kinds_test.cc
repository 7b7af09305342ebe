// What consolidation finds to do: delete, replace, merge, split, over capacity types, and when it does nothing.
#include "tests/packing/consolidations.h"

namespace spotwright::test {
namespace {

using Names = std::vector<std::string>;

TEST(ConsolidateKinds, PodsOfANodeFindRoomOnOthers) {
  ConsolidateRequest request = Unhurried();
  const Offer box = Box("box", 1.0);
  request.workloads = {App("web", 6)};
  request.nodes = {Running("a", box, {Runs("web", 2)}), Running("b", box, {Runs("web", 3)}),
                   Running("c", box, {Runs("web", 1)})};
  request.offers = {box};
  const ConsolidateResponse response = CheckedConsolidation(request);
  ASSERT_EQ(response.consolidations.size(), 1u);
  EXPECT_EQ(response.consolidations[0].kind, ConsolidationKind::kDelete);
  EXPECT_EQ(Removed(response), Names{"c"});
  EXPECT_EQ(response.cost_after_usd_per_hour, 2.0);
  EXPECT_EQ(response.pods_moved, 1);
}

TEST(ConsolidateKinds, EmptyNodesGo) {
  ConsolidateRequest request = Unhurried();
  const Offer box = Box("box", 1.0);
  request.workloads = {DaemonSet("agent")};
  request.nodes = Alike(3, box, {Runs("agent", 1)});
  const ConsolidateResponse response = CheckedConsolidation(request);
  EXPECT_EQ(Removed(response), (Names{"n01", "n02", "n03"}));
  EXPECT_EQ(response.pods_moved, 0);
}

TEST(ConsolidateKinds, ANodeThatIsTooLargeIsReplaced) {
  ConsolidateRequest request = Unhurried();
  const Offer small = Box("small", 0.25, "a", 2);
  request.workloads = {App("web", 2)};
  request.nodes = {Running("a", Box("large", 1.0, "a", 8), {Runs("web", 2)})};
  request.offers = {small, Box("large", 1.0, "a", 8)};
  const ConsolidateResponse response = CheckedConsolidation(request);
  ASSERT_EQ(response.consolidations.size(), 1u);
  EXPECT_EQ(response.consolidations[0].kind, ConsolidationKind::kReplace);
  EXPECT_EQ(Launched(response), Names{"small"});
}

TEST(ConsolidateKinds, SeveralNodesMergeIntoOne) {
  ConsolidateRequest request = Unhurried();
  const Offer box = Box("box", 1.0, "a", 2);
  request.workloads = {App("web", 6)};
  request.nodes = Alike(3, box, {Runs("web", 2)});
  request.offers = {box, Box("crate", 2.0, "a", 6)};
  const ConsolidateResponse response = CheckedConsolidation(request);
  ASSERT_EQ(response.consolidations.size(), 1u);
  EXPECT_EQ(response.consolidations[0].kind, ConsolidationKind::kMerge);
  EXPECT_EQ(Launched(response), Names{"crate"});
}

// One large node by several small ones, and two by three: what Karpenter does not do.
TEST(ConsolidateKinds, LargeNodesAreSplit) {
  ConsolidateRequest request = Unhurried();
  request.workloads = {App("web", 6), App("fat", 2)};
  request.workloads[1].requests = Room(1, 8, 0);
  const Offer lean = Box("lean", 0.2, "a", 3);
  request.nodes = {Running("a", Box("large", 2.0, "a", 8), {Runs("web", 3), Runs("fat", 1)}),
                   Running("b", Box("large", 2.0, "a", 8), {Runs("web", 3), Runs("fat", 1)})};
  request.offers = {lean, Box("large", 2.0, "a", 8)};
  const ConsolidateResponse response = CheckedConsolidation(request);
  ASSERT_EQ(response.consolidations.size(), 1u);
  EXPECT_EQ(response.consolidations[0].kind, ConsolidationKind::kSplit);
  EXPECT_EQ(Launched(response), (Names{"lean", "lean", "lean"}));
}

TEST(ConsolidateKinds, TolerantWorkMovesFromOnDemandToSpot) {
  ConsolidateRequest request = Unhurried();
  request.workloads = {App("batch", 4), App("web", 4)};
  request.workloads[0].spot_tolerant = true;
  const Offer box = Box("box", 1.0);
  request.nodes = {Running("a", box, {Runs("batch", 4)}), Running("b", box, {Runs("web", 4)})};
  request.offers = {box, SpotBox("box", 0.4)};
  const ConsolidateResponse response = CheckedConsolidation(request);
  EXPECT_EQ(Removed(response), Names{"a"});
  ASSERT_EQ(response.launches.size(), 1u);
  EXPECT_EQ(response.launches[0].pool.capacity_type, CapacityType::kSpot);
}

// What interruptions are expected to cost is part of the price.
TEST(ConsolidateKinds, SpotThatIsOftenTakenBackIsNotCheap) {
  ConsolidateRequest request = Unhurried();
  request.workloads = {App("batch", 4)};
  request.workloads[0].spot_tolerant = true;
  request.workloads[0].restart_cost_usd = 1;
  const Offer box = Box("box", 1.0);
  request.nodes = {Running("a", box, {Runs("batch", 4)})};
  Offer spot = SpotBox("box", 0.4);
  spot.interruptions_per_instance_hour = 0.25;
  request.offers = {box, spot};
  EXPECT_TRUE(CheckedConsolidation(request).consolidations.empty());
  request.offers[1].interruptions_per_instance_hour = 0.001;
  const ConsolidateResponse response = CheckedConsolidation(request);
  EXPECT_EQ(Removed(response), Names{"a"});
  EXPECT_GT(response.consolidations[0].risk_usd_per_hour, 0);
}

TEST(ConsolidateKinds, SpotMovesToCheaperSpot) {
  ConsolidateRequest request = Unhurried();
  request.workloads = {App("batch", 4)};
  request.workloads[0].spot_tolerant = true;
  request.nodes = {Running("a", SpotBox("old", 0.6), {Runs("batch", 4)})};
  request.offers = {SpotBox("old", 0.6), SpotBox("new", 0.4)};
  EXPECT_EQ(Launched(CheckedConsolidation(request)), Names{"new"});
}

TEST(ConsolidateKinds, TwoOfOneTypeBecomeOneByDeletingTheOther) {
  ConsolidateRequest request = Unhurried();
  const Offer box = Box("box", 1.0);
  request.workloads = {App("web", 4)};
  request.nodes = {Running("a", box, {Runs("web", 2)}), Running("b", box, {Runs("web", 2)})};
  request.offers = {box};
  const ConsolidateResponse response = CheckedConsolidation(request);
  EXPECT_EQ(Removed(response).size(), 1u);
  EXPECT_TRUE(response.launches.empty());
}

TEST(ConsolidateKinds, IndependentThingsStandAlone) {
  ConsolidateRequest request = Unhurried();
  request.workloads = {App("red", 4), App("blue", 4)};
  for (Workload& workload : request.workloads) workload.node_selector["team"] = workload.name;
  for (const std::string team : {"red", "blue"}) {
    Offer box = Box(team + "-box", 1.0);
    box.labels["team"] = team;
    request.nodes.push_back(Running(team + "-1", box, {Runs(team, 2)}));
    request.nodes.push_back(Running(team + "-2", box, {Runs(team, 2)}));
    request.offers.push_back(box);
  }
  const ConsolidateResponse response = CheckedConsolidation(request);
  ASSERT_EQ(response.consolidations.size(), 2u);
  for (const Consolidation& entry : response.consolidations) EXPECT_EQ(entry.removed_nodes.size(), 1u);
}

// Moving costs once, saving lasts until the cluster looks different anyway.
TEST(ConsolidateKinds, AMoveMustPayWithinTheHorizon) {
  ConsolidateRequest request = Unhurried();
  const Offer box = Box("box", 1.0);
  request.workloads = {App("web", 4)};
  request.workloads[0].restart_cost_usd = 2;
  request.nodes = {Running("a", box, {Runs("web", 2)}), Running("b", box, {Runs("web", 2)})};
  request.offers = {box};
  request.policy.horizon_hours = 3;
  EXPECT_TRUE(CheckedConsolidation(request).consolidations.empty());
  request.policy.horizon_hours = 6;
  EXPECT_EQ(CheckedConsolidation(request).consolidations.size(), 1u);
}

TEST(ConsolidateKinds, WhatSavesLittleIsLeft) {
  ConsolidateRequest request = Unhurried();
  request.workloads = {App("web", 4)};
  request.nodes = {Running("a", Box("old", 1.0), {Runs("web", 4)})};
  request.offers = {Box("new", 0.9)};
  request.policy.min_savings_share = 0.2;
  EXPECT_TRUE(CheckedConsolidation(request).consolidations.empty());
  request.policy.min_savings_share = 0.05;
  EXPECT_EQ(CheckedConsolidation(request).consolidations.size(), 1u);
}

TEST(ConsolidateKinds, StopsNearTheBound) {
  ConsolidateRequest request = Unhurried();
  request.workloads = {App("web", 4)};
  request.nodes = {Running("a", Box("old", 1.0), {Runs("web", 4)})};
  request.offers = {Box("new", 0.9)};
  request.policy.min_savings_share = 0;
  request.policy.stop_at_gap = 0.2;
  const ConsolidateResponse response = CheckedConsolidation(request);
  EXPECT_TRUE(response.consolidations.empty());
  EXPECT_NEAR(response.lower_bound_usd_per_hour, 0.9, 1e-6);
  EXPECT_EQ(Codes(response.reasons), Names{"near_the_bound"});
}

TEST(ConsolidateKinds, RoomForPodsThatWaitIsNotTaken) {
  ConsolidateRequest request = Unhurried();
  const Offer box = Box("box", 1.0);
  request.workloads = {App("web", 8)};
  request.nodes = {Running("a", box, {Runs("web", 2)}), Running("b", box, {Runs("web", 2)})};
  request.offers = {box};
  const ConsolidateResponse response = CheckedConsolidation(request);
  EXPECT_TRUE(response.consolidations.empty());
  EXPECT_EQ(WhyKept(response, "a"), Names{"node_awaits_pods"});
}

// A group that is full cannot launch before something of it has gone.
TEST(ConsolidateKinds, NewNodesComeBeforeOldOnesGo) {
  ConsolidateRequest request = Unhurried();
  request.workloads = {App("web", 2)};
  request.nodes = {Running("a", Box("large", 1.0, "a", 8), {Runs("web", 2)})};
  request.nodes[0].group = "pool";
  request.offers = {Box("small", 0.25, "a", 2)};
  request.groups.emplace_back();
  request.groups[0].name = "pool";
  request.groups[0].capacity_type = CapacityType::kOnDemand;
  request.groups[0].max_nodes = 1;
  EXPECT_TRUE(CheckedConsolidation(request).consolidations.empty());
  request.groups[0].max_nodes = 2;
  EXPECT_EQ(CheckedConsolidation(request).consolidations.size(), 1u);
}

}  // namespace
}  // namespace spotwright::test
