#include "tests/support/random_cluster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "src/base/random.h"
#include "tests/support/kube_rules.h"

namespace spotwright::test {
namespace {

constexpr std::int64_t kGiB = std::int64_t{1} << 30;
constexpr std::int64_t kNow = 1'790'000'000'000;

struct InstanceType {
  const char* name;
  std::int64_t vcpus;
  std::int64_t memory_gib;
  double on_demand_usd_per_hour;
  Architecture architecture = Architecture::kAmd64;
  std::int64_t gpus = 0;
  bool burstable = false;
  bool bare_metal = false;
};

// Sizes as sold; prices near those of 2026 in Ireland.
constexpr std::array<InstanceType, 14> kTypes = {{
    {"m6i.large", 2, 8, 0.107},
    {"m6i.xlarge", 4, 16, 0.214},
    {"m6i.2xlarge", 8, 32, 0.428},
    {"c6i.large", 2, 4, 0.0912},
    {"c6i.xlarge", 4, 8, 0.1824},
    {"c6i.4xlarge", 16, 32, 0.7296},
    {"r6i.large", 2, 16, 0.141},
    {"r6i.2xlarge", 8, 64, 0.564},
    {"g4dn.xlarge", 4, 16, 0.587, Architecture::kAmd64, 1},
    {"m7g.large", 2, 8, 0.0911, Architecture::kArm64},
    {"m7g.2xlarge", 8, 32, 0.3642, Architecture::kArm64},
    {"c7g.xlarge", 4, 8, 0.1554, Architecture::kArm64},
    {"t3.xlarge", 4, 16, 0.1824, Architecture::kAmd64, 0, true},
    {"c6i.metal", 128, 256, 5.8368, Architecture::kAmd64, 0, false, true},
}};

constexpr std::array<const char*, 3> kZones = {"eu-west-1a", "eu-west-1b", "eu-west-1c"};
constexpr std::array<const char*, 3> kNamespaces = {"default", "default", "shop"};

// Labels of nodes to spread and to gather over, the more usual ones first.
constexpr std::array<const char*, 6> kTopologyKeys = {kZoneKey,   kZoneKey,         kHostnameKey,
                                                      kHostnameKey, kCapacityTypeKey, "disk"};

class Maker {
 public:
  Maker(std::uint64_t seed, const ClusterShape& shape) : random_(seed), shape_(shape) {}

  PackRequest Make() {
    MakePolicy();
    MakeOffers();
    MakeGroups();
    MakeWorkloads();
    MakeNodes();
    request_.namespaces = {{"shop", {{"team", "blue"}}}};
    return std::move(request_);
  }

 private:
  bool Chance(double chance) { return random_.Unit() < chance; }
  std::int64_t From(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_.Below(static_cast<std::uint64_t>(high - low + 1)));
  }
  template <typename C>
  auto& Pick(C& values) {
    return values[random_.Below(values.size())];
  }

  void MakePolicy() {
    PackPolicy& policy = request_.policy;
    request_.now_unix_ms = kNow;
    policy.allow_burstable = Chance(shape_.odd_types);
    policy.allow_bare_metal = Chance(shape_.odd_types);
    if (Chance(shape_.arm)) policy.default_architectures.push_back(Architecture::kAmd64);
    if (Chance(shape_.arm)) policy.default_architectures.push_back(Architecture::kArm64);
    policy.honour_preferences = !Chance(shape_.preference);
    policy.max_iterations = From(0, 2) * 50;
    policy.quality = static_cast<PackQuality>(From(1, 3));
    if (Chance(shape_.type_filter)) policy.types = MakeTypeFilter();
    if (Chance(shape_.blast_radius / 2)) policy.blast_radius = MakeBlastRadius();
    if (Chance(shape_.spot_share)) {
      policy.spot_share.unit = static_cast<ShareUnit>(From(1, 3));
      policy.spot_share.max_share = static_cast<double>(From(0, 10)) / 10;
    }
    if (!Chance(shape_.limits)) return;
    switch (From(1, 4)) {
      case 1:
        policy.limits.max_new_nodes = From(0, 4);
        break;
      case 2:
        policy.limits.max_cpu_millicores = From(0, 16) * 1000;
        break;
      case 3:
        policy.limits.max_memory_bytes = From(0, 64) * kGiB;
        break;
      default:
        policy.limits.max_cost_usd_per_hour = static_cast<double>(From(0, 100)) / 100;
    }
  }

