#include "src/packing/consolidate_split.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "src/packing/consolidate_domains.h"
#include "src/packing/consolidate_ties.h"
#include "src/packing/fresh_names.h"

namespace spotwright::packing::consolidation {
namespace {

// Hands the pods of nodes that go to the places that were found for their workloads.
class Matcher {
 public:
  Matcher(const Cluster& cluster, const Trial& trial) : trial_(trial) {
    for (const std::size_t n : trial.gone) {
      for (const auto& [key, count] : cluster.nodes[n].pods) {
        supply_[n][key.first] += count;
        origins_[{n, key.first}].emplace_back(key.second, count);
        holders_[key.first].insert(n);
      }
    }
    for (std::size_t t = 0; t < trial.nodes.size(); ++t) {
      for (const Placement& placement : trial.nodes[t].placements) {
        need_[t][cluster.index.at({placement.namespace_name, placement.workload})] += placement.replicas;
      }
    }
  }

  std::vector<Flow> Match() {
    for (auto& [t, need] : need_) {
      if (!trial_.nodes[t].existing) FillFromFew(t, need);
    }
    for (auto& [t, need] : need_) {
      while (!need.empty()) Move(*holders_[need.begin()->first].begin(), t, need);
    }
    return std::move(flows_);
  }

 private:
  using Counts = std::map<std::size_t, std::int64_t>;  // By workload.

