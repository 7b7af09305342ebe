// Kubernetes objects joined: owners, nodes, volumes, budgets, spot tolerance.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "spotwright/import.h"
#include "tests/formats/sources.h"

namespace spotwright {
namespace {

using test::FindNode;
using test::FindSkipped;
using test::FindWorkload;
using test::KubectlList;

ImportResponse ImportObjects(const std::vector<std::string>& items, ImportRequest request = {}) {
  request.sources.push_back(KubectlList(items));
  Result<ImportResponse> response = Import(request);
  if (!response.ok()) {
    ADD_FAILURE() << response.error().message;
    return {};
  }
  return *response;
}

// A pod that runs; `meta` and `spec` are members added to each.
std::string Pod(const std::string& name, const std::string& meta = "", const std::string& spec = "") {
  return R"({"kind": "Pod", "metadata": {"namespace": "n", "name": ")" + name + "\"" + meta +
         R"(}, "spec": {"containers": [{"resources": {"requests": {"cpu": "1"}}}])" + spec +
         R"(}, "status": {"phase": "Running"}})";
}

std::string OwnedBy(const char* kind, const char* name) {
  return R"(, "ownerReferences": [{"kind": "Other", "name": "x"}, {"kind": ")" + std::string(kind) + R"(", "name": ")" +
         name + R"(", "controller": true}])";
}

std::string Controller(const char* kind, const char* name, const std::string& spec, const std::string& meta = "",
                       const std::string& pod_spec = R"("containers": [{"resources": {"requests": {"cpu": "2"}}}])") {
  return R"({"kind": ")" + std::string(kind) + R"(", "metadata": {"namespace": "n", "name": ")" + name + "\"" + meta +
         R"(}, "spec": {)" + spec + R"(, "template": {"metadata": {"labels": {"app": ")" + name + R"("}}, "spec": {)" +
         pod_spec + "}}}}";
}

std::string NodeItem(const char* name, const std::string& labels = "", const std::string& spec = "",
                     const std::string& meta = "") {
  return R"({"kind": "Node", "metadata": {"name": ")" + std::string(name) +
         R"(", "labels": {"topology.kubernetes.io/zone": "eu-west-1a", "node.kubernetes.io/instance-type": "m5.large")" +
         labels + "}" + meta + R"(}, "spec": {)" + spec +
         R"(}, "status": {"allocatable": {"cpu": "4", "memory": "8Gi", "pods": "10"}}})";
}

TEST(Cluster, PodsFindTheirDeployment) {
  const ImportResponse r = ImportObjects(
      {Controller("Deployment", "web", R"("replicas": 5)"),
       Controller("ReplicaSet", "web-abc", R"("replicas": 5)", OwnedBy("Deployment", "web")),
       Pod("web-abc-1", OwnedBy("ReplicaSet", "web-abc")), Pod("web-abc-2", OwnedBy("ReplicaSet", "web-abc"))});
  ASSERT_EQ(r.request.workloads.size(), 1U);
  const Workload& web = r.request.workloads[0];
  EXPECT_EQ(web.name, "web");
  EXPECT_EQ(web.namespace_name, "n");
  EXPECT_EQ(web.kind, WorkloadKind::kDeployment);
  EXPECT_EQ(web.replicas, 5);
  EXPECT_EQ(web.requests.cpu_millicores, 1000);  // The pods', not the template's.
  EXPECT_EQ(r.sources[0].rows_used, 4);
}

TEST(Cluster, WithoutReplicaSetsTheHashIsStripped) {
  const auto pod = [](const char* name) {
    return Pod(name,
               OwnedBy("ReplicaSet", "web-5f6d7") + R"(, "labels": {"app": "web", "pod-template-hash": "5f6d7"})");
  };
  const ImportResponse r = ImportObjects({pod("a"), pod("b"), pod("c")});
  ASSERT_EQ(r.request.workloads.size(), 1U);
  EXPECT_EQ(r.request.workloads[0].name, "web");
  EXPECT_EQ(r.request.workloads[0].replicas, 3);
  EXPECT_EQ(r.request.workloads[0].labels, (std::map<std::string, std::string>{{"app", "web"}}));
}

