#include <array>
#include <string>
#include <utility>

#include "tests/support/kube_rules.h"
#include "tests/support/random_parts.h"

namespace spotwright::test {
namespace {

constexpr std::array<const char*, 3> kNamespaces = {"default", "default", "shop"};

// Labels of nodes to spread and to gather over, the more usual ones first.
constexpr std::array<const char*, 6> kTopologyKeys = {kZoneKey,     kZoneKey,         kHostnameKey,
                                                      kHostnameKey, kCapacityTypeKey, "disk"};

}  // namespace

void RandomWorkloads::AddSelector(Workload& workload) {
  switch (From(1, 4)) {
    case 1:
      workload.node_selector[Chance(0.5) ? "disk" : "team"] = Chance(0.7) ? "ssd" : "blue";
      break;
    case 2:
      workload.zones.push_back(Pick(kRandomZones));
      break;
    default:
      for (std::int64_t i = From(1, 2); i > 0; --i) {
        RequirementTerm term;
        for (std::int64_t j = From(Chance(0.1) ? 0 : 1, 2); j > 0; --j) term.requirements.push_back(MakeRequirement());
        workload.required_node_affinity.push_back(std::move(term));
      }
  }
}

// The workload's own pods; of strangers too, those of its tier or of another workload.
LabelSelector RandomWorkloads::SelectorOf(const Workload& workload) {
  LabelSelector selector;
  if (Chance(shape_.strangers)) {
    if (Chance(0.5)) {
      selector.match_labels["app"] = "app-" + std::to_string(From(0, 2));
    } else if (Chance(0.8)) {
      selector.match_labels["tier"] = Chance(0.5) ? "web" : "back";
    } else if (Chance(0.5)) {
      selector.match_expressions.push_back({"tier", RequirementOperator::kExists, {}});
    }
    return selector;
  }
  if (Chance(0.8)) {
    selector.match_labels = {{"app", workload.name}};
  } else {
    selector.match_expressions.push_back({"app", RequirementOperator::kIn, {workload.name}});
  }
  return selector;
}

PodAffinityTerm RandomWorkloads::MakeTerm(const Workload& workload) {
  PodAffinityTerm term;
  term.topology_key = Pick(kTopologyKeys);
  term.selector = SelectorOf(workload);
  if (Chance(0.2)) term.weight = From(1, 100);
  if (Chance(shape_.strangers / 2)) term.namespaces.push_back(Pick(kNamespaces));
  if (Chance(shape_.strangers / 4)) term.namespace_selector = LabelSelector{};
  if (Chance(shape_.strangers / 4)) term.namespace_selector = LabelSelector{{{"team", "blue"}}, {}};
  if (Chance(shape_.strangers / 4)) term.match_label_keys.push_back("tier");
  if (Chance(shape_.strangers / 4)) term.mismatch_label_keys.push_back("tier");
  return term;
}

void RandomWorkloads::AddTogetherness(Workload& workload) {
  if (Chance(shape_.spread)) {
    TopologySpread spread;
    spread.topology_key = Pick(kTopologyKeys);
    spread.max_skew = Chance(0.7) ? 1 : 2;
    spread.when_unsatisfiable = Chance(0.7) ? WhenUnsatisfiable::kDoNotSchedule : WhenUnsatisfiable::kScheduleAnyway;
    spread.selector = SelectorOf(workload);
    if (Chance(0.2)) spread.min_domains = From(2, 3);
    if (Chance(0.1)) spread.match_label_keys.push_back(Chance(0.5) ? "app" : "tier");
    if (Chance(0.1)) spread.node_affinity_policy = InclusionPolicy::kIgnore;
    if (Chance(0.1)) spread.node_taints_policy = InclusionPolicy::kHonor;
    workload.topology_spread.push_back(std::move(spread));
  }
  if (Chance(shape_.affinity)) workload.pod_affinity.push_back(MakeTerm(workload));
  if (Chance(shape_.anti_affinity)) workload.pod_anti_affinity.push_back(MakeTerm(workload));
  if (Chance(shape_.volume)) {
    workload.volumes.push_back({"ebs", Chance(0.3) ? workload.namespace_name + "-data" : "", 1});
  }
  if (Chance(shape_.gang)) workload.all_or_nothing_group = "gang-" + std::to_string(From(0, 1));
  if (Chance(shape_.blast_radius)) workload.blast_radius = MakeBlastRadius();
  if (Chance(shape_.host_port)) {
    workload.host_ports.push_back({From(8080, 8081), Chance(0.8) ? "TCP" : "UDP", Chance(0.8) ? "" : "10.0.0.1"});
  }
}

void RandomWorkloads::AddPreferences(Workload& workload) {
  if (Chance(shape_.preference)) {
    PreferredTerm wish;
    wish.weight = From(1, 100);
    wish.term.requirements.push_back(MakeRequirement());
    workload.preferred_node_affinity.push_back(std::move(wish));
  }
}

Workload RandomWorkloads::Make(std::int64_t number) {
  Workload workload;
  workload.name = "app-" + std::to_string(number);
  workload.namespace_name = Pick(kNamespaces);
  workload.replicas = From(0, shape_.replicas);
  workload.requests.cpu_millicores = From(0, 16) * From(1, 4) * 50;
  workload.requests.memory_bytes = From(0, 16) * From(1, 4) * kRandomGiB / 8;
  workload.labels = {{"app", workload.name}, {"tier", Chance(0.5) ? "web" : "back"}};
  workload.priority = Chance(0.3) ? From(-1, 2) * 100 : 0;
  if (Chance(shape_.daemon_set)) {
    workload.kind = WorkloadKind::kDaemonSet;
    workload.requests.cpu_millicores = From(0, 2) * 50;
    workload.requests.memory_bytes = From(0, 4) * kRandomGiB / 16;
  } else {
    workload.kind = Chance(0.8) ? WorkloadKind::kDeployment : WorkloadKind::kStatefulSet;
    workload.spot_tolerant = Chance(shape_.spot_tolerant);
    if (workload.spot_tolerant && Chance(0.2)) workload.min_on_demand_replicas = From(1, 3);
    workload.system_critical = Chance(0.05);
    if (Chance(shape_.special_resource)) workload.requests.gpus = 1;
    if (Chance(shape_.special_resource)) workload.requests.ephemeral_storage_bytes = From(1, 20) * kRandomGiB;
    if (Chance(shape_.special_resource)) workload.requests.extended["vendor.example/nic"] = 1;
    if (workload.spot_tolerant && Chance(0.2)) workload.max_spot_share = static_cast<double>(From(0, 10)) / 10;
    if (Chance(shape_.interruption)) workload.restart_cost_usd = static_cast<double>(From(0, 20)) / 10;
    AddTogetherness(workload);
    if (Chance(shape_.unsupported)) workload.unknown_constraints.push_back("resource claims");
  }
  if (Chance(shape_.selector)) AddSelector(workload);
  if (Chance(shape_.arm)) workload.architecture = static_cast<Architecture>(From(1, 2));
  if (Chance(shape_.taint)) {
    Toleration toleration;
    toleration.key = Chance(0.5) ? "" : Chance(0.5) ? "spot" : "dedicated";
    toleration.op = toleration.key.empty() || Chance(0.5) ? TolerationOperator::kExists : TolerationOperator::kEqual;
    if (toleration.op == TolerationOperator::kEqual && Chance(0.5)) toleration.value = "true";
    if (Chance(0.3)) toleration.effect = static_cast<TaintEffect>(From(1, 3));
    workload.tolerations.push_back(std::move(toleration));
  }
  AddPreferences(workload);
  return workload;
}

}  // namespace spotwright::test
