// Small consolidate requests, in few words.
#ifndef SPOTWRIGHT_TESTS_PACKING_CONSOLIDATIONS_H_
#define SPOTWRIGHT_TESTS_PACKING_CONSOLIDATIONS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/consolidate.h"
#include "tests/packing/requests.h"
#include "tests/support/consolidate_checker.h"

namespace spotwright::test {

inline RunningPods Runs(std::string workload, std::int64_t replicas) {
  RunningPods pods;
  pods.workload = std::move(workload);
  pods.replicas = replicas;
  return pods;
}

inline Node Running(std::string name, const Offer& offer, std::vector<RunningPods> pods = {}) {
  Node node = Taken(std::move(name), offer);
  node.price_usd_per_hour = offer.price_usd_per_hour;
  node.running = std::move(pods);
  return node;
}

// So many nodes of the offer, "n01", "n02"..., with the same pods on each.
inline std::vector<Node> Alike(std::size_t count, const Offer& offer, const std::vector<RunningPods>& pods) {
  std::vector<Node> nodes;
  for (std::size_t i = 1; i <= count; ++i) {
    nodes.push_back(Running((i < 10 ? "n0" : "n") + std::to_string(i), offer, pods));
  }
  return nodes;
}

// Without limits to what may go at once.
inline ConsolidateRequest Unhurried() {
  ConsolidateRequest request;
  request.policy.node_budgets.emplace_back();
  request.policy.node_budgets.back().max_share = 1;
  request.policy.pack.max_iterations = 0;
  return request;
}

inline std::vector<std::string> Removed(const ConsolidateResponse& response) {
  std::vector<std::string> removed;
  for (const Consolidation& entry : response.consolidations) {
    removed.insert(removed.end(), entry.removed_nodes.begin(), entry.removed_nodes.end());
  }
  std::sort(removed.begin(), removed.end());
  return removed;
}

inline std::vector<std::string> Launched(const ConsolidateResponse& response) {
  std::vector<std::string> types;
  for (const PackedNode& node : response.launches) types.push_back(node.pool.instance_type);
  std::sort(types.begin(), types.end());
  return types;
}

inline std::vector<std::string> WhyKept(const ConsolidateResponse& response, const std::string& node) {
  for (const KeptNode& kept : response.kept) {
    if (kept.name == node) return Codes(kept.reasons);
  }
  return {};
}

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_PACKING_CONSOLIDATIONS_H_
