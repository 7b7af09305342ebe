// Small pack requests, in few words.
#ifndef SPOTWRIGHT_TESTS_PACKING_REQUESTS_H_
#define SPOTWRIGHT_TESTS_PACKING_REQUESTS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/pack.h"
#include "tests/support/kube_rules.h"
#include "tests/support/offers.h"
#include "tests/support/packing_checker.h"

namespace spotwright::test {

inline constexpr std::int64_t kGiB = std::int64_t{1} << 30;

inline Resources Room(std::int64_t vcpus, std::int64_t gib, std::int64_t pods = 100) {
  Resources resources;
  resources.cpu_millicores = vcpus * 1000;
  resources.memory_bytes = gib * kGiB;
  resources.pods = pods;
  return resources;
}

// 4 vCPUs and 16 GiB unless said otherwise.
inline Offer Box(std::string type, double price, std::string zone = "a", std::int64_t vcpus = 4) {
  Offer offer = OnDemand(std::move(type), std::move(zone), price);
  offer.allocatable = Room(vcpus, vcpus * 4);
  return offer;
}

inline Offer SpotBox(std::string type, double price, std::string zone = "a", std::int64_t vcpus = 4) {
  Offer offer = Box(std::move(type), price, std::move(zone), vcpus);
  offer.capacity_type = CapacityType::kSpot;
  return offer;
}

inline Node Taken(std::string name, const Offer& offer) {
  Node node;
  node.name = std::move(name);
  node.instance_type = offer.instance_type;
  node.region = offer.region;
  node.zone = offer.zone;
  node.capacity_type = offer.capacity_type;
  node.architecture = offer.architecture;
  node.allocatable = offer.allocatable;
  node.labels = offer.labels;
  node.taints = offer.taints;
  return node;
}

// Each replica takes 1 vCPU and 1 GiB; the pods carry the label app=<name>.
inline Workload App(std::string name, std::int64_t replicas = 1) {
  Workload workload;
  workload.labels["app"] = name;
  workload.name = std::move(name);
  workload.replicas = replicas;
  workload.requests = Room(1, 1, 0);
  return workload;
}

inline Workload DaemonSet(std::string name, std::int64_t vcpus = 1) {
  Workload workload = App(std::move(name));
  workload.kind = WorkloadKind::kDaemonSet;
  workload.requests = Room(vcpus, 1, 0);
  return workload;
}

inline LabelSelector AppIs(const std::string& name) {
  LabelSelector selector;
  selector.match_labels["app"] = name;
  return selector;
}

inline TopologySpread Spread(const std::string& key, const std::string& app, std::int64_t max_skew = 1) {
  TopologySpread spread;
  spread.topology_key = key;
  spread.selector = AppIs(app);
  spread.max_skew = max_skew;
  return spread;
}

inline PodAffinityTerm Near(const std::string& key, const std::string& app) {
  PodAffinityTerm term;
  term.topology_key = key;
  term.selector = AppIs(app);
  return term;
}

// An app that may run on spot, and nodes for four replicas of it each.
inline PackRequest OneApp(std::int64_t replicas) {
  PackRequest request;
  request.workloads = {App("web", replicas)};
  request.workloads[0].spot_tolerant = true;
  request.offers = {Box("m", 0.2)};
  return request;
}

inline NodeGroup OnDemandGroup(std::string name) {
  NodeGroup group;
  group.name = std::move(name);
  group.capacity_type = CapacityType::kOnDemand;
  return group;
}

// The answer, which must obey every rule and leave nothing out that fits.
inline PackResponse Checked(const PackRequest& request) {
  Result<PackResponse> response = Pack(request);
  if (!response.ok()) {
    ADD_FAILURE() << response.error().field << " " << response.error().message;
    return {};
  }
  for (const std::string& violation : CheckPacking(request, *response)) ADD_FAILURE() << violation;
  for (const std::string& missed : FindMissedPlaces(request, *response)) ADD_FAILURE() << missed;
  for (const std::string& unjust : FindUnjustPlaces(request, *response)) ADD_FAILURE() << unjust;
  return *response;
}

inline std::int64_t Placed(const PackResponse& response, const std::string& workload) {
  std::int64_t placed = 0;
  for (const PackedNode& node : response.nodes) {
    for (const Placement& placement : node.placements)
      placed += placement.workload == workload ? placement.replicas : 0;
  }
  return placed;
}

inline std::int64_t PlacedIn(const PackResponse& response, const std::string& workload, const std::string& zone) {
  std::int64_t placed = 0;
  for (const PackedNode& node : response.nodes) {
    if (node.pool.zone != zone) continue;
    for (const Placement& placement : node.placements)
      placed += placement.workload == workload ? placement.replicas : 0;
  }
  return placed;
}

// Codes of why the workload is left out; empty when it is not.
inline std::vector<std::string> WhyNot(const PackResponse& response, const std::string& workload) {
  for (const Unplaced& entry : response.unplaced) {
    if (entry.workload == workload) return Codes(entry.reasons);
  }
  return {};
}

inline bool Says(const PackResponse& response, const std::string& workload, const std::string& code) {
  const std::vector<std::string> codes = WhyNot(response, workload);
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_PACKING_REQUESTS_H_
