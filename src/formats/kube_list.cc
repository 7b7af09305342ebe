#include "src/formats/kube_list.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/formats/kube_nodes.h"
#include "src/formats/label_selector.h"
#include "src/formats/pod_constraints.h"
#include "src/formats/pod_requests.h"
#include "src/formats/timestamp.h"
#include "src/formats/volume_zones.h"

namespace spotwright::formats {
namespace {

using base::Cat;

constexpr std::int64_t kMaxReplicas = 1'000'000;
constexpr std::int64_t kMaxCount = std::numeric_limits<std::int32_t>::max();

KubeMeta ReadMeta(JsonView object, std::size_t source) {
  const JsonView metadata = object["metadata"];
  KubeMeta meta;
  meta.source = source;
  meta.namespace_name = metadata["namespace"].Text();
  meta.name = metadata["name"].RequiredText();
  meta.deleting = !metadata["deletionTimestamp"].Text().empty();
  for (const JsonView owner : metadata["ownerReferences"].Items()) {
    if (!owner["controller"].Flag(false)) continue;
    meta.owner.kind = owner["kind"].RequiredText();
    meta.owner.name = owner["name"].RequiredText();
  }
  if (const JsonView created = metadata["creationTimestamp"]; created.present()) {
    const auto moment = ReadTimestamp(created.Text());
    if (!moment || *moment < 0) created.Refuse("a moment such as 2026-01-31T08:00:00Z");
    meta.created_unix_ms = moment.value_or(0);
  }
  return meta;
}

PodShape ReadShape(JsonView metadata, JsonView spec) {
  PodShape shape;
  for (auto& [key, value] : metadata["labels"].TextMap()) {
    if (!IsRevisionLabel(key)) shape.workload.labels.emplace(key, value);
  }
  ReadConstraints(spec, shape.workload);
  shape.amounts = EffectiveRequests(spec);
  shape.workload.requests = ToResources(shape.amounts, spec);
  shape.workload.requests.pods = 0;  // A replica takes its one slot anyway.
  shape.priority_class = spec["priorityClassName"].Text();
  for (const JsonView volume : spec["volumes"].Items()) {
    const std::string_view claim = volume["persistentVolumeClaim"]["claimName"].Text();
    if (!claim.empty()) shape.claims.emplace_back(claim);
  }
  return shape;
}

// Reads the objects of one document, each by a function of its kind.
class ListReader {
 public:
  ListReader(std::size_t source, KubeSeen& seen, KubeObjects& objects, Tally& tally)
      : source_(source), seen_(seen), objects_(objects), tally_(tally) {}

  void Read(JsonView object, std::string_view kind) {
    const std::string_view version = object["apiVersion"].Text();
    const std::string_view group = version.substr(0, version.find('/') + 1);  // "apps/", or none.
    const auto entry = std::find_if(kKinds.begin(), kKinds.end(), [&](const Entry& known) {
      return known.kind == kind && (group == known.group || version.empty() || group == "extensions/");
    });
    KubeMeta meta = ReadMeta(object, source_);
    if (entry == kKinds.end()) return tally_.Skip(Cat("kind ", kind, " is not used"), meta.Id());
    if (meta.namespace_name.empty() && entry->namespaced) meta.namespace_name = "default";
    if (!seen_.emplace(kind, meta.namespace_name, meta.name).second) return tally_.Skip("listed twice", meta.Id());
    (this->*entry->read)(object, kind, std::move(meta));
  }

 private:
  struct Entry {
    std::string_view kind;
    std::string_view group;
    bool namespaced;
    void (ListReader::*read)(JsonView object, std::string_view kind, KubeMeta meta);
  };
  static const std::array<Entry, 10> kKinds;

  void ReadPod(JsonView object, std::string_view, KubeMeta meta) {
    const std::string_view phase = object["status"]["phase"].Text();
    if (phase == "Succeeded" || phase == "Failed") return tally_.Skip("pod has ended", meta.Id());
    if (meta.deleting) return tally_.Skip("pod is being deleted", meta.Id());
    const JsonView metadata = object["metadata"];
    const JsonView annotations = metadata["annotations"];
    KubePod pod;
    pod.shape = ReadShape(metadata, object["spec"]);
    pod.node = object["spec"]["nodeName"].Text();
    pod.revision = metadata["labels"]["pod-template-hash"].Text();
    pod.is_static = meta.owner.kind == "Node" || annotations["kubernetes.io/config.mirror"].present();
    pod.do_not_disrupt = annotations["karpenter.sh/do-not-disrupt"].Text() == "true" ||
                         annotations["cluster-autoscaler.kubernetes.io/safe-to-evict"].Text() == "false";
    pod.meta = std::move(meta);
    objects_.pods.push_back(std::move(pod));
  }

  void ReadNode(JsonView object, std::string_view, KubeMeta meta) {
    objects_.nodes.push_back(ReadKubeNode(object, std::move(meta)));
  }

