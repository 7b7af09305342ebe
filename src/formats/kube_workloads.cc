#include "src/formats/kube_workloads.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "src/base/text.h"
#include "src/formats/budgets.h"
#include "src/formats/owners.h"
#include "src/formats/pod_constraints.h"
#include "src/formats/spot_tolerance.h"
#include "src/formats/volume_zones.h"
#include "src/model/field.h"
#include "src/model/reason.h"

namespace spotwright::formats {
namespace {

using base::Cat;

// Everything known of one workload.
struct Group {
  const KubeController* controller = nullptr;       // The Deployment, StatefulSet, DaemonSet or Job, when listed.
  std::vector<const KubeController*> replica_sets;  // Of a Deployment.
  std::vector<const KubePod*> pods;
  std::int64_t pods_elsewhere = 0;  // On nodes that are left out: neither theirs to run nor ours to place.
};

class ClusterBuilder {
 public:
  ClusterBuilder(const KubeObjects& objects, const ImportRequest& request, PlanRequest& plan,
                 std::vector<Tally>& tallies, std::vector<Reason>& warnings)
      : objects_(objects),
        request_(request),
        plan_(plan),
        tallies_(tallies),
        warnings_(warnings),
        owners_(objects),
        volumes_(objects) {}

  void Build() {
    AddNodes();
    for (const KubeController& controller : objects_.controllers) AddController(controller);
    for (const KubePod& pod : objects_.pods) AddPod(pod);
    for (auto& [key, group] : groups_) BuildWorkload(key, group);
    FinishNodes();
    std::sort(plan_.workloads.begin(), plan_.workloads.end(), [](const Workload& a, const Workload& b) {
      return std::tie(a.namespace_name, a.name) < std::tie(b.namespace_name, b.name);
    });
    BuildBudgets(objects_.budgets, plan_, tallies_, warnings_);
    AddWarnings();
  }

 private:
  // A node while it is filled.
  struct Host {
    const KubeNode* source = nullptr;
    Amounts reserved;  // By static pods.
    bool do_not_disrupt = false;
    std::map<std::pair<std::string, std::string>, std::int64_t> running;  // By namespace and workload.
  };

  Tally& TallyOf(const KubeMeta& meta) { return tallies_[meta.source]; }

  void AddNodes() {
    for (const KubeNode& node : objects_.nodes) {
      hosts_[node.meta.name].source = &node;
      node.problem.empty() ? TallyOf(node.meta).Use() : TallyOf(node.meta).Skip(node.problem, node.meta.Id());
    }
  }

  void AddController(const KubeController& controller) {
    Group& group = groups_[owners_.OfController(controller)];
    if (controller.kind == "ReplicaSet") {
      group.replica_sets.push_back(&controller);
    } else {
      group.controller = &controller;
    }
  }

  void AddPod(const KubePod& pod) {
    const auto host = hosts_.find(pod.node);
    const bool listed = host != hosts_.end();
    if (pod.is_static) {
      TallyOf(pod.meta).Skip("static pod, counted into its node's reserve", pod.meta.Id());
      if (!listed) return;
      AddTo(host->second.reserved, pod.shape.amounts);
      AddTo(host->second.reserved, {{"pods", 1}});
      return;
    }
    Group& group = groups_[owners_.OfPod(pod)];
    if (listed && !host->second.source->problem.empty()) {
      ++group.pods_elsewhere;
      return TallyOf(pod.meta).Skip("pod runs on a node that is left out", pod.meta.Id());
    }
    group.pods.push_back(&pod);
    if (!pod.node.empty() && !listed && !hosts_.empty()) unlisted_nodes_.insert(pod.node);
  }

  // Wanted replicas: what the controller says, else the sum over ReplicaSets, else the pods there are.
  static std::int64_t Wanted(const Group& group) {
    std::int64_t wanted = static_cast<std::int64_t>(group.pods.size());
    if (group.controller != nullptr) {
      wanted = group.controller->replicas - group.pods_elsewhere;
    } else if (!group.replica_sets.empty()) {
      wanted = -group.pods_elsewhere;
      for (const KubeController* set : group.replica_sets) wanted += set->replicas;
    }
    return std::clamp<std::int64_t>(wanted, 0, 1'000'000);
  }

