// Which pools a plan uses, why not the others, and how its nodes lie over zones.
#include <gtest/gtest.h>

#include <set>

#include "tests/plan/small_cluster.h"

namespace spotwright {
namespace {

using test::App;
using test::HalfEmpty;
using test::NodeOf;
using test::OnDemand;
using test::PlanWell;
using test::Sized;
using test::Spot;

constexpr std::int64_t kNow = 1'790'000'000'000;

const ConsideredPool* Considered(const PlanResponse& plan, const std::string& type, const std::string& zone) {
  for (const ConsideredPool& pool : plan.pools) {
    if (pool.pool.instance_type == type && pool.pool.zone == zone) return &pool;
  }
  return nullptr;
}

std::string WhyNot(const PlanResponse& plan, const std::string& type, const std::string& zone = "eu-west-1a") {
  const ConsideredPool* pool = Considered(plan, type, zone);
  if (pool == nullptr) return "not considered";
  return pool->reasons.empty() ? "" : pool->reasons[0].code;
}

// One pod, and a machine that costs the same everywhere but where a test says otherwise.
PlanRequest OnePod() {
  PlanRequest request;
  request.now_unix_ms = kNow;
  request.workloads = {App("web", 1)};
  request.offers = {Sized(OnDemand("base.large", "eu-west-1a", 0.2), 2),
                    Sized(Spot("tried.large", "eu-west-1a", 0.1), 2)};
  return request;
}

TEST(PlanPools, EveryCauseIsNamed) {
  struct Cause {
    const char* code;
    void (*set)(PlanRequest&);
  };
  const Cause causes[] = {
      {"offer_unavailable", [](PlanRequest& r) { r.offers[1].available = false; }},
      {"offer_used_up", [](PlanRequest& r) { r.offers[1].available_count = 0; }},
      {"offer_cooling", [](PlanRequest& r) { r.offers[1].cooling_until_unix_ms = kNow + 1; }},
      {"burstable_not_allowed", [](PlanRequest& r) { r.offers[1].burstable = true; }},
      {"bare_metal_not_allowed", [](PlanRequest& r) { r.offers[1].bare_metal = true; }},
      {"architecture_mismatch", [](PlanRequest& r) { r.offers[1].architecture = Architecture::kArm64; }},
      {"spot_share_limit", [](PlanRequest& r) { r.policy.mix.on_demand_percentage = 100; }},
      {"zone_excluded",
       [](PlanRequest& r) {
         r.offers[1].zone = "eu-west-1b";
         r.policy.zones = {"eu-west-1a"};
       }},
      {"price_above_cap", [](PlanRequest& r) { r.policy.prices.max_spot_price_usd_per_hour = 0.09; }},
      {"not_needed", [](PlanRequest& r) { r.offers[1].price_usd_per_hour = 0.3; }},
      {"in_no_group",
       [](PlanRequest& r) {
         r.groups.emplace_back().name = "workers";
         r.groups[0].capacity_type = CapacityType::kOnDemand;
       }},
  };
  EXPECT_EQ(WhyNot(PlanWell(OnePod()), "tried.large"), "");
  for (const Cause& cause : causes) {
    SCOPED_TRACE(cause.code);
    PlanRequest request = OnePod();
    cause.set(request);
    const PlanResponse plan = PlanWell(request);
    EXPECT_TRUE(plan.feasible);
    EXPECT_EQ(WhyNot(plan, "tried.large", request.offers[1].zone), cause.code);
    EXPECT_EQ(WhyNot(plan, "base.large"), "");
  }
}

TEST(PlanPools, ARefusedPriceNamesItsRule) {
  PlanRequest request = OnePod();
  request.policy.prices.max_spot_price_usd_per_hour = 0.09;
  request.policy.zones = {"eu-west-1b"};
  request.offers[0].zone = "eu-west-1b";
  const PlanResponse plan = PlanWell(request);
  const ConsideredPool* pool = Considered(plan, "tried.large", "eu-west-1a");
  ASSERT_NE(pool, nullptr);
  ASSERT_EQ(pool->reasons.size(), 2U);  // Every rule that it breaks.
  EXPECT_EQ(pool->reasons[0].paths, std::vector<std::string>{"policy.prices.max_spot_price_usd_per_hour"});
  EXPECT_EQ(pool->reasons[1].code, "zone_excluded");
}

// A workload that says arm64, or selects the label itself, opens the architecture.
TEST(PlanPools, ArchitecturesAreThoseThatWorkloadsState) {
  PlanRequest request = OnePod();
  request.offers[1].architecture = Architecture::kArm64;
  request.offers[1].price_usd_per_hour = 0.3;
  request.workloads.push_back(App("arm", 0));
  request.workloads[1].architecture = Architecture::kArm64;
  EXPECT_EQ(WhyNot(PlanWell(request), "tried.large"), "not_needed");
  request.workloads[1].architecture.reset();
  request.workloads[1].node_selector["kubernetes.io/arch"] = "arm64";
  EXPECT_EQ(WhyNot(PlanWell(request), "tried.large"), "not_needed");
}

TEST(PlanPools, CoolingSaysWhenToAskAgain) {
  PlanRequest request = OnePod();
  request.offers.push_back(Sized(Spot("other.large", "eu-west-1a", 0.1), 2));
  request.offers[1].cooling_until_unix_ms = kNow + 2000;
  request.offers[2].cooling_until_unix_ms = kNow + 1000;
  EXPECT_EQ(PlanWell(request).call_again_at_unix_ms, kNow + 1000);
  request.policy.prices.max_spot_price_usd_per_hour_by_type["other.large"] = 0.01;  // It would not be used anyway.
  EXPECT_EQ(PlanWell(request).call_again_at_unix_ms, kNow + 2000);
  request.now_unix_ms = kNow + 2000;
  EXPECT_EQ(PlanWell(request).call_again_at_unix_ms, std::nullopt);
}

TEST(PlanPools, GroupsAreTheOnlyWayToLaunch) {
  PlanRequest request = OnePod();
  NodeGroup group;
  group.name = "workers";
  group.capacity_type = CapacityType::kSpot;
  group.labels = {{"team", "blue"}};
  request.groups = {group};
  request.workloads[0].node_selector = {{"team", "blue"}};
  const PlanResponse plan = PlanWell(request);
  ASSERT_EQ(plan.launches.size(), 1U);
  EXPECT_EQ(plan.launches[0].group, "workers");
  EXPECT_EQ(plan.steps[0].group, "workers");
  EXPECT_EQ(plan.steps[0].sentence, "Launch 1 x spot tried.large in eu-west-1a in group workers.");
}

PlanRequest ThreeZones(std::int64_t pods) {
  PlanRequest request;
  for (const char* zone : {"eu-west-1a", "eu-west-1b", "eu-west-1c"}) {
    request.offers.push_back(Sized(OnDemand("m6i.large", zone, 0.1), 2));
  }
  request.workloads = {App("web", pods, false)};
  return request;
}

std::vector<std::int64_t> NodesByZone(const PlanResponse& plan) {
  std::vector<std::int64_t> nodes;
  for (const PlannedZone& zone : plan.zones) nodes.push_back(zone.nodes_planned);
  return nodes;
}

TEST(PlanZones, NewNodesAreSpreadEvenlyAtOnePrice) {
  EXPECT_EQ(NodesByZone(PlanWell(ThreeZones(12))), (std::vector<std::int64_t>{2, 2, 2}));
}

TEST(PlanZones, WhatRunsCounts) {
  PlanRequest request = ThreeZones(12);
  request.workloads.push_back(App("fixed", 6, false));
  for (const char* name : {"a", "b", "c"}) {
    request.nodes.push_back(NodeOf(name, request.offers[0], {test::Runs("fixed", 2)}));
    request.nodes.back().do_not_disrupt = true;
  }
  EXPECT_EQ(NodesByZone(PlanWell(request)), (std::vector<std::int64_t>{3, 3, 3}));
}

TEST(PlanZones, PriceGoesBeforeBalance) {
  PlanRequest request = ThreeZones(12);
  request.offers[1].price_usd_per_hour = 0.099999;
  EXPECT_EQ(NodesByZone(PlanWell(request)), (std::vector<std::int64_t>{6}));
}

TEST(PlanZones, BoundPodsStay) {
  PlanRequest request = ThreeZones(12);
  request.workloads[0].zones = {"eu-west-1a", "eu-west-1c"};
  const PlanResponse plan = PlanWell(request);
  EXPECT_EQ(NodesByZone(plan), (std::vector<std::int64_t>{3, 3}));
  EXPECT_EQ(plan.zones[1].zone, "eu-west-1c");
}

// A zone with a daemonset of its own leaves less room on its nodes.
TEST(PlanZones, ADaemonSetOfOneZoneIsNoSurprise) {
  PlanRequest request = ThreeZones(12);
  Workload agent = App("agent", 1, false);
  agent.kind = WorkloadKind::kDaemonSet;
  agent.requests.cpu_millicores = 500;
  agent.zones = {"eu-west-1b"};
  request.workloads.push_back(agent);
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.feasible);
  EXPECT_EQ(plan.summary.nodes_planned, 6);
  EXPECT_EQ(NodesByZone(plan), (std::vector<std::int64_t>{3, 3}));
}

// A running pod that keeps others out of its zone keeps new nodes with them out as well.
TEST(PlanZones, ARunningPodMayRepel) {
  PlanRequest request = ThreeZones(12);
  Workload shy = App("shy", 2, false);
  test::KeepAwayFrom(shy, "web");
  request.workloads.push_back(shy);
  request.nodes = {NodeOf("a", request.offers[1], {test::Runs("shy", 2)})};
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.feasible);
  EXPECT_EQ(NodesByZone(plan), (std::vector<std::int64_t>{3, 1, 3}));
}

TEST(PlanZones, PreferencesHold) {
  PlanRequest request = ThreeZones(12);
  PreferredTerm wish;
  wish.weight = 10;
  wish.term.requirements = {{"topology.kubernetes.io/zone", RequirementOperator::kIn, {"eu-west-1c"}}};
  request.workloads[0].preferred_node_affinity = {wish};
  const PlanResponse plan = PlanWell(request);
  ASSERT_EQ(plan.zones.size(), 1U);
  EXPECT_EQ(plan.zones[0].zone, "eu-west-1c");
}

TEST(PlanZones, StockAndGroupsHold) {
  PlanRequest request = ThreeZones(12);
  request.offers[1].available_count = 1;  // Counted pools are not balanced into.
  NodeGroup group;
  group.name = "workers";
  group.capacity_type = CapacityType::kOnDemand;
  group.zones = {"eu-west-1a", "eu-west-1b"};
  request.groups = {group};
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.feasible);
  for (const PlannedZone& zone : plan.zones) EXPECT_LE(zone.nodes_planned, zone.zone == "eu-west-1b" ? 1 : 100);
}

}  // namespace
}  // namespace spotwright
