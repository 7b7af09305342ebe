#include "spotwright/meet_deadline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "src/base/random.h"
#include "tests/launch/worlds.h"
#include "tests/support/offers.h"

namespace spotwright::launch {
namespace {

using CodeList = std::vector<std::string>;

void RunOn(MeetDeadlineRequest& request, const Pool& pool) { request.running = DeadlineRun{.pool = pool}; }

TEST(MeetDeadline, TakesSpotThatIsThere) {
  const auto response = Met(TenHours(true));
  EXPECT_TRUE(response.feasible);
  EXPECT_EQ(response.action, DeadlineAction::kRunOnSpot);
  EXPECT_EQ(response.pool, PoolIn("w-1a"));
  EXPECT_FALSE(response.keeps_instance);
  EXPECT_EQ(test::Codes(response.reasons), CodeList{"spot_is_cheapest"});
  EXPECT_EQ(response.on_demand_cost_usd, 10.1);
  EXPECT_LT(response.expected_cost_usd, 10.1);
  EXPECT_GT(response.expected_cost_usd, 3);
  EXPECT_EQ(response.latest_on_demand_start_unix_ms, kNow + 14 * kHour - 10 * kHour - 6 * kMinute);
  EXPECT_EQ(response.call_again_at_unix_ms, kNow + 5 * kMinute);
  ASSERT_EQ(response.options.size(), 3U);
}

TEST(MeetDeadline, WaitsWhileThereIsTime) {
  MeetDeadlineRequest request = TenHours(false);
  request.deadline_unix_ms = kNow + 40 * kHour;
  EXPECT_EQ(Met(request).action, DeadlineAction::kWait);
  EXPECT_EQ(Met(request).options.size(), 2U);
}

TEST(MeetDeadline, NeedsOnDemandAtTheLatestStart) {
  MeetDeadlineRequest request = TenHours(true);
  const std::int64_t latest = *Met(request).latest_on_demand_start_unix_ms;
  for (const bool available : {false, true}) {
    request.zones[0].available = available;
    request.now_unix_ms = latest;
    const auto response = Met(request);
    EXPECT_TRUE(response.feasible);
    EXPECT_EQ(response.action, DeadlineAction::kRunOnDemand);
    EXPECT_EQ(test::Codes(response.reasons), CodeList{"deadline_needs_on_demand"});
    // The same one decision interval before, but not two.
    request.now_unix_ms = latest - 5 * kMinute + 1;
    EXPECT_EQ(Met(request).action, DeadlineAction::kRunOnDemand);
    request.now_unix_ms = latest + 1;
    EXPECT_FALSE(Met(request).feasible);
  }
}

TEST(MeetDeadline, LateSpotThatRunsIsKeptAndLateOnDemandTakenElse) {
  MeetDeadlineRequest request = TenHours(true);
  request.now_unix_ms = request.deadline_unix_ms - 10 * kHour - kMinute;
  EXPECT_EQ(test::Codes(Met(request).reasons), CodeList{"deadline_cannot_be_met"});
  RunOn(request, PoolIn("w-1a"));
  const auto response = Met(request);
  EXPECT_FALSE(response.feasible);
  EXPECT_EQ(response.action, DeadlineAction::kRunOnSpot);
  EXPECT_EQ(test::Codes(response.reasons), CodeList{"deadline_at_risk"});
  request.now_unix_ms = request.deadline_unix_ms + kHour;
  EXPECT_EQ(Met(request).action, DeadlineAction::kRunOnDemand);
}

TEST(MeetDeadline, WithoutOnDemandNothingIsPromised) {
  MeetDeadlineRequest request = TenHours(true);
  request.on_demand.reset();
  EXPECT_FALSE(Met(request).feasible);
  EXPECT_EQ(Met(request).action, DeadlineAction::kRunOnSpot);
  request.zones[0].available = false;
  EXPECT_EQ(Met(request).action, DeadlineAction::kWait);
  EXPECT_EQ(test::Codes(Met(request).reasons), CodeList{"no_on_demand"});
}

TEST(MeetDeadline, WithoutSpotOnDemandRunsToTheEnd) {
  MeetDeadlineRequest request = TenHours(true);
  request.zones.clear();
  const auto response = Met(request);
  EXPECT_EQ(response.action, DeadlineAction::kRunOnDemand);
  EXPECT_EQ(response.expected_cost_usd, 10.1);
  EXPECT_EQ(response.call_again_at_unix_ms, kNow + 10 * kHour + 6 * kMinute);
}

TEST(MeetDeadline, NoWorkIsDone) {
  MeetDeadlineRequest request = TenHours(true);
  request.work_left_seconds = 0;
  const auto response = Met(request);
  EXPECT_EQ(response.action, DeadlineAction::kDone);
  EXPECT_FALSE(response.call_again_at_unix_ms.has_value());
}

TEST(MeetDeadline, SpotDearerThanOnDemandIsNotTaken) {
  MeetDeadlineRequest request = TenHours(true);
  request.zones[0].price_usd_per_hour = 1.01;
  EXPECT_NE(Met(request).action, DeadlineAction::kRunOnSpot);
}

TEST(MeetDeadline, OfSeveralZonesTheCheapestWorkIsTaken) {
  MeetDeadlineRequest request = TenHours(true);
  request.zones.push_back(ZoneOf("w-1b", true, 0.2));
  request.zones.push_back(ZoneOf("w-1c", false, 0.1));
  EXPECT_EQ(Met(request).pool, PoolIn("w-1b"));
  // A zone that is known to be shaky loses its advantage.
  request.zones[1].interruptions_per_instance_hour = 4;
  EXPECT_EQ(Met(request).pool, PoolIn("w-1a"));
  // Of equals the one where the job runs, else the first.
  request = TenHours(true);
  request.zones.insert(request.zones.begin(), ZoneOf("w-1b", true));
  EXPECT_EQ(Met(request).pool, PoolIn("w-1a"));
  RunOn(request, PoolIn("w-1b"));
  EXPECT_EQ(Met(request).pool, PoolIn("w-1b"));
  EXPECT_TRUE(Met(request).keeps_instance);
}

TEST(MeetDeadline, OnDemandIsLeftForAPoolThatHasStoodAWhile) {
  // With a dear restart a pool that has just come is not worth it; one that has stood for hours is.
  MeetDeadlineRequest request = TenHours(true);
  request.deadline_unix_ms = kNow + 13 * kHour;
  request.restart_overhead_seconds = 1440;
  RunOn(request, request.on_demand->pool);
  EXPECT_EQ(Met(request).action, DeadlineAction::kRunOnDemand);
  for (int i = 0; i < 25; ++i) request.zones[0].ticks.push_back({kNow - (25 - i) * 20 * kMinute, 1});
  EXPECT_EQ(Met(request).action, DeadlineAction::kRunOnSpot);
}

TEST(MeetDeadline, ScalingAllPricesChangesNoAction) {
  base::Random random(3);
  for (int i = 0; i < 60; ++i) {
    MeetDeadlineRequest request = TenHours(random.Below(2) > 0);
    request.deadline_unix_ms = kNow + 10 * kHour + static_cast<std::int64_t>(random.Below(900)) * kMinute;
    request.restart_overhead_seconds = static_cast<double>(random.Below(1500));
    if (random.Below(2) > 0) RunOn(request, request.on_demand->pool);
    const auto before = Met(request);
    request.zones[0].price_usd_per_hour *= 4;
    request.on_demand->price_usd_per_hour *= 4;
    EXPECT_EQ(Met(request).action, before.action);
    EXPECT_NEAR(Met(request).expected_cost_usd, 4 * before.expected_cost_usd, 1e-5);
  }
}

TEST(MeetDeadline, ShiftingAllTimesChangesNothingElse) {
  MeetDeadlineRequest request = TenHours(true);
  for (int i = 0; i < 6; ++i) request.zones[0].ticks.push_back({kNow - (60 - 10 * i) * kMinute, i % 2});
  const auto before = Met(request);
  constexpr std::int64_t kShift = 1234567890;
  request.now_unix_ms += kShift;
  request.deadline_unix_ms += kShift;
  for (CapacityTick& tick : request.zones[0].ticks) tick.at_unix_ms += kShift;
  const auto after = Met(request);
  EXPECT_EQ(after.options, before.options);
  EXPECT_EQ(after.state.zones[0].up, before.state.zones[0].up);
  EXPECT_EQ(*after.call_again_at_unix_ms, *before.call_again_at_unix_ms + kShift);
}

TEST(MeetDeadline, TheOrderOfZonesDoesNotMatter) {
  MeetDeadlineRequest request = TenHours(true);
  request.zones.push_back(ZoneOf("w-1b", true, 0.28));
  request.zones.push_back(ZoneOf("e-1a", false, 0.25));
  const auto before = Met(request);
  std::reverse(request.zones.begin(), request.zones.end());
  EXPECT_EQ(Met(request), before);
}

// What was seen may come at once, or in parts through the state.
TEST(MeetDeadline, EvidenceInPartsIsTheSameAsAtOnce) {
  base::Random random(8);
  MeetDeadlineRequest whole = TenHours(true);
  whole.zones.push_back(ZoneOf("w-1b", false));
  std::optional<DeadlineState> state;
  MeetDeadlineRequest part = whole;
  for (int i = 0; i < 200; ++i) {
    const std::int64_t at = kNow - (200 - i) * 5 * kMinute;
    for (std::size_t zone = 0; zone < 2; ++zone) {
      const bool up = random.Below(4) > zone;
      whole.zones[zone].ticks.push_back({at, up ? 2 : 0});
      part.zones[zone].available = up;
    }
    part.now_unix_ms = at;
    part.state = state;
    state = Met(part).state;
  }
  const MeetDeadlineRequest once = whole;
  whole.state = state;  // Its ticks are all counted already.
  const auto at_once = Met(once);
  const auto in_parts = Met(whole);
  EXPECT_EQ(at_once.action, in_parts.action);
  EXPECT_NEAR(at_once.state.losses, in_parts.state.losses, 1e-9);
  EXPECT_GT(at_once.state.losses_covered, 0);
  for (std::size_t zone = 0; zone < 2; ++zone) {
    for (std::size_t band = 0; band < 6; ++band) {
      EXPECT_NEAR(at_once.state.zones[zone].up.hours[band], in_parts.state.zones[zone].up.hours[band], 1e-9);
      EXPECT_NEAR(at_once.state.zones[zone].up.ends[band], in_parts.state.zones[zone].up.ends[band], 1e-9);
    }
  }
  EXPECT_GT(at_once.state.zones[1].up.ends[0], 10);
}

TEST(MeetDeadline, AskingTwiceAtOneMomentCountsOnce) {
  MeetDeadlineRequest request = TenHours(true);
  request.zones[0].ticks = {{kNow - kHour, 1}, {kNow - kHour / 2, 0}, {kNow - kHour / 4, 1}};
  const auto first = Met(request);
  request.state = first.state;
  EXPECT_EQ(Met(request).state, first.state);
  EXPECT_EQ(Met(request).action, first.action);
}

struct BadRequest {
  std::string field;
  std::function<void(MeetDeadlineRequest&)> change;
};

TEST(MeetDeadline, BadRequestsNameTheField) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const BadRequest kBad[] = {
      {"now_unix_ms", [](auto& r) { r.now_unix_ms = -1; }},
      {"deadline_unix_ms", [](auto& r) { r.deadline_unix_ms = 200000000000000; }},
      {"work_left_seconds", [](auto& r) { r.work_left_seconds = -1; }},
      {"work_left_seconds", [nan](auto& r) { r.work_left_seconds = nan; }},
      {"restart_overhead_seconds", [](auto& r) { r.restart_overhead_seconds = 1e10; }},
      {"checkpoint_interval_seconds", [](auto& r) { r.checkpoint_interval_seconds = -1; }},
      {"decision_interval_seconds", [](auto& r) { r.decision_interval_seconds = 0.5; }},
      {"zones[0].price_usd_per_hour", [](auto& r) { r.zones[0].price_usd_per_hour = -0.1; }},
      {"zones[0].interruptions_per_instance_hour", [](auto& r) { r.zones[0].interruptions_per_instance_hour = -1; }},
      {"zones[0].pool.capacity_type", [](auto& r) { r.zones[0].pool.capacity_type = CapacityType::kOnDemand; }},
      {"zones[1].pool", [](auto& r) { r.zones.push_back(r.zones[0]); }},
      {"zones[0].ticks[0].at_unix_ms",
       [](auto& r) {
         r.zones[0].ticks = {{kNow + 1, 1}};
       }},
      {"zones[0].ticks[1].at_unix_ms",
       [](auto& r) {
         r.zones[0].ticks = {{kNow - 5, 1}, {kNow - 5, 1}};
       }},
      {"zones[0].ticks[0].up_count",
       [](auto& r) {
         r.zones[0].ticks = {{kNow - 5, -1}};
       }},
      {"on_demand.price_usd_per_hour", [](auto& r) { r.on_demand->price_usd_per_hour = 0; }},
      {"on_demand.pool.capacity_type", [](auto& r) { r.on_demand->pool.capacity_type = CapacityType::kSpot; }},
      {"running.pool", [](auto& r) { RunOn(r, PoolIn("x-1a")); }},
      {"running.restart_left_seconds",
       [](auto& r) {
         r.running = DeadlineRun{PoolIn("w-1a"), -1, 0};
       }},
      {"running.unsaved_work_seconds",
       [](auto& r) {
         r.running = DeadlineRun{PoolIn("w-1a"), 0, -1};
       }},
      {"zones[0].available", [](auto& r) { RunOn(r, PoolIn("w-1a")), r.zones[0].available = false; }},
      {"state.version", [](auto& r) { r.state->version = 2; }},
      {"state.counted_until_unix_ms", [](auto& r) { r.state->counted_until_unix_ms = kNow + 1; }},
      {"state.zones[0].pool", [](auto& r) { r.state->zones[0].pool.capacity_type = CapacityType::kOnDemand; }},
      {"state.zones[1].pool", [](auto& r) { r.state->zones.push_back(r.state->zones[0]); }},
      {"state.zones[0].seen_at_unix_ms", [](auto& r) { r.state->zones[0].seen_at_unix_ms = kNow + 1; }},
      {"state.zones[0].since_unix_ms", [](auto& r) { r.state->zones[0].since_unix_ms = kNow + 1; }},
      {"state.zones[0].up.hours", [](auto& r) { r.state->zones[0].up.hours.pop_back(); }},
      {"state.zones[0].up.ends", [](auto& r) { r.state->zones[0].up.ends.push_back(0); }},
      {"state.zones[0].up.ends[2]", [](auto& r) { r.state->zones[0].up.ends[2] = -1; }},
      {"state.none_up.hours", [](auto& r) { r.state->none_up.hours.clear(); }},
      {"state.none_since_unix_ms", [](auto& r) { r.state->none_since_unix_ms = kNow + 1; }},
      {"state.losses_covered", [](auto& r) { r.state->losses_covered = 1; }},
      {"state.losses", [nan](auto& r) { r.state->losses = nan; }},
  };
  MeetDeadlineRequest good = TenHours(true);
  good.state = Met(good).state;
  for (const BadRequest& bad : kBad) {
    MeetDeadlineRequest request = good;
    bad.change(request);
    const auto result = MeetDeadline(request);
    ASSERT_FALSE(result.ok()) << bad.field;
    EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
    EXPECT_TRUE(result.error().field == bad.field || result.error().field == bad.field + ".capacity_type")
        << result.error().field << " for " << bad.field;
    EXPECT_NE(result.error().message, "");
  }
}

TEST(MeetDeadline, ACancelledCallIsCancelled) {
  const auto result = MeetDeadline(TenHours(true), Call{.cancelled = [] { return true; }});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::kCancelled);
}

TEST(MeetDeadline, ExtremesAreAnswered) {
  for (const double work : {1e-9, 1.0, 1e9}) {
    for (const double restart : {0.0, 1.0, 1e9}) {
      for (const std::int64_t deadline :
           {std::int64_t{0}, kNow, kNow + 1, kNow + kHour, std::int64_t{100000000000000}}) {
        MeetDeadlineRequest request = TenHours(true);
        request.work_left_seconds = work;
        request.restart_overhead_seconds = restart;
        request.checkpoint_interval_seconds = restart;
        request.deadline_unix_ms = deadline;
        const auto response = Met(request);
        EXPECT_TRUE(std::isfinite(response.expected_cost_usd));
        EXPECT_GE(response.expected_cost_usd, 0);
      }
    }
  }
}

}  // namespace
}  // namespace spotwright::launch
