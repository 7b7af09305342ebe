// Nodes that a plan must leave alone.
#ifndef SPOTWRIGHT_SRC_PLAN_IMMOVABLE_H_
#define SPOTWRIGHT_SRC_PLAN_IMMOVABLE_H_

#include <map>
#include <string>

#include "spotwright/plan.h"

namespace spotwright::plan {

// Names of the nodes that must stay, each with the reason in words. The control plane and nodes that are draining
// already are not among them: no plan speaks of those. O(pods log workloads).
std::map<std::string, std::string> ImmovableNodes(const PlanRequest& request);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_IMMOVABLE_H_
