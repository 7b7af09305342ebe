// How much of a plan is on spot.
#include <gtest/gtest.h>

#include "tests/plan/small_cluster.h"

namespace spotwright {
namespace {

using test::App;
using test::CountNew;
using test::Find;
using test::NodeOf;
using test::OnDemand;
using test::PlanWell;
using test::Runs;
using test::Sized;
using test::Spot;

// Ten spot-tolerant pods of one vCPU, machines of two, spot at a third of the price.
PlanRequest TenPods() {
  PlanRequest request;
  request.offers = {Sized(OnDemand("m6i.large", "eu-west-1a", 0.09), 2),
                    Sized(Spot("m6i.large", "eu-west-1a", 0.03), 2)};
  request.workloads = {App("web", 10)};
  return request;
}

double MaxSpotShare(const PlanResponse& plan) {
  const Reason* reason = Find(plan.reasons, "spot_share_limit");
  return reason == nullptr ? -1 : reason->numbers.at("max_spot_share");
}

TEST(PlanMix, WithoutAMixAllMayBeOnSpot) {
  const PlanResponse plan = PlanWell(TenPods());
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 5);
  EXPECT_EQ(plan.summary.spot_cpu_share, 1);
  EXPECT_EQ(plan.summary.spot_cost_share, 1);
  EXPECT_EQ(plan.summary.cost_planned_usd_per_hour, 0.15);
  EXPECT_EQ(plan.summary.cost_all_on_demand_usd_per_hour, 0.45);
  EXPECT_EQ(MaxSpotShare(plan), 1);
}

TEST(PlanMix, CountsCpu) {
  PlanRequest request = TenPods();
  request.policy.mix.on_demand_percentage = 40;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(MaxSpotShare(plan), 0.6);
  EXPECT_EQ(plan.summary.spot_cpu_share, 0.6);
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 3);
  EXPECT_EQ(CountNew(plan, CapacityType::kOnDemand), 2);
}

// Work that does not tolerate spot is no part of what is shared.
TEST(PlanMix, CountsTolerantWorkOnly) {
  PlanRequest request = TenPods();
  request.workloads.push_back(App("database", 4, false));
  request.policy.mix.on_demand_percentage = 40;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(plan.summary.spot_cpu_share, 0.6);
  EXPECT_EQ(CountNew(plan, CapacityType::kOnDemand), 4);
}

TEST(PlanMix, CountsPods) {
  PlanRequest request = TenPods();
  request.workloads.push_back(App("small", 10));
  request.workloads[1].requests.cpu_millicores = 100;
  request.policy.mix.on_demand_base_units = 10;
  request.policy.mix_unit = ShareUnit::kPods;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(MaxSpotShare(plan), 0.5);
  EXPECT_LE(plan.summary.spot_cpu_share, 0.5);
  EXPECT_GT(plan.summary.spot_cpu_share, 0.4);
}

TEST(PlanMix, CountsNodes) {
  PlanRequest request = TenPods();
  request.policy.mix.on_demand_base_units = 2;
  request.policy.mix_unit = ShareUnit::kNodes;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(MaxSpotShare(plan), 0.6);  // 5 nodes, 2 of them on-demand.
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 3);
  EXPECT_EQ(CountNew(plan, CapacityType::kOnDemand), 2);
}

// Nodes that must stay count: on-demand ones serve the base, spot ones use up the share.
TEST(PlanMix, NodesThatStayCount) {
  PlanRequest request = TenPods();
  request.workloads[0].replicas = 12;
  request.policy.mix.on_demand_percentage = 50;
  request.policy.mix_unit = ShareUnit::kNodes;
  for (const char* name : {"node-a", "node-b"}) {
    request.nodes.push_back(NodeOf(name, request.offers[0], {Runs("web", 2)}));
    request.nodes.back().do_not_disrupt = true;
  }
  PlanResponse plan = PlanWell(request);  // Of 6 nodes 3 may be spot, and 2 of the others are there.
  EXPECT_EQ(MaxSpotShare(plan), 0.75);
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 3);
  EXPECT_EQ(CountNew(plan, CapacityType::kOnDemand), 1);
  for (Node& node : request.nodes) node.capacity_type = CapacityType::kSpot;
  plan = PlanWell(request);
  EXPECT_EQ(MaxSpotShare(plan), 0.25);
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 1);
}

