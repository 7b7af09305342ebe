// When nodes are kept and when they are replaced.
#include <gtest/gtest.h>

#include "tests/plan/small_cluster.h"

namespace spotwright {
namespace {

using test::App;
using test::Codes;
using test::Find;
using test::HalfEmpty;
using test::NodeOf;
using test::OnDemand;
using test::PlanWell;
using test::Runs;
using test::Sized;
using test::Spot;

using Names = std::vector<std::string>;

TEST(KeepOrRenew, AnEmptyRequestIsAnEmptyPlan) {
  const PlanResponse plan = PlanWell({});
  EXPECT_TRUE(plan.feasible);
  EXPECT_TRUE(plan.nodes.empty());
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_EQ(plan.summary, PlanSummary{});
  EXPECT_EQ(plan.call_again_at_unix_ms, std::nullopt);
}

TEST(KeepOrRenew, WithoutOffersWhatRunsStays) {
  PlanRequest request = HalfEmpty();
  request.offers.clear();
  request.workloads[0].replicas = 9;
  const PlanResponse plan = PlanWell(request);
  EXPECT_FALSE(plan.feasible);
  EXPECT_TRUE(plan.drains.empty());
  ASSERT_EQ(plan.unplaced.size(), 1U);
  EXPECT_EQ(plan.unplaced[0].replicas, 1);
  EXPECT_EQ(plan.reasons[0].code, "replacing_not_worth_it");
}

// The node that stays is one that runs: nothing is launched merely to replace its like.
TEST(KeepOrRenew, ConsolidatesOntoANodeThatRuns) {
  const PlanResponse plan = PlanWell(HalfEmpty());
  EXPECT_EQ(plan.summary.cost_now_usd_per_hour, 0.4);
  EXPECT_EQ(plan.summary.cost_planned_usd_per_hour, 0.2);
  EXPECT_EQ(plan.summary.savings_share, 0.5);
  EXPECT_EQ(plan.summary.gap, 0);
  EXPECT_TRUE(plan.launches.empty());
  EXPECT_EQ(plan.drains, Names{"node-b"});
  ASSERT_EQ(plan.steps.size(), 1U);
  EXPECT_EQ(plan.steps[0].action, PlanAction::kDrain);
  EXPECT_EQ(plan.steps[0].sentence, "Drain 1 node: 2 pods move.");
  EXPECT_EQ(plan.summary.pods_to_move, 2);
  EXPECT_EQ(plan.reasons[0].code, "nodes_replaced");
}

// Pods leave a node only when it is drained, so a kept node is planned with all that it runs.
TEST(KeepOrRenew, AKeptNodeLosesNoPods) {
  PlanRequest request;
  request.offers = {Sized(OnDemand("m6i.xlarge", "eu-west-1a", 0.2), 4)};
  request.workloads = {App("big", 2, false), App("small", 6, false)};
  request.workloads[0].requests.cpu_millicores = 3000;
  request.workloads[1].requests.cpu_millicores = 500;
  for (const char* name : {"node-a", "node-b", "node-c", "node-d"}) {
    request.nodes.push_back(NodeOf(name, request.offers[0]));
  }
  request.nodes[0].running = {Runs("big", 1), Runs("small", 1)};
  request.nodes[1].running = {Runs("big", 1)};
  request.nodes[2].running = {Runs("small", 3)};
  request.nodes[3].running = {Runs("small", 2)};
  const PlanResponse plan = PlanWell(request);  // The checker looks at just this.
  EXPECT_EQ(plan.summary.nodes_planned, 3);
  EXPECT_TRUE(plan.launches.empty());
  EXPECT_EQ(plan.summary.pods_to_move, plan.steps.back().pods_moved);
}

// Pending pods go to free room; the plan then has nothing to save.
TEST(KeepOrRenew, FillsFreeRoomFirst) {
  PlanRequest request = HalfEmpty();
  request.workloads[0].replicas = 8;
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.feasible);
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_EQ(plan.summary.pods, 8);
  EXPECT_EQ(plan.summary.savings_usd_per_hour, 0);
}

TEST(KeepOrRenew, SavingsOfExactlyTheThresholdAreTaken) {
  PlanRequest request = HalfEmpty();
  request.policy.disruption.min_savings_share = 0.5;
  EXPECT_EQ(PlanWell(request).drains.size(), 1U);
  request.policy.disruption.min_savings_share = 0.500001;
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.drains.empty());
  EXPECT_EQ(Codes(plan.reasons), (Names{"replacing_not_worth_it", "spot_share_limit"}));
  EXPECT_EQ(plan.reasons[0].numbers.at("keep_usd_per_hour"), 0.4);
  EXPECT_EQ(plan.reasons[0].numbers.at("renew_usd_per_hour"), 0.2);
}

TEST(KeepOrRenew, NothingIsReplacedForNothing) {
  PlanRequest request = HalfEmpty();
  request.nodes.pop_back();
  request.workloads[0].replicas = 2;
  request.policy.disruption.min_savings_share = 0;
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_EQ(plan.reasons[0].sentence, "The nodes are kept: packing the cluster anew saves nothing.");
}

TEST(KeepOrRenew, AFirstPlanSpeaksOfNoNodesToKeep) {
  PlanRequest request = HalfEmpty();
  request.nodes.clear();
  EXPECT_EQ(Codes(PlanWell(request).reasons), Names{"spot_share_limit"});
}

TEST(KeepOrRenew, ReplacingMayBeForbidden) {
  PlanRequest request = HalfEmpty();
  request.workloads[0].replicas = 9;
  request.policy.disruption.replace_nodes = false;
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.drains.empty());
  EXPECT_EQ(plan.summary.nodes_planned, 3);
  EXPECT_EQ(plan.reasons[0].code, "replacing_not_allowed");
  EXPECT_EQ(plan.summary.cost_all_on_demand_usd_per_hour, 0.6) << "with the same nodes kept";
}

