#include "spotwright/return_to_spot.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include "src/base/random.h"
#include "src/launch/pool_life.h"
#include "tests/launch/worlds.h"
#include "tests/support/offers.h"

namespace spotwright::launch {
namespace {

using CodeList = std::vector<std::string>;

ReturnPool WellPool(const std::string& zone, double price_usd_per_hour = 0.3, std::int64_t hours = 10) {
  ReturnPool pool;
  pool.pool = PoolIn(zone);
  pool.price_usd_per_hour = price_usd_per_hour;
  pool.available = true;
  pool.available_since_unix_ms = kNow - hours * kHour;
  return pool;
}

ReturnNode NodeOf(const std::string& name, double price_usd_per_hour = 1) {
  ReturnNode node;
  node.name = name;
  node.instance_type = "p3";
  node.region = "w-1";
  node.price_usd_per_hour = price_usd_per_hour;
  return node;
}

ReturnToSpotRequest OneOfEach() {
  ReturnToSpotRequest request;
  request.now_unix_ms = kNow;
  request.pools = {WellPool("w-1a")};
  request.nodes = {NodeOf("n")};
  return request;
}

CodeList WhyKept(const ReturnToSpotRequest& request, std::size_t index = 0) {
  const auto response = Returned(request);
  EXPECT_LT(index, response.kept.size());
  return index < response.kept.size() ? test::Codes(response.kept[index].reasons) : CodeList{};
}

TEST(ReturnToSpot, ReturnsToAPoolThatIsWell) {
  const auto response = Returned(OneOfEach());
  EXPECT_TRUE(response.feasible);
  ASSERT_EQ(response.moves.size(), 1U);
  EXPECT_EQ(response.moves[0].node, "n");
  EXPECT_EQ(response.moves[0].pool, PoolIn("w-1a"));
  EXPECT_EQ(response.moves[0].saving_usd_per_hour, 0.7);
  EXPECT_EQ(response.moves[0].switch_cost_usd, 1);
  EXPECT_NEAR(response.moves[0].expected_saving_usd, 0.7 * LifeHours({}, 1, 10, 24), 1e-6);
  EXPECT_EQ(response.on_demand_after_count, 0);
  EXPECT_EQ(response.state.pools[0].returned_unix_ms, kNow);
  EXPECT_FALSE(response.call_again_at_unix_ms.has_value());
}

TEST(ReturnToSpot, EachRuleThatKeepsANodeIsNamed) {
  ReturnToSpotRequest request = OneOfEach();
  request.nodes[0].keep = true;
  EXPECT_EQ(WhyKept(request), CodeList{"node_is_kept"});
  request = OneOfEach();
  request.nodes[0].returning = true;
  EXPECT_EQ(WhyKept(request), CodeList{"return_under_way"});
  EXPECT_EQ(Returned(request).on_demand_after_count, 0);
  request = OneOfEach();
  request.nodes[0].region = "e-1";
  EXPECT_EQ(WhyKept(request), CodeList{"no_spot_pool"});
  EXPECT_FALSE(Returned(request).feasible);
  request.nodes[0].pools = {PoolIn("w-1a")};
  EXPECT_EQ(Returned(request).moves.size(), 1U);
  request = OneOfEach();
  request.settings.on_demand_base_count = 1;
  EXPECT_EQ(WhyKept(request), CodeList{"on_demand_base_reached"});
  EXPECT_TRUE(Returned(request).feasible);
  request = OneOfEach();
  request.settings.max_returning_count = 0;
  EXPECT_EQ(WhyKept(request), CodeList{"return_limit_reached"});
  request = OneOfEach();
  request.pools[0].price_usd_per_hour = 1;
  EXPECT_EQ(WhyKept(request), CodeList{"spot_not_cheaper"});
  request = OneOfEach();
  request.pools[0].available = false;
  request.pools[0].available_since_unix_ms.reset();
  EXPECT_EQ(WhyKept(request), CodeList{"spot_pool_away"});
  request = OneOfEach();
  request.pools[0].cooling_until_unix_ms = kNow + 7;
  EXPECT_EQ(WhyKept(request), CodeList{"spot_pool_cooling"});
  EXPECT_EQ(Returned(request).call_again_at_unix_ms, kNow + 7);
  request = OneOfEach();
  request.pools[0].available_count = 0;
  EXPECT_EQ(WhyKept(request), CodeList{"spot_pool_full"});
  request = OneOfEach();
  request.nodes[0].switch_cost_usd = 100;
  EXPECT_EQ(WhyKept(request), CodeList{"saving_below_switch_cost"});
  EXPECT_FALSE(Returned(request).kept[0].ready_at_unix_ms.has_value());  // Never: the horizon is too near.
}

TEST(ReturnToSpot, APoolThatIsYoungIsWaitedFor) {
  ReturnToSpotRequest request = OneOfEach();
  request.pools[0].hazards = {{0, 0.001}};
  request.pools[0].available_since_unix_ms = kNow - 4 * kMinute;
  EXPECT_EQ(WhyKept(request), CodeList{"spot_pool_too_young"});
  const auto ready = Returned(request).kept[0].ready_at_unix_ms;
  EXPECT_EQ(ready, kNow + 6 * kMinute);
  request.now_unix_ms = *ready - 1;
  EXPECT_TRUE(Returned(request).moves.empty());
  request.now_unix_ms = *ready;
  EXPECT_EQ(Returned(request).moves.size(), 1U);
}

TEST(ReturnToSpot, TheSavingIsAwaitedUntilItPays) {
  ReturnToSpotRequest request = OneOfEach();
  request.pools[0].available_since_unix_ms = kNow - 11 * kMinute;
  request.settings.saving_margin = 4;
  const auto before = Returned(request);
  ASSERT_EQ(before.kept.size(), 1U);
  EXPECT_EQ(test::Codes(before.kept[0].reasons), CodeList{"saving_below_switch_cost"});
  const auto ready = before.call_again_at_unix_ms;
  ASSERT_TRUE(ready.has_value());
  request.now_unix_ms = *ready - 5000;
  EXPECT_TRUE(Returned(request).moves.empty());
  request.now_unix_ms = *ready;
  EXPECT_EQ(Returned(request).moves.size(), 1U);
}

TEST(ReturnToSpot, NeighborsThatAreAwayMakeItWaitLonger) {
  ReturnToSpotRequest request = OneOfEach();
  request.settings.max_returning_count = 0;
  const double alone = Returned(request).pools[0].expected_life_hours;
  request.pools.push_back(WellPool("w-1b"));
  const auto with_well = Returned(request);
  EXPECT_GT(with_well.pools[0].expected_life_hours, alone);
  request.pools[1].available = false;
  request.pools[1].available_since_unix_ms.reset();
  const auto with_away = Returned(request);
  EXPECT_LT(with_away.pools[0].expected_life_hours, alone);
  EXPECT_EQ(with_away.pools[0].neighbors_away_share, 1);
  request.settings.neighbor_hazard_factor = 1;
  EXPECT_EQ(Returned(request).pools[0].expected_life_hours, alone);
  // Another region says nothing.
  request.settings.neighbor_hazard_factor = 2;
  request.pools[1].pool.region = "e-1";
  EXPECT_EQ(Returned(request).pools[0].expected_life_hours, alone);
}

// Lost after a return, the pool has to stand for longer; once that is long ago, as long as ever.
TEST(ReturnToSpot, APoolThatWasLostAfterAReturnWaitsLonger) {
  ReturnToSpotRequest request = OneOfEach();
  request.pools[0].hazards = {{0, 0.001}};
  request.pools[0].available_since_unix_ms.reset();
  const auto at = [&](std::int64_t minutes, bool available) {
    request.now_unix_ms = kNow + minutes * kMinute;
    request.pools[0].available = available;
    auto response = Returned(request);
    request.state = response.state;
    return response;
  };
  EXPECT_TRUE(at(0, true).moves.empty());
  EXPECT_TRUE(at(9, true).moves.empty());
  EXPECT_EQ(at(10, true).moves.size(), 1U);
  EXPECT_TRUE(at(15, false).moves.empty());
  EXPECT_EQ(at(20, true).pools[0].failed_returns, 1);
  EXPECT_TRUE(at(30, true).moves.empty());
  const auto still = at(32, true);
  EXPECT_EQ(still.pools[0].hold_seconds, 750);
  EXPECT_EQ(still.call_again_at_unix_ms, kNow + 20 * kMinute + 750000);
  EXPECT_EQ(at(33, true).moves.size(), 1U);
  // An hour after the loss it counts no more.
  EXPECT_EQ(at(74, true).pools[0].failed_returns, 1);
  EXPECT_EQ(at(75, true).pools[0].hold_seconds, 600);
}

TEST(ReturnToSpot, ALossWithoutAReturnDoesNotCount) {
  ReturnToSpotRequest request = OneOfEach();
  request.nodes.clear();
  request.pools[0].available_since_unix_ms.reset();
  for (const bool available : {true, false, true}) {
    request.now_unix_ms += kMinute;
    request.pools[0].available = available;
    request.state = Returned(request).state;
  }
  EXPECT_TRUE(request.state->pools[0].failed_returns_unix_ms.empty());
}

TEST(ReturnToSpot, APoolThatWasNotSeenForLongIsTakenAsNew) {
  ReturnToSpotRequest request = OneOfEach();
  request.pools[0].available_since_unix_ms.reset();
  request.state = Returned(request).state;
  request.now_unix_ms += kHour;
  EXPECT_EQ(Returned(request).pools[0].available_seconds, 3600);
  request.now_unix_ms += 1;
  EXPECT_EQ(Returned(request).pools[0].available_seconds, 0);
}

ReturnToSpotRequest RandomRequest(base::Random& random) {
  ReturnToSpotRequest request;
  request.now_unix_ms = kNow;
  for (const char* zone : {"w-1a", "w-1b", "w-1c"}) {
    ReturnPool pool =
        WellPool(zone, 0.1 * static_cast<double>(1 + random.Below(9)), static_cast<std::int64_t>(random.Below(12)));
    if (random.Below(4) == 0) {
      pool.available = false;
      pool.available_since_unix_ms.reset();
    }
    if (random.Below(2) > 0) pool.available_count = random.Below(3);
    request.pools.push_back(pool);
  }
  const auto nodes = 1 + random.Below(6);
  for (std::uint64_t i = 0; i < nodes; ++i) {
    ReturnNode node = NodeOf("n" + std::to_string(i), 0.5 + 0.25 * static_cast<double>(random.Below(3)));
    node.keep = random.Below(6) == 0;
    node.returning = !node.keep && random.Below(6) == 0;
    if (random.Below(3) == 0) node.pools = {request.pools[random.Below(3)].pool};
    request.nodes.push_back(node);
  }
  request.settings.max_returning_count = static_cast<std::int64_t>(random.Below(5));
  request.settings.on_demand_base_count = static_cast<std::int64_t>(random.Below(4));
  return request;
}

// The same by plain loops: of all pairs that may go, the best, again and again.
std::vector<std::pair<std::string, Pool>> NaiveMoves(const ReturnToSpotRequest& request) {
  const ReturnSettings& settings = request.settings;
  std::int64_t returning = 0;
  for (const ReturnNode& node : request.nodes) returning += node.returning;
  std::vector<std::pair<std::string, Pool>> moves;
  std::map<Pool, std::int64_t> taken;
  std::set<std::string> gone;
  while (true) {
    const auto moved = static_cast<std::int64_t>(moves.size());
    if (returning + moved >= settings.max_returning_count) return moves;
    if (static_cast<std::int64_t>(request.nodes.size()) - returning - moved <= settings.on_demand_base_count) {
      return moves;
    }
    std::optional<std::tuple<std::int64_t, std::string, Pool>> best;
    for (const ReturnNode& node : request.nodes) {
      if (node.keep || node.returning || gone.contains(node.name)) continue;
      for (const ReturnPool& pool : request.pools) {
        const bool named = std::find(node.pools.begin(), node.pools.end(), pool.pool) != node.pools.end();
        if (!node.pools.empty() && !named) continue;
        if (!pool.available || (pool.available_count && taken[pool.pool] >= *pool.available_count)) continue;
        const double hours = static_cast<double>(kNow - *pool.available_since_unix_ms) / 3.6e6;
        if (hours * 3600 < settings.min_hold_seconds) continue;
        double away = 0;
        for (const ReturnPool& other : request.pools) away += other.available ? 0 : 0.5;
        const double factor = std::pow(settings.neighbor_hazard_factor, 2 * away - 1);
        const double saving =
            (node.price_usd_per_hour - pool.price_usd_per_hour) * LifeHours({}, factor, hours, settings.horizon_hours);
        const double cost = settings.switch_minutes / 60 * node.price_usd_per_hour;
        if (saving <= 0 || saving < settings.saving_margin * cost) continue;
        const std::tuple candidate(std::llround(cost * 1e6) - std::llround(saving * 1e6), node.name, pool.pool);
        if (!best || candidate < *best) best = candidate;
      }
    }
    if (!best) return moves;
    moves.emplace_back(std::get<1>(*best), std::get<2>(*best));
    gone.insert(std::get<1>(*best));
    ++taken[std::get<2>(*best)];
  }
}

TEST(ReturnToSpot, AgreesWithPlainLoops) {
  base::Random random(11);
  std::size_t moves = 0;
  for (int i = 0; i < 2000; ++i) {
    const ReturnToSpotRequest request = RandomRequest(random);
    const auto response = Returned(request);
    std::vector<std::pair<std::string, Pool>> got;
    for (const ReturnMove& move : response.moves) got.emplace_back(move.node, move.pool);
    EXPECT_EQ(got, NaiveMoves(request)) << i;
    EXPECT_EQ(got.size() + response.kept.size(), request.nodes.size());
    moves += got.size();
  }
  EXPECT_GT(moves, 500U);
}

TEST(ReturnToSpot, MoreBaseNeverReturnsMoreAndIsKept) {
  base::Random random(12);
  for (int i = 0; i < 500; ++i) {
    ReturnToSpotRequest request = RandomRequest(random);
    std::size_t before = request.nodes.size();
    for (std::int64_t base = 0; base <= 7; ++base) {
      request.settings.on_demand_base_count = base;
      const auto response = Returned(request);
      EXPECT_LE(response.moves.size(), before);
      before = response.moves.size();
      EXPECT_TRUE(before == 0 || response.on_demand_after_count >= base);
    }
    EXPECT_EQ(before, 0U);
  }
}

TEST(ReturnToSpot, OrderScaleAndShiftChangeNoMove) {
  base::Random random(13);
  for (int i = 0; i < 500; ++i) {
    const ReturnToSpotRequest request = RandomRequest(random);
    const auto moves = Returned(request).moves;
    ReturnToSpotRequest turned = request;
    std::reverse(turned.pools.begin(), turned.pools.end());
    std::reverse(turned.nodes.begin(), turned.nodes.end());
    EXPECT_EQ(Returned(turned).moves, moves);
    ReturnToSpotRequest shifted = request;
    shifted.now_unix_ms += 987654321;
    for (ReturnPool& pool : shifted.pools) {
      if (pool.available_since_unix_ms) *pool.available_since_unix_ms += 987654321;
    }
    EXPECT_EQ(Returned(shifted).moves, moves);
    ReturnToSpotRequest scaled = request;
    for (ReturnPool& pool : scaled.pools) pool.price_usd_per_hour *= 8;
    for (ReturnNode& node : scaled.nodes) node.price_usd_per_hour *= 8;
    const auto scaled_moves = Returned(scaled).moves;
    ASSERT_EQ(scaled_moves.size(), moves.size());
    for (std::size_t j = 0; j < moves.size(); ++j) {
      EXPECT_EQ(scaled_moves[j].node, moves[j].node);
      EXPECT_EQ(scaled_moves[j].pool, moves[j].pool);
    }
  }
}

struct BadRequest {
  std::string field;
  std::function<void(ReturnToSpotRequest&)> change;
};

TEST(ReturnToSpot, BadRequestsNameTheField) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const BadRequest kBad[] = {
      {"now_unix_ms", [](auto& r) { r.now_unix_ms = -1; }},
      {"pools[0].pool", [](auto& r) { r.pools[0].pool.capacity_type = CapacityType::kOnDemand; }},
      {"pools[1].pool", [](auto& r) { r.pools.push_back(r.pools[0]); }},
      {"pools[0].price_usd_per_hour", [nan](auto& r) { r.pools[0].price_usd_per_hour = nan; }},
      {"pools[0].available_since_unix_ms", [](auto& r) { r.pools[0].available_since_unix_ms = kNow + 1; }},
      {"pools[0].available_since_unix_ms", [](auto& r) { r.pools[0].available = false; }},
      {"pools[0].available_count", [](auto& r) { r.pools[0].available_count = -1; }},
      {"pools[0].cooling_until_unix_ms", [](auto& r) { r.pools[0].cooling_until_unix_ms = -1; }},
      {"pools[0].hazards[0].from_age_seconds",
       [](auto& r) {
         r.pools[0].hazards = {{1, 0.1}};
       }},
      {"pools[0].hazards[1].from_age_seconds",
       [](auto& r) {
         r.pools[0].hazards = {{0, 0.1}, {0, 0.1}};
       }},
      {"pools[0].hazards[0].interruptions_per_instance_hour",
       [](auto& r) {
         r.pools[0].hazards = {{0, -1}};
       }},
      {"nodes[0].name", [](auto& r) { r.nodes[0].name = ""; }},
      {"nodes[1].name", [](auto& r) { r.nodes.push_back(r.nodes[0]); }},
      {"nodes[0].price_usd_per_hour", [](auto& r) { r.nodes[0].price_usd_per_hour = -1; }},
      {"nodes[0].switch_cost_usd", [](auto& r) { r.nodes[0].switch_cost_usd = -1; }},
      {"nodes[0].pools[1]",
       [](auto& r) {
         r.nodes[0].pools = {PoolIn("w-1a"), PoolIn("w-1a")};
       }},
      {"settings.on_demand_base_count", [](auto& r) { r.settings.on_demand_base_count = -1; }},
      {"settings.max_returning_count", [](auto& r) { r.settings.max_returning_count = -1; }},
      {"settings.min_hold_seconds", [](auto& r) { r.settings.min_hold_seconds = -1; }},
      {"settings.switch_minutes", [](auto& r) { r.settings.switch_minutes = -1; }},
      {"settings.saving_margin", [](auto& r) { r.settings.saving_margin = -1; }},
      {"settings.horizon_hours", [](auto& r) { r.settings.horizon_hours = 0; }},
      {"settings.neighbor_hazard_factor", [](auto& r) { r.settings.neighbor_hazard_factor = 0.5; }},
      {"settings.repeat_window_hours", [](auto& r) { r.settings.repeat_window_hours = -1; }},
      {"settings.repeat_factor", [](auto& r) { r.settings.repeat_factor = 0.9; }},
      {"settings.max_repeats", [](auto& r) { r.settings.max_repeats = 11; }},
      {"state.version", [](auto& r) { r.state->version = 0; }},
      {"state.seen_at_unix_ms", [](auto& r) { r.state->seen_at_unix_ms = kNow + 1; }},
      {"state.pools[0].pool", [](auto& r) { r.state->pools[0].pool.capacity_type = CapacityType::kOnDemand; }},
      {"state.pools[1].pool", [](auto& r) { r.state->pools.push_back(r.state->pools[0]); }},
      {"state.pools[0].seen_at_unix_ms", [](auto& r) { r.state->pools[0].seen_at_unix_ms = kNow + 1; }},
      {"state.pools[0].since_unix_ms", [](auto& r) { r.state->pools[0].since_unix_ms = kNow + 1; }},
      {"state.pools[0].returned_unix_ms", [](auto& r) { r.state->pools[0].returned_unix_ms = kNow + 1; }},
      {"state.pools[0].failed_returns_unix_ms",
       [](auto& r) {
         r.state->pools[0].failed_returns_unix_ms = {kNow - 1, kNow - 2};
       }},
      {"state.pools[0].failed_returns_unix_ms", [](auto& r) { r.state->pools[0].failed_returns_unix_ms = {kNow + 1}; }},
  };
  ReturnToSpotRequest good = OneOfEach();
  good.state = Returned(good).state;
  for (const BadRequest& bad : kBad) {
    ReturnToSpotRequest request = good;
    bad.change(request);
    const auto result = ReturnToSpot(request);
    ASSERT_FALSE(result.ok()) << bad.field;
    EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
    EXPECT_TRUE(result.error().field == bad.field || result.error().field == bad.field + ".capacity_type")
        << result.error().field << " for " << bad.field;
  }
}

}  // namespace
}  // namespace spotwright::launch