TEST(PlanMix, SpotDisabledLeavesNoSpot) {
  PlanRequest request = TenPods();
  request.nodes = {NodeOf("node-a", request.offers[1], {Runs("web", 2)}),
                   NodeOf("node-b", request.offers[0], {Runs("web", 2)})};
  request.policy.mix.spot_enabled = false;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 0);
  EXPECT_EQ(plan.summary.spot_cpu_share, 0);
  EXPECT_EQ(plan.drains, std::vector<std::string>{"node-a"}) << "although on-demand is dearer";
  EXPECT_NE(Find(plan.reasons, "spot_not_enabled"), nullptr);
  const ConsideredPool& spot = plan.pools[0];
  ASSERT_EQ(spot.pool.capacity_type, CapacityType::kSpot);
  EXPECT_EQ(spot.reasons[0].code, "spot_share_limit");
}

TEST(PlanMix, SpotDisabledWaitsForLeaveToReplace) {
  PlanRequest request = TenPods();
  request.nodes = {NodeOf("node-a", request.offers[1], {Runs("web", 2)})};
  request.policy.mix.spot_enabled = false;
  request.policy.disruption.replace_nodes = false;
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.drains.empty());
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 0);
}

// What runs beyond the share is not ended merely to mend the ratio.
TEST(PlanMix, ARatioAloneReplacesNothing) {
  PlanRequest request = TenPods();
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    request.nodes.push_back(NodeOf(name, request.offers[1], {Runs("web", 2)}));
  }
  request.policy.mix.on_demand_percentage = 40;
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_EQ(plan.summary.spot_cpu_share, 1);
}

TEST(PlanMix, AllOnDemandMayBeImpossible) {
  PlanRequest request = TenPods();
  request.offers[0].available_count = 2;
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.feasible);
  EXPECT_EQ(plan.summary.cost_all_on_demand_usd_per_hour, 0);
  EXPECT_NE(Find(plan.warnings, "all_on_demand_unknown"), nullptr);
}

// Pods that no offer can hold are left out on both sides of the comparison.
TEST(PlanMix, AllOnDemandComparesLikeWithLike) {
  PlanRequest request = TenPods();
  request.workloads.push_back(App("wide", 1));
  request.workloads[1].requests.cpu_millicores = 5000;
  const PlanResponse plan = PlanWell(request);
  EXPECT_FALSE(plan.feasible);
  EXPECT_EQ(plan.summary.cost_all_on_demand_usd_per_hour, 0.45);
}

// When nodes are kept, so they are in the comparison; spot ones give way.
TEST(PlanMix, AllOnDemandKeepsWhatThePlanKeeps) {
  PlanRequest request = TenPods();
  request.workloads[0].replicas = 3;
  request.nodes = {NodeOf("node-a", request.offers[0], {Runs("web", 1)}),
                   NodeOf("node-b", request.offers[1], {Runs("web", 2)})};
  request.policy.disruption.replace_nodes = false;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(plan.summary.cost_planned_usd_per_hour, 0.12);
  EXPECT_EQ(plan.summary.cost_all_on_demand_usd_per_hour, 0.18);
}

TEST(PlanMix, WarnsOfTheHighestBand) {
  PlanRequest request = TenPods();
  request.offers[1].interruption_band = 4;
  const PlanResponse plan = PlanWell(request);
  const Reason* warning = Find(plan.warnings, "high_interruption_band");
  ASSERT_NE(warning, nullptr);
  EXPECT_EQ(warning->paths, std::vector<std::string>{"spot m6i.large in eu-west-1a"});
  EXPECT_EQ(plan.launches[0].interruption_band, 4);
  request.offers[1].interruption_band = 3;
  EXPECT_EQ(Find(PlanWell(request).warnings, "high_interruption_band"), nullptr);
}

}  // namespace
}  // namespace spotwright
