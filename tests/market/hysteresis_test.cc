#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>

#include "tests/market/prices_world.h"

namespace spotwright {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

using CodeList = std::vector<std::string>;

// Asks at each moment in turn, carrying the state.
class Asker {
 public:
  PriceVerdict At(std::int64_t unix_ms, double price_usd_per_hour) {
    AssessPricesRequest request = OnePool(unix_ms, price_usd_per_hour);
    request.hysteresis = hysteresis;
    request.state = state_;
    response = Assessed(request);
    state_ = response.state;
    return response.verdicts[0];
  }

  PriceHysteresis hysteresis;
  AssessPricesResponse response;

 private:
  std::optional<PriceState> state_;
};

TEST(Hysteresis, LeavesAtOnceAndComesBackOnceThePriceHasSettled) {
  Asker ask;
  EXPECT_TRUE(ask.At(kStart, 0.05).allowed);
  const PriceVerdict left = ask.At(kStart + kMinute, 0.050001);
  EXPECT_EQ(Codes(left.reasons), CodeList{"price_above_share_of_on_demand"});
  EXPECT_EQ(left.since_unix_ms, kStart + kMinute);

  const PriceVerdict near = ask.At(kStart + 2 * kMinute, 0.045001);
  EXPECT_EQ(Codes(near.reasons), CodeList{"price_above_enter_level"});
  EXPECT_EQ(near.reasons[0].sentence,
            "The spot price $0.045001 is within the limit of $0.05 again, but a refused pool comes back at $0.045 or "
            "less.");
  EXPECT_FALSE(ask.response.call_again_at_unix_ms.has_value());

  const PriceVerdict settling = ask.At(kStart + 3 * kMinute, 0.045);
  EXPECT_EQ(Codes(settling.reasons), CodeList{"price_not_settled"});
  EXPECT_EQ(settling.allowed_again_unix_ms, kStart + 33 * kMinute);
  EXPECT_EQ(ask.response.call_again_at_unix_ms, kStart + 33 * kMinute);

  const PriceVerdict still = ask.At(kStart + 33 * kMinute - 1, 0.045);
  EXPECT_FALSE(still.allowed);
  EXPECT_EQ(still.reasons[0].sentence,
            "The spot price has been at $0.045 or less for 29.9 minutes; a refused pool comes back after 30 minutes.");
  const PriceVerdict back = ask.At(kStart + 33 * kMinute, 0.045);
  EXPECT_TRUE(back.allowed);
  EXPECT_EQ(back.reasons, std::vector<Reason>{});
  EXPECT_EQ(back.since_unix_ms, kStart + 33 * kMinute);
}

TEST(Hysteresis, AnythingAboveTheEnterLevelBeginsTheDwellAnew) {
  Asker ask;
  EXPECT_FALSE(ask.At(kStart, 0.09).allowed);
  EXPECT_FALSE(ask.At(kStart + kMinute, 0.03).allowed);
  EXPECT_FALSE(ask.At(kStart + 20 * kMinute, 0.048).allowed);
  EXPECT_EQ(ask.At(kStart + 21 * kMinute, 0.03).allowed_again_unix_ms, kStart + 51 * kMinute);
}

TEST(Hysteresis, ALeaveLevelAboveTheLimitToleratesShortExcesses) {
  Asker ask;
  ask.hysteresis.leave_share_of_limit = 1.2;
  EXPECT_TRUE(ask.At(kStart, 0.05).allowed);
  const PriceVerdict above = ask.At(kStart + kMinute, 0.06);
  EXPECT_TRUE(above.allowed);
  EXPECT_EQ(above.reasons, std::vector<Reason>{});
  EXPECT_EQ(above.limit_usd_per_hour, 0.05);
  EXPECT_FALSE(ask.At(kStart + 2 * kMinute, 0.060001).allowed);
  Asker first;
  first.hysteresis.leave_share_of_limit = 1.2;
  EXPECT_FALSE(first.At(kStart, 0.06).allowed) << "the first price known is judged by the plain rules";
}

TEST(Hysteresis, WithoutItTheVerdictIsThePlainOneWhateverTheStateSays) {
  AssessPricesRequest request = OnePool(kStart, 0.05);
  request.hysteresis.reset();
  request.state = PriceState{1, kStart - 1, {{SpotPool("m6i.large", "a"), false, kStart - kDay, {}, {}}}, {}};
  EXPECT_TRUE(Assessed(request).verdicts[0].allowed);
  EXPECT_EQ(Assessed(request).verdicts[0].since_unix_ms, kStart);
}

TEST(Hysteresis, ThePoolsOwnHistoryIsGoneThroughSinceTheLastCall) {
  AssessPricesRequest request = OnePool(kStart, 0.04);
  const PriceState before = *Assessed(request).state;
  request.now_unix_ms = kStart + kHour;
  request.state = before;
  EXPECT_TRUE(Assessed(request).verdicts[0].allowed);
  // A spike that nobody was called about: the price has been low again for 20 minutes only.
  request.price_histories = {HistoryOf({{kStart + 40 * kMinute, 0.04}, {kStart + 30 * kMinute, 1.0}})};
  EXPECT_EQ(Assessed(request).verdicts[0].allowed_again_unix_ms, kStart + 70 * kMinute);
}

TEST(Hysteresis, AGapIsNoEvidence) {
  AssessPricesRequest request = OnePool(kStart + kHour, 0.04);
  request.price_histories = {HistoryOf({{kStart, 0.09}, {kStart + kMinute, 0.04}})};
  EXPECT_TRUE(Assessed(request).verdicts[0].allowed);
  EXPECT_EQ(Assessed(request).verdicts[0].since_unix_ms, kStart + 31 * kMinute);
  request.price_histories[0].changes.push_back({kStart + 10 * kMinute, std::nullopt});
  EXPECT_EQ(Assessed(request).verdicts[0].allowed_again_unix_ms, kStart + 90 * kMinute);
  request.price_histories[0].changes.push_back({kStart + 20 * kMinute, 0.04});
  EXPECT_EQ(Assessed(request).verdicts[0].since_unix_ms, kStart + 50 * kMinute);
}

TEST(Hysteresis, WhatIsNoQuestionOfPriceDoesNotSettle) {
  AssessPricesRequest request = OnePool(kStart, 0.04);
  request.offers[0].on_demand_price_usd_per_hour.reset();
  const AssessPricesResponse unknown = Assessed(request);
  EXPECT_EQ(Codes(unknown.verdicts[0].reasons), CodeList{"on_demand_price_unknown"});
  request.policy = {};
  request.state = unknown.state;
  request.now_unix_ms = kStart + 1;
  EXPECT_TRUE(Assessed(request).verdicts[0].allowed) << "no cap, nothing to wait for";
}

// The obvious twin: every minute is looked at, and how long the price has been low is counted in minutes.
class MinuteTwin {
 public:
  explicit MinuteTwin(std::int64_t dwell_minutes) : dwell_minutes_(dwell_minutes) {}