TEST(Cluster, ReplicaSetsAloneSayHowMany) {
  const ImportResponse r =
      ImportObjects({Controller("ReplicaSet", "web-a", R"("replicas": 2)", OwnedBy("Deployment", "web")),
                     Controller("ReplicaSet", "web-b", R"("replicas": 3)", OwnedBy("Deployment", "web")),
                     Controller("ReplicaSet", "alone", R"("replicas": 4)"), Pod("p", OwnedBy("ReplicaSet", "web-a"))});
  EXPECT_EQ(FindWorkload(r, "web")->replicas, 5);
  EXPECT_EQ(FindWorkload(r, "alone")->replicas, 4);
}

TEST(Cluster, EveryKindOfOwner) {
  const ImportResponse r = ImportObjects(
      {Pod("s-0", OwnedBy("StatefulSet", "s")), Pod("d-x", OwnedBy("DaemonSet", "d")), Pod("j-x", OwnedBy("Job", "j")),
       Pod("bare"), Pod("w-1", OwnedBy("Workflow", "w")), Pod("w-2", OwnedBy("Workflow", "w"))});
  EXPECT_EQ(FindWorkload(r, "s")->kind, WorkloadKind::kStatefulSet);
  EXPECT_EQ(FindWorkload(r, "d")->kind, WorkloadKind::kDaemonSet);
  EXPECT_EQ(FindWorkload(r, "j")->kind, WorkloadKind::kJob);
  EXPECT_EQ(FindWorkload(r, "bare")->kind, WorkloadKind::kPod);
  EXPECT_EQ(FindWorkload(r, "w-1")->kind, WorkloadKind::kPod);  // Of shapes that may differ.
  EXPECT_EQ(r.request.workloads.size(), 6U);
}

TEST(Cluster, KindsThatShareANameAreToldApart) {
  const ImportResponse r = ImportObjects({Controller("StatefulSet", "web", R"("replicas": 2)"),
                                          Controller("Deployment", "web", R"("replicas": 1)"), NodeItem("node"),
                                          Pod("web-0", OwnedBy("StatefulSet", "web"), R"(, "nodeName": "node")")});
  ASSERT_EQ(r.request.workloads.size(), 2U);
  EXPECT_EQ(FindWorkload(r, "web")->kind, WorkloadKind::kDeployment);
  ASSERT_NE(FindWorkload(r, "stateful_set/web"), nullptr);
  EXPECT_EQ(FindNode(r, "node")->running[0].workload, "stateful_set/web");
}

TEST(Cluster, TheNewestPodGivesTheShape) {
  const auto pod = [](const char* name, const char* day, const char* cpu) {
    return R"({"kind": "Pod", "metadata": {"name": ")" + std::string(name) + R"(", "creationTimestamp": "2026-01-)" +
           day + R"(T00:00:00Z")" + OwnedBy("StatefulSet", "s") +
           R"(}, "spec": {"containers": [{"resources": {"requests":
           {"cpu": ")" +
           cpu + R"("}}}]}})";
  };
  const ImportResponse r = ImportObjects({pod("s-0", "02", "1"), pod("s-1", "03", "2"), pod("s-2", "01", "3")});
  EXPECT_EQ(FindWorkload(r, "s")->requests.cpu_millicores, 2000);
  EXPECT_EQ(FindWorkload(r, "s")->namespace_name, "default");
}

TEST(Cluster, WithoutPodsTheTemplateDoes) {
  const ImportResponse r = ImportObjects({Controller("Deployment", "web", R"("replicas": 3)")});
  EXPECT_EQ(FindWorkload(r, "web")->requests.cpu_millicores, 2000);
  EXPECT_EQ(FindWorkload(r, "web")->labels.at("app"), "web");
}

TEST(Cluster, ScaledToZeroIsSkipped) {
  const ImportResponse r =
      ImportObjects({Controller("Deployment", "web", R"("replicas": 0)"), Pod("p", OwnedBy("ReplicaSet", "web-a"))});
  EXPECT_EQ(FindWorkload(r, "web"), nullptr);
  EXPECT_EQ(FindSkipped(r.sources[0], "workload is scaled to zero")->example, "n/web");
}

