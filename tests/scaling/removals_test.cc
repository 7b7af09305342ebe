// Which nodes go, which may not, and what binds: each rule by a small example.
#include "src/scaling/removals.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/scaling/removal_world.h"

namespace spotwright::test {
namespace {

using scaling::RemovalChoice;
using Names = std::vector<std::string>;

// Two nodes of one zone; without a rule "n1" would go first.
RemovalWorld Two() {
  RemovalWorld world;
  world.AddWorkload("red");
  world.AddWorkload("blue").restart_cost_usd = 1;
  world.Add("n1", "a", {Pods("red", 1)});
  world.Add("n2", "a", {Pods("red", 1), Pods("blue", 1)});
  world.Add("other", "a", {Pods("red", 1), Pods("blue", 1)}).group = "db";
  return world;
}

TEST(Removals, TheCheapestToMoveGoesAndSaysWhatItCosts) {
  RemovalWorld world = Two();
  const RemovalChoice choice = world.Choose(1);
  ASSERT_EQ(NamesOf(choice), Names{"n1"});
  EXPECT_EQ(choice.removals[0],
            (Removal{"n1", "a", CapacityType::kOnDemand, 1, 0,
                     "Of the 2 nodes in zone a n1 goes (on-demand): 1 pod has to move, for $0.00."}));
  EXPECT_TRUE(choice.kept.empty());
  EXPECT_TRUE(choice.reasons.empty());
  EXPECT_FALSE(choice.call_again_at_unix_ms);
}

TEST(Removals, EachRuleKeepsItsNodeAndTheOtherGoes) {
  const std::vector<std::pair<std::string, std::function<void(RemovalWorld&)>>> rules = {
      {"node_do_not_disrupt", [](auto& w) { w.nodes[0].do_not_disrupt = true; }},
      {"node_launching", [](auto& w) { w.nodes[0].state = NodeState::kLaunching; }},
      {"node_under_notice", [](auto& w) { w.nodes[0].under_notice = true; }},
      {"node_too_young",
       [](auto& w) {
         w.nodes[0].created_unix_ms = kNow - 599'999;
         w.task.policy.min_node_age_seconds = 600;
       }},
      {"pod_system_critical", [](auto& w) { w.AddWorkload("mine").system_critical = true; }},
      {"pod_do_not_disrupt", [](auto& w) { w.AddWorkload("mine").do_not_disrupt = true; }},
      {"bare_pod", [](auto& w) { w.AddWorkload("mine").kind = WorkloadKind::kPod; }},
      {"stateful_pod",
       [](auto& w) {
         w.AddWorkload("mine").kind = WorkloadKind::kStatefulSet;
         w.task.policy.move_stateful = false;
       }},
      {"disruption_budget_exhausted",
       [](auto& w) {
         w.AddWorkload("mine");
         w.budgets = {{"mine", "default", 0}};
       }},
  };
  for (const auto& [code, apply] : rules) {
    SCOPED_TRACE(code);
    RemovalWorld world = Two();
    apply(world);
    if (world.workloads.size() == 3) {
      world.nodes[0].running = {Pods("mine", 1)};
      world.nodes[2].running.push_back(Pods("mine", 1));
    }
    const RemovalChoice choice = world.Choose(1);
    EXPECT_EQ(NamesOf(choice), Names{"n2"});
    EXPECT_EQ(WhyKept(choice, "n1"), Names{code});
  }
}

TEST(Removals, StatefulPodsMoveUnlessThePolicySaysNo) {
  RemovalWorld world = Two();
  world.workloads[0].kind = WorkloadKind::kStatefulSet;
  EXPECT_EQ(NamesOf(world.Choose(1)), Names{"n1"});
}

TEST(Removals, OfTwoNodesWithOnePodEachOnlyOneGoes) {
  RemovalWorld world = Two();
  world.nodes.pop_back();  // No pod runs elsewhere.
  world.nodes[1].running = {Pods("red", 1)};
  const RemovalChoice choice = world.Choose(2);
  EXPECT_EQ(NamesOf(choice), Names{"n1"});
  ASSERT_EQ(WhyKept(choice, "n2"), Names{"sole_replica"});
  EXPECT_EQ(choice.kept[0].reasons[0].sentence, "The only replica of default/red that would still run is there.");
  EXPECT_EQ(CodesOf(choice.reasons), Names{"nodes_kept"});
}

TEST(Removals, ANodeWithAllPodsOfAWorkloadStays) {
  RemovalWorld world = Two();
  world.AddWorkload("pair");
  world.nodes[0].running = {Pods("pair", 1), Pods("pair", 1)};
  const RemovalChoice choice = world.Choose(1);
  EXPECT_EQ(NamesOf(choice), Names{"n2"});
  ASSERT_EQ(WhyKept(choice, "n1"), Names{"sole_replica"});
  EXPECT_EQ(choice.kept[0].reasons[0].sentence, "All 2 replicas of default/pair that run are there.");
}

TEST(Removals, PodsThatAreAboutToEndDoNotCountAsRunning) {
  for (const auto& end : std::vector<std::function<void(Node&)>>{[](Node& n) { n.state = NodeState::kDraining; },
                                                                 [](Node& n) { n.state = NodeState::kLaunching; },
                                                                 [](Node& n) { n.under_notice = true; }}) {
    RemovalWorld world = Two();
    world.nodes[1].running = {};
    end(world.nodes[2]);
    EXPECT_EQ(WhyKept(world.Choose(1), "n1"), Names{"sole_replica"});
  }
}

TEST(Removals, BudgetsCountDownAsNodesAreChosen) {
  RemovalWorld world = Two();
  world.nodes[1].running = {Pods("red", 1)};
  world.budgets = {{"red", "default", 5}, {"red", "default", 1}};  // The least holds.
  const RemovalChoice choice = world.Choose(2);
  EXPECT_EQ(NamesOf(choice), Names{"n1"});
  ASSERT_EQ(WhyKept(choice, "n2"), Names{"disruption_budget_exhausted"});
  EXPECT_EQ(choice.kept[0].reasons[0].sentence, "Pods of default/red there: 1; its disruption budget still allows 0.");
}

TEST(Removals, DaemonsetsKeepNothing) {
  RemovalWorld world = Two();
  Workload& agent = world.AddWorkload("agent");
  agent.kind = WorkloadKind::kDaemonSet;
  agent.system_critical = true;
  agent.restart_cost_usd = 100;
  world.nodes[0].running = {Pods("agent", 1)};
  const RemovalChoice choice = world.Choose(1);
  ASSERT_EQ(NamesOf(choice), Names{"n1"});
  EXPECT_EQ(choice.removals[0].pods, 0);
  EXPECT_EQ(choice.removals[0].sentence, "Of the 2 nodes in zone a n1 goes (on-demand): no pod has to move.");
}

TEST(Removals, TheMostLoadedZoneLosesFirstAndTheLastNameOfTwo) {
  RemovalWorld world;
  for (const char* name : {"a1", "a2", "b1", "b2", "b3", "c1", "c2", "c3"}) world.Add(name, std::string(1, name[0]));
  EXPECT_EQ(NamesOf(world.Choose(4)), (Names{"c1", "b1", "c2", "b2"}));
}

TEST(Removals, WhereNoneMayGoTheNextZoneLoses) {
  RemovalWorld world;
  for (const char* name : {"a1", "a2", "a3", "b1", "b2", "c1"}) {
    world.Add(name, std::string(1, name[0])).do_not_disrupt = name[0] == 'a';
  }
  EXPECT_EQ(NamesOf(world.Choose(2)), (Names{"b1", "c1"}));
}

TEST(Removals, NodesThatDrainOrAreUnderNoticeDoNotLoadTheirZone) {
  RemovalWorld world;
  for (const char* name : {"a1", "a2", "b1", "b2", "b3", "b4"}) world.Add(name, std::string(1, name[0]));
  world.nodes[2].state = NodeState::kDraining;
  world.nodes[3].under_notice = true;
  world.nodes[4].control_plane = true;
  const RemovalChoice choice = world.Choose(1);
  EXPECT_EQ(NamesOf(choice), Names{"a1"});
  ASSERT_EQ(choice.kept.size(), 1U);  // Neither of those that drain nor of the control plane is anything said.
  EXPECT_EQ(choice.kept[0].name, "b2");
}

TEST(Removals, TheLastNodeOfAZoneStaysWhereTheMinimumAllowsIt) {
  RemovalWorld world;
  for (const char* name : {"a1", "a2", "b1"}) world.Add(name, std::string(1, name[0]));
  world.nodes[0].do_not_disrupt = world.nodes[1].do_not_disrupt = true;
  world.task.min_nodes = 2;
  const RemovalChoice choice = world.Choose(1);
  EXPECT_TRUE(choice.removals.empty());
  EXPECT_EQ(WhyKept(choice, "b1"), Names{"last_in_zone"});
  world.task.min_nodes = 1;
  EXPECT_EQ(NamesOf(world.Choose(1)), Names{"b1"});
  world.task.min_nodes = 2;
  world.task.policy.one_in_each_zone = false;
  EXPECT_EQ(NamesOf(world.Choose(1)), Names{"b1"});
}

TEST(Removals, TheCapacityTypeThatIsToGoFirstDoes) {
  RemovalWorld world;
  world.Add("n1", "a").capacity_type = CapacityType::kSpot;
  world.Add("n2", "a");
  EXPECT_EQ(NamesOf(world.Choose(1)), Names{"n2"});  // No price is known.
  world.nodes[0].price_usd_per_hour = 0.3;
  EXPECT_EQ(NamesOf(world.Choose(1)), Names{"n2"});  // Nor is that of on-demand.
  world.nodes[1].price_usd_per_hour = 0.299999;
  EXPECT_EQ(NamesOf(world.Choose(1)), Names{"n1"});
  world.task.policy.first = CapacityType::kOnDemand;
  EXPECT_EQ(NamesOf(world.Choose(1)), Names{"n2"});
}

TEST(Removals, TypesAreComparedByTheirMeanPrice) {
  RemovalWorld world;
  world.Add("n1", "a").price_usd_per_hour = 0.1;
  world.Add("n2", "a").price_usd_per_hour = 0.5;
  Node& spot = world.Add("n3", "a");
  spot.capacity_type = CapacityType::kSpot;
  spot.price_usd_per_hour = 0.2;
  EXPECT_EQ(NamesOf(world.Choose(1)), Names{"n1"});  // Of like type a few cents do not decide, but the move.
}

TEST(Removals, TheBaseOfOnDemandNodesStays) {
  RemovalWorld world;
  for (const char* name : {"n1", "n2", "n3"}) world.Add(name, "a");
  world.Add("n4", "a").capacity_type = CapacityType::kSpot;
  world.Add("n5", "a").under_notice = true;  // Is no base.
  world.task.policy.on_demand_base_nodes = 2;
  const RemovalChoice choice = world.Choose(3);
  EXPECT_EQ(NamesOf(choice), (Names{"n1", "n4"}));
  EXPECT_EQ(WhyKept(choice, "n2"), Names{"on_demand_base"});
  EXPECT_EQ(choice.kept[0].reasons[0].sentence, "Group web keeps 2 on-demand nodes; node n2 is one of 2.");
}

TEST(Removals, AfterCostPodsShareAgeAndNameDecide) {
  RemovalWorld world;
  world.AddWorkload("red");
  Workload& large = world.AddWorkload("large");
  large.requests.memory_bytes = 4000;
  world.Add("reserve", "z", {Pods("red", 9), Pods("large", 9)}).group = "db";
  world.Add("n1", "a", {Pods("red", 2)});
  world.Add("n2", "a", {Pods("large", 1)});
  world.Add("n3", "a", {Pods("red", 1)});
  world.Add("n4", "a", {Pods("red", 1)}).created_unix_ms = kNow - 1;
  world.Add("n5", "a", {Pods("red", 1)}).created_unix_ms = kNow - 2;
  world.Add("n6", "a", {Pods("red", 1)});
  EXPECT_EQ(NamesOf(world.Choose(6)), (Names{"n5", "n4", "n3", "n6", "n2", "n1"}));
}

TEST(Removals, HugeAmountsAreStillCompared) {
  RemovalWorld world;
  Workload& huge = world.AddWorkload("huge");
  huge.requests.memory_bytes = 1'000'000'000'000'000;
  huge.restart_cost_usd = 1e6;
  world.Add("reserve", "z", {Pods("huge", 1)}).group = "db";
  world.Add("n1", "a", std::vector<RunningPods>(20, Pods("huge", 1'000'000)));
  world.Add("n2", "a", {Pods("huge", 1'000'000)});
  world.Add("n3", "a", {Pods("huge", 1'000'000)}).allocatable = {};
  EXPECT_EQ(NamesOf(world.Choose(3)), (Names{"n2", "n3", "n1"}));
}

RemovalWorld Eight() {
  RemovalWorld world;
  for (char c = '1'; c <= '8'; ++c) world.Add(std::string("n") + c, "a");
  return world;
}

TEST(Removals, WhatBindsIsNamed) {
  const auto bind = [](const std::function<void(scaling::RemovalTask&)>& apply) {
    RemovalWorld world = Eight();
    apply(world.task);
    const RemovalChoice choice = world.Choose(5);
    return std::pair(choice.removals.size(), CodesOf(choice.reasons));
  };
  using Bound = std::pair<std::size_t, Names>;
  EXPECT_EQ(bind([](auto& t) { t.min_nodes = 6; }), Bound(2, {"group_at_min_nodes"}));
  EXPECT_EQ(bind([](auto& t) { t.min_nodes = 9; }), Bound(0, {"group_at_min_nodes"}));
  EXPECT_EQ(bind([](auto& t) { t.policy.max_nodes = 3; }), Bound(3, {"scale_in_limit_binds"}));
  EXPECT_EQ(bind([](auto& t) { t.policy.max_share = 0.49; }), Bound(3, {"scale_in_limit_binds"}));
  EXPECT_EQ(bind([](auto& t) { t.policy.max_share = 0.01; }), Bound(1, {"scale_in_limit_binds"}));
  EXPECT_EQ(bind([](auto& t) { t.policy.max_nodes = 0; }), Bound(0, {"scale_in_limit_binds"}));
  EXPECT_EQ(bind([](auto& t) { t.policy.enabled = false; }), Bound(0, {"scale_in_disabled"}));
  EXPECT_EQ(bind([](auto& t) {
              t.policy.node_budgets = {{"web", 2, std::nullopt, {}}};
            }),
            Bound(2, {"node_budget_binds"}));
  EXPECT_EQ(bind([](auto& t) {
              t.policy.node_budgets = {{"", std::nullopt, 0.3, {}}};
            }),  // Rounded up.
            Bound(3, {"node_budget_binds"}));
  EXPECT_EQ(bind([](auto& t) { t.policy.node_budgets = {{"db", 0, std::nullopt, {}}}; }), Bound(5, {}));
  EXPECT_EQ(bind([](auto& t) {
              t.policy.node_budgets = {{"web", 0, std::nullopt, {{kNow + 1, kNow + 2, ""}}}};
            }),
            Bound(5, {}));
  EXPECT_EQ(bind([](auto& t) {
              t.min_nodes = 6;
              t.policy.max_nodes = 2;
            }),
            Bound(2, {"group_at_min_nodes", "scale_in_limit_binds"}));
}

TEST(Removals, DrainingNodesUseUpBudgets) {
  RemovalWorld world = Eight();
  world.nodes[7].state = NodeState::kDraining;
  world.task.policy.node_budgets = {{"", 2, std::nullopt, {}}};
  EXPECT_EQ(NamesOf(world.Choose(5)), Names{"n1"});
}

TEST(Removals, QuietWindowsLetNothingGoUntilTheLastOfThemEnds) {
  RemovalWorld world = Eight();
  world.task.policy.quiet_windows = {{kNow, kNow + 10, "a sale"}, {kNow + 5, kNow + 20, ""}};
  const RemovalChoice choice = world.Choose(1);
  EXPECT_TRUE(choice.removals.empty());
  ASSERT_EQ(CodesOf(choice.reasons), Names{"quiet_window"});
  EXPECT_EQ(choice.reasons[0].sentence, "Nothing is removed in a quiet window: a sale.");
  EXPECT_EQ(choice.call_again_at_unix_ms, kNow + 20);
  world.task.now_unix_ms = kNow + 20;
  EXPECT_EQ(world.Choose(1).removals.size(), 1U);
}

TEST(Removals, ABudgetsSpanSaysWhenToAskAgain) {
  RemovalWorld world = Eight();
  world.task.policy.node_budgets = {{"web", 1, std::nullopt, {{kNow - 5, kNow + 5, ""}}},
                                    {"", 1, std::nullopt, {{kNow - 9, kNow + 9, ""}}}};
  EXPECT_EQ(world.Choose(2).call_again_at_unix_ms, kNow + 9);  // Both must let more go.
  world.task.policy.quiet_windows = {{kNow + 8, kNow + 12, ""}};
  EXPECT_EQ(world.Choose(2).call_again_at_unix_ms, kNow + 12);
  world.task.min_nodes = 7;  // Does not end by itself.
  EXPECT_EQ(world.Choose(2).call_again_at_unix_ms, std::nullopt);
}

TEST(Removals, ANodesAgeSaysWhenToAskAgain) {
  RemovalWorld world;
  for (std::int64_t n = 1; n <= 3; ++n) world.Add("n" + std::to_string(n), "a").created_unix_ms = kNow - n * 1000;
  world.nodes[2].do_not_disrupt = true;  // Old enough first, but kept all the same.
  world.task.policy.min_node_age_seconds = 10;
  EXPECT_EQ(world.Choose(1).call_again_at_unix_ms, kNow + 8000);
  world.task.now_unix_ms = kNow + 8000;
  EXPECT_EQ(NamesOf(world.Choose(1)), Names{"n2"});
}

TEST(Removals, BudgetsAndLastPodsHoldOverGroups) {
  RemovalWorld world = Two();
  world.nodes[2].running = {Pods("blue", 1)};  // Beside "red" on n1 and n2.
  world.nodes[1].running = {Pods("blue", 1)};
  world.nodes[0].do_not_disrupt = true;
  world.task.wanted = 1;
  world.task.nodes = 2;
  world.task.policy.node_budgets = {{"", 1, std::nullopt, {}}};
  scaling::Cluster cluster(world.nodes, world.workloads, world.budgets);
  EXPECT_EQ(NamesOf(scaling::ChooseRemovals(world.task, cluster)), Names{"n2"});
  world.task.group = "db";
  EXPECT_EQ(CodesOf(scaling::ChooseRemovals(world.task, cluster).reasons), Names{"node_budget_binds"});
  world.task.policy.node_budgets = {};
  EXPECT_EQ(WhyKept(scaling::ChooseRemovals(world.task, cluster), "other"), Names{"sole_replica"});
}

TEST(Removals, NothingIsSaidWhereNothingIsToGo) {
  RemovalWorld world = Eight();
  world.nodes[0].do_not_disrupt = true;
  world.task.policy.enabled = false;
  for (const std::int64_t wanted : {0, -3}) {
    const RemovalChoice choice = world.Choose(wanted);
    EXPECT_TRUE(choice.removals.empty() && choice.kept.empty() && choice.reasons.empty());
    EXPECT_FALSE(choice.call_again_at_unix_ms);
  }
  world.task.group = "nobody's";
  world.task.policy.enabled = true;
  EXPECT_EQ(CodesOf(world.Choose(1).reasons), Names{"group_at_min_nodes"});
}

TEST(Removals, WhatHasBeenRemovedIsNotAskedForAgain) {
  RemovalWorld world = Eight();
  for (const std::string& name : NamesOf(world.Choose(3))) {
    for (Node& node : world.nodes) {
      if (node.name == name) node.state = NodeState::kDraining;
    }
  }
  EXPECT_TRUE(world.Choose(0).removals.empty());
  EXPECT_EQ(NamesOf(world.Choose(1)), Names{"n4"});
}

}  // namespace
}  // namespace spotwright::test