  TypeFilter MakeTypeFilter() {
    TypeFilter types;
    switch (From(1, 5)) {
      case 1:
        types.allow = {"m*", "c6i.?large"};
        break;
      case 2:
        types.deny = {"*.large"};
        break;
      case 3:
        types.families = {"m", "C6I"};
        break;
      case 4:
        types.vcpus = {2, 4};
        break;
      default:
        types.families = {"r6i", "c", "t"};
        types.deny = {"*metal"};
    }
    return types;
  }

  BlastRadius MakeBlastRadius() {
    BlastRadius radius;
    const auto share = [&] { return static_cast<double>(From(2, 10)) / 10; };
    if (Chance(0.5)) radius.max_share_per_pool = share();
    if (Chance(0.4)) radius.max_share_per_zone = share();
    if (Chance(0.4)) radius.max_share_per_node = share();
    return radius;
  }

  Taint MakeTaint() {
    static const std::array<const char*, 2> kKeys = {"dedicated", "spot"};
    return Taint{Pick(kKeys), Chance(0.5) ? "true" : "", static_cast<TaintEffect>(From(1, 3))};
  }

  void MakeOffers() {
    const std::int64_t count = From(1, shape_.offers);
    for (std::int64_t i = 0; i < count; ++i) {
      const InstanceType& type = Pick(kTypes);
      if ((type.burstable || type.bare_metal) && !Chance(shape_.odd_types)) continue;
      if (type.architecture == Architecture::kArm64 && !Chance(shape_.arm * 2)) continue;
      Offer offer;
      offer.instance_type = type.name;
      offer.region = "eu-west-1";
      offer.zone = Pick(kZones);
      offer.capacity_type = Chance(0.5) ? CapacityType::kSpot : CapacityType::kOnDemand;
      const bool known = std::any_of(request_.offers.begin(), request_.offers.end(), [&](const Offer& other) {
        return other.instance_type == offer.instance_type && other.zone == offer.zone &&
               other.capacity_type == offer.capacity_type;
      });
      if (known) continue;
      const double share = offer.capacity_type == CapacityType::kSpot ? static_cast<double>(From(25, 80)) / 100 : 1;
      offer.price_usd_per_hour = std::round(type.on_demand_usd_per_hour * share * 1e4) / 1e4;
      offer.architecture = type.architecture;
      offer.vcpus = type.vcpus;
      offer.allocatable.cpu_millicores = type.vcpus * 1000 - 70;
      offer.allocatable.memory_bytes = type.memory_gib * kGiB * 92 / 100;
      offer.allocatable.pods = type.vcpus <= 2 ? 29 : 58;
      offer.allocatable.gpus = type.gpus;
      if (Chance(shape_.special_resource)) offer.allocatable.ephemeral_storage_bytes = From(10, 100) * kGiB;
      if (Chance(shape_.special_resource)) offer.allocatable.extended["vendor.example/nic"] = From(1, 4);
      offer.labels["generation"] = type.name[1] == '7' ? "7" : "6";
      if (Chance(0.3)) offer.labels["disk"] = "ssd";
      if (Chance(shape_.taint)) offer.taints.push_back(MakeTaint());
      offer.burstable = type.burstable;
      offer.bare_metal = type.bare_metal;
      if (Chance(shape_.scarce)) offer.available_count = From(0, 2);
      if (Chance(shape_.scarce / 3)) offer.available = false;
      if (Chance(shape_.scarce / 3)) offer.cooling_until_unix_ms = kNow + From(-1, 1) * 60'000;
      offer.under_notice = Chance(shape_.scarce / 3);
      if (Chance(shape_.scarce / 3)) offer.reserved_count = From(1, 2);
      if (Chance(shape_.interruption)) offer.interruptions_per_instance_hour = static_cast<double>(From(0, 50)) / 1000;
      if (Chance(shape_.interruption)) offer.interruption_band = From(0, 4);
      if (Chance(shape_.volume * 2)) offer.volume_limits["ebs"] = From(3, 6);
      request_.offers.push_back(std::move(offer));
    }
  }

