// Parts of small clusters, in one line each.
#ifndef SPOTWRIGHT_TESTS_PLAN_SMALL_CLUSTER_H_
#define SPOTWRIGHT_TESTS_PLAN_SMALL_CLUSTER_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/plan.h"
#include "tests/support/offers.h"
#include "tests/support/plan_checker.h"

namespace spotwright::test {

inline constexpr std::int64_t kGib = std::int64_t{1} << 30;

inline Resources Size(std::int64_t vcpus, std::int64_t gib) {
  Resources resources;
  resources.cpu_millicores = vcpus * 1000;
  resources.memory_bytes = gib * kGib;
  resources.pods = 100;
  return resources;
}

// An offer of so many vCPUs, with twice as many GiB.
inline Offer Sized(Offer offer, std::int64_t vcpus) {
  offer.vcpus = vcpus;
  offer.allocatable = Size(vcpus, 2 * vcpus);
  return offer;
}

// Replicas of one vCPU and 1 GiB.
inline Workload App(std::string name, std::int64_t replicas, bool spot_tolerant = true) {
  Workload workload;
  workload.name = std::move(name);
  workload.replicas = replicas;
  workload.requests = Size(1, 1);
  workload.requests.pods = 0;
  workload.labels = {{"app", workload.name}};
  workload.spot_tolerant = spot_tolerant;
  return workload;
}

inline Node NodeOf(std::string name, const Offer& offer, std::vector<RunningPods> running = {}) {
  Node node;
  node.name = std::move(name);
  node.instance_type = offer.instance_type;
  node.region = offer.region;
  node.zone = offer.zone;
  node.capacity_type = offer.capacity_type;
  node.price_usd_per_hour = offer.price_usd_per_hour;
  node.allocatable = offer.allocatable;
  node.running = std::move(running);
  return node;
}

inline RunningPods Runs(std::string workload, std::int64_t replicas) {
  return {std::move(workload), "default", replicas};
}

// Pods of `workload` want no pod of `other` in their zone.
inline void KeepAwayFrom(Workload& workload, const std::string& other) {
  PodAffinityTerm term;
  term.topology_key = "topology.kubernetes.io/zone";
  term.selector.match_labels = {{"app", other}};
  workload.pod_anti_affinity.push_back(std::move(term));
}

// Plans, and fails the test when the checker finds a broken rule.
inline PlanResponse PlanWell(const PlanRequest& request) {
  Result<PlanResponse> response = Plan(request);
  if (!response.ok()) {
    ADD_FAILURE() << response.error().field << " " << response.error().message;
    return {};
  }
  for (const std::string& violation : CheckPlan(request, *response)) ADD_FAILURE() << violation;
  return *std::move(response);
}

inline const Reason* Find(const std::vector<Reason>& reasons, const std::string& code) {
  const auto found =
      std::find_if(reasons.begin(), reasons.end(), [&](const Reason& reason) { return reason.code == code; });
  return found == reasons.end() ? nullptr : &*found;
}

inline std::int64_t CountNew(const PlanResponse& response, CapacityType capacity_type) {
  return std::count_if(response.nodes.begin(), response.nodes.end(), [&](const PackedNode& node) {
    return !node.existing && node.pool.capacity_type == capacity_type;
  });
}

// Two half empty machines where one would do: 4 vCPUs each, two pods each, in one zone.
inline PlanRequest HalfEmpty() {
  PlanRequest request;
  request.offers = {Sized(OnDemand("m6i.xlarge", "eu-west-1a", 0.2), 4)};
  request.workloads = {App("web", 4)};
  request.nodes = {NodeOf("node-a", request.offers[0], {Runs("web", 2)}),
                   NodeOf("node-b", request.offers[0], {Runs("web", 2)})};
  return request;
}

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_PLAN_SMALL_CLUSTER_H_