  static const PodShape* TemplateOf(const Group& group) {
    if (group.controller != nullptr && group.controller->shape) return &*group.controller->shape;
    const KubeController* newest = nullptr;
    for (const KubeController* set : group.replica_sets) {
      if (!set->shape) continue;
      const auto age = [](const KubeController* c) { return std::tie(c->meta.created_unix_ms, c->meta.name); };
      if (newest == nullptr || age(newest) < age(set)) newest = set;
    }
    return newest == nullptr ? nullptr : &*newest->shape;
  }

  // The newest pod's, which holds what admission added (sidecars, defaults, priority); else the template's.
  static std::optional<PodShape> ShapeOf(const Group& group, WorkloadKind kind) {
    const PodShape* from_template = TemplateOf(group);
    const auto newest = std::max_element(group.pods.begin(), group.pods.end(), [](const KubePod* a, const KubePod* b) {
      return std::tie(a->meta.created_unix_ms, a->meta.name) < std::tie(b->meta.created_unix_ms, b->meta.name);
    });
    if (newest == group.pods.end()) return from_template != nullptr ? std::optional(*from_template) : std::nullopt;
    PodShape shape = (*newest)->shape;
    if (kind == WorkloadKind::kDaemonSet) {
      // Its controller replaces the required node affinity of each pod by the name of one node.
      Workload& workload = shape.workload;
      workload.required_node_affinity.clear();
      std::erase(workload.unknown_constraints, kPinnedByName);
      if (from_template != nullptr) {
        workload.required_node_affinity = from_template->workload.required_node_affinity;
        workload.architecture = from_template->workload.architecture;
      }
    }
    return shape;
  }

  void SkipAll(const Group& group, const std::string& cause) {
    const auto skip = [&](const KubeMeta& meta, const char* prefix) { TallyOf(meta).Skip(prefix + cause, meta.Id()); };
    if (group.controller != nullptr) skip(group.controller->meta, "");
    for (const KubeController* set : group.replica_sets) skip(set->meta, "");
    for (const KubePod* pod : group.pods) skip(pod->meta, "pod whose ");
  }

  void UseAll(const Group& group) {
    if (group.controller != nullptr) TallyOf(group.controller->meta).Use();
    for (const KubeController* set : group.replica_sets) {
      const bool current = set->replicas > 0;
      current ? TallyOf(set->meta).Use()
              : TallyOf(set->meta).Skip("replica set of an earlier revision", set->meta.Id());
    }
    for (const KubePod* pod : group.pods) TallyOf(pod->meta).Use();
  }

  void BuildWorkload(const WorkloadKey& key, const Group& group) {
    const bool is_daemon_set = key.kind == WorkloadKind::kDaemonSet;
    const bool has_controller = group.controller != nullptr || !group.replica_sets.empty();
    if (!has_controller && group.pods.empty()) return;  // All its pods were on nodes that are left out.
    if (group.controller != nullptr && group.controller->finished) return SkipAll(group, "job has ended");
    const std::int64_t wanted = Wanted(group);
    if (wanted == 0 && !is_daemon_set) {
      const bool elsewhere = group.pods_elsewhere > 0;
      return SkipAll(group, elsewhere ? "workload runs on nodes that are left out" : "workload is scaled to zero");
    }
    std::optional<PodShape> shape = ShapeOf(group, key.kind);
    if (!shape) return SkipAll(group, "workload has neither pods nor a template");
    UseAll(group);

    Workload workload = std::move(shape->workload);
    workload.name = UniqueName(key);
    workload.namespace_name = key.namespace_name;
    workload.kind = key.kind;
    workload.replicas = is_daemon_set ? 1 : wanted;
    BindToVolumes(group, workload);
    JudgeSpotTolerance(request_, shape->priority_class, workload, warnings_);
    for (const KubePod* pod : group.pods) {
      const auto host = hosts_.find(pod->node);
      if (host == hosts_.end()) continue;
      ++host->second.running[{workload.namespace_name, workload.name}];
      host->second.do_not_disrupt = host->second.do_not_disrupt || pod->do_not_disrupt;
    }
    plan_.workloads.push_back(std::move(workload));
  }

