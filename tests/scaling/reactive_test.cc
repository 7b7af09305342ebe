// What metrics ask for: presets, targets, steps, rows of windows, missing readings, cool-downs, limits.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/scale.h"
#include "src/base/random.h"
#include "tests/scaling/loop.h"

namespace spotwright::scaling {
namespace {

ScalePolicy Tracking(double target, MetricKind kind = MetricKind::kPerNode) {
  MetricRule rule;
  rule.metric = "load";
  rule.kind = kind;
  rule.target = target;
  rule.up_windows = 1;
  rule.down_windows = 1;
  ScalePolicy policy;
  policy.rules = {rule};
  policy.cool_down_up_seconds = 0;
  policy.cool_down_down_seconds = 0;
  policy.boot_seconds = 120;
  policy.scale_in.drain_seconds = 0;
  policy.scale_in.max_share = 1;
  return policy;
}

// ---- SmartScale

TEST(SmartScale, AddsOneAfterThreeReadings) {
  Loop loop(SmartScale());
  EXPECT_EQ(loop.At(kMonday, Usage(72, 40, 0)).change, 0);
  EXPECT_EQ(loop.At(kMonday + kMinuteMs, Usage(72, 40, 0)).change, 0);
  const GroupScale third = loop.At(kMonday + 2 * kMinuteMs, Usage(72, 40, 0));
  EXPECT_EQ(third.action, ScaleAction::kAdd);
  EXPECT_EQ(third.change, 1);
  EXPECT_EQ(third.desired_nodes, 4);
  EXPECT_EQ(third.rules[0].finding, RuleFinding::kUp);
  EXPECT_EQ(third.rules[1].finding, RuleFinding::kFine);
}

TEST(SmartScale, AddsTwoWhenItIsUrgent) {
  for (const auto& usage : {Usage(90, 40, 0), Usage(50, 40, 6), Usage(86, 80, 1)}) {
    Loop loop(SmartScale());
    std::int64_t change = 0;
    for (int i = 0; i < 3; ++i) change = loop.At(kMonday + i * kMinuteMs, usage).change;
    EXPECT_EQ(change, 2);
  }
}

TEST(SmartScale, AnyOneMetricAddsAndAThresholdItselfIsNotAbove) {
  for (const auto& [usage, change] : {std::pair{Usage(10, 76, 0), 1}, {Usage(10, 10, 1), 1}, {Usage(70, 75, 0), 0}}) {
    Loop loop(SmartScale());
    std::int64_t got = 0;
    for (int i = 0; i < 3; ++i) got = loop.At(kMonday + i * kMinuteMs, usage).change;
    EXPECT_EQ(got, change);
  }
}

TEST(SmartScale, OneFineReadingBreaksTheRow) {
  Loop loop(SmartScale());
  const double cpu[] = {80, 80, 60, 80, 80};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(loop.At(kMonday + i * kMinuteMs, Usage(cpu[i], 40, 0)).change, 0) << i;
  EXPECT_EQ(loop.At(kMonday + 5 * kMinuteMs, Usage(80, 40, 0)).change, 1);
}

TEST(SmartScale, ReadingsALittleEarlyOrLateStillCount) {
  Loop loop(SmartScale());
  loop.At(kMonday, Usage(80, 40, 0));
  loop.At(kMonday + 73 * kSecondMs, Usage(80, 40, 0));
  EXPECT_EQ(loop.At(kMonday + 118 * kSecondMs, Usage(80, 40, 0)).change, 1);
}

TEST(SmartScale, RemovesOneWhenAllAreIdleForTenReadings) {
  Loop loop(SmartScale(), 4);
  for (int i = 0; i < 9; ++i) EXPECT_EQ(loop.At(kMonday + i * kMinuteMs, Usage(20, 40, 0)).change, 0) << i;
  const GroupScale tenth = loop.At(kMonday + 9 * kMinuteMs, Usage(20, 40, 0));
  EXPECT_EQ(tenth.change, -1);
  EXPECT_EQ(tenth.action, ScaleAction::kRemove);
}

TEST(SmartScale, OneMetricThatIsNotIdleKeepsAll) {
  for (const auto& usage : {Usage(31, 10, 0), Usage(10, 55, 0), Usage(10, 10, 1)}) {
    ScalePolicy policy = SmartScale();
    policy.max_nodes = 4;
    Loop loop(policy, 4);
    for (int i = 0; i < 15; ++i) EXPECT_EQ(loop.At(kMonday + i * kMinuteMs, usage).change, 0);
  }
}

TEST(SmartScale, WaitsFromTheLastActionOfAnyKind) {
  Loop loop(SmartScale());
  std::vector<std::int64_t> minutes;
  for (int i = 0; i < 30; ++i) {
    const GroupScale answer = loop.At(kMonday + i * kMinuteMs, Usage(i < 10 ? 80 : 10, 40, 0));
    if (answer.change != 0) minutes.push_back(answer.change > 0 ? i : -i);
    if (i == 3) {
      EXPECT_TRUE(HasReason(answer.reasons, "launches_in_flight") || answer.change == 0);
    }
  }
  // Added at 2 and, 300 s later, at 7; idle from 10 on, and so for ten readings at 19, which is 600 s after 7.
  EXPECT_EQ(minutes, (std::vector<std::int64_t>{2, 7, -19, -29}));
}

TEST(SmartScale, CoolDownByKindIsASetting) {
  ScalePolicy policy = SmartScale();
  policy.cool_down_from = CoolDownFrom::kSameAction;
  policy.cool_down_down_seconds = 6000;
  Loop loop(policy, 4);
  for (int i = 0; i < 10; ++i) loop.At(kMonday + i * kMinuteMs, Usage(10, 40, 0));
  EXPECT_EQ(loop.ready(), 3);
  std::int64_t minute = 10;
  while (loop.At(kMonday + minute * kMinuteMs, Usage(80, 40, 0)).change == 0) ++minute;
  EXPECT_EQ(minute, 12) << "adding does not wait for the removal";
}

TEST(SmartScale, BelowTheMinimumItActsAtOnce) {
  Loop loop(SmartScale(), 1);
  const GroupScale answer = loop.At(kMonday, Usage(10, 10, 0));
  EXPECT_EQ(answer.change, 1);
  EXPECT_TRUE(HasReason(answer.reasons, "below_minimum"));
  EXPECT_EQ(loop.At(kMonday + kMinuteMs, Usage(10, 10, 0)).change, 0) << "what is on its way is not asked for again";
}

TEST(SmartScale, AtTheMaximumItSaysSo) {
  Loop loop(SmartScale(), 10);
  GroupScale answer;
  for (int i = 0; i < 3; ++i) answer = loop.At(kMonday + i * kMinuteMs, Usage(95, 40, 0));
  EXPECT_EQ(answer.change, 0);
  EXPECT_TRUE(HasReason(answer.reasons, "at_maximum"));
  EXPECT_FALSE(loop.last.feasible);
}

// ---- Missing readings

TEST(MissingReadings, NeverScaleIn) {
  Loop loop(SmartScale(), 5);
  for (int i = 0; i < 30; ++i) {
    auto usage = Usage(5, 5, 0);
    usage["memory"] = std::nullopt;
    const GroupScale answer = loop.At(kMonday + i * kMinuteMs, usage);
    EXPECT_EQ(answer.change, 0);
    EXPECT_EQ(answer.rules[1].finding, RuleFinding::kMissing);
    EXPECT_TRUE(HasReason(answer.reasons, "metric_missing"));
  }
  Loop never_sent(SmartScale(), 5);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(never_sent.At(kMonday + i * kMinuteMs, {{"cpu", 5.0}}).change, 0);
}

TEST(MissingReadings, AStaleOneIsNoReading) {
  Loop loop(SmartScale(), 5);
  for (int i = 0; i < 9; ++i) loop.At(kMonday + i * kMinuteMs, Usage(5, 5, 0));
  // Of memory nothing more comes. Its last reading is of minute 8: it counts until minute 18.
  GroupScale answer = loop.At(kMonday + 18 * kMinuteMs, {{"cpu", 5.0}, {"unschedulable_pods", 0.0}});
  EXPECT_EQ(answer.rules[1].finding, RuleFinding::kFine);
  EXPECT_EQ(loop.last.call_again_at_unix_ms, kMonday + 18 * kMinuteMs + 1);
  answer = loop.At(kMonday + 18 * kMinuteMs + 1, {{"cpu", 5.0}, {"unschedulable_pods", 0.0}});
  EXPECT_EQ(answer.rules[1].finding, RuleFinding::kMissing);
}

TEST(MissingReadings, OthersMayAddUnlessAllIsHeld) {
  for (const MissingMetric missing : {MissingMetric::kNoScaleIn, MissingMetric::kHold, MissingMetric::kIgnore}) {
    ScalePolicy policy = Tracking(50);
    MetricRule other;
    other.metric = "other";
    other.up = {ScaleStep{.beyond = 1, .nodes = 1}};
    other.missing = missing;
    policy.rules.push_back(other);
    Loop loop(policy, 4);
    EXPECT_EQ(loop.At(kMonday, {{"load", 100.0}}).change, missing == MissingMetric::kHold ? 0 : 4);
    Loop idle(policy, 4);
    EXPECT_EQ(idle.At(kMonday, {{"load", 5.0}}).change < 0, false) << "has not been idle for long";
    const std::int64_t later = idle.At(kMonday + 10 * kMinuteMs, {{"load", 5.0}}).change;
    EXPECT_EQ(later < 0, missing == MissingMetric::kIgnore);
  }
}

TEST(MissingReadings, MayCountAsBusy) {
  ScalePolicy policy;
  MetricRule rule;
  rule.metric = "errors";
  rule.up = {ScaleStep{.beyond = 5, .nodes = 2}};
  rule.missing = MissingMetric::kBusy;
  policy.rules = {rule};
  Loop loop(policy, 4);
  EXPECT_EQ(loop.At(kMonday, {}).change, 2);
}

TEST(MissingReadings, ANodeCountThatIsUnknownHoldsEverything) {
  for (const int how : {0, 1, 2}) {
    ScaleRequest request;
    request.now_unix_ms = kMonday;
    ScaleGroup& group = request.groups.emplace_back();
    group.name = "web";
    group.policy = Tracking(50);
    group.policy.min_nodes = 3;
    group.metrics = {{"load", {{kMonday, 100.0}}}};
    if (how == 1) group.ready_nodes = Sample{kMonday, std::nullopt};
    if (how == 2) group.ready_nodes = Sample{kMonday - 10 * kMinuteMs - 1, 2.0};
    const auto response = Scale(request);
    ASSERT_TRUE(response.ok());
    EXPECT_FALSE(response->feasible);
    EXPECT_EQ(response->groups[0].action, ScaleAction::kHold);
    EXPECT_TRUE(HasReason(response->groups[0].reasons, "node_count_missing"));
  }
}

// ---- Targets

TEST(Target, IsTrackedAsTheHorizontalPodAutoscalerDoes) {
  struct Case {
    double value;
    std::int64_t nodes;
  };
  // ceil(nodes x value / target), nothing within 10 %.
  for (const Case& c :
       {Case{50, 10}, {55, 10}, {45, 10}, {55.1, 12}, {100, 20}, {75, 15}, {76, 16}, {44, 9}, {20, 4}}) {
    Loop loop(Tracking(50), 10);
    loop.obey = false;
    GroupScale answer;
    // Fewer only once that has been so for the time in which a removal pays (120 s to boot, one window looked back).
    for (int i = 0; i < 4; ++i) answer = loop.At(kMonday + i * kMinuteMs, {{"load", c.value}});
    if (c.nodes >= 10) {
      Loop once(Tracking(50), 10);
      answer = once.At(kMonday, {{"load", c.value}});
    }
    EXPECT_EQ(answer.desired_nodes, c.nodes) << c.value;
  }
}

TEST(Target, OfATotalIsWhatANodeTakes) {
  Loop loop(Tracking(100, MetricKind::kTotal), 3);
  EXPECT_EQ(loop.At(kMonday, {{"load", 720.0}}).desired_nodes, 8);
  Loop none(Tracking(100, MetricKind::kTotal), 0);
  EXPECT_EQ(none.At(kMonday, {{"load", 20.0}}).desired_nodes, 1) << "from zero";
  EXPECT_EQ(Loop(Tracking(100, MetricKind::kTotal), 0).At(kMonday, {{"load", 0.0}}).desired_nodes, 0);
}

TEST(Target, OfLowIsBusyWorksTheOtherWayRound) {
  ScalePolicy policy = Tracking(40);
  policy.rules[0].direction = MetricDirection::kLowIsBusy;
  EXPECT_EQ(Loop(policy, 4).At(kMonday, {{"load", 20.0}}).desired_nodes, 8);
  EXPECT_EQ(Loop(policy, 4).At(kMonday, {{"load", 40.0}}).desired_nodes, 4);
}

TEST(Target, DoesNotBuyAShortageTwice) {
  Loop loop(Tracking(50), 4);
  EXPECT_EQ(loop.At(kMonday, {{"load", 100.0}}).change, 4);
  for (int i = 1; i < 8; ++i) {
    const GroupScale answer = loop.At(kMonday + i * 15 * kSecondMs, {{"load", 100.0}});
    EXPECT_EQ(answer.change, 0) << i;
    EXPECT_EQ(answer.in_flight_nodes, 4);
  }
  EXPECT_EQ(loop.At(kMonday + 30 * kSecondMs * 4 + kSecondMs, {{"load", 50.0}}).change, 0);
  EXPECT_EQ(loop.ready(), 8);
}

TEST(Target, BuysAgainWhatNeverCame) {
  Loop loop(Tracking(50), 4);
  loop.boot_ms = 100 * kDayMs;
  loop.At(kMonday, {{"load", 100.0}});
  EXPECT_EQ(loop.At(kMonday + 240 * kSecondMs, {{"load", 100.0}}).change, 0);
  EXPECT_EQ(loop.last.call_again_at_unix_ms, kMonday + 240 * kSecondMs + 1);
  const GroupScale answer = loop.At(kMonday + 240 * kSecondMs + 1, {{"load", 100.0}});
  EXPECT_EQ(answer.overdue_nodes, 4);
  EXPECT_EQ(answer.change, 4);
  EXPECT_TRUE(HasReason(answer.reasons, "launch_overdue"));
}

TEST(Target, AddsForInterruptionsToExpect) {
  ScalePolicy policy = Tracking(50);
  policy.boot_seconds = 3600;
  policy.interruptions_per_spot_node_hour = 0.1;
  Loop loop(policy, 10);
  loop.request.groups[0].capacity_type = CapacityType::kSpot;
  const GroupScale answer = loop.At(kMonday, {{"load", 100.0}});
  EXPECT_DOUBLE_EQ(answer.expected_interruptions, 1);
  EXPECT_EQ(answer.desired_nodes, 21);
}

TEST(Target, ConstantLoadGivesAConstantCountAndNoiseChangesNothing) {
  base::Random random(7);
  for (const MetricKind kind : {MetricKind::kPerNode, MetricKind::kTotal}) {
    for (double load = 37; load < 400; load += 61.7) {
      Loop loop(Tracking(50, kind), 8);
      std::int64_t changes = 0;
      for (int i = 0; i < 200; ++i) {
        const double noise = 1 + 0.03 * (random.Unit() - 0.5);
        const double total = load * noise;
        const double value =
            kind == MetricKind::kTotal ? total : total / static_cast<double>(std::max<std::int64_t>(1, loop.ready()));
        const GroupScale answer = loop.At(kMonday + i * kMinuteMs, {{"load", value}});
        if (i >= 30 && answer.change != 0) ++changes;
      }
      EXPECT_EQ(changes, 0) << load;
    }
  }
}

// ---- Steps

TEST(Steps, TakeTheFurthestThatIsReachedAndCountFromReadyNodes) {
  MetricRule rule;
  rule.metric = "queue";
  rule.up_windows = 1;
  rule.up = {ScaleStep{.beyond = 100, .share = 0.1}, ScaleStep{.beyond = 200, .share = 0.3},
             ScaleStep{.beyond = 1000, .exact_nodes = 50}};
  ScalePolicy policy;
  policy.rules = {rule};
  policy.cool_down_up_seconds = 0;
  Loop loop(policy, 10);
  EXPECT_EQ(loop.At(kMonday, {{"queue", 150.0}}).change, 1);
  EXPECT_EQ(loop.At(kMonday + 30 * kSecondMs, {{"queue", 150.0}}).change, 0) << "one is warming up";
  EXPECT_EQ(loop.At(kMonday + 60 * kSecondMs, {{"queue", 300.0}}).change, 2) << "three, less the one on its way";
  EXPECT_EQ(loop.At(kMonday + 90 * kSecondMs, {{"queue", 2000.0}}).desired_nodes, 50);
}

TEST(Steps, HoursOfTheDayHaveTheirOwnThresholds) {
  MetricRule day;
  day.metric = "cpu";
  day.up_windows = 1;
  day.up = {ScaleStep{.beyond = 60, .nodes = 1}};
  day.hours = {{8, 20}};
  MetricRule night = day;
  night.up[0].beyond = 90;
  night.hours = {{20, 8}};
  ScalePolicy policy;
  policy.rules = {day, night};
  const auto change = [&](std::int64_t now, std::int64_t offset_seconds) {
    Loop loop(policy);
    loop.request.utc_offsets = {{0, offset_seconds}};
    return loop.At(now, {{"cpu", 75.0}}).change;
  };
  EXPECT_EQ(change(kMonday + 8 * kHourMs, 0), 1);
  EXPECT_EQ(change(kMonday + 8 * kHourMs - 1, 0), 0);
  EXPECT_EQ(change(kMonday + 20 * kHourMs, 0), 0);
  EXPECT_EQ(change(kMonday + 2 * kHourMs, 0), 0);
  EXPECT_EQ(change(kMonday + 2 * kHourMs, 8 * 3600), 1) << "ten in the morning there";
}

TEST(Presets, OfOtherMetrics) {
  struct Case {
    ScalePreset preset;
    const char* metric;
    double above;
    double at;
    int readings;
  };
  for (const Case& c : {Case{ScalePreset::kQueueDepth, "queue_depth", 101, 100, 3},
                        {ScalePreset::kP95Latency, "p95_latency_ms", 501, 500, 3},
                        {ScalePreset::kErrorRate, "error_rate_percent", 5.1, 5, 2}}) {
    ScalePolicy policy;
    policy.presets = {c.preset};
    Loop busy(policy);
    Loop fine(policy);
    for (int i = 0; i < c.readings; ++i) {
      EXPECT_EQ(busy.At(kMonday + i * kMinuteMs, {{c.metric, c.above}}).change, i + 1 == c.readings ? 1 : 0);
      EXPECT_EQ(fine.At(kMonday + i * kMinuteMs, {{c.metric, c.at}}).change, 0);
    }
  }
}

// ---- Behaviour as the Horizontal Pod Autoscaler's

TEST(Behavior, StabilisesAndLimits) {
  ScalePolicy policy = Tracking(50);
  policy.up.limits = {{.nodes = 4, .period_seconds = 60}, {.share = 1.0, .period_seconds = 60}};
  Loop most(policy, 3);
  most.boot_ms = 0;
  EXPECT_EQ(most.At(kMonday, {{"load", 1000.0}}).desired_nodes, 7) << "four more, or twice as many: the greater";
  EXPECT_EQ(most.At(kMonday + 30 * kSecondMs, {{"load", 1000.0}}).desired_nodes, 7) << "used up";
  EXPECT_EQ(most.At(kMonday + 60 * kSecondMs, {{"load", 1000.0}}).desired_nodes, 14);
  policy.up.select = RateSelect::kLeast;
  EXPECT_EQ(Loop(policy, 3).At(kMonday, {{"load", 1000.0}}).desired_nodes, 6);
  policy.up.select = RateSelect::kDisabled;
  EXPECT_EQ(Loop(policy, 3).At(kMonday, {{"load", 1000.0}}).desired_nodes, 3);

  ScalePolicy slow = Tracking(50);
  slow.up.stabilization_seconds = 120;
  Loop up(slow, 4);
  EXPECT_EQ(up.At(kMonday, {{"load", 50.0}}).change, 0);
  EXPECT_EQ(up.At(kMonday + kMinuteMs, {{"load", 100.0}}).change, 0);
  EXPECT_TRUE(HasReason(up.last.groups[0].reasons, "stabilising"));
  EXPECT_EQ(up.At(kMonday + 2 * kMinuteMs, {{"load", 75.0}}).change, 2) << "the least of the last 120 s";

  ScalePolicy down = Tracking(50);
  down.down.stabilization_seconds = 300;
  Loop falling(down, 10);
  const double loads[] = {50, 25, 30, 20, 10, 10};
  std::vector<std::int64_t> desired;
  for (int i = 0; i < 6; ++i) {
    falling.obey = false;
    desired.push_back(falling.At(kMonday + i * kMinuteMs, {{"load", loads[i]}}).desired_nodes);
  }
  EXPECT_EQ(desired, (std::vector<std::int64_t>{10, 10, 10, 10, 10, 6})) << "the most of the last 300 s: 30 of 50";
}

TEST(Behavior, RemovesSoMuchAtOnce) {
  ScalePolicy policy = Tracking(50);
  policy.scale_in.max_share = 0.25;
  Loop loop(policy, 20);
  EXPECT_EQ(loop.At(kMonday, {{"load", 5.0}}).change, 0) << "new: taken to have needed what it has";
  EXPECT_EQ(loop.At(kMonday + kMinuteMs, {{"load", 5.0}}).change, -5);
  policy.scale_in.enabled = false;
  Loop off(policy, 20);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(off.At(kMonday + i * kMinuteMs, {{"load", 5.0}}).change, 0);
  EXPECT_TRUE(HasReason(off.last.groups[0].reasons, "scale_in_disabled"));
}

TEST(Behavior, QuietWindowsHold) {
  ScalePolicy policy = Tracking(50);
  policy.scale_in.quiet_windows = {{kMonday, kMonday + 10 * kMinuteMs, "certificates"}};
  Loop loop(policy, 20);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(loop.At(kMonday + i * kMinuteMs, {{"load", 5.0}}).change, 0);
  EXPECT_LT(loop.At(kMonday + 10 * kMinuteMs, {{"load", 5.0}}).change, 0);
}

// ---- Counts from listed nodes

TEST(ListedNodes, CountByTheirState) {
  ScaleRequest request;
  request.now_unix_ms = kMonday;
  const auto add = [&](const std::string& name, NodeState state, std::int64_t age_ms) -> Node& {
    Node& node = request.nodes.emplace_back();
    node.name = name;
    node.group = "web";
    node.instance_type = "m5.large";
    node.region = "r";
    node.zone = "a";
    node.capacity_type = CapacityType::kOnDemand;
    node.state = state;
    node.created_unix_ms = kMonday - age_ms;
    return node;
  };
  add("a", NodeState::kReady, kHourMs);
  add("b", NodeState::kUnschedulable, kHourMs);
  add("c", NodeState::kDraining, kHourMs);
  add("d", NodeState::kLaunching, kMinuteMs);
  add("e", NodeState::kLaunching, kHourMs);
  add("f", NodeState::kReady, kHourMs).under_notice = true;
  add("g", NodeState::kReady, kHourMs).control_plane = true;
  add("h", NodeState::kReady, kHourMs).group = "other";
  ScaleGroup& group = request.groups.emplace_back();
  group.name = "web";
  const auto response = Scale(request);
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(response->groups[0].ready_nodes, 2);
  EXPECT_EQ(response->groups[0].in_flight_nodes, 1);
  EXPECT_EQ(response->groups[0].overdue_nodes, 1);
}

TEST(ListedNodes, AnAskThatTheListDoesNotShowYetCounts) {
  ScaleRequest request;
  ScaleGroup& group = request.groups.emplace_back();
  group.name = "web";
  group.policy = Tracking(50);
  const auto ask = [&](std::int64_t now) {
    request.now_unix_ms = now;
    group.metrics = {{"load", {{now, 100.0}}}};
    const auto response = Scale(request);
    EXPECT_TRUE(response.ok());
    request.state = response->state;
    return response->groups[0];
  };
  const auto add = [&](const std::string& name, NodeState state) {
    Node& node = request.nodes.emplace_back();
    node.name = name;
    node.group = "web";
    node.instance_type = "m5.large";
    node.region = "r";
    node.zone = "a";
    node.capacity_type = CapacityType::kOnDemand;
    node.state = state;
  };
  add("a", NodeState::kReady);
  add("b", NodeState::kReady);
  EXPECT_EQ(ask(kMonday).change, 2);
  EXPECT_EQ(ask(kMonday + kSecondMs).in_flight_nodes, 2);
  add("c", NodeState::kLaunching);
  const GroupScale one = ask(kMonday + 2 * kSecondMs);
  EXPECT_EQ(one.in_flight_nodes, 2) << "one listed, one not yet";
  EXPECT_EQ(one.change, 0);
  request.nodes.erase(request.nodes.begin());  // Lost meanwhile: that is a new shortage.
  const GroupScale lost = ask(kMonday + 3 * kSecondMs);
  EXPECT_EQ(lost.ready_nodes, 1);
  EXPECT_EQ(lost.change, 1);
}

// ---- Found in review

TEST(Regression, ReadingsOfATimeWithoutACountDoNotLookIdle) {
  Loop loop(Tracking(60), 10);
  loop.request.groups[0].policy.rules[0].down_windows = 5;
  loop.request.groups[0].metrics = {{"load", {}}};
  for (int i = 0; i < 15; ++i) {
    loop.request.groups[0].metrics[0].readings.push_back({kMonday - (14 - i) * kMinuteMs, 90.0});
  }
  loop.request.now_unix_ms = kMonday;
  const auto unknown = Scale(loop.request);
  ASSERT_TRUE(unknown.ok());
  loop.request.state = unknown->state;
  EXPECT_GT(loop.At(kMonday + kMinuteMs, {{"load", 90.0}}).change, 0);
}

TEST(Regression, NodesThatJoinBetweenTwoCallsDoNotMakeOlderReadingsIdle) {
  ScalePolicy policy = Tracking(50);
  policy.rules[0].down_windows = 10;
  Loop loop(policy, 5);
  EXPECT_EQ(loop.At(kMonday, {{"load", 90.0}}).change, 4);
  ScaleGroup& group = loop.request.groups[0];
  group.metrics = {{"load", {}}};
  for (int i = 1; i <= 15; ++i) group.metrics[0].readings.push_back({kMonday + i * kMinuteMs, i <= 2 ? 90.0 : 50.0});
  group.ready_nodes = Sample{kMonday + 15 * kMinuteMs, 9};
  loop.request.now_unix_ms = kMonday + 15 * kMinuteMs;
  const auto response = Scale(loop.request);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->groups[0].change, 0);
}

TEST(Regression, AListThatFailedOnceIsNotTakenForArrivals) {
  ScaleRequest request;
  ScaleGroup& group = request.groups.emplace_back();
  group.name = "web";
  group.policy.presets = {ScalePreset::kQueueDepth};
  group.policy.cool_down_up_seconds = 60;
  std::vector<Node> nodes;
  for (const char* name : {"a", "b", "c"}) {
    Node& node = nodes.emplace_back();
    node.name = name;
    node.group = "web";
    node.instance_type = "m5.large";
    node.region = "r";
    node.zone = "a";
    node.capacity_type = CapacityType::kOnDemand;
  }
  const auto ask = [&](std::int64_t minute, bool listed) {
    request.now_unix_ms = kMonday + minute * kMinuteMs;
    request.nodes = listed ? nodes : std::vector<Node>();
    request.groups[0].metrics = {{"queue_depth", {{request.now_unix_ms, 500.0}}}};
    const auto response = Scale(request);
    EXPECT_TRUE(response.ok());
    request.state = response->state;
    return response->groups[0];
  };
  ask(0, true);
  ask(1, true);
  EXPECT_EQ(ask(2, true).change, 1);
  EXPECT_EQ(ask(3, false).action, ScaleAction::kHold);
  const GroupScale back = ask(4, true);
  EXPECT_EQ(back.in_flight_nodes, 1);
  EXPECT_EQ(back.change, 0);
}

TEST(Regression, ANodeToldToGoIsNotThereAnyMoreWhileItDrains) {
  Loop loop(SmartScale(), 5);
  GroupScale answer;
  for (int i = 0; i < 10; ++i) answer = loop.At(kMonday + i * kMinuteMs, Usage(10, 10, 0));
  ASSERT_EQ(answer.desired_nodes, 4);
  loop.obey = false;
  // It drains: five are still read.
  loop.request.groups[0].ready_nodes = Sample{kMonday + 10 * kMinuteMs, 5};
  loop.request.groups[0].metrics.clear();
  loop.request.now_unix_ms = kMonday + 10 * kMinuteMs;
  const auto response = Scale(loop.request);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->groups[0].desired_nodes, 4);
  EXPECT_EQ(response->state.groups[0].leaving.size(), 1u);
  // Twice the time to drain is over: it stays, and counts.
  loop.request.state = response->state;
  loop.request.groups[0].ready_nodes = Sample{kMonday + 20 * kMinuteMs, 5};
  loop.request.now_unix_ms = kMonday + 20 * kMinuteMs;
  EXPECT_EQ(Scale(loop.request)->groups[0].desired_nodes, 5);
}

