// Where one pod may be: each constraint once with a node that meets it and once with one that does not.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/packing/requests.h"

namespace spotwright::test {
namespace {

struct Case {
  std::string name;
  std::function<void(Workload&)> constraint;
  std::function<void(Offer&)> meets;  // Makes the offer acceptable; without it the constraint keeps the pod out.
  std::string code;
};

Toleration Bears(std::string key, TolerationOperator op, std::string value = "") {
  Toleration toleration;
  toleration.key = std::move(key);
  toleration.op = op;
  toleration.value = std::move(value);
  return toleration;
}

RequirementTerm Term(std::vector<Requirement> requirements) { return RequirementTerm{std::move(requirements)}; }

void Label(Offer& offer, const std::string& key, const std::string& value) { offer.labels[key] = value; }

std::vector<Case> Cases() {
  using Op = RequirementOperator;
  const auto affinity = [](std::vector<RequirementTerm> terms) {
    return [terms](Workload& workload) { workload.required_node_affinity = terms; };
  };
  const auto label = [](const std::string& key, const std::string& value) {
    return [key, value](Offer& offer) { Label(offer, key, value); };
  };
  return {
      {"NodeSelector", [](Workload& w) { w.node_selector["disk"] = "ssd"; }, label("disk", "ssd"),
       "node_selector_mismatch"},
      {"In", affinity({Term({{"disk", Op::kIn, {"ssd", "nvme"}}})}), label("disk", "nvme"), "node_affinity_mismatch"},
      {"Exists", affinity({Term({{"disk", Op::kExists, {}}})}), label("disk", ""), "node_affinity_mismatch"},
      {"GreaterThan", affinity({Term({{"generation", Op::kGreaterThan, {"6"}}})}), label("generation", "10"),
       "node_affinity_mismatch"},
      {"LessThan", affinity({Term({{"generation", Op::kLessThan, {"6"}}})}), label("generation", "-1"),
       "node_affinity_mismatch"},
      {"AnyOneTermSuffices", affinity({Term({}), Term({{"disk", Op::kExists, {}}})}), label("disk", "x"),
       "node_affinity_mismatch"},
      {"AllRequirementsOfATerm",
       affinity({Term({{"disk", Op::kExists, {}}, {"topology.kubernetes.io/zone", Op::kIn, {"a"}}})}),
       label("disk", "x"), "node_affinity_mismatch"},
      {"Zone", [](Workload& w) { w.zones = {"b"}; }, [](Offer& offer) { offer.zone = "b"; }, "zone_not_allowed"},
      {"StatedArchitecture", [](Workload& w) { w.architecture = Architecture::kArm64; },
       [](Offer& offer) { offer.architecture = Architecture::kArm64; }, "architecture_mismatch"},
      {"Cpu", [](Workload& w) { w.requests.cpu_millicores = 4001; },
       [](Offer& offer) { offer.allocatable.cpu_millicores = 4001; }, "too_small"},
      {"Memory", [](Workload& w) { w.requests.memory_bytes = 16 * kGiB + 1; },
       [](Offer& offer) { offer.allocatable.memory_bytes = 16 * kGiB + 1; }, "too_small"},
      {"Gpus", [](Workload& w) { w.requests.gpus = 1; }, [](Offer& offer) { offer.allocatable.gpus = 1; }, "too_small"},
      {"ExtendedResource", [](Workload& w) { w.requests.extended["vendor.example/nic"] = 2; },
       [](Offer& offer) { offer.allocatable.extended["vendor.example/nic"] = 2; }, "too_small"},
  };
}

TEST(PackPlaceTest, EachConstraintKeepsAPodOutAndLetsItIn) {
  for (const Case& c : Cases()) {
    SCOPED_TRACE(c.name);
    PackRequest request;
    request.workloads = {App("web")};
    request.offers = {Box("m", 0.2)};
    EXPECT_TRUE(Checked(request).feasible);

    c.constraint(request.workloads[0]);
    const PackResponse out = Checked(request);
    EXPECT_EQ(out.unplaced_replicas, 1);
    ASSERT_FALSE(WhyNot(out, "web").empty());
    EXPECT_EQ(WhyNot(out, "web")[0], c.code);

    c.meets(request.offers[0]);
    EXPECT_TRUE(Checked(request).feasible);

    // The same for a node that runs already.
    request.nodes = {Taken("n", request.offers[0])};
    request.offers.clear();
    request.policy.default_architectures = {Architecture::kAmd64};
    EXPECT_TRUE(Checked(request).feasible);
    Workload& workload = request.workloads[0];
    workload = App("web");
    workload.node_selector["disk"] = "tape";
    EXPECT_EQ(Checked(request).unplaced_replicas, 1);
  }
}

TEST(PackPlaceTest, AbsenceIsWhatItIsInKubernetes) {
  PackRequest request;
  request.workloads = {App("web")};
  request.offers = {Box("m", 0.2)};
  Workload& workload = request.workloads[0];

  workload.required_node_affinity = {Term({{"disk", RequirementOperator::kNotIn, {"ssd"}}})};
  EXPECT_TRUE(Checked(request).feasible) << "NotIn is true where the label is absent";
  Label(request.offers[0], "disk", "ssd");
  EXPECT_FALSE(Checked(request).feasible);

  workload.required_node_affinity = {Term({{"disk", RequirementOperator::kDoesNotExist, {}}})};
  EXPECT_FALSE(Checked(request).feasible);
  request.offers[0].labels.clear();
  EXPECT_TRUE(Checked(request).feasible);

  workload.required_node_affinity = {Term({})};
  EXPECT_FALSE(Checked(request).feasible) << "a term without requirements matches nothing";
  workload.required_node_affinity.clear();
  EXPECT_TRUE(Checked(request).feasible) << "no terms, no condition";

  workload.required_node_affinity = {Term({{"generation", RequirementOperator::kGreaterThan, {"6"}}})};
  Label(request.offers[0], "generation", "seven");
  EXPECT_FALSE(Checked(request).feasible) << "what is no integer is not compared";
}

TEST(PackPlaceTest, Taints) {
  PackRequest request;
  request.workloads = {App("web")};
  request.offers = {Box("m", 0.2)};
  Workload& workload = request.workloads[0];
  Taint taint{"dedicated", "db", TaintEffect::kNoSchedule};
  const auto feasible_with = [&](std::vector<Toleration> tolerations) {
    request.offers[0].taints = {taint};
    workload.tolerations = std::move(tolerations);
    return Checked(request).feasible;
  };
  EXPECT_FALSE(feasible_with({}));
  EXPECT_EQ(WhyNot(Checked(request), "web")[0], "taint_not_tolerated");
  EXPECT_TRUE(feasible_with({Bears("dedicated", TolerationOperator::kEqual, "db")}));
  EXPECT_FALSE(feasible_with({Bears("dedicated", TolerationOperator::kEqual, "web")}));
  EXPECT_TRUE(feasible_with({Bears("dedicated", TolerationOperator::kExists)}));
  EXPECT_FALSE(feasible_with({Bears("spot", TolerationOperator::kExists)}));
  EXPECT_TRUE(feasible_with({Bears("", TolerationOperator::kExists)})) << "an empty key bears every taint";

  Toleration of_another_effect = Bears("dedicated", TolerationOperator::kExists);
  of_another_effect.effect = TaintEffect::kNoExecute;
  EXPECT_FALSE(feasible_with({of_another_effect}));
  taint.effect = TaintEffect::kNoExecute;
  EXPECT_TRUE(feasible_with({of_another_effect}));
  taint.effect = TaintEffect::kPreferNoSchedule;
  EXPECT_TRUE(feasible_with({})) << "a wish keeps no pod off";
}

TEST(PackPlaceTest, ACheapArmOfferNeverWinsSilently) {
  PackRequest request;
  request.workloads = {App("web")};
  request.offers = {Box("m6i", 0.2), Box("m7g", 0.05)};
  request.offers[1].architecture = Architecture::kArm64;
  EXPECT_EQ(Checked(request).nodes[0].pool.instance_type, "m6i") << "amd64 without any node";

  request.workloads[0].architecture = Architecture::kArm64;
  EXPECT_EQ(Checked(request).nodes[0].pool.instance_type, "m7g") << "stated";
  request.workloads[0].architecture.reset();
  request.policy.default_architectures = {Architecture::kAmd64, Architecture::kArm64};
  EXPECT_EQ(Checked(request).nodes[0].pool.instance_type, "m7g") << "allowed by the policy";
  request.policy.default_architectures.clear();
  request.workloads[0].node_selector[kArchitectureKey] = "arm64";
  EXPECT_TRUE(Checked(request).feasible) << "said by the selector";
  request.workloads[0].node_selector.clear();

  request.nodes = {Taken("n", request.offers[1])};
  request.nodes[0].allocatable = Room(0, 0, 0);
  EXPECT_EQ(Checked(request).nodes[0].pool.instance_type, "m7g") << "what the nodes have";
  request.nodes[0].control_plane = true;
  EXPECT_EQ(Checked(request).nodes[0].pool.instance_type, "m6i") << "the control plane does not count";

  request.offers.erase(request.offers.begin());
  EXPECT_TRUE(Says(Checked(request), "web", "architecture_mismatch"));
}

TEST(PackPlaceTest, BurstableAndBareMetalOnlyWhenAllowed) {
  PackRequest request;
  request.workloads = {App("web")};
  request.offers = {Box("t3", 0.01)};
  request.offers[0].burstable = true;
  EXPECT_EQ(WhyNot(Checked(request), "web")[0], "burstable_not_allowed");
  request.policy.allow_burstable = true;
  EXPECT_TRUE(Checked(request).feasible);
  request.offers[0].burstable = false;
  request.offers[0].bare_metal = true;
  EXPECT_EQ(WhyNot(Checked(request), "web")[0], "bare_metal_not_allowed");
  request.policy.allow_bare_metal = true;
  EXPECT_TRUE(Checked(request).feasible);
}

TEST(PackPlaceTest, Availability) {
  PackRequest request;
  request.workloads = {App("web", 8)};
  request.offers = {Box("m", 0.2)};
  request.offers[0].available = false;
  EXPECT_EQ(WhyNot(Checked(request), "web")[0], "offer_unavailable");
  request.offers[0].available = true;
  request.offers[0].available_count = 1;
  EXPECT_EQ(Checked(request).placed_replicas, 4);
  EXPECT_EQ(WhyNot(Checked(request), "web")[0], "limit_reached");
  request.offers[0].available_count.reset();
  request.offers[0].cooling_until_unix_ms = 1000;
  request.now_unix_ms = 999;
  EXPECT_EQ(WhyNot(Checked(request), "web")[0], "offer_cooling");
  request.now_unix_ms = 1000;
  EXPECT_TRUE(Checked(request).feasible);
}

TEST(PackPlaceTest, SpotOnlyForThoseWhoTolerateIt) {
  PackRequest request;
  request.workloads = {App("web")};
  request.offers = {SpotBox("m", 0.05)};
  EXPECT_EQ(WhyNot(Checked(request), "web")[0], "spot_not_tolerated");
  request.workloads[0].spot_tolerant = true;
  EXPECT_TRUE(Checked(request).feasible);
  request.workloads[0].system_critical = true;
  EXPECT_FALSE(Checked(request).feasible);
  request.offers.push_back(Box("m", 0.2));
  EXPECT_EQ(Checked(request).nodes[0].pool.capacity_type, CapacityType::kOnDemand);
}

TEST(PackPlaceTest, NodesThatTakeNothing) {
  PackRequest request;
  request.workloads = {App("web")};
  request.nodes = {Taken("n", Box("m", 0.2))};
  EXPECT_TRUE(Checked(request).feasible);
  request.nodes[0].state = NodeState::kLaunching;
  EXPECT_TRUE(Checked(request).feasible) << "what is on its way counts";
  request.nodes[0].state = NodeState::kUnschedulable;
  EXPECT_EQ(WhyNot(Checked(request), "web"), std::vector<std::string>{"node_unschedulable"});
  request.nodes[0].state = NodeState::kDraining;
  EXPECT_FALSE(Checked(request).feasible);
  request.nodes[0].state = NodeState::kReady;
  request.nodes[0].control_plane = true;
  EXPECT_FALSE(Checked(request).feasible);
}

TEST(PackPlaceTest, WhatRunsIsNotPlacedAgain) {
  PackRequest request;
  request.workloads = {App("web", 3)};
  const Offer offer = Box("m", 0.2);
  request.offers = {offer};
  request.nodes = {Taken("n", offer)};
  request.nodes[0].running = {{"web", "default", 2}};
  PackResponse response = Checked(request);
  EXPECT_EQ(response.placed_replicas, 1);
  EXPECT_EQ(response.new_nodes, 0) << "free room is filled first";
  EXPECT_EQ(response.nodes[0].used.cpu_millicores, 3000);
  request.nodes[0].state = NodeState::kDraining;
  EXPECT_EQ(Checked(request).placed_replicas, 3) << "who must leave is placed anew";
  request.nodes[0].state = NodeState::kReady;
  request.nodes[0].control_plane = true;
  EXPECT_EQ(Checked(request).placed_replicas, 1) << "what runs on the control plane runs";
  request.workloads[0].replicas = 1;
  EXPECT_EQ(Checked(request).placed_replicas, 0) << "fewer are wanted than run";
}

TEST(PackPlaceTest, DaemonSetsTakeRoomOnEveryNodeTheyRunOn) {
  PackRequest request;
  request.workloads = {App("web", 4), DaemonSet("agent")};
  request.offers = {Box("m", 0.2)};
  PackResponse response = Checked(request);
  EXPECT_EQ(response.new_nodes, 2) << "3 replicas beside the agent";
  EXPECT_EQ(response.nodes[0].used.cpu_millicores + response.nodes[1].used.cpu_millicores, 6000);

  request.workloads[1].node_selector["disk"] = "ssd";
  EXPECT_EQ(Checked(request).new_nodes, 1);
  request.workloads[1].node_selector.clear();
  request.offers[0].taints = {{"dedicated", "", TaintEffect::kNoSchedule}};
  request.workloads[0].tolerations = {Bears("", TolerationOperator::kExists)};
  EXPECT_EQ(Checked(request).new_nodes, 1) << "it does not bear the taint";

  request.offers[0].taints.clear();
  request.offers[0].architecture = Architecture::kArm64;
  request.workloads[0].architecture = Architecture::kArm64;
  EXPECT_EQ(Checked(request).new_nodes, 2) << "no default architecture holds for daemonsets";
}

TEST(PackPlaceTest, ADaemonSetsPodThatOutlivedItsLabelsStillTakesRoom) {
  PackRequest request;
  request.workloads = {App("web", 4), DaemonSet("agent")};
  request.workloads[1].node_selector["disk"] = "ssd";
  request.nodes = {Taken("n", Box("m", 0.2))};
  request.nodes[0].running = {{"agent", "default", 1}};
  const PackResponse response = Checked(request);
  EXPECT_EQ(response.placed_replicas, 3);
  EXPECT_EQ(response.nodes[0].used.cpu_millicores, 4000);
}

TEST(PackPlaceTest, EphemeralStorageThatIsNotStatedDoesNotLimit) {
  PackRequest request;
  request.workloads = {App("web", 2)};
  request.workloads[0].requests.ephemeral_storage_bytes = 6 * kGiB;
  request.offers = {Box("m", 0.2)};
  EXPECT_EQ(Checked(request).new_nodes, 1);
  request.offers[0].allocatable.ephemeral_storage_bytes = 10 * kGiB;
  EXPECT_EQ(Checked(request).new_nodes, 2);
  request.offers[0].allocatable.ephemeral_storage_bytes = 5 * kGiB;
  EXPECT_EQ(WhyNot(Checked(request), "web")[0], "too_small");
}

TEST(PackPlaceTest, PodSlots) {
  PackRequest request;
  request.workloads = {App("web", 4)};
  request.workloads[0].requests.pods = 50;  // A replica takes one slot, whatever stands here.
  request.offers = {Box("m", 0.2)};
  request.offers[0].allocatable.pods = 2;
  EXPECT_EQ(Checked(request).new_nodes, 2);
}

}  // namespace
}  // namespace spotwright::test
