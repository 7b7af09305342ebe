// Portable cases 26 to 38: pod affinity and anti-affinity (Karpenter: scheduling/topology_test.go). See
// portable_world.h.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/packing/portable_world.h"

namespace spotwright::test {
namespace {

using PortableAffinity = PortableCase;

Workload WithAffinity(Workload workload, const std::string& key, const std::string& app) {
  workload.pod_affinity.push_back(Near(key, app));
  return workload;
}

Workload WithAntiAffinity(Workload workload, const std::string& key, const std::string& app, std::int64_t weight = 0) {
  workload.pod_anti_affinity.push_back(Near(key, app));
  workload.pod_anti_affinity.back().weight = weight;
  return workload;
}

Workload InZone(Workload workload, const std::string& zone) {
  workload.node_selector[kZoneKey] = zone;
  return workload;
}

// One pod in each zone, all labelled app=<app>.
std::vector<Workload> OneInEachZone(const std::string& app) {
  std::vector<Workload> pods;
  for (const char* const zone : {kZone1, kZone2, kZone3}) {
    pods.push_back(InZone(Pods(app + "-in-" + zone, 1, 2), zone));
    pods.back().labels["app"] = app;
  }
  return pods;
}

std::string ZoneOf(const PackResponse& response, const std::string& workload) {
  for (const PackedNode& node : response.nodes) {
    for (const Placement& placement : node.placements) {
      if (placement.workload == workload) return node.pool.zone;
    }
  }
  return "";
}

TEST_P(PortableAffinity, Case26APairOnOneHost) {
  Cluster cluster = Default();
  // Too much for two of a small node, so that each alone would be cheaper or as cheap.
  const PackResponse response =
      cluster.Provision({Pods("target", 1, 1), WithAffinity(Pods("follower", 1, 1), kHostnameKey, "target")});
  EXPECT_TRUE(response.feasible);
  EXPECT_EQ(response.new_nodes, 1);
}

TEST_P(PortableAffinity, Case27ToOneselfOnOneHost) {
  Cluster three = Default();
  EXPECT_EQ(three.Provision(WithAffinity(Pods("web", 3), kHostnameKey, "web")).new_nodes, 1);
  EXPECT_EQ(three.Skew(kHostnameKey, "web"), (Counts{3}));

  Cluster ten = Default();  // No node holds more than 5 pods.
  EXPECT_EQ(ten.Provision(WithAffinity(Pods("web", 10), kHostnameKey, "web")).placed_replicas, 5);
  EXPECT_EQ(ten.Skew(kHostnameKey, "web"), (Counts{5}));
  Workload later = WithAffinity(Pods("later", 5), kHostnameKey, "web");
  later.labels["app"] = "web";
  EXPECT_EQ(ten.Provision(later).placed_replicas, 0);
}

TEST_P(PortableAffinity, Case28ToOneselfInAZone) {
  Cluster cluster = Default();
  const PackResponse response = cluster.Provision(WithAffinity(InZone(Pods("web", 3), kZone3), kHostnameKey, "web"));
  EXPECT_EQ(response.new_nodes, 1);
  EXPECT_EQ(ZoneOf(response, "web"), kZone3);
}

TEST_P(PortableAffinity, Case29AntiAffinityToAllZones) {
  Cluster cluster = Default();
  cluster.Provision(OneInEachZone("other"));
  EXPECT_EQ(cluster.Provision(WithAntiAffinity(Pods("web", 1), kZoneKey, "other")).placed_replicas, 0);

  // All in one batch one of the four must stay out, whichever.
  Cluster together = Default();
  std::vector<Workload> batch = OneInEachZone("other");
  batch.push_back(WithAntiAffinity(Pods("web", 1), kZoneKey, "other"));
  EXPECT_EQ(together.Provision(batch).placed_replicas, 3);
}

TEST_P(PortableAffinity, Case30AntiAffinityWithinABatch) {
  // Karpenter leaves the target's zone open until the launch and so places the target alone. Here zones are settled:
  // both have a place.
  Cluster cluster = Default();
  const PackResponse response =
      cluster.Provision({Pods("target", 1, 2), WithAntiAffinity(Pods("web", 1), kZoneKey, "target")});
  EXPECT_TRUE(response.feasible);
  EXPECT_NE(ZoneOf(response, "web"), ZoneOf(response, "target"));
}

TEST_P(PortableAffinity, Case31InverseAntiAffinity) {
  for (const std::int64_t weight : {0, 10}) {
    Cluster cluster = Default();
    std::vector<Workload> guards = OneInEachZone("guard");
    for (Workload& guard : guards) guard = WithAntiAffinity(guard, kZoneKey, "web", weight);
    cluster.Provision(guards);
    EXPECT_EQ(cluster.Provision(Pods("web", 1)).placed_replicas, weight == 0 ? 0 : 1);
  }
}

TEST_P(PortableAffinity, Case32ThePodThatMayBeAnywhere) {
  // Karpenter needs a second batch for the other pod; with settled zones one is enough, and two do as well.
  for (const bool in_one_batch : {false, true}) {
    Cluster cluster = Default();
    const Workload first = WithAntiAffinity(Pods("first", 1, 2), kZoneKey, "second");
    const Workload second = Pods("second", 1);
    if (in_one_batch) {
      const PackResponse response = cluster.Provision({first, second});
      EXPECT_TRUE(response.feasible);
      EXPECT_NE(ZoneOf(response, "first"), ZoneOf(response, "second"));
    } else {
      const std::string zone = ZoneOf(cluster.Provision(first), "first");
      const PackResponse response = cluster.Provision(second);
      EXPECT_TRUE(response.feasible);
      EXPECT_NE(ZoneOf(response, "second"), zone);
    }
  }
}

TEST_P(PortableAffinity, Case33OneInEachZone) {
  // Karpenter places one in each batch; here all three at once.
  Cluster cluster = Default();
  EXPECT_EQ(cluster.Provision(WithAntiAffinity(Pods("web", 3), kZoneKey, "web")).placed_replicas, 3);
  EXPECT_EQ(cluster.Skew(kZoneKey, "web"), (Counts{1, 1, 1}));
  Workload fourth = WithAntiAffinity(Pods("fourth", 1), kZoneKey, "web");
  fourth.labels["app"] = "web";
  EXPECT_EQ(cluster.Provision(fourth).placed_replicas, 0);
}

TEST_P(PortableAffinity, Case34ToNobody) {
  Cluster cluster = Default();
  EXPECT_EQ(cluster.Provision(WithAffinity(Pods("web", 10), kZoneKey, "nobody")).placed_replicas, 0);
}

TEST_P(PortableAffinity, Case35FollowersOfATarget) {
  // Karpenter needs a second batch for the followers of a target that may be in any zone.
  for (const bool pinned : {false, true}) {
    Cluster cluster = Default();
    const Workload target = pinned ? InZone(Pods("target", 1), kZone1) : Pods("target", 1);
    Workload followers = WithAffinity(Pods("followers", 10), kZoneKey, "target");
    followers.labels["group"] = "target";
    const PackResponse response = cluster.Provision({target, followers});
    EXPECT_TRUE(response.feasible);
    EXPECT_EQ(cluster.Skew(kZoneKey, "followers"), (Counts{10}));
    EXPECT_EQ(ZoneOf(response, "followers"), ZoneOf(response, "target"));
  }
}

TEST_P(PortableAffinity, Case36AChain) {
  Cluster cluster = Default();
  const PackResponse response = cluster.Provision({
      Pods("db", 1),
      WithAffinity(Pods("web", 1), kZoneKey, "db"),
      WithAffinity(Pods("cache", 1), kZoneKey, "web"),
      WithAffinity(Pods("ui", 1), kZoneKey, "cache"),
  });
  EXPECT_TRUE(response.feasible);
  EXPECT_EQ(ZoneOf(response, "ui"), ZoneOf(response, "db"));
}

TEST_P(PortableAffinity, Case37Namespaces) {
  Workload target = Pods("target", 1);
  target.namespace_name = "other";
  const auto placed = [&](const PodAffinityTerm& term) {
    Cluster cluster = Default();
    cluster.request.namespaces = {{"other", {{"team", "red"}}}};
    Workload web = Pods("web", 10);
    web.pod_affinity = {term};
    cluster.Provision({target, web});
    return cluster.Skew(kZoneKey, "web");
  };
  PodAffinityTerm term = Near(kZoneKey, "target");
  EXPECT_EQ(placed(term), Counts{}) << "another namespace";
  term.namespaces = {"other"};
  EXPECT_EQ(placed(term), Counts{10}) << "listed";
  term.namespaces.clear();
  term.namespace_selector = LabelSelector{{{"team", "red"}}, {}};
  EXPECT_EQ(placed(term), Counts{10}) << "selected by its label";
  term.namespace_selector = LabelSelector{{{"team", "blue"}}, {}};
  EXPECT_EQ(placed(term), Counts{}) << "not selected";
  term.namespace_selector = LabelSelector{};
  EXPECT_EQ(placed(term), Counts{10}) << "every namespace";
}

TEST_P(PortableAffinity, Case38PreferredAffinityGivesWayToASpread) {
  Cluster cluster = Default();
  Workload web = WithAffinity(Pods("web", 3), kHostnameKey, "web");
  web.pod_affinity[0].weight = 50;
  web.topology_spread = {Spread(kHostnameKey, "web")};
  EXPECT_TRUE(cluster.Provision(web).feasible);
  EXPECT_EQ(cluster.Skew(kHostnameKey, "web"), (Counts{1, 1, 1}));
}

SPOTWRIGHT_IN_EACH_QUALITY(PortableAffinity);

}  // namespace
}  // namespace spotwright::test
