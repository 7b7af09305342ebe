// Small worlds for the tests of assess_prices that are about time.
#ifndef SPOTWRIGHT_TESTS_MARKET_PRICES_WORLD_H_
#define SPOTWRIGHT_TESTS_MARKET_PRICES_WORLD_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/assess_prices.h"
#include "tests/support/offers.h"

namespace spotwright::test {

inline constexpr std::int64_t kMinute = 60'000;
inline constexpr std::int64_t kHour = 60 * kMinute;
inline constexpr std::int64_t kDay = 24 * kHour;
inline constexpr std::int64_t kStart = 1'700'000'000'000;

inline Pool SpotPool(std::string type, std::string zone) {
  return {std::move(type), "eu-west-1", std::move(zone), CapacityType::kSpot};
}

// One spot pool, m6i.large in zone a, on demand for $0.10, at most $0.05 by policy, with the default hysteresis.
inline AssessPricesRequest OnePool(std::int64_t now_unix_ms, double price_usd_per_hour) {
  AssessPricesRequest request;
  request.offers = {Spot("m6i.large", "a", price_usd_per_hour)};
  request.offers[0].on_demand_price_usd_per_hour = 0.1;
  request.policy.max_share_of_on_demand_price = 0.5;
  request.hysteresis = PriceHysteresis{};
  request.now_unix_ms = now_unix_ms;
  return request;
}

inline PriceHistory HistoryOf(std::vector<PriceChange> changes) {
  return {SpotPool("m6i.large", "a"), std::move(changes)};
}

inline AssessPricesResponse Assessed(const AssessPricesRequest& request) {
  const auto result = AssessPrices(request);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().field + " " + result.error().message);
  return result.ok() ? *result : AssessPricesResponse{};
}

inline Error ErrorOf(const AssessPricesRequest& request) {
  const auto result = AssessPrices(request);
  EXPECT_FALSE(result.ok());
  return result.ok() ? Error{} : result.error();
}

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_MARKET_PRICES_WORLD_H_