TEST(Cluster, PodsThatDoNotCount) {
  const auto phase = [](const char* name, const char* text) {
    return R"({"kind": "Pod", "metadata": {"name": ")" + std::string(name) + R"("}, "status": {"phase": ")" + text +
           "\"}}";
  };
  const ImportResponse r = ImportObjects({phase("z", "Succeeded"), phase("a", "Failed"),
                                          Pod("going", R"(, "deletionTimestamp": "2026-01-01T00:00:00Z")")});
  EXPECT_TRUE(r.request.workloads.empty());
  EXPECT_EQ(FindSkipped(r.sources[0], "pod has ended")->count, 2);
  EXPECT_EQ(FindSkipped(r.sources[0], "pod has ended")->example, "default/a");
  EXPECT_EQ(FindSkipped(r.sources[0], "pod is being deleted")->count, 1);
}

TEST(Cluster, JobsWantWhatIsLeft) {
  const auto job = [](const char* name, const char* spec, const char* status) {
    return R"({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": ")" + std::string(name) +
           R"("}, "spec": {"template": {"spec": {}}, )" + spec + R"(}, "status": {)" + status + "}}";
  };
  const ImportResponse r =
      ImportObjects({job("few_left", R"("parallelism": 3, "completions": 10)", R"("succeeded": 8)"),
                     job("plenty_left", R"("parallelism": 3, "completions": 10)", R"("succeeded": 2)"),
                     job("queue", R"("parallelism": 5)", ""),
                     job("queue_ends", R"("parallelism": 5)", R"("succeeded": 1, "active": 2)"),
                     job("paused", R"("parallelism": 5, "suspend": true)", ""),
                     job("done", R"("completions": 1)",
                         R"("succeeded": 1, "conditions": [{"type": "Complete", "status": "True"}])")});
  EXPECT_EQ(FindWorkload(r, "few_left")->replicas, 2);
  EXPECT_EQ(FindWorkload(r, "plenty_left")->replicas, 3);
  EXPECT_EQ(FindWorkload(r, "queue")->replicas, 5);
  EXPECT_EQ(FindWorkload(r, "queue_ends")->replicas, 2);
  EXPECT_EQ(FindWorkload(r, "paused"), nullptr);
  EXPECT_EQ(FindSkipped(r.sources[0], "job has ended")->example, "default/done");
}

TEST(Cluster, ADaemonSetIsNotPinnedByItsPods) {
  const std::string pinned = R"(, "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution":
      {"nodeSelectorTerms": [{"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["node"]}]}]}}})";
  const ImportResponse alone = ImportObjects({Pod("d-1", OwnedBy("DaemonSet", "d"), pinned)});
  EXPECT_TRUE(FindWorkload(alone, "d")->unknown_constraints.empty());
  EXPECT_EQ(FindWorkload(alone, "d")->replicas, 1);

  const ImportResponse listed =
      ImportObjects({Controller("DaemonSet", "d", R"("x": 1)", "", R"("affinity": {"nodeAffinity": {
          "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions":
          [{"key": "gpu", "operator": "Exists"}]}]}}})"),
                     Pod("d-1", OwnedBy("DaemonSet", "d"), pinned)});
  EXPECT_EQ(FindWorkload(listed, "d")->required_node_affinity.size(), 1U);
  EXPECT_TRUE(FindWorkload(listed, "d")->unknown_constraints.empty());

  EXPECT_EQ(ImportObjects({Pod("p", "", pinned)}).request.workloads[0].unknown_constraints.size(),
            1U);  // A bare pod is.
}

TEST(Cluster, RunningPodsAreCountedByNode) {
  const std::string on_node = R"(, "nodeName": "node")";
  const ImportResponse r = ImportObjects({NodeItem("node"), Pod("s-0", OwnedBy("StatefulSet", "s"), on_node),
                                          Pod("s-1", OwnedBy("StatefulSet", "s"), on_node),
                                          Pod("d-1", OwnedBy("DaemonSet", "d"), on_node), Pod("waits")});
  EXPECT_EQ(FindNode(r, "node")->running, (std::vector<RunningPods>{{"d", "n", 1}, {"s", "n", 2}}));
}

