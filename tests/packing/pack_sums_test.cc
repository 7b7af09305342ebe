// What holds for all nodes together: limits, groups, shares, priorities; errors; the caller's say.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "tests/packing/requests.h"

namespace spotwright::test {
namespace {

PackRequest Simple(std::int64_t replicas) {
  PackRequest request;
  request.workloads = {App("web", replicas)};
  request.offers = {Box("m", 0.2)};
  return request;
}

TEST(PackSumsTest, NothingToDoCostsNothing) {
  const PackResponse response = Checked(PackRequest{});
  EXPECT_TRUE(response.feasible);
  EXPECT_EQ(response.cost_usd_per_hour, 0);
  EXPECT_EQ(response.gap, 0);
  PackRequest request;
  request.workloads = {App("web")};
  EXPECT_EQ(WhyNot(Checked(request), "web"), std::vector<std::string>{"nothing_to_choose_from"});
}

TEST(PackSumsTest, CostIsExactInMicroUsd) {
  PackRequest request = Simple(40);
  request.offers[0].price_usd_per_hour = 0.1;
  const PackResponse response = Checked(request);
  EXPECT_EQ(response.cost_usd_per_hour, 1.0) << "ten times 0.1, which no sum of doubles gives";
  EXPECT_EQ(response.lower_bound_usd_per_hour, 1.0);
  EXPECT_EQ(response.gap, 0);
}

TEST(PackSumsTest, Limits) {
  PackRequest request = Simple(12);
  const auto placed = [&](const PackLimits& limits) {
    request.policy.limits = limits;
    const PackResponse response = Checked(request);
    EXPECT_EQ(response.feasible, response.placed_replicas == 12);
    EXPECT_EQ(Says(response, "web", "limit_reached"), !response.feasible);
    return response.placed_replicas;
  };
  EXPECT_EQ(placed({}), 12);
  EXPECT_EQ(placed({.max_new_nodes = 3}), 12);
  EXPECT_EQ(placed({.max_new_nodes = 2}), 8);
  EXPECT_EQ(placed({.max_new_nodes = 0}), 0);
  EXPECT_EQ(placed({.max_cpu_millicores = 12000}), 12);
  EXPECT_EQ(placed({.max_cpu_millicores = 11999}), 8);
  EXPECT_EQ(placed({.max_memory_bytes = 48 * kGiB - 1}), 8);
  EXPECT_EQ(placed({.max_cost_usd_per_hour = 0.6}), 12) << "three times 0.2 is not above 0.6";
  EXPECT_EQ(placed({.max_cost_usd_per_hour = 0.599999}), 8);
}

TEST(PackSumsTest, AMoreImportantPodIsNotLeftOutForALesserOne) {
  for (const std::int64_t first : {-5, 5}) {
    PackRequest request = Simple(4);
    request.workloads.push_back(App("cron", 4));
    request.workloads[0].priority = first;
    request.policy.limits.max_new_nodes = 1;
    const PackResponse response = Checked(request);
    EXPECT_EQ(Placed(response, first > 0 ? "web" : "cron"), 4);
    EXPECT_EQ(Placed(response, first > 0 ? "cron" : "web"), 0);
  }
}

TEST(PackSumsTest, PrioritiesHoldBeforeSizes) {
  PackRequest request = Simple(1);
  request.workloads[0].requests = Room(3, 3, 0);
  request.workloads[0].priority = 10;
  request.workloads.push_back(App("small", 8));
  request.policy.limits.max_cpu_millicores = 4000;
  const PackResponse response = Checked(request);
  EXPECT_EQ(Placed(response, "web"), 1);
  EXPECT_EQ(Placed(response, "small"), 1);
}

TEST(PackSumsTest, LaunchesGoThroughGroupsIfThereAreAny) {
  PackRequest request = Simple(8);
  request.offers.push_back(Box("n", 0.1));
  NodeGroup group;
  group.name = "workers";
  group.instance_types = {"m"};
  group.capacity_type = CapacityType::kOnDemand;
  group.max_nodes = 3;
  group.labels["team"] = "blue";
  request.groups = {group};
  PackResponse response = Checked(request);
  EXPECT_EQ(response.nodes[0].pool.instance_type, "m") << "no group has the cheaper type";
  EXPECT_EQ(response.nodes[0].group, "workers");

  request.workloads[0].node_selector["team"] = "blue";
  EXPECT_TRUE(Checked(request).feasible) << "labels of the group";
  request.groups[0].taints = {{"dedicated", "", TaintEffect::kNoSchedule}};
  EXPECT_FALSE(Checked(request).feasible) << "taints of the group";
  request.groups[0].taints.clear();

  request.nodes = {Taken("n0", request.offers[0]), Taken("n1", request.offers[0])};
  for (Node& node : request.nodes) {
    node.group = "workers";
    node.state = NodeState::kUnschedulable;
  }
  EXPECT_EQ(Checked(request).new_nodes, 1) << "the maximum counts the nodes that run";
  request.nodes.clear();
  request.groups[0].zones = {"b"};
  EXPECT_FALSE(Checked(request).feasible);
  request.groups[0].zones.clear();
  request.groups[0].capacity_type = CapacityType::kSpot;
  EXPECT_FALSE(Checked(request).feasible);
}

PackRequest HalfSpot() {
  PackRequest request = Simple(10);
  request.workloads[0].spot_tolerant = true;
  request.offers = {Box("m", 0.2, "a", 1), SpotBox("m", 0.05, "a", 1)};  // One replica each.
  return request;
}

TEST(PackSumsTest, SpotShare) {
  PackRequest request = HalfSpot();
  EXPECT_EQ(Checked(request).spot_cpu_share, 1);
  for (const ShareUnit unit : {ShareUnit::kCpu, ShareUnit::kPods}) {
    request.policy.spot_share = {unit, 0.7};
    EXPECT_EQ(Checked(request).spot_cpu_share, 0.7);
    EXPECT_TRUE(Checked(request).feasible);
    request.policy.spot_share.max_share = 0;
    EXPECT_EQ(Checked(request).spot_cpu_share, 0);
  }
  request.policy.spot_share = {ShareUnit::kNodes, 0.5};
  const PackResponse response = Checked(request);
  const auto spot = std::count_if(response.nodes.begin(), response.nodes.end(), [](const PackedNode& node) {
    return node.pool.capacity_type == CapacityType::kSpot;
  });
  EXPECT_GT(spot, 0);
  EXPECT_LE(2 * spot, response.new_nodes);
}

TEST(PackSumsTest, WhatRunsOnSpotCountsAgainstTheShare) {
  PackRequest request = HalfSpot();
  request.workloads.push_back(App("old", 10));
  request.workloads[1].spot_tolerant = true;
  request.nodes = {Taken("n", SpotBox("m", 0.05, "a", 10))};
  request.nodes[0].running = {{"old", "default", 10}};
  request.policy.spot_share.max_share = 0.6;
  EXPECT_EQ(Checked(request).spot_cpu_share, 0.6) << "10 of 20 run on spot already; 2 more may";
  request.policy.spot_share.max_share = 0.5;
  EXPECT_EQ(Checked(request).spot_cpu_share, 0.5);
  request.policy.spot_share.max_share = 0.2;
  const PackResponse response = Checked(request);
  EXPECT_TRUE(response.feasible) << "on-demand has room";
  EXPECT_EQ(response.spot_cpu_share, 0.5) << "what runs stays";
}

TEST(PackSumsTest, MinOnDemandReplicas) {
  PackRequest request = HalfSpot();
  request.workloads[0].min_on_demand_replicas = 3;
  EXPECT_EQ(Checked(request).spot_cpu_share, 0.7);
  request.workloads[0].min_on_demand_replicas = 20;
  EXPECT_EQ(Checked(request).spot_cpu_share, 0);
}

TEST(PackSumsTest, ReasonsGoFromTheNearestMiss) {
  PackRequest request = Simple(1);
  request.offers = {Box("x", 0.2), Box("y", 0.2)};
  request.workloads[0].node_selector["disk"] = "ssd";
  request.workloads[0].zones = {"b"};
  request.offers[1].zone = "b";
  const PackResponse response = Checked(request);
  EXPECT_EQ(WhyNot(response, "web"), (std::vector<std::string>{"node_selector_mismatch", "zone_not_allowed"}))
      << "one offer misses by the selector alone";
  EXPECT_EQ(response.unplaced[0].reasons[0].numbers.at("offers"), 2);
}

// The field at fault; empty if the request is accepted.
std::string FieldOf(const PackRequest& request) {
  const Result<PackResponse> response = Pack(request);
  if (response.ok()) return "";
  EXPECT_EQ(response.error().code, ErrorCode::kInvalidArgument);
  EXPECT_FALSE(response.error().message.empty());
  return response.error().field;
}

TEST(PackSumsTest, ErrorsNameTheField) {
  PackRequest request = Simple(1);
  EXPECT_EQ(FieldOf(request), "");
  request.workloads.push_back(App("web"));
  EXPECT_EQ(FieldOf(request), "workloads[1].name");
  request.workloads[1].namespace_name = "shop";
  EXPECT_EQ(FieldOf(request), "");

  request.offers.push_back(request.offers[0]);
  EXPECT_EQ(FieldOf(request), "offers[1]");
  request.offers.pop_back();

  request.nodes = {Taken("n", request.offers[0]), Taken("n", request.offers[0])};
  EXPECT_EQ(FieldOf(request), "nodes[1].name");
  request.nodes.pop_back();
  request.nodes[0].running = {{"web", "default", 1}, {"web", "other", 1}};
  EXPECT_EQ(FieldOf(request), "nodes[0].running[1].workload");
  request.nodes.clear();

  NodeGroup group;
  group.name = "g";
  group.capacity_type = CapacityType::kSpot;
  request.groups = {group, group};
  EXPECT_EQ(FieldOf(request), "groups[1].name");
  request.groups.clear();

  request.offers[0].cooling_until_unix_ms = 5;
  EXPECT_EQ(FieldOf(request), "now_unix_ms");
  request.now_unix_ms = 5;
  EXPECT_EQ(FieldOf(request), "");

  request.workloads[0].requests.memory_bytes = 1'000'000'000'000'000;
  request.workloads[0].replicas = 1'000'000;
  EXPECT_EQ(FieldOf(request), "workloads[0].requests") << "the sum over all replicas would not fit";
  request.workloads[0].replicas = -1;
  EXPECT_EQ(FieldOf(request), "workloads[0].replicas");
  request.workloads[0].replicas = 1;
  request.policy.spot_share.max_share = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(FieldOf(request), "policy.spot_share.max_share");
}

TEST(PackSumsTest, TheCallerMayGiveUp) {
  PackRequest request = Simple(50);
  int asked = 0;
  Call patient;
  patient.cancelled = [&] {
    ++asked;
    return false;
  };
  ASSERT_TRUE(Pack(request, patient).ok());
  const int often = asked;
  ASSERT_GT(often, 0);
  for (const int limit : {1, (often + 1) / 2, often}) {
    asked = 0;
    Call call;
    call.cancelled = [&] { return ++asked >= limit; };
    const Result<PackResponse> response = Pack(request, call);
    ASSERT_FALSE(response.ok());
    EXPECT_EQ(response.error().code, ErrorCode::kCancelled);
    EXPECT_EQ(asked, limit) << "it stops at once";
  }
}

TEST(PackSumsTest, ProgressRisesAndChangesNothing) {
  for (const ShareUnit unit : {ShareUnit::kCpu, ShareUnit::kNodes}) {
    PackRequest request = HalfSpot();
    request.policy.spot_share = {unit, 0.5};
    request.policy.max_iterations = 100;
    std::vector<double> told;
    Call call;
    call.progress = [&](double done) { told.push_back(done); };
    const Result<PackResponse> response = Pack(request, call);
    ASSERT_TRUE(response.ok());
    ASSERT_FALSE(told.empty());
    EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
    EXPECT_GE(told.front(), 0);
    EXPECT_LE(told.back(), 1);
    EXPECT_EQ(*response, *Pack(request));
  }
}

}  // namespace
}  // namespace spotwright::test
