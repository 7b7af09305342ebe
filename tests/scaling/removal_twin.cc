#include "tests/scaling/removal_twin.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace spotwright::test {
namespace {

using Names = std::set<std::string>;

bool Is(const Workload& workload, const RunningPods& pods) {
  return workload.name == pods.workload && workload.namespace_name == pods.namespace_name;
}

std::int64_t PodsOn(const Node& node, const Workload& workload) {
  std::int64_t count = 0;
  for (const RunningPods& pods : node.running) count += Is(workload, pods) ? pods.replicas : 0;
  return count;
}

bool IsReliable(const Node& node) {
  return (node.state == NodeState::kReady || node.state == NodeState::kUnschedulable) && !node.under_notice;
}

bool IsWithin(const std::vector<TimeSpan>& spans, std::int64_t at) {
  return std::any_of(spans.begin(), spans.end(),
                     [&](const TimeSpan& s) { return s.start_unix_ms <= at && at < s.end_unix_ms; });
}

// Of CPU, the only resource in these worlds, and in numbers that doubles divide well enough to tell apart.
double ShareRequested(const Node& node, const std::vector<Workload>& workloads) {
  std::int64_t cpu = 0;
  for (const Workload& workload : workloads) cpu += PodsOn(node, workload) * workload.requests.cpu_millicores;
  if (cpu == 0) return 0;
  return node.allocatable.cpu_millicores == 0
             ? HUGE_VAL
             : static_cast<double>(cpu) / static_cast<double>(node.allocatable.cpu_millicores);
}

}  // namespace

bool RemovalTwin::Concerns(const Node& node) const {
  return node.group == world_.task.group && !node.control_plane && node.state != NodeState::kDraining;
}

std::map<std::string, std::int64_t> RemovalTwin::Loads(const Names& gone) const {
  std::map<std::string, std::int64_t> loads;
  for (const Node& node : world_.nodes) {
    if (Concerns(node) && !node.under_notice) loads[node.zone] += gone.contains(node.name) ? 0 : 1;
  }
  return loads;
}

bool RemovalTwin::KeepsZones() const {
  return world_.task.policy.one_in_each_zone && static_cast<std::size_t>(world_.task.min_nodes) >= Loads({}).size();
}

Names RemovalTwin::WhyNot(const Node& node, const Names& gone) const {
  const ScaleInPolicy& policy = world_.task.policy;
  Names why;
  if (node.do_not_disrupt) why.insert("node_do_not_disrupt");
  if (node.under_notice) why.insert("node_under_notice");
  if (node.state == NodeState::kLaunching) why.insert("node_launching");
  if (node.created_unix_ms && kNow - *node.created_unix_ms < policy.min_node_age_seconds * 1000) {
    why.insert("node_too_young");
  }
  for (const Workload& workload : world_.workloads) {
    const std::int64_t here = PodsOn(node, workload);
    if (here == 0 || workload.kind == WorkloadKind::kDaemonSet) continue;
    if (workload.system_critical) why.insert("pod_system_critical");
    if (workload.do_not_disrupt) why.insert("pod_do_not_disrupt");
    if (workload.kind == WorkloadKind::kPod) why.insert("bare_pod");
    if (workload.kind == WorkloadKind::kStatefulSet && !policy.move_stateful) why.insert("stateful_pod");
    std::int64_t left = 0;
    std::int64_t moved = 0;
    for (const Node& other : world_.nodes) {
      if (gone.contains(other.name)) {
        moved += PodsOn(other, workload);
      } else if (IsReliable(other) && &other != &node) {
        left += PodsOn(other, workload);
      }
    }
    if (left == 0 && IsReliable(node)) why.insert("sole_replica");
    for (const DisruptionBudget& budget : world_.budgets) {
      const bool about = budget.workload == workload.name && budget.namespace_name == workload.namespace_name;
      if (about && moved + here > budget.disruptions_allowed) why.insert("disruption_budget_exhausted");
    }
  }
  const auto is_base = [](const Node& n) { return n.capacity_type == CapacityType::kOnDemand && IsReliable(n); };
  if (is_base(node)) {
    std::int64_t others = 0;
    for (const Node& other : world_.nodes) {
      others += Concerns(other) && is_base(other) && !gone.contains(other.name) && &other != &node ? 1 : 0;
    }
    if (others < policy.on_demand_base_nodes) why.insert("on_demand_base");
  }
  if (KeepsZones() && !node.under_notice && Loads(gone).at(node.zone) == 1) why.insert("last_in_zone");
  return why;
}

