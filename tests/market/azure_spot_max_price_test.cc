#include <gtest/gtest.h>

#include <random>

#include "tests/market/prices_world.h"

namespace spotwright {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace)

using CodeList = std::vector<std::string>;

// Standard_D2s_v5: $0.096 on demand, $0.02 spot, at most half of the on-demand price.
AssessPricesRequest Azure(std::optional<double> spot_max_price) {
  AssessPricesRequest request;
  request.offers = {Spot("Standard_D2s_v5", "1", 0.02)};
  request.offers[0].on_demand_price_usd_per_hour = 0.096;
  request.policy.max_share_of_on_demand_price = 0.5;
  request.azure_spot_pools = {{"spot", "Standard_D2s_v5", "eu-west-1", spot_max_price}};
  return request;
}

AzureSpotMaxPrice AnswerTo(const AssessPricesRequest& request) { return Assessed(request).azure_spot_max_prices[0]; }

TEST(AzureSpotMaxPrice, IsTheShareTimesTheOnDemandPriceRoundedDown) {
  EXPECT_EQ(AnswerTo(Azure({})).spot_max_price, 0.048);
  EXPECT_FALSE(AnswerTo(Azure({})).changed) << "a new pool";
  AssessPricesRequest request = Azure({});
  request.policy.max_share_of_on_demand_price = 0.333333;
  EXPECT_EQ(AnswerTo(request).spot_max_price, 0.03199) << "0.031999968";
  request.policy.max_spot_price_usd_per_hour = 0.03;
  EXPECT_EQ(AnswerTo(request).spot_max_price, 0.03) << "the lowest cap";
}

TEST(AzureSpotMaxPrice, IsMinusOneWhereNothingCapsBelowTheRegularPrice) {
  AssessPricesRequest request = Azure({});
  request.policy = {};
  EXPECT_EQ(AnswerTo(request).spot_max_price, -1);
  request.policy.max_spot_price_usd_per_hour = 0.096;
  EXPECT_EQ(AnswerTo(request).spot_max_price, -1);
  request.policy.max_spot_price_usd_per_hour = 0.095;
  EXPECT_EQ(AnswerTo(request).spot_max_price, 0.095);
}

TEST(AzureSpotMaxPrice, IsChangedOnlyWhenItMustBe) {
  const auto codes = [](double current) { return Codes(AnswerTo(Azure(current)).reasons); };
  EXPECT_EQ(codes(0.048), CodeList{});
  EXPECT_EQ(codes(0.04), CodeList{"spot_max_price_kept"});
  EXPECT_EQ(AnswerTo(Azure(0.04)).spot_max_price, 0.04);
  EXPECT_FALSE(AnswerTo(Azure(0.04)).changed);
  EXPECT_EQ(codes(0.02), CodeList{"spot_max_price_kept"}) << "pays the price exactly";

  EXPECT_EQ(codes(0.04801), CodeList{"spot_max_price_above_cap"});
  EXPECT_EQ(AnswerTo(Azure(0.04801)).spot_max_price, 0.048);
  EXPECT_TRUE(AnswerTo(Azure(0.04801)).changed);
  EXPECT_EQ(codes(-1), CodeList{"spot_max_price_above_cap"});

  EXPECT_EQ(codes(0.01999), CodeList{"spot_max_price_shuts_out"});
  EXPECT_TRUE(AnswerTo(Azure(0.01999)).changed);
  AssessPricesRequest dear = Azure(0.04);
  dear.offers[0].price_usd_per_hour = 0.05;
  EXPECT_FALSE(AnswerTo(dear).changed) << "the caps shut that price out themselves";
  AssessPricesRequest free = Azure(0.03);
  free.policy = {};
  EXPECT_FALSE(AnswerTo(free).changed) << "-1 would do, but so does this";
}

TEST(AzureSpotMaxPrice, StaysAsItIsWhereNothingCanBeSaid) {
  AssessPricesRequest request = Azure(0.04);
  request.offers[0].on_demand_price_usd_per_hour.reset();
  EXPECT_EQ(Codes(AnswerTo(request).reasons), CodeList{"spot_max_price_unknown"});
  EXPECT_EQ(AnswerTo(request).spot_max_price, 0.04);
  request = Azure(0.04);
  request.policy.max_spot_price_usd_per_hour = 0.000009;
  EXPECT_EQ(Codes(AnswerTo(request).reasons), CodeList{"spot_max_price_too_low"});
  request.azure_spot_pools[0].region = "northeurope";
  EXPECT_EQ(Codes(AnswerTo(request).reasons), CodeList{"azure_pool_not_offered"});
}

