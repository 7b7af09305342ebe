#include "src/scaling/check_request.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/forecast/check_request.h"
#include "src/model/check_cluster.h"
#include "src/model/validate.h"
#include "src/model/workload_names.h"
#include "src/scaling/presets.h"

namespace spotwright::scaling {
namespace {

using base::Cat;
using base::Number;
using base::Quoted;
using model::InvalidField;
using Fault = std::optional<Error>;

template <typename T>
bool Has(const std::vector<T>& all, const std::string& name) {
  for (const T& one : all) {
    if (one.name == name) return true;
  }
  return false;
}

Fault CheckSteps(const std::vector<ScaleStep>& steps, bool ascending, const std::string& path) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const ScaleStep& step = steps[i];
    const std::string at = Cat(path, "[", i, "]");
    if ((step.nodes ? 1 : 0) + (step.share ? 1 : 0) + (step.exact_nodes ? 1 : 0) != 1) {
      return InvalidField(at, "needs exactly one of nodes, share and exact_nodes");
    }
    if (i == 0 || (ascending ? steps[i - 1].beyond < step.beyond : steps[i - 1].beyond > step.beyond)) continue;
    return InvalidField(Cat(at, ".beyond"), Cat("is ", Number(step.beyond), " after ", Number(steps[i - 1].beyond),
                                                "; give the mildest step first, each beyond the one before"));
  }
  return std::nullopt;
}

Fault CheckRule(const MetricRule& rule, const std::string& path) {
  const bool has_steps = !rule.up.empty() || !rule.down.empty();
  if (rule.target.has_value() == has_steps) {
    return InvalidField(Cat(path, ".target"), has_steps ? "stands beside steps; give one of the two"
                                                        : "and steps are absent; give one of the two");
  }
  if (rule.target && rule.kind == MetricKind::kTotal && rule.direction == MetricDirection::kLowIsBusy) {
    return InvalidField(Cat(path, ".direction"), "is low_is_busy; a target of kind total is what one node takes");
  }
  const bool high = rule.direction == MetricDirection::kHighIsBusy;
  if (auto fault = CheckSteps(rule.up, high, Cat(path, ".up"))) return fault;
  if (auto fault = CheckSteps(rule.down, !high, Cat(path, ".down"))) return fault;
  if (!rule.up.empty() && !rule.down.empty()) {
    const double up = rule.up.front().beyond;
    const double down = rule.down.front().beyond;
    if (high ? down > up : down < up) {
      return InvalidField(Cat(path, ".down[0].beyond"),
                          Cat("is ", Number(down), " while nodes are added beyond ", Number(up),
                              "; a value must not ask for more and for fewer nodes"));
    }
  }
  for (std::size_t i = 0; i < rule.hours.size(); ++i) {
    if (rule.hours[i].from_hour == rule.hours[i].to_hour) {
      return InvalidField(Cat(path, ".hours[", i, "].to_hour"), "is its from_hour; leave hours out for the whole day");
    }
  }
  return std::nullopt;
}

Fault CheckLimits(const ScaleBehavior& behavior, const std::string& path) {
  for (std::size_t i = 0; i < behavior.limits.size(); ++i) {
    if (behavior.limits[i].nodes.has_value() == behavior.limits[i].share.has_value()) {
      return InvalidField(Cat(path, ".limits[", i, "]"), "needs exactly one of nodes and share");
    }
  }
  return std::nullopt;
}

Fault CheckPredictive(const ScaleRequest& request, const ScalePolicy& policy, const std::string& path) {
  const PredictivePolicy& predictive = *policy.predictive;
  const bool from_history = predictive.method == PredictiveMethod::kSameHour20Days;
  if (from_history ? !Has(request.series, predictive.series) : !Has(request.forecasts, predictive.series)) {
    return InvalidField(Cat(path, ".series"),
                        Cat("is ", Quoted(predictive.series), "; no such name among the request's ",
                            from_history ? "series" : "forecasts"));
  }
  for (const ForecastSeries& series : request.series) {
    if (!from_history || series.name != predictive.series || series.kind == SeriesKind::kDemand) continue;
    return InvalidField(Cat(path, ".series"),
                        Cat("is ", Quoted(series.name), ", which is no demand; same_hour_20_days reads demand alone"));
  }
  if (predictive.shortage_cost_usd_per_node_hour && !predictive.quantile) {
    const double idle = predictive.idle_cost_usd_per_node_hour.value_or(policy.node_price_usd_per_hour);
    if (*predictive.shortage_cost_usd_per_node_hour <= 0 || idle <= 0) {
      return InvalidField(Cat(path, ".shortage_cost_usd_per_node_hour"),
                          "or what an idle node costs is 0; the quantile is shortage / (shortage + idle)");
    }
  }
  return std::nullopt;
}

