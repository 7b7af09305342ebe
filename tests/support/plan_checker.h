// An independent judge of plans.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_PLAN_CHECKER_H_
#define SPOTWRIGHT_TESTS_SUPPORT_PLAN_CHECKER_H_

#include <string>
#include <vector>

#include "spotwright/plan.h"

namespace spotwright::test {

// Every rule that the plan breaks, in words; empty for a sound plan. From request and response alone, with none of the
// library's code. The planned cluster is judged as a packing (CheckPacking) in which the drained nodes are leaving.
std::vector<std::string> CheckPlan(const PlanRequest& request, const PlanResponse& response);

// Whether the policy's prices and zones let the offer be launched.
bool PolicyAllows(const PlanRequest& request, const Offer& offer);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_PLAN_CHECKER_H_
