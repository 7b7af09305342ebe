// Steps: the order in which today's cluster becomes the planned one.
#ifndef SPOTWRIGHT_SRC_PLAN_STEPS_H_
#define SPOTWRIGHT_SRC_PLAN_STEPS_H_

#include <vector>

#include "spotwright/plan.h"
#include "src/plan/futures.h"

namespace spotwright::plan {

// Launches by pool and group, one wait, then drains in batches of at most max_draining_share of the nodes, the
// emptiest first. A batch takes no more pods of a workload than its budget allows, unless one node alone holds more:
// it is then drained by itself, as fast as the budget lets its pods go.
std::vector<PlanStep> StepsTo(const PlanRequest& request, const Future& future);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_STEPS_H_
