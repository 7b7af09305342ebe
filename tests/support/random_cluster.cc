#include "tests/support/random_cluster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "src/base/random.h"
#include "tests/support/kube_rules.h"
#include "tests/support/random_parts.h"

namespace spotwright::test {
namespace {

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

class Maker : private RandomParts {
 public:
  Maker(base::Random& random, const ClusterShape& shape) : RandomParts(random, shape), workloads_(random, shape) {}

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
        policy.limits.max_memory_bytes = From(0, 64) * kRandomGiB;
        break;
      default:
        policy.limits.max_cost_usd_per_hour = static_cast<double>(From(0, 100)) / 100;
    }
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
      offer.zone = Pick(kRandomZones);
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
      offer.allocatable.memory_bytes = type.memory_gib * kRandomGiB * 92 / 100;
      offer.allocatable.pods = type.vcpus <= 2 ? 29 : 58;
      offer.allocatable.gpus = type.gpus;
      if (Chance(shape_.special_resource)) offer.allocatable.ephemeral_storage_bytes = From(10, 100) * kRandomGiB;
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
      if (Chance(0.3)) group.zones.push_back(Pick(kRandomZones));
      group.max_nodes = From(0, 5);
      if (Chance(0.3)) group.labels["team"] = "blue";
      if (Chance(shape_.taint)) group.taints.push_back(MakeTaint());
      if (Chance(shape_.flexibility)) group.weight = From(0, 2) * 50;
      if (Chance(shape_.flexibility)) group.requirements.push_back(MakeRequirement());
      if (Chance(shape_.flexibility)) {
        group.min_values.push_back({Chance(0.5)   ? kInstanceTypeKey
                                    : Chance(0.5) ? kZoneKey
                                                  : "generation",
                                    From(1, 2)});
      }
      if (Chance(shape_.type_filter)) group.types = MakeTypeFilter();
      if (Chance(shape_.limits / 2)) group.limits.max_cpu_millicores = From(1, 8) * 4000;
      if (Chance(shape_.limits / 2)) group.limits.max_memory_bytes = From(1, 8) * 16 * kRandomGiB;
      if (Chance(shape_.limits / 2)) group.limits.max_cost_usd_per_hour = static_cast<double>(From(1, 20)) / 10;
      request_.groups.push_back(std::move(group));
    }
  }

  void MakeWorkloads() {
    const std::int64_t count = From(1, shape_.workloads);
    for (std::int64_t i = 0; i < count; ++i) request_.workloads.push_back(workloads_.Make(i));
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

  RandomWorkloads workloads_;
  PackRequest request_;
};

}  // namespace

PackRequest RandomCluster(std::uint64_t seed, const ClusterShape& shape) {
  base::Random random(seed);
  return Maker(random, shape).Make();
}

}  // namespace spotwright::test