TEST(Cluster, StaticPodsBelongToTheReserve) {
  const ImportResponse r = ImportObjects(
      {NodeItem("node"), Pod("static", OwnedBy("Node", "node"), R"(, "nodeName": "node")"),
       Pod("mirror", R"(, "annotations": {"kubernetes.io/config.mirror": "x"})", R"(, "nodeName": "node")")});
  EXPECT_EQ(FindNode(r, "node")->allocatable.cpu_millicores, 2000);
  EXPECT_EQ(FindNode(r, "node")->allocatable.pods, 8);
  EXPECT_TRUE(FindNode(r, "node")->running.empty());
  EXPECT_TRUE(r.request.workloads.empty());
  EXPECT_EQ(FindSkipped(r.sources[0], "static pod, counted into its node's reserve")->count, 2);
}

TEST(Cluster, CapacityTypeByEveryConvention) {
  const auto capacity = [](const char* label) {
    return ImportObjects({NodeItem("node", std::string(", ") + label)}).request.nodes.at(0).capacity_type;
  };
  for (const char* spot :
       {R"("karpenter.sh/capacity-type": "spot")", R"("eks.amazonaws.com/capacityType": "SPOT")",
        R"("kubernetes.azure.com/scalesetpriority": "spot")", R"("cloud.google.com/gke-spot": "true")",
        R"("cloud.google.com/gke-preemptible": "true")", R"("cloud.google.com/gke-provisioning": "spot")"}) {
    EXPECT_EQ(capacity(spot), CapacityType::kSpot) << spot;
  }
  for (const char* other :
       {R"("karpenter.sh/capacity-type": "on-demand")", R"("karpenter.sh/capacity-type": "reserved")",
        R"("eks.amazonaws.com/capacityType": "ON_DEMAND")", R"("cloud.google.com/gke-spot": "false")",
        R"("x": "spot")"}) {
    EXPECT_EQ(capacity(other), CapacityType::kOnDemand) << other;
  }
}

TEST(Cluster, NodeFacts) {
  const ImportResponse r = ImportObjects({NodeItem(
      "node",
      R"(, "kubernetes.io/arch": "arm64", "karpenter.sh/nodepool": "pool", "node-role.kubernetes.io/master": "")",
      R"("taints": [{"key": "dedicated", "value": "x", "effect": "NoExecute"}])",
      R"(, "creationTimestamp": "1970-01-01T00:00:01Z", "annotations": {"karpenter.sh/do-not-disrupt": "true"})")});
  const Node& node = *FindNode(r, "node");
  EXPECT_EQ(node.instance_type, "m5.large");
  EXPECT_EQ(node.zone, "eu-west-1a");
  EXPECT_EQ(node.region, "eu-west-1");
  EXPECT_EQ(node.architecture, Architecture::kArm64);
  EXPECT_EQ(node.group, "pool");
  EXPECT_TRUE(node.control_plane);
  EXPECT_TRUE(node.do_not_disrupt);
  EXPECT_EQ(node.created_unix_ms, 1000);
  EXPECT_EQ(node.allocatable.memory_bytes, std::int64_t{8} << 30);
  EXPECT_EQ(node.taints, (std::vector<Taint>{{"dedicated", "x", TaintEffect::kNoExecute}}));
}

