#include "spotwright/grade_regions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "src/model/interruption_band.h"
#include "tests/support/offers.h"

namespace spotwright {
namespace {

using test::Codes;

constexpr std::int64_t kDay = 86'400'000;
constexpr std::int64_t kNow = 2'000 * kDay;

Offer At(CapacityType capacity_type, const std::string& region, const std::string& type, double price,
         std::int64_t vcpus = 4) {
  Offer offer = test::MakeOffer(capacity_type, type, region + "a", price);
  offer.region = region;
  offer.vcpus = vcpus;
  offer.allocatable.memory_bytes = vcpus * 4'000'000'000;
  return offer;
}

// A spot offer with its on-demand price and band.
Offer SpotAt(const std::string& region, const std::string& type, double price, double on_demand,
             std::optional<std::int64_t> band, std::int64_t vcpus = 4) {
  Offer offer = At(CapacityType::kSpot, region, type, price, vcpus);
  offer.on_demand_price_usd_per_hour = on_demand;
  offer.interruption_band = band;
  return offer;
}

GradeRegionsResponse Ask(const GradeRegionsRequest& request) {
  const auto result = GradeRegions(request);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().field + " " + result.error().message);
  return result.ok() ? *result : GradeRegionsResponse{};
}

GradedRegion GradeOf(const Offer& offer, const GradePolicy& policy = {}) {
  const GradeRegionsResponse response = Ask({.offers = {offer}, .policy = policy});
  EXPECT_EQ(response.places.size(), 1U);
  return response.places.empty() ? GradedRegion{} : response.places[0];
}

GradeRegionsRequest WithAges(std::vector<Offer> offers, std::int64_t price_days, std::int64_t band_days) {
  GradeRegionsRequest request;
  request.offers = std::move(offers);
  request.now_unix_ms = kNow;
  request.evidence = {{EvidenceSubject::kPrice, "", "prices", kNow - price_days * kDay},
                      {EvidenceSubject::kInterruption, "", "advisor", kNow - band_days * kDay}};
  return request;
}

const GradedRegion* Find(const GradeRegionsResponse& response, const std::string& region, const std::string& type) {
  for (const GradedRegion& graded : response.places) {
    if (graded.place == TypeInRegion{region, type}) return &graded;
  }
  return nullptr;
}

Error ErrorOf(const GradeRegionsRequest& request) {
  const auto result = GradeRegions(request);
  return result.ok() ? Error{ErrorCode::kOk, "", ""} : result.error();
}

TEST(GradeRegions, TheWorseOfDiscountAndInterruptionDecides) {
  const Grade grades[] = {Grade::kGreen, Grade::kYellow, Grade::kRed};
  const double prices[] = {0.10, 0.30, 0.50};  // 90, 70 and 50 % off.
  const std::int64_t bands[] = {1, 2, 4};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      const GradedRegion graded = GradeOf(SpotAt("r", "m6i.xlarge", prices[i], 1, bands[j]));
      EXPECT_EQ(graded.savings_grade, grades[i]);
      EXPECT_EQ(graded.interruption_grade, grades[j]);
      EXPECT_EQ(graded.grade, grades[std::max(i, j)]);
      EXPECT_EQ(graded.reasons.empty(), graded.grade == Grade::kGreen);
    }
  }
}

TEST(GradeRegions, EachBandHasItsGrade) {
  const Grade by_band[] = {Grade::kGreen, Grade::kGreen, Grade::kYellow, Grade::kYellow, Grade::kRed};
  for (std::int64_t band = 0; band < 5; ++band) {
    EXPECT_EQ(GradeOf(SpotAt("r", "t", 0.1, 1, band)).interruption_grade, by_band[band]) << band;
    Offer stated = SpotAt("r", "t", 0.1, 1, 4 - band);  // A stated hazard goes before the band.
    stated.interruptions_per_instance_hour = model::HazardOfBand(band);
    const GradedRegion graded = GradeOf(stated);
    EXPECT_EQ(graded.interruption_grade, by_band[band]) << band;
    EXPECT_EQ(graded.interruption_band, band);
    EXPECT_EQ(graded.interruptions_per_instance_hour, model::HazardOfBand(band));
  }
}

