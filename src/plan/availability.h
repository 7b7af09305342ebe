// Availability: whether a plan's nodes still hold the spot-tolerant work when the lead time is over.
#ifndef SPOTWRIGHT_SRC_PLAN_AVAILABILITY_H_
#define SPOTWRIGHT_SRC_PLAN_AVAILABILITY_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/plan.h"

namespace spotwright::plan {

// The request's, or what its offers say.
RiskModel RiskOf(const PlanRequest& request);

// CPU that spot-tolerant workloads ask for.
std::int64_t TolerantMillicores(const PlanRequest& request);

// P(what the nodes can give to spot-tolerant work is at least what it asks for, after the losses of the lead time);
// absent where there is no such work. A node gives what is free on it and what such work has on it; one that takes
// nothing new, only the latter. Nodes of a pool are taken as alike: each has the pool's mean.
//
// Exact where all amounts are multiples of one that goes into the CPU needed of spot up to 1024 times; otherwise each
// pool's CPU is rounded down to a 1024th of that. O(nodes log nodes + pools x nodes of a pool x 1024), and for types
// under a shock of their own 1024 squared each.
std::optional<double> AvailabilityOf(const PlanRequest& request, const RiskModel& risk,
                                     const std::vector<PackedNode>& nodes);

// Of the spot nodes, in an hour: how many interruptions are expected, and what they cost by the policy.
struct ExpectedInterruptions {
  double per_hour = 0;
  std::int64_t cost_micro = 0;
};
ExpectedInterruptions InterruptionsOf(const PlanRequest& request, const RiskModel& risk,
                                      const std::vector<PackedNode>& nodes);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_AVAILABILITY_H_
