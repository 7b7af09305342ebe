#include "src/interruption/world.h"

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>

#include "src/base/int128.h"
#include "src/base/money.h"

namespace spotwright::interruption {
namespace {

using base::Int128;

// What is beyond 64 bits is beyond comparison too.
void AddProduct(std::int64_t& sum, std::int64_t count, std::int64_t each) {
  constexpr Int128 kMost = std::numeric_limits<std::int64_t>::max();
  sum = static_cast<std::int64_t>(std::min(kMost, sum + Int128{count} * each));
}

void AddRequests(Resources& used, std::int64_t replicas, const Resources& each) {
  AddProduct(used.cpu_millicores, replicas, each.cpu_millicores);
  AddProduct(used.memory_bytes, replicas, each.memory_bytes);
  AddProduct(used.pods, replicas, 1);
  AddProduct(used.ephemeral_storage_bytes, replicas, each.ephemeral_storage_bytes);
  AddProduct(used.gpus, replicas, each.gpus);
  for (const auto& [name, amount] : each.extended) AddProduct(used.extended[name], replicas, amount);
}

}  // namespace

World::World(const RespondRequest& request)
    : request_(&request),
      names_(request.workloads),
      allowed_(request.workloads.size()),
      running_(request.workloads.size()) {
  by_name_.reserve(request.nodes.size());
  by_machine_.reserve(request.nodes.size());
  for (const Node& node : request.nodes) {
    by_name_.emplace(node.name, &node);
    if (!node.instance_id.empty()) by_machine_.emplace(node.instance_id, &node);
    for (const RunningPods& some : node.running) {
      AddProduct(running_[*names_.Find(some.namespace_name, some.workload)], some.replicas, 1);
    }
  }
  for (const DisruptionBudget& budget : request.budgets) {
    std::optional<std::int64_t>& allowed = allowed_[*names_.Find(budget.namespace_name, budget.workload)];
    allowed = std::min(allowed.value_or(budget.disruptions_allowed), budget.disruptions_allowed);
  }
}

const Node* World::Find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

const Node* World::FindMachine(const InterruptionEvent& event) const {
  if (!event.node.empty()) return Find(event.node);
  const auto found = by_machine_.find(event.instance_id);
  return found == by_machine_.end() ? Find(event.instance_id) : found->second;
}

std::int64_t World::GraceSeconds(std::size_t workload) const {
  return request_->workloads[workload].termination_grace_seconds.value_or(request_->policy.default_grace_seconds);
}

// What matters most has the most time; then what needs the most of it.
bool World::EvictedBefore(const Pods& a, const Pods& b) const {
  const Workload& left = workload(a.workload);
  const Workload& right = workload(b.workload);
  const auto key = [this](const Workload& w, std::size_t index) {
    return std::tuple(!w.system_critical, -w.priority, -w.restart_cost_usd, -GraceSeconds(index));
  };
  const auto left_key = key(left, a.workload);
  const auto right_key = key(right, b.workload);
  if (left_key != right_key) return left_key < right_key;
  return std::tie(left.namespace_name, left.name) < std::tie(right.namespace_name, right.name);
}

Load World::LoadOf(const std::vector<RunningPods>& running) const {
  Load load;
  for (const RunningPods& some : running) {
    const std::optional<std::size_t> found = names_.Find(some.namespace_name, some.workload);
    if (!found || some.replicas == 0) continue;
    const Workload& of = workload(*found);
    load.hosts.push_back(*found);
    AddRequests(load.used, some.replicas, of.requests);
    if (of.kind == WorkloadKind::kDaemonSet) continue;
    load.priority = load.pods.empty() ? of.priority : std::max(load.priority, of.priority);
    load.critical = load.critical || of.system_critical;
    AddProduct(load.restart_micro, some.replicas, base::MicroUsd(of.restart_cost_usd));
    load.pod_count += some.replicas;
    load.pods.push_back({*found, some.replicas});
  }
  std::sort(load.hosts.begin(), load.hosts.end());
  load.hosts.erase(std::unique(load.hosts.begin(), load.hosts.end()), load.hosts.end());
  std::sort(load.pods.begin(), load.pods.end(), [this](const Pods& a, const Pods& b) { return EvictedBefore(a, b); });
  std::size_t kept = 0;
  for (const Pods& some : load.pods) {
    if (kept > 0 && load.pods[kept - 1].workload == some.workload) {
      load.pods[kept - 1].replicas += some.replicas;
    } else {
      load.pods[kept++] = some;
    }
  }
  load.pods.resize(kept);
  return load;
}

}  // namespace spotwright::interruption
