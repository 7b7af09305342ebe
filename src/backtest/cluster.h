// Cluster: nodes and pods. Pods that have no place take the first that has room, at once; budgets hold off evictions.
// It knows nothing of clouds and controllers: it is told which nodes come, go, are cordoned and drained.
#ifndef SPOTWRIGHT_SRC_BACKTEST_CLUSTER_H_
#define SPOTWRIGHT_SRC_BACKTEST_CLUSTER_H_

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "src/backtest/world.h"

namespace spotwright::backtest {

// Pods of a node that is not ready for so long lose their place (Kubernetes: default toleration of unreachable nodes).
inline constexpr std::int64_t kUnreadyEvictionMs = 300'000;

struct ClusterNode {
  std::int64_t instance = -1;
  CapacityType capacity_type = CapacityType::kSpot;
  bool present = true;
  bool ready = true;
  bool cordoned = false;
  bool draining = false;
  std::int64_t unready_since_ms = kNever;
  std::int64_t free_cpu_millicores = 0;
  std::int64_t free_memory_bytes = 0;
  std::vector<int> pods = {};  // In the order in which they came.
};

struct Pod {
  int kind = 0;
  int node = -1;                     // -1: waits for a place.
  std::int64_t runs_at_ms = kNever;  // From then on it runs, if nothing happens to its node.
  bool serving = false;
  std::int64_t down_since_ms = kNever;  // Since when it has not served; kNever: it serves.
};

// A pod that a drain moved.
struct Eviction {
  std::int64_t at_ms = 0;
  std::int64_t instance = -1;  // From where.
  int kind = 0;
  std::int64_t serving_after = 0;  // Of its kind.
};

struct PodLosses {
  std::int64_t lost = 0;     // Pods that went with their node.
  std::int64_t evicted = 0;  // Pods that were moved by a drain.
};

class Cluster {
 public:
  // Every pod waits for a place. The world must outlive it.
  explicit Cluster(const World& world);

  void AddNode(std::int64_t instance, int pool);
  void SetReady(std::int64_t instance, bool ready);
  void RemoveNode(std::int64_t instance);
  void Cordon(std::int64_t instance);
  void Uncordon(std::int64_t instance);  // Ends a drain too.
  // Cordons, and evicts what budgets allow, now and as pods elsewhere begin to serve; with `force` all at once.
  void Drain(std::int64_t instance, bool force = false);

  std::int64_t now_ms() const { return now_ms_; }
  std::int64_t NextAt() const { return due_.empty() ? kNever : due_.top().at_ms; }
  void AdvanceTo(std::int64_t until_ms);

  // Places what waits. Called by whoever changed nodes, once all changes of a moment are made.
  void Schedule();

  // Whoever works only on what changed asks for these, which grow: with every change of a node or of a pod's place, and
  // with that or a pod that begins to serve.
  std::uint64_t places_version() const { return places_version_; }
  std::uint64_t version() const { return places_version_ + served_version_; }
  const ClusterNode* Find(std::int64_t instance) const;  // Null where it is none, or gone.
  const std::vector<ClusterNode>& nodes() const { return nodes_; }
  const std::vector<Pod>& pods() const { return pods_; }
  std::int64_t serving(int kind) const { return serving_[static_cast<std::size_t>(kind)]; }
  std::int64_t pending() const { return static_cast<std::int64_t>(pending_.size()); }
  const PodLosses& losses() const { return losses_; }
  const std::vector<Eviction>& evictions() const { return evictions_; }
  const std::vector<std::int64_t>& recoveries_ms() const { return recoveries_ms_; }  // Loss to serving again, each.

 private:
  struct Due {
    std::int64_t at_ms;
    int pod;  // -1: a node that is not ready for long.
    int node;

    friend auto operator<=>(const Due&, const Due&) = default;  // NOLINT(modernize-use-nullptr): a false alarm.
  };

  ClusterNode* Get(std::int64_t instance);
  void Displace(int pod);
  void StopServing(Pod& pod);
  void StartServing(Pod& pod);
  bool MayEvict(const Pod& pod) const;
  void Evict(ClusterNode& node, bool force);
  bool Fits(const PodKind& kind, const ClusterNode& node) const;

  const World& world_;
  std::int64_t now_ms_;
  std::uint64_t places_version_ = 0;
  std::uint64_t served_version_ = 0;
  std::vector<ClusterNode> nodes_;
  std::vector<int> node_of_instance_;  // -1: none.
  std::vector<Pod> pods_;
  std::vector<std::int64_t> serving_;  // By kind.
  std::vector<int> pending_;           // Pods that wait, the highest priority first, then by number.
  bool room_changed_ = true;
  std::vector<int> draining_;  // Nodes, in the order of the drains.
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
  PodLosses losses_;
  std::vector<Eviction> evictions_;
  std::vector<std::int64_t> recoveries_ms_;
};

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_CLUSTER_H_