TEST(GradeRegions, TheEdgesOfBandsAreSharesOfAMonth) {
  const double edges[] = {0.05, 0.10, 0.15, 0.20};
  for (std::int64_t band = 0; band < 4; ++band) {
    const double hazard = -std::log1p(-edges[band]) / 730;
    EXPECT_EQ(model::BandOfHazard(hazard * 0.99999), band);
    EXPECT_EQ(model::BandOfHazard(hazard * 1.00001), band + 1);
  }
  EXPECT_EQ(model::BandOfHazard(0), 0);
}

TEST(GradeRegions, ExactlyAtAThresholdIsYellowAndOneMicroDollarBeyondItIsNot) {
  const auto savings = [](double price) { return GradeOf(SpotAt("r", "t", price, 0.1, 0)).savings_grade; };
  EXPECT_EQ(savings(0.02), Grade::kYellow);  // 80 % off: not more than 80 %.
  EXPECT_EQ(savings(0.019999), Grade::kGreen);
  EXPECT_EQ(savings(0.04), Grade::kYellow);  // 60 % off: not less than 60 %.
  EXPECT_EQ(savings(0.040001), Grade::kRed);
  EXPECT_EQ(GradeOf(SpotAt("r", "t", 0.05, 0.1, 0), {.red_below_savings_share = 0.5}).savings_grade, Grade::kYellow);
  EXPECT_EQ(GradeOf(SpotAt("r", "t", 0.12, 0.1, 0)).savings_grade, Grade::kRed);  // Dearer than on-demand.
}

TEST(GradeRegions, AnUnknownSavingIsRedAndUnknownInterruptionIsYellow) {
  Offer offer = SpotAt("r", "t", 0.01, 1, std::nullopt);
  EXPECT_EQ(GradeOf(offer).grade, Grade::kYellow);
  EXPECT_EQ(Codes(GradeOf(offer).reasons), std::vector<std::string>{"interruption_unknown"});
  EXPECT_FALSE(GradeOf(offer).basis[1].known);
  EXPECT_EQ(GradeOf(offer).confidence, 0);
  offer.on_demand_price_usd_per_hour.reset();
  const GradedRegion graded = GradeOf(offer);
  EXPECT_EQ(graded.grade, Grade::kRed);
  EXPECT_EQ(Codes(graded.reasons),
            (std::vector<std::string>{"on_demand_price_unknown", "interruption_unknown", "no_better_place"}));
  EXPECT_FALSE(graded.savings_share.has_value());
}

TEST(GradeRegions, ZonesCountByTheirMean) {
  Offer b = SpotAt("r", "t", 0.3, 1, 4);
  b.zone = "rb";
  const GradeRegionsResponse response = Ask({.offers = {b, SpotAt("r", "t", 0.1, 1, 0)}});
  ASSERT_EQ(response.places.size(), 1U);
  const GradedRegion& graded = response.places[0];
  EXPECT_EQ(graded.price_usd_per_hour, 0.2);
  EXPECT_EQ(graded.cheapest_zone_price_usd_per_hour, 0.1);
  EXPECT_EQ(graded.high_interruption_probability, 0.5);
  EXPECT_EQ(graded.interruption_band, 4);
  EXPECT_EQ(graded.interruptions_per_instance_hour, (model::HazardOfBand(0) + model::HazardOfBand(4)) / 2);
}

