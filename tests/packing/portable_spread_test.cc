// Portable cases 1 to 25: topology spread (Karpenter: scheduling/topology_test.go). See portable_world.h.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/packing/portable_world.h"

namespace spotwright::test {
namespace {

using PortableSpread = PortableCase;

// Large enough that a small node holds one.
constexpr double kCpu = 1.1;

Workload Spreading(std::string name, std::int64_t replicas, const std::string& key, std::int64_t max_skew = 1,
                   double cpu = 0) {
  Workload workload = Pods(std::move(name), replicas, cpu);
  workload.labels["app"] = "test";
  workload.topology_spread = {Spread(key, "test", max_skew)};
  return workload;
}

// A small node in the zone that pods of the spread fill.
void AddFullNode(Cluster& cluster, const std::string& zone, CapacityType capacity_type = CapacityType::kOnDemand) {
  Workload there = Spreading("there-" + std::to_string(cluster.request.nodes.size()), 1, kZoneKey, 1, kCpu);
  there.topology_spread.clear();
  cluster.AddNode(FakeOffer({"small-instance-type", 2, 2}, zone, capacity_type), there);
}

TEST_P(PortableSpread, Case01UnknownKey) {
  Cluster cluster = Default();
  EXPECT_EQ(cluster.Provision(Spreading("web", 2, "unknown")).placed_replicas, 0);
}

TEST_P(PortableSpread, Case02Zones) {
  Cluster cluster = Default();
  cluster.Provision(Spreading("web", 4, kZoneKey));
  EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{1, 1, 2}));
}

TEST_P(PortableSpread, Case03ZonesOfThePool) {
  Cluster cluster = Default();
  cluster.KeepZones({kZone1, kZone2});
  cluster.Provision(Spreading("web", 4, kZoneKey));
  EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{2, 2}));
}

TEST_P(PortableSpread, Case04ZonesOfPoolsByLabel) {
  Cluster one = Default();
  one.KeepZones({kZone1});
  one.Provision(Spreading("web", 4, kZoneKey));
  EXPECT_EQ(one.Skew(kZoneKey, "test"), (Counts{4}));

  Cluster two = Default();
  two.request.groups = BothGroups("first", {kZone1});
  for (NodeGroup& group : BothGroups("second", {kZone2})) two.request.groups.push_back(group);
  two.Provision(Spreading("web", 4, kZoneKey));
  EXPECT_EQ(two.Skew(kZoneKey, "test"), (Counts{2, 2}));
}

TEST_P(PortableSpread, Case05AFullZoneHoldsTheOthersBack) {
  Cluster cluster = Default();
  AddFullNode(cluster, kZone3);
  cluster.KeepZones({kZone1, kZone2});
  EXPECT_EQ(cluster.Provision(Spreading("web", 6, kZoneKey, 1, kCpu)).placed_replicas, 4);
  EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{1, 2, 2}));
}

TEST_P(PortableSpread, Case06ALargerZoneIfItIsTheOnlyOne) {
  Cluster cluster = Default();
  AddFullNode(cluster, kZone1);
  AddFullNode(cluster, kZone2);
  cluster.KeepZones({kZone3});
  cluster.Provision(Spreading("web", 10, kZoneKey, 5, kCpu));
  EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{1, 1, 6}));
}

TEST_P(PortableSpread, Case07OnlyTheEmptierZonesWhenItIsUnevenAlready) {
  Cluster cluster = Default();
  for (int i = 0; i < 3; ++i) AddFullNode(cluster, kZone1);
  cluster.Provision(Spreading("web", 3, kZoneKey, 1, kCpu));
  EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{1, 2, 3}));
}

TEST_P(PortableSpread, Case08AZoneOutsideOfThePool) {
  Cluster cluster = Default();
  AddFullNode(cluster, kZone1);
  cluster.KeepZones({kZone2, kZone3});
  cluster.Provision(Spreading("web", 10, kZoneKey, 1, kCpu));
  EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{1, 2, 2}));
}

