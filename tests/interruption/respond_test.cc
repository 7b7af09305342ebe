// The rules of `respond`, one by one.
#include "spotwright/respond.h"

#include <gtest/gtest.h>

#include "tests/interruption/worlds.h"

namespace spotwright::interruption {
namespace {

using Names = std::vector<std::string>;

TEST(Notice, CordonsReplacesAndDrainsWithinWhatIsLeft) {
  RespondRequest request = MakeRequest();
  request.events = {Notice("a1")};
  const RespondResponse answer = Answer(request);
  EXPECT_TRUE(answer.feasible);
  EXPECT_EQ(NodesOf(answer, NodeActionKind::kCordon), Names{"a1"});
  const auto launches = Actions(answer, NodeActionKind::kLaunch);
  ASSERT_EQ(launches.size(), 1u);
  EXPECT_EQ(launches[0].count, 1);
  EXPECT_EQ(launches[0].pool->capacity_type, CapacityType::kSpot);
  const auto drains = Actions(answer, NodeActionKind::kDrain);
  ASSERT_EQ(drains.size(), 1u);
  EXPECT_EQ(drains[0].deadline_unix_ms, At(115));  // Two minutes, less what detaching takes.
  ASSERT_EQ(drains[0].pods.size(), 1u);
  EXPECT_EQ(drains[0].pods[0].evict_at_unix_ms, At(80));  // 30 s of grace and 5 s of margin before that.
  EXPECT_EQ(drains[0].pods[0].grace_seconds, 30);
  EXPECT_EQ(Actions(answer, NodeActionKind::kDetach)[0].deadline_unix_ms, At(120));
  ASSERT_EQ(answer.shortfalls.size(), 1u);
  EXPECT_EQ(answer.shortfalls[0].kind, ShortfallKind::kReplacementLate);
  EXPECT_EQ(answer.shortfalls[0].seconds, 60);
}

TEST(Notice, LeadsToAnOnDemandReplacementWhereThePolicySaysSo) {
  RespondRequest request = MakeRequest();
  request.policy.replacement = ReplacementSource::kOnDemand;
  request.events = {Notice("a1")};
  const auto launches = Actions(Answer(request), NodeActionKind::kLaunch);
  ASSERT_EQ(launches.size(), 1u);
  EXPECT_EQ(launches[0].pool->capacity_type, CapacityType::kOnDemand);
}

TEST(Notice, LeadsToOnDemandWhereNoSpotIsLeft) {
  RespondRequest request = MakeRequest();
  for (Offer& offer : request.offers) offer.available = offer.capacity_type == CapacityType::kOnDemand;
  request.events = {Notice("a1")};
  const auto launches = Actions(Answer(request), NodeActionKind::kLaunch);
  ASSERT_EQ(launches.size(), 1u);
  EXPECT_EQ(launches[0].pool->capacity_type, CapacityType::kOnDemand);
}

TEST(Notice, DrainsAtOnceWithoutHolding) {
  RespondRequest request = MakeRequest();
  request.policy.hold_pods = false;
  request.events = {Notice("a1")};
  const auto drains = Actions(Answer(request), NodeActionKind::kDrain);
  ASSERT_EQ(drains.size(), 1u);
  EXPECT_EQ(drains[0].begin_unix_ms, kT0);
  EXPECT_EQ(drains[0].deadline_unix_ms, At(90));
  EXPECT_EQ(drains[0].pods[0].evict_at_unix_ms, kT0);
}

TEST(Notice, HeldPodsGoOnceTheReplacementIsReady) {
  RespondRequest request = MakeRequest();
  request.events = {Notice("a1")};
  const RespondResponse first = Answer(request);
  RespondRequest next = Next(request, first, At(60));
  next.replacements = {{Actions(first, NodeActionKind::kLaunch)[0].launch_id, ReplacementOutcome::kReady, "n"}};
  const RespondResponse second = Answer(next);
  const auto drains = Actions(second, NodeActionKind::kDrain);
  ASSERT_EQ(drains.size(), 1u);
  EXPECT_EQ(drains[0].pods[0].evict_at_unix_ms, At(60));
  EXPECT_EQ(second.actions.size(), 1u);
  EXPECT_TRUE(Answer(Next(next, second, At(61))).actions.empty());
}

TEST(Notice, OfThirtySecondsCutsTheGraceOfPodsThatNeedMore) {
  RespondRequest request = MakeRequest();
  request.workloads[0].termination_grace_seconds = 60;
  for (const CloudProvider provider : {CloudProvider::kGcp, CloudProvider::kAzure}) {
    request.events = {Notice("a1")};
    request.events[0].provider = provider;
    const RespondResponse answer = Answer(request);
    const auto drains = Actions(answer, NodeActionKind::kDrain);
    ASSERT_EQ(drains.size(), 1u);
    EXPECT_EQ(drains[0].deadline_unix_ms, At(25));
    EXPECT_EQ(drains[0].pods[0].evict_at_unix_ms, kT0);
    EXPECT_EQ(drains[0].pods[0].grace_seconds, 30);
    EXPECT_EQ(
        std::count_if(answer.shortfalls.begin(), answer.shortfalls.end(),
                      [](const Shortfall& s) { return s.kind == ShortfallKind::kPodsTooSlow && s.seconds == 30; }),
        1);
  }
}

TEST(Notice, IgnoresBudgetsOnlyAtTheLastMoment) {
  RespondRequest request = MakeRequest();
  request.policy.hold_pods = false;
  request.budgets = {{"web", "default", 1}};
  request.events = {Notice("a1")};
  const auto drains = Actions(Answer(request), NodeActionKind::kDrain);
  ASSERT_EQ(drains[0].pods.size(), 2u);
  EXPECT_FALSE(drains[0].pods[0].ignore_budget);
  EXPECT_EQ(drains[0].pods[0].evict_at_unix_ms, kT0);
  EXPECT_TRUE(drains[0].pods[1].ignore_budget);
  EXPECT_EQ(drains[0].pods[1].evict_at_unix_ms, At(80));
}

TEST(Notice, TheMostImportantPodsGoFirst) {
  RespondRequest request = MakeRequest();
  request.workloads = {MakeWorkload("low", 1), MakeWorkload("high", 9), MakeWorkload("mid", 5)};
  for (Node& node : request.nodes) node.running.clear();
  request.nodes[0].running = {{"low", "default", 1}, {"mid", "default", 1}, {"high", "default", 1}};
  request.events = {Notice("a1")};
  const auto drains = Actions(Answer(request), NodeActionKind::kDrain);
  ASSERT_EQ(drains[0].pods.size(), 3u);
  EXPECT_EQ(drains[0].pods[0].workload, "high");
  EXPECT_EQ(drains[0].pods[1].workload, "mid");
  EXPECT_EQ(drains[0].pods[2].workload, "low");
}

TEST(Notice, OfANodeThatItsOwnerDrainsNeedsNothing) {
  RespondRequest request = MakeRequest();
  request.nodes[0].state = NodeState::kDraining;
  request.events = {Notice("a1")};
  const RespondResponse answer = Answer(request);
  EXPECT_TRUE(answer.actions.empty());
  EXPECT_TRUE(Says(answer, "owner_ends_node"));
}

TEST(Notice, FindsItsNodeByTheMachinesId) {
  RespondRequest request = MakeRequest();
  request.events = {Notice("")};
  request.events[0].id = "e";
  request.events[0].instance_id = "i-b2";
  EXPECT_EQ(NodesOf(Answer(request), NodeActionKind::kCordon), Names{"b2"});
}

TEST(Replacement, ThatFailsIsTriedInAnotherPool) {
  RespondRequest request = MakeRequest();
  request.events = {Notice("a1")};
  const RespondResponse first = Answer(request);
  const NodeAction launch = Actions(first, NodeActionKind::kLaunch)[0];
  RespondRequest next = Next(request, first, At(20));
  next.replacements = {{launch.launch_id, ReplacementOutcome::kFailed, ""}};
  const auto again = Actions(Answer(next), NodeActionKind::kLaunch);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_NE(again[0].pool, launch.pool);
  EXPECT_NE(again[0].launch_id, launch.launch_id);
}

TEST(Replacement, IsAskedForOnceHoweverOftenOneAsks) {
  RespondRequest request = MakeRequest();
  request.events = {Notice("a1")};
  RespondResponse answer = Answer(request);
  for (int second = 1; second <= 110; second += 7) {
    request = Next(request, answer, At(second));
    answer = Answer(request);
    EXPECT_TRUE(answer.actions.empty()) << second;
  }
  Remove(request, "a1");
  answer = Answer(Next(request, answer, At(130)));
  EXPECT_TRUE(answer.actions.empty());
  EXPECT_EQ(answer.state.cases.size(), 1u);
  answer = Answer(Next(request, answer, At(900)));
  EXPECT_TRUE(answer.state.cases.empty());
  EXPECT_TRUE(Says(answer, "replacement_unheard_of"));
}

// The nine zones of the replay: replacements in pools that had only just come back were lost within minutes.
TEST(Replacement, GoesWhereANodeHasLivedForLongBeforeItGoesWhereFewAre) {
  const auto zone_chosen = [](std::int64_t age_of_b_seconds, std::int64_t proven_seconds) {
    RespondRequest request = MakeRequest();
    std::erase_if(request.nodes, [](const Node& node) { return node.name == "c2"; });  // c has the fewest.
    for (Node& node : request.nodes) {
      if (node.zone != "a") node.created_unix_ms = At(-60);
      if (node.name == "b1") node.created_unix_ms = At(static_cast<double>(-age_of_b_seconds));
    }
    request.policy.proven_seconds = proven_seconds;
    request.events = {Notice("a1")};
    return Actions(Answer(request), NodeActionKind::kLaunch).at(0).pool->zone;
  };
  EXPECT_EQ(zone_chosen(600, 600), "b");
  EXPECT_EQ(zone_chosen(599, 600), "c");
  EXPECT_EQ(zone_chosen(600, 0), "c");
}

TEST(ZoneLoss, SendsReplacementsToTheHealthyLeastLoadedZone) {
  RespondRequest request = MakeRequest();
  Node extra = MakeNode("b3", "b", CapacityType::kOnDemand);
  request.nodes.push_back(extra);
  request.events = {Notice("a1"), Notice("a2")};
  const RespondResponse answer = Answer(request);
  EXPECT_TRUE(Says(answer, "zone_lost"));
  std::vector<std::string> zones;
  for (const NodeAction& launch : Actions(answer, NodeActionKind::kLaunch)) zones.push_back(launch.pool->zone);
  EXPECT_EQ(zones, (Names{"c", "b"}));  // c had two, b three; of equals the first offer.
  EXPECT_TRUE(std::any_of(answer.coolings.begin(), answer.coolings.end(), [](const PoolCooling& cooling) {
    return cooling.pool.instance_type.empty() && cooling.pool.zone == "a";
  }));
}

TEST(ZoneLoss, ACoolingZoneIsUsedOnlyWhereNoOtherIs) {
  RespondRequest request = MakeRequest();
  std::erase_if(request.offers, [](const Offer& offer) { return offer.zone != "a"; });
  request.events = {Notice("a1"), Notice("a2")};
  const RespondResponse answer = Answer(request);
  const auto launches = Actions(answer, NodeActionKind::kLaunch);
  ASSERT_EQ(launches.size(), 2u);
  EXPECT_EQ(launches[0].pool->capacity_type, CapacityType::kOnDemand);
  EXPECT_TRUE(Says(answer, "zone_of_last_resort"));
}

TEST(PoolLoss, TwoNoticesWithinThreeMinutesTakeTheWholePool) {
  RespondRequest request = MakeRequest();
  request.nodes.push_back(MakeNode("a3", "a"));
  request.nodes.push_back(MakeNode("a4", "a", CapacityType::kOnDemand));
  request.events = {Notice("a1")};
  const RespondResponse first = Answer(request);
  EXPECT_EQ(NodesOf(first, NodeActionKind::kCordon), Names{"a1"});
  RespondRequest late = Next(request, first, At(180));
  late.events = {Notice("a2", At(180))};
  const RespondResponse second = Answer(late);
  EXPECT_TRUE(Says(second, "pool_lost"));
  EXPECT_EQ(NodesOf(second, NodeActionKind::kCordon), (Names{"a2", "a3"}));
  EXPECT_EQ(NodesOf(second, NodeActionKind::kLaunch), (Names{"a2", "a3"}));
  EXPECT_EQ(NodesOf(second, NodeActionKind::kDrain), Names{"a2"});  // a3 only once its replacement is ready.

  RespondRequest later = Next(request, first, At(181));
  later.events = {Notice("a2", At(181))};
  EXPECT_EQ(NodesOf(Answer(later), NodeActionKind::kCordon), Names{"a2"});
}

TEST(MassInterruption, IsAnsweredByPriorityWithinQuotas) {
  RespondRequest request = MakeRequest();
  request.workloads = {MakeWorkload("web"), MakeWorkload("vital", 100)};
  NodeNamed(request, "c2").running = {{"vital", "default", 1}};
  NodeNamed(request, "b1").running = {{"vital", "default", 1}, {"web", "default", 1}};
  for (Offer& offer : request.offers) offer.available = offer.capacity_type == CapacityType::kOnDemand;
  request.quotas = {{CapacityType::kOnDemand, "", {}, 8}};
  for (const Node& node : request.nodes) request.events.push_back(Notice(node.name));
  const RespondResponse answer = Answer(request);
  EXPECT_FALSE(answer.feasible);
  EXPECT_EQ(NodesOf(answer, NodeActionKind::kLaunch), (Names{"b1", "c2"}));
  EXPECT_TRUE(Says(answer, "quota_exhausted"));
  EXPECT_FALSE(answer.suspended);
  EXPECT_EQ(Actions(answer, NodeActionKind::kCordon).size(), 6u);
}

TEST(Quota, WhatRunsCounts) {
  RespondRequest request = MakeRequest();
  request.quotas = {{CapacityType::kSpot, "", {}, 24}};  // Six nodes of four vCPUs: all of it.
  request.events = {Notice("a1")};
  const auto launches = Actions(Answer(request), NodeActionKind::kLaunch);
  ASSERT_EQ(launches.size(), 1u);
  EXPECT_EQ(launches[0].pool->capacity_type, CapacityType::kOnDemand);
}

TEST(Suspension, AllSpotPoolsGoneWithoutNoticeLaunchNothing) {
  RespondRequest request = MakeRequest();
  request.nodes.push_back(MakeNode("o1", "a", CapacityType::kOnDemand));
  const RespondResponse first = Answer(request);
  RespondRequest next = Next(request, first, At(30));
  std::erase_if(next.nodes, [](const Node& node) { return node.capacity_type == CapacityType::kSpot; });
  const RespondResponse second = Answer(next);
  EXPECT_TRUE(second.suspended);
  EXPECT_FALSE(second.feasible);
  EXPECT_TRUE(second.actions.empty());
  EXPECT_TRUE(Says(second, "subscription_suspended"));
  RespondRequest checked = Next(next, second, At(60));
  checked.subscription_checked_unix_ms = At(50);
  const RespondResponse third = Answer(checked);
  EXPECT_FALSE(third.suspended);
  EXPECT_EQ(Actions(third, NodeActionKind::kLaunch).size(), 6u);
}

TEST(Suspension, AnnouncedLossesAreNone) {
  RespondRequest request = MakeRequest();
  for (const Node& node : request.nodes) request.events.push_back(Notice(node.name));
  const RespondResponse first = Answer(request);
  EXPECT_FALSE(first.suspended);
  RespondRequest next = Next(request, first, At(121));
  next.nodes.clear();
  EXPECT_FALSE(Answer(next).suspended);
}

TEST(Vanished, ANodeGoneWithoutAWordIsReplaced) {
  RespondRequest request = MakeRequest();
  const RespondResponse first = Answer(request);
  RespondRequest next = Next(request, first, At(30));
  Remove(next, "b1");
  const RespondResponse second = Answer(next);
  EXPECT_EQ(NodesOf(second, NodeActionKind::kLaunch), Names{"b1"});
  EXPECT_TRUE(Says(second, "node_vanished"));
  next.policy.replace_vanished = false;
  EXPECT_TRUE(Answer(next).actions.empty());
}

TEST(StateChange, AStoppingMachineIsReplacedAtOnce) {
  RespondRequest request = MakeRequest();
  request.events = {Stopped("a1")};
  const RespondResponse answer = Answer(request);
  EXPECT_EQ(NodesOf(answer, NodeActionKind::kLaunch), Names{"a1"});
  for (const NodeAction& action : answer.actions) {
    if (action.deadline_unix_ms) {
      EXPECT_EQ(*action.deadline_unix_ms, kT0);
    }
  }
}

TEST(Azure, EventsAreAnsweredByTheirKind) {
  RespondRequest request = MakeRequest();
  request.events = {
      Scheduled(ScheduledEventType::kFreeze, "a1", At(900)), Scheduled(ScheduledEventType::kReboot, "b1", At(200)),
      Scheduled(ScheduledEventType::kPreempt, "c1", At(30)), Scheduled(ScheduledEventType::kTerminate, "c2", At(300))};
  request.events[3].by_owner = true;
  const RespondResponse answer = Answer(request);
  EXPECT_EQ(NodesOf(answer, NodeActionKind::kCordon), (Names{"c1", "c2", "b1"}));
  EXPECT_EQ(NodesOf(answer, NodeActionKind::kLaunch), Names{"c1"});
  EXPECT_EQ(NodesOf(answer, NodeActionKind::kDrain), (Names{"c1", "c2", "b1"}));
  EXPECT_EQ(NodesOf(answer, NodeActionKind::kComplete), (Names{"c1", "c2"}));
  EXPECT_TRUE(Says(answer, "freeze_endured"));
  EXPECT_TRUE(Says(answer, "node_returns"));

  // Drained, the reboot is acknowledged; afterwards the node is taken back.
  RespondRequest next = Next(request, answer, At(60));
  NodeNamed(next, "b1").running.clear();
  const RespondResponse drained = Answer(next);
  EXPECT_EQ(NodesOf(drained, NodeActionKind::kComplete), Names{"b1"});
  EXPECT_EQ(NodesOf(Answer(Next(next, drained, At(801))), NodeActionKind::kUncordon), (Names{"c1", "c2", "b1"}));
}

TEST(NotReady, IsWaitedForThenReplacedThenEnded) {
  RespondRequest request = MakeRequest();
  NodeNamed(request, "a1").state = NodeState::kUnschedulable;
  request.events = {Event(InterruptionKind::kNodeNotReady, "a1")};
  const RespondResponse first = Answer(request);
  EXPECT_TRUE(first.actions.empty());
  EXPECT_EQ(first.call_again_at_unix_ms, At(300));
  const RespondResponse second = Answer(Next(request, first, At(300)));
  const auto launches = Actions(second, NodeActionKind::kLaunch);
  ASSERT_EQ(launches.size(), 1u);
  EXPECT_TRUE(Actions(second, NodeActionKind::kDrain).empty());
  RespondRequest ready = Next(request, second, At(500));
  ready.replacements = {{launches[0].launch_id, ReplacementOutcome::kReady, "n"}};
  const RespondResponse third = Answer(ready);
  EXPECT_EQ(NodesOf(third, NodeActionKind::kDrain), Names{"a1"});
  const RespondResponse fourth = Answer(Next(request, third, At(800)));
  EXPECT_EQ(NodesOf(fourth, NodeActionKind::kEnd), Names{"a1"});
}

TEST(NotReady, ANodeThatComesBackIsLeftAlone) {
  RespondRequest request = MakeRequest();
  NodeNamed(request, "a1").state = NodeState::kUnschedulable;
  request.events = {Event(InterruptionKind::kNodeNotReady, "a1")};
  const RespondResponse first = Answer(request);
  RespondRequest next = Next(request, first, At(100));
  NodeNamed(next, "a1").state = NodeState::kReady;
  const RespondResponse second = Answer(next);
  EXPECT_TRUE(second.actions.empty());
  EXPECT_TRUE(second.state.cases.empty());
}

TEST(NotReady, AnEventThatComesTooLateIsNotBelievedAgainstTheList) {
  RespondRequest request = MakeRequest();
  request.events = {Event(InterruptionKind::kNodeNotReady, "a1")};
  request.now_unix_ms = At(400);
  const RespondResponse answer = Answer(request);
  EXPECT_TRUE(answer.actions.empty());
  EXPECT_TRUE(answer.state.cases.empty());
}

TEST(NotReady, OfMostNodesIsNoFaultOfNodes) {
  RespondRequest request = MakeRequest();
  for (int i = 0; i < 4; ++i) {
    request.nodes[static_cast<std::size_t>(i)].state = NodeState::kUnschedulable;
    request.events.push_back(Event(InterruptionKind::kNodeNotReady, request.nodes[static_cast<std::size_t>(i)].name));
  }
  const RespondResponse first = Answer(request);
  const RespondResponse second = Answer(Next(request, first, At(400)));
  EXPECT_TRUE(second.actions.empty());
  EXPECT_TRUE(Says(second, "most_nodes_not_ready"));
}

TEST(QuietWindow, AnEvictionThatFallsIntoOneIsWarnedOf) {
  RespondRequest request = MakeRequest();
  request.policy.quiet_windows = {{At(90), At(600), "certificate rotation"}};
  request.events = {Notice("a1")};
  EXPECT_TRUE(Says(Answer(request), "eviction_in_quiet_window"));
  request.policy.quiet_windows = {{At(600), At(900), "certificate rotation"}};
  EXPECT_FALSE(Says(Answer(request), "eviction_in_quiet_window"));
}

}  // namespace
}  // namespace spotwright::interruption
