#include "src/backtest/cloud.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/backtest/worlds.h"

namespace spotwright::backtest {
namespace {

std::vector<CloudEvent> Advance(Cloud& cloud, std::int64_t until_ms) {
  std::vector<CloudEvent> events;
  cloud.AdvanceTo(until_ms, events);
  return events;
}

TEST(Cloud, ALaunchIsAnsweredThenRunsThenIsReady) {
  const World world = QuietWorld();
  Cloud cloud(world);
  EXPECT_EQ(cloud.Launch("t", 0, 2), 0);
  EXPECT_EQ(cloud.NextAt(), kStart + 5 * kSecond);
  const std::vector<CloudEvent> events = Advance(cloud, kStart + kHour);
  const std::vector<CloudEvent> expected = {
      {.at_ms = kStart + 5 * kSecond, .kind = CloudEventKind::kAnswered, .instance = 0, .order = 0, .granted = 2},
      {.at_ms = kStart + 25 * kSecond, .kind = CloudEventKind::kInService, .instance = 0},
      {.at_ms = kStart + 25 * kSecond, .kind = CloudEventKind::kInService, .instance = 1},
      {.at_ms = kStart + 65 * kSecond, .kind = CloudEventKind::kReady, .instance = 0},
      {.at_ms = kStart + 65 * kSecond, .kind = CloudEventKind::kReady, .instance = 1}};
  EXPECT_EQ(events, expected);
  EXPECT_EQ(cloud.NextAt(), kNever);
}

TEST(Cloud, WhatThePoolCannotHoldIsRefused) {
  const World world = QuietWorld();
  Cloud cloud(world);
  cloud.Launch("t", 0, 6);
  const CloudEvent answer = Advance(cloud, kStart + 10 * kSecond).at(0);
  EXPECT_EQ(answer.granted, 4);
  EXPECT_EQ(answer.refused, 2);
  const std::vector<std::string> stock = {"InsufficientInstanceCapacity", "UnfulfillableCapacity",
                                          "InsufficientHostCapacity"};
  EXPECT_EQ(std::ranges::count(stock, answer.code), 1) << answer.code;
  cloud.Launch("u", 0, 1);
  EXPECT_EQ(Advance(cloud, kStart + 20 * kSecond).at(0).granted, 0);
  cloud.End(3);
  cloud.Launch("v", 0, 1);
  EXPECT_EQ(Advance(cloud, kStart + 26 * kSecond).at(0).granted, 1);
}

TEST(Cloud, ATokenIsOneLaunch) {
  const World world = QuietWorld();
  Cloud cloud(world);
  EXPECT_EQ(cloud.Launch("t", 0, 2), 0);
  EXPECT_EQ(cloud.Launch("t", 0, 2), 0);
  EXPECT_EQ(cloud.Launch("u", 0, 1), 1);
  (void)Advance(cloud, kStart + kMinute);
  EXPECT_EQ(cloud.alive(0).size(), 3u);
}

TEST(Cloud, ACancelledLaunchGrantsLessWhereTheCloudListens) {
  World world = QuietWorld();
  {
    Cloud cloud(world);
    cloud.Launch("t", 0, 3);
    cloud.Cancel("t", 2);
    EXPECT_EQ(Advance(cloud, kStart + kMinute).at(0).granted, 1);
    cloud.Cancel("t", 1);  // Too late.
    EXPECT_EQ(cloud.alive(0).size(), 1u);
  }
  world.faults.cancel_ignored_share = 1;
  Cloud cloud(world);
  cloud.Launch("t", 0, 3);
  cloud.Cancel("t", 2);
  EXPECT_EQ(Advance(cloud, kStart + kMinute).at(0).granted, 3);
}

TEST(Cloud, AFallIsAnnouncedAndTakesWhatIsTooMuch) {
  World world = QuietWorld();
  world.pools[0].capacity = {{kStart, 4}, {kStart + kHour, 1}, {kStart + 2 * kHour, 4}};
  world.faults.signal_share = 1;
  world.running_from_start = {3, 1};
  Cloud cloud(world);
  const std::vector<CloudEvent> events = Advance(cloud, kStart + 3 * kHour);
  ASSERT_EQ(events.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    const std::int64_t ahead = i < 2 ? 10 * kMinute : i < 4 ? 2 * kMinute : 0;
    const CloudEventKind kind = i < 2   ? CloudEventKind::kSignal
                                : i < 4 ? CloudEventKind::kNotice
                                        : CloudEventKind::kEnded;
    EXPECT_EQ(events[i].at_ms, kStart + kHour - ahead);
    EXPECT_EQ(events[i].kind, kind);
    EXPECT_EQ(events[i].deadline_ms, i == 2 || i == 3 ? kStart + kHour : 0);
  }
  // Those that were warned of go, and of the pools only the one that fell.
  EXPECT_EQ(std::minmax(events[0].instance, events[1].instance), std::minmax(events[4].instance, events[5].instance));
  EXPECT_EQ(std::minmax(events[2].instance, events[3].instance), std::minmax(events[4].instance, events[5].instance));
  EXPECT_EQ(cloud.alive(0).size(), 1u);
  EXPECT_EQ(cloud.alive(1).size(), 1u);
}

TEST(Cloud, NothingNewIsGivenWhereANoticeIsOut) {
  World world = QuietWorld();
  world.pools[0].capacity = {{kStart, 4}, {kStart + kHour, 2}};
  world.running_from_start = {3};
  Cloud cloud(world);
  (void)Advance(cloud, kStart + kHour - kMinute);
  cloud.Launch("t", 0, 1);
  EXPECT_EQ(Advance(cloud, kStart + kHour - 50 * kSecond).at(0).granted, 0);
}

TEST(Cloud, AFallThatIsNotAnnouncedComesWithoutAWord) {
  World world = QuietWorld();
  world.pools[0].capacity = {{kStart, 4}, {kStart + kHour, 0}};
  world.faults.notice_share = 0;
  world.running_from_start = {2};
  Cloud cloud(world);
  const std::vector<CloudEvent> events = Advance(cloud, kStart + 2 * kHour);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].kind, CloudEventKind::kEnded);
  EXPECT_EQ(events[1].at_ms, kStart + kHour);
}

