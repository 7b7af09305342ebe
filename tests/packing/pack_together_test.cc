// What pods do to one another: spread, anti-affinity, ports; wishes; constraints that are not known.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/packing/requests.h"

namespace spotwright::test {
namespace {

PackRequest ThreeZones(std::int64_t replicas) {
  PackRequest request;
  request.workloads = {App("web", replicas)};
  request.offers = {Box("m", 0.2, "a"), Box("m", 0.3, "b"), Box("m", 0.4, "c")};
  return request;
}

TEST(PackTogetherTest, SpreadOverZones) {
  PackRequest request = ThreeZones(6);
  EXPECT_EQ(PlacedIn(Checked(request), "web", "a"), 6) << "the cheapest zone";
  request.workloads[0].topology_spread = {Spread(kZoneKey, "web")};
  const PackResponse response = Checked(request);
  EXPECT_TRUE(response.feasible);
  for (const char* zone : {"a", "b", "c"}) EXPECT_EQ(PlacedIn(response, "web", zone), 2) << zone;
}

TEST(PackTogetherTest, TheOddPodGoesToTheCheapestZone) {
  PackRequest request = ThreeZones(1);
  request.offers = {Box("m", 0.4, "a"), Box("m", 0.3, "b"), Box("m", 0.2, "c"), Box("l", 0.5, "c", 64)};
  request.workloads[0].topology_spread = {Spread(kZoneKey, "web")};
  EXPECT_EQ(PlacedIn(Checked(request), "web", "c"), 1);
  request.workloads[0].replicas = 5;
  const PackResponse response = Checked(request);
  EXPECT_EQ(PlacedIn(response, "web", "a"), 1);
  EXPECT_EQ(PlacedIn(response, "web", "b"), 2);
  EXPECT_EQ(PlacedIn(response, "web", "c"), 2);
}

TEST(PackTogetherTest, SpreadCountsWhatRuns) {
  PackRequest request = ThreeZones(6);
  request.workloads[0].topology_spread = {Spread(kZoneKey, "web")};
  request.nodes = {Taken("n", request.offers[2])};
  request.nodes[0].running = {{"web", "default", 3}};
  const PackResponse response = Checked(request);
  EXPECT_EQ(PlacedIn(response, "web", "a") + PlacedIn(response, "web", "b"), 3);
  EXPECT_EQ(PlacedIn(response, "web", "c"), 0);
}

TEST(PackTogetherTest, AZoneThatCountsAndTakesNothingHoldsTheOthersBack) {
  PackRequest request = ThreeZones(6);
  request.offers.pop_back();
  request.workloads[0].topology_spread = {Spread(kZoneKey, "web")};
  EXPECT_TRUE(Checked(request).feasible) << "two zones in all";
  request.nodes = {Taken("n", Box("m", 0.4, "c"))};
  request.nodes[0].state = NodeState::kUnschedulable;
  EXPECT_EQ(Checked(request).placed_replicas, 2) << "one in each of the others, as zone c has none";
  EXPECT_TRUE(Says(Checked(request), "web", "spread_not_possible"));
  request.workloads[0].topology_spread[0].when_unsatisfiable = WhenUnsatisfiable::kScheduleAnyway;
  EXPECT_TRUE(Checked(request).feasible);
}

TEST(PackTogetherTest, AZoneThatProvesFullHoldsTheOthersBack) {
  PackRequest request = ThreeZones(24);
  request.workloads[0].topology_spread = {Spread(kZoneKey, "web")};
  request.offers[1].available_count = 1;  // 4 replicas.
  const PackResponse response = Checked(request);
  EXPECT_EQ(PlacedIn(response, "web", "b"), 4);
  EXPECT_EQ(PlacedIn(response, "web", "a"), 5);
  EXPECT_EQ(PlacedIn(response, "web", "c"), 5);
}

TEST(PackTogetherTest, MinDomains) {
  PackRequest request = ThreeZones(6);
  request.offers.pop_back();
  request.workloads[0].topology_spread = {Spread(kZoneKey, "web", 2)};
  EXPECT_TRUE(Checked(request).feasible);
  request.workloads[0].topology_spread[0].min_domains = 3;
  EXPECT_EQ(Checked(request).placed_replicas, 4) << "max_skew in each, as the least counts as 0";
}

TEST(PackTogetherTest, AWishDoesNotChangeWhichZonesCount) {
  PackRequest request = ThreeZones(4);
  request.workloads[0].topology_spread = {Spread(kZoneKey, "web")};
  PreferredTerm wish;
  wish.term.requirements = {{kZoneKey, RequirementOperator::kIn, {"a"}}};
  request.workloads[0].preferred_node_affinity = {wish};
  EXPECT_TRUE(Checked(request).feasible);
}

TEST(PackTogetherTest, OnePodPerHost) {
  PackRequest request;
  request.workloads = {App("web", 3)};
  request.offers = {Box("m", 0.2)};
  EXPECT_EQ(Checked(request).new_nodes, 1);
  request.workloads[0].pod_anti_affinity = {Near(kHostnameKey, "web")};
  EXPECT_EQ(Checked(request).new_nodes, 3);
  request.workloads[0].pod_anti_affinity.clear();
  request.workloads[0].topology_spread = {Spread(kHostnameKey, "web", 2)};
  EXPECT_EQ(Checked(request).new_nodes, 2);
  request.nodes = {Taken("n", request.offers[0])};
  request.nodes[0].running = {{"web", "default", 1}};
  request.workloads[0].topology_spread[0].max_skew = 1;
  EXPECT_EQ(Checked(request).new_nodes, 2) << "the pod that runs counts";
}

TEST(PackTogetherTest, RunningPodsKeepOthersAway) {
  PackRequest request;
  request.workloads = {App("db"), App("web")};
  request.workloads[0].pod_anti_affinity = {Near(kHostnameKey, "web")};
  request.nodes = {Taken("n", Box("m", 0.2))};
  request.nodes[0].running = {{"db", "default", 1}};
  EXPECT_EQ(WhyNot(Checked(request), "web"), std::vector<std::string>{"kept_apart_by_rule"});
  request.nodes.push_back(Taken("o", Box("m", 0.2)));
  EXPECT_EQ(Checked(request).nodes[0].name, "o");
  request.workloads[0].pod_anti_affinity[0].topology_key = kZoneKey;
  EXPECT_FALSE(Checked(request).feasible) << "the whole zone";
  request.workloads[1].namespace_name = "shop";
  EXPECT_TRUE(Checked(request).feasible) << "of another namespace";
  request.workloads[0].pod_anti_affinity[0].namespaces = {"shop"};
  EXPECT_FALSE(Checked(request).feasible);
}

TEST(PackTogetherTest, HostPorts) {
  PackRequest request;
  request.workloads = {App("web", 2), App("api")};
  request.offers = {Box("m", 0.2)};
  request.workloads[0].host_ports = {{80, "TCP", ""}};
  request.workloads[1].host_ports = {{80, "UDP", ""}};
  EXPECT_EQ(Checked(request).new_nodes, 2);
  request.workloads[1].host_ports[0].protocol = "TCP";
  EXPECT_EQ(Checked(request).new_nodes, 3);
  request.workloads.push_back(DaemonSet("ingress"));
  request.workloads.back().host_ports = {{80, "TCP", ""}};
  EXPECT_EQ(Checked(request).placed_replicas, 0) << "the daemonset holds the port everywhere";
}

TEST(PackTogetherTest, UnknownConstraintsAreReportedAndNeverIgnored) {
  PackRequest request;
  request.offers = {Box("m", 0.2)};
  request.workloads = {App("web"), App("db")};
  request.workloads[0].unknown_constraints = {"resource claims"};
  const PackResponse response = Checked(request);
  EXPECT_EQ(Placed(response, "web"), 0);
  EXPECT_EQ(WhyNot(response, "web"), std::vector<std::string>{"constraint_not_supported"});
  EXPECT_EQ(Placed(response, "db"), 1) << "the others are placed";
}

TEST(PackTogetherTest, FollowersOfAPodWithoutAPlaceLeaveEveryNode) {
  // No zone has room for the leader beside the others, but that shows zone by zone, for longer than it is tried.
  PackRequest request;
  for (const char* zone : {"a", "b", "c", "d", "e", "f"}) {
    request.offers.push_back(Box("m", 0.2, zone));
    request.offers.push_back(Box("l", 0.7, zone, 12));
  }
  request.groups = {OnDemandGroup("g")};
  request.groups[0].limits.max_cpu_millicores = 16000;
  request.workloads = {App("others", 8), App("leader"), App("follower", 8)};
  request.workloads[0].priority = 2;
  request.workloads[1].requests = Room(12, 12, 0);
  request.workloads[2].priority = 1;
  request.workloads[2].pod_affinity = {Near(kZoneKey, "leader")};
  for (const PackQuality quality : {PackQuality::kFast, PackQuality::kBalanced, PackQuality::kOptimal}) {
    request.policy.quality = quality;
    const PackResponse response = Checked(request);
    EXPECT_EQ(Placed(response, "others"), 8);
    EXPECT_EQ(Placed(response, "leader"), 0);
    EXPECT_EQ(Placed(response, "follower"), 0) << "though both of their nodes, which are alike, had room";
  }
}

TEST(PackTogetherTest, WishesNeverLeaveAPodOut) {
  PackRequest request;
  request.workloads = {App("web", 6)};
  Workload& workload = request.workloads[0];
  request.offers = {Box("m", 0.2, "a"), Box("m", 0.9, "b")};
  PreferredTerm wish;
  wish.term.requirements = {{kZoneKey, RequirementOperator::kIn, {"b"}}};
  workload.preferred_node_affinity = {wish};
  EXPECT_EQ(PlacedIn(Checked(request), "web", "b"), 6) << "kept, though dearer";
  request.offers[1].available_count = 1;
  EXPECT_TRUE(Checked(request).feasible) << "given up where it would leave pods out";
  request.offers[1].available = false;
  EXPECT_TRUE(Checked(request).feasible);
  request.offers[1].available = true;
  request.policy.honour_preferences = false;
  EXPECT_EQ(PlacedIn(Checked(request), "web", "a"), 6);

  request.policy.honour_preferences = true;
  workload.preferred_node_affinity.clear();
  workload.topology_spread = {Spread(kZoneKey, "web")};
  workload.topology_spread[0].when_unsatisfiable = WhenUnsatisfiable::kScheduleAnyway;
  request.offers[1].available_count.reset();
  EXPECT_EQ(PlacedIn(Checked(request), "web", "b"), 3);
  request.offers[1].available_count = 0;
  EXPECT_TRUE(Checked(request).feasible);

  workload.pod_affinity = {Near("rack", "db")};
  workload.pod_affinity[0].weight = 50;
  workload.pod_anti_affinity = {Near(kHostnameKey, "web")};
  workload.pod_anti_affinity[0].weight = 1;
  EXPECT_TRUE(Checked(request).feasible) << "preferred terms are wishes";
}

}  // namespace
}  // namespace spotwright::test
