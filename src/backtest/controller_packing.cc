// What the controller launches for pods that wait.
#include <algorithm>
#include <utility>

#include "spotwright/pack.h"
#include "src/backtest/controller_names.h"
#include "src/backtest/deciding_controller.h"

namespace spotwright::backtest {

// The nodes that hold the pods that wait, beside what the mix wants of on-demand, come before the rest of the mix.
void DecidingController::RankForWaitingPods(const Sight& sight) {
  if (sight.cluster.pending() == 0) return;
  PackRequest request;
  request.policy.quality = PackQuality::kFast;
  request.now_unix_ms = sight.now_ms;
  request.offers = respond_.offers;
  std::vector<std::int64_t> waiting(world_.workloads.size(), 0);
  for (const Pod& pod : sight.cluster.pods()) waiting[static_cast<std::size_t>(pod.kind)] += pod.node < 0 ? 1 : 0;
  for (std::size_t kind = 0; kind < waiting.size(); ++kind) {
    if (waiting[kind] == 0) continue;
    request.workloads.push_back(WorkloadOf(world_.workloads[kind]));
    request.workloads.back().replicas = waiting[kind];  // What runs has its room already.
  }
  for (const std::int64_t machine : alive_) {
    const Instance& instance = sight.cloud.instances()[static_cast<std::size_t>(machine)];
    const ClusterNode* at = sight.cluster.Find(machine);
    if (IsLeaving(machine) || (at != nullptr && (at->cordoned || !at->ready))) continue;
    const PoolTrace& trace = world_.pools[static_cast<std::size_t>(instance.pool)];
    Node& node = request.nodes.emplace_back();
    DescribePlace(trace, machine, node);
    node.state = at == nullptr ? NodeState::kLaunching : NodeState::kReady;
    node.allocatable = AllocatableOf(trace);
    if (at == nullptr) continue;
    node.allocatable.cpu_millicores = at->free_cpu_millicores;
    node.allocatable.memory_bytes = at->free_memory_bytes;
  }
  const Result<PackResponse> answer = Pack(request);
  if (!answer.ok()) {
    complaints_.push_back("pack: " + answer.error().field + ": " + answer.error().message);
    return;
  }
  std::vector<MixStep> steps;
  for (const PackedNode& packed : answer->nodes) {
    if (packed.existing) continue;
    const auto step = std::ranges::find(steps, packed.pool, &MixStep::pool);
    if (step != steps.end()) {
      ++step->units;
    } else {
      steps.push_back({.action = MixAction::kLaunch, .pool = packed.pool, .units = 1});
    }
  }
  const auto rest = std::stable_partition(first_steps_.begin(), first_steps_.end(), [](const MixStep& step) {
    return step.pool.capacity_type == CapacityType::kOnDemand;
  });
  first_steps_.insert(rest, steps.begin(), steps.end());
  SortOffers();
  ranked_market_.clear();  // Pods wait for a moment: the next ranking is made anew.
}

}  // namespace spotwright::backtest
