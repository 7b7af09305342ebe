#include "src/formats/owners.h"

#include <string_view>

#include "src/base/text.h"

namespace spotwright::formats {
namespace {

std::optional<WorkloadKind> KindNamed(std::string_view kind) {
  if (kind == "Deployment" || kind == "ReplicaSet" || kind == "ReplicationController") return WorkloadKind::kDeployment;
  if (kind == "StatefulSet") return WorkloadKind::kStatefulSet;
  if (kind == "DaemonSet") return WorkloadKind::kDaemonSet;
  if (kind == "Job") return WorkloadKind::kJob;
  return std::nullopt;
}

}  // namespace

Owners::Owners(const KubeObjects& objects) {
  for (const KubeController& controller : objects.controllers) {
    if (controller.kind != "ReplicaSet") continue;
    replica_sets_[{controller.meta.namespace_name, controller.meta.name}] = &controller;
  }
}

WorkloadKey Owners::OfReplicaSet(const KubeMeta& meta) const {
  // The owner may be no Deployment but some controller that works like one, such as a canary rollout.
  const std::string& name = meta.owner.kind.empty() ? meta.name : meta.owner.name;
  return {meta.namespace_name, name, WorkloadKind::kDeployment};
}

WorkloadKey Owners::OfPod(const KubePod& pod) const {
  const KubeMeta& meta = pod.meta;
  const std::optional<WorkloadKind> kind = KindNamed(meta.owner.kind);
  if (!kind) return {meta.namespace_name, meta.name, WorkloadKind::kPod};
  if (meta.owner.kind == "ReplicaSet") {
    const auto listed = replica_sets_.find({meta.namespace_name, meta.owner.name});
    if (listed != replica_sets_.end()) return OfReplicaSet(listed->second->meta);
    std::string name = meta.owner.name;
    const std::string tail = base::Cat("-", pod.revision);
    if (!pod.revision.empty() && name.size() > tail.size() && name.ends_with(tail)) {
      name.resize(name.size() - tail.size());
    }
    return {meta.namespace_name, name, WorkloadKind::kDeployment};
  }
  return {meta.namespace_name, meta.owner.name, *kind};
}

WorkloadKey Owners::OfController(const KubeController& controller) const {
  if (controller.kind == "ReplicaSet") return OfReplicaSet(controller.meta);
  return {controller.meta.namespace_name, controller.meta.name,
          KindNamed(controller.kind).value_or(WorkloadKind::kDeployment)};
}

}  // namespace spotwright::formats
