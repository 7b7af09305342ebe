#include "src/formats/pod_constraints.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace spotwright::formats {
namespace {

using Texts = std::vector<std::string>;

Workload Read(const std::string& spec, std::map<std::string, std::string> labels = {{"app", "web"}}) {
  JsonTree tree(spec);
  Workload workload;
  workload.labels = std::move(labels);
  ReadConstraints(tree.Root(), workload);
  EXPECT_EQ(tree.error(), std::nullopt);
  return workload;
}

std::string ErrorOf(const std::string& spec) {
  JsonTree tree(spec);
  Workload workload;
  ReadConstraints(tree.Root(), workload);
  return tree.error().value_or("");
}

std::string NodeTerms(const std::string& terms) {
  return R"({"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution":
             {"nodeSelectorTerms": [)" +
         terms + "]}}}}";
}

std::string PodTerm(const char* what, const std::string& term) {
  return R"({"affinity": {")" + std::string(what) + R"(": {"requiredDuringSchedulingIgnoredDuringExecution": [)" +
         term + "]}}}";
}

TEST(PodConstraints, NodeSelectorUsesCurrentKeys) {
  EXPECT_EQ(Read(R"({"nodeSelector": {"beta.kubernetes.io/os": "linux", "disk": "ssd"}})").node_selector,
            (std::map<std::string, std::string>{{"kubernetes.io/os", "linux"}, {"disk", "ssd"}}));
  // Contradiction: both stay, so no node will do.
  EXPECT_EQ(Read(R"({"nodeSelector": {"beta.kubernetes.io/os": "linux", "kubernetes.io/os": "windows"}})")
                .node_selector.size(),
            2U);
}

TEST(PodConstraints, RequiredNodeAffinity) {
  const Workload workload = Read(NodeTerms(
      R"({"matchExpressions": [{"key": "a", "operator": "In", "values": ["1", "2"]}, {"key": "b", "operator": "Gt",
          "values": ["3"]}]}, {"matchExpressions": [{"key": "c", "operator": "DoesNotExist"}]}, {})"));
  ASSERT_EQ(workload.required_node_affinity.size(), 3U);
  EXPECT_EQ(workload.required_node_affinity[0].requirements,
            (std::vector<Requirement>{{"a", RequirementOperator::kIn, {"1", "2"}},
                                      {"b", RequirementOperator::kGreaterThan, {"3"}}}));
  EXPECT_EQ(workload.required_node_affinity[1].requirements[0].op, RequirementOperator::kDoesNotExist);
  EXPECT_TRUE(workload.required_node_affinity[2].requirements.empty());
  EXPECT_TRUE(workload.unknown_constraints.empty());
}

TEST(PodConstraints, WhatNodeAffinityCannotSayIsReported) {
  EXPECT_EQ(Read(NodeTerms(R"({"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["n"]}]})"))
                .unknown_constraints,
            (Texts{kPinnedByName}));
  EXPECT_EQ(
      Read(NodeTerms(R"({"matchExpressions": [{"key": "a", "operator": "Near", "values": []}]})")).unknown_constraints,
      (Texts{"node affinity with the operator Near"}));
}