  void Minute(std::optional<int> price_milli_usd) {
    if (!known_ && !price_milli_usd) return;
    if (!known_) {
      known_ = true;
      allowed_ = *price_milli_usd <= 50;
    }
    if (allowed_ && price_milli_usd && *price_milli_usd > 50) {
      allowed_ = false;
      low_minutes_ = -1;
    }
    if (allowed_) return;
    low_minutes_ = price_milli_usd && *price_milli_usd <= 45 ? low_minutes_ + 1 : -1;
    if (low_minutes_ >= dwell_minutes_) allowed_ = true;
  }
  bool allowed() const { return allowed_; }

 private:
  const std::int64_t dwell_minutes_;
  bool known_ = false;
  bool allowed_ = false;
  std::int64_t low_minutes_ = -1;
};

TEST(Hysteresis, AgreesWithTheTwinHoweverOftenOneAsksAndWhateverIsLost) {
  std::mt19937 random(7);
  constexpr int kMinutes = 120;
  for (int round = 0; round < 300; ++round) {
    const std::int64_t dwell = static_cast<std::int64_t>(random() % 12);
    std::vector<std::optional<int>> prices;
    for (int minute = 0; minute < kMinutes; ++minute) {
      if (minute > 0 && random() % 4 != 0) {
        prices.push_back(prices.back());
      } else if (minute > 0 && random() % 10 == 0) {
        prices.push_back(std::nullopt);
      } else {
        prices.push_back(static_cast<int>(random() % 20) + 36);
      }
    }
    PriceHistory history = HistoryOf({});
    MinuteTwin twin(dwell);
    std::optional<PriceState> state;
    for (int minute = 0; minute < kMinutes; ++minute) {
      const std::optional<int>& price = prices[static_cast<std::size_t>(minute)];
      const std::int64_t now = kStart + minute * kMinute;
      PriceChange change{now, std::nullopt};
      if (price) change.price_usd_per_hour = *price / 1000.0;
      if (minute == 0 || price != prices[static_cast<std::size_t>(minute - 1)]) history.changes.push_back(change);
      twin.Minute(price);
      if (!price || random() % 3 != 0) continue;
      AssessPricesRequest request = OnePool(now, *price / 1000.0);
      request.hysteresis->min_dwell_seconds = static_cast<double>(dwell) * 60;
      request.price_histories = {history};
      std::shuffle(request.price_histories[0].changes.begin(), request.price_histories[0].changes.end(), random);
      if (random() % 5 != 0) request.state = state;
      const AssessPricesResponse response = Assessed(request);
      ASSERT_EQ(response.verdicts[0].allowed, twin.allowed()) << "round " << round << ", minute " << minute;
      state = response.state;
    }
  }
}

TEST(Hysteresis, WhatIsAllowedIsWithinItsCapsAndWhatIsFarBelowForLongIsAllowed) {
  std::mt19937 random(11);
  Asker ask;
  std::optional<std::int64_t> low_since;
  for (int minute = 0; minute < 3000; ++minute) {
    const double price = static_cast<double>(random() % 8 == 0 ? random() % 80 : random() % 44) / 1000;
    const std::int64_t now = kStart + minute * 7 * kMinute;
    low_since = price > 0.045 ? std::nullopt : std::optional(low_since.value_or(now));
    const bool allowed = ask.At(now, price).allowed;
    EXPECT_TRUE(!allowed || price <= 0.05);
    EXPECT_TRUE(allowed || now - low_since.value_or(now) < 30 * kMinute);
  }
}

}  // namespace
}  // namespace spotwright