TEST(Cluster, NodeStates) {
  const auto state = [](const char* spec, const char* meta = "", const char* ready = "True") {
    std::string item = NodeItem("node", "", spec, meta);
    item.insert(item.rfind("\"status\": {") + 11,
                R"("conditions": [{"type": "Ready", "status": ")" + std::string(ready) + R"("}], )");
    return ImportObjects({item}).request.nodes.at(0).state;
  };
  EXPECT_EQ(state(""), NodeState::kReady);
  EXPECT_EQ(state("", "", "False"), NodeState::kUnschedulable);
  EXPECT_EQ(state("", "", "Unknown"), NodeState::kUnschedulable);
  EXPECT_EQ(state(R"("unschedulable": true)"), NodeState::kUnschedulable);
  EXPECT_EQ(state("", R"(, "deletionTimestamp": "2026-01-01T00:00:00Z")"), NodeState::kDraining);
  EXPECT_EQ(state(R"("taints": [{"key": "karpenter.sh/disrupted", "effect": "NoSchedule"}])"), NodeState::kDraining);
  EXPECT_EQ(state(R"("taints": [{"key": "karpenter.sh/unregistered", "effect": "NoExecute"}])", "", "False"),
            NodeState::kLaunching);
}

TEST(Cluster, NodesThatDoNotCount) {
  const ImportResponse r = ImportObjects(
      {R"({"kind": "Node", "metadata": {"name": "no-zone"}})",
       NodeItem("fargate", R"(, "eks.amazonaws.com/compute-type": "fargate")"),
       NodeItem("mainframe", R"(, "kubernetes.io/arch": "s390x")"), Controller("Deployment", "web", R"("replicas": 3)"),
       Controller("ReplicaSet", "web-a", R"("replicas": 3)", OwnedBy("Deployment", "web")),
       Pod("web-a-1", OwnedBy("ReplicaSet", "web-a"), R"(, "nodeName": "fargate")"),
       Pod("web-a-2", OwnedBy("ReplicaSet", "web-a"))});
  EXPECT_TRUE(r.request.nodes.empty());
  EXPECT_EQ(FindSkipped(r.sources[0], "node has no zone label")->example, "no-zone");
  EXPECT_EQ(FindSkipped(r.sources[0], "node is serverless: one pod's own")->count, 1);
  EXPECT_EQ(FindSkipped(r.sources[0], "node is neither amd64 nor arm64")->count, 1);
  EXPECT_EQ(FindSkipped(r.sources[0], "pod runs on a node that is left out")->example, "n/web-a-1");
  EXPECT_EQ(FindWorkload(r, "web")->replicas, 2);
}

TEST(Cluster, PodsOnNodesThatAreNotListedAreToldOf) {
  const ImportResponse r = ImportObjects({NodeItem("node"), Pod("p", "", R"(, "nodeName": "elsewhere")")});
  ASSERT_EQ(r.warnings.size(), 1U);
  EXPECT_EQ(r.warnings[0].code, "nodes_not_listed");
  EXPECT_EQ(r.warnings[0].paths, (std::vector<std::string>{"elsewhere"}));
  EXPECT_TRUE(
      ImportObjects({Pod("p", "", R"(, "nodeName": "elsewhere")")}).warnings.empty());  // No nodes were asked for.
}

TEST(Cluster, PodsThatMustNotBeDisturbedKeepTheirNode) {
  for (const char* annotation :
       {R"("karpenter.sh/do-not-disrupt": "true")", R"("cluster-autoscaler.kubernetes.io/safe-to-evict": "false")"}) {
    const ImportResponse r =
        ImportObjects({NodeItem("node"),
                       Pod("p", R"(, "annotations": {)" + std::string(annotation) + "}", R"(, "nodeName": "node")")});
    EXPECT_TRUE(FindNode(r, "node")->do_not_disrupt) << annotation;
  }
}

std::string Claim(const char* name, const char* volume) {
  return R"({"kind": "PersistentVolumeClaim", "metadata": {"namespace": "n", "name": ")" + std::string(name) +
         R"("}, "spec": {"volumeName": ")" + volume + "\"}}";
}
std::string Volume(const char* name, const char* key, const char* values) {
  return R"({"kind": "PersistentVolume", "metadata": {"name": ")" + std::string(name) +
         R"("}, "spec": {"nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": [{"key": ")" + key +
         R"(", "operator": "In", "values": )" + values + "}]}]}}}}";
}
std::string Uses(const char* claim) {
  return R"(, "volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": ")" + std::string(claim) + "\"}}]";
}

