// Report: a chosen future in the terms of the response.
#ifndef SPOTWRIGHT_SRC_PLAN_REPORT_H_
#define SPOTWRIGHT_SRC_PLAN_REPORT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/plan.h"
#include "src/plan/admission.h"
#include "src/plan/futures.h"

namespace spotwright::plan {

PlanSummary SummaryOf(const Ground& ground, const Future& future, std::optional<std::int64_t> on_demand_micro,
                      const std::vector<PlanStep>& steps);
std::vector<PlannedLaunch> LaunchesOf(const PlanRequest& request, const Future& future);
std::vector<PlannedZone> ZonesOf(const PlanRequest& request, const Future& future);
std::vector<ConsideredPool> PoolsOf(const Ground& ground, const Future& future, const Refusals& refusals);
std::vector<Reason> WarningsOf(const Ground& ground, const Future& future);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_REPORT_H_