  // Always from the node that can give most of what is still needed.
  void FillFromFew(std::size_t t, Counts& need) {
    while (!need.empty()) {
      Counts offered;  // By node.
      for (const auto& [w, count] : need) {
        for (const std::size_t n : holders_[w]) offered[n] += std::min(count, supply_[n][w]);
      }
      const auto most = std::max_element(offered.begin(), offered.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
      Move(most->first, t, need);
    }
  }

  // All that the node has of what is needed.
  void Move(std::size_t n, std::size_t t, Counts& need) {
    for (auto entry = need.begin(); entry != need.end();) {
      const std::size_t w = entry->first;
      std::vector<std::pair<std::string, std::int64_t>>& from = origins_[{n, w}];
      while (entry->second > 0 && !from.empty()) {
        const std::int64_t count = std::min(entry->second, from.back().second);
        flows_.push_back({n, t, w, from.back().first, count});
        entry->second -= count;
        from.back().second -= count;
        supply_[n][w] -= count;
        if (from.back().second == 0) from.pop_back();
      }
      if (from.empty()) holders_[w].erase(n);
      entry = entry->second == 0 ? need.erase(entry) : std::next(entry);
    }
  }

  const Trial& trial_;
  std::map<std::size_t, Counts> need_;    // By index of Trial::nodes.
  std::map<std::size_t, Counts> supply_;  // By node.
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::pair<std::string, std::int64_t>>> origins_;
  std::map<std::size_t, std::set<std::size_t>> holders_;  // Nodes that have pods of a workload left.
  std::vector<Flow> flows_;
};

// What the places get of these flows alone.
std::vector<PackedNode> Received(const Cluster& cluster, const Trial& trial, const Change& change) {
  std::map<std::size_t, PackedNode> nodes;  // By index of Trial::nodes.
  const auto node = [&](std::size_t t) -> PackedNode& {
    const auto [entry, added] = nodes.try_emplace(t, trial.nodes[t]);
    if (added) entry->second.placements.clear();
    return entry->second;
  };
  for (const std::size_t t : change.launches) node(t);
  for (const Flow& flow : change.flows) {
    const Workload& workload = cluster.workloads[flow.workload];
    node(flow.to).placements.push_back({workload.name, workload.namespace_name, flow.count});
  }
  std::vector<PackedNode> received;
  received.reserve(nodes.size());
  for (auto& [t, packed] : nodes) received.push_back(std::move(packed));
  return received;
}

void AddPods(const Resources& request, std::int64_t count, Resources& used) {
  used.cpu_millicores += request.cpu_millicores * count;
  used.memory_bytes += request.memory_bytes * count;
  used.pods += count;  // One each, whatever is requested.
  used.ephemeral_storage_bytes += request.ephemeral_storage_bytes * count;
  used.gpus += request.gpus * count;
  for (const auto& [name, amount] : request.extended) used.extended[name] += amount * count;
}

}  // namespace

std::map<std::string, std::set<std::size_t>> MoversBySpread(const Cluster& cluster, const std::vector<Flow>& flows) {
  std::map<std::string, std::set<std::size_t>> movers;
  for (const Flow& flow : flows) {
    for (const std::string& key : SpreadKeys(cluster.workloads[flow.workload])) movers[key].insert(flow.from);
  }
  return movers;
}

std::vector<Flow> Match(const Cluster& cluster, const Trial& trial) { return Matcher(cluster, trial).Match(); }

void Weigh(const Scale& scale, const Cluster& cluster, const Trial& trial, const PayRule& rule, Change& change) {
  change.weight = scale.Weigh(change.gone, Received(cluster, trial, change));
  change.payoff = Payoff(change.weight, rule);
}

std::vector<Change> Split(const Cluster& cluster, const Trial& trial, std::vector<Flow> flows,
                          const std::vector<std::size_t>& ties, const PayRule& rule) {
  // Nodes that go, then places, then ties.
  const std::size_t places = cluster.nodes.size();
  const std::size_t first_tie = places + trial.nodes.size();
  DisjointSets sets(first_tie + cluster.workloads.size());
  for (const Flow& flow : flows) {
    if (!trial.nodes[flow.to].existing) sets.Join(flow.from, places + flow.to);
    if (ties[flow.workload] != kFree) sets.Join(flow.from, first_tie + ties[flow.workload]);
  }
  std::set<std::string> gone;
  for (const std::size_t n : trial.gone) gone.insert(cluster.nodes[n].node.name);
  for (const auto& [key, movers] : MoversBySpread(cluster, flows)) {
    for (const std::size_t n : LastOfDomain(cluster.nodes, gone, key)) {
      for (const std::size_t mover : movers) sets.Join(n, mover);
    }
  }
  std::map<std::size_t, Change> changes;
  for (const std::size_t n : trial.gone) changes[sets.Find(n)].gone.push_back(n);
  for (std::size_t t = 0; t < trial.nodes.size(); ++t) {
    if (!trial.nodes[t].existing) changes[sets.Find(places + t)].launches.push_back(t);
  }
  for (Flow& flow : flows) changes[sets.Find(flow.from)].flows.push_back(std::move(flow));

  const Scale scale(cluster);
  std::vector<Change> list;
  for (auto& [least, change] : changes) {
    Weigh(scale, cluster, trial, rule, change);
    list.push_back(std::move(change));
  }
  return list;
}

Cluster Apply(const Cluster& cluster, const Trial& trial, const std::vector<Change>& changes) {
  const Scale scale(cluster);
  std::set<std::size_t> gone;
  std::map<std::size_t, ClusterNode> launched;  // By index of Trial::nodes.
  Cluster after = cluster;
  for (const Change& change : changes) {
    gone.insert(change.gone.begin(), change.gone.end());
    for (const std::size_t t : change.launches) {
      launched[t] = LaunchedNode(cluster, trial.nodes[t], scale.OfferOf(trial.nodes[t].pool));
      launched[t].root = cluster.nodes[change.gone.front()].root;
      launched[t].launch_order = after.launches++;
    }
    for (const Flow& flow : change.flows) {
      const PackedNode& target = trial.nodes[flow.to];
      ClusterNode& node = target.existing ? after.nodes[scale.IndexOf(target.name)] : launched[flow.to];
      node.pods[{flow.workload, flow.origin}] += flow.count;
      if (target.existing) AddPods(cluster.workloads[flow.workload].requests, flow.count, node.used);
    }
  }
  std::vector<ClusterNode> nodes;
  for (std::size_t n = 0; n < after.nodes.size(); ++n) {
    if (gone.count(n) == 0) nodes.push_back(std::move(after.nodes[n]));
  }
  for (auto& [t, node] : launched) nodes.push_back(std::move(node));

  std::sort(nodes.begin(), nodes.end(),
            [](const ClusterNode& a, const ClusterNode& b) { return a.launch_order < b.launch_order; });
  FreshNames names(cluster.request->nodes);
  for (ClusterNode& node : nodes) {
    if (node.launched) node.node.name = names.Next();
  }
  std::sort(nodes.begin(), nodes.end(),
            [](const ClusterNode& a, const ClusterNode& b) { return a.node.name < b.node.name; });
  after.nodes = std::move(nodes);
  return after;
}

}  // namespace spotwright::packing::consolidation