  void MakeGroups() {
    if (!Chance(shape_.groups)) return;
    const std::int64_t count = From(1, 4);
    for (std::int64_t i = 0; i < count; ++i) {
      NodeGroup group;
      group.name = "group-" + std::to_string(i);
      group.capacity_type = Chance(0.5) ? CapacityType::kSpot : CapacityType::kOnDemand;
      if (!request_.offers.empty() && Chance(0.6)) {
        const Offer& offer = Pick(request_.offers);
        group.instance_types.push_back(offer.instance_type);
        group.capacity_type = offer.capacity_type;
        if (Chance(0.4)) group.instance_types.push_back(Pick(request_.offers).instance_type);
      }
      if (Chance(0.3)) group.zones.push_back(Pick(kZones));
      group.max_nodes = From(0, 5);
      if (Chance(0.3)) group.labels["team"] = "blue";
      if (Chance(shape_.taint)) group.taints.push_back(MakeTaint());
      if (Chance(shape_.flexibility)) group.weight = From(0, 2) * 50;
      if (Chance(shape_.flexibility)) group.requirements.push_back(MakeRequirement());
      if (Chance(shape_.flexibility)) {
        group.min_values.push_back({Chance(0.5) ? kInstanceTypeKey : Chance(0.5) ? kZoneKey : "generation", From(1, 2)});
      }
      if (Chance(shape_.type_filter)) group.types = MakeTypeFilter();
      if (Chance(shape_.limits / 2)) group.limits.max_cpu_millicores = From(1, 8) * 4000;
      if (Chance(shape_.limits / 2)) group.limits.max_memory_bytes = From(1, 8) * 16 * kGiB;
      if (Chance(shape_.limits / 2)) group.limits.max_cost_usd_per_hour = static_cast<double>(From(1, 20)) / 10;
      request_.groups.push_back(std::move(group));
    }
  }

  Requirement MakeRequirement() {
    switch (From(1, 6)) {
      case 1:
        return {kZoneKey, RequirementOperator::kIn, {Pick(kZones), Pick(kZones)}};
      case 2:
        return {"disk", RequirementOperator::kNotIn, {"ssd"}};
      case 3:
        return {"disk", RequirementOperator::kExists, {}};
      case 4:
        return {"team", RequirementOperator::kDoesNotExist, {}};
      case 5:
        return {"generation", RequirementOperator::kGreaterThan, {"6"}};
      default:
        return {"generation", RequirementOperator::kLessThan, {"7"}};
    }
  }

  void AddSelector(Workload& workload) {
    switch (From(1, 4)) {
      case 1:
        workload.node_selector[Chance(0.5) ? "disk" : "team"] = Chance(0.7) ? "ssd" : "blue";
        break;
      case 2:
        workload.zones.push_back(Pick(kZones));
        break;
      default:
        for (std::int64_t i = From(1, 2); i > 0; --i) {
          RequirementTerm term;
          for (std::int64_t j = From(Chance(0.1) ? 0 : 1, 2); j > 0; --j)
            term.requirements.push_back(MakeRequirement());
          workload.required_node_affinity.push_back(std::move(term));
        }
    }
  }

