// What capacity a packing may use and what it costs: spot, blast radius, reservations, notices, groups, types.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tests/packing/requests.h"

namespace spotwright::test {
namespace {

std::int64_t MostOnOneNode(const PackResponse& response) {
  std::int64_t most = 0;
  for (const PackedNode& node : response.nodes) {
    for (const Placement& placement : node.placements) most = std::max(most, placement.replicas);
  }
  return most;
}

TEST(PackCapacityTest, BlastRadius) {
  PackRequest request = OneApp(10);
  request.offers = {SpotBox("m", 0.05, "a", 16), SpotBox("c", 0.06, "a", 16), SpotBox("m", 0.07, "b", 16),
                    Box("m", 0.2, "c", 16)};
  EXPECT_EQ(MostOnOneNode(Checked(request)), 10);
  request.workloads[0].blast_radius.max_share_per_pool = 0.4;
  EXPECT_EQ(MostOnOneNode(Checked(request)), 4);
  EXPECT_TRUE(Checked(request).feasible);
  request.workloads[0].blast_radius = {};
  request.policy.blast_radius.max_share_per_zone = 0.5;
  EXPECT_LE(PlacedIn(Checked(request), "web", "a"), 5);
  request.policy.blast_radius = {{}, {}, 0.3};
  EXPECT_EQ(MostOnOneNode(Checked(request)), 3);
  EXPECT_TRUE(Checked(request).feasible);
  request.workloads[0].blast_radius.max_share_per_node = 1;
  EXPECT_EQ(MostOnOneNode(Checked(request)), 10) << "its own word counts";

  // What runs counts, and stays.
  request = OneApp(10);
  request.offers = {SpotBox("m", 0.05, "a", 16), Box("m", 0.2, "b", 16)};
  request.nodes = {Taken("n", request.offers[0])};
  request.nodes[0].running = {{"web", "default", 6}};
  request.workloads[0].blast_radius.max_share_per_pool = 0.5;
  EXPECT_EQ(PlacedIn(Checked(request), "web", "b"), 4);
  request.offers.pop_back();
  EXPECT_EQ(Checked(request).placed_replicas, 0);
  // One replica always has a place.
  request = OneApp(2);
  request.workloads[0].blast_radius.max_share_per_node = 0.1;
  EXPECT_EQ(Checked(request).new_nodes, 2);
}

TEST(PackCapacityTest, ShareOnSpotOfAWorkload) {
  PackRequest request = OneApp(10);
  request.offers = {Box("m", 0.2, "a", 1), SpotBox("m", 0.05, "a", 1)};
  request.workloads[0].max_spot_share = 0.75;
  EXPECT_EQ(Checked(request).spot_cpu_share, 0.7) << "7 of 10: the share is rounded down";
  request.workloads[0].min_on_demand_replicas = 5;
  EXPECT_EQ(Checked(request).spot_cpu_share, 0.5) << "the stricter of both";
  request.workloads[0].max_spot_share = 0;
  EXPECT_EQ(Checked(request).spot_cpu_share, 0);
}

TEST(PackCapacityTest, ReservedNodesAreFree) {
  PackRequest request = OneApp(12);
  request.offers = {Box("m", 0.2), Box("n", 0.3)};
  request.offers[1].reserved_count = 2;
  PackResponse response = Checked(request);
  EXPECT_EQ(response.cost_usd_per_hour, 0.2) << "two for nothing, one paid";
  EXPECT_EQ(response.new_nodes, 3);
  request.offers[1].available_count = 0;
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.2) << "the reserved ones are in stock";
  request.offers[0].available = false;
  EXPECT_EQ(Checked(request).placed_replicas, 8);
}

TEST(PackCapacityTest, PoolsUnderNotice) {
  PackRequest request = OneApp(1);
  request.offers = {SpotBox("m", 0.05), Box("m", 0.2)};
  request.offers[0].under_notice = true;
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.2);
  request.offers.pop_back();
  EXPECT_EQ(WhyNot(Checked(request), "web"), std::vector<std::string>{"pool_under_notice"});
  request.nodes = {Taken("n", Box("m", 0.2))};
  EXPECT_TRUE(Checked(request).feasible);
  request.nodes[0].under_notice = true;
  EXPECT_FALSE(Checked(request).feasible);
}

TEST(PackCapacityTest, InterruptionsAreAPrice) {
  PackRequest request = OneApp(4);
  request.offers = {SpotBox("m", 0.05), SpotBox("n", 0.06)};
  EXPECT_EQ(Checked(request).nodes[0].pool.instance_type, "m");
  request.offers[0].interruptions_per_instance_hour = 0.05;
  request.offers[1].interruption_band = 0;
  EXPECT_EQ(Checked(request).nodes[0].pool.instance_type, "m") << "restarts cost nothing";
  request.workloads[0].restart_cost_usd = 0.1;
  EXPECT_EQ(Checked(request).nodes[0].pool.instance_type, "n");
  const double hazard = -std::log(1 - 0.03) / 730;
  EXPECT_NEAR(Checked(request).expected_interruption_cost_usd_per_hour, hazard * (0.06 / 30 + 0.4), 5e-6);
  request.workloads[0].restart_cost_usd = 1000;
  request.offers.push_back(Box("m", 0.2));
  EXPECT_EQ(Checked(request).nodes[0].pool.capacity_type, CapacityType::kOnDemand);
}