TEST(Cluster, AVolumeBindsToItsZone) {
  const ImportResponse r = ImportObjects(
      {Pod("p", "", Uses("c")), Claim("c", "v"), Volume("v", "topology.ebs.csi.aws.com/zone", R"(["eu-west-1b"])")});
  EXPECT_EQ(FindWorkload(r, "p")->zones, (std::vector<std::string>{"eu-west-1b"}));
  EXPECT_TRUE(r.warnings.empty());
}

TEST(Cluster, VolumesInSeveralZonesSpreadTheirPods) {
  const std::string set =
      Controller("StatefulSet", "db", R"("replicas": 2, "volumeClaimTemplates": [{"metadata": {"name": "data"}}])");
  const ImportResponse even = ImportObjects(
      {set, Claim("data-db-0", "v0"), Claim("data-db-1", "v1"), Claim("data-db-7", "v7"),
       Volume("v0", "topology.kubernetes.io/zone", R"(["a"])"), Volume("v1", "topology.kubernetes.io/zone", R"(["b"])"),
       Volume("v7", "topology.kubernetes.io/zone", R"(["c"])")});
  const Workload& db = *FindWorkload(even, "db");
  EXPECT_EQ(db.zones, (std::vector<std::string>{"a", "b"}));  // Ordinal 7 is not wanted.
  ASSERT_EQ(db.topology_spread.size(), 1U);
  EXPECT_EQ(db.topology_spread[0].max_skew, 1);
  EXPECT_EQ(db.topology_spread[0].selector.match_labels.at("app"), "db");
  EXPECT_TRUE(even.warnings.empty());

  const std::string three =
      Controller("StatefulSet", "db", R"("replicas": 3, "volumeClaimTemplates": [{"metadata": {"name": "data"}}])");
  const ImportResponse uneven = ImportObjects(
      {three, Claim("data-db-0", "v0"), Claim("data-db-1", "v1"), Claim("data-db-2", "v2"),
       Volume("v0", "topology.kubernetes.io/zone", R"(["a"])"), Volume("v1", "topology.kubernetes.io/zone", R"(["a"])"),
       Volume("v2", "topology.kubernetes.io/zone", R"(["b"])")});
  ASSERT_EQ(uneven.warnings.size(), 1U);
  EXPECT_EQ(uneven.warnings[0].code, "volumes_in_several_zones");
}

TEST(Cluster, AVolumeForSeveralZonesDoesNotSpread) {
  const ImportResponse r =
      ImportObjects({Pod("p", "", Uses("c")), Claim("c", "v"), Volume("v", "topology.gke.io/zone", R"(["a", "b"])")});
  EXPECT_EQ(FindWorkload(r, "p")->zones, (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(FindWorkload(r, "p")->topology_spread.empty());
}

TEST(Cluster, VolumesThatCannotBeSaid) {
  const ImportResponse local =
      ImportObjects({Pod("p", "", Uses("c")), Claim("c", "v"), Volume("v", "kubernetes.io/hostname", R"(["node"])")});
  EXPECT_EQ(FindWorkload(local, "p")->unknown_constraints,
            (std::vector<std::string>{"volume bound to nodes by the label kubernetes.io/hostname"}));
  const std::string two_claims = R"(, "volumes": [{"persistentVolumeClaim": {"claimName": "c"}},
                                                  {"persistentVolumeClaim": {"claimName": "d"}}])";
  const ImportResponse apart = ImportObjects({Pod("p", "", two_claims), Claim("c", "v"), Claim("d", "w"),
                                              Volume("v", "topology.kubernetes.io/zone", R"(["a"])"),
                                              Volume("w", "topology.kubernetes.io/zone", R"(["b"])")});
  EXPECT_EQ(FindWorkload(apart, "p")->unknown_constraints,
            (std::vector<std::string>{"volumes that no zone has in common"}));
}

