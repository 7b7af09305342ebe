// The checker of packings finds each kind of fault, and finds none where there is none.
#include "tests/support/packing_checker.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/packing/answers.h"
#include "tests/packing/requests.h"

namespace spotwright::test {
namespace {

using Nodes = std::vector<PackedNode>;

// All that is wrong with the answer that puts pods so, in one text; empty if it is sound.
std::string Faults(const PackRequest& request, const Nodes& nodes) {
  std::string text;
  for (const std::string& violation : CheckPacking(request, Answer(request, nodes))) text += violation + "\n";
  return text;
}

// One small world: a sound answer and one that breaks a rule.
struct Pair {
  PackRequest request;
  Nodes sound;
  Nodes broken;
  std::string fault;  // Part of what is said of the broken one.
};

void Expect(const Pair& pair) {
  EXPECT_EQ(Faults(pair.request, pair.sound), "");
  const std::string faults = Faults(pair.request, pair.broken);
  EXPECT_NE(faults.find(pair.fault), std::string::npos) << "found: " << faults;
}

PackRequest Of(std::vector<Workload> workloads, std::vector<Offer> offers = {}) {
  PackRequest request;
  request.workloads = std::move(workloads);
  request.offers = std::move(offers);
  for (Workload& workload : request.workloads) workload.spot_tolerant = true;
  return request;
}

const Offer kA = Box("m", 0.2, "a");
const Offer kB = Box("m", 0.3, "b");
const Offer kSpotA = SpotBox("m", 0.1, "a");

TEST(PackingChecker, RoomAndPlace) {
  Expect({Of({App("web", 5)}, {kA}), {New(kA, {{"web", 4}})}, {New(kA, {{"web", 5}})}, "holds more"});
  Expect({Of({App("web", 2)}, {kA}), {New(kA, {{"web", 2}})}, {New(kA, {{"web", 1}}), New(kA, {})}, "for nothing"});
  Pair pair{Of({App("web", 2)}, {kA, kSpotA}), {New(kA, {{"web", 2}})}, {New(kSpotA, {{"web", 2}})}, "tolerate spot"};
  pair.request.workloads[0].spot_tolerant = false;
  Expect(pair);
  pair = {Of({App("web", 2)}, {kA, kB}), {New(kB, {{"web", 2}})}, {New(kA, {{"web", 2}})}, "does not accept"};
  pair.request.workloads[0].required_node_affinity = {
      {}, {{{"none", RequirementOperator::kExists, {}}}}, {{{kZoneKey, RequirementOperator::kIn, {"b"}}}}};
  Expect(pair);
  pair.request.workloads[0].required_node_affinity.clear();
  pair.request.offers[0].taints = {{"t", "", TaintEffect::kNoExecute}};
  pair.request.offers[1].taints = {{"t", "", TaintEffect::kPreferNoSchedule}};
  pair.fault = "a taint";
  Expect(pair);
  pair = {Of({App("web")}), {On("n", {{"web", 1}})}, {On("o", {{"web", 1}})}, "under notice"};
  pair.request.nodes = {Taken("n", kA), Taken("o", kA)};
  pair.request.nodes[1].under_notice = true;
  Expect(pair);
  pair.request.nodes[1].under_notice = false;
  pair.request.workloads[0].unknown_constraints = {"claims"};
  pair.sound = {};
  pair.fault = "in spite of";
  Expect(pair);
}

TEST(PackingChecker, OffersAndLimits) {
  Pair pair{Of({App("web", 8)}, {kA, kB}), {New(kA, {{"web", 4}})}, {New(kB, {{"web", 4}})}, "under notice"};
  pair.request.offers[1].under_notice = true;
  Expect(pair);
  pair.request.offers[1] = kB;
  pair.request.offers[1].instance_type = "Standard_D8s_v5";
  pair.broken[0].pool.instance_type = "Standard_D8s_v5";
  pair.fault = "the policy does not allow";
  for (const TypeFilter& filter :
       std::vector<TypeFilter>{{{"m*", "x"}, {}, {}, {}}, {{}, {"Standard_?8*"}, {}, {}}, {{}, {}, {"M", "E"}, {}}}) {
    pair.request.policy.types = filter;
    Expect(pair);
  }
  pair.request.policy.types = {{"*D8*"}, {"m"}, {"ds_V5"}, {4}};
  std::swap(pair.sound, pair.broken);
  Expect(pair);

  pair = {Of({App("web", 8)}, {kA}), {New(kA, {{"web", 4}}), New(kA, {{"web", 4}})}, {}, "can be had"};
  pair.request.offers[0].available_count = 1;
  pair.request.offers[0].reserved_count = 1;
  pair.broken = pair.sound;
  pair.broken.push_back(New(kA, {{"web", 1}}));
  Expect(pair);
  EXPECT_EQ(Answer(pair.request, pair.sound).cost_usd_per_hour, 0.2) << "the first is reserved";
  pair.fault = "more than allowed";
  pair.request.offers[0].available_count.reset();
  pair.request.policy.limits.max_cost_usd_per_hour = 0.2;
  Expect(pair);

  NodeGroup group;
  group.name = "g";
  group.capacity_type = CapacityType::kOnDemand;
  group.limits.max_cpu_millicores = 8000;
  pair = {Of({App("web", 8)}, {kA}), {New(kA, {{"web", 4}}, "g")}, {}, "more CPU"};
  pair.request.groups = {group};
  pair.request.nodes = {Taken("n", kA)};
  pair.request.nodes[0].group = "g";
  pair.broken = {New(kA, {{"web", 4}}, "g"), New(kA, {{"web", 4}}, "g")};
  Expect(pair);
  pair.request.groups[0].limits = {};
  pair.request.groups[0].max_nodes = 2;
  pair.fault = "beyond its maximum";
  Expect(pair);
  pair.request.groups[0].max_nodes = 9;
  pair.request.groups.push_back(group);
  pair.request.groups[1].name = "h";
  pair.request.groups[1].requirements = {{kInstanceTypeKey, RequirementOperator::kNotIn, {"m"}}};
  pair.broken = {New(kA, {{"web", 4}}, "h")};
  pair.fault = "outside of the groups";
  Expect(pair);
  pair.request.offers.push_back(Box("l", 0.5, "a", 8));
  pair.request.groups[0].min_values = {{kInstanceTypeKey, 2}};
  pair.broken = {New(pair.request.offers[1], {{"web", 5}}, "g")};
  pair.fault = "to choose from";
  Expect(pair);
}

TEST(PackingChecker, Spread) {
  Pair pair{Of({App("web", 4), App("other")}, {kA, kB}), {}, {}, "beyond its skew"};
  pair.request.workloads[0].topology_spread = {Spread(kZoneKey, "web")};
  pair.sound = {New(kA, {{"web", 2}}), New(kB, {{"web", 2}})};
  pair.broken = {New(kA, {{"web", 3}}), New(kB, {{"web", 1}})};
  Expect(pair);
  pair.request.offers[1].available = false;
  std::swap(pair.sound, pair.broken);
  pair.sound = {New(kA, {{"web", 4}})};
  pair.request.workloads[0].topology_spread[0].min_domains = 2;
  pair.broken = pair.sound;
  pair.sound = {New(kA, {{"web", 1}})};
  Expect(pair);
  pair.request.workloads[0].topology_spread[0].min_domains = 1;
  pair.request.nodes = {Taken("n", kB)};
  pair.request.nodes[0].state = NodeState::kUnschedulable;
  Expect(pair);

  // The taint of the node makes it no domain if taints are honoured; else it is one.
  pair.request.nodes[0] = Taken("n", kB);
  pair.request.nodes[0].taints = {{"t", "", TaintEffect::kNoSchedule}};
  Expect(pair);
  pair.request.workloads[0].topology_spread[0].node_taints_policy = InclusionPolicy::kHonor;
  EXPECT_EQ(Faults(pair.request, pair.broken), "");
  // A selector that leaves one zone makes it the only domain, unless selectors are ignored.
  pair.request.nodes[0].taints.clear();
  pair.request.workloads[0].node_selector[kZoneKey] = "a";
  EXPECT_EQ(Faults(pair.request, pair.broken), "");
  pair.request.workloads[0].topology_spread[0].node_affinity_policy = InclusionPolicy::kIgnore;
  Expect(pair);

  pair = {Of({App("web", 4)}, {kA}), {}, {}, "beyond its skew"};
  pair.request.workloads[0].topology_spread = {Spread(kHostnameKey, "web", 2)};
  pair.sound = {New(kA, {{"web", 2}}), New(kA, {{"web", 2}})};
  pair.broken = {New(kA, {{"web", 3}}), New(kA, {{"web", 1}})};
  Expect(pair);
  pair.request.workloads[0].topology_spread[0].topology_key = "rack";
  pair.broken = pair.sound;
  pair.sound = {};
  pair.fault = "lacks";
  Expect(pair);

  // Only pods of the same revision count.
  pair.request = Of({App("web", 2), App("web2", 2)}, {kA});
  for (Workload& workload : pair.request.workloads) {
    workload.labels["hash"] = workload.name;
    workload.labels["app"] = "web";
    workload.topology_spread = {Spread(kHostnameKey, "web")};
    workload.topology_spread[0].match_label_keys = {"hash", "absent"};
  }
  pair.sound = {New(kA, {{"web", 1}, {"web2", 1}}), New(kA, {{"web", 1}, {"web2", 1}})};
  pair.broken = {New(kA, {{"web", 2}})};
  pair.fault = "beyond its skew";
  Expect(pair);
}

TEST(PackingChecker, Affinity) {
  Pair pair{Of({App("web", 2), App("db", 2)}, {kA, kB}), {}, {}, "is not near"};
  pair.request.workloads[0].pod_affinity = {Near(kZoneKey, "db")};
  pair.sound = {New(kA, {{"web", 2}}), New(kA, {{"db", 2}})};
  pair.broken = {New(kA, {{"web", 2}}), New(kB, {{"db", 2}})};
  Expect(pair);
  // Each needs the other, and neither can come first.
  pair.request.workloads[1].pod_affinity = {Near(kZoneKey, "web")};
  pair.broken = pair.sound;
  pair.sound = {};
  Expect(pair);
  // Unless they need any of themselves.
  for (Workload& workload : pair.request.workloads) {
    workload.labels["tier"] = "back";
    workload.pod_affinity[0].selector.match_labels = {{"tier", "back"}};
  }
  pair.sound = pair.broken;
  pair.broken = {New(kA, {{"web", 2}}), New(kB, {{"db", 2}})};
  Expect(pair);
  pair.request.nodes = {Taken("n", kB)};
  pair.request.nodes[0].running = {{"db", "default", 1}};
  std::swap(pair.sound, pair.broken);
  pair.broken = {New(kA, {{"web", 1}})};
  pair.sound = {New(kB, {{"web", 2}}), New(kB, {{"db", 1}})};
  Expect(pair);
  pair.request.nodes[0].state = NodeState::kDraining;
  EXPECT_EQ(Faults(pair.request, pair.broken), "") << "who leaves is no neighbour";
  // A chain comes link by link.
  pair.request = Of({App("db"), App("web"), App("ui")}, {kA, kB});
  pair.request.workloads[1].pod_affinity = {Near(kZoneKey, "db")};
  pair.request.workloads[2].pod_affinity = {Near(kZoneKey, "web")};
  pair.sound = {New(kA, {{"db", 1}, {"web", 1}, {"ui", 1}})};
  pair.broken = {New(kA, {{"web", 1}, {"ui", 1}})};
  Expect(pair);
}

TEST(PackingChecker, AntiAffinityAndNamespaces) {
  Pair pair{Of({App("web", 2), App("db", 1)}, {kA, kB}), {}, {}, "apart"};
  pair.request.workloads[0].pod_anti_affinity = {Near(kHostnameKey, "web"), Near(kZoneKey, "db")};
  pair.sound = {New(kA, {{"web", 1}}), New(kA, {{"web", 1}}), New(kB, {{"db", 1}})};
  pair.broken = {New(kA, {{"web", 1}}), New(kA, {{"db", 1}})};
  Expect(pair);
  pair.broken = {New(kA, {{"web", 2}})};
  Expect(pair);
  pair.request.nodes = {Taken("n", kA)};
  pair.request.nodes[0].running = {{"web", "default", 2}};
  pair.sound = {New(kB, {{"db", 1}})};
  pair.broken = {New(kA, {{"db", 1}})};
  Expect(pair);

  // The other is in another namespace, which only the selector of namespaces reaches.
  pair.request = Of({App("db"), App("web")}, {kA});
  pair.request.workloads[0].namespace_name = "prod";
  pair.request.workloads[1].pod_anti_affinity = {Near(kHostnameKey, "db")};
  pair.request.nodes = {Taken("n", kA)};
  pair.request.nodes[0].running = {{"db", "prod", 1}};
  PodAffinityTerm& term = pair.request.workloads[1].pod_anti_affinity[0];
  pair.broken = {On("n", {{"web", 1}})};
  EXPECT_EQ(Faults(pair.request, pair.broken), "");
  pair.sound = {New(kA, {{"web", 1}})};
  term.namespaces = {"prod"};
  Expect(pair);
  term.namespaces.clear();
  term.namespace_selector = LabelSelector{};
  Expect(pair);
  term.namespace_selector->match_labels["team"] = "red";
  EXPECT_EQ(Faults(pair.request, pair.broken), "");
  pair.request.namespaces = {{"prod", {{"team", "red"}}}};
  Expect(pair);
  term.mismatch_label_keys = {"app"};
  Expect(pair);
  pair.request.workloads[1].labels["app"] = "db";
  EXPECT_EQ(Faults(pair.request, pair.broken), "") << "the same app is not meant";
}

TEST(PackingChecker, PortsAndVolumes) {
  Pair pair{Of({App("web"), App("api")}, {kA}), {New(kA, {{"web", 1}}), New(kA, {{"api", 1}})}, {}, "taken twice"};
  pair.request.workloads[0].host_ports = {{80, "TCP", "10.0.0.1"}};
  pair.request.workloads[1].host_ports = {{80, "TCP", "::"}};
  pair.broken = {New(kA, {{"web", 1}, {"api", 1}})};
  Expect(pair);
  pair.request.workloads[1].host_ports = {{80, "TCP", "10.0.0.2"}};
  EXPECT_EQ(Faults(pair.request, pair.broken), "");

  pair = {Of({App("web", 4)}, {kA}), {}, {}, "holds more"};
  pair.request.offers[0].volume_limits["ebs"] = 3;
  pair.request.workloads[0].volumes = {{"ebs", "", 1}, {"ebs", "shared", 1}, {"nfs", "", 9}};
  pair.sound = {New(kA, {{"web", 2}}), New(kA, {{"web", 2}})};
  pair.broken = {New(kA, {{"web", 3}})};
  Expect(pair);
}

TEST(PackingChecker, SpotBlastGangs) {
  Pair pair{Of({App("web", 10)}, {kA, kSpotA}), {}, {}, "replicas on spot"};
  pair.sound = {New(kSpotA, {{"web", 4}}), New(kSpotA, {{"web", 3}})};
  pair.broken = {New(kSpotA, {{"web", 4}}), New(kSpotA, {{"web", 4}})};
  pair.request.workloads[0].max_spot_share = 0.7;
  Expect(pair);
  pair.request.workloads[0].max_spot_share.reset();
  pair.request.workloads[0].min_on_demand_replicas = 3;
  Expect(pair);

  pair.request.workloads[0].min_on_demand_replicas = 0;
  pair.fault = "at most 3";
  pair.broken = pair.sound;
  pair.sound = {New(kSpotA, {{"web", 3}}), New(kA, {{"web", 3}})};
  pair.request.policy.blast_radius.max_share_per_pool = 0.3;
  Expect(pair);
  pair.request.workloads[0].blast_radius.max_share_per_pool = 1;
  EXPECT_EQ(Faults(pair.request, pair.broken), "");
  pair.request.workloads[0].blast_radius.max_share_per_node = 0.3;
  Expect(pair);
  pair.request.workloads[0].blast_radius.max_share_per_zone = 0.3;
  pair.broken = pair.sound;
  pair.sound = {New(kA, {{"web", 3}})};
  Expect(pair);

  pair = {Of({App("web", 3), App("db", 2)}, {kA}), {New(kA, {{"web", 3}}), New(kA, {{"db", 2}})}, {}, "all or nothing"};
  for (Workload& workload : pair.request.workloads) workload.all_or_nothing_group = "training";
  pair.broken = {New(kA, {{"web", 3}})};
  Expect(pair);
  EXPECT_EQ(Faults(pair.request, {}), "");
}

TEST(PackingChecker, WhatIsSaidOfTheAnswer) {
  PackRequest request = Of({App("web", 5)}, {kA, kSpotA});
  request.offers[1].interruptions_per_instance_hour = 0.01;
  request.workloads[0].restart_cost_usd = 2;
  PackResponse sound = Answer(request, {New(kA, {{"web", 1}}), New(kSpotA, {{"web", 4}})});
  sound.expected_interruption_cost_usd_per_hour = 0.01 * (0.1 * 120 / 3600 + 4 * 2);
  sound.lower_bound_usd_per_hour = sound.cost_usd_per_hour + sound.expected_interruption_cost_usd_per_hour;
  sound.bound_proof = BoundProof::kExhausted;
  ASSERT_EQ(CheckPacking(request, sound), std::vector<std::string>{});
  const std::vector<std::function<void(PackResponse&)>> faults = {
      [](PackResponse& r) { r.cost_usd_per_hour += 0.01; },
      [](PackResponse& r) { r.expected_interruption_cost_usd_per_hour += 0.01; },
      [](PackResponse& r) { r.lower_bound_usd_per_hour += 0.01; },
      [](PackResponse& r) { r.lower_bound_usd_per_hour -= 0.01; },
      [](PackResponse& r) { r.bound_proof = BoundProof::kNone; },
      [](PackResponse& r) { r.gap = 0.1; },
      [](PackResponse& r) { r.spot_cpu_share = 0.5; },
      [](PackResponse& r) { r.placed_replicas = 4; },
      [](PackResponse& r) { r.new_nodes = 3; },
      [](PackResponse& r) { r.nodes[0].price_usd_per_hour = 0; },
      [](PackResponse& r) { r.nodes[0].used.memory_bytes += 1; },
      [](PackResponse& r) { r.nodes[0].placements[0].replicas = 2; },
      [](PackResponse& r) { r.nodes[0].pool.instance_type = "unheard-of"; },
      [](PackResponse& r) { r.nodes[0].existing = true; },
      [](PackResponse& r) { r.nodes.pop_back(); },
      [](PackResponse& r) {
        r.unplaced.push_back({"web", "default", 1, {}});
      },
  };
  for (std::size_t i = 0; i < faults.size(); ++i) {
    PackResponse broken = sound;
    faults[i](broken);
    EXPECT_FALSE(CheckPacking(request, broken).empty()) << i;
  }
}

TEST(PackingChecker, FindsWhatWasMissed) {
  PackRequest request = Of({App("web", 4), App("cron", 4)}, {kA});
  request.policy.limits.max_new_nodes = 1;
  request.workloads[0].priority = 5;
  const PackResponse full = Answer(request, {New(kA, {{"web", 4}})});
  EXPECT_TRUE(FindMissedPlaces(request, full).empty());
  EXPECT_TRUE(FindUnjustPlaces(request, full).empty());
  const PackResponse loose = Answer(request, {New(kA, {{"web", 3}})});
  EXPECT_EQ(FindMissedPlaces(request, loose).size(), 2u);
  const PackResponse unjust = Answer(request, {New(kA, {{"web", 3}, {"cron", 1}})});
  EXPECT_TRUE(FindMissedPlaces(request, unjust).empty());
  EXPECT_EQ(FindUnjustPlaces(request, unjust).size(), 1u);
  request.policy.limits.max_new_nodes.reset();
  EXPECT_EQ(FindMissedPlaces(request, full).size(), 1u) << "one more node";
}

}  // namespace
}  // namespace spotwright::test