TEST(GradeRegions, AGoodBandLosesItsGradeWithinAYearAndABadOneKeepsItForYears) {
  const auto grade = [](std::int64_t band, std::int64_t days) {
    return Ask(WithAges({SpotAt("r", "t", 0.1, 1, band)}, 0, days)).places[0];
  };
  EXPECT_EQ(grade(0, 0).interruption_grade, Grade::kGreen);
  EXPECT_EQ(grade(0, 7).low_interruption_probability, 1);  // Fresh.
  EXPECT_LT(grade(0, 8).low_interruption_probability, 1);
  EXPECT_EQ(grade(0, 90).interruption_grade, Grade::kGreen);
  EXPECT_EQ(grade(0, 200).interruption_grade, Grade::kYellow);
  EXPECT_EQ(Codes(grade(0, 200).reasons), std::vector<std::string>{"interruption_evidence_weak"});
  EXPECT_EQ(grade(4, 1500).interruption_grade, Grade::kRed);
  EXPECT_EQ(grade(2, 1999).interruption_grade, Grade::kYellow);
  // One half-life beyond the fresh days it counts half.
  const GradedRegion half = grade(0, 187);
  EXPECT_EQ(half.basis[1].weight, 0.5);
  EXPECT_EQ(half.confidence, 0.5);
  EXPECT_EQ(half.basis[1].source, "advisor");
  EXPECT_EQ(half.basis[1].age_days, 187);
  EXPECT_DOUBLE_EQ(half.low_interruption_probability, 0.5 + 0.5 * 0.49);
}

TEST(GradeRegions, AgeNeverRaisesAGradeExceptThatABadBandIsForgottenInTheEnd) {
  for (std::int64_t band = 0; band < 4; ++band) {
    for (const double price : {0.1, 0.19, 0.39, 0.5}) {
      Grade before = Grade::kGreen;
      double margin = 0;
      for (const std::int64_t days : {0, 5, 30, 100, 365, 1000, 1999}) {
        const GradedRegion graded = Ask(WithAges({SpotAt("r", "t", price, 1, band)}, days, days)).places[0];
        EXPECT_GE(graded.grade, before);
        EXPECT_GE(graded.savings_margin_share, margin);
        before = graded.grade;
        margin = graded.savings_margin_share;
      }
    }
  }
}

TEST(GradeRegions, OldPricesCountTheLowerEndOfTheDiscount) {
  const auto graded = [](std::int64_t days) {
    return Ask(WithAges({SpotAt("r", "t", 0.15, 1, 0)}, days, 0)).places[0];  // 85 % off.
  };
  EXPECT_EQ(graded(7).savings_grade, Grade::kGreen);
  EXPECT_EQ(graded(7).savings_margin_share, 0);
  const GradedRegion old = graded(372);  // One half-life: half of the drift of 15 points.
  EXPECT_EQ(old.savings_margin_share, 0.075);
  EXPECT_EQ(old.savings_grade, Grade::kYellow);
  EXPECT_EQ(Codes(old.reasons), std::vector<std::string>{"savings_may_have_drifted"});
}

TEST(GradeRegions, EvidenceOfARegionGoesBeforeThatOfAll) {
  GradeRegionsRequest request = WithAges({SpotAt("r1", "t", 0.1, 1, 0), SpotAt("r2", "t", 0.1, 1, 0)}, 1, 1);
  request.evidence.push_back({EvidenceSubject::kInterruption, "r2", "old", kNow - 400 * kDay - 5});
  const GradeRegionsResponse response = Ask(request);
  EXPECT_EQ(Find(response, "r1", "t")->grade, Grade::kGreen);
  EXPECT_EQ(Find(response, "r2", "t")->grade, Grade::kYellow);
  EXPECT_EQ(Find(response, "r2", "t")->basis[1].source, "old");
  EXPECT_EQ(Find(response, "r2", "t")->basis[1].age_days, 400);
  EXPECT_EQ(response.call_again_at_unix_ms, kNow + kDay - 5);
}

