#include "src/plan/demand.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "spotwright/forecast.h"
#include "src/base/text.h"
#include "src/forecast/check_request.h"
#include "src/model/offers.h"
#include "src/model/validate.h"
#include "src/plan/workload_index.h"

namespace spotwright::plan {
namespace {

using base::Cat;
using base::Quoted;
using model::InvalidField;

constexpr std::int64_t kMsPerSecond = 1000;
constexpr double kMedian = 0.5;
constexpr double kRelativeNoise = 1e-9;  // 7.000000000001 replicas are 7.

const std::string& SeriesOf(const DemandRule& rule) { return rule.series.empty() ? rule.workload : rule.series; }

// Without the series.
ForecastRequest ForecastRequestOf(const PlanRequest& request) {
  const DemandPolicy& policy = request.policy.demand;
  ForecastRequest forecast;
  forecast.now_unix_ms = request.now_unix_ms.value_or(0);
  forecast.events = request.demand_events;
  forecast.utc_offsets = request.utc_offsets;
  forecast.settings.step_seconds = policy.step_seconds;
  forecast.settings.horizon_steps =
      std::clamp<std::int64_t>((policy.horizon_seconds + policy.step_seconds - 1) / policy.step_seconds, 1, 10000);
  forecast.settings.step_value = StepValue::kMax;
  forecast.settings.quantiles = {kMedian};
  if (policy.quantile > kMedian) forecast.settings.quantiles.push_back(policy.quantile);
  forecast.settings.service_quantile = std::max(policy.quantile, kMedian);
  return forecast;
}

std::int64_t ReplicasFor(double demand, const DemandRule& rule) {
  const double replicas = std::ceil(demand / rule.units_per_replica * (1 - kRelativeNoise));
  if (!(replicas > 0)) return 0;
  return replicas < static_cast<double>(rule.max_replicas) ? static_cast<std::int64_t>(replicas) : rule.max_replicas;
}

}  // namespace

std::optional<Error> CheckDemand(const PlanRequest& request) {
  const std::vector<DemandRule>& rules = request.policy.demand.rules;
  ForecastRequest forecast = ForecastRequestOf(request);
  forecast.series = request.series;
  if (auto error = forecast::CheckRequest(forecast)) {
    if (error->field.rfind("events", 0) == 0) error->field = Cat("demand_", error->field);
    return error;
  }
  if (rules.empty()) return std::nullopt;
  if (!request.now_unix_ms)
    return InvalidField("now_unix_ms", "is absent; it is required because policy.demand has rules");
  std::set<WorkloadKey> ruled;
  std::set<std::string> series;
  for (const ForecastSeries& one : request.series) series.insert(one.name);
  const WorkloadIndex workloads = IndexOf(request.workloads);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const DemandRule& rule = rules[i];
    const std::string path = model::ElementPath("policy.demand.rules", i);
    const WorkloadKey key{rule.namespace_name, rule.workload};
    const auto workload = workloads.find(key);
    if (workload == workloads.end() || workload->second->kind == WorkloadKind::kDaemonSet) {
      return InvalidField(Cat(path, ".workload"),
                          Cat("is ", Quoted(rule.workload), " of namespace ", Quoted(rule.namespace_name),
                              ", which is no workload of the request, or a daemonset"));
    }
    if (!ruled.insert(key).second) {
      return InvalidField(Cat(path, ".workload"),
                          Cat("is ", Quoted(rule.workload), " again; give each workload one rule"));
    }
    if (series.count(SeriesOf(rule)) == 0) {
      return InvalidField(Cat(path, ".series"),
                          Cat("is ", Quoted(SeriesOf(rule)), "; no such name among the request's series"));
    }
  }
  return std::nullopt;
}

Result<Demand> ForecastDemand(const PlanRequest& request, const Call& call) {
  const std::vector<DemandRule>& rules = request.policy.demand.rules;
  ForecastRequest wanted = ForecastRequestOf(request);
  std::map<std::string, std::size_t> index;  // Of series that rules speak of.
  for (const DemandRule& rule : rules) index.emplace(SeriesOf(rule), 0);
  for (const ForecastSeries& series : request.series) {
    const auto found = index.find(series.name);
    if (found == index.end()) continue;
    found->second = wanted.series.size();
    wanted.series.push_back(series);
  }
  const Result<ForecastResponse> forecasts = Forecast(wanted, call);
  if (!forecasts.ok()) return forecasts.error();

  const WorkloadIndex workloads = IndexOf(request.workloads);
  Demand demand;
  demand.step_ms = wanted.settings.step_seconds * kMsPerSecond;
  for (std::size_t r = 0; r < rules.size(); ++r) {
    const DemandRule& rule = rules[r];
    PlannedDemand& planned = demand.planned.emplace_back();
    planned.workload = rule.workload;
    planned.namespace_name = rule.namespace_name;
    planned.replicas_now = workloads.at({rule.namespace_name, rule.workload})->replicas;
    planned.units_per_replica = rule.units_per_replica;
    planned.forecast = forecasts->series[index.at(SeriesOf(rule))];
    // Without any history there are no paths: nothing is asked for.
    const std::vector<double> path =
        planned.forecast.quantiles.empty() ? std::vector<double>() : planned.forecast.quantiles.back().values;
    demand.start_unix_ms = std::max(demand.start_unix_ms, planned.forecast.start_unix_ms);
    demand.needs.resize(std::max(demand.needs.size(), path.size()), Replicas(rules.size(), 0));
    for (std::size_t step = 0; step < path.size(); ++step) {
      const std::int64_t replicas = ReplicasFor(path[step], rule);
      demand.needs[step][r] = replicas;
      if (replicas <= planned.replicas_at_peak) continue;
      planned.replicas_at_peak = replicas;
      planned.peak_unix_ms = planned.forecast.start_unix_ms + static_cast<std::int64_t>(step) * demand.step_ms;
    }
  }
  return demand;
}

Replicas MostOf(const Demand& demand, std::int64_t from_unix_ms, std::int64_t to_unix_ms, Replicas least) {
  for (std::size_t step = 0; step < demand.needs.size(); ++step) {
    const std::int64_t start = demand.start_unix_ms + static_cast<std::int64_t>(step) * demand.step_ms;
    if (start >= to_unix_ms || start + demand.step_ms <= from_unix_ms) continue;
    for (std::size_t r = 0; r < least.size(); ++r) least[r] = std::max(least[r], demand.needs[step][r]);
  }
  return least;
}

PlanRequest WithReplicas(const PlanRequest& request, const Replicas& replicas) {
  PlanRequest sized = request;
  std::map<WorkloadKey, std::int64_t> wanted;
  for (std::size_t r = 0; r < replicas.size(); ++r) {
    const DemandRule& rule = request.policy.demand.rules[r];
    wanted[{rule.namespace_name, rule.workload}] = replicas[r];
  }
  for (Workload& workload : sized.workloads) {
    const auto found = wanted.find({workload.namespace_name, workload.name});
    if (found != wanted.end()) workload.replicas = found->second;
  }
  return sized;
}

}  // namespace spotwright::plan