TEST_P(PortableSpread, Case09OnlyRunningMatchingPodsOfTheNamespaceCount) {
  Cluster cluster = Default();
  for (const char* const zone : {kZone1, kZone1, kZone2}) AddFullNode(cluster, zone);
  const Offer offer = FakeOffer({"small-instance-type", 2, 2}, kZone3, CapacityType::kOnDemand);
  cluster.AddNode(offer, Pods("other-label", 1, kCpu));
  Workload elsewhere = Pods("other-namespace", 1, kCpu);
  elsewhere.namespace_name = "other";
  elsewhere.labels["app"] = "test";
  cluster.AddNode(offer, elsewhere);
  Workload leaving = Pods("leaving", 0, kCpu);
  leaving.labels["app"] = "test";
  Node& draining = cluster.AddNode(offer, leaving);
  draining.state = NodeState::kDraining;
  draining.running = {{"leaving", "default", 3}};
  cluster.Provision(Spreading("web", 2, kZoneKey, 1, kCpu));
  std::erase_if(cluster.request.nodes, [](const Node& node) {
    return node.state == NodeState::kDraining ||
           std::any_of(node.running.begin(), node.running.end(),
                       [](const RunningPods& pods) { return pods.workload == "other-namespace"; });
  });
  EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{1, 2, 2}));
}

TEST_P(PortableSpread, Case10ASelectorOfNobody) {
  // Kubernetes' absent selector selects nobody. Here an empty one selects everybody, so nobody is said by a label.
  Cluster cluster = Default();
  Workload web = Spreading("web", 2, kHostnameKey);
  web.topology_spread[0].selector = AppIs("nobody");
  EXPECT_EQ(cluster.Provision(web).new_nodes, 1);
  EXPECT_EQ(cluster.Skew(kHostnameKey, "test"), (Counts{2}));
}

TEST_P(PortableSpread, Case11MinDomains) {
  Cluster two_zones = Default();
  two_zones.KeepZones({kZone1, kZone2});
  Workload web = Spreading("web", 3, kZoneKey);
  web.topology_spread[0].min_domains = 3;
  two_zones.Provision(web);
  EXPECT_EQ(two_zones.Skew(kZoneKey, "test"), (Counts{1, 1}));
  for (const std::int64_t domains : {2, 3}) {
    Cluster cluster = Default();
    web.replicas = 11;
    web.topology_spread[0].min_domains = domains;
    cluster.Provision(web);
    EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{3, 4, 4})) << domains;
  }
}

TEST_P(PortableSpread, Case12Hosts) {
  Cluster one_each = Default();
  one_each.Provision(Spreading("web", 4, kHostnameKey));
  EXPECT_EQ(one_each.Skew(kHostnameKey, "test"), (Counts{1, 1, 1, 1}));
  Cluster together = Default();
  together.Provision(Spreading("web", 4, kHostnameKey, 4));
  EXPECT_EQ(together.Skew(kHostnameKey, "test"), (Counts{4}));
}

TEST_P(PortableSpread, Case13TwoDeploymentsShareHosts) {
  Workload first = Spreading("first", 2, kHostnameKey);
  first.labels["app"] = "first";
  first.topology_spread[0].selector = AppIs("first");
  Workload second = first;
  second.name = second.labels["app"] = "second";
  second.topology_spread[0].selector = AppIs("second");
  Cluster cluster = Default();
  EXPECT_EQ(cluster.Provision({first, second}).new_nodes, 2);
  first.node_selector[kArchitectureKey] = "amd64";
  second.node_selector[kArchitectureKey] = "arm64";
  Cluster apart = Default();
  EXPECT_EQ(apart.Provision({first, second}).new_nodes, 4);
}

TEST_P(PortableSpread, Case14CapacityTypes) {
  Cluster cluster = Default();
  cluster.Provision(Spreading("web", 4, kCapacityTypeKey));
  EXPECT_EQ(cluster.Skew(kCapacityTypeKey, "test"), (Counts{2, 2}));

  for (const WhenUnsatisfiable when : {WhenUnsatisfiable::kDoNotSchedule, WhenUnsatisfiable::kScheduleAnyway}) {
    Cluster on_demand = Default();
    AddFullNode(on_demand, kZone1, CapacityType::kSpot);
    on_demand.KeepCapacityType(CapacityType::kOnDemand);
    Workload web = Spreading("web", 5, kCapacityTypeKey, 1, kCpu);
    web.topology_spread[0].when_unsatisfiable = when;
    on_demand.Provision(web);
    const bool hard = when == WhenUnsatisfiable::kDoNotSchedule;
    EXPECT_EQ(on_demand.Skew(kCapacityTypeKey, "test"), (hard ? Counts{1, 2} : Counts{1, 5}));
  }
}

