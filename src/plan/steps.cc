#include "src/plan/steps.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/plan/workload_index.h"

namespace spotwright::plan {
namespace {

using base::Cat;

std::string Nodes(std::size_t count) { return Cat(count, count == 1 ? " node" : " nodes"); }

void AddLaunches(const Future& future, std::vector<PlanStep>& steps) {
  std::map<std::tuple<Pool, std::string, bool>, PlanStep> launches;  // Those that are spare come after the others.
  for (const PackedNode& node : future.nodes) {
    if (node.existing) continue;
    PlanStep& step = launches[{node.pool, node.group, IsSpare(node)}];
    step.pool = node.pool;
    step.group = node.group;
    step.nodes.push_back(node.name);
  }
  if (launches.empty()) return;
  for (auto& [key, step] : launches) {
    const bool spare = std::get<bool>(key);
    step.action = PlanAction::kLaunch;
    step.sentence = Cat("Launch ", step.nodes.size(), " x ", model::PoolName(*step.pool),
                        step.group.empty() ? std::string() : Cat(" in group ", step.group),
                        spare ? ", to spare for the availability target." : ".");
    steps.push_back(std::move(step));
  }
  PlanStep wait;
  wait.action = PlanAction::kWaitUntilReady;
  for (const PackedNode& node : future.nodes) {
    if (!node.existing) wait.nodes.push_back(node.name);
  }
  wait.sentence = Cat("Wait until ", Nodes(wait.nodes.size()), " are ready.");
  if (wait.nodes.size() == 1) wait.sentence = "Wait until the node is ready.";
  steps.push_back(std::move(wait));
}

struct Leaving {
  const Node* node;
  Pods pods;
  std::int64_t total;
};

// Would the batch with this node ask more of a budget than it allows?
bool Overdraws(const Pods& budgets, const Pods& batch, const Leaving& leaving) {
  return std::any_of(leaving.pods.begin(), leaving.pods.end(), [&](const auto& entry) {
    const auto budget = budgets.find(entry.first);
    if (budget == budgets.end()) return false;
    const auto there = batch.find(entry.first);
    return entry.second + (there == batch.end() ? 0 : there->second) > budget->second;
  });
}

void AddDrains(const PlanRequest& request, const Future& future, std::vector<PlanStep>& steps) {
  const WorkloadIndex workloads = IndexOf(request.workloads);
  Pods budgets;
  for (const DisruptionBudget& budget : request.budgets) {
    budgets[{budget.namespace_name, budget.workload}] = budget.disruptions_allowed;
  }
  std::vector<Leaving> waiting;
  std::int64_t all = 0;
  for (const Node& node : request.nodes) {
    if (node.control_plane) continue;
    ++all;
    if (!std::binary_search(future.drains.begin(), future.drains.end(), node.name)) continue;
    Pods pods = PodsOn(node, workloads);
    const std::int64_t total = Total(pods);
    waiting.push_back({&node, std::move(pods), total});
  }
  std::sort(waiting.begin(), waiting.end(), [](const Leaving& a, const Leaving& b) {
    return std::tie(a.total, a.node->name) < std::tie(b.total, b.node->name);
  });
  const double share = request.policy.disruption.max_draining_share * static_cast<double>(all);
  const auto at_once = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(share - 1e-9)));

  while (!waiting.empty()) {
    PlanStep step;
    step.action = PlanAction::kDrain;
    Pods batch;
    bool alone = false;  // The batch is one node that holds more than a budget: nothing joins it.
    std::vector<Leaving> later;
    for (Leaving& leaving : waiting) {
      const bool full = alone || step.nodes.size() >= at_once;
      const bool overdraws = Overdraws(budgets, batch, leaving);
      if (full || (!step.nodes.empty() && overdraws)) {
        later.push_back(std::move(leaving));
        continue;
      }
      alone = overdraws;
      for (const auto& [key, count] : leaving.pods) batch[key] += count;
      step.nodes.push_back(leaving.node->name);
      step.pods_moved += leaving.total;
    }
    step.sentence = Cat("Drain ", Nodes(step.nodes.size()), ": ", step.pods_moved,
                        step.pods_moved == 1 ? " pod moves." : " pods move.");
    steps.push_back(std::move(step));
    waiting = std::move(later);
  }
}

}  // namespace

std::vector<PlanStep> StepsTo(const PlanRequest& request, const Future& future) {
  std::vector<PlanStep> steps;
  AddLaunches(future, steps);
  AddDrains(request, future, steps);
  return steps;
}

}  // namespace spotwright::plan