TEST(Regression, AStepUpToAnExactCountNeverRemoves) {
  ScalePolicy policy;
  MetricRule rule;
  rule.metric = "cpu";
  rule.up_windows = 1;
  rule.up = {ScaleStep{.beyond = 70, .exact_nodes = 5}};
  policy.rules = {rule};
  Loop loop(policy, 8);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(loop.At(kMonday + i * kMinuteMs, {{"cpu", 95.0}}).change, 0);
}

TEST(Regression, ABudgetOfAllNodesHoldsOverCountedGroups) {
  ScaleRequest request;
  request.now_unix_ms = kMonday;
  for (const char* name : {"a", "b"}) {
    ScaleGroup& group = request.groups.emplace_back();
    group.name = name;
    group.policy = Tracking(50);
    group.policy.scale_in.node_budgets = {NodeBudget{.max_nodes = 1}};
    group.ready_nodes = Sample{kMonday, 10};
    group.metrics = {{"load", {{kMonday, 5.0}}}};
  }
  request.state = ScaleState{};
  for (const char* name : {"a", "b"}) {
    request.state->groups.push_back({.name = name, .wanted = {{kMonday - 1, 1}}});
  }
  const auto response = Scale(request);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->groups[0].change, -1);
  EXPECT_EQ(response->groups[1].change, 0);
}