TEST(GradeRegions, TheAnswerHoldsUntilItSaysToCallAgain) {
  GradeRegionsRequest request = WithAges({SpotAt("r1", "t", 0.1, 1, 0)}, 10, 20);
  request.evidence[1].observed_at_unix_ms -= 12345;
  const GradeRegionsResponse response = Ask(request);
  request.now_unix_ms = *response.call_again_at_unix_ms - 1;
  EXPECT_EQ(Ask(request), response);
  request.now_unix_ms = *response.call_again_at_unix_ms;
  EXPECT_NE(Ask(request), response);
}

TEST(GradeRegions, UndatedEvidenceCountsAsOfNowButIsHalfSure) {
  const GradeRegionsResponse response = Ask({.offers = {SpotAt("r", "t", 0.1, 1, 0)}});
  EXPECT_EQ(response.places[0].grade, Grade::kGreen);
  EXPECT_EQ(response.places[0].confidence, 0.5);
  EXPECT_EQ(Codes(response.reasons), (std::vector<std::string>{"evidence_undated", "evidence_undated"}));
  EXPECT_FALSE(response.call_again_at_unix_ms.has_value());
}

TEST(GradeRegions, APoorPlacementScoreIsYellowAtBest) {
  Offer offer = SpotAt("r", "t", 0.1, 1, 0);
  offer.placement_score = 3;
  EXPECT_EQ(GradeOf(offer).grade, Grade::kYellow);
  EXPECT_EQ(Codes(GradeOf(offer).reasons), std::vector<std::string>{"placement_score_low"});
  EXPECT_EQ(GradeOf(offer, {.yellow_max_placement_score = 0}).grade, Grade::kGreen);
  offer.placement_score = 4;
  EXPECT_EQ(GradeOf(offer).grade, Grade::kGreen);
  offer.placement_score = 1;
  offer.interruption_band = 4;
  EXPECT_EQ(GradeOf(offer).grade, Grade::kRed);
}

TEST(GradeRegions, TheEffectivePriceHoldsWhatAnInterruptionCosts) {
  Offer offer = SpotAt("r", "t", 0.1, 1, 0);
  offer.interruptions_per_instance_hour = 0.01;
  EXPECT_DOUBLE_EQ(GradeOf(offer).effective_price_usd_per_hour, 0.101);
  EXPECT_DOUBLE_EQ(GradeOf(offer, {.restart_hours = 3, .restart_cost_usd = 5}).effective_price_usd_per_hour, 0.153);
  EXPECT_EQ(GradeOf(offer, {.restart_hours = 0}).effective_price_usd_per_hour, 0.1);
}

TEST(GradeRegions, ARedPlaceNamesASizeElseATypeElseARegion) {
  const Offer red = SpotAt("r1", "m6i.xlarge", 0.5, 1, 0);
  const Offer size = SpotAt("r1", "m6i.2xlarge", 0.5, 2, 0, 8);
  const Offer small_size = SpotAt("r1", "m6i.large", 0.15, 0.5, 0, 2);
  const Offer type = SpotAt("r1", "m6a.xlarge", 0.1, 1, 0);
  const Offer region = SpotAt("r2", "m6i.xlarge", 0.1, 1, 0);
  const auto better = [](const std::vector<Offer>& offers) {
    const GradeRegionsResponse response = Ask({.offers = offers});
    return Find(response, "r1", "m6i.xlarge")->better;
  };
  EXPECT_EQ(better({red, size, small_size, type, region})->place, (TypeInRegion{"r1", "m6i.2xlarge"}));  // .0625/vCPU
  EXPECT_EQ(better({red, size, small_size, type, region})->kind, BetterPlaceKind::kSize);
  EXPECT_EQ(better({red, size, small_size, type, region})->vcpus, 8);
  EXPECT_EQ(better({red, type, region})->kind, BetterPlaceKind::kType);
  EXPECT_EQ(better({red, type, region})->place.instance_type, "m6a.xlarge");
  EXPECT_EQ(better({red, region})->kind, BetterPlaceKind::kRegion);
  EXPECT_EQ(better({red, region})->place.region, "r2");
  EXPECT_EQ(better({red}), std::nullopt);
  Offer other = type;
  other.architecture = Architecture::kArm64;
  EXPECT_EQ(better({red, other}), std::nullopt);
  other = type;
  other.allocatable.memory_bytes -= 1;
  EXPECT_EQ(better({red, other}), std::nullopt);
  other = type;
  other.instance_type = "c6i.xlarge";
  EXPECT_EQ(better({red, other}), std::nullopt);
  EXPECT_EQ(better({red, SpotAt("r2", "m6i.xlarge", 0.55, 1, 0)}), std::nullopt);  // Red as well.
}

