#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "src/market/low_savings.h"
#include "src/market/spikes.h"
#include "tests/market/prices_world.h"

namespace spotwright {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

using CodeList = std::vector<std::string>;

AssessPricesRequest Plain(std::int64_t now_unix_ms, double price_usd_per_hour) {
  AssessPricesRequest request = OnePool(now_unix_ms, price_usd_per_hour);
  request.policy = {};
  request.hysteresis.reset();
  return request;
}

TEST(LowSavings, AreAlertedOfPoolAndRegionAfterSevenDays) {
  AssessPricesRequest request = Plain(kStart, 0.060001);
  const AssessPricesResponse first = Assessed(request);
  EXPECT_TRUE(first.alerts.empty());
  EXPECT_EQ(first.call_again_at_unix_ms, kStart + 7 * kDay);
  EXPECT_EQ(first.state->pools[0].low_savings_since_unix_ms, kStart);

  request.state = first.state;
  request.now_unix_ms = kStart + 7 * kDay - 1;
  EXPECT_TRUE(Assessed(request).alerts.empty());
  request.now_unix_ms = kStart + 7 * kDay;
  request.offers[0].price_usd_per_hour = 0.09;
  const AssessPricesResponse alerted = Assessed(request);
  ASSERT_EQ(alerted.alerts.size(), 2U);
  EXPECT_EQ(alerted.alerts[0].kind, PriceAlertKind::kLowSavings);
  EXPECT_EQ(alerted.alerts[0].region, "eu-west-1");
  EXPECT_FALSE(alerted.alerts[0].pool.has_value());
  EXPECT_EQ(alerted.alerts[0].since_unix_ms, kStart);
  EXPECT_EQ(alerted.alerts[0].reasons.at(0).sentence,
            "The savings of the spot pools of eu-west-1 have been below 40 % for 7 days and are 10.0 % now.");
  EXPECT_EQ(alerted.alerts[1].pool, SpotPool("m6i.large", "a"));
  EXPECT_FALSE(alerted.call_again_at_unix_ms.has_value());
  EXPECT_TRUE(alerted.verdicts[0].allowed) << "an alert refuses nothing";
}

TEST(LowSavings, EndWhenTheySufficeOnceOrAreNotKnown) {
  AssessPricesRequest request = Plain(kStart + 8 * kDay, 0.09);
  request.price_histories = {HistoryOf({{kStart, 0.09}})};
  EXPECT_EQ(Assessed(request).alerts.size(), 2U);
  request.price_histories[0].changes = {{kStart + 4 * kDay, 0.06}, {kStart + 4 * kDay + 1, 0.09}, {kStart, 0.09}};
  EXPECT_EQ(Assessed(request).state->pools[0].low_savings_since_unix_ms, kStart + 4 * kDay + 1);
  request.price_histories[0].changes = {{kStart, 0.09}, {kStart + 5 * kDay, {}}, {kStart + 6 * kDay, 0.09}};
  EXPECT_EQ(Assessed(request).state->pools[0].low_savings_since_unix_ms, kStart + 6 * kDay);
  EXPECT_EQ(Assessed(request).state->regions[0].low_savings_since_unix_ms, kStart + 6 * kDay);
}

TEST(LowSavings, OfARegionAreThoseOfItsPoolsTogether) {
  AssessPricesRequest request = Plain(kStart + 8 * kDay, 0.09);
  request.offers.push_back(Spot("m6i.large", "b", 0.02));
  request.offers[1].on_demand_price_usd_per_hour = 0.1;
  request.offers.push_back(Spot("c6i.large", "b", 0.5));  // Its on-demand price is unknown: it counts in no sum.
  request.price_histories = {HistoryOf({{kStart, 0.09}})};
  const AssessPricesResponse response = Assessed(request);
  ASSERT_EQ(response.alerts.size(), 1U);
  EXPECT_EQ(response.alerts[0].pool, SpotPool("m6i.large", "a"));
  EXPECT_DOUBLE_EQ(*response.regions[0].savings_share, 0.45);
  EXPECT_EQ(response.regions[0].allowed_count, 3);
}

TEST(Regions, AreRefusedWhenNotOnePoolIsAllowed) {
  AssessPricesRequest request = OnePool(kStart, 0.09);
  request.offers.push_back(Spot("m6i.large", "z", 0.01));
  request.offers[1].region = "us-east-1";
  request.offers[1].on_demand_price_usd_per_hour = 0.1;
  const AssessPricesResponse response = Assessed(request);
  ASSERT_EQ(response.regions.size(), 2U);
  EXPECT_FALSE(response.regions[0].allowed);
  EXPECT_EQ(Codes(response.regions[0].reasons), CodeList{"region_refused"});
  EXPECT_EQ(response.regions[0].reasons[0].sentence,
            "Not one of the spot pools of eu-west-1 is allowed; together they save 10.0 % now.");
  EXPECT_TRUE(response.regions[1].allowed);
  EXPECT_TRUE(response.feasible);
}

// The obvious twin of the run of low savings: every step is looked at, from the first on.
TEST(LowSavings, AgreeWithTheTwin) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    constexpr int kSteps = 20;
    const std::size_t pools = 1 + random() % 3;
    std::vector<std::vector<std::optional<std::int64_t>>> prices(pools);
    std::vector<market::Timeline> timelines(pools);
    std::vector<market::PricedPool> priced(pools);
    for (std::size_t p = 0; p < pools; ++p) {
      const std::size_t first = random() % 3;
      for (std::size_t step = 0; step < kSteps; ++step) {
        std::optional<std::int64_t> price;
        if (step >= first) price = 40 + static_cast<std::int64_t>(random() % 60);
        if (step > 0 && random() % 3 != 0) price = prices[p].back();
        if (random() % 12 == 0) price.reset();
        if (step > 0 ? price != prices[p].back() : price.has_value()) {
          timelines[p].push_back({static_cast<std::int64_t>(step) * 10, price});
        }
        prices[p].push_back(price);
      }
      priced[p] = {&timelines[p], 50 + static_cast<std::int64_t>(random() % 30),
                   90 + static_cast<std::int64_t>(random() % 30)};
    }
    std::optional<std::int64_t> since;
    std::optional<market::FormerSavings> former;
    const std::size_t called_at = random() % (2 * kSteps);  // Often never.
    for (std::size_t step = 0; step <= kSteps; ++step) {
      std::int64_t paid = 0, on_demand = 0;
      for (std::size_t p = 0; p < pools; ++p) {
        const auto price = step == kSteps ? std::optional(priced[p].price_micro_usd) : prices[p][step];
        if (price) paid += *price;
        if (price) on_demand += priced[p].on_demand_micro_usd;
      }
      if (paid * 10 <= on_demand * 6) {
        since.reset();
      } else if (!since) {
        since = static_cast<std::int64_t>(step) * 10;
      }
      if (step == called_at) former = {static_cast<std::int64_t>(step) * 10, since};
    }
    if (called_at == kSteps) former.reset();
    ASSERT_EQ(market::LowSavingsSince(priced, 600'000, former, kSteps * 10), since) << "round " << round;
  }
}

TEST(Spikes, AreAlertedAgainstThePoolsOwnHistory) {
  AssessPricesRequest request = Plain(kStart + 2 * kDay, 0.05);
  std::vector<PriceChange> changes;
  for (int hour = 0; hour < 48; ++hour) changes.push_back({kStart + hour * kHour, 0.02 + 0.001 * (hour % 3)});
  request.price_histories = {HistoryOf(changes)};
  const AssessPricesResponse response = Assessed(request);
  EXPECT_EQ(response.verdicts[0].typical_price_usd_per_hour, 0.021);
  ASSERT_EQ(response.alerts.size(), 1U);
  EXPECT_EQ(response.alerts[0].kind, PriceAlertKind::kSpike);
  EXPECT_EQ(response.alerts[0].since_unix_ms, kStart + 2 * kDay);
  // median 0.021, MAD 0.001: 3.5 x 1.4826 x 0.001 is 0.005189; 1.25 x 0.021 is 0.02625.
  EXPECT_EQ(response.alerts[0].reasons.at(0).sentence,
            "The price of spot m6i.large in a, $0.05, is a spike: above $0.02625, while its median has been $0.021.");
  EXPECT_TRUE(response.verdicts[0].allowed);

  request.alerts.refuse_spikes = true;
  const AssessPricesResponse refused = Assessed(request);
  EXPECT_EQ(Codes(refused.verdicts[0].reasons), CodeList{"price_spike"});
  EXPECT_EQ(refused.verdicts[0].limit_usd_per_hour, 0.02625);
  request.offers[0].price_usd_per_hour = 0.02625;
  EXPECT_TRUE(Assessed(request).verdicts[0].allowed);

  request.price_histories[0].changes.push_back({kStart + 47 * kHour + kMinute, 0.05});
  request.offers[0].price_usd_per_hour = 0.05;
  EXPECT_EQ(Assessed(request).alerts[0].since_unix_ms, kStart + 47 * kHour + kMinute);
}

TEST(Spikes, NeedEnoughKnownHistory) {
  AssessPricesRequest request = Plain(kStart + 2 * kDay, 0.5);
  request.price_histories = {HistoryOf({{kStart, 0.02}, {kStart + kDay - 1, {}}})};
  EXPECT_TRUE(Assessed(request).alerts.empty());
  EXPECT_FALSE(Assessed(request).verdicts[0].typical_price_usd_per_hour.has_value());
  request.price_histories[0].changes[1].unix_ms = kStart + kDay;
  EXPECT_EQ(Assessed(request).alerts.size(), 1U);
}

// The obvious twin of a weighted median: every minute is a sample.
TEST(Spikes, AgreeWithTheTwin) {
  std::mt19937 random(5);
  for (int round = 0; round < 500; ++round) {
    constexpr std::int64_t kNow = 1'000;
    market::Timeline timeline;
    for (std::int64_t t = static_cast<std::int64_t>(random() % 300); t < kNow;
         t += 1 + static_cast<std::int64_t>(random() % 200)) {
      timeline.push_back({t, std::nullopt});
      if (random() % 6 != 0) timeline.back().micro_usd = 1000 + static_cast<std::int64_t>(random() % 50);
    }
    PriceAlertPolicy policy;
    policy.spike_window_days = 400 / 86'400'000.;
    policy.spike_min_known_hours = 1 / 3'600'000.;
    policy.spike_min_ratio = 1;
    std::vector<std::int64_t> samples;
    for (std::int64_t t = kNow - 400; t < kNow; ++t) {
      std::optional<std::int64_t> price;
      for (const market::PricePoint& point : timeline) {
        if (point.unix_ms <= t) price = point.micro_usd;
      }
      if (price) samples.push_back(*price);
    }
    const auto typical = market::TypicalPriceOf(timeline, policy, kNow);
    ASSERT_EQ(typical.has_value(), !samples.empty());
    if (samples.empty()) continue;
    const auto median = [](std::vector<std::int64_t> values) {
      std::sort(values.begin(), values.end());
      return values[(values.size() - 1) / 2];
    };
    const std::int64_t middle = median(samples);
    for (std::int64_t& sample : samples) sample = std::abs(sample - middle);
    EXPECT_EQ(typical->median_micro_usd, middle);
    EXPECT_EQ(
        typical->spike_above_micro_usd,
        static_cast<std::int64_t>(static_cast<double>(middle) + 3.5 * (1.4826 * static_cast<double>(median(samples)))));
  }
}

}  // namespace
}  // namespace spotwright
