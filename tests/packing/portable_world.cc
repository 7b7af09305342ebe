#include "tests/packing/portable_world.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "tests/support/packed_world.h"

namespace spotwright::test {
namespace {

std::int64_t Millicores(double cpu) { return std::llround(cpu * 1000); }
std::int64_t Bytes(double gib) { return std::llround(gib * static_cast<double>(kGiB)); }

}  // namespace

Offer FakeOffer(const FakeType& type, const std::string& zone, CapacityType capacity_type) {
  Offer offer;
  offer.instance_type = type.name;
  offer.region = "test-region";
  offer.zone = zone;
  offer.capacity_type = capacity_type;
  offer.price_usd_per_hour = 0.1 * type.cpu + 0.1 * static_cast<double>(Bytes(type.memory_gib)) / 1e9;
  offer.architecture = type.architecture;
  offer.vcpus = std::llround(type.cpu);
  offer.allocatable.cpu_millicores = Millicores(type.cpu) - 100;
  offer.allocatable.memory_bytes = Bytes(type.memory_gib) - 10 * (std::int64_t{1} << 20);
  offer.allocatable.pods = type.pods;
  if (!type.gpu.empty()) {
    offer.allocatable.extended[type.gpu] = 2;
    offer.price_usd_per_hour += 1;
  }
  offer.labels["size"] = type.cpu > 4 && type.memory_gib > 8 ? "large" : "small";
  offer.labels["integer"] = std::to_string(std::llround(type.cpu));
  return offer;
}

std::vector<Offer> FakeOffers(const std::vector<FakeType>& types) {
  std::vector<Offer> offers;
  for (const FakeType& type : types) {
    for (const char* const zone : {kZone1, kZone2}) offers.push_back(FakeOffer(type, zone, CapacityType::kSpot));
    for (const char* const zone : {kZone1, kZone2, kZone3}) {
      offers.push_back(FakeOffer(type, zone, CapacityType::kOnDemand));
    }
  }
  return offers;
}

std::vector<Offer> DefaultOffers() {
  return FakeOffers({
      {"default-instance-type"},
      {"small-instance-type", 2, 2},
      {"gpu-vendor-instance-type", 4, 4, 5, Architecture::kAmd64, "karpenter.sh/super-great-gpu"},
      {"gpu-vendor-b-instance-type", 4, 4, 5, Architecture::kAmd64, "karpenter.sh/even-better-gpu"},
      {"arm-instance-type", 16, 128, 5, Architecture::kArm64},
      {"single-pod-instance-type", 4, 4, 1},
  });
}

std::vector<Offer> LinearOffers(int types) {
  std::vector<FakeType> list;
  for (int i = 0; i < types; ++i) {
    list.push_back({"fake-it-" + std::to_string(i), i + 1.0, 2.0 * (i + 1), 10 * (i + 1)});
  }
  return FakeOffers(list);
}

std::vector<Offer> AssortedOffers() {
  std::vector<Offer> offers;
  for (const int cpu : {1, 2, 4, 8, 16, 32, 64}) {
    for (const int gib : {1, 2, 4, 8, 16, 32, 64, 128}) {
      for (const char* const zone : {kZone1, kZone2, kZone3}) {
        for (const CapacityType capacity : {CapacityType::kSpot, CapacityType::kOnDemand}) {
          for (const char* const os : {"linux", "windows"}) {
            for (const Architecture architecture : {Architecture::kAmd64, Architecture::kArm64}) {
              FakeType type{std::to_string(cpu) + "-cpu-" + std::to_string(gib) + "-mem", static_cast<double>(cpu),
                            static_cast<double>(gib), 5, architecture};
              type.name += architecture == Architecture::kAmd64 ? "-amd64-" : "-arm64-";
              type.name += std::string(os) + "-" + zone + (capacity == CapacityType::kSpot ? "-spot" : "-on-demand");
              offers.push_back(FakeOffer(type, zone, capacity));
              offers.back().labels["kubernetes.io/os"] = os;
            }
          }
        }
      }
    }
  }
  return offers;
}

Workload Pods(std::string name, std::int64_t replicas, double cpu, double memory_gib) {
  Workload workload;
  workload.labels["app"] = name;
  workload.name = std::move(name);
  workload.replicas = replicas;
  workload.requests.cpu_millicores = Millicores(cpu);
  workload.requests.memory_bytes = Bytes(memory_gib);
  workload.spot_tolerant = true;
  return workload;
}

Requirement In(std::string key, std::vector<std::string> values) {
  return {std::move(key), RequirementOperator::kIn, std::move(values)};
}

void Require(Workload& workload, std::vector<Requirement> requirements) {
  workload.required_node_affinity.push_back({std::move(requirements)});
}

void Prefer(Workload& workload, std::int64_t weight, std::vector<Requirement> requirements) {
  workload.preferred_node_affinity.push_back({weight, {std::move(requirements)}});
}

std::vector<NodeGroup> BothGroups(const std::string& name, std::vector<std::string> zones) {
  NodeGroup group;
  group.zones = std::move(zones);
  group.name = name + "-spot";
  group.capacity_type = CapacityType::kSpot;
  std::vector<NodeGroup> groups = {group};
  group.name = name + "-on-demand";
  group.capacity_type = CapacityType::kOnDemand;
  groups.push_back(group);
  return groups;
}

Cluster::Cluster(std::vector<Offer> offers, PackQuality quality) {
  request.offers = std::move(offers);
  request.policy.quality = quality;
  request.policy.default_architectures = {Architecture::kAmd64};
}

PackResponse Cluster::Provision(std::vector<Workload> batch) {
  for (Workload& workload : batch) request.workloads.push_back(std::move(workload));
  PackResponse response = Checked(request);
  std::map<std::string, Node*> nodes;
  for (Node& node : request.nodes) nodes[node.name] = &node;
  std::vector<Node> made;
  for (const PackedNode& packed : response.nodes) {
    Node fresh;
    Node* node = &fresh;
    if (packed.existing) {
      node = nodes.at(packed.name);
    } else {
      for (const Offer& offer : request.offers) {
        if (PoolOfOffer(offer) == packed.pool) fresh = Taken("node-" + std::to_string(++nodes_made_), offer);
      }
      fresh.group = packed.group;
      for (const NodeGroup& group : request.groups) {
        if (group.name != packed.group) continue;
        for (const auto& [key, value] : group.labels) fresh.labels[key] = value;
        fresh.taints.insert(fresh.taints.end(), group.taints.begin(), group.taints.end());
      }
    }
    for (const Placement& placement : packed.placements) {
      const auto known = std::find_if(node->running.begin(), node->running.end(), [&](const RunningPods& pods) {
        return pods.workload == placement.workload && pods.namespace_name == placement.namespace_name;
      });
      if (known != node->running.end()) {
        known->replicas += placement.replicas;
      } else {
        node->running.push_back({placement.workload, placement.namespace_name, placement.replicas});
      }
    }
    if (!packed.existing) made.push_back(std::move(fresh));
  }
  request.nodes.insert(request.nodes.end(), made.begin(), made.end());
  for (const Unplaced& unplaced : response.unplaced) {
    for (Workload& workload : request.workloads) {
      if (IdOf(workload) == WorkloadId{unplaced.namespace_name, unplaced.workload}) {
        workload.replicas -= unplaced.replicas;
      }
    }
  }
  return response;
}

Node& Cluster::AddNode(const Offer& offer, const Workload& pods) {
  request.workloads.push_back(pods);
  request.nodes.push_back(Taken("node-" + std::to_string(++nodes_made_), offer));
  if (pods.replicas > 0) request.nodes.back().running = {{pods.name, pods.namespace_name, pods.replicas}};
  return request.nodes.back();
}

void Cluster::Keep(const std::function<bool(const Offer&)>& keep) {
  std::erase_if(request.offers, [&](const Offer& offer) { return !keep(offer); });
}

void Cluster::KeepZones(const std::vector<std::string>& zones) {
  Keep([&](const Offer& offer) { return std::count(zones.begin(), zones.end(), offer.zone) > 0; });
}

void Cluster::KeepCapacityType(CapacityType capacity_type) {
  Keep([&](const Offer& offer) { return offer.capacity_type == capacity_type; });
}

Counts Cluster::Skew(const std::string& key, const std::string& app) const {
  std::set<WorkloadId> counted;
  for (const Workload& workload : request.workloads) {
    const auto label = workload.labels.find("app");
    if (label != workload.labels.end() && label->second == app) counted.insert(IdOf(workload));
  }
  std::map<std::string, std::int64_t> by_domain;
  for (const Node& node : request.nodes) {
    const Labels labels = LabelsOf(node);
    const auto domain = labels.find(key);
    if (domain == labels.end()) continue;
    for (const RunningPods& pods : node.running) {
      if (counted.count({pods.namespace_name, pods.workload}) > 0) by_domain[domain->second] += pods.replicas;
    }
  }
  Counts counts;
  for (const auto& [domain, count] : by_domain) counts.push_back(count);
  std::sort(counts.begin(), counts.end());
  return counts;
}

std::string NameOfQuality(const testing::TestParamInfo<PackQuality>& info) {
  switch (info.param) {
    case PackQuality::kFast:
      return "Fast";
    case PackQuality::kBalanced:
      return "Balanced";
    case PackQuality::kOptimal:
      break;
  }
  return "Optimal";
}

}  // namespace spotwright::test