  void ReadController(JsonView object, std::string_view kind, KubeMeta meta) {
    const JsonView spec = object["spec"];
    KubeController controller;
    controller.meta = std::move(meta);
    controller.kind = kind;
    if (const JsonView pod_template = spec["template"]; pod_template.present()) {
      controller.shape = ReadShape(pod_template["metadata"], pod_template["spec"]);
      const std::string_view node = pod_template["spec"]["nodeName"].Text();
      if (!node.empty()) controller.shape->workload.unknown_constraints.push_back(Cat("pinned to the node ", node));
    }
    if (kind == "Job") {
      ReadJobProgress(object, controller);
    } else {
      controller.replicas = spec["replicas"].Integer(1, 0, kMaxReplicas);
    }
    for (const JsonView claim : spec["volumeClaimTemplates"].Items()) {
      controller.claim_templates.emplace_back(claim["metadata"]["name"].RequiredText());
    }
    objects_.controllers.push_back(std::move(controller));
  }

  // As the job controller counts: no more at once than the parallelism, nor than what is still to be completed.
  static void ReadJobProgress(JsonView job, KubeController& controller) {
    const JsonView spec = job["spec"];
    const JsonView status = job["status"];
    const std::int64_t succeeded = status["succeeded"].Integer(0, 0, kMaxCount);
    controller.replicas = spec["parallelism"].Integer(1, 0, kMaxReplicas);
    if (const JsonView completions = spec["completions"]; completions.present()) {
      const std::int64_t left = std::max<std::int64_t>(completions.Integer(0, 0, kMaxCount) - succeeded, 0);
      controller.replicas = std::min(controller.replicas, left);
    } else if (succeeded > 0) {
      // A work queue: once one pod has succeeded, those that still run finish and no new ones start.
      controller.replicas = std::min(controller.replicas, status["active"].Integer(0, 0, kMaxCount));
    }
    if (spec["suspend"].Flag(false)) controller.replicas = 0;
    for (const JsonView condition : status["conditions"].Items()) {
      const std::string_view type = condition["type"].Text();
      if ((type == "Complete" || type == "Failed") && condition["status"].Text() == "True") controller.finished = true;
    }
  }

  void ReadBudget(JsonView object, std::string_view, KubeMeta meta) {
    KubeBudget budget;
    budget.meta = std::move(meta);
    // A budget that no controller has looked at yet allows nothing.
    budget.disruptions_allowed = object["status"]["disruptionsAllowed"].Integer(0, 0, kMaxReplicas);
    if (const JsonView selector = object["spec"]["selector"]; selector.present()) {
      budget.selector = ReadLabelSelector(selector);
      if (!budget.selector)
        selector.Fail("has an operator that is not known; accepted: In, NotIn, Exists, DoesNotExist");
    }
    objects_.budgets.push_back(std::move(budget));
  }

  void ReadClaim(JsonView object, std::string_view, KubeMeta meta) {
    std::string volume(object["spec"]["volumeName"].Text());
    // Kept all the same: a claim that waits for its pod binds it to no zone, which is worth knowing.
    volume.empty() ? tally_.Skip("claim is not bound", meta.Id()) : tally_.Use();
    objects_.claims.push_back({std::move(meta), std::move(volume)});
  }

  void ReadVolume(JsonView object, std::string_view, KubeMeta meta) {
    objects_.volumes.push_back(ReadKubeVolume(object, std::move(meta)));
    const KubeVolume& volume = objects_.volumes.back();
    if (volume.zones || !volume.problem.empty()) return tally_.Use();
    tally_.Skip("volume is bound to no zone", volume.meta.Id());
  }

  const std::size_t source_;
  KubeSeen& seen_;
  KubeObjects& objects_;
  Tally& tally_;
};

const std::array<ListReader::Entry, 10> ListReader::kKinds = {{
    {"Pod", "", true, &ListReader::ReadPod},
    {"Node", "", false, &ListReader::ReadNode},
    {"Deployment", "apps/", true, &ListReader::ReadController},
    {"ReplicaSet", "apps/", true, &ListReader::ReadController},
    {"StatefulSet", "apps/", true, &ListReader::ReadController},
    {"DaemonSet", "apps/", true, &ListReader::ReadController},
    {"Job", "batch/", true, &ListReader::ReadController},
    {"PodDisruptionBudget", "policy/", true, &ListReader::ReadBudget},
    {"PersistentVolumeClaim", "", true, &ListReader::ReadClaim},
    {"PersistentVolume", "", false, &ListReader::ReadVolume},
}};

}  // namespace

bool ReadKubeList(JsonView root, std::size_t source, KubeSeen& seen, KubeObjects& objects, Tally& tally) {
  ListReader reader(source, seen, objects, tally);
  const std::string_view kind = root["kind"].RequiredText();
  constexpr std::string_view kList = "List";
  if (!kind.ends_with(kList)) {
    reader.Read(root, kind);
    return false;
  }
  // The items of a PodList do not repeat that they are pods.
  const std::string_view item_kind = kind.substr(0, kind.size() - kList.size());
  for (const JsonView item : root["items"].Items()) {
    const std::string_view stated = item["kind"].Text();
    reader.Read(item, !stated.empty() ? stated : !item_kind.empty() ? item_kind : item["kind"].RequiredText());
    if (root.failed()) break;
  }
  return !root["metadata"]["continue"].Text().empty();
}

}  // namespace spotwright::formats
