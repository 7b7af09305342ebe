// Ahead: what is to be launched later, as demand rises.
#ifndef SPOTWRIGHT_SRC_PLAN_AHEAD_H_
#define SPOTWRIGHT_SRC_PLAN_AHEAD_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "spotwright/plan.h"
#include "spotwright/result.h"
#include "src/plan/demand.h"

namespace spotwright::plan {

// A rise of demand: from then on so many replicas.
struct Rise {
  std::int64_t ready_by_unix_ms = 0;
  Replicas replicas;
};

// The rises above `now` after the moment, in order. Those within `together_seconds` of the first of them are one, and
// there are at most eight.
std::vector<Rise> RisesOf(const Demand& demand, const Replicas& now, std::int64_t after_unix_ms,
                          std::int64_t together_seconds);

using PlanStepFunction = std::function<Result<PlanResponse>(const PlanRequest& request, const Call& call)>;

// Plans each rise on the nodes that are there then, and adds its launches to `response`, which is what `request` has
// been answered with.
std::optional<Error> PlanRises(PlanRequest request, const std::vector<Rise>& rises, const PlanStepFunction& plan,
                               const Call& call, PlanResponse& response);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_AHEAD_H_
