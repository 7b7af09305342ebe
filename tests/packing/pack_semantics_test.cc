// What pods need of nodes and of one another, beyond Karpenter's cases (portable_*_test.cc): the finer points.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/packing/requests.h"

namespace spotwright::test {
namespace {

TEST(PackSemanticsTest, VolumesOfANode) {
  PackRequest request = OneApp(4);
  request.offers[0].volume_limits["ebs"] = 3;
  request.workloads[0].volumes = {{"ebs", "", 1}};
  EXPECT_EQ(Checked(request).new_nodes, 2);
  request.workloads[0].volumes = {{"ebs", "", 4}};
  EXPECT_EQ(Checked(request).placed_replicas, 0);
  EXPECT_FALSE(WhyNot(Checked(request), "web").empty());
  request.workloads[0].volumes = {{"nfs", "", 4}};
  EXPECT_EQ(Checked(request).new_nodes, 1) << "a driver without a limit";
  request.workloads[0].volumes = {{"ebs", "data", 1}};
  EXPECT_EQ(Checked(request).new_nodes, 1) << "all share one";

  // A claim that is attached already costs nothing more; another would.
  request.nodes = {Taken("n", request.offers[0])};
  request.nodes[0].volume_limits["ebs"] = 1;
  request.nodes[0].running = {{"web", "default", 1}};
  EXPECT_EQ(Checked(request).new_nodes, 0);
  request.workloads.push_back(App("db"));
  request.workloads[1].volumes = {{"ebs", "other", 1}};
  EXPECT_EQ(Checked(request).new_nodes, 1);
  request.workloads[1] = DaemonSet("agent", 0);
  request.workloads[1].volumes = {{"ebs", "", 3}};
  request.nodes.clear();
  EXPECT_EQ(Checked(request).placed_replicas, 0) << "what daemonsets attach counts";
}

TEST(PackSemanticsTest, MismatchLabelKeys) {
  // Tenants keep apart from other tenants, not from themselves.
  PackRequest request;
  request.offers = {Box("m", 0.2)};
  for (const char* const name : {"a1", "a2", "b1"}) {
    Workload workload = App(name);
    workload.labels = {{"tenant", std::string(1, name[0])}};
    PodAffinityTerm term;
    term.topology_key = kHostnameKey;
    term.mismatch_label_keys = {"tenant"};
    workload.pod_anti_affinity = {term};
    request.workloads.push_back(workload);
  }
  EXPECT_EQ(Checked(request).new_nodes, 2);
  request.workloads[2].labels["tenant"] = "a";
  EXPECT_EQ(Checked(request).new_nodes, 1);
}

TEST(PackSemanticsTest, AffinityAmongItsRevision) {
  PackRequest request;
  request.offers = {Box("m", 0.2, "a"), Box("m", 0.2, "b")};
  request.nodes = {Taken("n", Box("s", 0.1, "b", 1))};
  request.workloads = {App("old"), App("new", 2)};
  for (Workload& workload : request.workloads) {
    workload.labels = {{"app", "web"}, {"revision", workload.name}};
    workload.pod_affinity = {Near(kZoneKey, "web")};
  }
  request.nodes[0].running = {{"old", "default", 1}};
  EXPECT_EQ(PlacedIn(Checked(request), "new", "b"), 2) << "where the old ones are";
  request.workloads[1].pod_affinity[0].match_label_keys = {"revision"};
  request.offers.pop_back();
  EXPECT_EQ(PlacedIn(Checked(request), "new", "a"), 2) << "they start afresh";
}

TEST(PackSemanticsTest, MutualAffinityStartsTogether) {
  PackRequest request;
  request.offers = {Box("m", 0.2, "a", 2), Box("m", 0.2, "b", 2)};
  request.workloads = {App("web", 3), App("db", 3)};
  for (Workload& workload : request.workloads) {
    workload.labels["tier"] = "back";
    workload.pod_affinity = {Near(kZoneKey, "")};
    workload.pod_affinity[0].selector.match_labels = {{"tier", "back"}};
  }
  const PackResponse response = Checked(request);
  EXPECT_TRUE(response.feasible);
  EXPECT_TRUE(PlacedIn(response, "web", "a") % 3 == 0 &&
              PlacedIn(response, "web", "a") == PlacedIn(response, "db", "a"));
  // Two that need each other and not themselves can never start.
  request.workloads[0].pod_affinity = {Near(kZoneKey, "db")};
  request.workloads[1].pod_affinity = {Near(kZoneKey, "web")};
  EXPECT_EQ(Checked(request).placed_replicas, 0);
}

TEST(PackSemanticsTest, AffinityOverAHostWithAntiAffinityOverIt) {
  PackRequest request;
  request.offers = {Box("m", 0.2)};
  request.workloads = {App("web", 3), App("sidecar", 3)};
  request.workloads[0].pod_anti_affinity = {Near(kHostnameKey, "web")};
  request.workloads[1].pod_anti_affinity = {Near(kHostnameKey, "sidecar")};
  request.workloads[1].pod_affinity = {Near(kHostnameKey, "web")};
  const PackResponse response = Checked(request);
  EXPECT_TRUE(response.feasible);
  EXPECT_EQ(response.new_nodes, 3);
}

TEST(PackSemanticsTest, SpreadThatCountsPodsOfOthers) {
  PackRequest request;
  request.offers = {Box("m", 0.2, "a"), Box("m", 0.2, "b")};
  request.workloads = {App("web", 2), App("db", 2)};
  for (Workload& workload : request.workloads) {
    workload.labels["tier"] = "back";
    workload.topology_spread = {Spread(kZoneKey, "")};
    workload.topology_spread[0].selector.match_labels = {{"tier", "back"}};
  }
  request.workloads[0].zones = {"a"};
  const PackResponse response = Checked(request);
  EXPECT_TRUE(response.feasible);
  EXPECT_EQ(PlacedIn(response, "db", "b"), 2);
}

TEST(PackSemanticsTest, AllOrNothing) {
  PackRequest request = OneApp(4);
  request.workloads.push_back(App("worker", 4));
  request.workloads.push_back(App("other", 2));
  for (int i = 0; i < 2; ++i) request.workloads[static_cast<std::size_t>(i)].all_or_nothing_group = "training";
  request.policy.limits.max_new_nodes = 2;
  PackResponse response = Checked(request);
  EXPECT_EQ(response.placed_replicas, 8) << "the group fills both";
  request.policy.limits.max_new_nodes = 1;
  response = Checked(request);
  EXPECT_EQ(Placed(response, "web") + Placed(response, "worker"), 0);
  EXPECT_EQ(Placed(response, "other"), 2) << "its room goes to others";
  EXPECT_FALSE(WhyNot(response, "worker").empty());
  // Only what does not run yet must find a place.
  request.nodes = {Taken("n", Box("old", 0.2))};
  request.nodes[0].running = {{"web", "default", 4}};
  request.workloads.pop_back();
  EXPECT_EQ(Placed(Checked(request), "worker"), 4);
}

TEST(PackSemanticsTest, PrioritiesAmongMany) {
  PackRequest request = OneApp(3);
  request.workloads[0].requests = Room(4, 4, 0);
  request.workloads[0].priority = 1;
  request.workloads.push_back(App("batch", 12));
  request.policy.limits.max_new_nodes = 3;
  EXPECT_EQ(Placed(Checked(request), "web"), 3);
  EXPECT_EQ(Placed(Checked(request), "batch"), 0);
  // The lesser ones get what the others cannot use.
  request.workloads[0].node_selector[kZoneKey] = "b";
  request.offers.push_back(Box("m", 0.2, "b"));
  request.offers[1].available_count = 2;
  EXPECT_EQ(Placed(Checked(request), "web"), 2);
  EXPECT_EQ(Placed(Checked(request), "batch"), 4);
}

TEST(PackSemanticsTest, AnyTermOfARequiredAffinity) {
  PackRequest request = OneApp(1);
  request.offers = {Box("m", 0.1, "a"), Box("m", 0.2, "b"), Box("m", 0.3, "c")};
  Workload& web = request.workloads[0];
  const auto zone_is = [](const std::string& zone) {
    return RequirementTerm{{{kZoneKey, RequirementOperator::kIn, {zone}}}};
  };
  web.required_node_affinity = {zone_is("c"), zone_is("b")};
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.2) << "the cheapest of all terms, not the first";
  web.node_selector[kZoneKey] = "c";
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.3);
  web.node_selector[kZoneKey] = "a";
  EXPECT_EQ(Checked(request).placed_replicas, 0);
}