using Names = std::set<std::string_view>;

Fault CheckScaleIn(const ScalePolicy& policy, const Names& groups, const std::string& path) {
  const ScaleInPolicy& in = policy.scale_in;
  if (in.restart_cost_usd > 0 && policy.node_price_usd_per_hour == 0) {
    return InvalidField(Cat(path, ".restart_cost_usd"),
                        "is set without node_price_usd_per_hour, so that nobody can tell when removing a node pays");
  }
  if (auto fault = model::CheckNodeBudgets(in.node_budgets, Cat(path, ".node_budgets"), groups)) return fault;
  return model::CheckSpans(in.quiet_windows, Cat(path, ".quiet_windows"));
}

Fault CheckPolicy(const ScaleRequest& request, const ScalePolicy& policy, const Names& groups,
                  const std::string& path) {
  const NodeBounds bounds = BoundsOf(policy);
  if (bounds.min_nodes > bounds.max_nodes) {
    return InvalidField(Cat(path, ".min_nodes"), Cat("is ", bounds.min_nodes, ", above max_nodes, ", bounds.max_nodes));
  }
  for (std::size_t i = 0; i < policy.rules.size(); ++i) {
    if (auto fault = CheckRule(policy.rules[i], Cat(path, ".rules[", i, "]"))) return fault;
  }
  if (auto fault = CheckLimits(policy.up, Cat(path, ".up"))) return fault;
  if (auto fault = CheckLimits(policy.down, Cat(path, ".down"))) return fault;
  for (std::size_t i = 0; i < policy.schedule.size(); ++i) {
    const ScheduledBounds& bounds_then = policy.schedule[i];
    const std::string at = Cat(path, ".schedule[", i, "]");
    if (bounds_then.span.end_unix_ms <= bounds_then.span.start_unix_ms) {
      return InvalidField(Cat(at, ".span.end_unix_ms"), "is not after its start");
    }
    if (!bounds_then.min_nodes && !bounds_then.max_nodes) {
      return InvalidField(at, "states neither min_nodes nor max_nodes");
    }
  }
  if (policy.predictive) {
    if (auto fault = CheckPredictive(request, policy, Cat(path, ".predictive"))) return fault;
  }
  return CheckScaleIn(policy, groups, Cat(path, ".scale_in"));
}

constexpr std::int64_t kLastMoment = 100'000'000'000'000;
constexpr std::int64_t kLongestStep = 604800;
constexpr std::size_t kMostSteps = 10000;
constexpr double kMostDemand = 1e30;

bool AreDemands(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(),
                     [](double value) { return value >= -kMostDemand && value <= kMostDemand; });
}

Fault CheckForecasts(const std::vector<SeriesForecast>& forecasts) {
  if (auto fault = model::CheckNames(forecasts, "forecasts")) return fault;
  for (std::size_t i = 0; i < forecasts.size(); ++i) {
    const SeriesForecast& forecast = forecasts[i];
    const std::string path = Cat("forecasts[", i, "]");
    if (forecast.start_unix_ms < 0 || forecast.start_unix_ms > kLastMoment || forecast.step_seconds < 1 ||
        forecast.step_seconds > kLongestStep || forecast.mean.size() > kMostSteps) {
      return InvalidField(path, "has steps that no forecast has; pass it as Forecast returned it");
    }
    if (!AreDemands(forecast.mean)) return InvalidField(Cat(path, ".mean"), "is beyond 1e30 either way");
    if (forecast.level != ForecastLevel::kNone && forecast.quantiles.empty()) {
      return InvalidField(Cat(path, ".quantiles"), "are empty; pass a forecast as Forecast returned it");
    }
    for (std::size_t k = 0; k < forecast.quantiles.size(); ++k) {
      const QuantilePath& quantile = forecast.quantiles[k];
      if (quantile.values.size() != forecast.mean.size() || !AreDemands(quantile.values) || quantile.quantile <= 0 ||
          quantile.quantile >= 1 || (k > 0 && quantile.quantile <= forecast.quantiles[k - 1].quantile)) {
        return InvalidField(
            Cat(path, ".quantiles[", k, "]"),
            "does not ascend or has another length than the mean; pass a forecast as Forecast returned it");
      }
    }
  }
  return std::nullopt;
}

