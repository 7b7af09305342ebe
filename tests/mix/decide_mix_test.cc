#include "spotwright/decide_mix.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>

#include "src/base/money.h"
#include "src/model/offers.h"
#include "tests/support/offers.h"

namespace spotwright {
namespace {

using test::Codes;
using test::OnDemand;
using test::Spot;

using CodeList = std::vector<std::string>;

DecideMixResponse Decide(const DecideMixRequest& request) {
  const auto result = DecideMix(request);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().field + " " + result.error().message);
  return result.ok() ? *result : DecideMixResponse{};
}

DecideMixResponse Decide(DecideMixRequest request, std::int64_t now_unix_ms) {
  request.now_unix_ms = now_unix_ms;
  return Decide(request);
}

// "+2 on_demand m/a" launches two, "-1 spot" ends one.
std::string Text(const MixStep& step) {
  std::string text = (step.action == MixAction::kLaunch ? "+" : "-") + std::to_string(step.units);
  text += step.pool.capacity_type == CapacityType::kSpot ? " spot" : " on_demand";
  if (!step.pool.instance_type.empty()) text += " " + step.pool.instance_type + "/" + step.pool.zone;
  return text;
}

CodeList Steps(const DecideMixResponse& response) {
  CodeList texts;
  for (const MixStep& step : response.steps) texts.push_back(Text(step));
  return texts;
}

PoolUnits Running(CapacityType type, std::int64_t units) { return {{"", "", "", type}, units}; }
PoolUnits Running(const Offer& offer, std::int64_t units) { return {model::PoolOf(offer), units}; }

constexpr CapacityType kSpotType = CapacityType::kSpot;
constexpr CapacityType kOnDemandType = CapacityType::kOnDemand;
const MixPolicy kHalf{.on_demand_percentage = 50};

TEST(DecideMix, WithoutOffersItSplitsAndNamesOnlyCapacityTypes) {
  const DecideMixResponse response = Decide({.total_units = 10, .policy = {.preset = MixPreset::kSmartScale}});
  EXPECT_EQ(Steps(response), (CodeList{"+4 on_demand", "+6 spot"}));
  EXPECT_EQ(response.target_on_demand_units, 4);
  EXPECT_EQ(response.target_spot_units, 6);
  EXPECT_EQ(response.on_demand_units, 4);
  EXPECT_EQ(response.spot_units, 6);
  EXPECT_EQ(response.launch_cost_usd_per_hour, 0);
  EXPECT_EQ(Codes(response.reasons), CodeList{"mix_target"});
  EXPECT_EQ(response.reasons[0].sentence,
            "Of 10 units 4 are to be on-demand and 6 spot. On-demand: a base of 2, and 30 % of the 8 above it, "
            "rounded to the nearest.");
}

TEST(DecideMix, LaunchesOnlyWhatDoesNotRunYet) {
  EXPECT_EQ(Steps(Decide(
                {.total_units = 10, .policy = kHalf, .running = {Running(kOnDemandType, 3), Running(kSpotType, 4)}})),
            (CodeList{"+2 on_demand", "+1 spot"}));
  EXPECT_EQ(Steps(Decide(
                {.total_units = 10, .policy = kHalf, .running = {Running(kOnDemandType, 5), Running(kSpotType, 5)}})),
            CodeList{});
}

TEST(DecideMix, EndsNothingMerelyForTheRatioUnlessAsked) {
  DecideMixRequest request{
      .total_units = 10, .policy = kHalf, .running = {Running(kOnDemandType, 7), Running(kSpotType, 1)}};
  const DecideMixResponse kept = Decide(request);
  EXPECT_EQ(Steps(kept), CodeList{"+2 spot"});
  EXPECT_EQ(Codes(kept.reasons), (CodeList{"mix_target", "ratio_kept"}));
  EXPECT_EQ(kept.reasons[1].sentence,
            "2 on-demand units run above the target of 5; they stay, as nothing is to end merely for the ratio.");
  request.mend_ratio = true;
  const DecideMixResponse mended = Decide(request);
  EXPECT_EQ(Steps(mended), (CodeList{"+4 spot", "-2 on_demand"}));
  EXPECT_EQ(mended.on_demand_units, 5);
  EXPECT_EQ(mended.spot_units, 5);
  EXPECT_EQ(Codes(mended.reasons), CodeList{"mix_target"});
}

TEST(DecideMix, EndsTheTypeAboveItsTargetWhenTooManyRun) {
  EXPECT_EQ(Steps(Decide(
                {.total_units = 10, .policy = kHalf, .running = {Running(kOnDemandType, 9), Running(kSpotType, 4)}})),
            CodeList{"-3 on_demand"});
  EXPECT_EQ(Steps(Decide(
                {.total_units = 10, .policy = kHalf, .running = {Running(kOnDemandType, 7), Running(kSpotType, 6)}})),
            (CodeList{"-1 spot", "-2 on_demand"}));
  EXPECT_EQ(Steps(Decide({.total_units = 0, .running = {Running(kOnDemandType, 1), Running(kSpotType, 1)}})),
            (CodeList{"-1 spot", "-1 on_demand"}));
}

TEST(DecideMix, DisabledSpotIsReplacedByOnDemandFirst) {
  DecideMixRequest request{.total_units = 10,
                           .policy = {.preset = MixPreset::kSmartScale, .spot_enabled = false},
                           .running = {Running(kOnDemandType, 4), Running(kSpotType, 6)}};
  const DecideMixResponse response = Decide(request);
  EXPECT_EQ(Steps(response), (CodeList{"+6 on_demand", "-6 spot"}));
  EXPECT_EQ(response.spot_units, 0);
  EXPECT_EQ(Codes(response.reasons), CodeList{"spot_not_enabled"});

  // What on-demand cannot replace stays.
  Offer offer = OnDemand("m", "a", 1);
  offer.available_count = 2;
  request.offers = {offer};
  const DecideMixResponse short_of = Decide(request);
  EXPECT_EQ(Steps(short_of), (CodeList{"+2 on_demand m/a", "-2 spot"}));
  EXPECT_EQ(short_of.spot_units, 4);
  EXPECT_FALSE(short_of.feasible);
  EXPECT_EQ(Codes(short_of.reasons), (CodeList{"spot_not_enabled", "pools_full"}));
}

TEST(DecideMix, LowestPriceFillsTheCheapestPoolThenTheNext) {
  std::vector<Offer> offers = {Spot("dear", "a", 0.05), Spot("cheap", "b", 0.03), Spot("cheap", "a", 0.03),
                               OnDemand("m", "a", 0.1)};
  offers[2].available_count = 3;
  const DecideMixResponse response = Decide({.total_units = 10, .policy = kHalf, .offers = offers});
  EXPECT_EQ(Steps(response), (CodeList{"+5 on_demand m/a", "+3 spot cheap/a", "+2 spot cheap/b"}));
  EXPECT_EQ(response.launch_cost_usd_per_hour, 0.65);
  EXPECT_EQ(response.steps[0].pool.region, "eu-west-1");
}

TEST(DecideMix, DiversifiedSpreadsEvenlyAndCountsWhatRuns) {
  DecideMixRequest request{.total_units = 8,
                           .policy = {.allocation = MixAllocation::kDiversified},
                           .offers = {Spot("c", "a", 0.05), Spot("b", "a", 0.04), Spot("a", "a", 0.06)}};
  EXPECT_EQ(Steps(Decide(request)), (CodeList{"+3 spot b/a", "+3 spot c/a", "+2 spot a/a"}));
  request.running = {Running(request.offers[1], 4)};
  EXPECT_EQ(Steps(Decide(request)), (CodeList{"+2 spot c/a", "+2 spot a/a"}));
}

TEST(DecideMix, OnDemandTakesWhatTheSpotPoolsCannot) {
  std::vector<Offer> offers = {Spot("m", "a", 0.03), Spot("m", "b", 0.01), Spot("m", "c", 0.01), Spot("m", "d", 0.01),
                               OnDemand("m", "a", 0.1)};
  offers[0].available_count = 2;
  offers[1].available = false;
  offers[2].cooling_until_unix_ms = 2000;
  offers[3].available_count = 0;
  const DecideMixResponse response = Decide({.total_units = 5, .offers = offers, .now_unix_ms = 1000});
  EXPECT_EQ(Steps(response), (CodeList{"+3 on_demand m/a", "+2 spot m/a"}));
  EXPECT_TRUE(response.feasible);
  EXPECT_EQ(response.target_spot_units, 5);
  EXPECT_EQ(response.spot_units, 2);
  EXPECT_EQ(Codes(response.reasons),
            (CodeList{"mix_target", "spot_pools_full", "offer_unavailable", "offer_cooling", "offer_used_up"}));
  EXPECT_EQ(response.reasons[1].sentence, "The spot pools can give 2 of the 5 units wanted; 3 fall to on-demand.");
  EXPECT_EQ(response.reasons[3].paths, CodeList{"offers[2]"});
  EXPECT_EQ(response.call_again_at_unix_ms, 2000);

  const DecideMixResponse later = Decide({.total_units = 5, .offers = offers, .now_unix_ms = 2000});
  EXPECT_EQ(Steps(later), CodeList{"+5 spot m/c"});
  EXPECT_FALSE(later.call_again_at_unix_ms.has_value());
}

TEST(DecideMix, CallsAgainWhenTheFirstWantedPoolStopsCooling) {
  std::vector<Offer> offers = {Spot("m", "a", 0.03), Spot("m", "b", 0.03), OnDemand("m", "a", 0.1)};
  offers[0].cooling_until_unix_ms = 300;
  offers[1].cooling_until_unix_ms = 200;
  offers[2].cooling_until_unix_ms = 100;
  const MixPolicy none_on_demand{.on_demand_percentage = 0};
  EXPECT_EQ(Decide({.total_units = 1, .policy = none_on_demand, .offers = offers}, 50).call_again_at_unix_ms, 100);
  EXPECT_EQ(Decide({.total_units = 1, .policy = none_on_demand, .offers = offers}, 150).call_again_at_unix_ms, 200);
  // Only on-demand is wanted: that spot pools cool does not matter.
  EXPECT_EQ(Decide({.total_units = 1, .policy = {.spot_enabled = false}, .offers = offers}, 150).call_again_at_unix_ms,
            std::nullopt);
}

TEST(DecideMix, FullSpotPoolsKeepOnDemandUnitsThatWereToEnd) {
  Offer offer = Spot("m", "a", 0.03);
  offer.available_count = 1;
  const DecideMixResponse response =
      Decide({.total_units = 4, .offers = {offer}, .running = {Running(kOnDemandType, 4)}, .mend_ratio = true});
  EXPECT_EQ(Steps(response), (CodeList{"+1 spot m/a", "-1 on_demand"}));
  EXPECT_TRUE(response.feasible);
}

TEST(DecideMix, SpotNeverTakesWhatOnDemandCannot) {
  Offer on_demand = OnDemand("m", "a", 0.1);
  on_demand.available_count = 1;
  const DecideMixResponse response =
      Decide({.total_units = 10, .policy = kHalf, .offers = {Spot("m", "a", 0.03), on_demand}});
  EXPECT_FALSE(response.feasible);
  EXPECT_EQ(Steps(response), (CodeList{"+1 on_demand m/a", "+5 spot m/a"}));
  EXPECT_EQ(Codes(response.reasons), (CodeList{"mix_target", "pools_full"}));
  EXPECT_EQ(response.reasons[1].sentence, "The on-demand pools can give 1 of the 5 units wanted; 4 are missing.");
}

TEST(DecideMix, EndsTheDearestPoolsFirstAndThoseWithoutAnOfferBeforeThem) {
  const std::vector<Offer> offers = {Spot("cheap", "a", 0.03), Spot("dear", "a", 0.05)};
  DecideMixRequest request{.total_units = 4,
                           .offers = offers,
                           .running = {Running(offers[0], 3), Running(offers[1], 3), Running(offers[0], 1),
                                       Running(Spot("gone", "a", 0), 1)}};
  EXPECT_EQ(Steps(Decide(request)), (CodeList{"-1 spot gone/a", "-3 spot dear/a"}));
  request.policy.allocation = MixAllocation::kDiversified;
  request.total_units = 5;
  EXPECT_EQ(Steps(Decide(request)), (CodeList{"-1 spot dear/a", "-2 spot cheap/a"}));
}

TEST(DecideMix, WhatStaysKeepsToTheShares) {
  DecideMixRequest request{
      .total_units = 6, .policy = {.max_pool_share = 0.5}, .offers = {Spot("m", "a", 0.1), Spot("m", "b", 0.2)}};
  request.running = {Running(request.offers[0], 6), Running(request.offers[1], 6)};
  EXPECT_EQ(Steps(Decide(request)), (CodeList{"-3 spot m/b", "-3 spot m/a"}));
  request.policy = {.min_spot_pools = 2};
  EXPECT_EQ(Steps(Decide(request)), (CodeList{"-3 spot m/b", "-3 spot m/a"}));
}

TEST(DecideMix, LowestPriceCountsOnlyPoolsThatCanGive) {
  DecideMixRequest request{.total_units = 10,
                           .policy = {.allocation = MixAllocation::kLowestPrice, .lowest_price_pools = 2},
                           .offers = {Spot("m", "a", 0.1), Spot("m", "b", 0.2), Spot("m", "c", 0.3)}};
  request.offers[0].available = false;
  EXPECT_EQ(Steps(Decide(request)), (CodeList{"+5 spot m/b", "+5 spot m/c"}));
}

TEST(DecideMix, TheGreatestAmountsDoNotOverflow) {
  const DecideMixResponse response =
      Decide({.total_units = 1'000'000'000, .offers = {Spot("m", "a", 1e6), OnDemand("m", "a", 1e6)}});
  EXPECT_EQ(response.launch_cost_usd_per_hour, 1e15);
}

Error ErrorOf(const DecideMixRequest& request, const Call& call = {}) {
  const auto result = DecideMix(request, call);
  EXPECT_FALSE(result.ok());
  return result.ok() ? Error{} : result.error();
}

TEST(DecideMix, ErrorsNameTheField) {
  EXPECT_EQ(ErrorOf({.total_units = -1}).field, "total_units");
  EXPECT_EQ(ErrorOf({.policy = {.on_demand_percentage = 101}}).field, "policy.on_demand_percentage");
  EXPECT_EQ(ErrorOf({.running = {{}}}).field, "running[0].pool.capacity_type");
  EXPECT_EQ(ErrorOf({.offers = {Spot("m", "a", 1), Spot("m", "a", 1)}}).field, "offers[1]");
  Offer cooling = Spot("m", "a", 1);
  cooling.cooling_until_unix_ms = 5;
  EXPECT_EQ(ErrorOf({.offers = {cooling}}).field, "now_unix_ms");
  EXPECT_EQ(ErrorOf({}, {.cancelled = [] { return true; }, .progress = {}}).code, ErrorCode::kCancelled);
}

DecideMixRequest RandomRequest(std::mt19937& random) {
  DecideMixRequest request;
  request.total_units = random() % 12;
  request.policy.on_demand_base_units = random() % 4;
  request.policy.on_demand_percentage = static_cast<double>(random() % 11) * 10;
  request.policy.share_of = random() % 2 == 0 ? ShareOf::kWhole : ShareOf::kAboveBase;
  request.policy.rounding = static_cast<MixRounding>(1 + random() % 3);
  request.policy.spot_enabled = random() % 8 != 0;
  request.policy.allocation = static_cast<MixAllocation>(1 + random() % 2);
  request.mend_ratio = random() % 2 == 0;
  request.now_unix_ms = 100;
  for (const char* type : {"a", "b", "c"}) {
    for (const CapacityType capacity_type : {kSpotType, kOnDemandType}) {
      Offer offer = test::MakeOffer(capacity_type, type, "z", static_cast<double>(random() % 5 + 1) / 100);
      if (random() % 3 == 0) request.running.push_back(Running(offer, random() % 6));
      if (random() % 2 == 0) offer.available_count = random() % 5;
      if (random() % 8 == 0) offer.available = false;
      if (random() % 8 == 0) offer.cooling_until_unix_ms = 99 + random() % 3;
      if (random() % 6 != 0) request.offers.push_back(offer);
    }
  }
  // Without any offer steps name no pools, which the checks below follow.
  if (request.offers.empty()) request.offers.push_back(OnDemand("d", "z", 1));
  return request;
}

// What any answer must keep to, checked without the code that made it.
void CheckAnswer(const DecideMixRequest& request, const DecideMixResponse& response) {
  std::map<Pool, std::int64_t> launched, ended, held;
  std::map<Pool, const Offer*> offers;
  for (const Offer& offer : request.offers) offers[Running(offer, 0).pool] = &offer;
  std::map<CapacityType, std::int64_t> after;
  for (const PoolUnits& running : request.running) {
    held[running.pool] += running.units;
    after[running.pool.capacity_type] += running.units;
  }
  bool ending = false;
  std::int64_t cost = 0;
  for (const MixStep& step : response.steps) {
    ASSERT_GT(step.units, 0);
    if (step.action == MixAction::kEnd) {
      ending = true;
      ended[step.pool] += step.units;
      after[step.pool.capacity_type] -= step.units;
      ASSERT_LE(ended[step.pool], held[step.pool]);
      continue;
    }
    ASSERT_FALSE(ending) << "a launch after an end";
    launched[step.pool] += step.units;
    after[step.pool.capacity_type] += step.units;
    ASSERT_TRUE(offers.count(step.pool));
    const Offer& offer = *offers[step.pool];
    ASSERT_TRUE(offer.available);
    ASSERT_FALSE(offer.cooling_until_unix_ms && *offer.cooling_until_unix_ms > *request.now_unix_ms);
    ASSERT_LE(launched[step.pool], offer.available_count.value_or(launched[step.pool]));
    cost += base::MicroUsd(offer.price_usd_per_hour) * step.units;
  }
  ASSERT_EQ(base::MicroUsd(response.launch_cost_usd_per_hour), cost);
  ASSERT_EQ(response.on_demand_units, after[kOnDemandType]);
  ASSERT_EQ(response.spot_units, after[kSpotType]);
  ASSERT_EQ(response.target_on_demand_units + response.target_spot_units, request.total_units);
  if (!response.feasible) return;
  ASSERT_GE(response.on_demand_units + response.spot_units, request.total_units);
  if (request.mend_ratio) {
    ASSERT_EQ(response.on_demand_units + response.spot_units, request.total_units);
    ASSERT_GE(response.on_demand_units, response.target_on_demand_units);
  }
}

// Launching the same numbers from other pools is never cheaper. Tries every allocation of one capacity type.
std::int64_t CheapestCost(const DecideMixRequest& request, CapacityType type, std::size_t from, std::int64_t units) {
  if (units == 0) return 0;
  if (from == request.offers.size()) return std::numeric_limits<std::int64_t>::max() / 2;
  const Offer& offer = request.offers[from];
  const bool usable =
      offer.capacity_type == type && offer.available && offer.cooling_until_unix_ms.value_or(0) <= *request.now_unix_ms;
  const std::int64_t room = usable ? std::min(units, offer.available_count.value_or(units)) : 0;
  std::int64_t best = std::numeric_limits<std::int64_t>::max() / 2;
  for (std::int64_t take = 0; take <= room; ++take) {
    best = std::min(
        best, take * base::MicroUsd(offer.price_usd_per_hour) + CheapestCost(request, type, from + 1, units - take));
  }
  return best;
}

TEST(DecideMix, RandomAnswersKeepToTheRulesAndLowestPriceIsTheLeastCost) {
  std::mt19937 random(4);
  for (int round = 0; round < 4000; ++round) {
    const DecideMixRequest request = RandomRequest(random);
    const DecideMixResponse response = Decide(request);
    CheckAnswer(request, response);
    if (HasFatalFailure()) FAIL() << "round " << round;
    if (request.policy.allocation != MixAllocation::kLowestPrice) continue;
    std::map<CapacityType, std::int64_t> launched;
    for (const MixStep& step : response.steps) {
      if (step.action == MixAction::kLaunch) launched[step.pool.capacity_type] += step.units;
    }
    ASSERT_EQ(base::MicroUsd(response.launch_cost_usd_per_hour),
              CheapestCost(request, kSpotType, 0, launched[kSpotType]) +
                  CheapestCost(request, kOnDemandType, 0, launched[kOnDemandType]));
  }
}

TEST(DecideMix, PermutingOffersAndRunningUnitsChangesNothing) {
  std::mt19937 random(5);
  for (int round = 0; round < 500; ++round) {
    DecideMixRequest request = RandomRequest(random);
    DecideMixResponse before = Decide(request);
    std::shuffle(request.offers.begin(), request.offers.end(), random);
    std::shuffle(request.running.begin(), request.running.end(), random);
    DecideMixResponse after = Decide(request);
    for (DecideMixResponse* response : {&before, &after}) {
      for (Reason& reason : response->reasons) reason.paths.clear();  // They hold indices of the offers,
      response->binding_paths.clear();                                // and so do these.
    }
    ASSERT_EQ(before, after) << "round " << round;
  }
}

TEST(DecideMix, ScalingAllPricesScalesTheCostAndChangesNoStep) {
  std::mt19937 random(6);
  for (int round = 0; round < 500; ++round) {
    DecideMixRequest request = RandomRequest(random);
    const DecideMixResponse before = Decide(request);
    for (Offer& offer : request.offers) offer.price_usd_per_hour *= 3;
    const DecideMixResponse after = Decide(request);
    ASSERT_EQ(before.steps, after.steps);
    ASSERT_EQ(3 * base::MicroUsd(before.launch_cost_usd_per_hour), base::MicroUsd(after.launch_cost_usd_per_hour));
  }
}

TEST(DecideMix, CarryingOutTheStepsLeavesNothingToDo) {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    DecideMixRequest request = RandomRequest(random);
    const DecideMixResponse response = Decide(request);
    for (const MixStep& step : response.steps) {
      std::int64_t left = step.action == MixAction::kLaunch ? 0 : step.units;
      for (PoolUnits& running : request.running) {
        if (running.pool != step.pool) continue;
        const std::int64_t gone = std::min(left, running.units);
        running.units -= gone;
        left -= gone;
      }
      ASSERT_EQ(left, 0);
      if (step.action == MixAction::kEnd) continue;
      request.running.push_back({step.pool, step.units});
      for (Offer& offer : request.offers) {
        if (Running(offer, 0).pool == step.pool && offer.available_count) *offer.available_count -= step.units;
      }
    }
    ASSERT_EQ(Decide(request).steps, std::vector<MixStep>{}) << "round " << round;
  }
}

}  // namespace
}  // namespace spotwright
