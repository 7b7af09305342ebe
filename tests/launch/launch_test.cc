#include "spotwright/launch.h"

#include <gtest/gtest.h>

#include "tests/launch/loop.h"

namespace spotwright::launch {
namespace {

using enum LaunchActionKind;
using enum LaunchOrderPhase;

TEST(Launch, AsksTheFirstPoolForAllNodesAndIsPlacedWhenTheyAreReady) {
  Loop loop({Order("web", 3)});
  loop.At(0);
  const LaunchAction launch = loop.OneLaunch();
  EXPECT_EQ(launch.pool, Spot("m6i.large"));
  EXPECT_EQ(launch.nodes, 3);
  EXPECT_LE(launch.attempt.size(), 64u);
  EXPECT_EQ(loop.last.call_again_at_unix_ms, Loop::Moment(60));
  loop.At(5, {loop.Launched(4, launch.attempt, {"i-1", "i-2", "i-3"})});
  EXPECT_EQ(loop.last.call_again_at_unix_ms, Loop::Moment(180));
  loop.At(50, {loop.InService(40, {"i-1", "i-2"}), loop.InService(45, {"i-3"})});
  EXPECT_EQ(loop.Status().in_service_nodes, 3);
  EXPECT_EQ(loop.last.call_again_at_unix_ms, Loop::Moment(340));
  loop.At(90, {loop.Ready(80, {"i-1", "i-2", "i-3"})});
  EXPECT_EQ(loop.Status().phase, kPlaced);
  EXPECT_TRUE(loop.last.feasible);
  EXPECT_FALSE(loop.last.call_again_at_unix_ms);
  EXPECT_EQ(loop.last.counters.orders_placed, 1);
  EXPECT_EQ(loop.last.counters.spot_time_to_service.count, 3);
  EXPECT_EQ(loop.last.counters.spot_time_to_service.total_ms, 125'000);
  EXPECT_EQ(loop.last.counters.spot_time_to_service.max_ms, 45'000);
}

TEST(Launch, AnExplicitCapacityErrorAdvancesAtOnceAndTheSpotPhaseKeepsItsStart) {
  Loop loop({Order("web", 2)});
  loop.At(0);
  loop.At(20, {loop.Failed(19, loop.OneLaunch().attempt, "InsufficientInstanceCapacity")});
  EXPECT_EQ(loop.OneLaunch().pool, Spot("c6i.large", "eu-west-1b"));
  EXPECT_EQ(loop.last.call_again_at_unix_ms, Loop::Moment(60));  // Of the whole phase, not of this pool.
  loop.At(59.999);
  EXPECT_TRUE(loop.last.actions.empty());
  loop.At(60);
  EXPECT_EQ(loop.Actions(kCancel).size(), 1u);
  EXPECT_EQ(loop.OneLaunch().pool, OnDemand("m6i.large"));
  EXPECT_EQ(loop.last.counters.fallbacks_to_on_demand, 2);
  EXPECT_EQ(loop.Failures(LaunchFailure::kCapacity), 2);
  EXPECT_EQ(loop.Failures(LaunchFailure::kTimeout), 2);
  EXPECT_TRUE(loop.Says("fell_back_to_on_demand"));
}

// Whatever the tick, what counts is the time since the attempt began.
TEST(Launch, TimeoutsAtAwkwardTicks) {
  for (const double tick : {7.0, 13.0, 30.0, 59.0, 61.0, 89.0, 600.0}) {
    Loop loop({Order("web", 1)});
    loop.At(0);
    double at = tick;
    while (at < 60) {
      loop.At(at);
      EXPECT_TRUE(loop.last.actions.empty()) << tick << " " << at;
      EXPECT_EQ(loop.last.call_again_at_unix_ms, Loop::Moment(60));
      at += tick;
    }
    loop.At(at);
    EXPECT_EQ(loop.OneLaunch().pool, OnDemand("m6i.large")) << tick;
    EXPECT_EQ(loop.last.call_again_at_unix_ms, Loop::Moment(at + 180)) << tick;
  }
}

TEST(Launch, SuccessSeenInTheCallInWhichTimeRunsOutIsSuccess) {
  for (const double seen : {60.0, 75.0, 179.0}) {
    Loop loop({Order("web", 1)});
    loop.At(0);
    loop.At(seen, {loop.Launched(seen, loop.OneLaunch().attempt, {"i-1"})});
    EXPECT_TRUE(loop.last.actions.empty()) << seen;
    EXPECT_EQ(loop.Status().launched_nodes, 1);
  }
  for (const double seen : {180.0, 200.0}) {
    Loop loop({Order("web", 1)});
    loop.At(0);
    loop.At(5, {loop.Launched(4, loop.OneLaunch().attempt, {"i-1"})});
    loop.At(seen, {loop.InService(seen, {"i-1"})});
    EXPECT_TRUE(loop.last.actions.empty()) << seen;
    EXPECT_EQ(loop.Status().in_service_nodes, 1);
    loop.At(seen + 300, {loop.Ready(seen + 300, {"i-1"})});
    EXPECT_EQ(loop.Status().phase, kPlaced);
  }
}

TEST(Launch, GrantedButNotInServiceInTimeIsEndedAndReplacedByOnDemand) {
  Loop loop({Order("web", 2)});
  loop.At(0);
  loop.At(10, {loop.Launched(9, loop.OneLaunch().attempt, {"i-1", "i-2"})});
  loop.At(30, {loop.InService(30, {"i-1"})});
  loop.At(180);
  ASSERT_EQ(loop.Actions(kTerminate).size(), 1u);
  EXPECT_EQ(loop.Actions(kTerminate)[0].instance, "i-2");
  EXPECT_EQ(loop.OneLaunch().pool, OnDemand("m6i.large"));
  EXPECT_EQ(loop.OneLaunch().nodes, 1);
}

TEST(Launch, PartialFillsMoveOnlyTheRest) {
  Loop loop({Order("web", 10)});
  loop.At(0);
  const std::string first = loop.OneLaunch().attempt;
  loop.At(4, {loop.Launched(3, first, {"i-1", "i-2", "i-3", "i-4", "i-5", "i-6"}),
              loop.Failed(3, first, "InsufficientInstanceCapacity")});
  EXPECT_EQ(loop.OneLaunch().pool, Spot("c6i.large", "eu-west-1b"));
  EXPECT_EQ(loop.OneLaunch().nodes, 4);
  loop.At(8, {loop.Failed(7, loop.OneLaunch().attempt, "InsufficientInstanceCapacity", 1)});
  EXPECT_EQ(loop.OneLaunch().pool, OnDemand("m6i.large"));
  EXPECT_EQ(loop.OneLaunch().nodes, 1);
  EXPECT_EQ(loop.Status().launched_nodes, 6);
  EXPECT_EQ(loop.Status().waiting_nodes, 4);
}

TEST(Launch, CandidatesWithAMaximumAreAskedTogether) {
  Loop loop({Order("web", 10)});
  loop.request.orders[0].candidates[0].max_nodes = 4;
  loop.request.orders[0].candidates[1].max_nodes = 3;
  loop.At(0);
  const auto launches = loop.Actions(kLaunch);
  ASSERT_EQ(launches.size(), 3u);
  EXPECT_EQ(launches[0].nodes, 4);
  EXPECT_EQ(launches[1].nodes, 3);
  EXPECT_EQ(launches[2].nodes, 3);
  EXPECT_EQ(loop.last.counters.fallbacks_to_on_demand, 0);  // As the mix wanted it.
}

TEST(Launch, BothFailSaysWhatIsMissingKeepsTheOldNodeAndRetriesWithGrowingBackoff) {
  Loop loop({Order("web", 2)});
  loop.request.orders[0].replaces = {{.name = "dying", .end_is_certain = true}, {.name = "old"}};
  loop.request.policy.on_demand_cooling.first_seconds = 1;
  loop.request.policy.on_demand_cooling.max_seconds = 1;
  loop.At(0);
  loop.At(1, {loop.Failed(1, loop.OneLaunch().attempt, "InsufficientInstanceCapacity")});
  loop.At(2, {loop.Failed(2, loop.OneLaunch().attempt, "InsufficientInstanceCapacity")});
  loop.At(3, {loop.Failed(3, loop.OneLaunch().attempt, "InsufficientInstanceCapacity")});
  EXPECT_FALSE(loop.last.feasible);
  EXPECT_TRUE(loop.last.actions.empty());
  const LaunchOrderStatus& status = loop.Status();
  EXPECT_EQ(status.phase, kFailed);
  EXPECT_EQ(status.missing_nodes, 2);
  ASSERT_EQ(status.refused.size(), 3u);
  EXPECT_EQ(status.refused[0].pool, Spot("m6i.large"));
  EXPECT_EQ(status.refused[0].failure, LaunchFailure::kCapacity);
  EXPECT_EQ(status.refused[0].code, "InsufficientInstanceCapacity");
  EXPECT_EQ(status.refused[2].pool, OnDemand("m6i.large"));
  EXPECT_TRUE(loop.Says("both_failed"));
  EXPECT_TRUE(loop.Says("replaced_node_kept"));
  ASSERT_EQ(status.replaces.size(), 2u);
  EXPECT_TRUE(status.replaces[0].taint);
  EXPECT_FALSE(status.replaces[1].taint);

  // Rounds: 30 s, 60, 120, ... up to 600, less up to half of it. All but on-demand cool, so that is what is tried.
  double at = 3;
  double longest = 30;
  for (int round = 1; round <= 8; ++round) {
    ASSERT_EQ(loop.Status().phase, kFailed);
    const std::int64_t retry = *loop.Status().retry_at_unix_ms;
    EXPECT_EQ(loop.last.call_again_at_unix_ms, retry);
    const double wait = static_cast<double>(retry - Loop::Moment(at)) / 1e3;
    EXPECT_LE(wait, longest) << round;
    EXPECT_GE(wait, longest / 2) << round;
    loop.At(static_cast<double>(retry - kStart - 1) / 1e3);
    EXPECT_TRUE(loop.last.actions.empty());
    at = static_cast<double>(retry - kStart) / 1e3;
    loop.request.coolings.clear();
    loop.At(at);
    ASSERT_EQ(loop.Actions(kLaunch).size(), 1u);
    for (int pool = 0; pool < 3; ++pool) {
      loop.At(at, {loop.Failed(at, loop.OneLaunch().attempt, "InsufficientInstanceCapacity")});
      loop.request.coolings.clear();
    }
    longest = std::min(600.0, longest * 2);
  }
  EXPECT_EQ(loop.last.counters.rounds_failed, 9);
  EXPECT_EQ(loop.last.counters.retries, 8);
}

TEST(Launch, OldNodesAreTaintedOnlyAsReplacementsBecomeReady) {
  Loop loop({Order("web", 2)});
  loop.request.orders[0].replaces = {{.name = "a"}, {.name = "b"}, {.name = "c"}};
  loop.At(0);
  const auto taints = [&] {
    std::string text;
    for (const ReplacedNodeAdvice& node : loop.Status().replaces) text += node.taint ? '1' : '0';
    return text;
  };
  EXPECT_EQ(taints(), "000");
  loop.At(5, {loop.Launched(4, loop.OneLaunch().attempt, {"i-1", "i-2"})});
  EXPECT_EQ(taints(), "000");
  loop.At(50, {loop.InService(50, {"i-1", "i-2"})});
  EXPECT_EQ(taints(), "000");
  loop.At(60, {loop.Ready(60, {"i-1"})});
  EXPECT_EQ(taints(), "100");
  loop.At(61, {loop.Ready(61, {"i-2"})});
  EXPECT_EQ(taints(), "111");  // All that was asked for is there.
  loop.At(70, {loop.Terminated(70, {"i-1", "i-2"})});
  EXPECT_EQ(taints(), "000");
}

TEST(Launch, ANodeThatDoesNotJoinIsEndedAndReplacedAndItsPoolDoesNotCool) {
  Loop loop({Order("web", 1)});
  loop.At(0);
  loop.At(5, {loop.Launched(4, loop.OneLaunch().attempt, {"i-1"}), loop.InService(5, {"i-1"})});
  loop.At(304.999);
  EXPECT_TRUE(loop.last.actions.empty());
  loop.At(305);
  ASSERT_EQ(loop.Actions(kTerminate).size(), 1u);
  EXPECT_EQ(loop.Actions(kTerminate)[0].instance, "i-1");
  EXPECT_EQ(loop.OneLaunch().pool, Spot("m6i.large"));
  EXPECT_TRUE(loop.last.coolings.empty());
  EXPECT_EQ(loop.Failures(LaunchFailure::kJoinFailed), 1);
}

TEST(Launch, NodesThatNeverJoinStopTheOrderUntilItsGenerationRises) {
  Loop loop({Order("web", 1)});
  loop.At(0);
  double at = 0;
  for (int wave = 1; wave <= 3; ++wave) {
    const std::string name = "i-" + std::to_string(wave);
    loop.At(at + 1, {loop.Launched(at + 1, loop.OneLaunch().attempt, {name}), loop.InService(at + 1, {name})});
    at += 301;
    loop.At(at);
  }
  EXPECT_EQ(loop.Status().phase, kStopped);
  EXPECT_TRUE(loop.Says("stopped_by_failed_joins"));
  EXPECT_TRUE(loop.Actions(kLaunch).empty());
  loop.request.orders[0].generation = 2;
  loop.At(at + 1);
  EXPECT_EQ(loop.OneLaunch().pool, Spot("m6i.large"));
}

TEST(Launch, AFullGroupIsSeenBeforehand) {
  Loop loop({Order("web", 5)});
  loop.request.groups = {{.name = "spot-a", .desired_nodes = 8, .max_nodes = 10}, {.name = "full", .max_nodes = 0}};
  loop.request.orders[0].candidates[0].group = "spot-a";
  loop.request.orders[0].candidates[1].group = "full";
  loop.At(0);
  const auto launches = loop.Actions(kLaunch);
  ASSERT_EQ(launches.size(), 2u);
  EXPECT_EQ(launches[0].group, "spot-a");
  EXPECT_EQ(launches[0].nodes, 2);
  EXPECT_EQ(launches[1].pool, OnDemand("m6i.large"));
  EXPECT_EQ(launches[1].nodes, 3);
  ASSERT_EQ(loop.Status().refused.size(), 2u);
  EXPECT_EQ(loop.Status().refused[1].failure, LaunchFailure::kGroupAtMaximum);
  EXPECT_TRUE(loop.last.coolings.empty());
}

TEST(Launch, OrdersShareAGroupsRoomByPriority) {
  LaunchOrder low = Order("a-low", 4);
  LaunchOrder high = Order("b-high", 4);
  high.priority = 1;
  low.candidates = high.candidates = {{.pool = Spot("m6i.large"), .group = "g"}};
  Loop loop({low, high});
  loop.request.groups = {{.name = "g", .desired_nodes = 0, .max_nodes = 5}};
  loop.At(0);
  const auto launches = loop.Actions(kLaunch);
  ASSERT_EQ(launches.size(), 2u);
  EXPECT_EQ(launches[0].order, "b-high");
  EXPECT_EQ(launches[0].nodes, 4);
  EXPECT_EQ(launches[1].nodes, 1);
}

TEST(Launch, AQuotaIsNotTriedAgainInTheSameFamily) {
  Loop loop({Order("web", 1)});
  loop.request.orders[0].candidates.insert(loop.request.orders[0].candidates.begin() + 1,
                                           {.pool = Spot("m6i.xlarge", "eu-west-1c")});
  loop.At(0);
  loop.At(1, {loop.Failed(1, loop.OneLaunch().attempt, "MaxSpotInstanceCountExceeded")});
  EXPECT_EQ(loop.OneLaunch().pool, Spot("c6i.large", "eu-west-1b"));
  ASSERT_EQ(loop.last.coolings.size(), 1u);
  EXPECT_EQ(loop.last.coolings[0].family, "m6i");
  EXPECT_EQ(loop.last.coolings[0].pool.zone, "");
  loop.At(2, {loop.Failed(2, loop.OneLaunch().attempt, "SpotMaxPriceTooLow")});
  EXPECT_EQ(loop.OneLaunch().pool, OnDemand("m6i.large"));  // On-demand has a quota of its own.
}

TEST(Launch, ConfigurationAndPermissionStopTheOrderAndTellWhich) {
  for (const auto& [code, reason] : {std::pair("InvalidAMIID.NotFound", "stopped_by_configuration"),
                                     std::pair("UnauthorizedOperation", "stopped_by_permission")}) {
    Loop loop({Order("web", 1), Order("api", 1)});
    loop.At(0);
    loop.At(1, {loop.Failed(1, loop.Actions(kLaunch)[0].attempt, code)});
    EXPECT_EQ(loop.Status(0).phase, kStopped);
    EXPECT_TRUE(loop.Says(reason));
    EXPECT_NE(loop.Status(0).reasons[0].sentence.find(code), std::string::npos);
    EXPECT_EQ(loop.Status(1).phase, kLaunching);
    EXPECT_TRUE(loop.last.actions.empty());
    EXPECT_TRUE(loop.last.coolings.empty());
    EXPECT_EQ(loop.last.counters.orders_stopped, 1);
    loop.At(10'000);
    EXPECT_EQ(loop.Status(0).phase, kStopped);
    loop.request.orders[0].generation = 2;
    loop.At(10'001);
    EXPECT_EQ(loop.Status(0).phase, kLaunching);
  }
}

TEST(Launch, ThrottlingWaitsForTheRegionAndTriesTheSamePool) {
  Loop loop({Order("web", 1), Order("api", 1)});
  loop.At(0);
  loop.At(1, {loop.Failed(1, loop.Actions(kLaunch)[0].attempt, "RequestLimitExceeded")});
  EXPECT_EQ(loop.Status(0).phase, kWaiting);
  EXPECT_TRUE(loop.Says("launch_throttled"));
  EXPECT_TRUE(loop.last.feasible);
  EXPECT_TRUE(loop.last.coolings.empty());
  const std::int64_t again = *loop.last.call_again_at_unix_ms;
  EXPECT_GT(again, Loop::Moment(1.4));
  EXPECT_LE(again, Loop::Moment(2));
  loop.At(static_cast<double>(again - kStart) / 1e3);
  EXPECT_EQ(loop.OneLaunch().pool, Spot("m6i.large"));
  EXPECT_EQ(loop.Failures(LaunchFailure::kThrottling), 1);
}

TEST(Launch, AnUnknownFailureMovesOn) {
  Loop loop({Order("web", 1)});
  loop.At(0);
  loop.At(1, {loop.Failed(1, loop.OneLaunch().attempt, "InsufficientInstanceCapacityX")});
  EXPECT_EQ(loop.OneLaunch().pool, Spot("c6i.large", "eu-west-1b"));
  EXPECT_EQ(loop.Failures(LaunchFailure::kUnknown), 1);
}

TEST(Launch, CoolDownsAreSharedGrowAndEndWithASuccess) {
  Loop loop({Order("web", 1)});
  loop.At(0);
  loop.At(1, {loop.Failed(1, loop.OneLaunch().attempt, "InsufficientInstanceCapacity")});
  ASSERT_EQ(loop.last.coolings.size(), 1u);
  EXPECT_EQ(loop.last.coolings[0].until_unix_ms, Loop::Moment(181));
  loop.request.orders.push_back(Order("api", 1));
  loop.At(2);  // Another order does not try it.
  EXPECT_EQ(loop.OneLaunch().pool, Spot("c6i.large", "eu-west-1b"));
  loop.request.orders.push_back(Order("late", 1));
  loop.At(181);
  bool tried = false;
  for (const LaunchAction& action : loop.Actions(kLaunch)) {
    if (action.order != "late") continue;
    tried = action.pool == Spot("m6i.large");
    loop.At(182, {loop.Failed(182, action.attempt, "InsufficientInstanceCapacity")});
    break;
  }
  EXPECT_TRUE(tried);
  for (const PoolCooling& cooling : loop.last.coolings) {
    if (cooling.pool != Spot("m6i.large")) continue;
    EXPECT_EQ(cooling.consecutive_failures, 2);
    EXPECT_EQ(cooling.until_unix_ms, Loop::Moment(182 + 360));
  }
}

TEST(Launch, WithoutSpotThatMayBeTriedOnDemandIsAskedAtOnce) {
  Loop loop({Order("web", 1)});
  loop.request.coolings = {
      {.pool = {"", "eu-west-1", "eu-west-1a", CapacityType::kSpot}, .until_unix_ms = Loop::Moment(100)},
      {.pool = {"", "eu-west-1", "eu-west-1b", CapacityType::kSpot}, .until_unix_ms = Loop::Moment(100)}};
  loop.At(0);
  EXPECT_EQ(loop.OneLaunch().pool, OnDemand("m6i.large"));
  ASSERT_EQ(loop.Status().refused.size(), 2u);
  EXPECT_EQ(loop.Status().refused[0].failure, LaunchFailure::kCooling);
  EXPECT_EQ(loop.Status().refused[0].until_unix_ms, Loop::Moment(100));
}

TEST(Launch, ALateArrivalIsEndedUnlessItIsNeeded) {
  Loop loop({Order("web", 1)});
  loop.At(0);
  const std::string spot = loop.OneLaunch().attempt;
  loop.At(60);
  const std::string on_demand = loop.OneLaunch().attempt;
  loop.At(65, {loop.Launched(64, spot, {"i-late"})});
  ASSERT_EQ(loop.last.actions.size(), 1u);
  EXPECT_EQ(loop.last.actions[0].kind, kTerminate);
  EXPECT_EQ(loop.last.actions[0].instance, "i-late");
  EXPECT_EQ(loop.last.counters.late_arrivals_ended, 1);
  loop.At(70, {loop.Failed(70, on_demand, "InsufficientInstanceCapacity")});
  EXPECT_EQ(loop.Status().phase, kFailed);
  loop.At(71, {loop.Launched(71, on_demand, {"i-after-all"})});
  EXPECT_TRUE(loop.last.actions.empty());
  EXPECT_EQ(loop.last.counters.late_arrivals_kept, 1);
  EXPECT_EQ(loop.Status().phase, kLaunching);
  EXPECT_TRUE(loop.last.feasible);
}

TEST(Launch, WhatIsToEndIsAskedForAgainUntilItIsGone) {
  Loop loop({Order("web", 1)});
  loop.At(0);
  const std::string spot = loop.OneLaunch().attempt;
  loop.At(60);
  const std::string on_demand = loop.OneLaunch().attempt;
  loop.At(65, {loop.Launched(64, spot, {"i-late"}), loop.Launched(64, on_demand, {"i-1"}), loop.Ready(65, {"i-1"})});
  EXPECT_EQ(loop.last.call_again_at_unix_ms, Loop::Moment(365));
  loop.At(365);
  ASSERT_EQ(loop.Actions(kTerminate).size(), 1u);
  loop.At(370, {loop.Terminated(369, {"i-late"})});
  EXPECT_FALSE(loop.last.call_again_at_unix_ms);
  EXPECT_EQ(loop.last.counters.nodes_lost, 0);
}

TEST(Launch, ALostNodeIsLaunchedAnew) {
  Loop loop({Order("web", 1)});
  loop.At(0);
  loop.At(9, {loop.Launched(5, loop.OneLaunch().attempt, {"i-1"}), loop.Ready(9, {"i-1"})});
  loop.At(500, {loop.Terminated(499, {"i-1"})});
  EXPECT_EQ(loop.OneLaunch().pool, Spot("m6i.large"));  // Whether its pool cools is for `respond` to say.
  EXPECT_EQ(loop.last.counters.nodes_lost, 1);
  // One that never came into service is its pool's failure.
  loop.At(510, {loop.Launched(505, loop.OneLaunch().attempt, {"i-2"})});
  LaunchEvent lost = loop.Terminated(511, {"i-2"});
  lost.provider = CloudProvider::kAws;
  lost.code = "Server.InsufficientInstanceCapacity";
  loop.At(512, {lost});
  EXPECT_EQ(loop.OneLaunch().pool, Spot("c6i.large", "eu-west-1b"));
  EXPECT_EQ(loop.Failures(LaunchFailure::kCapacity), 1);
}

TEST(Launch, EventsCountOnceInWhateverOrderTheyCome) {
  Loop loop({Order("web", 2)});
  loop.At(0);
  const std::string attempt = loop.OneLaunch().attempt;
  const LaunchEvent launched = loop.Launched(3, attempt, {"i-1"});
  const LaunchEvent ready = loop.Ready(50, {"i-1"});
  const LaunchEvent in_service = loop.InService(40, {"i-1"});
  const LaunchEvent failed = loop.Failed(4, attempt, "InsufficientInstanceCapacity", 1);
  loop.At(51, {ready});  // Of an instance that nobody knows yet.
  EXPECT_EQ(loop.Status().waiting_nodes, 2);
  loop.At(52, {launched, failed});
  EXPECT_EQ(loop.Status().ready_nodes, 1);
  EXPECT_EQ(loop.Status().waiting_nodes, 1);
  const LaunchCounters before = loop.last.counters;
  for (int i = 0; i < 3; ++i) loop.At(53, {failed, launched, in_service, ready, failed});
  EXPECT_TRUE(loop.last.actions.empty());
  LaunchCounters after = loop.last.counters;
  EXPECT_EQ(after.events_duplicate, before.events_duplicate + 3 * 5 - 1);
  after.events_duplicate = before.events_duplicate;
  EXPECT_EQ(after, before);
  // The same fact under another id changes nothing either.
  loop.At(54, {loop.Launched(54, attempt, {"i-1"}), loop.InService(54, {"i-1"}), loop.Ready(54, {"i-1"})});
  EXPECT_TRUE(loop.last.actions.empty());
  EXPECT_EQ(loop.Status().ready_nodes, 1);
}

TEST(Launch, EventsOlderThanMemoryAreIgnored) {
  Loop loop({Order("web", 1)});
  loop.At(0);
  const LaunchEvent failed = loop.Failed(0.5, loop.OneLaunch().attempt, "InsufficientInstanceCapacity");
  loop.At(1, {failed});
  loop.At(4000);
  loop.At(4001, {failed});
  EXPECT_EQ(loop.last.counters.events_too_old, 1);
  EXPECT_EQ(loop.Failures(LaunchFailure::kCapacity), 1);
}

TEST(Launch, AWithdrawnOrderIsCancelledAndWhatIsReadyStays) {
  Loop loop({Order("web", 3)});
  loop.At(0);
  const std::string attempt = loop.OneLaunch().attempt;
  loop.At(9, {loop.Launched(5, attempt, {"i-1", "i-2"}), loop.Ready(9, {"i-1"})});
  loop.request.orders.clear();
  loop.At(10);
  ASSERT_EQ(loop.Actions(kCancel).size(), 1u);
  EXPECT_EQ(loop.Actions(kCancel)[0].nodes, 1);
  ASSERT_EQ(loop.Actions(kTerminate).size(), 1u);
  EXPECT_EQ(loop.Actions(kTerminate)[0].instance, "i-2");
  loop.At(11, {loop.Launched(11, attempt, {"i-3"}), loop.Ready(11, {"i-1"})});
  ASSERT_EQ(loop.last.actions.size(), 1u);
  EXPECT_EQ(loop.last.actions[0].instance, "i-3");
  // An order of that name later has nothing to do with it.
  loop.request.orders = {Order("web", 1)};
  loop.At(12);
  EXPECT_EQ(loop.OneLaunch().nodes, 1);
}

TEST(Launch, AnOrderThatWantsFewerLetsGoOfTheNewestThatAreNotReady) {
  Loop loop({Order("web", 4)});
  loop.At(0);
  loop.At(9, {loop.Launched(5, loop.OneLaunch().attempt, {"i-1", "i-2"}), loop.Ready(9, {"i-1"})});
  loop.request.orders[0].nodes = 1;
  loop.At(10);
  ASSERT_EQ(loop.last.actions.size(), 2u);
  EXPECT_EQ(loop.last.actions[0].kind, kCancel);
  EXPECT_EQ(loop.last.actions[0].nodes, 2);
  EXPECT_EQ(loop.last.actions[1].instance, "i-2");
  EXPECT_EQ(loop.Status().phase, kPlaced);
  loop.request.orders[0].nodes = 0;
  loop.At(11);
  EXPECT_TRUE(loop.last.actions.empty());  // Ready nodes are not this decision's to end.
}

TEST(Launch, NoMoreThanSoManyAreInFlight) {
  LaunchOrder urgent = Order("urgent", 3);
  urgent.priority = 5;
  Loop loop({Order("web", 4), urgent});
  loop.request.policy.max_nodes_in_flight = 5;
  loop.At(0);
  ASSERT_EQ(loop.Actions(kLaunch).size(), 2u);
  EXPECT_EQ(loop.Actions(kLaunch)[0].order, "urgent");
  EXPECT_EQ(loop.Actions(kLaunch)[1].nodes, 2);
  EXPECT_EQ(loop.Status(0).phase, kWaiting);
  EXPECT_TRUE(loop.Says("launch_limit"));
  const std::string attempt = loop.Actions(kLaunch)[0].attempt;
  loop.At(9, {loop.Launched(5, attempt, {"i-1", "i-2", "i-3"}), loop.InService(9, {"i-1", "i-2", "i-3"})});
  EXPECT_EQ(loop.OneLaunch().nodes, 2);
}

TEST(Launch, AGroupsActivitiesFindTheirAttempt) {
  Loop loop({Order("web", 2)});
  loop.request.groups = {{.name = "asg", .desired_nodes = 0, .max_nodes = 10}};
  loop.request.orders[0].candidates[0].group = "asg";
  LaunchEvent old = loop.Failed(-100, "", "InsufficientInstanceCapacity");
  old.group = "asg";
  loop.At(0, {old});
  EXPECT_EQ(loop.last.counters.events_unmatched, 1);
  LaunchEvent launched = loop.Launched(3, "", {"i-1"});
  LaunchEvent failed = loop.Failed(4, "", "UnfulfillableCapacity");
  launched.group = failed.group = "asg";
  loop.At(5, {failed, launched});
  EXPECT_EQ(loop.Status().launched_nodes, 1);
  ASSERT_EQ(loop.Actions(kCancel).size(), 1u);  // Or the group goes on trying.
  EXPECT_EQ(loop.Actions(kCancel)[0].nodes, 1);
  EXPECT_EQ(loop.OneLaunch().nodes, 1);
  // What a group loses it replaces, unless it is told not to.
  loop.At(6, {loop.Terminated(6, {"i-1"})});
  ASSERT_EQ(loop.Actions(kCancel).size(), 1u);
  EXPECT_EQ(loop.Actions(kCancel)[0].group, "asg");
}

TEST(Launch, TheSameStateAskedAgainGivesTheSameAttempts) {
  Loop loop({Order("web", 2)});
  const LaunchResponse first = loop.At(0);
  loop.request.state.reset();
  loop.At(1);
  EXPECT_EQ(loop.OneLaunch().attempt, first.actions[0].attempt);
  loop.request.state.reset();
  loop.request.seed = 7;
  loop.At(1);
  EXPECT_NE(loop.OneLaunch().attempt, first.actions[0].attempt);
}

TEST(Launch, Errors) {
  const auto field = [](auto change) {
    Loop loop({Order("web", 1)});
    loop.request.now_unix_ms = kStart;
    change(loop);
    const auto answer = Launch(loop.request);
    return answer.ok() ? std::string("none") : answer.error().field;
  };
  EXPECT_EQ(field([](Loop&) {}), "none");
  EXPECT_EQ(field([](Loop& l) { l.request.policy.capacity_check_timeout_seconds = 60; }),
            "policy.capacity_check_timeout_seconds");
  EXPECT_EQ(field([](Loop& l) { l.request.policy.retry_max_seconds = 1; }), "policy.retry_max_seconds");
  EXPECT_EQ(field([](Loop& l) { l.request.policy.throttle_max_seconds = 0.5; }), "policy.throttle_max_seconds");
  EXPECT_EQ(field([](Loop& l) { l.request.policy.event_memory_seconds = 100; }), "policy.event_memory_seconds");
  EXPECT_EQ(field([](Loop& l) { l.request.policy.spot_cooling.max_seconds = 1; }), "policy.spot_cooling.max_seconds");
  EXPECT_EQ(field([](Loop& l) { l.request.orders.push_back(Order("web", 1)); }), "orders[1].name");
  EXPECT_EQ(field([](Loop& l) { l.request.orders[0].candidates[1].pool.instance_type = ""; }),
            "orders[0].candidates[1].pool.instance_type");
  EXPECT_EQ(field([](Loop& l) { l.request.orders[0].candidates[1] = l.request.orders[0].candidates[0]; }),
            "orders[0].candidates[1]");
  EXPECT_EQ(field([](Loop& l) { l.request.orders[0].candidates[1].group = "x"; }), "orders[0].candidates[1].group");
  EXPECT_EQ(field([](Loop& l) { l.request.orders[0].replaces = {{"a"}, {"a"}}; }), "orders[0].replaces[1].name");
  EXPECT_EQ(field([](Loop& l) { l.request.groups = {{"g"}, {"g"}}; }), "groups[1].name");
  EXPECT_EQ(field([](Loop& l) { l.request.events = {l.Launched(0, "a", {})}; }), "events[0].instances");
  EXPECT_EQ(field([](Loop& l) { l.request.events = {l.Failed(0, "", "x")}; }), "events[0].attempt");
  EXPECT_EQ(field([](Loop& l) {
              l.request.events = {l.Failed(0, "a", "x")};
              l.request.events[0].provider.reset();
            }),
            "events[0].provider");
  EXPECT_EQ(field([](Loop& l) {
              l.request.events = {l.Failed(0, "a", "x")};
              l.request.events[0].instances = {"i"};
            }),
            "events[0].instances");
  EXPECT_EQ(field([](Loop& l) {
              l.request.events = {l.Ready(0, {"i"})};
              l.request.events[0].nodes = 1;
            }),
            "events[0].nodes");
  EXPECT_EQ(field([](Loop& l) {
              l.request.coolings = {{.pool = Spot("m6i.large")}, {.pool = Spot("m6i.large")}};
            }),
            "coolings[1]");
  EXPECT_EQ(field([](Loop& l) { l.request.coolings = {{.pool = Spot("m6i.large"), .family = "m6i"}}; }),
            "coolings[0].family");
  EXPECT_EQ(field([](Loop& l) {
              l.At(10);
              l.request.now_unix_ms = kStart;
            }),
            "now_unix_ms");
  EXPECT_EQ(field([](Loop& l) {
              l.At(0);
              l.request.state->version = 2;
            }),
            "state.version");
  EXPECT_EQ(field([](Loop& l) {
              l.At(0);
              l.request.state->attempts[0].waiting = 5;
            }),
            "state.attempts[0].waiting");
  EXPECT_EQ(field([](Loop& l) {
              l.request.orders[0].generation = 4;
              l.At(0);
              l.request.orders[0].generation = 3;
            }),
            "orders[0].generation");
}

TEST(Launch, NoOrders) {
  Loop loop({});
  loop.At(0);
  EXPECT_TRUE(loop.last.feasible);
  ASSERT_EQ(loop.last.reasons.size(), 1u);
  EXPECT_EQ(loop.last.reasons[0].code, "no_orders");
}

}  // namespace
}  // namespace spotwright::launch
