#include "benchmarks/packing/consolidation_case.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <utility>

#include "benchmarks/packing/karpenter_consolidation.h"
#include "benchmarks/packing/karpenter_rule.h"
#include "spotwright/consolidate.h"
#include "src/base/money.h"
#include "src/base/random.h"
#include "tests/support/consolidate_checker.h"

namespace spotwright::bench {
namespace {

std::vector<Node> RunningNodes(const PackResponse& response) {
  std::vector<Node> nodes;
  for (const PackedNode& packed : response.nodes) {
    Node& node = nodes.emplace_back();
    node.name = packed.name;
    node.instance_type = packed.pool.instance_type;
    node.zone = packed.pool.zone;
    node.capacity_type = packed.pool.capacity_type;
    node.price_usd_per_hour = packed.price_usd_per_hour;
    node.allocatable = packed.allocatable;
    for (const Placement& placement : packed.placements) {
      node.running.push_back({placement.workload, placement.namespace_name, placement.replicas});
    }
  }
  return nodes;
}

double PriceOf(const std::vector<Node>& nodes) {
  std::int64_t micro_usd = 0;
  for (const Node& node : nodes) micro_usd += base::MicroUsd(*node.price_usd_per_hour);
  return base::Usd(micro_usd);
}

std::int64_t CountPods(const std::vector<Node>& nodes) {
  std::int64_t count = 0;
  for (const Node& node : nodes) {
    for (const RunningPods& pods : node.running) count += pods.replicas;
  }
  return count;
}

// Workloads shrink with their pods.
void DeletePods(double share, std::uint64_t seed, std::vector<Workload>& workloads, std::vector<Node>& nodes) {
  std::map<std::string, std::int64_t*> replicas_of;
  for (Workload& workload : workloads) replicas_of[workload.name] = &workload.replicas;
  std::vector<RunningPods*> pods;
  for (Node& node : nodes) {
    for (RunningPods& running : node.running) {
      pods.insert(pods.end(), static_cast<std::size_t>(running.replicas), &running);
    }
  }
  base::Random random(seed);
  for (std::size_t i = pods.size(); i > 1; --i) std::swap(pods[i - 1], pods[random.Below(i)]);
  auto left = static_cast<std::int64_t>(share * static_cast<double>(pods.size()));
  for (std::size_t i = 0; i < pods.size() && left > 0; ++i) {
    std::int64_t& replicas = *replicas_of[pods[i]->workload];
    if (replicas == 2) continue;
    --replicas;
    --pods[i]->replicas;
    --left;
  }
  for (Node& node : nodes) {
    std::erase_if(node.running, [](const RunningPods& running) { return running.replicas == 0; });
  }
}

std::vector<RuleNode> AsRuleNodes(const std::vector<Node>& nodes, const PackRequest& world) {
  std::map<std::string, std::size_t> workload_of;
  std::map<std::string, std::size_t> offer_of;  // Each type is in one pool.
  for (std::size_t i = 0; i < world.workloads.size(); ++i) workload_of[world.workloads[i].name] = i;
  for (std::size_t i = 0; i < world.offers.size(); ++i) offer_of[world.offers[i].instance_type] = i;
  std::vector<RuleNode> rule_nodes;
  for (const Node& node : nodes) {
    RuleNode& rule_node = rule_nodes.emplace_back();
    rule_node.offers = {offer_of.at(node.instance_type)};
    for (const RunningPods& running : node.running) {
      rule_node.pods.insert(rule_node.pods.end(), static_cast<std::size_t>(running.replicas),
                            workload_of.at(running.workload));
    }
  }
  return rule_nodes;
}

ConsolidateResponse Ask(const std::string& name, const ConsolidateRequest& request) {
  Result<ConsolidateResponse> response = Consolidate(request);
  if (!response.ok()) {
    std::fprintf(stderr, "%s: %s: %s\n", name.c_str(), response.error().field.c_str(),
                 response.error().message.c_str());
    std::exit(1);
  }
  return std::move(*response);
}

}  // namespace

void AddConsolidation(Runner& runner, const std::string& name, const std::vector<InstanceType>& types,
                      const std::vector<PodClass>& classes) {
  constexpr double kDeletedShare = 0.4;
  Report& report = runner.report();
  PackRequest world = RequestOf(types, classes);
  ConsolidateRequest request;
  request.nodes = RunningNodes(runner.Pack(name, world, PackQuality::kOptimal).response);
  DeletePods(kDeletedShare, 17, world.workloads, request.nodes);
  request.workloads = world.workloads;
  request.offers = world.offers;
  request.policy.node_budgets.emplace_back().max_share = 1;
  const auto pods = static_cast<double>(CountPods(request.nodes));
  const double fresh = runner.Pack(name, world, PackQuality::kOptimal).response.cost_usd_per_hour;

  const Consolidated by_rule = ConsolidateLikeKarpenter(KarpenterRule(world), AsRuleNodes(request.nodes, world));
  report.Add(name, "cost_to_fresh", base::Usd(by_rule.cost_micro_usd) / fresh, "ratio", "karpenter_rule");
  report.Add(name, "moved_share", static_cast<double>(by_rule.moves) / pods, "of pods left", "karpenter_rule");

  const double start = CpuSeconds();
  const ConsolidateResponse response = Ask(name, request);
  const double seconds = CpuSeconds() - start;
  runner.CountViolations(name, test::CheckConsolidation(request, response));
  const ConsolidateRequest after = test::CarriedOut(request, response, false);
  report.Add(name, "cost_to_fresh_before", PriceOf(request.nodes) / fresh, "ratio");
  report.Add(name, "cost_to_fresh", PriceOf(after.nodes) / fresh, "ratio");
  report.Add(name, "moved_share", static_cast<double>(response.pods_moved) / pods, "of pods left");
  report.Add(name, "seconds", seconds, "s");
  report.Add(name, "second_run_moves", static_cast<double>(Ask(name, after).pods_moved), "pods");
}

}  // namespace spotwright::bench
