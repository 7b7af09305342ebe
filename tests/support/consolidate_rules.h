// What consolidation may touch, how much of it and when, judged anew from the words of the header.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_CONSOLIDATE_RULES_H_
#define SPOTWRIGHT_TESTS_SUPPORT_CONSOLIDATE_RULES_H_

#include <map>
#include <string>
#include <vector>

#include "spotwright/consolidate.h"
#include "tests/support/consolidate_replay.h"

namespace spotwright::test {

using Violations = std::vector<std::string>;

// Request and response with what is looked up in them.
struct ConsolidationCase {
  const ConsolidateRequest& request;
  const ConsolidateResponse& response;
  std::map<WorkloadId, const Workload*> workloads;
  std::map<std::string, const Node*> nodes;
  std::map<Pool, const Offer*> offers;
  std::map<std::string, PodCounts> runs;  // By node, daemonsets left out.
  PodCounts running;                      // In all, on nodes that stay for now.

  ConsolidationCase(const ConsolidateRequest& from, const ConsolidateResponse& to) : request(from), response(to) {
    for (const Workload& workload : request.workloads) workloads[IdOf(workload)] = &workload;
    for (const Offer& offer : request.offers) offers[PoolOfOffer(offer)] = &offer;
    for (const Node& node : request.nodes) {
      nodes[node.name] = &node;
      for (const RunningPods& pods : node.running) {
        const WorkloadId id{pods.namespace_name, pods.workload};
        if (workloads.at(id)->kind == WorkloadKind::kDaemonSet || pods.replicas == 0) continue;
        runs[node.name][id] += pods.replicas;
        if (node.state != NodeState::kDraining) running[id] += pods.replicas;
      }
    }
  }

  const Offer* OfferOf(const Pool& pool) const {
    const auto found = offers.find(pool);
    return found == offers.end() ? nullptr : found->second;
  }
  static Pool PoolOf(const Node& node) { return {node.instance_type, node.region, node.zone, node.capacity_type}; }
  double Hazard(const Pool& pool) const { return OfferOf(pool) == nullptr ? 0 : HazardOf(*OfferOf(pool)); }
  double Price(const Node& node) const {
    if (node.price_usd_per_hour) return *node.price_usd_per_hour;
    return OfferOf(PoolOf(node)) == nullptr ? 0 : OfferOf(PoolOf(node))->price_usd_per_hour;
  }
  double Startup(double price) const { return price * request.policy.pack.node_startup_seconds / 3600; }
  double Restart(const PodCounts& pods) const {
    double usd = 0;
    for (const auto& [id, count] : pods) usd += workloads.at(id)->restart_cost_usd * static_cast<double>(count);
    return usd;
  }
  PodCounts PodsOn(const std::string& node) const {
    const auto found = runs.find(node);
    return found == runs.end() ? PodCounts() : found->second;
  }
};

// Neither draining nor of the control plane.
bool IsWorker(const Node& node);

// Nothing goes that a rule keeps, and what is kept is said to be.
void CheckWhatGoes(const ConsolidationCase& c, const Replay& after, Violations& violations);

// Budgets of nodes and workloads, quiet windows, the least sizes of groups.
void CheckHowMuchGoes(const ConsolidationCase& c, const Replay& after, Violations& violations);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_CONSOLIDATE_RULES_H_
