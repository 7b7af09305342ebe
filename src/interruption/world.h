// The world of a request, indexed: nodes by name and by machine, what runs on them, and what moving that means.
#ifndef SPOTWRIGHT_SRC_INTERRUPTION_WORLD_H_
#define SPOTWRIGHT_SRC_INTERRUPTION_WORLD_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "spotwright/respond.h"
#include "src/model/slot_table.h"
#include "src/model/workload_names.h"

namespace spotwright::interruption {

inline constexpr std::int64_t kMsPerSecond = 1000;

// Pods of one workload, those of daemonsets never among them: they end with their node.
struct Pods {
  std::size_t workload = 0;  // Index in the request.
  std::int64_t replicas = 0;
};

// What runs on a node.
struct Load {
  std::vector<Pods> pods;          // In the order of eviction: see EvictedBefore.
  std::vector<std::size_t> hosts;  // Workloads that a replacement must be able to hold, daemonsets included.
  std::int64_t pod_count = 0;      // Of `pods`.
  std::int64_t priority = 0;       // The greatest of `pods`; 0 without any.
  bool critical = false;           // Some of `pods` are system-critical.
  std::int64_t restart_micro = 0;  // Of all `pods`.
  Resources used;                  // By everything there.
};

class World {
 public:
  // The request passed CheckRequest, and outlives the world. O(nodes + workloads log workloads).
  explicit World(const RespondRequest& request);

  const Node* Find(std::string_view name) const;

  // By name, else by the provider's id, which may be the node's name.
  const Node* FindMachine(const InterruptionEvent& event) const;

  // Pods of workloads that the request no longer has are left out. O(pods log pods).
  Load LoadOf(const std::vector<RunningPods>& running) const;

  const Workload& workload(std::size_t index) const { return request_->workloads[index]; }
  std::int64_t GraceSeconds(std::size_t workload) const;

  // By its budgets; absent: any number.
  std::optional<std::int64_t> DisruptionsAllowed(std::size_t workload) const { return allowed_[workload]; }

  // The pools of all nodes, in no particular order, and of which of them a node of the request is.
  const std::vector<Pool>& pools() const { return pools_; }
  std::size_t PoolIndexOf(const Node& node) const {
    return pool_of_[static_cast<std::size_t>(&node - request_->nodes.data())];
  }

  // How many pods of the workload run in all.
  std::int64_t Running(std::size_t workload) const { return running_[workload]; }

 private:
  bool EvictedBefore(const Pods& a, const Pods& b) const;

  const RespondRequest* request_;
  model::WorkloadNames names_;
  model::SlotTable by_name_;
  model::SlotTable by_machine_;
  std::vector<Pool> pools_;
  std::vector<std::size_t> pool_of_;                  // By node.
  std::vector<std::optional<std::int64_t>> allowed_;  // By workload.
  std::vector<std::int64_t> running_;                 // By workload.
};

}  // namespace spotwright::interruption

#endif  // SPOTWRIGHT_SRC_INTERRUPTION_WORLD_H_