TEST(GradeRegions, WhatCannotBeHadIsNotGraded) {
  Offer out = SpotAt("r1", "t", 0.1, 1, 0);
  out.available = false;
  Offer notice = SpotAt("r2", "t", 0.1, 1, 0);
  notice.under_notice = true;
  Offer none = SpotAt("r3", "t", 0.1, 1, 0);
  none.available_count = 0;
  const GradeRegionsResponse response = Ask({.offers = {out, notice, none}, .current = {{"r1", "t"}}});
  EXPECT_FALSE(response.feasible);
  EXPECT_TRUE(response.places.empty());
  EXPECT_TRUE(response.regrets.empty());
  EXPECT_EQ(Codes(response.reasons),
            (std::vector<std::string>{"current_place_not_graded", "place_unavailable", "nothing_to_grade"}));
  EXPECT_EQ(response.reasons[1].paths, (std::vector<std::string>{"t in r1", "t in r2", "t in r3"}));
  EXPECT_FALSE(Ask({}).feasible);
}

TEST(GradeRegions, RegretIsAgainstTheBestRegionAndTheBestTypeThatIsLargeEnough) {
  const std::vector<Offer> offers = {SpotAt("r1", "m6i.xlarge", 0.3, 1, 0), SpotAt("r2", "m6i.xlarge", 0.2, 1, 0),
                                     SpotAt("r3", "m6i.xlarge", 0.1, 1, 4),        // Red: nobody should go there.
                                     SpotAt("r3", "c6i.2xlarge", 0.15, 1, 0, 8),   // Larger and cheaper.
                                     SpotAt("r3", "c6i.large", 0.05, 0.5, 0, 2)};  // Too small.
  const GradeRegionsResponse response =
      Ask({.offers = offers, .current = {{"r1", "m6i.xlarge"}, {"r3", "m6i.xlarge"}}, .policy = {.restart_hours = 0}});
  ASSERT_EQ(response.regrets.size(), 2U);
  EXPECT_EQ(response.regrets[0].best_region, (TypeInRegion{"r2", "m6i.xlarge"}));
  EXPECT_DOUBLE_EQ(response.regrets[0].regret_usd_per_hour, 0.1);
  EXPECT_DOUBLE_EQ(response.regrets[0].regret_share, 0.5);
  EXPECT_EQ(response.regrets[0].best, (TypeInRegion{"r3", "c6i.2xlarge"}));
  EXPECT_DOUBLE_EQ(response.regrets[0].best_regret_usd_per_hour, 0.15);
  EXPECT_DOUBLE_EQ(response.regrets[0].best_regret_share, 1);
  EXPECT_EQ(response.regrets[1].best, response.regrets[1].place);
  EXPECT_EQ(response.regrets[1].best_regret_usd_per_hour, 0);
}