bool RemovalTwin::IsQuiet(std::int64_t unix_ms) const { return IsWithin(world_.task.policy.quiet_windows, unix_ms); }

std::int64_t RemovalTwin::LimitOfBudgetsAt(std::int64_t unix_ms) const {
  std::int64_t limit = 1'000'000;
  for (const NodeBudget& budget : world_.task.policy.node_budgets) {
    if (!budget.group.empty() && budget.group != world_.task.group) continue;
    if (!budget.active.empty() && !IsWithin(budget.active, unix_ms)) continue;
    std::int64_t nodes = 0;
    std::int64_t draining = 0;
    for (const Node& node : world_.nodes) {
      if (node.control_plane || (!budget.group.empty() && node.group != budget.group)) continue;
      ++nodes;
      draining += node.state == NodeState::kDraining ? 1 : 0;
    }
    std::int64_t most = budget.max_nodes.value_or(nodes);
    // Shares are tenths in these worlds.
    if (budget.max_share) most = std::min(most, (std::int64_t{std::llround(*budget.max_share * 10)} * nodes + 9) / 10);
    limit = std::min(limit, std::max<std::int64_t>(0, most - draining));
  }
  return limit;
}

std::int64_t RemovalTwin::Limit() const {
  const scaling::RemovalTask& task = world_.task;
  if (IsQuiet(kNow) || !task.policy.enabled) return 0;
  // Shares are quarters in these worlds.
  const std::int64_t share =
      std::max<std::int64_t>(1, std::int64_t{std::llround(task.policy.max_share * 4)} * task.nodes / 4);
  return std::min(
      {task.policy.max_nodes, share, std::max<std::int64_t>(0, task.nodes - task.min_nodes), LimitOfBudgetsAt(kNow)});
}

CapacityType RemovalTwin::First() const {
  if (world_.task.policy.first) return *world_.task.policy.first;
  std::map<CapacityType, std::vector<std::int64_t>> tenths;
  for (const Node& node : world_.nodes) {
    if (!Concerns(node) || !node.price_usd_per_hour) continue;
    tenths[node.capacity_type].push_back(std::llround(*node.price_usd_per_hour * 10));
  }
  const auto mean = [&](CapacityType type) {
    double sum = 0;
    for (const std::int64_t price : tenths.at(type)) sum += static_cast<double>(price);
    return sum / static_cast<double>(tenths.at(type).size());
  };
  if (tenths.size() < 2) return CapacityType::kOnDemand;
  return mean(CapacityType::kSpot) > mean(CapacityType::kOnDemand) ? CapacityType::kSpot : CapacityType::kOnDemand;
}

bool RemovalTwin::GoesBefore(const Node& a, const Node& b) const {
  const CapacityType first = First();
  const auto key = [&](const Node& node) {
    std::int64_t micro = 0;
    std::int64_t pods = 0;
    for (const Workload& workload : world_.workloads) {
      if (workload.kind == WorkloadKind::kDaemonSet) continue;
      micro += std::llround(workload.restart_cost_usd * 1e6) * PodsOn(node, workload);
      pods += PodsOn(node, workload);
    }
    return std::tuple(node.capacity_type == first ? 0 : 1, micro, pods, ShareRequested(node, world_.workloads),
                      node.created_unix_ms.value_or(kNow * 2), node.name);
  };
  return key(a) < key(b);
}

const Node* RemovalTwin::Next(const Names& gone) const {
  const auto loads = Loads(gone);
  const Node* best = nullptr;
  for (const Node& node : world_.nodes) {
    if (!Concerns(node) || gone.contains(node.name) || !WhyNot(node, gone).empty()) continue;
    if (best == nullptr) {
      best = &node;
      continue;
    }
    const auto zone = [&](const Node& n) { return std::tuple(loads.at(n.zone), n.zone); };
    if (zone(node) > zone(*best) || (zone(node) == zone(*best) && GoesBefore(node, *best))) best = &node;
  }
  return best;
}

}  // namespace spotwright::test
