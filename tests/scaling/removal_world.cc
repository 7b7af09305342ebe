#include "tests/scaling/removal_world.h"

namespace spotwright::test {
namespace {

class Maker {
 public:
  Maker(std::mt19937& random, bool free_of_sums) : random_(random), free_of_sums_(free_of_sums) {}

  RemovalWorld Make() {
    for (std::int64_t w = From(0, 6); w > 0; --w) MakeWorkload(w);
    for (std::int64_t n = From(1, 12), zones = From(1, 4); n > 0; --n) MakeNode(n, zones);
    MakePolicy();
    return std::move(world_);
  }

 private:
  std::int64_t From(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool OneIn(std::int64_t n) { return From(1, n) == 1; }

  void MakeWorkload(std::int64_t number) {
    Workload& workload = world_.AddWorkload("w" + std::to_string(number));
    if (OneIn(3)) workload.namespace_name = "other";
    if (OneIn(4)) workload.kind = WorkloadKind::kStatefulSet;
    if (OneIn(6)) workload.kind = WorkloadKind::kDaemonSet;
    if (OneIn(10)) workload.kind = WorkloadKind::kPod;
    if (OneIn(10)) workload.do_not_disrupt = true;
    if (OneIn(10)) workload.system_critical = true;
    if (OneIn(2)) workload.restart_cost_usd = static_cast<double>(From(0, 3)) / 100;
    if (!free_of_sums_ && OneIn(2)) {
      world_.budgets.push_back({workload.name, workload.namespace_name, From(0, 4)});
    }
    // So many pods elsewhere that no node of the group has the last of them.
    if (free_of_sums_ && workload.kind != WorkloadKind::kDaemonSet) {
      Node& host = world_.Add("host" + std::to_string(number), "elsewhere");
      host.group = "elsewhere";
      host.running = {Pods(workload.name, 1)};
      host.running[0].namespace_name = workload.namespace_name;
    }
  }

  void MakeNode(std::int64_t number, std::int64_t zones) {
    Node& node = world_.Add("n" + std::to_string(number), std::string(1, static_cast<char>('a' + From(0, zones - 1))));
    if (OneIn(2)) node.capacity_type = CapacityType::kSpot;
    if (OneIn(2)) node.price_usd_per_hour = static_cast<double>(From(1, 4)) / 10;
    if (OneIn(2)) node.created_unix_ms = kNow - From(0, 4) * kHour;
    if (OneIn(8)) node.group = "db";
    if (OneIn(12)) node.do_not_disrupt = true;
    if (OneIn(12)) node.under_notice = true;
    if (OneIn(12)) node.control_plane = true;
    if (OneIn(6)) node.state = static_cast<NodeState>(From(1, 4));
    if (OneIn(8)) node.allocatable.cpu_millicores = From(0, 1) * 8000;
    for (std::int64_t i = world_.workloads.empty() ? 0 : From(0, 3); i > 0; --i) {
      const Workload& workload = world_.workloads[random_() % world_.workloads.size()];
      node.running.push_back(Pods(workload.name, From(0, 2)));
      node.running.back().namespace_name = workload.namespace_name;
    }
  }

  void MakePolicy() {
    ScaleInPolicy& policy = world_.task.policy;
    world_.task.min_nodes = From(0, 4);
    policy.one_in_each_zone = OneIn(2);
    policy.move_stateful = OneIn(2);
    if (OneIn(2)) policy.min_node_age_seconds = From(0, 3) * 3600;
    if (OneIn(3)) policy.first = static_cast<CapacityType>(From(1, 2));
    if (!free_of_sums_ && OneIn(2)) policy.on_demand_base_nodes = From(0, 3);
    if (OneIn(3)) policy.max_nodes = From(0, 5);
    if (OneIn(3)) policy.max_share = static_cast<double>(From(0, 4)) / 4;
    if (OneIn(20)) policy.quiet_windows = {{kNow - kHour, kNow + From(0, 1) * kHour, "night"}};
    for (std::int64_t i = From(0, 3); i > 0; --i) {
      NodeBudget budget;
      if (OneIn(2)) budget.group = OneIn(3) ? "db" : "web";
      if (OneIn(2)) budget.max_nodes = From(0, 4);
      if (!budget.max_nodes || OneIn(3)) budget.max_share = static_cast<double>(From(0, 10)) / 10;
      for (std::int64_t s = From(0, 2); s > 0; --s) {
        const std::int64_t start = kNow + From(-2, 2) * kHour;
        budget.active.push_back({start, start + From(0, 3) * kHour, ""});
      }
      policy.node_budgets.push_back(budget);
    }
  }

  std::mt19937& random_;
  bool free_of_sums_;
  RemovalWorld world_;
};

}  // namespace

RemovalWorld RandomWorld(std::mt19937& random, bool free_of_sums) { return Maker(random, free_of_sums).Make(); }

}  // namespace spotwright::test