  // The workload's own pods; of strangers too, those of its tier or of another workload.
  LabelSelector SelectorOf(const Workload& workload) {
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

  PodAffinityTerm MakeTerm(const Workload& workload) {
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

  void AddTogetherness(Workload& workload) {
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

  void AddPreferences(Workload& workload) {
    if (Chance(shape_.preference)) {
      PreferredTerm wish;
      wish.weight = From(1, 100);
      wish.term.requirements.push_back(MakeRequirement());
      workload.preferred_node_affinity.push_back(std::move(wish));
    }
  }

  void MakeWorkloads() {
    const std::int64_t count = From(1, shape_.workloads);
    for (std::int64_t i = 0; i < count; ++i) {
      Workload workload;
      workload.name = "app-" + std::to_string(i);
      workload.namespace_name = Pick(kNamespaces);
      workload.replicas = From(0, shape_.replicas);
      workload.requests.cpu_millicores = From(0, 16) * From(1, 4) * 50;
      workload.requests.memory_bytes = From(0, 16) * From(1, 4) * kGiB / 8;
      workload.labels = {{"app", workload.name}, {"tier", Chance(0.5) ? "web" : "back"}};
      workload.priority = Chance(0.3) ? From(-1, 2) * 100 : 0;
      if (Chance(shape_.daemon_set)) {
        workload.kind = WorkloadKind::kDaemonSet;
        workload.requests.cpu_millicores = From(0, 2) * 50;
        workload.requests.memory_bytes = From(0, 4) * kGiB / 16;
      } else {
        workload.kind = Chance(0.8) ? WorkloadKind::kDeployment : WorkloadKind::kStatefulSet;
        workload.spot_tolerant = Chance(shape_.spot_tolerant);
        if (workload.spot_tolerant && Chance(0.2)) workload.min_on_demand_replicas = From(1, 3);
        workload.system_critical = Chance(0.05);
        if (Chance(shape_.special_resource)) workload.requests.gpus = 1;
        if (Chance(shape_.special_resource)) workload.requests.ephemeral_storage_bytes = From(1, 20) * kGiB;
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
        toleration.op =
            toleration.key.empty() || Chance(0.5) ? TolerationOperator::kExists : TolerationOperator::kEqual;
        if (toleration.op == TolerationOperator::kEqual && Chance(0.5)) toleration.value = "true";
        if (Chance(0.3)) toleration.effect = static_cast<TaintEffect>(From(1, 3));
        workload.tolerations.push_back(std::move(toleration));
      }
      AddPreferences(workload);
      request_.workloads.push_back(std::move(workload));
    }
  }

  void MakeNodes() {
    if (request_.offers.empty()) return;
    const std::int64_t count = From(0, shape_.nodes);
    for (std::int64_t i = 0; i < count; ++i) {
      const Offer& offer = Pick(request_.offers);
      Node node;
      node.name = "node-" + std::to_string(i);
      node.instance_type = offer.instance_type;
      node.region = offer.region;
      node.zone = offer.zone;
      node.capacity_type = offer.capacity_type;
      if (Chance(0.5)) node.price_usd_per_hour = offer.price_usd_per_hour;
      node.architecture = offer.architecture;
      node.allocatable = offer.allocatable;
      node.labels = offer.labels;
      node.taints = offer.taints;
      if (!request_.groups.empty() && Chance(0.5)) node.group = Pick(request_.groups).name;
      if (Chance(shape_.closed_node)) {
        node.state = static_cast<NodeState>(From(1, 4));
        node.control_plane = Chance(0.2);
        node.under_notice = Chance(0.2);
      }
      node.volume_limits = offer.volume_limits;
      Occupy(node);
      request_.nodes.push_back(std::move(node));
    }
  }

  // Fills up to two thirds of the node, one pod after the other. What runs may break its own rules of today, as pods
  // outlive the labels and taints that they were scheduled by, but seldom does.
  void Occupy(Node& node) {
    std::int64_t cpu = node.allocatable.cpu_millicores * 2 / 3;
    std::int64_t memory = node.allocatable.memory_bytes * 2 / 3;
    std::int64_t gpus = node.allocatable.gpus;
    std::int64_t nics = node.allocatable.extended["vendor.example/nic"];
    if (nics == 0) node.allocatable.extended.clear();
    for (std::int64_t attempts = From(0, 8); attempts > 0; --attempts) {
      const Workload& workload = Pick(request_.workloads);
      const auto running = std::find_if(node.running.begin(), node.running.end(), [&](const RunningPods& pods) {
        return pods.workload == workload.name && pods.namespace_name == workload.namespace_name;
      });
      const bool again = running != node.running.end();
      const bool allowed = WantsNode(workload, LabelsOf(node)) && ToleratesAll(workload, node.taints);
      if ((!allowed && !Chance(0.05)) || (again && workload.kind == WorkloadKind::kDaemonSet)) continue;
      const Resources& each = workload.requests;
      const auto nic = each.extended.find("vendor.example/nic");
      const std::int64_t nics_each = nic == each.extended.end() ? 0 : nic->second;
      if (each.cpu_millicores > cpu || each.memory_bytes > memory || each.gpus > gpus || nics_each > nics ||
          each.ephemeral_storage_bytes > 0) {
        continue;
      }
      cpu -= each.cpu_millicores;
      memory -= each.memory_bytes;
      gpus -= each.gpus;
      nics -= nics_each;
      if (again) {
        ++running->replicas;
      } else {
        node.running.push_back({workload.name, workload.namespace_name, 1});
      }
    }
  }

  base::Random random_;
  const ClusterShape& shape_;
  PackRequest request_;
};

}  // namespace

PackRequest RandomCluster(std::uint64_t seed, const ClusterShape& shape) { return Maker(seed, shape).Make(); }

}  // namespace spotwright::test