TEST(PodConstraints, PreferredNodeAffinityKeepsWeights) {
  const Workload workload = Read(R"({"affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
      {"weight": 80, "preference": {"matchExpressions": [{"key": "a", "operator": "Exists"}]}},
      {"weight": 1, "preference": {"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["n"]}]}}]}}})");
  ASSERT_EQ(workload.preferred_node_affinity.size(), 1U);  // A wish that cannot be said is dropped.
  EXPECT_EQ(workload.preferred_node_affinity[0].weight, 80);
  EXPECT_TRUE(workload.unknown_constraints.empty());
}

TEST(PodConstraints, Tolerations) {
  const Workload workload = Read(R"({"tolerations": [
      {"operator": "Exists"}, {"key": "a", "value": "1", "effect": "NoSchedule"},
      {"key": "b", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
      {"key": "c", "operator": "Lt", "value": "5"}]})");
  EXPECT_EQ(workload.tolerations, (std::vector<Toleration>{
                                      {"", TolerationOperator::kExists, "", std::nullopt},
                                      {"a", TolerationOperator::kEqual, "1", TaintEffect::kNoSchedule},
                                      {"b", TolerationOperator::kExists, "", TaintEffect::kNoExecute},
                                  }));
}

TEST(PodConstraints, Spread) {
  const Workload workload = Read(R"({"topologySpreadConstraints": [
      {"maxSkew": 2, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "DoNotSchedule", "minDomains": 3,
       "labelSelector": {"matchLabels": {"app": "web"}, "matchExpressions": [{"key": "t", "operator": "Exists"}]}},
      {"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "ScheduleAnyway",
       "nodeTaintsPolicy": "Ignore", "labelSelector": {}},
      {"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "DoNotSchedule"}]})");
  ASSERT_EQ(workload.topology_spread.size(), 2U);  // Without a selector no pod is counted.
  EXPECT_EQ(workload.topology_spread[0].max_skew, 2);
  EXPECT_EQ(workload.topology_spread[0].min_domains, 3);
  EXPECT_EQ(workload.topology_spread[0].selector.match_labels.at("app"), "web");
  EXPECT_EQ(workload.topology_spread[0].selector.match_expressions.size(), 1U);
  EXPECT_EQ(workload.topology_spread[1].when_unsatisfiable, WhenUnsatisfiable::kScheduleAnyway);
  EXPECT_TRUE(workload.unknown_constraints.empty());
}

TEST(PodConstraints, SpreadByRevisionIsSpreadOfAllReplicas) {
  const Workload workload = Read(R"({"topologySpreadConstraints": [
      {"maxSkew": 1, "topologyKey": "z", "whenUnsatisfiable": "DoNotSchedule", "matchLabelKeys": ["pod-template-hash", "tier"],
       "labelSelector": {"matchLabels": {"app": "web"},
                         "matchExpressions": [{"key": "pod-template-hash", "operator": "In", "values": ["7d9f"]}]}}]})",
                                 {{"app", "web"}, {"tier", "front"}});
  ASSERT_EQ(workload.topology_spread.size(), 1U);
  EXPECT_EQ(workload.topology_spread[0].selector.match_labels,
            (std::map<std::string, std::string>{{"app", "web"}, {"tier", "front"}}));
  EXPECT_TRUE(workload.topology_spread[0].selector.match_expressions.empty());
}

TEST(PodConstraints, SpreadPoliciesThatCannotBeSaid) {
  const auto spread = [](const char* policy, const char* when) {
    return Read(std::string(R"({"topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "z", "labelSelector": {},
        "whenUnsatisfiable": ")") +
                when + "\", " + policy + "}]}")
        .unknown_constraints;
  };
  EXPECT_EQ(spread(R"("nodeTaintsPolicy": "Honor")", "DoNotSchedule"),
            (Texts{"topology spread with nodeTaintsPolicy other than Ignore"}));
  EXPECT_EQ(spread(R"("nodeAffinityPolicy": "Ignore")", "DoNotSchedule"),
            (Texts{"topology spread with nodeAffinityPolicy other than Honor"}));
  EXPECT_EQ(spread(R"("x": 1)", "Sometimes"), (Texts{"topology spread with whenUnsatisfiable Sometimes"}));
  EXPECT_EQ(spread(R"("nodeTaintsPolicy": "Honor")", "ScheduleAnyway"), Texts{});  // A wish.
}

TEST(PodConstraints, PodAffinity) {
  const Workload workload = Read(R"({"affinity": {
      "podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [
        {"topologyKey": "z", "namespaces": ["data"], "labelSelector": {"matchLabels": {"app": "db"}}}]},
      "podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
        {"weight": 50, "podAffinityTerm": {"topologyKey": "h", "labelSelector": {"matchLabels": {"app": "web"}}}}]}}})");
  ASSERT_EQ(workload.pod_affinity.size(), 1U);
  EXPECT_EQ(workload.pod_affinity[0].namespaces, (Texts{"data"}));
  EXPECT_EQ(workload.pod_affinity[0].weight, 0);
  ASSERT_EQ(workload.pod_anti_affinity.size(), 1U);
  EXPECT_EQ(workload.pod_anti_affinity[0].weight, 50);
}

TEST(PodConstraints, PodAffinityThatCannotBeSaid) {
  EXPECT_EQ(Read(PodTerm("podAffinity", R"({"topologyKey": "z", "namespaceSelector": {}, "labelSelector": {}})"))
                .unknown_constraints,
            (Texts{"pod affinity with a namespaceSelector"}));
  EXPECT_EQ(Read(PodTerm("podAntiAffinity", R"({"topologyKey": "z", "mismatchLabelKeys": ["a"], "labelSelector": {}})"))
                .unknown_constraints,
            (Texts{"pod anti-affinity with mismatchLabelKeys"}));
  EXPECT_EQ(Read(PodTerm("podAffinity", R"({"topologyKey": "z"})")).unknown_constraints,
            (Texts{"pod affinity to no pods: it has no labelSelector"}));
  const Workload none = Read(PodTerm("podAntiAffinity", R"({"topologyKey": "z"})"));
  EXPECT_TRUE(none.unknown_constraints.empty());
  EXPECT_TRUE(none.pod_anti_affinity.empty());
}

