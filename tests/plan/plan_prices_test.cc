// What the past of prices does to a plan.
#include <gtest/gtest.h>

#include "tests/plan/small_cluster.h"

namespace spotwright {
namespace {

using test::App;
using test::CountNew;
using test::Find;
using test::OnDemand;
using test::PlanWell;
using test::Sized;
using test::Spot;

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kNow = 1'000 * kHour;

// Spot has cost 0.03 for five days and 0.07 of 0.09 for an hour.
PlanRequest AfterASpike() {
  PlanRequest request;
  request.now_unix_ms = kNow;
  request.offers = {Sized(OnDemand("m6i.large", "eu-west-1a", 0.09), 2),
                    Sized(Spot("m6i.large", "eu-west-1a", 0.07), 2)};
  request.workloads = {App("web", 4)};
  const Pool pool{"m6i.large", "eu-west-1", "eu-west-1a", CapacityType::kSpot};
  request.price_histories = {{pool, {{kNow - 120 * kHour, 0.03}, {kNow - kHour, 0.07}}}};
  return request;
}

TEST(PlanPrices, ASpikeIsAWarning) {
  const PlanResponse plan = PlanWell(AfterASpike());
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 2);
  EXPECT_NE(Find(plan.warnings, "price_spike"), nullptr);
}

TEST(PlanPrices, ASpikeIsARefusalWhereThePolicySaysSo) {
  PlanRequest request = AfterASpike();
  request.policy.price_alerts.refuse_spikes = true;
  const Result<PlanResponse> plan = Plan(request);
  ASSERT_TRUE(plan.ok());
  EXPECT_EQ(CountNew(*plan, CapacityType::kSpot), 0);
  EXPECT_NE(Find(plan->pools[0].reasons, "price_spike"), nullptr);
}

// The price has come back under the cap five minutes ago: a plain cap lets it in, hysteresis waits.
TEST(PlanPrices, HysteresisWaitsForAPriceToSettle) {
  PlanRequest request = AfterASpike();
  request.offers[1].price_usd_per_hour = 0.03;
  request.price_histories[0].changes.push_back({kNow - 300'000, 0.03});
  request.policy.prices.max_spot_price_usd_per_hour = 0.05;
  EXPECT_EQ(CountNew(*Plan(request), CapacityType::kSpot), 2);
  request.policy.price_hysteresis = PriceHysteresis{};
  PlanResponse plan = *Plan(request);
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 0);
  const Reason* reason = Find(plan.pools[0].reasons, "price_not_settled");
  ASSERT_NE(reason, nullptr);
  EXPECT_EQ(reason->paths, std::vector<std::string>{"policy.price_hysteresis.min_dwell_seconds"});
  EXPECT_EQ(plan.call_again_at_unix_ms, kNow + 25 * 60'000);

  // The state says as much as the history did.
  ASSERT_TRUE(plan.price_state);
  request.price_histories.clear();
  request.price_state = plan.price_state;
  request.now_unix_ms = *plan.call_again_at_unix_ms - 1;
  EXPECT_EQ(CountNew(*Plan(request), CapacityType::kSpot), 0);
  request.now_unix_ms = *plan.call_again_at_unix_ms;
  EXPECT_EQ(CountNew(*Plan(request), CapacityType::kSpot), 2);
}

TEST(PlanPrices, ErrorsNameTheField) {
  PlanRequest request = AfterASpike();
  request.now_unix_ms.reset();
  EXPECT_EQ(Plan(request).error().field, "now_unix_ms");
  request.now_unix_ms = kNow;
  request.price_state = PriceState{.version = 7, .as_of_unix_ms = 0, .pools = {}, .regions = {}};
  EXPECT_EQ(Plan(request).error().field, "price_state.version");
}

}  // namespace
}  // namespace spotwright