TEST(Cloud, FalseSignalsTakeNothing) {
  World world = QuietWorld();
  world.running_from_start = {3};
  world.false_signals = {{.at_ms = kStart + kHour, .pool = 0, .instances = 2}};
  Cloud cloud(world);
  const std::vector<CloudEvent> events = Advance(cloud, kStart + 2 * kHour);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].kind, CloudEventKind::kSignal);
  EXPECT_NE(events[0].instance, events[1].instance);
  EXPECT_EQ(cloud.alive(0).size(), 3u);
}

TEST(Cloud, RefusesForPriceQuotaAndOutagesInProvidersWords) {
  World world = QuietWorld();
  world.quotas = {{.capacity_type = CapacityType::kSpot, .max_vcpus = {{kStart, 24}}}};
  world.pools[0].price_micro_usd_per_hour = {{kStart, 100'000}, {kStart + kHour, 200'000}};
  world.outages = {
      {.outage = Outage::kPermission, .pool = 1, .start_ms = kStart, .end_ms = kStart + kHour},
      {.outage = Outage::kThrottling, .pool = -1, .start_ms = kStart + 2 * kHour, .end_ms = kStart + 3 * kHour}};
  Cloud cloud(world);
  cloud.Launch("quota", 0, 4);
  CloudEvent answer = Advance(cloud, kStart + 10 * kSecond).at(0);
  EXPECT_EQ(answer.granted, 3);
  EXPECT_EQ(answer.code, "MaxSpotInstanceCountExceeded");
  cloud.Launch("permission", 1, 1);
  EXPECT_EQ(Advance(cloud, kStart + 20 * kSecond).at(0).code, "UnauthorizedOperation");
  (void)Advance(cloud, kStart + kHour);
  cloud.End(0);
  cloud.Launch("price", 0, 1, 150'000);
  EXPECT_EQ(Advance(cloud, kStart + kHour + kMinute).at(0).code, "SpotMaxPriceTooLow");
  cloud.Launch("enough", 0, 1, 200'000);
  EXPECT_EQ(Advance(cloud, kStart + kHour + 70 * kSecond).at(0).granted, 1);
  (void)Advance(cloud, kStart + 2 * kHour);
  cloud.Launch("throttled", 1, 1);
  EXPECT_EQ(Advance(cloud, kStart + 2 * kHour + kMinute).at(0).code, "RequestLimitExceeded");
}

TEST(Cloud, NodesThatDoNotJoinRunAndAreNeverReady) {
  World world = QuietWorld();
  world.faults.join_failure_share = 1;
  Cloud cloud(world);
  cloud.Launch("t", 1, 1);
  const std::vector<CloudEvent> events = Advance(cloud, world.end_ms);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[1].kind, CloudEventKind::kInService);
  EXPECT_EQ(cloud.instances()[0].state, MachineState::kInService);
}

TEST(Cloud, MaintenanceIsAnnouncedAndMayBeBegunAtOnce) {
  World world = QuietWorld();
  world.faults.scheduled_per_instance_hour = 0.2;
  world.running_from_start = {0, 5};
  for (const bool acknowledge : {false, true}) {
    Cloud cloud(world);
    std::vector<CloudEvent> events = Advance(cloud, cloud.NextAt());
    ASSERT_EQ(events.at(0).kind, CloudEventKind::kScheduled);
    const CloudEvent announced = events[0];
    const std::int64_t lead_ms = announced.deadline_ms - announced.at_ms;
    EXPECT_GE(lead_ms, 15 * kMinute);
    EXPECT_LE(lead_ms, kHour);
    if (acknowledge) cloud.Acknowledge(announced.instance);
    events = Advance(cloud, announced.at_ms + (acknowledge ? kSecond : lead_ms));
    const auto ended = std::ranges::find(events, announced.instance, &CloudEvent::instance);
    ASSERT_NE(ended, events.end());
    EXPECT_EQ(ended->kind, CloudEventKind::kEnded);
  }
}

TEST(Cloud, FaultsEndSilenceOrPauseMachines) {
  World world = QuietWorld();
  world.faults.faults_per_instance_hour = 0.05;
  world.running_from_start = {0, 60};
  Cloud cloud(world);
  const std::vector<CloudEvent> events = Advance(cloud, world.end_ms);
  const auto count = [&](CloudEventKind kind) { return std::ranges::count(events, kind, &CloudEvent::kind); };
  EXPECT_GT(count(CloudEventKind::kEnded), 5);
  EXPECT_GT(count(CloudEventKind::kNotReady), 10);
  EXPECT_GT(count(CloudEventKind::kReady), 3);
  EXPECT_LT(count(CloudEventKind::kReady), count(CloudEventKind::kNotReady));
}

}  // namespace
}  // namespace spotwright::backtest
