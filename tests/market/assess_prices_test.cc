#include "spotwright/assess_prices.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "tests/support/offers.h"

namespace spotwright {
namespace {

using test::Codes;
using test::OnDemand;
using test::Spot;

constexpr double kMicro = 1e-6;

AssessPricesResponse Assess(std::vector<Offer> offers, PricePolicy policy) {
  const auto result = AssessPrices({std::move(offers), std::move(policy)});
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
  return result.ok() ? *result : AssessPricesResponse{};
}

std::vector<std::string> CodesOfFirst(std::vector<Offer> offers, PricePolicy policy) {
  const AssessPricesResponse response = Assess(std::move(offers), std::move(policy));
  EXPECT_EQ(response.verdicts[0].allowed, response.verdicts[0].reasons.empty());
  return Codes(response.verdicts[0].reasons);
}

using CodeList = std::vector<std::string>;

TEST(AssessPrices, APriceExactlyAtACapPassesAndOneMicroDollarMoreDoesNot) {
  const std::vector<Offer> on_demand = {OnDemand("m6i.large", "a", 0.1)};
  const auto judge = [&](double price, const PricePolicy& policy) {
    return CodesOfFirst({Spot("m6i.large", "a", price), on_demand[0]}, policy);
  };
  EXPECT_EQ(judge(0.07, {.max_spot_price_usd_per_hour = 0.07}), CodeList{});
  EXPECT_EQ(judge(0.07 + kMicro, {.max_spot_price_usd_per_hour = 0.07}), CodeList{"price_above_cap"});
  EXPECT_EQ(judge(0.07, {.max_spot_price_usd_per_hour_by_type = {{"m6i.large", 0.07}}}), CodeList{});
  EXPECT_EQ(judge(0.07 + kMicro, {.max_spot_price_usd_per_hour_by_type = {{"m6i.large", 0.07}}}),
            CodeList{"price_above_type_cap"});
  // 0.7 * 0.1 is 0.06999999999999999 in doubles: only exact arithmetic lets 0.07 pass.
  EXPECT_EQ(judge(0.07, {.max_share_of_on_demand_price = 0.7}), CodeList{});
  EXPECT_EQ(judge(0.07 + kMicro, {.max_share_of_on_demand_price = 0.7}), CodeList{"price_above_share_of_on_demand"});
  EXPECT_EQ(judge(0.07, {.min_savings_share = 0.3}), CodeList{});
  EXPECT_EQ(judge(0.07 + kMicro, {.min_savings_share = 0.3}), CodeList{"savings_below_floor"});
}

TEST(AssessPrices, EveryBrokenRuleIsNamedWithItsNumbers) {
  const AssessPricesResponse response = Assess({Spot("m6i.large", "a", 0.09), OnDemand("m6i.large", "a", 0.1)},
                                               {.max_spot_price_usd_per_hour = 0.05,
                                                .max_spot_price_usd_per_hour_by_type = {{"m6i.large", 0.04}},
                                                .max_share_of_on_demand_price = 0.6,
                                                .min_savings_share = 0.5});
  const std::vector<Reason>& reasons = response.verdicts[0].reasons;
  EXPECT_EQ(Codes(reasons), (CodeList{"price_above_cap", "price_above_type_cap", "price_above_share_of_on_demand",
                                      "savings_below_floor"}));
  EXPECT_EQ(reasons[0].sentence, "The spot price $0.09 is above the cap of $0.05.");
  EXPECT_EQ(reasons[1].paths, CodeList{"policy.max_spot_price_usd_per_hour_by_type[\"m6i.large\"]"});
  EXPECT_EQ(reasons[2].sentence, "The spot price $0.09 is above $0.06, which is 60 % of the on-demand price $0.10.");
  EXPECT_EQ(reasons[2].numbers.at("limit_usd_per_hour"), 0.06);
  EXPECT_EQ(reasons[3].numbers.at("savings_share"), 0.1);
  EXPECT_EQ(response.allowed_count, 1);
  EXPECT_EQ(response.refused_count, 1);
  EXPECT_TRUE(response.feasible);
}

TEST(AssessPrices, NoRuleAppliesToOnDemand) {
  const AssessPricesResponse response =
      Assess({OnDemand("m6i.large", "a", 9)},
             {.max_spot_price_usd_per_hour = 0, .max_share_of_on_demand_price = 0, .min_savings_share = 1});
  EXPECT_TRUE(response.verdicts[0].allowed);
  EXPECT_FALSE(response.verdicts[0].on_demand_price_usd_per_hour.has_value());
  EXPECT_FALSE(response.verdicts[0].savings_share.has_value());
}

TEST(AssessPrices, TheReferenceIsStatedElseTheCheapestOnDemandOfTheTypeInTheRegion) {
  Offer elsewhere = OnDemand("m6i.large", "us-east-1a", 0.01);
  elsewhere.region = "us-east-1";
  std::vector<Offer> offers = {Spot("m6i.large", "a", 0.05), OnDemand("m6i.large", "a", 0.2),
                               OnDemand("m6i.large", "b", 0.1), OnDemand("c6i.large", "a", 0.02), elsewhere};
  EXPECT_EQ(Assess(offers, {}).verdicts[0].on_demand_price_usd_per_hour, 0.1);
  EXPECT_EQ(Assess(offers, {}).verdicts[0].savings_share, 0.5);
  offers[0].on_demand_price_usd_per_hour = 0.4;
  EXPECT_EQ(Assess(offers, {}).verdicts[0].on_demand_price_usd_per_hour, 0.4);
  EXPECT_EQ(Assess(offers, {}).verdicts[0].savings_share, 0.875);
}

TEST(AssessPrices, AnUnknownReferenceFailsRelativeRulesOnly) {
  const std::vector<Offer> offers = {Spot("m6i.large", "a", 0.05)};
  EXPECT_EQ(CodesOfFirst(offers, {.max_spot_price_usd_per_hour = 0.1}), CodeList{});
  const AssessPricesResponse response = Assess(offers, {.max_share_of_on_demand_price = 1, .min_savings_share = 0});
  EXPECT_EQ(Codes(response.verdicts[0].reasons), CodeList{"on_demand_price_unknown"});
  EXPECT_EQ(response.verdicts[0].reasons[0].paths,
            (CodeList{"policy.max_share_of_on_demand_price", "policy.min_savings_share"}));
  EXPECT_FALSE(response.feasible);
  EXPECT_EQ(Codes(response.reasons), CodeList{"no_offer_allowed"});
}

TEST(AssessPrices, AFreeReferenceHasNoSavingsShare) {
  Offer offer = Spot("m6i.large", "a", kMicro);
  offer.on_demand_price_usd_per_hour = 0;
  EXPECT_EQ(CodesOfFirst({offer}, {.min_savings_share = 0}), CodeList{"savings_below_floor"});
  EXPECT_FALSE(Assess({offer}, {}).verdicts[0].savings_share.has_value());
}

TEST(AssessPrices, DearOffersAreJudgedToTheMicroDollarToo) {
  Offer offer = Spot("p5.48xlarge", "a", 68.838);
  offer.on_demand_price_usd_per_hour = 98.34;
  EXPECT_EQ(CodesOfFirst({offer}, {.max_share_of_on_demand_price = 0.7, .min_savings_share = 0.3}), CodeList{});
  offer.price_usd_per_hour += kMicro;
  EXPECT_EQ(CodesOfFirst({offer}, {.max_share_of_on_demand_price = 0.7, .min_savings_share = 0.3}),
            (CodeList{"price_above_share_of_on_demand", "savings_below_floor"}));
}

TEST(AssessPrices, TheGreatestAmountsDoNotOverflow) {
  Offer offer = Spot("m6i.large", "a", 1e6);
  offer.on_demand_price_usd_per_hour = 1e6;
  EXPECT_EQ(CodesOfFirst({offer}, {.max_share_of_on_demand_price = 10}), CodeList{});
}

TEST(AssessPrices, WithoutOffersNothingIsAllowed) {
  const AssessPricesResponse response = Assess({}, {});
  EXPECT_FALSE(response.feasible);
  EXPECT_EQ(response.reasons[0].sentence, "The request holds no offers.");
}

Error ErrorOf(const AssessPricesRequest& request, const Call& call = {}) {
  const auto result = AssessPrices(request, call);
  EXPECT_FALSE(result.ok());
  return result.ok() ? Error{} : result.error();
}

TEST(AssessPrices, ErrorsNameTheField) {
  const Offer offer = Spot("m6i.large", "a", 0.05);
  const Error second = ErrorOf({{offer, OnDemand("m6i.large", "a", 1), offer}, {}});
  EXPECT_EQ(second.code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(second.field, "offers[2]");
  EXPECT_EQ(second.message, "is a second offer of \"spot m6i.large in a\"; a request holds one offer of each pool");
  EXPECT_EQ(ErrorOf({{Spot("m6i.large", "a", std::numeric_limits<double>::quiet_NaN())}, {}}).field,
            "offers[0].price_usd_per_hour");
  EXPECT_EQ(ErrorOf({{}, {.min_savings_share = 1.5}}).field, "policy.min_savings_share");
  EXPECT_EQ(ErrorOf({}, {.cancelled = [] { return true; }, .progress = {}}).code, ErrorCode::kCancelled);
}

// Random offers of few types and zones, so that some spot offers have a reference and some have none.
std::vector<Offer> RandomOffers(std::mt19937& random) {
  std::vector<Offer> offers;
  for (const char* type : {"a", "b", "c"}) {
    for (const char* zone : {"x", "y"}) {
      for (const CapacityType capacity_type : {CapacityType::kSpot, CapacityType::kOnDemand}) {
        if (random() % 2 == 0) continue;
        offers.push_back(test::MakeOffer(capacity_type, type, zone, static_cast<double>(random() % 200) / 1000));
        if (random() % 4 == 0) offers.back().on_demand_price_usd_per_hour = 0.15;
      }
    }
  }
  return offers;
}

PricePolicy RandomPolicy(std::mt19937& random) {
  const auto share = [&] { return static_cast<double>(random() % 11) / 10; };
  PricePolicy policy;
  if (random() % 2 == 0) policy.max_spot_price_usd_per_hour = share() / 5;
  if (random() % 2 == 0) policy.max_spot_price_usd_per_hour_by_type["b"] = share() / 5;
  if (random() % 2 == 0) policy.max_share_of_on_demand_price = share();
  if (random() % 2 == 0) policy.min_savings_share = share();
  return policy;
}

// The obvious twin: doubles, one question after the other. Empty where doubles cannot tell.
std::optional<bool> TwinAllows(const Offer& offer, const std::vector<Offer>& offers, const PricePolicy& policy) {
  if (offer.capacity_type == CapacityType::kOnDemand) return true;
  double reference = std::numeric_limits<double>::infinity();
  for (const Offer& other : offers) {
    if (other.capacity_type == CapacityType::kOnDemand && other.instance_type == offer.instance_type) {
      reference = std::min(reference, other.price_usd_per_hour);
    }
  }
  if (offer.on_demand_price_usd_per_hour) reference = *offer.on_demand_price_usd_per_hour;
  std::vector<double> limits;
  if (policy.max_spot_price_usd_per_hour) limits.push_back(*policy.max_spot_price_usd_per_hour);
  const auto& by_type = policy.max_spot_price_usd_per_hour_by_type;
  if (by_type.count(offer.instance_type) > 0) limits.push_back(by_type.at(offer.instance_type));
  if (policy.max_share_of_on_demand_price || policy.min_savings_share) {
    if (std::isinf(reference)) return false;
    if (policy.max_share_of_on_demand_price) limits.push_back(*policy.max_share_of_on_demand_price * reference);
    if (policy.min_savings_share) limits.push_back((1 - *policy.min_savings_share) * reference);
  }
  bool allowed = true;
  for (const double limit : limits) {
    if (std::abs(limit - offer.price_usd_per_hour) < 1e-9) return std::nullopt;
    allowed = allowed && offer.price_usd_per_hour < limit;
  }
  return allowed;
}

TEST(AssessPrices, AgreesWithTheObviousTwin) {
  std::mt19937 random(1);
  int compared = 0;
  for (int round = 0; round < 3000; ++round) {
    const std::vector<Offer> offers = RandomOffers(random);
    const PricePolicy policy = RandomPolicy(random);
    const AssessPricesResponse response = Assess(offers, policy);
    for (std::size_t i = 0; i < offers.size(); ++i) {
      const std::optional<bool> expected = TwinAllows(offers[i], offers, policy);
      if (!expected) continue;
      ASSERT_EQ(response.verdicts[i].allowed, *expected) << "round " << round << ", offer " << i;
      ++compared;
    }
  }
  EXPECT_GT(compared, 10000);
}

TEST(AssessPrices, PermutingTheOffersPermutesTheVerdicts) {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    std::vector<Offer> offers = RandomOffers(random);
    const PricePolicy policy = RandomPolicy(random);
    std::map<Pool, PriceVerdict> before;
    for (const PriceVerdict& verdict : Assess(offers, policy).verdicts) before[verdict.pool] = verdict;
    std::shuffle(offers.begin(), offers.end(), random);
    for (const PriceVerdict& verdict : Assess(offers, policy).verdicts) ASSERT_EQ(before[verdict.pool], verdict);
  }
}

TEST(AssessPrices, RaisingACapNeverRefusesMoreAndScalingEverythingChangesNoVerdict) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    const std::vector<Offer> offers = RandomOffers(random);
    const PricePolicy policy = RandomPolicy(random);
    const AssessPricesResponse tight = Assess(offers, policy);

