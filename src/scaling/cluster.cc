#include "src/scaling/cluster.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "src/base/int128.h"
#include "src/base/money.h"
#include "src/model/disruption.h"
#include "src/model/workload_names.h"

namespace spotwright::scaling {
namespace {

using base::Int128;

// What is beyond 64 bits is beyond comparison too.
void AddProduct(std::int64_t& sum, std::int64_t count, std::int64_t each) {
  constexpr Int128 kMost = std::numeric_limits<std::int64_t>::max();
  sum = static_cast<std::int64_t>(std::min(kMost, sum + Int128{count} * each));
}

RequestedShare ShareOf(std::int64_t requested, std::int64_t allocatable) {
  return {requested, requested == 0 ? std::max<std::int64_t>(1, allocatable) : allocatable};
}

}  // namespace

bool operator<(const RequestedShare& a, const RequestedShare& b) {
  return Int128{a.requested} * b.allocatable < Int128{b.requested} * a.allocatable;
}

Cluster::Cluster(std::span<const Node> nodes, std::span<const Workload> workloads,
                 std::span<const DisruptionBudget> budgets)
    : counts_(model::CountNodes(nodes)) {
  const model::WorkloadNames names(workloads);
  std::vector<std::size_t> ranks(workloads.size());  // By index in the request.
  tallies_.reserve(workloads.size());
  for (const std::uint32_t w : model::SortedByName(workloads)) {
    ranks[w] = tallies_.size();
    tallies_.emplace_back().workload = &workloads[w];
  }
  const auto rank_of = [&](const auto& item) { return ranks[*names.Find(item.namespace_name, item.workload)]; };
  for (const DisruptionBudget& budget : budgets) {
    std::optional<std::int64_t>& allowed = tallies_[rank_of(budget)].disruptions_allowed;
    allowed = std::min(allowed.value_or(budget.disruptions_allowed), budget.disruptions_allowed);
  }
  for (const Node& node : nodes) {
    if (node.state == NodeState::kDraining) continue;
    std::vector<PodsOfWorkload> pods;
    for (const RunningPods& running : node.running) {
      if (running.replicas > 0) pods.push_back({rank_of(running), running.replicas});
    }
    if (Serves(node)) {
      for (const PodsOfWorkload& some : pods) tallies_[some.workload].running += some.pods;
    }
    if (!node.control_plane) groups_[node.group].push_back(Read(node, std::move(pods)));
  }
}

Member Cluster::Read(const Node& node, std::vector<PodsOfWorkload> all) const {
  std::sort(all.begin(), all.end(),
            [](const PodsOfWorkload& a, const PodsOfWorkload& b) { return a.workload < b.workload; });
  Member member;
  member.node = &node;
  std::int64_t cpu = 0;
  std::int64_t memory = 0;
  for (const PodsOfWorkload& some : all) {
    const Workload& workload = *tallies_[some.workload].workload;
    AddProduct(cpu, some.pods, workload.requests.cpu_millicores);
    AddProduct(memory, some.pods, workload.requests.memory_bytes);
    if (workload.kind == WorkloadKind::kDaemonSet) continue;
    if (!member.pods.empty() && member.pods.back().workload == some.workload) {
      member.pods.back().pods += some.pods;
    } else {
      member.pods.push_back(some);
    }
    member.pod_count += some.pods;
    AddProduct(member.move_cost_micro, some.pods, base::MicroUsd(workload.restart_cost_usd));
  }
  member.requested =
      std::max(ShareOf(cpu, node.allocatable.cpu_millicores), ShareOf(memory, node.allocatable.memory_bytes));
  return member;
}

std::span<const Member> Cluster::MembersOf(std::string_view group) const {
  const auto found = groups_.find(group);
  return found == groups_.end() ? std::span<const Member>() : found->second;
}

std::vector<Reason> Cluster::Hindrances(const Member& member, const ScaleInPolicy& policy) const {
  std::vector<Reason> reasons = model::NodeHindrances(*member.node);
  const bool serves = Serves(*member.node);
  for (const PodsOfWorkload& there : member.pods) {
    const Tally& tally = tallies_[there.workload];
    // Where pods leave a node that does not serve, as many run as before.
    const bool last_may_go = !serves;
    model::AddPodHindrances({tally.workload, there.pods, tally.running, tally.disruptions_allowed, tally.some_go},
                            {.stateful = policy.move_stateful,
                             .sole_replica = last_may_go,
                             .all_replicas = last_may_go,
                             .unknown_constraints = true},  // Where pods go next is the scheduler's to find out.
                            reasons);
  }
  return reasons;
}

void Cluster::Remove(const Member& member) {
  for (const PodsOfWorkload& there : member.pods) {
    Tally& tally = tallies_[there.workload];
    tally.running -= there.pods;
    if (tally.disruptions_allowed) *tally.disruptions_allowed -= there.pods;
    tally.some_go = true;
  }
  ++counts_[""].leaving;  // Of its own group nobody asks any more.
}

void Cluster::AddCounted(const std::string& group, std::int64_t nodes) {
  counts_[""].nodes += nodes;
  counts_[group].nodes += nodes;
}

void Cluster::RemoveCounted(const std::string& group, std::int64_t nodes) {
  counts_[""].leaving += nodes;
  counts_[group].leaving += nodes;
}

}  // namespace spotwright::scaling