TEST(Cluster, ClaimsThatAreNotListedAreToldOf) {
  const ImportResponse missing = ImportObjects({Pod("p", "", Uses("c"))});
  ASSERT_EQ(missing.warnings.size(), 1U);
  EXPECT_EQ(missing.warnings[0].code, "volume_claims_not_listed");
  const ImportResponse waiting = ImportObjects({Pod("p", "", Uses("c")), Claim("c", "")});
  EXPECT_TRUE(waiting.warnings.empty());
  EXPECT_EQ(FindSkipped(waiting.sources[0], "claim is not bound")->count, 1);
}

TEST(Cluster, OldVolumesHaveTheirZoneInALabel) {
  const ImportResponse r = ImportObjects({Pod("p", "", Uses("c")), Claim("c", "v"),
                                          R"({"kind": "PersistentVolume", "metadata": {"name": "v",
                                    "labels": {"failure-domain.beta.kubernetes.io/zone": "a__b"}}, "spec": {}})"});
  EXPECT_EQ(FindWorkload(r, "p")->zones, (std::vector<std::string>{"a", "b"}));
}

std::string Budget(const char* name, const char* selector, int allowed) {
  return R"({"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"namespace": "n", "name": ")" +
         std::string(name) + R"("}, "spec": {"selector": )" + selector + R"(}, "status": {"disruptionsAllowed": )" +
         std::to_string(allowed) + "}}";
}

TEST(Cluster, BudgetsFindTheirWorkloads) {
  const std::vector<std::string> workloads = {Controller("Deployment", "web", R"("replicas": 3)"),
                                              Controller("Deployment", "api", R"("replicas": 3)"),
                                              Controller("DaemonSet", "daemon", R"("x": 1)")};
  const auto run = [&](std::vector<std::string> budgets) {
    budgets.insert(budgets.end(), workloads.begin(), workloads.end());
    return ImportObjects(budgets);
  };
  const ImportResponse one = run({Budget("b", R"({"matchLabels": {"app": "web"}})", 2)});
  EXPECT_EQ(one.request.budgets, (std::vector<DisruptionBudget>{{"web", "n", 2}}));
  const ImportResponse all = run({Budget("b", "{}", 1)});
  EXPECT_EQ(all.request.budgets, (std::vector<DisruptionBudget>{{"api", "n", 1}, {"web", "n", 1}}));
  const ImportResponse none = run({Budget("b", "null", 1), Budget("c", R"({"matchLabels": {"app": "x"}})", 1)});
  EXPECT_TRUE(none.request.budgets.empty());
  EXPECT_EQ(FindSkipped(none.sources[0], "budget selects no workload")->count, 2);
  const ImportResponse both = run({Budget("b", R"({"matchLabels": {"app": "web"}})", 2),
                                   Budget("c", R"({"matchExpressions": [{"key": "app", "operator": "NotIn",
                                                   "values": ["api"]}]})",
                                          2)});
  EXPECT_EQ(both.request.budgets, (std::vector<DisruptionBudget>{{"web", "n", 0}}));
  EXPECT_EQ(both.warnings.at(0).code, "several_disruption_budgets");
}

TEST(Cluster, SpotTolerance) {
  const auto tolerant = [](const char* kind, int replicas, const std::string& pod_spec, ImportRequest request = {}) {
    const ImportResponse r =
        ImportObjects({Controller(kind, "w", R"("replicas": )" + std::to_string(replicas), "", pod_spec)}, request);
    return r.request.workloads.at(0).spot_tolerant;
  };
  const std::string bears = R"("tolerations": [{"key": "spot", "value": "true", "effect": "NoSchedule"}])";
  EXPECT_TRUE(tolerant("Deployment", 3, bears));
  EXPECT_TRUE(tolerant("Deployment", 3, R"("tolerations": [{"operator": "Exists"}])"));
  EXPECT_TRUE(tolerant("Deployment", 3, R"("tolerations": [{"key": "spot", "operator": "Exists"}])"));
  EXPECT_FALSE(tolerant("Deployment", 2, bears));
  EXPECT_FALSE(tolerant("Deployment", 3, ""));
  EXPECT_FALSE(tolerant("Deployment", 3, R"("tolerations": [{"key": "spot", "value": "false"}])"));
  EXPECT_FALSE(
      tolerant("Deployment", 3, R"("tolerations": [{"key": "spot", "value": "true", "effect": "NoExecute"}])"));
  EXPECT_FALSE(tolerant("StatefulSet", 3, bears));
  EXPECT_FALSE(tolerant("DaemonSet", 3, bears));
  EXPECT_FALSE(tolerant("Deployment", 3, bears + R"(, "priorityClassName": "system-cluster-critical")"));
  ImportRequest any;
  any.spot_taint_key = "";
  any.min_spot_replicas = 1;
  EXPECT_TRUE(tolerant("Deployment", 1, "", any));
}

