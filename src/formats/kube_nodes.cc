#include "src/formats/kube_nodes.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/formats/node_labels.h"

namespace spotwright::formats {
namespace {

// Taints that only say in which state a node is. NodeState says it, and they go when the state does.
constexpr std::array<std::string_view, 2> kLeavingTaints = {"karpenter.sh/disrupted", "ToBeDeletedByClusterAutoscaler"};
constexpr std::array<std::string_view, 2> kStartingTaints = {"karpenter.sh/unregistered",
                                                             "node.cloudprovider.kubernetes.io/uninitialized"};
constexpr std::array<std::string_view, 5> kStateTaints = {
    "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable", "node.kubernetes.io/unschedulable",
    "node.kubernetes.io/network-unavailable", "DeletionCandidateOfClusterAutoscaler"};

template <std::size_t kSize>
bool Contains(const std::array<std::string_view, kSize>& list, std::string_view key) {
  return std::find(list.begin(), list.end(), key) != list.end();
}

TaintEffect ReadEffect(JsonView effect) {
  const std::string_view name = effect.RequiredText();
  if (name == "NoSchedule") return TaintEffect::kNoSchedule;
  if (name == "PreferNoSchedule") return TaintEffect::kPreferNoSchedule;
  if (name == "NoExecute") return TaintEffect::kNoExecute;
  effect.Refuse("NoSchedule, PreferNoSchedule or NoExecute");
  return TaintEffect::kNoSchedule;
}

// A node that states no Ready condition counts as ready: real ones always state it.
bool IsReady(JsonView status) {
  for (const JsonView condition : status["conditions"].Items()) {
    if (condition["type"].Text() == "Ready") return condition["status"].Text() == "True";
  }
  return true;
}

// The machine's own name: the last part of aws:///eu-west-1a/i-0123456789abcdef0. Machines of Azure's scale sets are
// only numbered, and called after their set, as scheduled events call them: aks-pool-vmss_3.
std::string MachineOf(std::string_view provider_id) {
  constexpr std::string_view kSets = "/virtualMachineScaleSets/";
  const std::size_t last = provider_id.rfind('/');
  std::string machine(provider_id.substr(last + 1));
  const std::size_t sets = provider_id.find(kSets);
  if (sets == std::string_view::npos) return machine;
  const std::string_view set = provider_id.substr(sets + kSets.size());
  return base::Cat(set.substr(0, set.find('/')), "_", machine);
}

void ReadSpec(JsonView object, const KubeMeta& meta, Node& node) {
  const JsonView spec = object["spec"];
  bool leaving = meta.deleting;
  bool starting = false;
  for (const JsonView item : spec["taints"].Items()) {
    const std::string_view key = item["key"].RequiredText();
    const TaintEffect effect = ReadEffect(item["effect"]);
    if (Contains(kLeavingTaints, key)) {
      leaving = true;
    } else if (Contains(kStartingTaints, key)) {
      starting = true;
    } else if (!Contains(kStateTaints, key)) {
      node.taints.push_back({std::string(key), std::string(item["value"].Text()), effect});
    }
  }
  node.instance_id = MachineOf(spec["providerID"].Text());
  const bool cordoned = spec["unschedulable"].Flag(false);
  const bool ready = IsReady(object["status"]);
  node.state = leaving    ? NodeState::kDraining
               : cordoned ? NodeState::kUnschedulable
               : starting ? NodeState::kLaunching
               : !ready   ? NodeState::kUnschedulable
                          : NodeState::kReady;
}

std::optional<Architecture> ReadArchitecture(JsonView object, const Labels& labels) {
  std::string_view name = object["status"]["nodeInfo"]["architecture"].Text();
  for (const char* key : {"beta.kubernetes.io/arch", "kubernetes.io/arch"}) {
    const auto label = labels.find(key);
    if (label != labels.end()) name = label->second;
  }
  if (name == "arm64") return Architecture::kArm64;
  if (name == "amd64" || name.empty()) return Architecture::kAmd64;
  return std::nullopt;
}

bool IsServerless(const Labels& labels) {
  const auto compute = labels.find("eks.amazonaws.com/compute-type");
  const auto type = labels.find("type");
  return (compute != labels.end() && compute->second == "fargate") ||
         (type != labels.end() && type->second == "virtual-kubelet");
}

}  // namespace

KubeNode ReadKubeNode(JsonView object, KubeMeta meta) {
  KubeNode result;
  Node& node = result.node;
  node.name = meta.name;
  node.labels = object["metadata"]["labels"].TextMap();
  node.instance_type = InstanceTypeOf(node.labels);
  node.zone = ZoneOf(node.labels);
  node.region = RegionOf(node.labels);
  if (node.region.empty()) node.region = RegionOfZone(node.zone);
  node.capacity_type = CapacityTypeOf(node.labels);
  node.group = GroupOf(node.labels);
  if (meta.created_unix_ms > 0) node.created_unix_ms = meta.created_unix_ms;
  node.control_plane = node.labels.contains("node-role.kubernetes.io/control-plane") ||
                       node.labels.contains("node-role.kubernetes.io/master");
  const JsonView annotations = object["metadata"]["annotations"];
  node.do_not_disrupt = annotations["karpenter.sh/do-not-disrupt"].Text() == "true" ||
                        annotations["cluster-autoscaler.kubernetes.io/scale-down-disabled"].Text() == "true";
  const JsonView allocatable = object["status"]["allocatable"];
  node.allocatable = ToResources(ReadAmounts(allocatable), allocatable);
  ReadSpec(object, meta, node);
  const std::optional<Architecture> architecture = ReadArchitecture(object, node.labels);
  node.architecture = architecture.value_or(Architecture::kAmd64);
  if (IsServerless(node.labels)) {
    result.problem = "node is serverless: one pod's own";
  } else if (node.zone.empty()) {
    result.problem = "node has no zone label";
  } else if (!architecture) {
    result.problem = "node is neither amd64 nor arm64";
  }
  result.meta = std::move(meta);
  return result;
}

}  // namespace spotwright::formats