TEST(Regression, AboveTheMaximumWithoutNeedIsFeasible) {
  Loop loop(SmartScale(), 12);
  loop.At(kMonday, Usage(50, 60, 0));
  EXPECT_TRUE(loop.last.feasible);
  EXPECT_FALSE(HasReason(loop.last.groups[0].reasons, "at_maximum"));
}

TEST(Regression, ABlipOfAReadyNodeIsNoArrival) {
  ScalePolicy policy = Tracking(50);
  policy.cool_down_up_seconds = 600;
  Loop loop(policy, 5);
  loop.boot_ms = kDayMs;
  EXPECT_EQ(loop.At(kMonday, {{"load", 70.0}}).change, 2);
  const auto at = [&](std::int64_t second, double ready) {
    loop.request.now_unix_ms = kMonday + second * kSecondMs;
    loop.request.groups[0].ready_nodes = Sample{loop.request.now_unix_ms, ready};
    loop.request.groups[0].metrics.clear();
    const auto response = Scale(loop.request);
    EXPECT_TRUE(response.ok());
    loop.request.state = response->state;
    return response->groups[0];
  };
  EXPECT_EQ(at(20, 4).in_flight_nodes, 2);
  EXPECT_EQ(at(40, 5).in_flight_nodes, 2);
  EXPECT_EQ(at(60, 6).in_flight_nodes, 1);
}