  // Kubernetes lets a Deployment and a StatefulSet share a name; a request does not. The first kind keeps it; keys
  // come by namespace, name and kind, so workloads of one name follow each other.
  std::string UniqueName(const WorkloadKey& key) const {
    const bool taken =
        !plan_.workloads.empty() && plan_.workloads.back().namespace_name == key.namespace_name &&
        (plan_.workloads.back().name == key.name || plan_.workloads.back().name.ends_with("/" + key.name));
    if (!taken) return key.name;
    return Cat(model::EnumOf<WorkloadKind>().Find(static_cast<std::int32_t>(key.kind))->name, "/", key.name);
  }

  void BindToVolumes(const Group& group, Workload& workload) {
    // As a set, for the replicas of a Deployment share their claims and a StatefulSet's are found twice.
    std::set<std::vector<std::string>> claims;
    for (const KubePod* pod : group.pods) claims.insert(pod->shape.claims);
    if (group.controller != nullptr) {
      if (group.controller->shape) claims.insert(group.controller->shape->claims);
      for (auto& list : volumes_.ClaimsByOrdinal(*group.controller)) claims.insert(std::move(list));
    }
    const VolumeZones::Outcome outcome = volumes_.Apply({claims.begin(), claims.end()}, workload);
    const std::string id = Cat(workload.namespace_name, "/", workload.name);
    if (outcome.unknown_claims) unknown_claims_.insert(id);
    if (outcome.inexact) inexact_zones_.insert(id);
  }

  void FinishNodes() {
    for (auto& [name, host] : hosts_) {
      if (!host.source->problem.empty()) continue;
      Node node = host.source->node;
      Subtract(host.reserved, node.allocatable);
      node.do_not_disrupt = node.do_not_disrupt || host.do_not_disrupt;
      for (const auto& [workload, count] : host.running) {
        node.running.push_back({workload.second, workload.first, count});
      }
      plan_.nodes.push_back(std::move(node));
    }
  }

  static void Subtract(const Amounts& reserved, Resources& from) {
    const auto take = [&](const char* resource, std::int64_t& amount) {
      const auto entry = reserved.find(resource);
      if (entry != reserved.end()) amount = std::max<std::int64_t>(0, amount - entry->second);
    };
    take("cpu", from.cpu_millicores);
    take("memory", from.memory_bytes);
    take("pods", from.pods);
    take("ephemeral-storage", from.ephemeral_storage_bytes);
  }

  // "a", "a and 1 more"
  static std::string Subject(const std::set<std::string>& who) {
    return who.size() == 1 ? *who.begin() : Cat(*who.begin(), " and ", who.size() - 1, " more");
  }

  void AddWarnings() {
    const auto add = [&](const std::set<std::string>& who, Reason reason) {
      if (who.empty()) return;
      reason.numbers["count"] = static_cast<double>(who.size());
      reason.paths.assign(who.begin(), who.end());
      warnings_.push_back(std::move(reason));
    };
    const auto subject = [](const std::set<std::string>& who) { return who.empty() ? std::string() : Subject(who); };
    add(unknown_claims_, model::MakeReason("volume_claims_not_listed",
                                           Cat("No document lists the volumes of ", subject(unknown_claims_),
                                               ", so their zones are not known: add pvc,pv to what kubectl prints.")));
    add(inexact_zones_,
        model::MakeReason("volumes_in_several_zones",
                          Cat("The volumes of ", subject(inexact_zones_),
                              " lie in several zones; the plan may name the wrong one of these for a replica.")));
    add(unlisted_nodes_,
        model::MakeReason("nodes_not_listed", Cat("Pods run on ", subject(unlisted_nodes_),
                                                  ", which no document lists; the plan places them anew.")));
  }

  const KubeObjects& objects_;
  const ImportRequest& request_;
  PlanRequest& plan_;
  std::vector<Tally>& tallies_;
  std::vector<Reason>& warnings_;
  const Owners owners_;
  const VolumeZones volumes_;
  std::map<std::string, Host> hosts_;
  std::map<WorkloadKey, Group> groups_;
  std::set<std::string> unknown_claims_;
  std::set<std::string> inexact_zones_;
  std::set<std::string> unlisted_nodes_;
};

}  // namespace

void BuildCluster(const KubeObjects& objects, const ImportRequest& request, PlanRequest& plan,
                  std::vector<Tally>& tallies, std::vector<Reason>& warnings) {
  ClusterBuilder(objects, request, plan, tallies, warnings).Build();
}

}  // namespace spotwright::formats