TEST(GradeRegions, Errors) {
  const Offer offer = SpotAt("r", "t", 0.1, 1, 0);
  EXPECT_EQ(ErrorOf({.offers = {offer, offer}}).field, "offers[1]");
  Offer nowhere = offer;
  nowhere.region.clear();
  EXPECT_EQ(ErrorOf({.offers = {offer, nowhere}}).field, "offers[1].region");
  EXPECT_EQ(ErrorOf({.current = {{"r", "t"}, {"r", "t"}}}).field, "current[1]");
  EXPECT_EQ(ErrorOf({.current = {{"r", ""}}}).field, "current[0].instance_type");
  EXPECT_EQ(ErrorOf({.policy = {.green_above_savings_share = 0.5}}).field, "policy.red_below_savings_share");
  EXPECT_EQ(ErrorOf({.policy = {.green_max_band = 2, .red_min_band = 2}}).field, "policy.red_min_band");
  GradeRegionsRequest request = WithAges({offer}, 1, 1);
  request.now_unix_ms.reset();
  EXPECT_EQ(ErrorOf(request).field, "now_unix_ms");
  request = WithAges({offer}, 1, -1);
  EXPECT_EQ(ErrorOf(request).field, "evidence[1].observed_at_unix_ms");
  request = WithAges({offer}, 1, 1);
  request.evidence.push_back(request.evidence[0]);
  EXPECT_EQ(ErrorOf(request).field, "evidence[2]");
  Offer score = offer;
  score.placement_score = 11;
  EXPECT_EQ(ErrorOf({.offers = {score}}).field, "offers[0].placement_score");
}

// The rules once more, slow and plain.
class Twin {
 public:
  explicit Twin(const GradeRegionsRequest& request) : request_(request) {}

  Grade GradeOf(const TypeInRegion& place) const {
    double price = 0;
    double on_demand = 0;
    double low = 0;
    double high = 0;
    int zones = 0;
    for (const Offer& offer : OffersAt(place)) {
      ++zones;
      price += offer.price_usd_per_hour;
      on_demand = *offer.on_demand_price_usd_per_hour;
      for (std::int64_t band = 0; band < 5; ++band) {
        const double p = Probability(*offer.interruption_band, band);
        if (band <= request_.policy.green_max_band) low += p;
        if (band >= request_.policy.red_min_band) high += p;
      }
    }
    price /= zones;
    const double weight = Weight(0, request_.policy.price_half_life_days);
    const double savings = 1 - price / on_demand - (1 - weight) * request_.policy.savings_drift_share;
    int worst = 1;
    if (savings <= request_.policy.green_above_savings_share) worst = 2;
    if (savings < request_.policy.red_below_savings_share || high / zones >= 0.5) worst = 3;
    if (low / zones < 0.75) worst = std::max(worst, 2);
    return static_cast<Grade>(worst);
  }

  double EffectivePrice(const TypeInRegion& place) const {
    double price = 0;
    double hazard = 0;
    int zones = 0;
    for (const Offer& offer : OffersAt(place)) {
      ++zones;
      price += offer.price_usd_per_hour;
      for (std::int64_t band = 0; band < 5; ++band) {
        hazard += Probability(*offer.interruption_band, band) * model::HazardOfBand(band);
      }
    }
    return price / zones * (1 + hazard / zones * request_.policy.restart_hours) +
           hazard / zones * request_.policy.restart_cost_usd;
  }

 private:
  std::vector<Offer> OffersAt(const TypeInRegion& place) const {
    std::vector<Offer> offers;
    for (const Offer& offer : request_.offers) {
      if (offer.region == place.region && offer.instance_type == place.instance_type) offers.push_back(offer);
    }
    return offers;
  }

  double Weight(std::size_t evidence, double half_life) const {
    const auto days = (*request_.now_unix_ms - request_.evidence[evidence].observed_at_unix_ms) / kDay;
    const double excess = static_cast<double>(days) - request_.policy.fresh_days;
    return excess <= 0 ? 1 : half_life / (half_life + excess);
  }

  double Probability(std::int64_t stated, std::int64_t band) const {
    const double usual[] = {0.27, 0.22, 0.17, 0.10, 0.24};
    const GradePolicy& policy = request_.policy;
    const double weight =
        Weight(1, stated >= policy.red_min_band ? policy.red_band_half_life_days : policy.band_half_life_days);
    return (stated == band ? weight : 0) + (1 - weight) * usual[band];
  }