TEST(PackSemanticsTest, WishesGoInTheirOrder) {
  // Each wish can be had, never two at once: the one that is given up last holds.
  PackRequest request = OneApp(1);
  request.workloads.push_back(App("db"));
  Workload& web = request.workloads[0];
  request.offers = {Box("plain", 0.1, "a"), Box("near", 0.2, "b"), Box("wished", 0.2, "c"), Box("untainted", 0.2, "d")};
  for (std::size_t i = 0; i < 3; ++i) request.offers[i].taints = {{"t", "", TaintEffect::kPreferNoSchedule}};
  request.nodes = {Taken("n", Box("s", 0.1, "b", 1))};
  request.nodes[0].running = {{"db", "default", 1}};
  EXPECT_EQ(PlacedIn(Checked(request), "web", "d"), 1) << "a taint that asks to keep off";

  web.pod_affinity = {Near(kZoneKey, "db")};
  web.pod_affinity[0].weight = 100;
  EXPECT_EQ(PlacedIn(Checked(request), "web", "d"), 1) << "the taint is given up after the affinity";
  request.offers.pop_back();
  EXPECT_EQ(PlacedIn(Checked(request), "web", "b"), 1) << "a wish that nothing meets costs the others nothing";
  for (Offer& offer : request.offers) offer.taints.clear();

  web.preferred_node_affinity = {{1, {{{kZoneKey, RequirementOperator::kIn, {"c"}}}}}};
  EXPECT_EQ(PlacedIn(Checked(request), "web", "c"), 1) << "affinity to pods is given up before that to nodes";
  web.preferred_node_affinity.push_back({50, {{{kZoneKey, RequirementOperator::kIn, {"a"}}}}});
  EXPECT_EQ(PlacedIn(Checked(request), "web", "a"), 1) << "the lighter is given up first";

  web.preferred_node_affinity.clear();
  web.pod_affinity[0].weight = 1;
  web.pod_anti_affinity = {Near(kZoneKey, "db")};
  web.pod_anti_affinity[0].weight = 100;
  EXPECT_NE(PlacedIn(Checked(request), "web", "b"), 1) << "affinity is given up before anti-affinity";
  request.policy.honour_preferences = false;
  EXPECT_EQ(PlacedIn(Checked(request), "web", "a"), 1) << "the cheapest";
}

TEST(PackSemanticsTest, WishesOfOneDoNotBindOthers) {
  PackRequest request = OneApp(4);
  request.offers = {Box("m", 0.1, "a"), Box("m", 0.5, "b")};
  request.offers[1].available_count = 1;
  request.workloads.push_back(App("api", 8));
  for (Workload& workload : request.workloads) {
    workload.preferred_node_affinity = {{1, {{{kZoneKey, RequirementOperator::kIn, {"b"}}}}}};
  }
  const PackResponse response = Checked(request);
  EXPECT_TRUE(response.feasible) << "one of them has to give up its wish";
}

}  // namespace
}  // namespace spotwright::test
