// Reasons: why a plan is what it is, in words.
#ifndef SPOTWRIGHT_SRC_PLAN_REASONS_H_
#define SPOTWRIGHT_SRC_PLAN_REASONS_H_

#include <cstddef>
#include <vector>

#include "spotwright/plan.h"
#include "src/plan/futures.h"

namespace spotwright::plan {

// Of the futures, why this one; the first keeps every node.
Reason WhyThisFuture(const PlanRequest& request, const std::vector<Future>& futures, std::size_t chosen);

Reason WhyThisMuchSpot(const PlanRequest& request, double max_spot_share);

// Adds what the plan makes of the policy's availability target, with its summary known. `given_up`: it was made without
// the target's mix.
void ExplainTarget(const Ground& ground, const Future& future, bool given_up, PlanResponse& response);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_REASONS_H_