  const GradeRegionsRequest& request_;
};

GradeRegionsRequest RandomRequest(std::mt19937& random) {
  const auto pick = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
  std::vector<Offer> offers;
  for (const char* region : {"r1", "r2", "r3"}) {
    for (const char* type : {"m5.xlarge", "m5.2xlarge", "m6i.xlarge"}) {
      if (pick(6) == 0) continue;
      const std::int64_t vcpus = type == std::string("m5.2xlarge") ? 8 : 4;
      for (int zone = 0; zone <= pick(3); ++zone) {
        // Odd prices, so that no threshold is met exactly and doubles of the twin decide as the engine's integers do.
        offers.push_back(SpotAt(region, type, 0.01 + 0.000007 * (1 + pick(60'000)), 1.000003, pick(5), vcpus));
        offers.back().zone += std::to_string(zone);
      }
    }
  }
  GradeRegionsRequest request = WithAges(std::move(offers), pick(800), pick(1200));
  request.policy.restart_hours = pick(20);
  request.policy.restart_cost_usd = pick(50);
  return request;
}

TEST(GradeRegions, AgreesWithASlowTwin) {
  std::mt19937 random(7);
  std::map<Grade, int> seen;
  for (int round = 0; round < 300; ++round) {
    GradeRegionsRequest request = RandomRequest(random);
    const Twin twin(request);
    const GradeRegionsResponse response = Ask(request);
    for (const GradedRegion& graded : response.places) {
      EXPECT_EQ(graded.grade, twin.GradeOf(graded.place)) << graded.place.region << graded.place.instance_type;
      EXPECT_NEAR(graded.effective_price_usd_per_hour, twin.EffectivePrice(graded.place), 1.1e-6);
      ++seen[graded.grade];
      std::int64_t rank = 1;
      for (const GradedRegion& other : response.places) {
        const bool same_type = other.place.instance_type == graded.place.instance_type;
        if (same_type && other.effective_price_usd_per_hour < graded.effective_price_usd_per_hour) ++rank;
      }
      EXPECT_LE(rank, graded.rank);
      EXPECT_EQ(graded.better.has_value() && graded.better->grade == Grade::kRed, false);
      EXPECT_TRUE(!graded.better || graded.grade == Grade::kRed);
    }
    std::shuffle(request.offers.begin(), request.offers.end(), random);
    EXPECT_EQ(Ask(request), response);
  }
  for (const Grade grade : {Grade::kGreen, Grade::kYellow, Grade::kRed}) EXPECT_GT(seen[grade], 10);
}

TEST(GradeRegions, ScalingAllPricesChangesNoGradeAndOneMoreRegionNeverLowersARegret) {
  std::mt19937 random(11);
  for (int round = 0; round < 100; ++round) {
    GradeRegionsRequest request = RandomRequest(random);
    if (request.offers.empty()) continue;
    const Offer first = request.offers.front();
    request.policy.restart_cost_usd = 0;
    request.current = {{first.region, first.instance_type}};
    const GradeRegionsResponse response = Ask(request);
    GradeRegionsRequest scaled = request;
    for (Offer& offer : scaled.offers) {
      offer.price_usd_per_hour *= 1000;
      *offer.on_demand_price_usd_per_hour *= 1000;
    }
    for (const GradedRegion& graded : Ask(scaled).places) {
      EXPECT_EQ(graded.grade, Find(response, graded.place.region, graded.place.instance_type)->grade);
    }
    request.offers.push_back(SpotAt("r4", first.instance_type, 0.1, 1, 0, first.vcpus));
    const GradeRegionsResponse more = Ask(request);
    EXPECT_GE(more.regrets[0].regret_usd_per_hour, response.regrets[0].regret_usd_per_hour);
    EXPECT_GE(more.regrets[0].best_regret_usd_per_hour, more.regrets[0].regret_usd_per_hour);
  }
}

}  // namespace
}  // namespace spotwright
