// Availability: whether a plan's nodes still hold the spot-tolerant work when the lead time is over.
#ifndef SPOTWRIGHT_SRC_PLAN_AVAILABILITY_H_
#define SPOTWRIGHT_SRC_PLAN_AVAILABILITY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "spotwright/plan.h"
#include "src/plan/workload_index.h"

namespace spotwright::plan {

// The request's, or what its offers say.
RiskModel RiskOf(const PlanRequest& request);

// What spot-tolerant workloads ask for.
struct TolerantWork {
  std::int64_t millicores = 0;
  std::int64_t pods = 0;
};
TolerantWork TolerantWorkOf(const PlanRequest& request);

// Of spot nodes, in an hour: how many interruptions are expected, and what they cost by the policy.
struct ExpectedInterruptions {
  double per_hour = 0;
  std::int64_t cost_micro = 0;
};

// What is expected of nodes, for many sets of them.
class Availability {
 public:
  // Both must outlive it. O((workloads + nodes + offers + pools) log).
  Availability(const PlanRequest& request, const RiskModel& risk);

  // P(what the nodes can give to spot-tolerant work is at least what it asks for, after the losses of the lead time);
  // absent where there is no such work. A node gives what is free on it and what such work has on it; one that takes
  // nothing new, only the latter. Nodes of a pool are taken as alike: each has the pool's mean.
  //
  // Exact where all amounts are multiples of one that goes into the CPU needed of spot up to 1024 times; otherwise each
  // pool's CPU is rounded down to a 1024th of that. O(nodes log nodes), and at most 1024 squared for each pool.
  std::optional<double> Of(const std::vector<PackedNode>& nodes) const;

  ExpectedInterruptions InterruptionsOf(const std::vector<PackedNode>& nodes) const;

  double lead_time_seconds() const { return risk_.lead_time_seconds; }

 private:
  std::int64_t RoomOn(const PackedNode& node, const Node* today) const;

  const PlanRequest& request_;
  const RiskModel& risk_;
  std::int64_t needed_millicores_;
  WorkloadIndex workloads_;
  std::map<std::string, const Node*> nodes_;
  std::set<Pool> noticed_;
  std::map<Pool, const PoolRisk*> risk_of_;
};

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_AVAILABILITY_H_