bool AreNames(const std::vector<std::string>& names) { return std::is_sorted(names.begin(), names.end()); }

// Numbers of nodes in the order of time.
Fault CheckCounts(const std::vector<NodeCountAt>& counts, const std::string& path) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i].nodes >= 0 && (i == 0 || counts[i - 1].unix_ms <= counts[i].unix_ms)) continue;
    return InvalidField(Cat(path, "[", i, "]"),
                        "is negative or not after the one before; pass a state back as it came");
  }
  return std::nullopt;
}

Fault CheckState(const ScaleState& state) {
  if (state.version != 1) {
    return InvalidField("state.version", Cat("is ", state.version, "; accepted: 1. Begin without a state"));
  }
  for (std::size_t i = 0; i < state.groups.size(); ++i) {
    const std::string path = Cat("state.groups[", i, "]");
    if (i > 0 && state.groups[i].name <= state.groups[i - 1].name) {
      return InvalidField(Cat(path, ".name"), "is not after the one before; pass a state back as it came");
    }
    if (auto fault = CheckCounts(state.groups[i].ready, Cat(path, ".ready"))) return fault;
    if (auto fault = CheckCounts(state.groups[i].wanted, Cat(path, ".wanted"))) return fault;
    if (!AreNames(state.groups[i].known_nodes)) {
      return InvalidField(Cat(path, ".known_nodes"), "are not in order; pass a state back as it came");
    }
    for (std::size_t k = 0; k < state.groups[i].leaving.size(); ++k) {
      if (AreNames(state.groups[i].leaving[k].names)) continue;
      return InvalidField(Cat(path, ".leaving[", k, "].names"), "are not in order; pass a state back as it came");
    }
  }
  return std::nullopt;
}

Fault CheckReadyNodes(const ScaleGroup& group, const std::string& path) {
  if (!group.ready_nodes || !group.ready_nodes->value) return std::nullopt;
  const double nodes = *group.ready_nodes->value;
  if (nodes >= 0 && nodes <= 1e6 && nodes == static_cast<double>(static_cast<std::int64_t>(nodes))) return std::nullopt;
  return InvalidField(Cat(path, ".ready_nodes.value"),
                      Cat("is ", Number(nodes), "; accepted: whole numbers, 0 to 1000000"));
}

}  // namespace

std::optional<Error> CheckRequest(const ScaleRequest& request) {
  if (auto fault = model::CheckNames(request.groups, "groups")) return fault;
  if (auto fault = model::CheckNames(request.nodes, "nodes")) return fault;
  if (auto fault = model::CheckNames(request.series, "series")) return fault;
  const model::WorkloadNames names(request.workloads);
  if (auto fault = model::CheckRepeated(names, request.workloads)) return fault;
  if (auto fault = model::CheckRunning(request.nodes, names)) return fault;
  if (auto fault = model::CheckBudgets(request.budgets, names)) return fault;
  if (auto fault = CheckForecasts(request.forecasts)) return fault;
  for (std::size_t i = 0; i < request.series.size(); ++i) {
    if (auto fault = forecast::CheckHistory(request.series[i].history, Cat("series[", i, "].history"))) return fault;
  }
  if (auto fault = forecast::CheckUtcOffsets(request.utc_offsets)) return fault;
  Names groups;
  for (const ScaleGroup& group : request.groups) groups.insert(group.name);
  for (const Node& node : request.nodes) groups.insert(node.group);
  for (std::size_t i = 0; i < request.groups.size(); ++i) {
    const ScaleGroup& group = request.groups[i];
    const std::string path = Cat("groups[", i, "]");
    if (auto fault = model::CheckNames(group.metrics, Cat(path, ".metrics"))) return fault;
    if (auto fault = CheckReadyNodes(group, path)) return fault;
    if (auto fault = CheckPolicy(request, group.policy, groups, Cat(path, ".policy"))) return fault;
  }
  return request.state ? CheckState(*request.state) : std::nullopt;
}

}  // namespace spotwright::scaling