TEST(Regression, NextCallsAreInTheFuture) {
  ScalePolicy policy = Tracking(50);
  policy.up.stabilization_seconds = 90;
  policy.scale_in.drain_seconds = 600;
  Loop loop(policy, 5);
  for (int i = 0; i < 11; ++i) loop.At(kMonday + i * kMinuteMs, {{"load", 50.0}});
  EXPECT_EQ(loop.At(kMonday + 11 * kMinuteMs, {{"load", 80.0}}).change, 0);
  // The five of minute 10 forbid it for 90 s.
  EXPECT_EQ(loop.last.call_again_at_unix_ms, kMonday + 10 * kMinuteMs + 90 * kSecondMs);
}

TEST(Regression, ReadingsTooSeldomForTheirWindowsAreTold) {
  ScalePolicy policy = Tracking(50);
  policy.rules[0].up_windows = 3;
  Loop loop(policy, 5);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(loop.At(kMonday + i * 2 * kMinuteMs, {{"load", 90.0}}).change, 0);
  EXPECT_TRUE(HasReason(loop.last.groups[0].reasons, "readings_sparse"));
  policy.rules[0].window_seconds = 120;
  Loop other(policy, 5);
  for (int i = 0; i < 3; ++i) other.At(kMonday + i * 2 * kMinuteMs, {{"load", 90.0}});
  EXPECT_GT(other.last.groups[0].change, 0);
  EXPECT_FALSE(HasReason(other.last.groups[0].reasons, "readings_sparse"));
}

TEST(Regression, AStateThatWasChangedIsRefused) {
  const auto field_of = [](const auto& change) {
    ScaleRequest request;
    request.now_unix_ms = kMonday;
    request.groups.emplace_back().name = "web";
    request.state.emplace().groups.push_back({.name = "web"});
    change(request.state->groups[0]);
    const auto response = Scale(request);
    return response.ok() ? std::string("none") : response.error().field;
  };
  EXPECT_EQ(field_of([](ScaleGroupState& s) { s.ready = {{kMonday, -1000}}; }), "state.groups[0].ready[0]");
  EXPECT_EQ(field_of([](ScaleGroupState& s) { s.wanted = {{2, 1}, {1, 1}}; }), "state.groups[0].wanted[1]");
  EXPECT_EQ(field_of([](ScaleGroupState& s) { s.known_nodes = {"b", "a"}; }), "state.groups[0].known_nodes");
  EXPECT_EQ(field_of([](ScaleGroupState& s) { s.leaving = {{1, 2, {"b", "a"}}}; }), "state.groups[0].leaving[0].names");
}

}  // namespace
}  // namespace spotwright::scaling
