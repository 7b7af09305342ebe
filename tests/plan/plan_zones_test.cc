// New nodes over zones, and groups that are full: rules that a search over random plans found broken.
#include <gtest/gtest.h>

#include <map>

#include "tests/plan/small_cluster.h"

namespace spotwright {
namespace {

using test::App;
using test::NodeOf;
using test::OnDemand;
using test::PlanWell;
using test::Runs;
using test::Sized;
using test::Spot;

// One machine of 4 vCPUs at the same price in three zones, and 12 pods that know no zone.
PlanRequest ThreeZones() {
  PlanRequest request;
  for (const char* zone : {"eu-west-1a", "eu-west-1b", "eu-west-1c"}) {
    request.offers.push_back(Sized(OnDemand("m6i.xlarge", zone, 0.2), 4));
  }
  request.workloads = {App("web", 12, false)};
  return request;
}

std::map<std::string, int> NewNodesByZone(const PlanResponse& plan) {
  std::map<std::string, int> zones;
  for (const PackedNode& node : plan.nodes) {
    if (!node.existing) ++zones[node.pool.zone.substr(node.pool.zone.size() - 1)];
  }
  return zones;
}

using Zones = std::map<std::string, int>;

TEST(PlanZoneBalance, EachZoneGetsItsPart) {
  EXPECT_EQ(NewNodesByZone(PlanWell(ThreeZones())), (Zones{{"a", 1}, {"b", 1}, {"c", 1}}));
}

TEST(PlanZoneBalance, NotWhereNoticesAreOut) {
  PlanRequest request = ThreeZones();
  request.offers[1].under_notice = true;
  EXPECT_EQ(NewNodesByZone(PlanWell(request)), (Zones{{"a", 2}, {"c", 1}}));
}

TEST(PlanZoneBalance, NotAwayFromPodsThatMustBeNear) {
  PlanRequest request = ThreeZones();
  request.workloads.push_back(App("db", 1, false));
  request.nodes = {NodeOf("node-a", request.offers[0], {Runs("db", 1)})};
  PodAffinityTerm near;
  near.topology_key = "topology.kubernetes.io/zone";
  near.selector.match_labels = {{"app", "db"}};
  request.workloads[0].pod_affinity = {near};
  EXPECT_EQ(NewNodesByZone(PlanWell(request)), (Zones{{"a", 3}}));
}

TEST(PlanZoneBalance, NotNearPodsThatMustBeFar) {
  PlanRequest request = ThreeZones();
  request.workloads.push_back(App("noise", 4, false));
  request.nodes = {NodeOf("node-a", request.offers[0], {Runs("noise", 4)})};
  test::KeepAwayFrom(request.workloads[0], "noise");
  EXPECT_EQ(NewNodesByZone(PlanWell(request)).count("a"), 0U);
}

// Zone a is full of others, so that for balance alone everything new would go to b.
TEST(PlanZoneBalance, NotBeyondABlastRadius) {
  for (const bool of_policy : {false, true}) {
    PlanRequest request = ThreeZones();
    request.offers.pop_back();
    request.workloads[0].replicas = 8;
    request.workloads.push_back(App("batch", 8, false));
    for (const char* name : {"node-1", "node-2"}) {
      request.nodes.push_back(NodeOf(name, request.offers[0], {Runs("batch", 4)}));
      request.nodes.back().do_not_disrupt = true;
    }
    EXPECT_EQ(NewNodesByZone(PlanWell(request)), (Zones{{"b", 2}}));
    (of_policy ? request.policy.pack.blast_radius : request.workloads[0].blast_radius).max_share_per_zone = 0.5;
    EXPECT_EQ(NewNodesByZone(PlanWell(request)), (Zones{{"a", 1}, {"b", 1}}));
  }
}

// A zone in which only a group could launch that lacks the choice of types it must leave.
TEST(PlanSpread, AZoneWhereNothingCanBeLaunchedIsNoDomain) {
  PlanRequest request = ThreeZones();
  request.offers.pop_back();
  request.workloads[0].replicas = 8;
  request.workloads[0].topology_spread.resize(1);
  request.workloads[0].topology_spread[0].topology_key = "topology.kubernetes.io/zone";
  request.workloads[0].topology_spread[0].selector.match_labels = {{"app", "web"}};
  for (const char* zone : {"eu-west-1a", "eu-west-1b"}) {
    NodeGroup group;
    group.name = zone;
    group.zones = {zone};
    group.capacity_type = CapacityType::kOnDemand;
    group.max_nodes = 10;
    request.groups.push_back(group);
  }
  EXPECT_EQ(NewNodesByZone(PlanWell(request)), (Zones{{"a", 1}, {"b", 1}}));
  request.groups[1].min_values = {{"node.kubernetes.io/instance-type", 2}};
  const PlanResponse plan = PlanWell(request);
  EXPECT_TRUE(plan.feasible);
  EXPECT_EQ(NewNodesByZone(plan), (Zones{{"a", 2}}));
  request.offers.push_back(Sized(OnDemand("m6a.xlarge", "eu-west-1b", 0.3), 4));
  EXPECT_EQ(NewNodesByZone(PlanWell(request)), (Zones{{"a", 1}, {"b", 1}}));
}

// Two spot nodes in a group that launches on-demand, as one with mixed instances does, and a policy that wants no spot.
PlanRequest SpotNoMore(std::int64_t max_nodes) {
  PlanRequest request;
  request.offers = {Sized(OnDemand("m6i.xlarge", "eu-west-1a", 0.2), 4),
                    Sized(Spot("m6i.xlarge", "eu-west-1a", 0.08), 4)};
  request.workloads = {App("web", 8)};
  request.nodes = {NodeOf("node-a", request.offers[1], {Runs("web", 4)}),
                   NodeOf("node-b", request.offers[1], {Runs("web", 4)})};
  for (Node& node : request.nodes) node.group = "workers";
  NodeGroup group;
  group.name = "workers";
  group.capacity_type = CapacityType::kOnDemand;
  group.max_nodes = max_nodes;
  request.groups = {group};
  request.policy.mix.spot_enabled = false;
  return request;
}

TEST(PlanFullGroups, SpotNodesGoWhereTheGroupHasRoomForTheirReplacements) {
  const PlanResponse plan = PlanWell(SpotNoMore(4));
  EXPECT_EQ(plan.drains.size(), 2U);
  EXPECT_EQ(test::CountNew(plan, CapacityType::kOnDemand), 2);
}

TEST(PlanFullGroups, SpotNodesStayWhereItHasNone) {
  const PlanResponse plan = PlanWell(SpotNoMore(3));
  EXPECT_TRUE(plan.drains.empty());
  EXPECT_TRUE(plan.launches.empty());
  EXPECT_TRUE(plan.feasible);
}

// A group that costs too much already launches nothing, not even what is paid for.
TEST(PlanFullGroups, BeyondItsCostAGroupLaunchesNothing) {
  PlanRequest request;
  request.offers = {Sized(OnDemand("m6i.xlarge", "eu-west-1a", 0.2), 4)};
  request.offers[0].reserved_count = 1;
  request.workloads = {App("web", 8, false)};
  request.nodes = {NodeOf("node-a", request.offers[0], {Runs("web", 4)})};
  request.nodes[0].group = "workers";
  request.nodes[0].do_not_disrupt = true;
  NodeGroup group;
  group.name = "workers";
  group.capacity_type = CapacityType::kOnDemand;
  group.max_nodes = 10;
  group.limits.max_cost_usd_per_hour = 0.2;
  request.groups = {group};
  EXPECT_EQ(test::CountNew(PlanWell(request), CapacityType::kOnDemand), 1);
  request.groups[0].limits.max_cost_usd_per_hour = 0.1;
  const PlanResponse plan = PlanWell(request);
  EXPECT_FALSE(plan.feasible);
  EXPECT_TRUE(plan.launches.empty());
  ASSERT_FALSE(plan.unplaced.empty());
  EXPECT_NE(test::Find(plan.unplaced[0].reasons, "limit_reached"), nullptr);
}

// Another group's spot nodes go all the same.
TEST(PlanFullGroups, EachGroupForItself) {
  PlanRequest request = SpotNoMore(2);
  NodeGroup open = request.groups[0];
  open.name = "open";
  open.max_nodes = 10;
  request.groups.push_back(open);
  request.workloads.push_back(App("api", 4));
  for (NodeGroup& group : request.groups) group.labels = {{"team", group.name}};
  for (Node& node : request.nodes) node.labels = {{"team", "workers"}};
  request.workloads[0].node_selector = {{"team", "workers"}};
  request.workloads[1].node_selector = {{"team", "open"}};
  request.nodes.push_back(NodeOf("node-c", request.offers[1], {Runs("api", 4)}));
  request.nodes.back().group = "open";
  request.nodes.back().labels = {{"team", "open"}};
  EXPECT_EQ(PlanWell(request).drains, std::vector<std::string>{"node-c"});
}

}  // namespace
}  // namespace spotwright
