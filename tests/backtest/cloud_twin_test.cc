// The cloud that goes from event to event against the one that goes second by second.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "src/backtest/chaos_world.h"
#include "src/backtest/cloud.h"
#include "src/base/random.h"
#include "tests/backtest/naive_cloud.h"

namespace spotwright::backtest {
namespace {

// A chaotic day in two hours, with more of everything that goes wrong.
World ShortWorld(std::uint64_t seed) {
  World world = ChaosWorld(seed);
  const auto shrink = [&](std::int64_t& at_ms) { at_ms = world.start_ms + (at_ms - world.start_ms) / 12000 * 1000; };
  for (PoolTrace& pool : world.pools) {
    for (Step& step : pool.capacity) shrink(step.at_ms);
    // Steps that now fall on one moment are none.
    const auto same_moment = [](const Step& a, const Step& b) { return a.at_ms == b.at_ms; };
    pool.capacity.erase(std::unique(pool.capacity.begin(), pool.capacity.end(), same_moment), pool.capacity.end());
    for (Step& step : pool.price_micro_usd_per_hour) shrink(step.at_ms);
  }
  for (FalseSignal& signal : world.false_signals) shrink(signal.at_ms);
  for (OutageSpan& span : world.outages) {
    shrink(span.start_ms);
    shrink(span.end_ms);
  }
  for (Quota& quota : world.quotas) {
    for (Step& step : quota.max_vcpus) shrink(step.at_ms);
  }
  world.end_ms = world.start_ms + 2 * 3'600'000;
  world.faults.faults_per_instance_hour = 0.1;
  world.faults.scheduled_per_instance_hour = 0.1;
  world.faults.join_failure_share = 0.1;
  world.faults.slow_answer_share = 0.2;
  return world;
}

TEST(CloudTwin, SaysAndDoesTheSame) {
  std::int64_t events_seen = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE(seed);
    const World world = ShortWorld(seed);
    Cloud cloud(world);
    NaiveCloud twin(world);
    base::Random random(seed);
    std::vector<CloudEvent> events;
    std::size_t compared = 0;
    std::vector<CloudEvent> twin_events;
    for (std::int64_t now_ms = world.start_ms; now_ms < world.end_ms;) {
      const std::int64_t seconds = 1 + static_cast<std::int64_t>(random.Below(120));
      const std::int64_t until_ms = std::min(world.end_ms, now_ms + 1000 * seconds);
      cloud.AdvanceTo(until_ms, events);
      for (; now_ms < until_ms; now_ms += 1000) twin.Tick(twin_events);
      ASSERT_EQ(events.size(), twin_events.size());
      for (; compared < events.size(); ++compared) {
        ASSERT_TRUE(events[compared] == twin_events[compared])
            << compared << ": " << static_cast<int>(events[compared].kind) << " at " << events[compared].at_ms;
      }
      ASSERT_EQ(cloud.instances().size(), twin.instances().size());
      const auto pick = [&] {
        return static_cast<std::int64_t>(random.Below(static_cast<std::uint64_t>(cloud.instances().size())));
      };
      if (random.Unit() < 0.3) {
        const std::string token = std::to_string(random.Below(200));
        const auto pool = static_cast<int>(random.Below(world.pools.size()));
        const auto count = static_cast<std::int64_t>(1 + random.Below(6));
        cloud.Launch(token, pool, count);
        twin.Launch(token, pool, count);
        if (random.Unit() < 0.2) {
          cloud.Cancel(token, 2);
          twin.Cancel(token, 2);
        }
      }
      if (random.Unit() < 0.1) {
        const std::int64_t ended = pick();
        cloud.End(ended);
        twin.End(ended);
      }
      if (random.Unit() < 0.2) {
        const std::int64_t acknowledged = pick();
        cloud.Acknowledge(acknowledged);
        twin.Acknowledge(acknowledged);
      }
    }
    for (std::size_t i = 0; i < cloud.instances().size(); ++i) {
      EXPECT_EQ(cloud.instances()[i].ended_ms, twin.instances()[i].ended_ms) << i;
      EXPECT_EQ(cloud.instances()[i].state, twin.instances()[i].state) << i;
    }
    events_seen += static_cast<std::int64_t>(events.size());
  }
  EXPECT_GT(events_seen, 2000);
}

}  // namespace
}  // namespace spotwright::backtest
