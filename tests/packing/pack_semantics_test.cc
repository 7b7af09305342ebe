// Rules of a packing beyond those of Karpenter's tests (portable_*_test.cc), and the finer points of others.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tests/packing/requests.h"

namespace spotwright::test {
namespace {

// `replicas` that may run on spot, and an offer of each capacity type that holds four of them.
PackRequest Simple(std::int64_t replicas) {
  PackRequest request;
  request.workloads = {App("web", replicas)};
  request.workloads[0].spot_tolerant = true;
  request.offers = {Box("m", 0.2)};
  return request;
}

NodeGroup Group(std::string name) {
  NodeGroup group;
  group.name = std::move(name);
  group.capacity_type = CapacityType::kOnDemand;
  return group;
}

std::int64_t MostOnOneNode(const PackResponse& response) {
  std::int64_t most = 0;
  for (const PackedNode& node : response.nodes) {
    for (const Placement& placement : node.placements) most = std::max(most, placement.replicas);
  }
  return most;
}

TEST(PackSemanticsTest, VolumesOfANode) {
  PackRequest request = Simple(4);
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
  EXPECT_TRUE(PlacedIn(response, "web", "a") % 3 == 0 && PlacedIn(response, "web", "a") == PlacedIn(response, "db", "a"));
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

TEST(PackSemanticsTest, BlastRadius) {
  PackRequest request = Simple(10);
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
  request = Simple(10);
  request.offers = {SpotBox("m", 0.05, "a", 16), Box("m", 0.2, "b", 16)};
  request.nodes = {Taken("n", request.offers[0])};
  request.nodes[0].running = {{"web", "default", 6}};
  request.workloads[0].blast_radius.max_share_per_pool = 0.5;
  EXPECT_EQ(PlacedIn(Checked(request), "web", "b"), 4);
  request.offers.pop_back();
  EXPECT_EQ(Checked(request).placed_replicas, 0);
  // One replica always has a place.
  request = Simple(2);
  request.workloads[0].blast_radius.max_share_per_node = 0.1;
  EXPECT_EQ(Checked(request).new_nodes, 2);
}

TEST(PackSemanticsTest, ShareOnSpotOfAWorkload) {
  PackRequest request = Simple(10);
  request.offers = {Box("m", 0.2, "a", 1), SpotBox("m", 0.05, "a", 1)};
  request.workloads[0].max_spot_share = 0.75;
  EXPECT_EQ(Checked(request).spot_cpu_share, 0.7) << "7 of 10: the share is rounded down";
  request.workloads[0].min_on_demand_replicas = 5;
  EXPECT_EQ(Checked(request).spot_cpu_share, 0.5) << "the stricter of both";
  request.workloads[0].max_spot_share = 0;
  EXPECT_EQ(Checked(request).spot_cpu_share, 0);
}

TEST(PackSemanticsTest, AllOrNothing) {
  PackRequest request = Simple(4);
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
  response = Checked(request);
  EXPECT_EQ(Placed(response, "worker"), 4);
}

TEST(PackSemanticsTest, PrioritiesAmongMany) {
  PackRequest request = Simple(3);
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

TEST(PackSemanticsTest, ReservedNodesAreFree) {
  PackRequest request = Simple(12);
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

TEST(PackSemanticsTest, PoolsUnderNotice) {
  PackRequest request = Simple(1);
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

TEST(PackSemanticsTest, InterruptionsAreAPrice) {
  PackRequest request = Simple(4);
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

TEST(PackSemanticsTest, RunningNodesHaveTheHazardOfTheirPool) {
  PackRequest request = Simple(2);
  request.offers = {SpotBox("m", 0.05)};
  request.offers[0].interruptions_per_instance_hour = 0.1;
  request.workloads[0].restart_cost_usd = 0.5;
  request.nodes = {Taken("n", request.offers[0])};
  const PackResponse response = Checked(request);
  EXPECT_EQ(response.new_nodes, 0);
  EXPECT_NEAR(response.expected_interruption_cost_usd_per_hour, 0.1, 5e-6);
}

TEST(PackSemanticsTest, LimitsOfAGroup) {
  PackRequest request = Simple(12);
  const auto placed = [&](const NodeLimits& limits) {
    request.groups = {Group("g")};
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

TEST(PackSemanticsTest, WeightsOfGroups) {
  PackRequest request = Simple(8);
  request.offers = {Box("cheap", 0.1), Box("dear", 0.5)};
  request.groups = {Group("light"), Group("heavy")};
  request.groups[0].instance_types = {"cheap"};
  request.groups[1].instance_types = {"dear"};
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.2);
  request.groups[1].weight = 10;
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 1) << "whatever it costs";
  request.groups[1].max_nodes = 1;
  const PackResponse response = Checked(request);
  EXPECT_TRUE(response.feasible) << "the wish gives way";
}

TEST(PackSemanticsTest, MinValuesOfOtherLabels) {
  PackRequest request = Simple(8);
  request.offers = {Box("a", 0.2, "a"), Box("b", 0.3, "a"), Box("b", 0.3, "b"), Box("l", 0.35, "a", 8)};
  request.groups = {Group("g")};
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.35);
  request.groups[0].min_values = {{kZoneKey, 2}};
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.4) << "what l holds is in zone a alone";
  request.offers[2].available = false;
  EXPECT_EQ(Checked(request).placed_replicas, 0);
  EXPECT_FALSE(WhyNot(Checked(request), "web").empty());
}

TEST(PackSemanticsTest, TypesByNameFamilyAndSize) {
  PackRequest request = Simple(1);
  request.offers = {Box("m6i.xlarge", 0.1), Box("m7g.xlarge", 0.2), Box("Standard_D4s_v5", 0.3),
                    Box("Standard_D16-4ds_v5", 0.4), Box("Standard_E8s_v5", 0.5, "a", 8)};
  const auto chosen = [&](const TypeFilter& types) {
    request.policy.types = types;
    const PackResponse of_policy = Checked(request);
    // A group's filter means the same.
    PackRequest grouped = request;
    grouped.policy.types = {};
    grouped.groups = {Group("g")};
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

TEST(PackSemanticsTest, RequirementsOfAGroup) {
  PackRequest request = Simple(1);
  request.offers = {Box("m", 0.1), Box("n", 0.2)};
  request.offers[1].labels["generation"] = "7";
  request.groups = {Group("g")};
  request.groups[0].requirements = {{"generation", RequirementOperator::kGreaterOrEqual, {"7"}}};
  EXPECT_EQ(Checked(request).cost_usd_per_hour, 0.2);
  request.groups[0].requirements[0].op = RequirementOperator::kLessOrEqual;
  request.offers[1].labels["generation"] = "8";
  EXPECT_EQ(Checked(request).placed_replicas, 0);
}

TEST(PackSemanticsTest, AnyTermOfARequiredAffinity) {
  PackRequest request = Simple(1);
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
  PackRequest request = Simple(1);
  Workload& web = request.workloads[0];
  request.offers = {Box("plain", 0.1, "a"), Box("near", 0.2, "b"), Box("wished", 0.2, "c"), Box("untainted", 0.2, "d")};
  for (std::size_t i = 0; i < 3; ++i) request.offers[i].taints = {{"t", "", TaintEffect::kPreferNoSchedule}};
  request.nodes = {Taken("n", Box("s", 0.1, "b", 1))};
  request.workloads.push_back(App("db"));
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
  web.pod_anti_affinity = {Near(kZoneKey, "db")};
  web.pod_anti_affinity[0].weight = 1;
  EXPECT_NE(PlacedIn(Checked(request), "web", "b"), 1) << "affinity is given up before anti-affinity";
  request.policy.honour_preferences = false;
  EXPECT_EQ(PlacedIn(Checked(request), "web", "a"), 1) << "the cheapest";
}

TEST(PackSemanticsTest, WishesOfOneDoNotBindOthers) {
  PackRequest request = Simple(4);
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
