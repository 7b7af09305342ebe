// What assess_prices accepts of histories and states.
#include <gtest/gtest.h>

#include <functional>

#include "tests/market/prices_world.h"

namespace spotwright {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

TEST(PriceHistories, MayComeNewestFirstAndTwice) {
  AssessPricesRequest request = OnePool(kStart + kDay, 0.04);
  request.price_histories = {HistoryOf({{kStart, 0.09}, {kStart + kHour, 0.04}})};
  const AssessPricesResponse in_order = Assessed(request);
  request.price_histories = {HistoryOf({{kStart + kHour, 0.04}, {kStart, 0.09}, {kStart + kHour, 0.04}})};
  EXPECT_EQ(Assessed(request), in_order);
}

TEST(PriceHistories, TwoPricesAtOneMomentAreAnError) {
  AssessPricesRequest request = OnePool(kStart + kDay, 0.04);
  request.price_histories = {HistoryOf({{kStart, 0.09}, {kStart + 1, 0.04}, {kStart, 0.08}})};
  EXPECT_EQ(ErrorOf(request).field, "price_histories[0].changes[2]");
  EXPECT_EQ(ErrorOf(request).message,
            "says $0.08 at 1700000000000, but another point says $0.09 at that moment; a pool has one price at a time");
  request.price_histories[0].changes[2].price_usd_per_hour.reset();
  EXPECT_EQ(ErrorOf(request).field, "price_histories[0].changes[2]") << "a price and a gap";
}

TEST(PriceHistories, WhatComesAfterNowIsNotLookedAt) {
  AssessPricesRequest request = OnePool(kStart + kDay, 0.04);
  request.price_histories = {HistoryOf({{kStart, 0.04}, {kStart + kDay, 0.04}})};
  const AssessPricesResponse past = Assessed(request);
  request.price_histories[0].changes.push_back({kStart + kDay + 1, 5});
  EXPECT_EQ(Assessed(request), past);
}

TEST(PriceHistories, OfNoOfferAreAFinding) {
  AssessPricesRequest request = OnePool(kStart, 0.04);
  request.price_histories = {{SpotPool("m6i.large", "b"), {}}};
  const AssessPricesResponse response = Assessed(request);
  ASSERT_EQ(Codes(response.findings), std::vector<std::string>{"history_without_offer"});
  EXPECT_EQ(response.findings[0].paths, std::vector<std::string>{"price_histories[0]"});
}

TEST(PriceMemory, ErrorsNameTheField) {
  const auto field = [](const std::function<void(AssessPricesRequest&)>& change) {
    AssessPricesRequest request = OnePool(kStart, 0.04);
    request.state = Assessed(request).state;
    request.now_unix_ms = kStart + kDay;
    request.price_histories = {HistoryOf({{kStart, 0.04}})};
    change(request);
    return ErrorOf(request).field;
  };
  EXPECT_EQ(field([](auto& r) { r.now_unix_ms.reset(); }), "now_unix_ms");
  EXPECT_EQ(field([](auto& r) { r.now_unix_ms = kStart - 1; }), "state.as_of_unix_ms");
  EXPECT_EQ(field([](auto& r) { r.state->version = 2; }), "state.version");
  EXPECT_EQ(field([](auto& r) { r.state->pools.push_back(r.state->pools[0]); }), "state.pools[1].pool");
  EXPECT_EQ(field([](auto& r) { r.state->pools[0].pool.capacity_type = CapacityType::kOnDemand; }),
            "state.pools[0].pool.capacity_type");
  EXPECT_EQ(field([](auto& r) { r.state->pools[0].since_unix_ms = kStart + 1; }), "state.pools[0].since_unix_ms");
  EXPECT_EQ(field([](auto& r) { r.state->pools[0].settling_since_unix_ms = kStart + 1; }),
            "state.pools[0].settling_since_unix_ms");
  EXPECT_EQ(field([](auto& r) { r.state->pools[0].low_savings_since_unix_ms = kStart + 1; }),
            "state.pools[0].low_savings_since_unix_ms");
  EXPECT_EQ(field([](auto& r) {
              r.state->regions = {{"a", kStart + 1}};
            }),
            "state.regions[0].low_savings_since_unix_ms");
  EXPECT_EQ(field([](auto& r) { r.state->regions = {{"a", 1}, {"a", 1}}; }), "state.regions[1].region");
  EXPECT_EQ(field([](auto& r) { r.price_histories.push_back(r.price_histories[0]); }), "price_histories[1].pool");
  EXPECT_EQ(field([](auto& r) { r.price_histories[0].pool.capacity_type = CapacityType::kOnDemand; }),
            "price_histories[0].pool.capacity_type");
  EXPECT_EQ(field([](auto& r) { r.price_histories[0].changes[0].price_usd_per_hour = -1; }),
            "price_histories[0].changes[0].price_usd_per_hour");
  EXPECT_EQ(field([](auto& r) { r.hysteresis->leave_share_of_limit = 0.9; }), "hysteresis.leave_share_of_limit");
}

TEST(PriceMemory, ARequestWithoutNowIsAnsweredAsEver) {
  AssessPricesRequest request = OnePool(kStart, 0.09);
  request.hysteresis.reset();
  request.now_unix_ms.reset();
  const AssessPricesResponse response = Assessed(request);
  EXPECT_FALSE(response.state.has_value());
  EXPECT_FALSE(response.call_again_at_unix_ms.has_value());
  EXPECT_TRUE(response.regions.empty() && response.alerts.empty() && response.findings.empty());
  EXPECT_FALSE(response.verdicts[0].since_unix_ms.has_value());
}

}  // namespace
}  // namespace spotwright
