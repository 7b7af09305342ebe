// Plans for an availability target.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "src/codec/json.h"
#include "src/risk/survival.h"
#include "tests/plan/random_plan.h"
#include "tests/plan/small_cluster.h"

namespace spotwright {
namespace {

using test::App;
using test::CountNew;
using test::Find;
using test::NodeOf;
using test::OnDemand;
using test::PlanWell;
using test::Runs;
using test::Sized;
using test::Spot;

PoolRisk RiskOf(const Offer& offer, double probability) {
  return {.pool = {offer.instance_type, offer.region, offer.zone, CapacityType::kSpot},
          .loss_probability = probability,
          .loss_correlation = 1,
          .interruptions_per_instance_hour = probability / 10};
}

// Twelve pods of one vCPU, machines of two; three spot pools that die as blocks, each in one lead time of a hundred.
PlanRequest ThreePools() {
  PlanRequest request;
  request.offers = {Sized(OnDemand("m6i.large", "eu-west-1a", 0.09), 2)};
  RiskModel risk;
  for (const char* zone : {"eu-west-1a", "eu-west-1b", "eu-west-1c"}) {
    request.offers.push_back(Sized(Spot("m6i.large", zone, 0.03), 2));
    risk.pools.push_back(RiskOf(request.offers.back(), 0.01));
  }
  request.risk = risk;
  request.workloads = {App("web", 12)};
  return request;
}

std::set<std::string> SpotZones(const PlanResponse& plan) {
  std::set<std::string> zones;
  for (const PackedNode& node : plan.nodes) {
    if (node.pool.capacity_type == CapacityType::kSpot) zones.insert(node.pool.zone);
  }
  return zones;
}

TEST(PlanTarget, ALowTargetIsMetByTheCheapestSpotAlone) {
  PlanRequest request = ThreePools();
  request.policy.mix.availability_target = 0.9;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(CountNew(plan, CapacityType::kOnDemand), 0);
  EXPECT_EQ(plan.summary.cost_planned_usd_per_hour, 0.18);
  EXPECT_GE(*plan.summary.achieved_availability, 0.9);
  EXPECT_NE(Find(plan.reasons, "plan_for_target"), nullptr);
}

// One pool may be lost: three nodes in each of three pools hold the work without any one of them, and cost less than
// a single on-demand node more would.
TEST(PlanTarget, SpareSpotIsLaunchedWhereItIsCheaperThanOnDemand) {
  PlanRequest request = ThreePools();
  request.policy.mix.availability_target = 0.999;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(CountNew(plan, CapacityType::kOnDemand), 0);
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 9);
  EXPECT_EQ(plan.summary.cost_planned_usd_per_hour, 0.27);
  EXPECT_NEAR(*plan.summary.achieved_availability, 0.99 * 0.99 * 0.99 + 3 * 0.01 * 0.99 * 0.99, 1e-12);
  const Reason* spares = Find(plan.reasons, "spare_nodes");
  ASSERT_NE(spares, nullptr);
  EXPECT_EQ(spares->numbers.at("nodes"), 3);
  std::int64_t spare_launches = 0;
  for (const PlanStep& step : plan.steps) {
    if (step.sentence.find("to spare") != std::string::npos) spare_launches += std::ssize(step.nodes);
  }
  EXPECT_EQ(spare_launches, 3);
}

// Where units are lost one by one, a spare one in the same pool helps as well.
TEST(PlanTarget, SpareSpotMayBeInTheOnlyPool) {
  PlanRequest request = ThreePools();
  request.offers.resize(2);
  request.risk->pools.resize(1);
  request.risk->pools[0].loss_correlation = 0;
  request.policy.mix.availability_target = 0.99;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(CountNew(plan, CapacityType::kOnDemand), 0);
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 7);
}

// Work that spreads over zones needs spot in all of them: a mix of the cheapest zone alone would be of no use to it.
TEST(PlanTarget, SpreadWorkGetsSpotInEveryZone) {
  PlanRequest request = ThreePools();
  request.offers[1].price_usd_per_hour = 0.02;
  TopologySpread spread;
  spread.topology_key = "topology.kubernetes.io/zone";
  spread.selector.match_labels = {{"app", "web"}};
  request.workloads[0].topology_spread = {spread};
  request.policy.mix.availability_target = 0.9;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 6);
  EXPECT_EQ(SpotZones(plan).size(), 3U);
}

TEST(PlanTarget, CertaintyIsOnDemand) {
  PlanRequest request = ThreePools();
  request.policy.mix.availability_target = 1;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(CountNew(plan, CapacityType::kOnDemand), 6);
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 0);
  EXPECT_EQ(plan.summary.achieved_availability, 1);
  EXPECT_EQ(plan.summary.expected_interruptions_per_month, 0);
}