TEST_P(PortableSpread, Case15ARatioOfSpotByALabelOfPools) {
  // Groups have one value of a label each, so the pool of four values is four groups.
  const std::string key = "capacity.spread.4-1";
  Cluster cluster = Default();
  for (int value = 1; value <= 5; ++value) {
    NodeGroup group;
    group.name = "value-" + std::to_string(value);
    group.capacity_type = value == 1 ? CapacityType::kOnDemand : CapacityType::kSpot;
    group.labels[key] = std::to_string(value);
    cluster.request.groups.push_back(group);
  }
  cluster.Provision(Spreading("web", 20, key));
  EXPECT_EQ(cluster.Skew(key, "test"), (Counts{4, 4, 4, 4, 4}));
  EXPECT_EQ(cluster.Skew(kCapacityTypeKey, "test"), (Counts{4, 16}));

  // What the trick is for, said as it is meant.
  Cluster native = Default();
  Workload web = Pods("test", 20);
  web.max_spot_share = 0.8;
  native.KeepZones({kZone1, kZone2});
  for (Offer& offer : native.request.offers) {
    if (offer.capacity_type == CapacityType::kSpot) offer.price_usd_per_hour /= 2;
  }
  native.Provision(web);
  // A node of each holds 5 pods, so that no more than 15 or 16 on spot pay.
  EXPECT_LE(native.Skew(kCapacityTypeKey, "test").back(), 16);
}

// Batches of 2, 3, 5 and 11 pods, spread over hosts (at most 3 each) and over another key.
void CheckBatches(Cluster cluster, const std::string& key, const std::vector<Counts>& expected) {
  const std::vector<std::int64_t> sizes = {2, 3, 5, 11};
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    Workload web = Spreading("web-" + std::to_string(i), sizes[i], key);
    web.topology_spread.push_back(Spread(kHostnameKey, "test", 3));
    EXPECT_TRUE(cluster.Provision(web).feasible);
    EXPECT_EQ(cluster.Skew(key, "test"), expected[i]) << "batch " << i;
    EXPECT_LE(cluster.Skew(kHostnameKey, "test").back(), 3);
  }
}

TEST_P(PortableSpread, Case16ZonesAndHosts) {
  CheckBatches(Default(), kZoneKey, {{1, 1}, {1, 2, 2}, {3, 3, 4}, {7, 7, 7}});
}

TEST_P(PortableSpread, Case17CapacityTypesAndHosts) {
  CheckBatches(Default(), kCapacityTypeKey, {{1, 1}, {2, 3}, {5, 5}, {10, 11}});
}

TEST_P(PortableSpread, Case18CapacityTypesZonesAndHosts) {
  Cluster cluster = With(AssortedOffers());
  cluster.request.policy.max_iterations = 50;
  const auto width = [&](const std::string& key, std::size_t domains) {
    const Counts counts = cluster.Skew(key, "test");
    return counts.back() - (counts.size() < domains ? 0 : counts.front());
  };
  for (int i = 1; i < 15; ++i) {
    Workload web = Spreading("web-" + std::to_string(i), i, kCapacityTypeKey);
    web.topology_spread.push_back(Spread(kZoneKey, "test", 2));
    web.topology_spread.push_back(Spread(kHostnameKey, "test", 3));
    EXPECT_TRUE(cluster.Provision(web).feasible) << i;
    EXPECT_LE(width(kCapacityTypeKey, 2), 1) << i;
    EXPECT_LE(width(kZoneKey, 3), 2) << i;
    EXPECT_LE(cluster.Skew(kHostnameKey, "test").back(), 3) << i;
  }
}

TEST_P(PortableSpread, Case19AZoneWhosePoolIsAtItsLimitIsStillADomain) {
  Cluster cluster = Default();
  cluster.request.groups = BothGroups("first", {kZone1, kZone2});
  for (NodeGroup& group : BothGroups("second", {kZone3})) {
    group.limits.max_cpu_millicores = 0;
    cluster.request.groups.push_back(group);
  }
  cluster.Provision(Spreading("web", 10, kZoneKey));
  EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{1, 1}));
}

TEST_P(PortableSpread, Case20SelectorsNarrowTheDomains) {
  Workload first = Spreading("first", 5, kZoneKey);
  first.node_selector[kZoneKey] = kZone1;
  Workload second = Spreading("second", 10, kZoneKey);
  second.node_selector[kZoneKey] = kZone2;
  Cluster cluster = Default();
  cluster.Provision({first, second});
  EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{5, 10}));
}

