// Portable cases 54 to 58: limits, weights, relaxation, reserved capacity, volumes (Karpenter: scheduling/suite_test.go
// and others). See portable_world.h.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/packing/portable_world.h"

namespace spotwright::test {
namespace {

using PortableLimits = PortableCase;

TEST_P(PortableLimits, Case54LimitsOfThePool) {
  // Karpenter limits what nodes have in all, we what pods may use of it: a node of 2 CPUs counts as 1.9.
  const auto with_limit = [&](std::int64_t cpu_millicores) {
    Cluster cluster = Default();
    cluster.request.groups = {OnDemandGroup("pool")};
    cluster.request.groups[0].limits.max_cpu_millicores = cpu_millicores;
    return cluster;
  };
  Cluster exceeded = with_limit(20'000);
  Node& node = exceeded.AddNode(FakeOffer({"huge", 100, 100}, kZone1, CapacityType::kOnDemand), Pods("old", 1, 99.8));
  node.group = "pool";
  EXPECT_EQ(exceeded.Provision(Pods("web", 1, 1)).placed_replicas, 0);

  Cluster two = with_limit(2'000);
  EXPECT_EQ(two.Provision(Pods("web", 1, 1.75)).placed_replicas, 1);
  EXPECT_EQ(two.Provision(Pods("more", 1, 1.75)).placed_replicas, 0);

  Cluster three = with_limit(3'000);
  Workload apart = Pods("web", 2, 1.5);
  apart.pod_anti_affinity = {Near(kHostnameKey, "web")};
  EXPECT_EQ(three.Provision(apart).placed_replicas, 1);

  Cluster too_large = with_limit(2'000);
  EXPECT_EQ(too_large.Provision(Pods("web", 1, 2.1)).placed_replicas, 0);

  Cluster nodes = Default();
  nodes.request.groups = {OnDemandGroup("pool")};
  nodes.request.groups[0].max_nodes = 2;
  Workload three_apart = Pods("web", 3);
  three_apart.pod_anti_affinity = {Near(kHostnameKey, "web")};
  EXPECT_EQ(nodes.Provision(three_apart).placed_replicas, 2);
}

TEST_P(PortableLimits, Case55WeightsOfPools) {
  std::vector<NodeGroup> groups = {OnDemandGroup("none"), OnDemandGroup("twenty"), OnDemandGroup("hundred")};
  groups[1].weight = 20;
  groups[2].weight = 100;
  for (NodeGroup& group : groups) group.labels["pool"] = group.name;
  Cluster cluster = Default();
  cluster.request.groups = groups;
  EXPECT_EQ(cluster.Provision(Pods("web", 1)).nodes.at(0).group, "hundred");

  Cluster chosen = Default();
  chosen.request.groups = groups;
  Workload web = Pods("web", 1);
  web.node_selector["pool"] = "twenty";
  EXPECT_EQ(chosen.Provision(web).nodes.at(0).group, "twenty");

  Cluster incompatible = Default();
  incompatible.request.groups = groups;
  incompatible.request.groups[2].taints = {{"dedicated", "", TaintEffect::kNoSchedule}};
  EXPECT_EQ(incompatible.Provision(Pods("web", 1)).nodes.at(0).group, "twenty");

  // The heaviest is taken though it is dearer.
  Cluster dearer = Default();
  dearer.request.groups = groups;
  dearer.request.groups[2].instance_types = {"default-instance-type"};
  EXPECT_EQ(dearer.Provision(Pods("web", 1)).nodes.at(0).group, "hundred");

  Cluster tainted = Default();
  tainted.request.groups = {OnDemandGroup("tainted"), OnDemandGroup("untainted")};
  tainted.request.groups[0].taints = {{"foo", "bar", TaintEffect::kPreferNoSchedule}};
  EXPECT_EQ(tainted.Provision(Pods("web", 1)).nodes.at(0).group, "untainted");
  Cluster only_tainted = Default();
  only_tainted.request.groups = {tainted.request.groups[0]};
  EXPECT_TRUE(only_tainted.Provision(Pods("web", 1)).feasible);
}

TEST_P(PortableLimits, Case56AlternativesAndWishes) {
  // Any one of the terms suffices. (Karpenter takes the first that it can have: zone 1.)
  Workload web = Pods("web", 1);
  for (const char* const zone : {"invalid", "invalid", kZone1, kZone2}) Require(web, {In(kZoneKey, {zone})});
  Cluster alternatives = Default();
  const std::string zone = alternatives.Provision(web).nodes.at(0).pool.zone;
  EXPECT_TRUE(zone == kZone1 || zone == kZone2) << zone;

  Workload nowhere = Pods("web", 1);
  Require(nowhere, {In(kZoneKey, {"invalid"})});
  Cluster none = Default();
  EXPECT_EQ(none.Provision(nowhere).placed_replicas, 0);

  // The heaviest wish can never be had; of the others the heavier one holds.
  Workload wishes = Pods("web", 1);
  Prefer(wishes, 1, {In(kZoneKey, {kZone1})});
  Prefer(wishes, 100, {In(kZoneKey, {"invalid"})});
  Prefer(wishes, 50, {In(kZoneKey, {kZone2})});
  Cluster cluster = Default();
  EXPECT_EQ(cluster.Provision(wishes).nodes.at(0).pool.zone, kZone2);
}

TEST_P(PortableLimits, Case57ReservedCapacity) {
  const auto reserved = [](const Cluster& cluster) {
    Cluster with = cluster;
    with.KeepCapacityType(CapacityType::kOnDemand);
    with.KeepZones({kZone1});
    for (Offer& offer : with.request.offers) offer.reserved_count = offer.instance_type == "gpu" ? 0 : 1;
    return with;
  };
  const std::vector<Offer> offers =
      FakeOffers({{"small", 2, 2}, {"medium", 4, 4}, {"gpu", 4, 4, 5, Architecture::kAmd64, "gpu"}});
  // One pod after the other, each on a node of its own.
  Cluster one_by_one = reserved(With(offers));
  std::vector<double> costs;
  for (int i = 0; i < 3; ++i) {
    Workload web = Pods("web-" + std::to_string(i), 1, 1.8);
    web.labels["app"] = "web";
    web.pod_anti_affinity = {Near(kHostnameKey, "web")};
    costs.push_back(one_by_one.Provision(web).cost_usd_per_hour);
    // A reservation that is used is no longer free.
    for (const Node& node : one_by_one.request.nodes) {
      for (Offer& offer : one_by_one.request.offers) {
        if (offer.instance_type == node.instance_type) offer.reserved_count = 0;
      }
    }
  }
  EXPECT_EQ(costs[0], 0);
  EXPECT_EQ(costs[1], 0);
  EXPECT_NEAR(costs[2], 0.4147483648, 1e-6) << "the cheapest that is not reserved";

  // All at once: three nodes, of which the reserved two cost nothing.
  Cluster together = reserved(With(offers));
  Workload web = Pods("web", 3, 1.8);
  web.pod_anti_affinity = {Near(kHostnameKey, "web")};
  const PackResponse response = together.Provision(web);
  EXPECT_EQ(response.new_nodes, 3);
  EXPECT_NEAR(response.cost_usd_per_hour, 0.4147483648, 1e-6);
}

TEST_P(PortableLimits, Case58Volumes) {
  std::vector<Offer> offers = FakeOffers({{"large", 16, 64, 1024}});
  for (Offer& offer : offers) offer.volume_limits["csi.test.com"] = 10;
  Workload web = Pods("web", 6);
  web.volumes = {{"csi.test.com", "", 2}};
  Cluster own = With(offers);
  EXPECT_EQ(own.Provision(web).new_nodes, 2);
  web.volumes = {{"csi.test.com", "first", 1}, {"csi.test.com", "second", 1}};
  Cluster shared = With(offers);
  EXPECT_EQ(shared.Provision(web).new_nodes, 1);
}

SPOTWRIGHT_IN_EACH_QUALITY(PortableLimits);

}  // namespace
}  // namespace spotwright::test