TEST(PlanTarget, AHigherTargetNeverLowersTheOnDemandShare) {
  PlanRequest request = ThreePools();
  double before = 1;
  for (const double target : {0.5, 0.9, 0.98, 0.99, 0.999, 0.9999, 0.99999, 1.0}) {
    request.policy.mix.availability_target = target;
    const PlanResponse plan = PlanWell(request);
    EXPECT_TRUE(plan.feasible);
    EXPECT_GE(*plan.summary.achieved_availability, target);
    EXPECT_LE(plan.summary.spot_cpu_share, before) << target;
    before = plan.summary.spot_cpu_share;
  }
}

// The best of three pools is the one that hardly ever dies; the others are no part of the mix.
TEST(PlanTarget, PoolsOutsideTheMixGetNothing) {
  PlanRequest request = ThreePools();
  request.risk->pools[1].loss_probability = 1e-6;
  request.policy.mix.availability_target = 0.9999;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(SpotZones(plan), std::set<std::string>{"eu-west-1b"});
  for (const ConsideredPool& pool : plan.pools) {
    if (pool.pool.capacity_type == CapacityType::kSpot && pool.pool.zone != "eu-west-1b") {
      EXPECT_EQ(pool.reasons[0].code, "not_in_mix");
    }
  }
}

TEST(PlanTarget, SparesThatRunAreLeftInPeace) {
  PlanRequest request = ThreePools();
  request.policy.mix.availability_target = 0.999;
  for (std::size_t zone = 0; zone < 3; ++zone) {
    for (const char* name : {"a", "b", "c"}) {
      const bool spare = std::string(name) == "c";
      request.nodes.push_back(NodeOf(request.offers[zone + 1].zone + name, request.offers[zone + 1],
                                     spare ? std::vector<RunningPods>{} : std::vector{Runs("web", 2)}));
    }
  }
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_GE(*plan.summary.achieved_availability, 0.999);
}

TEST(PlanTarget, NodesThatMissTheTargetAreReplacedAlthoughThatCostsMore) {
  PlanRequest request = ThreePools();
  request.policy.mix.availability_target = 0.999;
  request.offers[1].price_usd_per_hour = 0.02;
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    request.nodes.push_back(NodeOf(name, request.offers[1], {Runs("web", 2)}));
  }
  const PlanResponse plan = PlanWell(request);
  EXPECT_GE(*plan.summary.achieved_availability, 0.999);
  EXPECT_LT(plan.summary.savings_usd_per_hour, 0);
}

// No on-demand, and a mix that uses too little spot: the pods go before the target.
TEST(PlanTarget, NoPodIsLeftOutForATarget) {
  PlanRequest request = ThreePools();
  request.offers.erase(request.offers.begin());
  for (PoolRisk& pool : request.risk->pools) pool.loss_probability = 1;
  request.policy.mix.availability_target = 0.999;
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.feasible);
  EXPECT_EQ(plan.summary.pods, 12);
  EXPECT_NE(Find(plan.warnings, "availability_below_target"), nullptr);
}

TEST(PlanTarget, LosesWhatIsUnderNoticeOrUnknown) {
  PlanRequest request = ThreePools();
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    request.nodes.push_back(NodeOf(name, request.offers[1], {Runs("web", 2)}));
  }
  request.policy.disruption.replace_nodes = false;
  EXPECT_NEAR(*PlanWell(request).summary.achieved_availability, 0.99, 1e-12);
  request.nodes[2].under_notice = true;
  EXPECT_EQ(PlanWell(request).summary.achieved_availability, 0);
  request.nodes[2].under_notice = false;
  request.risk->pools.clear();
  EXPECT_EQ(PlanWell(request).summary.achieved_availability, 0);
}

// With fixed shares the availability is told and changes nothing.
TEST(PlanTarget, FixedSharesAreRatedToo) {
  PlanRequest request = ThreePools();
  request.offers.resize(2);
  request.policy.mix.on_demand_percentage = 50;
  request.policy.mix.interruption_cost_usd_per_unit = 2;
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(CountNew(plan, CapacityType::kSpot), 3);
  EXPECT_NEAR(*plan.summary.achieved_availability, 0.99, 1e-12);
  EXPECT_NEAR(plan.summary.expected_interruptions_per_month, 3 * 0.001 * 730, 1e-9);
  EXPECT_NEAR(plan.summary.expected_cost_usd_per_hour, 3 * 0.12 + 3 * 0.001 * 2 * 2, 1e-9);
}

TEST(PlanTarget, AbsurdCostsOfInterruptionsAreNotMoreThanCanBeHeld) {
  PlanRequest request = ThreePools();
  for (Offer& offer : request.offers) offer.allocatable.cpu_millicores = 1'000'000'000;
  for (PoolRisk& pool : request.risk->pools) pool.interruptions_per_instance_hour = 3600;
  request.policy.mix.interruption_cost_usd_per_unit = 1e6;
  const Result<PlanResponse> plan = Plan(request);
  ASSERT_TRUE(plan.ok()) << plan.error().field << " " << plan.error().message;
  EXPECT_GE(plan->summary.expected_cost_usd_per_hour, 1e6);
  EXPECT_LE(plan->summary.expected_cost_usd_per_hour, 2e12);
}

