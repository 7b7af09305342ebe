#include "src/backtest/cluster.h"

#include <algorithm>

namespace spotwright::backtest {

Cluster::Cluster(const World& world) : world_(world), now_ms_(world.start_ms), serving_(world.workloads.size(), 0) {
  for (std::size_t k = 0; k < world.workloads.size(); ++k) {
    for (std::int64_t i = 0; i < world.workloads[k].replicas; ++i) {
      pending_.push_back(static_cast<int>(pods_.size()));
      pods_.push_back({.kind = static_cast<int>(k), .down_since_ms = world.start_ms});
    }
  }
  std::ranges::stable_sort(pending_, std::greater<>(), [&](int pod) {
    return world.workloads[static_cast<std::size_t>(pods_[static_cast<std::size_t>(pod)].kind)].priority;
  });
}

const ClusterNode* Cluster::Find(std::int64_t instance) const {
  const auto at = static_cast<std::size_t>(instance);
  if (at >= node_of_instance_.size() || node_of_instance_[at] < 0) return nullptr;
  const ClusterNode& node = nodes_[static_cast<std::size_t>(node_of_instance_[at])];
  return node.present ? &node : nullptr;
}

ClusterNode* Cluster::Get(std::int64_t instance) { return const_cast<ClusterNode*>(Find(instance)); }

void Cluster::AddNode(std::int64_t instance, int pool) {
  const PoolTrace& of = world_.pools[static_cast<std::size_t>(pool)];
  if (node_of_instance_.size() <= static_cast<std::size_t>(instance)) {
    node_of_instance_.resize(static_cast<std::size_t>(instance) + 1, -1);
  }
  node_of_instance_[static_cast<std::size_t>(instance)] = static_cast<int>(nodes_.size());
  nodes_.push_back({.instance = instance,
                    .capacity_type = of.pool.capacity_type,
                    .free_cpu_millicores = of.cpu_millicores,
                    .free_memory_bytes = of.memory_bytes});
  room_changed_ = true;
  ++places_version_;
}

void Cluster::StopServing(Pod& pod) {
  if (!pod.serving) return;
  pod.serving = false;
  pod.down_since_ms = now_ms_;
  --serving_[static_cast<std::size_t>(pod.kind)];
}

void Cluster::StartServing(Pod& pod) {
  if (pod.serving) return;
  pod.serving = true;
  if (pod.down_since_ms > world_.start_ms) recoveries_ms_.push_back(now_ms_ - pod.down_since_ms);
  pod.down_since_ms = kNever;
  ++serving_[static_cast<std::size_t>(pod.kind)];
}

// The pod loses its place; what it leaves behind is for others.
void Cluster::Displace(int number) {
  Pod& pod = pods_[static_cast<std::size_t>(number)];
  const PodKind& kind = world_.workloads[static_cast<std::size_t>(pod.kind)];
  ClusterNode& node = nodes_[static_cast<std::size_t>(pod.node)];
  StopServing(pod);
  std::erase(node.pods, number);
  node.free_cpu_millicores += kind.cpu_millicores;
  node.free_memory_bytes += kind.memory_bytes;
  pod.node = -1;
  pod.runs_at_ms = kNever;
  const auto key = [&](int p) {
    return std::pair(-world_.workloads[static_cast<std::size_t>(pods_[static_cast<std::size_t>(p)].kind)].priority, p);
  };
  pending_.insert(std::ranges::lower_bound(pending_, key(number), {}, key), number);
  room_changed_ = true;
}

void Cluster::SetReady(std::int64_t instance, bool ready) {
  ClusterNode* node = Get(instance);
  if (node == nullptr || node->ready == ready) return;
  node->ready = ready;
  node->unready_since_ms = ready ? kNever : now_ms_;
  for (const int number : node->pods) {
    Pod& pod = pods_[static_cast<std::size_t>(number)];
    if (!ready) {
      StopServing(pod);
    } else if (pod.runs_at_ms <= now_ms_) {
      StartServing(pod);
    }
  }
  if (!ready) due_.push({now_ms_ + kUnreadyEvictionMs, -1, static_cast<int>(node - nodes_.data())});
  room_changed_ = true;
  ++places_version_;
}

void Cluster::RemoveNode(std::int64_t instance) {
  ClusterNode* node = Get(instance);
  if (node == nullptr) return;
  losses_.lost += static_cast<std::int64_t>(node->pods.size());
  while (!node->pods.empty()) Displace(node->pods.back());
  node->present = false;
  node->draining = false;
  std::erase(draining_, static_cast<int>(node - nodes_.data()));
  ++places_version_;
}

void Cluster::Cordon(std::int64_t instance) {
  ClusterNode* node = Get(instance);
  if (node == nullptr) return;
  node->cordoned = true;
  ++places_version_;
}

void Cluster::Uncordon(std::int64_t instance) {
  ClusterNode* node = Get(instance);
  if (node == nullptr) return;
  node->cordoned = false;
  node->draining = false;
  std::erase(draining_, static_cast<int>(node - nodes_.data()));
  room_changed_ = true;
  ++places_version_;
}

void Cluster::Drain(std::int64_t instance, bool force) {
  ClusterNode* node = Get(instance);
  if (node == nullptr) return;
  node->cordoned = true;
  if (!node->draining) draining_.push_back(static_cast<int>(node - nodes_.data()));
  node->draining = true;
  Evict(*node, force);
  ++places_version_;
}

bool Cluster::MayEvict(const Pod& pod) const {
  const PodKind& kind = world_.workloads[static_cast<std::size_t>(pod.kind)];
  const std::int64_t left = serving(pod.kind) - (pod.serving ? 1 : 0);
  return left >= kind.replicas - kind.disruptions_allowed;
}

void Cluster::Evict(ClusterNode& node, bool force) {
  const std::vector<int> pods = node.pods;
  for (const int number : pods) {
    if (!force && !MayEvict(pods_[static_cast<std::size_t>(number)])) continue;
    Displace(number);
    ++losses_.evicted;
    const int kind = pods_[static_cast<std::size_t>(number)].kind;
    evictions_.push_back({.at_ms = now_ms_, .instance = node.instance, .kind = kind, .serving_after = serving(kind)});
    ++places_version_;
  }
}

bool Cluster::Fits(const PodKind& kind, const ClusterNode& node) const {
  return node.present && node.ready && !node.cordoned && node.free_cpu_millicores >= kind.cpu_millicores &&
         node.free_memory_bytes >= kind.memory_bytes &&
         (kind.spot_tolerant || node.capacity_type == CapacityType::kOnDemand);
}

void Cluster::Schedule() {
  if (!room_changed_ || pending_.empty()) return;
  room_changed_ = false;
  std::vector<int> waiting;
  for (const int number : pending_) {
    Pod& pod = pods_[static_cast<std::size_t>(number)];
    const PodKind& kind = world_.workloads[static_cast<std::size_t>(pod.kind)];
    const auto node = std::ranges::find_if(nodes_, [&](const ClusterNode& n) { return Fits(kind, n); });
    if (node == nodes_.end()) {
      waiting.push_back(number);
      continue;
    }
    pod.node = static_cast<int>(node - nodes_.begin());
    pod.runs_at_ms = now_ms_ + kind.start_ms;
    node->free_cpu_millicores -= kind.cpu_millicores;
    node->free_memory_bytes -= kind.memory_bytes;
    node->pods.push_back(number);
    due_.push({pod.runs_at_ms, number, pod.node});
    ++places_version_;
  }
  pending_ = std::move(waiting);
}

void Cluster::AdvanceTo(std::int64_t until_ms) {
  while (!due_.empty() && due_.top().at_ms <= until_ms) {
    const std::int64_t at_ms = due_.top().at_ms;
    now_ms_ = at_ms;
    bool served = false;
    for (; !due_.empty() && due_.top().at_ms == at_ms; due_.pop()) {
      const Due& due = due_.top();
      ClusterNode& node = nodes_[static_cast<std::size_t>(due.node)];
      if (due.pod < 0) {
        if (!node.present || node.ready || node.unready_since_ms + kUnreadyEvictionMs != at_ms) continue;
        losses_.lost += static_cast<std::int64_t>(node.pods.size());
        while (!node.pods.empty()) Displace(node.pods.back());
        ++places_version_;
        continue;
      }
      Pod& pod = pods_[static_cast<std::size_t>(due.pod)];
      if (pod.node != due.node || pod.runs_at_ms != at_ms || !node.ready) continue;
      StartServing(pod);
      served = true;
      ++served_version_;
    }
    if (served) {
      for (const int number : draining_) Evict(nodes_[static_cast<std::size_t>(number)], false);
    }
    Schedule();
  }
  now_ms_ = until_ms;
}

}  // namespace spotwright::backtest