TEST(Cluster, SystemCritical) {
  const ImportResponse r = ImportObjects(
      {R"({"kind": "Pod", "metadata": {"namespace": "kube-system", "name": "dns"}, "spec": {}})",
       R"({"kind": "DaemonSet", "metadata": {"namespace": "kube-system", "name": "proxy"},
               "spec": {"template": {"spec": {"priorityClassName": "system-node-critical"}}}})",
       Controller("Deployment", "agent", R"("replicas": 1)", "", R"("priorityClassName": "system-node-critical")"),
       Controller("Deployment", "web", R"("replicas": 1)")});
  EXPECT_TRUE(FindWorkload(r, "dns")->system_critical);
  EXPECT_FALSE(FindWorkload(r, "proxy")->system_critical);  // It runs everywhere and must not hold every node.
  EXPECT_TRUE(FindWorkload(r, "agent")->system_critical);
  EXPECT_FALSE(FindWorkload(r, "web")->system_critical);
}

TEST(Cluster, TooFewReplicasGiveOneWarningEach) {
  const std::string bears = R"("tolerations": [{"key": "spot", "operator": "Exists"}])";
  const ImportResponse r = ImportObjects({Controller("Deployment", "b", R"("replicas": 2)", "", bears),
                                          Controller("Deployment", "a", R"("replicas": 1)", "", bears),
                                          Controller("Deployment", "c", R"("replicas": 3)", "", bears)});
  ASSERT_EQ(r.warnings.size(), 2U);
  EXPECT_EQ(r.warnings[0].code, "too_few_replicas_for_spot");
  EXPECT_EQ(r.warnings[0].sentence,
            "n/a tolerates the spot taint but has 1 replica, fewer than the 3 asked for: it stays on on-demand.");
  EXPECT_EQ(r.warnings[1].paths, (std::vector<std::string>{"n/b"}));
}

TEST(Cluster, ShapesOfDocuments) {
  const auto run = [](const char* content) {
    ImportRequest request;
    request.sources.push_back(test::Kubectl(content));
    return Import(request);
  };
  // One object; a list of one kind, whose items do not say which; kinds of other groups.
  EXPECT_EQ(run(R"({"kind": "Pod", "metadata": {"name": "p"}, "spec": {}})")->request.workloads.size(), 1U);
  EXPECT_EQ(run(R"({"kind": "PodList", "items": [{"metadata": {"name": "p"}, "spec": {}}]})")->request.workloads.size(),
            1U);
  EXPECT_EQ(run(R"({"kind": "List", "items": null})")->sources[0].rows_read, 0);
  const auto other = run(R"({"apiVersion": "batch.volcano.sh/v1", "kind": "Job", "metadata": {"name": "j"}})");
  EXPECT_EQ(test::FindSkipped(other->sources[0], "kind Job is not used")->count, 1);
  const auto page = run(R"({"kind": "PodList", "metadata": {"continue": "abc"}, "items": []})");
  EXPECT_EQ(page->warnings.at(0).code, "document_is_one_page");
}

TEST(Cluster, ObjectsInTwoDocumentsCountOnce) {
  ImportRequest request;
  request.sources = {KubectlList({Pod("p")}), KubectlList({Pod("p"), Pod("q")})};
  const auto response = Import(request);
  EXPECT_EQ(response->request.workloads.size(), 2U);
  EXPECT_EQ(FindSkipped(response->sources[1], "listed twice")->example, "n/p");
}

}  // namespace
}  // namespace spotwright