// The slow twin: each node alone, all outcomes of the pools, shocks one by one.
TEST(PlanTarget, AvailabilityIsThatOfEveryOutcome) {
  PlanRequest request = ThreePools();
  request.policy.mix.availability_target = 0.9999;
  for (PoolRisk& pool : request.risk->pools) pool.loss_correlation = 0.3;
  request.risk->shocks = {{"", "", 0.0001}, {"eu-west-1", "", 0.001}, {"eu-west-1", "m6i.large", 0.002}};
  const PlanResponse plan = PlanWell(request);
  std::vector<risk::Holding> holdings;
  std::int64_t on_demand = 0;
  for (const PackedNode& node : plan.nodes) {
    const auto& pools = request.risk->pools;
    const auto pool =
        std::find_if(pools.begin(), pools.end(), [&](const PoolRisk& risk) { return risk.pool == node.pool; });
    if (pool == pools.end()) {
      ++on_demand;
    } else {
      holdings.push_back({static_cast<std::size_t>(pool - pools.begin()), 1});
    }
  }
  const double expected =
      on_demand >= 6 ? 1 : risk::ProbabilityOfAtLeast(risk::SurvivalPmf(*request.risk, holdings), 6 - on_demand);
  EXPECT_NEAR(*plan.summary.achieved_availability, expected, 1e-12);
}

TEST(PlanTarget, ErrorsNameTheField) {
  const auto error_of = [](const PlanRequest& request) {
    const Result<PlanResponse> response = Plan(request);
    return response.ok() ? std::string("none") : response.error().field;
  };
  PlanRequest request = ThreePools();
  request.policy.mix.budget_usd_per_hour = 1;
  EXPECT_EQ(error_of(request), "policy.mix.budget_usd_per_hour");
  request.policy.mix.budget_usd_per_hour.reset();
  request.policy.mix.availability_target = 0.9;
  request.policy.mix.on_demand_percentage = 10;
  EXPECT_EQ(error_of(request), "policy.mix.availability_target");
  request.policy.mix.on_demand_percentage = 0;
  request.policy.mix_unit = ShareUnit::kNodes;
  EXPECT_EQ(error_of(request), "policy.mix_unit");
  request.policy.mix_unit = ShareUnit::kCpu;
  request.risk->pools.push_back(request.risk->pools[0]);
  EXPECT_EQ(error_of(request).substr(0, 13), "risk.pools[3]");
}

// Random clusters with a target: sound plans, no pod left out that has a place without the target, and the same in any
// order of the request.
TEST(PlanTarget, RandomClusters) {
  int met = 0;
  int with_spares = 0;
  // Spare nodes between others; spreads over capacity types where the mix takes no spot.
  std::vector<std::uint64_t> seeds = {50'501, 50'513, 50'671, 51'092, 51'482};
  for (std::uint64_t seed = 40'000; seed < 40'300; ++seed) seeds.push_back(seed);
  for (const std::uint64_t seed : seeds) {
    PlanRequest request = test::RandomPlan(seed);
    const bool spot_enabled = request.policy.mix.spot_enabled;
    request.policy.mix = {};
    request.policy.mix.spot_enabled = spot_enabled;
    request.policy.mix_unit = ShareUnit::kCpu;
    if (seed % 3 != 0) {
      request.risk.emplace();
      for (const Offer& offer : request.offers) {
        if (offer.capacity_type == CapacityType::kSpot) request.risk->pools.push_back(RiskOf(offer, 0.02));
      }
    }
    SCOPED_TRACE(seed);
    const PlanResponse without = PlanWell(request);
    request.policy.mix.availability_target = seed % 2 == 0 ? 0.99 : 0.9999;
    const PlanResponse plan = PlanWell(request);
    std::int64_t left = 0;
    for (const Unplaced& unplaced : plan.unplaced) left += unplaced.replicas;
    for (const Unplaced& unplaced : without.unplaced) left -= unplaced.replicas;
    EXPECT_LE(left, 0) << "seed " << seed;
    const auto& achieved = plan.summary.achieved_availability;
    met += achieved && *achieved >= *request.policy.mix.availability_target ? 1 : 0;
    with_spares += Find(plan.reasons, "spare_nodes") != nullptr ? 1 : 0;
    const PlanResponse shuffled = PlanWell(test::Shuffled(request, seed));
    EXPECT_EQ(codec::EncodeJson(model::MessageOf<PlanResponse>(), &plan),
              codec::EncodeJson(model::MessageOf<PlanResponse>(), &shuffled))
        << "seed " << seed;
  }
  EXPECT_GT(met, 100);
  EXPECT_GT(with_spares, 0);
}

}  // namespace
}  // namespace spotwright