TEST_P(PortableSpread, Case21RequiredAffinityNarrowsTheDomains) {
  Workload web = Spreading("web", 10, kZoneKey);
  Require(web, {In(kZoneKey, {kZone1, kZone2})});
  Cluster cluster = Default();
  cluster.Provision(web);
  EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{5, 5}));

  Cluster growing = Default();
  web.replicas = 6;
  growing.Provision(web);
  EXPECT_EQ(growing.Skew(kZoneKey, "test"), (Counts{3, 3}));
  Workload one_more = Spreading("one-more", 1, kZoneKey);
  Require(one_more, {In(kZoneKey, {kZone2, kZone3})});
  growing.Provision(one_more);
  EXPECT_EQ(growing.Skew(kZoneKey, "test"), (Counts{1, 3, 3}));
  growing.Provision(Spreading("free", 5, kZoneKey));
  EXPECT_EQ(growing.Skew(kZoneKey, "test"), (Counts{4, 4, 4}));
}

TEST_P(PortableSpread, Case22PreferredAffinityDoesNot) {
  Workload web = Spreading("web", 6, kZoneKey);
  Prefer(web, 1, {In(kZoneKey, {kZone1, kZone2})});
  Cluster cluster = Default();
  cluster.Provision(web);
  EXPECT_EQ(cluster.Skew(kZoneKey, "test"), (Counts{2, 2, 2}));
}

TEST_P(PortableSpread, Case23RequiredCapacityTypes) {
  Cluster cluster = Default();
  Workload spot = Spreading("spot", 3, kCapacityTypeKey);
  Require(spot, {In(kCapacityTypeKey, {"spot"})});
  cluster.Provision(spot);
  EXPECT_EQ(cluster.Skew(kCapacityTypeKey, "test"), (Counts{3}));
  Workload on_demand = Spreading("on-demand", 1, kCapacityTypeKey);
  Require(on_demand, {In(kCapacityTypeKey, {"on-demand"})});
  cluster.Provision(on_demand);
  EXPECT_EQ(cluster.Skew(kCapacityTypeKey, "test"), (Counts{1, 3}));
  cluster.Provision(Spreading("free", 5, kCapacityTypeKey));
  EXPECT_EQ(cluster.Skew(kCapacityTypeKey, "test"), (Counts{4, 5}));
}

TEST_P(PortableSpread, Case24MatchLabelKeys) {
  const auto revision = [](const std::string& name, const std::string& key) {
    Workload workload = Spreading(name, 2, kHostnameKey);
    workload.labels["revision"] = name;
    workload.topology_spread[0].match_label_keys = {key};
    return workload;
  };
  Cluster cluster = Default();
  cluster.Provision({revision("old", "revision"), revision("new", "revision")});
  EXPECT_EQ(cluster.Skew(kHostnameKey, "test"), (Counts{2, 2}));
  Cluster unknown = Default();
  unknown.Provision({revision("old", "unknown"), revision("new", "unknown")});
  EXPECT_EQ(unknown.Skew(kHostnameKey, "test"), (Counts{1, 1, 1, 1}));
}

TEST_P(PortableSpread, Case25NodeTaintsPolicy) {
  const std::string key = "fake-label";
  for (const InclusionPolicy policy : {InclusionPolicy::kIgnore, InclusionPolicy::kHonor}) {
    Cluster cluster = Default();
    cluster.request.groups = BothGroups("pool");
    for (NodeGroup& group : cluster.request.groups) group.labels[key] = "baz";
    for (const char* const value : {"foo", "bar"}) {
      Node& node = cluster.AddNode(FakeOffer({"tiny", 0.2, 1}, kZone1, CapacityType::kOnDemand),
                                   Pods(std::string("on-") + value, 0));
      node.labels[key] = value;
      node.taints = {{"tainted", "", TaintEffect::kNoSchedule}};
    }
    Workload web = Spreading("web", 5, key, 1, 1);
    web.topology_spread[0].node_taints_policy = policy;
    cluster.Provision(web);
    EXPECT_EQ(cluster.Skew(key, "test"), (policy == InclusionPolicy::kIgnore ? Counts{1} : Counts{5}));
  }
}

SPOTWRIGHT_IN_EACH_QUALITY(PortableSpread);

}  // namespace
}  // namespace spotwright::test