TEST(PodConstraints, HostPorts) {
  const Workload workload = Read(R"({
      "containers": [{"ports": [{"containerPort": 80}, {"containerPort": 81, "hostPort": 8081, "protocol": "UDP"},
                                {"hostPort": 8082, "hostIP": "0.0.0.0"}, {"hostPort": 8082, "hostIP": ""}]}],
      "initContainers": [{"ports": [{"hostPort": 1}]}, {"restartPolicy": "Always", "ports": [{"hostPort": 2}]}]})");
  EXPECT_EQ(workload.host_ports, (std::vector<HostPort>{{8081, "UDP", ""}, {8082, "TCP", ""}, {2, "TCP", ""}}));
  EXPECT_EQ(Read(R"({"hostNetwork": true, "containers": [{"ports": [{"containerPort": 9100}]}]})").host_ports,
            (std::vector<HostPort>{{9100, "TCP", ""}}));
}

TEST(PodConstraints, OtherConditionsAreReported) {
  EXPECT_EQ(Read(R"({"schedulerName": "volcano", "schedulingGates": [{"name": "quota"}],
                     "resourceClaims": [{"name": "gpu"}], "volumes": [{"name": "x", "emptyDir": {}},
                     {"name": "d", "gcePersistentDisk": {"pdName": "p"}}]})")
                .unknown_constraints,
            (Texts{"scheduler volcano", "scheduling gate quota", "resource claim gpu",
                   "volume of the kind gcePersistentDisk, whose zone is not stated"}));
  EXPECT_TRUE(Read(R"({"schedulerName": "default-scheduler"})").unknown_constraints.empty());
}

TEST(PodConstraints, ArchitectureWhenOneIsStated) {
  const auto affinity = [](const char* values) {
    return Read(NodeTerms(R"({"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values": )" +
                          std::string(values) + "}]}"))
        .architecture;
  };
  EXPECT_EQ(Read(R"({"nodeSelector": {"kubernetes.io/arch": "arm64"}})").architecture, Architecture::kArm64);
  EXPECT_EQ(Read(R"({"nodeSelector": {"beta.kubernetes.io/arch": "amd64"}})").architecture, Architecture::kAmd64);
  EXPECT_EQ(affinity(R"(["arm64"])"), Architecture::kArm64);
  EXPECT_EQ(affinity(R"(["amd64", "arm64"])"), std::nullopt);
  EXPECT_EQ(Read(NodeTerms(R"({"matchExpressions": [{"key": "kubernetes.io/arch", "operator": "In", "values":
      ["arm64"]}]}, {"matchExpressions": [{"key": "a", "operator": "Exists"}]})"))
                .architecture,
            std::nullopt);
  EXPECT_EQ(Read("{}").architecture, std::nullopt);
}

TEST(PodConstraints, Priority) {
  EXPECT_EQ(Read(R"({"priority": -5})").priority, -5);
  EXPECT_EQ(Read(R"({"terminationGracePeriodSeconds": 3600})").termination_grace_seconds, 3600);
  EXPECT_EQ(Read(R"({"terminationGracePeriodSeconds": 9000000})").termination_grace_seconds, 1'000'000);
  EXPECT_FALSE(Read("{}").termination_grace_seconds.has_value());
  EXPECT_EQ(Read(R"({"priorityClassName": "system-node-critical"})").priority, 2000001000);
  EXPECT_EQ(Read(R"({"priorityClassName": "mine"})").priority, 0);
}

TEST(PodConstraints, WrongTypesNameTheirPath) {
  EXPECT_EQ(ErrorOf(R"({"nodeSelector": {"a": 1}})"), "nodeSelector.a: is the number 1; accepted: a string");
  EXPECT_EQ(ErrorOf(R"({"tolerations": {}})"), "tolerations: is an object; accepted: a list");
  EXPECT_EQ(ErrorOf(R"({"topologySpreadConstraints": [{"topologyKey": "z", "maxSkew": 0}]})"),
            "topologySpreadConstraints[0].maxSkew: is the number 0; accepted: an integer of 1 to 1000000");
  EXPECT_EQ(ErrorOf(R"({"containers": [{"ports": [{"hostPort": 70000}]}]})"),
            "containers[0].ports[0].hostPort: is the number 70000; accepted: an integer of 0 to 65535");
  EXPECT_EQ(ErrorOf(R"({"affinity": "none"})"), "affinity: is \"none\"; accepted: an object");
}

}  // namespace
}  // namespace spotwright::formats