TEST(PackCapacityTest, RunningNodesHaveTheHazardOfTheirPool) {
  PackRequest request = OneApp(2);
  request.offers = {SpotBox("m", 0.05)};
  request.offers[0].interruptions_per_instance_hour = 0.1;
  request.workloads[0].restart_cost_usd = 0.5;
  request.nodes = {Taken("n", request.offers[0])};
  const PackResponse response = Checked(request);
  EXPECT_EQ(response.new_nodes, 0);
  EXPECT_NEAR(response.expected_interruption_cost_usd_per_hour, 0.1, 5e-6);
}

TEST(PackCapacityTest, LimitsOfAGroup) {
  PackRequest request = OneApp(12);
  const auto placed = [&](const NodeLimits& limits) {
    request.groups = {OnDemandGroup("g")};
    request.groups[0].limits = limits;
    return Checked(request).placed_replicas;
  };
  EXPECT_EQ(placed({}), 12);
  EXPECT_EQ(placed({8000, {}, {}}), 8);
  EXPECT_EQ(placed({7999, {}, {}}), 4);
  EXPECT_EQ(placed({{}, 32 * kGiB, {}}), 8);
  EXPECT_EQ(placed({{}, {}, 0.4}), 8);
  request.nodes = {Taken("n", request.offers[0])};
  request.nodes[0].group = "g";
  request.nodes[0].running = {{"web", "default", 4}};
  EXPECT_EQ(placed({8000, {}, {}}), 4) << "what runs counts";
  request.nodes[0].state = NodeState::kDraining;
  EXPECT_EQ(placed({8000, {}, {}}), 8) << "what leaves does not";
}

TEST(PackCapacityTest, WeightsOfGroups) {
  PackRequest request = OneApp(8);
  request.offers = {Box("cheap", 0.1), Box("dear", 0.5)};
  request.groups = {OnDemandGroup("light"), OnDemandGroup("heavy")};
  request.groups[0].instance_types = {"cheap"};
  request.groups[1].instance_types = {"dear"};
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.2);
  request.groups[1].weight = 10;
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 1) << "whatever it costs";
  request.groups[1].max_nodes = 1;
  const PackResponse response = Checked(request);
  EXPECT_TRUE(response.feasible) << "the wish gives way";
}

TEST(PackCapacityTest, MinValuesOfOtherLabels) {
  PackRequest request = OneApp(8);
  request.offers = {Box("a", 0.2, "a"), Box("b", 0.3, "a"), Box("b", 0.3, "b"), Box("l", 0.35, "a", 8)};
  request.groups = {OnDemandGroup("g")};
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.35);
  request.groups[0].min_values = {{kZoneKey, 2}};
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.4) << "what l holds is in zone a alone";
  request.offers[2].available = false;
  EXPECT_EQ(Checked(request).placed_replicas, 0);
  EXPECT_FALSE(WhyNot(Checked(request), "web").empty());
}

TEST(PackCapacityTest, TypesByNameFamilyAndSize) {
  PackRequest request = OneApp(1);
  request.offers = {Box("m6i.xlarge", 0.1), Box("m7g.xlarge", 0.2), Box("Standard_D4s_v5", 0.3),
                    Box("Standard_D16-4ds_v5", 0.4), Box("Standard_E8s_v5", 0.5, "a", 8)};
  const auto chosen = [&](const TypeFilter& types) {
    request.policy.types = types;
    const PackResponse of_policy = Checked(request);
    // A group's filter means the same.
    PackRequest grouped = request;
    grouped.policy.types = {};
    grouped.groups = {OnDemandGroup("g")};
    grouped.groups[0].types = types;
    const PackResponse of_group = Checked(grouped);
    EXPECT_EQ(of_policy.cost_usd_per_hour, of_group.cost_usd_per_hour);
    return of_policy.nodes.empty() ? "" : of_policy.nodes[0].pool.instance_type;
  };
  EXPECT_EQ(chosen({}), "m6i.xlarge");
  EXPECT_EQ(chosen({{"Standard_D*"}, {}, {}, {}}), "Standard_D4s_v5");
  EXPECT_EQ(chosen({{"m?g.*", "Standard_*"}, {}, {}, {}}), "m7g.xlarge");
  EXPECT_EQ(chosen({{}, {"m*", "Standard_D4*"}, {}, {}}), "Standard_D16-4ds_v5");
  EXPECT_EQ(chosen({{"m6i"}, {}, {}, {}}), "") << "the whole name";
  EXPECT_EQ(chosen({{}, {}, {"D", "E"}, {}}), "Standard_D4s_v5");
  EXPECT_EQ(chosen({{}, {}, {"d", "e"}, {8, 16}}), "Standard_E8s_v5");
  EXPECT_EQ(chosen({{}, {}, {"m7g"}, {}}), "m7g.xlarge");
  EXPECT_EQ(chosen({{}, {}, {"Dds_v5"}, {}}), "Standard_D16-4ds_v5");
  EXPECT_EQ(chosen({{}, {}, {"M"}, {4}}), "m6i.xlarge");
  EXPECT_EQ(chosen({{}, {}, {"c"}, {}}), "");
  EXPECT_EQ(WhyNot(Checked(request), "web"), std::vector<std::string>{"type_not_allowed"});
}

TEST(PackCapacityTest, RequirementsOfAGroup) {
  PackRequest request = OneApp(1);
  request.offers = {Box("m", 0.1), Box("n", 0.2)};
  request.offers[1].labels["generation"] = "7";
  request.groups = {OnDemandGroup("g")};
  request.groups[0].requirements = {{"generation", RequirementOperator::kGreaterOrEqual, {"7"}}};
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.2);
  request.groups[0].requirements[0].op = RequirementOperator::kLessOrEqual;
  request.offers[1].labels["generation"] = "8";
  EXPECT_EQ(Checked(request).placed_replicas, 0);
}

}  // namespace
}  // namespace spotwright::test
