#include "src/backtest/adversary.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "tests/backtest/worlds.h"

namespace spotwright::backtest {
namespace {

std::vector<CloudEvent> ManyEvents() {
  std::vector<CloudEvent> events;
  for (int i = 0; i < 2000; ++i) events.push_back({.at_ms = kStart + i * kSecond, .instance = i});
  return events;
}

// How often each event is heard, by number.
std::map<std::int64_t, int> HeardOf(const Malice& malice, std::int64_t until_ms) {
  const World world = QuietWorld();
  Adversary adversary(world, malice);
  adversary.Take(ManyEvents());
  std::vector<Heard> heard;
  adversary.Deliver(until_ms, heard);
  std::map<std::int64_t, int> times;
  for (const Heard& one : heard) {
    EXPECT_EQ(one.id, one.event.instance);
    ++times[one.id];
  }
  return times;
}

TEST(Adversary, WithoutMaliceEachEventComesOnceAndInTime) {
  EXPECT_EQ(HeardOf({}, kStart + 999 * kSecond).size(), 1000u);
  const std::map<std::int64_t, int> all = HeardOf({}, kStart + kHour);
  EXPECT_EQ(all.size(), 2000u);
  for (const auto& [id, times] : all) EXPECT_EQ(times, 1) << id;
}

TEST(Adversary, DropsDuplicatesAndDelaysAsOftenAsItIsTold) {
  EXPECT_NEAR(static_cast<double>(HeardOf({.drop_share = 0.25}, kStart + 2 * kHour).size()), 1500, 60);
  int twice = 0;
  for (const auto& [id, times] : HeardOf({.duplicate_share = 0.25}, kStart + 2 * kHour)) twice += times == 2 ? 1 : 0;
  EXPECT_NEAR(twice, 500, 60);
  const Malice late{.delay_share = 1, .delay_ms = {kHour, kHour}};
  EXPECT_TRUE(HeardOf(late, kStart + kHour - kSecond).empty());
  EXPECT_EQ(HeardOf(late, kStart + kHour).size(), 1u);
}

TEST(Adversary, TheControllerMissesTicksAndRestarts) {
  const World world = QuietWorld();
  const Adversary adversary(world, {.late_ticks_per_day = 3, .late_ms = {kMinute, kMinute}, .restarts_per_day = 2});
  int late = 0;
  for (std::int64_t at_ms = kStart; at_ms < world.end_ms; at_ms += 10 * kSecond) {
    const std::int64_t runs_ms = adversary.RunsAt(at_ms);
    EXPECT_LE(runs_ms, at_ms + 2 * kMinute);
    late += runs_ms > at_ms ? 1 : 0;
  }
  EXPECT_GT(late, 6);
  EXPECT_LE(late, 18);
  EXPECT_TRUE(adversary.RestartsWithin(kStart, world.end_ms));
  int restarts = 0;
  for (std::int64_t at_ms = kStart; at_ms < world.end_ms; at_ms += kSecond) {
    restarts += adversary.RestartsWithin(at_ms - kSecond, at_ms) ? 1 : 0;
  }
  EXPECT_EQ(restarts, 2);
}

}  // namespace
}  // namespace spotwright::backtest