// A replacement that places more pods is taken whatever it costs.
TEST(KeepOrRenew, PlacingMorePodsGoesBeforeCost) {
  PlanRequest request = HalfEmpty();
  request.offers[0].available_count = 0;
  request.offers.push_back(Sized(OnDemand("m6i.4xlarge", "eu-west-1a", 5), 16));
  request.workloads.push_back(App("wide", 1));
  request.workloads[1].requests.cpu_millicores = 5000;
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.feasible);
  EXPECT_EQ(plan.launches.size(), 1U);
}

TEST(KeepOrRenew, ADrainingNodeGoesInAnyCase) {
  PlanRequest request = HalfEmpty();
  request.policy.disruption.replace_nodes = false;
  request.nodes[0].state = NodeState::kDraining;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(plan.drains, Names{"node-a"});
  EXPECT_EQ(plan.summary.pods_to_move, 2);
  EXPECT_TRUE(plan.feasible);
}

struct Anchor {
  const char* name;
  void (*set)(PlanRequest&);
  const char* sentence;
};

class Immovable : public testing::TestWithParam<Anchor> {};

// Each makes both nodes stay.
TEST_P(Immovable, StaysAndIsWarnedOf) {
  PlanRequest request = HalfEmpty();
  GetParam().set(request);
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.drains.empty());
  const Reason* warning = Find(plan.warnings, "node_must_stay");
  ASSERT_NE(warning, nullptr);
  EXPECT_EQ(warning->sentence, GetParam().sentence);
  EXPECT_EQ(warning->paths, (Names{"node-a", "node-b"}));
}

INSTANTIATE_TEST_SUITE_P(
    KeepOrRenew, Immovable,
    testing::Values(
        Anchor{"marked", [](PlanRequest& r) { r.nodes[0].do_not_disrupt = r.nodes[1].do_not_disrupt = true; },
               "2 nodes stay: marked do-not-disrupt."},
        Anchor{"launching", [](PlanRequest& r) { r.nodes[0].state = r.nodes[1].state = NodeState::kLaunching; },
               "2 nodes stay: still launching."},
        Anchor{"budget",
               [](PlanRequest& r) {
                 r.budgets = {{"web", "default", 0}};
               },
               "2 nodes stay: the disruption budget of default/web allows none."},
        Anchor{"critical", [](PlanRequest& r) { r.workloads[0].system_critical = true; },
               "2 nodes stay: system-critical default/web runs there."},
        Anchor{"unknown", [](PlanRequest& r) { r.workloads[0].unknown_constraints = {"resource claims"}; },
               "2 nodes stay: default/web runs there, whose constraints this version cannot keep elsewhere."}),
    [](const auto& test_info) { return test_info.param.name; });

TEST(KeepOrRenew, SystemCriticalPodsMoveWhenThePolicyLetsThem) {
  PlanRequest request = HalfEmpty();
  request.workloads[0].system_critical = true;
  request.policy.disruption.move_system_critical = true;
  EXPECT_EQ(PlanWell(request).drains.size(), 1U);
}

TEST(KeepOrRenew, TheControlPlaneIsLeftAlone) {
  PlanRequest request = HalfEmpty();
  Node control = NodeOf("control", request.offers[0]);
  control.control_plane = true;
  control.price_usd_per_hour = 9;
  request.nodes.push_back(control);
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(plan.summary.nodes_now, 2);
  EXPECT_EQ(plan.summary.cost_now_usd_per_hour, 0.4);
  EXPECT_EQ(plan.drains, Names{"node-b"});
}

TEST(KeepOrRenew, AnUnknownPriceCountsAsFree) {
  PlanRequest request = HalfEmpty();
  request.nodes[0].instance_type = "m4.xlarge";
  request.nodes[0].price_usd_per_hour.reset();
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(plan.summary.cost_now_usd_per_hour, 0.2);
  const Reason* warning = Find(plan.warnings, "node_price_unknown");
  ASSERT_NE(warning, nullptr);
  EXPECT_EQ(warning->paths, Names{"node-a"});
}

TEST(KeepOrRenew, APriceNotStatedIsThatOfTheOffer) {
  PlanRequest request = HalfEmpty();
  request.nodes[0].price_usd_per_hour.reset();
  EXPECT_EQ(PlanWell(request).summary.cost_now_usd_per_hour, 0.4);
}

// A group at its maximum cannot launch beside its old nodes, but it can drain.
TEST(KeepOrRenew, AFullGroupStillConsolidates) {
  PlanRequest request = HalfEmpty();
  NodeGroup group;
  group.name = "workers";
  group.capacity_type = CapacityType::kOnDemand;
  group.max_nodes = 2;
  request.groups = {group};
  for (Node& node : request.nodes) node.group = "workers";
  EXPECT_EQ(PlanWell(request).drains, Names{"node-b"});
}

TEST(KeepOrRenew, LaunchesNeverTakeAGroupBeyondItsMaximum) {
  PlanRequest request = HalfEmpty();
  request.offers.push_back(Sized(OnDemand("m6a.xlarge", "eu-west-1a", 0.1), 4));  // Half the price, and no room for it.
  NodeGroup group;
  group.name = "workers";
  group.capacity_type = CapacityType::kOnDemand;
  group.max_nodes = 2;
  request.groups = {group};
  for (Node& node : request.nodes) node.group = "workers";
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_EQ(plan.reasons[0].sentence,
            "The nodes are kept: the groups have no room for new ones while these are there.");
  request.groups[0].max_nodes = 3;
  EXPECT_EQ(PlanWell(request).launches.size(), 1U);
}

}  // namespace
}  // namespace spotwright
