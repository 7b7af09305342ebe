#include "src/interruption/world.h"

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>

#include "src/base/hash.h"
#include "src/base/int128.h"
#include "src/base/money.h"
#include "src/model/offers.h"

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
      by_name_(request.nodes.size()),
      by_machine_(request.nodes.size()),
      allowed_(request.workloads.size()),
      running_(request.workloads.size()) {
  model::SlotTable pool_indices(request.nodes.size());
  pool_of_.reserve(request.nodes.size());
  for (std::size_t n = 0; n < request.nodes.size(); ++n) {
    const Node& node = request.nodes[n];
    const auto is_its_pool = [&](std::size_t p) {
      const Pool& pool = pools_[p];
      return pool.capacity_type == node.capacity_type && pool.zone == node.zone &&
             pool.instance_type == node.instance_type && pool.region == node.region;
    };
    const auto hash =
        base::Mix(base::Mix(static_cast<std::uint64_t>(node.capacity_type), node.zone), node.instance_type);
    const std::optional<std::size_t> known = pool_indices.FindOrPut(hash, pools_.size(), is_its_pool);
    pool_of_.push_back(known.value_or(pools_.size()));
    if (!known) pools_.push_back(model::PoolOf(node));
    by_name_.FindOrPut(model::HashOf(node.name), n, [](std::size_t) { return false; });
    if (!node.instance_id.empty()) {
      by_machine_.FindOrPut(model::HashOf(node.instance_id), n, [](std::size_t) { return false; });
    }
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
  const std::vector<Node>& nodes = request_->nodes;
  const auto found = by_name_.Find(model::HashOf(name), [&](std::size_t n) { return nodes[n].name == name; });
  return found ? &nodes[*found] : nullptr;
}

const Node* World::FindMachine(const InterruptionEvent& event) const {
  if (!event.node.empty()) return Find(event.node);
  const std::vector<Node>& nodes = request_->nodes;
  const auto found = by_machine_.Find(model::HashOf(event.instance_id),
                                      [&](std::size_t n) { return nodes[n].instance_id == event.instance_id; });
  return found ? &nodes[*found] : Find(event.instance_id);
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