CodeList Findings(const AssessPricesRequest& request) { return Codes(Assessed(request).findings); }

TEST(AzureSpotMaxPrice, ABareHalfAndMinusOneUnderAShareAreFindings) {
  EXPECT_EQ(Findings(Azure(0.5)), CodeList{"cap_looks_like_share"});
  EXPECT_EQ(Assessed(Azure(0.5)).findings[0].sentence,
            "spot_max_price 0.5 is $0.50 an hour, not 50 % of the on-demand price; a share is written "
            "max_share_of_on_demand_price.");
  EXPECT_EQ(Findings(Azure(0.04)), CodeList{});
  EXPECT_EQ(Findings(Azure(-1)), CodeList{"spot_max_price_unlimited"});
  AssessPricesRequest free = Azure(-1);
  free.policy = {};
  EXPECT_EQ(Findings(free), CodeList{});
  AssessPricesRequest large = Azure(0.5);  // 0.5 shuts out what half of the on-demand price would let in.
  large.offers[0].price_usd_per_hour = 0.6;
  large.offers[0].on_demand_price_usd_per_hour = 3.07;
  EXPECT_EQ(Findings(large), CodeList{"cap_looks_like_share"});
  large.offers[0].price_usd_per_hour = 0.45;
  EXPECT_EQ(Findings(large), CodeList{}) << "a cap that makes sense in dollars";
}

TEST(PricePolicy, ABareHalfIsAFinding) {
  AssessPricesRequest request;
  request.offers = {Spot("m6i.large", "a", 0.03), Spot("m6i.xlarge", "a", 0.06)};
  request.offers[0].on_demand_price_usd_per_hour = 0.1;
  request.policy.max_spot_price_usd_per_hour = 0.5;
  EXPECT_EQ(Findings(request), CodeList{"cap_looks_like_share"});
  EXPECT_EQ(Assessed(request).findings[0].paths, CodeList{"policy.max_spot_price_usd_per_hour"});
  request.offers[1].on_demand_price_usd_per_hour = 0.6;
  EXPECT_EQ(Findings(request), CodeList{}) << "it caps the larger type";
  request.policy.max_spot_price_usd_per_hour_by_type["m6i.large"] = 0.5;
  EXPECT_EQ(Assessed(request).findings[0].paths, CodeList{"policy.max_spot_price_usd_per_hour_by_type[\"m6i.large\"]"});
  request.policy = {};
  request.policy.max_spot_price_usd_per_hour = 0.512;
  EXPECT_EQ(Findings(request), CodeList{});
}

TEST(AzureSpotMaxPrice, ErrorsNameTheField) {
  for (const double price : {0.0, -0.5, 0.123456, 0.000001}) {
    EXPECT_EQ(ErrorOf(Azure(price)).field, "azure_spot_pools[0].spot_max_price") << price;
  }
  EXPECT_EQ(ErrorOf(Azure(0.123456)).message,
            "is 0.123456; accepted: -1, or dollars per VM-hour above 0 with at most 5 decimals");
  AssessPricesRequest twice = Azure(0.04);
  twice.azure_spot_pools.push_back(twice.azure_spot_pools[0]);
  EXPECT_EQ(ErrorOf(twice).field, "azure_spot_pools[1].name");
}

TEST(AzureSpotMaxPrice, NeverExceedsACapAndNothingChangesTwice) {
  std::mt19937 random(13);
  for (int round = 0; round < 3000; ++round) {
    AssessPricesRequest request = Azure({});
    if (random() % 3 != 0) request.azure_spot_pools[0].spot_max_price = static_cast<double>(random() % 12000 + 1) / 1e5;
    request.offers[0].price_usd_per_hour = static_cast<double>(random() % 100000) / 1e6;
    request.policy.max_share_of_on_demand_price = static_cast<double>(random() % 1000000 + 1000) / 1e6;
    const AzureSpotMaxPrice answer = AnswerTo(request);
    ASSERT_TRUE(answer.spot_max_price.has_value());
    const double cap = *request.policy.max_share_of_on_demand_price * 0.096;
    EXPECT_LE(*answer.spot_max_price, cap + 1e-12);
    if (!request.azure_spot_pools[0].spot_max_price) {
      EXPECT_EQ(*answer.spot_max_price == -1, cap > 0.096 - 1e-9);
    }
    request.azure_spot_pools[0].spot_max_price = answer.spot_max_price;
    EXPECT_FALSE(AnswerTo(request).changed);
    EXPECT_EQ(AnswerTo(request).spot_max_price, answer.spot_max_price);
  }
}

}  // namespace
}  // namespace spotwright
