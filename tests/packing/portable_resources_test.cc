// Portable cases 45 to 53: bin packing and resources (Karpenter: scheduling/suite_test.go). See portable_world.h.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "tests/packing/portable_world.h"

namespace spotwright::test {
namespace {

using PortableResources = PortableCase;

constexpr double kMegabyte = 1e6 / static_cast<double>(kGiB);

std::set<std::string> TypesOf(const PackResponse& response) {
  std::set<std::string> types;
  for (const PackedNode& node : response.nodes) types.insert(node.pool.instance_type);
  return types;
}

double PriceOf(const std::string& type) {
  for (const Offer& offer : DefaultOffers()) {
    if (offer.instance_type == type) return std::round(offer.price_usd_per_hour * 1e6) / 1e6;
  }
  return 0;
}

TEST_P(PortableResources, Case45TheSmallestThatFits) {
  const std::set<std::string> small = {"small-instance-type"};
  Cluster one = Default();
  EXPECT_EQ(TypesOf(one.Provision(Pods("web", 1, 0, 100 * kMegabyte))), small);
  Cluster five = Default();
  PackResponse response = five.Provision(Pods("web", 5, 0, 10 * kMegabyte));
  EXPECT_EQ(response.new_nodes, 1);
  EXPECT_EQ(TypesOf(response), small);
  Cluster many = Default();
  response = many.Provision(Pods("web", 25, 0, 10 * kMegabyte));
  EXPECT_EQ(response.new_nodes, 5) << "5 pods on each";
  EXPECT_EQ(TypesOf(response), small);
}

TEST_P(PortableResources, Case46SmallPodsFillTheGaps) {
  const double twenty = 20 * PriceOf("default-instance-type");
  Workload large = Pods("large", 40, 0, 1800 * kMegabyte);
  Workload small = Pods("small", 20, 0, 400 * kMegabyte);
  large.node_selector[kArchitectureKey] = small.node_selector[kArchitectureKey] = "amd64";
  // Two of the large ones on a default node, or one on a small one: at half the price and a rounding less.
  Cluster cluster = Default();
  EXPECT_LE(cluster.Provision(large).cost_usd_per_hour, twenty + 1e-9);

  // The small ones ride along on default nodes, which small nodes have no room for.
  Cluster both = Default();
  const PackResponse response = both.Provision({large, small});
  EXPECT_NEAR(response.cost_usd_per_hour, twenty, 1e-9);
  EXPECT_EQ(response.new_nodes, 20);
}

TEST_P(PortableResources, Case47NodesOfDifferentTypes) {
  Cluster cluster = With(LinearOffers(5));
  const PackResponse response = cluster.Provision({Pods("large", 1, 4.5), Pods("small", 1, 1)});
  EXPECT_TRUE(response.feasible);
  EXPECT_EQ(response.new_nodes, 2);
  EXPECT_EQ(TypesOf(response).size(), 2u);
}

TEST_P(PortableResources, Case48MoreThanAnyNodeHas) {
  Cluster cluster = Default();
  EXPECT_EQ(cluster.Provision(Pods("web", 1, 0, 2048)).placed_replicas, 0);
}

TEST_P(PortableResources, Case49WhatInitContainersAndTheRuntimeNeed) {
  // Their sum is the importer's work (tests/formats/pod_requests_test.cc); here it is a request like any other.
  for (const double cpu : {2.0, 3.0}) {
    Cluster cluster = Default();
    EXPECT_EQ(TypesOf(cluster.Provision(Pods("web", 1, cpu))), (std::set<std::string>{"default-instance-type"}));
  }
}

TEST_P(PortableResources, Case50NothingOfAnUnknownResource) {
  Cluster cluster = Default();
  Workload web = Pods("web", 1);
  web.requests.extended["foo.com/weird-resources"] = 0;
  EXPECT_TRUE(cluster.Provision(web).feasible);
  web.name = "more";
  web.requests.extended["foo.com/weird-resources"] = 1;
  EXPECT_FALSE(cluster.Provision(web).feasible);
}

TEST_P(PortableResources, Case51HostPorts) {
  const auto nodes = [&](const HostPort& left, const HostPort& right) {
    Cluster cluster = Default();
    Workload first = Pods("first", 1);
    first.host_ports = {left};
    Workload second = Pods("second", 1);
    second.host_ports = {right};
    const PackResponse response = cluster.Provision({first, second});
    EXPECT_TRUE(response.feasible);
    return response.new_nodes;
  };
  EXPECT_EQ(nodes({80, "TCP", ""}, {80, "TCP", ""}), 2);
  EXPECT_EQ(nodes({80, "TCP", ""}, {80, "TCP", "0.0.0.0"}), 2);
  EXPECT_EQ(nodes({80, "TCP", "1.2.3.4"}, {80, "TCP", ""}), 2);
  EXPECT_EQ(nodes({80, "TCP", ""}, {443, "TCP", ""}), 1);
  EXPECT_EQ(nodes({80, "TCP", ""}, {80, "UDP", ""}), 1);
  EXPECT_EQ(nodes({80, "TCP", "1.2.3.4"}, {80, "TCP", "4.5.6.7"}), 1);
}

TEST_P(PortableResources, Case52DaemonSets) {
  Workload agent = Pods("agent", 0, 2, 2);
  agent.kind = WorkloadKind::kDaemonSet;
  Cluster cluster = Default();
  const PackResponse response = cluster.Provision({agent, Pods("web", 1, 1, 1)});
  ASSERT_EQ(response.new_nodes, 1);
  EXPECT_EQ(response.nodes[0].pool.instance_type, "default-instance-type");

  agent.requests = {};
  agent.host_ports = {{8080, "TCP", ""}};
  Workload web = Pods("web", 1);
  web.host_ports = {{8080, "TCP", ""}};
  Cluster ports = Default();
  EXPECT_EQ(ports.Provision({agent, web}).placed_replicas, 0);

  agent.host_ports.clear();
  agent.requests.cpu_millicores = 10'000'000;
  Cluster too_large = Default();
  EXPECT_EQ(too_large.Provision({agent, Pods("web", 1)}).placed_replicas, 0);
}

TEST_P(PortableResources, Case53NodesOnTheirWay) {
  const Offer small = FakeOffer({"small-instance-type", 2, 2}, kZone1, CapacityType::kOnDemand);
  const auto launches = [&](const std::function<void(Node&)>& change, double cpu) {
    Cluster cluster = Default();
    Node& node = cluster.AddNode(small, Pods("first", 1, 0.1));
    node.state = NodeState::kLaunching;
    change(node);
    const PackResponse response = cluster.Provision(Pods("web", 1, cpu));
    EXPECT_TRUE(response.feasible);
    return response.new_nodes;
  };
  EXPECT_EQ(launches([](Node&) {}, 0.5), 0);
  EXPECT_EQ(launches([](Node&) {}, 1.9), 1) << "too small";
  EXPECT_EQ(launches([](Node& node) { node.taints = {{"foo", "bar", TaintEffect::kNoSchedule}}; }, 0.5), 1);
  EXPECT_EQ(launches([](Node& node) { node.state = NodeState::kDraining; }, 0.5), 1);
}

SPOTWRIGHT_IN_EACH_QUALITY(PortableResources);

}  // namespace
}  // namespace spotwright::test
