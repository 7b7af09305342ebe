// Demand: how many replicas workloads will need, from forecasts of what they serve.
#ifndef SPOTWRIGHT_SRC_PLAN_DEMAND_H_
#define SPOTWRIGHT_SRC_PLAN_DEMAND_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/plan.h"
#include "spotwright/result.h"

namespace spotwright::plan {

// What the field tables cannot say of the rules of demand and of what they need.
std::optional<Error> CheckDemand(const PlanRequest& request);

// Replicas by rule.
using Replicas = std::vector<std::int64_t>;

struct Demand {
  std::vector<PlannedDemand> planned;  // By rule.
  std::int64_t start_unix_ms = 0;      // Of the first step.
  std::int64_t step_ms = 1;
  std::vector<Replicas> needs;  // By step: what the policy's quantile asks for. May be fewer than there are.
};

// O(one Forecast).
Result<Demand> ForecastDemand(const PlanRequest& request, const Call& call);

// The most of each rule over the steps that touch [from, to), and no fewer than `least`.
Replicas MostOf(const Demand& demand, std::int64_t from_unix_ms, std::int64_t to_unix_ms, Replicas least);

// The request with so many replicas.
PlanRequest WithReplicas(const PlanRequest& request, const Replicas& replicas);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_DEMAND_H_
