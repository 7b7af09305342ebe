#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <utility>

#include "spotwright/decide_mix.h"
#include "src/model/offers.h"
#include "tests/support/offers.h"

namespace spotwright {
namespace {

using model::PoolOf;
using test::Codes;
using test::OnDemand;
using test::Spot;

DecideMixResponse Decide(const DecideMixRequest& request) {
  const auto result = DecideMix(request);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().field + " " + result.error().message);
  return result.ok() ? *result : DecideMixResponse{};
}

PoolRisk RiskOf(const Offer& offer, double probability, double correlation = 1) {
  return {PoolOf(offer), probability, correlation, probability * 12};
}

std::int64_t UnitsIn(const DecideMixResponse& response, const Offer& offer) {
  for (const PoolUnits& pool : response.pools) {
    if (pool.pool == PoolOf(offer)) return pool.units;
  }
  return 0;
}

std::vector<std::string> Strings(std::initializer_list<const char*> texts) { return {texts.begin(), texts.end()}; }

// Three zones at a third of the on-demand price, each lost as a block.
DecideMixRequest ThreeZones(double target, double loss_probability = 0.01) {
  DecideMixRequest request{
      .total_units = 4,
      .policy = {.availability_target = target},
      .offers = {Spot("m", "a", 0.1), Spot("m", "b", 0.1), Spot("m", "c", 0.1), OnDemand("m", "a", 0.3)}};
  RiskModel risk;
  for (int i = 0; i < 3; ++i)
    risk.pools.push_back(RiskOf(request.offers[static_cast<std::size_t>(i)], loss_probability));
  request.risk = risk;
  return request;
}

TEST(ByTarget, SparesSpotWhereThatIsCheaperThanOnDemand) {
  // One pool is enough for 0.99.
  const DecideMixResponse one = Decide(ThreeZones(0.99));
  EXPECT_EQ(one.spot_units, 4);
  EXPECT_EQ(one.on_demand_units, 0);
  EXPECT_NEAR(*one.achieved_probability, 0.99, 1e-12);
  EXPECT_NEAR(one.cost_usd_per_hour, 0.4, 1e-12);
  EXPECT_EQ(Codes(one.reasons), Strings({"mix_for_target"}));
  EXPECT_NEAR(one.expected_interruptions_per_month, 4 * 0.12 * 730, 1e-9);
  // Two in each of three: any one may go.
  const DecideMixResponse three = Decide(ThreeZones(0.999));
  EXPECT_EQ(three.spot_units, 6);
  EXPECT_NEAR(*three.achieved_probability, 1 - 3 * 0.01 * 0.01 * 0.99 - 1e-6, 1e-12);
  // What two of three lost would break needs on-demand in part, or for all.
  const DecideMixResponse most = Decide(ThreeZones(0.99999));
  EXPECT_GE(*most.achieved_probability, 0.99999);
  EXPECT_GT(most.on_demand_units, 0);
}

TEST(ByTarget, AShockThatTakesAllSpotForcesOnDemand) {
  DecideMixRequest request = ThreeZones(0.999);
  request.risk->shocks = {{"eu-west-1", "", 0.002}};
  const DecideMixResponse response = Decide(request);
  EXPECT_EQ(response.on_demand_units, 4);
  EXPECT_EQ(response.spot_units, 0);
  EXPECT_EQ(*response.achieved_probability, 1);
}

TEST(ByTarget, WithoutARiskModelTheOffersSpeak) {
  DecideMixRequest request = ThreeZones(0.99);
  request.risk.reset();
  for (Offer& offer : request.offers) offer.interruptions_per_instance_hour = 6;  // A third in five minutes.
  EXPECT_GT(Decide(request).on_demand_units, 0);
  for (Offer& offer : request.offers) offer.interruptions_per_instance_hour = 0.001;
  EXPECT_EQ(Decide(request).on_demand_units, 0);
  // A pool that a given model does not name loses everything.
  request.risk = RiskModel{};
  EXPECT_EQ(Decide(request).on_demand_units, 4);
}

TEST(ByTarget, ATargetOutOfReachSaysSoAndGivesTheBest) {
  DecideMixRequest request = ThreeZones(0.9999, 0.1);
  request.offers[3].available_count = 0;
  for (std::size_t i = 0; i < 3; ++i) request.offers[i].available_count = 3;
  const DecideMixResponse response = Decide(request);
  EXPECT_FALSE(response.feasible);
  EXPECT_EQ(response.spot_units, 6);  // Two of three zones must stay; three in each would not change that.
  EXPECT_EQ(response.reasons[0].code, "target_out_of_reach");
  EXPECT_EQ(response.binding_paths, Strings({"offers[0].available_count", "offers[1].available_count",
                                             "offers[2].available_count", "offers[3].available_count"}));
}

TEST(ByTarget, LimitsBindAndAreNamed) {
  DecideMixRequest request = ThreeZones(0.999);
  request.policy.max_pool_share = 0.25;
  const DecideMixResponse response = Decide(request);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_LE(UnitsIn(response, request.offers[i]), 1);
  EXPECT_TRUE(response.feasible);
  EXPECT_EQ(response.binding_paths, Strings({"policy.max_pool_share"}));

  request = ThreeZones(0.99);
  request.policy.max_region_share = 0.5;
  const DecideMixResponse half = Decide(request);
  EXPECT_EQ(half.spot_units, 2);
  EXPECT_EQ(half.on_demand_units, 2);
  EXPECT_EQ(half.binding_paths, Strings({"policy.max_region_share"}));

  request = ThreeZones(0.99);
  request.policy.min_spot_pools = 3;
  const DecideMixResponse spread = Decide(request);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(UnitsIn(spread, request.offers[i]), 2);
  EXPECT_EQ(spread.binding_paths, Strings({"policy.min_spot_pools"}));

  request = ThreeZones(0.99);
  request.policy.on_demand_base_units = 1;
  EXPECT_EQ(Decide(request).on_demand_units, 1);
  EXPECT_EQ(Decide(request).binding_paths, Strings({"policy.on_demand_base_units"}));
}

TEST(ByTarget, QuotasAddressesAndTheGroupsMaximumAreKept) {
  DecideMixRequest request = ThreeZones(0.999);
  for (Offer& offer : request.offers) offer.vcpus = 2;
  request.quotas = {{CapacityType::kSpot, "eu-west-1", {.families = {"m"}}, 8}};
  const DecideMixResponse by_quota = Decide(request);
  EXPECT_LE(by_quota.spot_units, 4);
  EXPECT_GE(*by_quota.achieved_probability, 0.999);
  EXPECT_EQ(by_quota.binding_paths, Strings({"quotas[0].max_vcpus"}));
  // Launches are ready before anything ends: what runs counts until then.
  request.running = {{PoolOf(request.offers[0]), 4}};
  for (const MixStep& step : Decide(request).steps) {
    EXPECT_TRUE(step.action == MixAction::kEnd || step.pool.capacity_type == CapacityType::kOnDemand);
  }

  request = ThreeZones(0.999);
  request.subnets = {{"a", 1}, {"b", 4, 4}};
  const DecideMixResponse by_address = Decide(request);
  EXPECT_LE(UnitsIn(by_address, request.offers[0]) + UnitsIn(by_address, request.offers[3]), 1);
  EXPECT_LE(UnitsIn(by_address, request.offers[1]), 1);

  request = ThreeZones(0.999);
  request.max_units = 5;
  const DecideMixResponse by_maximum = Decide(request);
  EXPECT_LE(by_maximum.spot_units + by_maximum.on_demand_units, 5);
  EXPECT_TRUE(by_maximum.feasible);
  EXPECT_EQ(by_maximum.binding_paths, Strings({"max_units"}));
}

TEST(ByTarget, ReservedAndCommittedCapacityGoesFirst) {
  DecideMixRequest request = ThreeZones(0.99);
  request.offers[3].reserved_count = 3;
  const DecideMixResponse reserved = Decide(request);
  EXPECT_EQ(reserved.on_demand_units, 3);
  EXPECT_EQ(reserved.spot_units, 1);
  EXPECT_NEAR(reserved.cost_usd_per_hour, 0.1, 1e-12);

  request = ThreeZones(0.99);
  request.commitments = {{"plan", 0.5, {{"", "m", "eu-west-1", 0.2}}}};
  const DecideMixResponse committed = Decide(request);
  EXPECT_EQ(committed.on_demand_units, 2);
  EXPECT_EQ(committed.spot_units, 2);
  EXPECT_NEAR(committed.cost_usd_per_hour, 0.2, 1e-12);
}

TEST(ByTarget, WeightsMakeUnitsOfInstances) {
  DecideMixRequest request = ThreeZones(0.9);
  request.capacity_weights = {{"m", 3}};
  const DecideMixResponse response = Decide(request);
  EXPECT_EQ((response.spot_units + response.on_demand_units) % 3, 0);
  EXPECT_GE(response.spot_units + response.on_demand_units, 4);
  for (const MixStep& step : response.steps) EXPECT_EQ(step.units % 3, 0);
  request.running = {{PoolOf(request.offers[0]), 4}};
  EXPECT_EQ(DecideMix(request).error().field, "running[0].units");
}

TEST(ByTarget, SwitchingMustPay) {
  DecideMixRequest request = ThreeZones(0.99);
  request.offers[1].price_usd_per_hour = 0.09;
  request.running = {{PoolOf(request.offers[0]), 4}};
  EXPECT_EQ(UnitsIn(Decide(request), request.offers[1]), 4);  // A cent an hour, and nothing to pay for it.
  request.policy.switching_cost_usd_per_unit = 0.02;
  EXPECT_TRUE(Decide(request).steps.empty());
  request.policy.payback_hours = 4;
  EXPECT_EQ(UnitsIn(Decide(request), request.offers[1]), 4);
}

TEST(ByTarget, InterruptionsCost) {
  DecideMixRequest request = ThreeZones(0.9);
  request.offers[0].price_usd_per_hour = 0.09;
  request.risk->pools[0].interruptions_per_instance_hour = 0.5;
  EXPECT_EQ(UnitsIn(Decide(request), request.offers[0]), 4);
  request.policy.interruption_cost_usd_per_unit = 0.05;
  const DecideMixResponse response = Decide(request);
  EXPECT_EQ(UnitsIn(response, request.offers[0]), 0);
  EXPECT_NEAR(response.expected_cost_usd_per_hour, response.cost_usd_per_hour + 4 * 0.12 * 0.05, 1e-6);
}

TEST(ByTarget, APoolUnderNoticeCountsAsLost) {
  DecideMixRequest request = ThreeZones(0.99);
  request.offers[0].under_notice = true;
  request.running = {{PoolOf(request.offers[0]), 4}};
  const DecideMixResponse response = Decide(request);
  EXPECT_EQ(UnitsIn(response, request.offers[0]), 0);
  EXPECT_EQ(response.steps.back().action, MixAction::kEnd);
  EXPECT_EQ(Codes(response.reasons), Strings({"mix_for_target", "pool_under_notice"}));
}

TEST(ByTarget, ABudgetBuysTheMostAvailability) {
  DecideMixRequest request = ThreeZones(0);
  request.policy.availability_target.reset();
  request.policy.budget_usd_per_hour = 0.6;
  const DecideMixResponse response = Decide(request);
  EXPECT_LE(response.cost_usd_per_hour, 0.6);
  EXPECT_NEAR(*response.achieved_probability, 1 - 3 * 0.01 * 0.01 * 0.99 - 1e-6, 1e-12);
  EXPECT_EQ(response.reasons[0].code, "mix_for_budget");
  EXPECT_EQ(response.binding_paths, Strings({"policy.budget_usd_per_hour"}));
  request.policy.budget_usd_per_hour = 1.2;
  EXPECT_EQ(*Decide(request).achieved_probability, 1);
  EXPECT_TRUE(Decide(request).binding_paths.empty());
  // A target that costs more.
  request.policy.availability_target = 0.99999;
  request.policy.budget_usd_per_hour = 0.6;
  const DecideMixResponse dear = Decide(request);
  EXPECT_FALSE(dear.feasible);
  EXPECT_LE(dear.cost_usd_per_hour, 0.6);
  EXPECT_EQ(Codes(dear.reasons), Strings({"target_out_of_reach", "budget_too_small"}));
}

TEST(ByTarget, DrillsSayWhatALossWouldTake) {
  DecideMixRequest request = ThreeZones(0.999);
  request.drill = true;
  request.offers[3].available_count = 3;
  const DecideMixResponse response = Decide(request);
  ASSERT_EQ(response.drills.size(), 5U);  // Spot, three pools, one region.
  EXPECT_EQ(response.drills[0].kind, DrillKind::kSpotOff);
  EXPECT_EQ(response.drills[0].lost_units, 6);
  EXPECT_EQ(response.drills[0].launch_units, 4);
  EXPECT_EQ(response.drills[0].missing_units, 1);
  EXPECT_NEAR(response.drills[0].launch_cost_usd_per_hour, 0.9, 1e-12);
  EXPECT_EQ(response.drills[1].kind, DrillKind::kPoolOff);
  EXPECT_EQ(response.drills[1].launch_units, 0);
  EXPECT_EQ(response.drills[4].kind, DrillKind::kRegionOff);
  EXPECT_EQ(response.drills[4].missing_units, 4);  // There is no other region.
  EXPECT_EQ(response.on_demand_ceiling_units, 4);
}

TEST(ByTarget, NamedAllocationsChooseOnlyHowMuch) {
  for (const MixAllocation allocation :
       {MixAllocation::kLowestPrice, MixAllocation::kDiversified, MixAllocation::kPriceCapacityOptimized,
        MixAllocation::kCapacityOptimized, MixAllocation::kCapacityOptimizedPrioritized}) {
    DecideMixRequest request = ThreeZones(0.999);
    request.policy.allocation = allocation;
    request.policy.preferred_instance_types = {"m"};
    request.policy.lowest_price_pools = 3;
    const DecideMixResponse response = Decide(request);
    EXPECT_TRUE(response.feasible);
    EXPECT_GE(*response.achieved_probability, 0.999);
    const bool even = allocation == MixAllocation::kDiversified || allocation == MixAllocation::kLowestPrice;
    EXPECT_EQ(response.spot_units, even ? 6 : 0) << static_cast<int>(allocation);
  }
}

TEST(ByTarget, NamedAllocationsSayWhatBinds) {
  const auto binding = [](const DecideMixRequest& request) { return Decide(request).binding_paths; };
  DecideMixRequest request = ThreeZones(0.999);
  request.policy.allocation = MixAllocation::kDiversified;
  EXPECT_TRUE(binding(request).empty());
  DecideMixRequest limited = request;
  limited.policy.max_pool_share = 0.25;
  EXPECT_EQ(binding(limited), Strings({"policy.max_pool_share"}));
  limited = request;
  limited.policy.on_demand_base_units = 1;
  EXPECT_EQ(binding(limited), Strings({"policy.on_demand_base_units"}));
  limited = request;
  limited.max_units = 5;
  EXPECT_EQ(binding(limited), Strings({"max_units"}));
  limited = request;
  for (std::size_t i = 0; i < 3; ++i) limited.offers[i].available_count = 1;
  EXPECT_EQ(binding(limited),
            Strings({"offers[0].available_count", "offers[1].available_count", "offers[2].available_count"}));
  limited = request;
  limited.policy.availability_target.reset();
  limited.policy.budget_usd_per_hour = 0.6;
  EXPECT_EQ(binding(limited), Strings({"policy.budget_usd_per_hour"}));
  // One pool holds all that it may, unless they are to be several.
  limited = ThreeZones(0.9);
  limited.policy.allocation = MixAllocation::kLowestPrice;
  limited.policy.min_spot_pools = 3;
  EXPECT_EQ(binding(limited), Strings({"policy.min_spot_pools"}));
}

// Inputs that a review found to be answered wrongly.

TEST(ByTarget, ManySmallPoolsAreFoundTogether) {
  DecideMixRequest request{.total_units = 20, .policy = {.max_pool_share = 0.1, .availability_target = 0.5}};
  RiskModel risk;
  for (int i = 0; i < 20; ++i) {
    request.offers.push_back(Spot("m", std::string(1, static_cast<char>('a' + i)), 0.1));
    risk.pools.push_back(RiskOf(request.offers.back(), 0.001));
  }
  request.risk = risk;
  const DecideMixResponse response = Decide(request);
  EXPECT_TRUE(response.feasible);
  EXPECT_GE(response.spot_units, 20);
}

TEST(ByTarget, ALargeFleetOfSmallPoolsStays) {
  DecideMixRequest request{.total_units = 1000,
                           .policy = {.availability_target = 0.9, .switching_cost_usd_per_unit = 1},
                           .offers = {OnDemand("m", "a", 1)}};
  RiskModel risk;
  for (int i = 0; i < 300; ++i) {
    Offer offer = Spot("m" + std::to_string(i), "a", 0.1);
    offer.available = false;
    request.offers.push_back(offer);
    request.running.push_back({PoolOf(offer), 5});
    risk.pools.push_back(RiskOf(offer, 0.01));
  }
  request.risk = risk;
  const DecideMixResponse response = Decide(request);
  EXPECT_TRUE(response.feasible);
  EXPECT_TRUE(response.steps.empty());
  EXPECT_GE(*response.achieved_probability, 0.9);
}

TEST(ByTarget, LotsLeaveNothingOutThatIsNeeded) {
  DecideMixRequest request{.total_units = 10'000,
                           .policy = {.availability_target = 0.9},
                           .offers = {OnDemand("m", "a", 1), OnDemand("m", "b", 1)}};
  request.offers[0].available_count = 9990;
  request.offers[1].available_count = 19;
  const DecideMixResponse response = Decide(request);
  EXPECT_TRUE(response.feasible);
  EXPECT_EQ(response.on_demand_units, 10'000);
}

TEST(ByTarget, LimitsHoldAlsoInLots) {
  DecideMixRequest request = ThreeZones(0.5);
  request.total_units = 10'000;
  request.offers[3].price_usd_per_hour = 30;
  request.offers[1].available = request.offers[2].available = false;
  request.offers[0].available_count = 79;
  request.running = {{PoolOf(request.offers[0]), 237}};
  EXPECT_LE(UnitsIn(Decide(request), request.offers[0]), 237 + 79);
  request.offers[0].available_count.reset();
  for (Offer& offer : request.offers) offer.vcpus = 1;
  request.quotas = {{CapacityType::kSpot, "", {}, 240}};
  EXPECT_LE(Decide(request).spot_units, 240);
}

TEST(ByTarget, AHeavyInstanceIsLostAsOne) {
  DecideMixRequest request = ThreeZones(0.8, 0.5);
  request.total_units = 10'000;
  request.capacity_weights = {{"m", 10'000}};
  request.policy.availability_target.reset();
  request.policy.budget_usd_per_hour = 0.1;
  EXPECT_NEAR(*Decide(request).achieved_probability, 0.5, 1e-12);
}

TEST(ByTarget, AbsurdAmountsDoNotOverflow) {
  DecideMixRequest request = ThreeZones(0.9, 0.5);
  request.total_units = 1'000'000'000;
  request.capacity_weights = {{"m", 1'000'000}};
  request.policy.interruption_cost_usd_per_unit = 1e6;
  request.policy.switching_cost_usd_per_unit = 1e6;
  request.policy.payback_hours = 0.01;
  for (PoolRisk& pool : request.risk->pools) pool.interruptions_per_instance_hour = 3600;
  const DecideMixResponse response = Decide(request);
  EXPECT_TRUE(response.feasible);
  EXPECT_GE(response.expected_cost_usd_per_hour, response.cost_usd_per_hour);
  request.capacity_weights.clear();
  EXPECT_TRUE(Decide(request).feasible);
}

TEST(ByTarget, ABudgetDoesNotMindInterruptions) {
  DecideMixRequest request = ThreeZones(0, 0.3);
  request.policy.availability_target.reset();
  request.policy.budget_usd_per_hour = 1;
  const double without = *Decide(request).achieved_probability;
  request.policy.interruption_cost_usd_per_unit = 1000;
  EXPECT_EQ(*Decide(request).achieved_probability, without);
}

TEST(ByTarget, AMissingBaseIsNotAMissedTarget) {
  DecideMixRequest request = ThreeZones(0.9);
  request.policy.on_demand_base_units = 2;
  request.offers[3].available_count = 1;
  const DecideMixResponse response = Decide(request);
  EXPECT_FALSE(response.feasible);
  EXPECT_EQ(Codes(response.reasons), Strings({"mix_for_target", "on_demand_base_missing"}));
}

TEST(ByTarget, ThePriceOfTheRegionGoesBeforeThatOfAny) {
  for (const bool swapped : {false, true}) {
    DecideMixRequest request = ThreeZones(0.99);
    request.commitments = {{"plan", 0.5, {{"", "m", "", 0.5}, {"", "m", "eu-west-1", 0.25}}}};
    if (swapped) std::swap(request.commitments[0].prices[0], request.commitments[0].prices[1]);
    EXPECT_EQ(Decide(request).on_demand_units, 2);
  }
}

TEST(ByTarget, ErrorsNameTheField) {
  const auto field_of = [](const DecideMixRequest& request) {
    const auto result = DecideMix(request);
    return result.ok() ? std::string() : result.error().field;
  };
  DecideMixRequest request = ThreeZones(0.9);
  request.policy.preset = MixPreset::kSmartScale;
  EXPECT_EQ(field_of(request), "policy.availability_target");
  request = ThreeZones(0.9);
  request.policy.on_demand_percentage = 30;
  EXPECT_EQ(field_of(request), "policy.availability_target");
  request = ThreeZones(0.9);
  request.offers.clear();
  EXPECT_EQ(field_of(request), "policy.availability_target");
  request = ThreeZones(0.9);
  request.risk->pools[1] = request.risk->pools[0];
  EXPECT_EQ(field_of(request), "risk.pools[1].pool");
  request = ThreeZones(0.9);
  request.subnets = {{"a", 1}, {"a", 2}};
  EXPECT_EQ(field_of(request), "subnets[1].zone");
  request = ThreeZones(0.9);
  request.capacity_weights = {{"m", 1}, {"m", 2}};
  EXPECT_EQ(field_of(request), "capacity_weights[1].instance_type");
  request = ThreeZones(0.9);
  request.commitments = {{"", 1, {{"", "m", "", 1}, {"", "m", "", 2}}}};
  EXPECT_EQ(field_of(request), "commitments[0].prices[1]");
}

DecideMixRequest RandomRequest(std::mt19937& random) {
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
  DecideMixRequest request;
  request.total_units = 1 + below(4);
  request.policy.availability_target = std::vector<double>{0.5, 0.9, 0.99, 0.999}[random() % 4];
  RiskModel risk;
  for (const char* zone : {"a", "b", "c"}) {
    Offer offer = Spot("m", zone, 0.05 + 0.01 * below(10));
    risk.pools.push_back(RiskOf(offer, 0.01 * below(20), 0.5 * below(3)));
    if (below(3) == 0) request.running.push_back({PoolOf(offer), below(4)});
    request.offers.push_back(offer);
  }
  if (below(2) == 0) risk.shocks.push_back({"eu-west-1", "", 0.002 * below(5)});
  request.offers.push_back(OnDemand("m", "a", 0.3));
  request.risk = risk;
  return request;
}

// Where every mix is looked at these are theorems: a higher target never lowers the cost, one more pool never raises
// it.
TEST(ByTarget, CostIsMonotonousInTheTargetAndThePools) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    DecideMixRequest request = RandomRequest(random);
    request.policy.max_iterations = 100'000;
    const DecideMixResponse all = Decide(request);
    ASSERT_TRUE(all.feasible);
    DecideMixRequest higher = request;
    higher.policy.availability_target = 1 - (1 - *request.policy.availability_target) / 3;
    ASSERT_GE(Decide(higher).expected_cost_usd_per_hour, all.expected_cost_usd_per_hour - 1e-9) << round;
    DecideMixRequest fewer = request;
    std::erase_if(fewer.running, [](const PoolUnits& running) { return running.pool.zone == "b"; });
    fewer.offers.erase(fewer.offers.begin() + 1);
    ASSERT_GE(Decide(fewer).expected_cost_usd_per_hour, all.expected_cost_usd_per_hour - 1e-9) << round;
  }
}

// What the mix holds, counted anew by whom it belongs to.
std::int64_t UnitsWhere(const DecideMixResponse& response, const std::function<bool(const Pool&)>& counts) {
  std::int64_t units = 0;
  for (const PoolUnits& pool : response.pools) units += counts(pool.pool) ? pool.units : 0;
  return units;
}

// A mix keeps to every rule and reaches its target, or says which rules are in the way.
TEST(ByTarget, AMixKeepsToItsRulesOrSaysWhichForbidIt) {
  std::mt19937 random(4);
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
  int infeasible = 0;
  for (int round = 0; round < 400; ++round) {
    DecideMixRequest request = RandomRequest(random);
    request.running.clear();
    if (below(2) == 0) request.policy.allocation = static_cast<MixAllocation>(1 + below(6));
    for (Offer& offer : request.offers) {
      offer.vcpus = 2;
      if (below(3) == 0) offer.available_count = below(4);
    }
    if (below(2) == 0) request.policy.max_zone_share = 0.25 * below(5);
    if (below(3) == 0) request.policy.on_demand_base_units = 1 + below(2);
    if (below(3) == 0) request.max_units = below(6);
    if (below(3) == 0) request.quotas = {{CapacityType::kSpot, "", {}, 2 * below(5)}};
    if (below(3) == 0) request.subnets = {{"a", below(5)}};
    const DecideMixResponse response = Decide(request);
    for (const Offer& offer : request.offers) {
      ASSERT_LE(UnitsIn(response, offer), offer.available_count.value_or(1000)) << round;
      const std::int64_t in_zone = UnitsWhere(response, [&](const Pool& pool) {
        return pool.zone == offer.zone && pool.capacity_type == CapacityType::kSpot;
      });
      if (request.policy.max_zone_share) {
        ASSERT_LE(static_cast<double>(in_zone),
                  *request.policy.max_zone_share * static_cast<double>(request.total_units));
      }
    }
    ASSERT_LE(response.spot_units + response.on_demand_units, request.max_units.value_or(1000)) << round;
    if (!request.quotas.empty()) {
      ASSERT_LE(2 * response.spot_units, request.quotas[0].max_vcpus) << round;
    }
    if (!request.subnets.empty()) {
      const std::int64_t in_a = UnitsWhere(response, [](const Pool& pool) { return pool.zone == "a"; });
      ASSERT_LE(in_a, request.subnets[0].free_addresses) << round;
    }
    if (response.feasible) {
      ASSERT_GE(*response.achieved_probability, *request.policy.availability_target - 1e-11) << round;
      ASSERT_GE(response.on_demand_units, std::min(request.policy.on_demand_base_units, request.total_units)) << round;
    } else {
      ++infeasible;
      ASSERT_FALSE(response.binding_paths.empty()) << round;
    }
  }
  EXPECT_GT(infeasible, 50);
}

TEST(ByTarget, CarryingOutTheStepsLeavesNothingToDo) {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    DecideMixRequest request = RandomRequest(random);
    request.policy.switching_cost_usd_per_unit = 0.01;
    const DecideMixResponse response = Decide(request);
    request.running = response.pools;
    ASSERT_TRUE(Decide(request).steps.empty()) << "round " << round;
  }
}

TEST(ByTarget, PermutingOffersAndRisksChangesNothing) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    DecideMixRequest request = RandomRequest(random);
    DecideMixResponse before = Decide(request);
    std::shuffle(request.offers.begin(), request.offers.end(), random);
    std::shuffle(request.risk->pools.begin(), request.risk->pools.end(), random);
    std::shuffle(request.running.begin(), request.running.end(), random);
    DecideMixResponse after = Decide(request);
    ASSERT_EQ(before, after) << "round " << round;
  }
}

}  // namespace
}  // namespace spotwright