    PricePolicy loose = policy;
    if (loose.max_spot_price_usd_per_hour) *loose.max_spot_price_usd_per_hour += 0.01;
    if (loose.max_share_of_on_demand_price) *loose.max_share_of_on_demand_price += 0.1;
    if (loose.min_savings_share) *loose.min_savings_share /= 2;
    const AssessPricesResponse loosened = Assess(offers, loose);

    std::vector<Offer> tenfold = offers;
    PricePolicy tenfold_policy = policy;
    for (Offer& offer : tenfold) {
      offer.price_usd_per_hour *= 10;
      if (offer.on_demand_price_usd_per_hour) *offer.on_demand_price_usd_per_hour *= 10;
    }
    if (tenfold_policy.max_spot_price_usd_per_hour) *tenfold_policy.max_spot_price_usd_per_hour *= 10;
    for (auto& [type, cap] : tenfold_policy.max_spot_price_usd_per_hour_by_type) cap *= 10;
    const AssessPricesResponse scaled = Assess(tenfold, tenfold_policy);

    for (std::size_t i = 0; i < offers.size(); ++i) {
      ASSERT_LE(tight.verdicts[i].allowed, loosened.verdicts[i].allowed);
      ASSERT_EQ(tight.verdicts[i].allowed, scaled.verdicts[i].allowed);
      ASSERT_EQ(tight.verdicts[i].savings_share, scaled.verdicts[i].savings_share);
    }
  }
}

}  // namespace
}  // namespace spotwright
