// plan: one cluster's whole next step, composed of the other decisions.
#ifndef SPOTWRIGHT_PLAN_H_
#define SPOTWRIGHT_PLAN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/assess_prices.h"
#include "spotwright/decide_mix.h"
#include "spotwright/disruption.h"
#include "spotwright/forecast.h"
#include "spotwright/node.h"
#include "spotwright/offer.h"
#include "spotwright/pack.h"
#include "spotwright/price_history.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"
#include "spotwright/risk.h"
#include "spotwright/workload.h"

namespace spotwright {

struct DisruptionPolicy {
  bool replace_nodes = true;          // false: only add what is missing; nothing that runs is touched.
  double min_savings_share = 0.05;    // Replace only when that saves this share of what keeping every node costs.
  bool move_system_critical = false;  // Whether nodes with system-critical pods may be drained.
  double max_draining_share = 0.1;    // Nodes drained at once, as a share of all nodes, rounded up; at least 1.

  friend bool operator==(const DisruptionPolicy&, const DisruptionPolicy&) = default;
};

// A workload whose replicas follow a demand.
struct DemandRule {
  std::string workload;
  std::string namespace_name = "default";
  std::string series;            // Name of one of PlanRequest::series; empty: the workload's name.
  double units_per_replica = 1;  // Demand that one replica takes, in the series' unit.
  std::int64_t max_replicas = 1000000;

  friend bool operator==(const DemandRule&, const DemandRule&) = default;
};

struct DemandPolicy {
  std::vector<DemandRule> rules;           // At most one of each workload.
  double quantile = 0.95;                  // Of demand: that is to be met.
  std::int64_t boot_seconds = 300;         // From launch to ready.
  std::int64_t plan_every_seconds = 3600;  // Until the next plan, this one must hold.
  std::int64_t step_seconds = 3600;        // Of the forecast.
  std::int64_t horizon_seconds = 86400;    // How far it looks ahead.

  friend bool operator==(const DemandPolicy&, const DemandPolicy&) = default;
};

// The rules of one cluster.
struct Policy {
  std::string policy_version;  // Echoed in the response.
  PricePolicy prices;
  MixPolicy mix;                         // How much of the spot-tolerant work may be on spot, by fixed shares or by an
                                         // availability target; a budget of the mix alone is not understood.
  ShareUnit mix_unit = ShareUnit::kCpu;  // What the mix counts; with an availability target it is kCpu.
  std::vector<std::string> zones;        // Zones that may be used; empty: all.
  PackPolicy pack;                       // Its spot_share is computed from `mix`.
  DisruptionPolicy disruption;
  std::optional<PriceHysteresis> price_hysteresis;  // Keeps pools from coming and going; needs now_unix_ms.
  PriceAlertPolicy price_alerts;                    // Which prices are worth a warning; needs now_unix_ms.
  DemandPolicy demand;                              // Which workloads follow a demand; needs now_unix_ms.

  friend bool operator==(const Policy&, const Policy&) = default;
};

struct PlanRequest {
  std::optional<std::int64_t> now_unix_ms;  // Needed where an offer is cooling, and for prices to have a past.
  std::vector<Workload> workloads;
  std::vector<Node> nodes;
  std::vector<Offer> offers;
  std::vector<NodeGroup> groups;
  std::vector<DisruptionBudget> budgets;
  Policy policy;
  std::vector<PriceHistory> price_histories;  // Of spot pools; at most one of each pool. Need now_unix_ms.
  std::optional<PriceState> price_state;      // The last response's.
  std::optional<RiskModel> risk;       // How pools lose capacity, as estimate_risk finds it. Absent: from the offers'
                                       // interruption data, as estimate_risk makes of it without any evidence.
  std::vector<ForecastSeries> series;  // What policy.demand speaks of; each name once.
  std::vector<DemandEvent> demand_events;  // As in ForecastRequest.
  std::vector<UtcOffset> utc_offsets;      // As in ForecastRequest.

  friend bool operator==(const PlanRequest&, const PlanRequest&) = default;
};

struct PlanSummary {
  double cost_now_usd_per_hour = 0;
  double cost_planned_usd_per_hour = 0;
  double cost_all_on_demand_usd_per_hour = 0;  // What must stay is kept, as are the other on-demand nodes if the plan
                                               // replaces none; the rest is packed on on-demand alone. 0: no room.
  double savings_usd_per_hour = 0;             // Now less planned.
  double savings_share = 0;
  std::int64_t nodes_now = 0;
  std::int64_t nodes_planned = 0;
  double spot_cpu_share = 0;            // Of the CPU that spot-tolerant workloads request.
  double spot_cost_share = 0;           // Of the planned cost.
  double lower_bound_usd_per_hour = 0;  // Kept nodes, and the least that new ones could cost for their pods.
  double gap = 0;
  std::int64_t pods = 0;
  std::int64_t pods_to_move = 0;
  std::optional<double> achieved_availability;      // P(after the lead time there is CPU for all spot-tolerant work, on
                                                    // the plan's nodes alone); absent where there is no such work.
  double expected_interruptions_per_month = 0;      // Of the plan's spot nodes, in 730 hours.
  double expected_cost_usd_per_hour = 0;            // Planned cost, and the policy's cost of these interruptions.
  std::optional<double> cost_at_peak_usd_per_hour;  // With all that is to be launched later; absent without forecasts.

  friend bool operator==(const PlanSummary&, const PlanSummary&) = default;
};

// New nodes of one pool (and group).
struct PlannedLaunch {
  Pool pool;
  std::string group;
  std::int64_t count = 0;
  double price_usd_per_hour = 0;  // Of one.
  std::optional<std::int64_t> interruption_band;
  std::int64_t vcpus = 0;         // Of one.
  std::int64_t memory_bytes = 0;  // Allocatable of one.
  double cpu_fill_share = 0;      // Requested / allocatable over these nodes.
  double memory_fill_share = 0;

  friend bool operator==(const PlannedLaunch&, const PlannedLaunch&) = default;
};

struct PlannedZone {
  std::string zone;
  std::int64_t nodes_now = 0;
  std::int64_t nodes_planned = 0;
  std::int64_t cpu_millicores_planned = 0;

  friend bool operator==(const PlannedZone&, const PlannedZone&) = default;
};

// A pool that was looked at: chosen, or why not.
struct ConsideredPool {
  Pool pool;
  double price_usd_per_hour = 0;
  std::int64_t chosen_count = 0;
  std::vector<Reason> reasons;

  friend bool operator==(const ConsideredPool&, const ConsideredPool&) = default;
};

enum class PlanAction : std::int32_t {
  kLaunch = 1,
  kWaitUntilReady = 2,  // For every node launched so far.
  kDrain = 3,           // Cordon, move the pods away, then end the node.
};

// Steps are carried out in order; the nodes of one step together.
struct PlanStep {
  PlanAction action = PlanAction::kLaunch;
  std::vector<std::string> nodes;  // Names; new ones as in `nodes`.
  std::optional<Pool> pool;        // Of a launch.
  std::string group;               // Of a launch.
  std::int64_t pods_moved = 0;     // Of a drain.
  std::string sentence;

  friend bool operator==(const PlanStep&, const PlanStep&) = default;
};

// The replicas of a workload that follows a demand.
struct PlannedDemand {
  std::string workload;
  std::string namespace_name;
  std::int64_t replicas_now = 0;
  std::int64_t replicas_planned = 0;  // Never fewer than now: taking replicas away is not the plan's.
  std::int64_t replicas_at_peak = 0;  // The most that the forecast asks for within its horizon.
  std::int64_t peak_unix_ms = 0;      // The first step that asks for so many.
  double units_per_replica = 1;
  SeriesForecast forecast;  // Its quantiles are the median and the policy's.

  friend bool operator==(const PlannedDemand&, const PlannedDemand&) = default;
};

// Nodes of one pool (and group) that need not be launched yet.
struct LaterLaunch {
  std::int64_t launch_at_unix_ms = 0;
  std::int64_t ready_by_unix_ms = 0;
  Pool pool;
  std::string group;
  std::int64_t count = 0;
  double price_usd_per_hour = 0;  // Of one.

  friend bool operator==(const LaterLaunch&, const LaterLaunch&) = default;
};

struct PlanResponse {
  bool feasible = true;  // Every replica has a place.
  std::string policy_version;
  PlanSummary summary;
  std::vector<PlannedLaunch> launches;
  std::vector<PackedNode> nodes;    // All nodes of the plan, each with all that runs on it.
  std::vector<std::string> drains;  // Names of the nodes that go.
  std::vector<PlannedZone> zones;
  std::vector<ConsideredPool> pools;
  std::vector<PlanStep> steps;
  std::vector<Unplaced> unplaced;
  std::vector<Reason> warnings;
  std::vector<Reason> reasons;
  std::optional<std::int64_t> call_again_at_unix_ms;  // When an offer stops cooling or, where prices have a past, they
                                                      // may be judged otherwise; absent: never by time alone.
  std::optional<PriceState> price_state;              // With now_unix_ms: to be passed to the next call.
  std::vector<PlannedDemand> demands;                 // In the order of the policy's rules.
  std::vector<LaterLaunch> later_launches;            // By time. Each counts on all before it.

  friend bool operator==(const PlanResponse&, const PlanResponse&) = default;
};

// Assesses prices, splits spot from on-demand, packs, and orders the steps from today's nodes to the plan's.
//
// Futures are compared: keep every node and add what is missing; or pack everything anew, either on new nodes alone or
// around nodes that the new packing would launch anyway. The second is taken when it saves at least min_savings_share,
// or places more pods. Kept nodes keep their pods: only a drain moves one. Never drained: control-plane nodes; nodes
// marked do_not_disrupt or still launching; nodes with a pod whose budget allows no disruption, or whose constraints
// packing does not know; and, unless the policy says otherwise, nodes with a system-critical pod. With spot not
// enabled, spot nodes go even if that costs more, unless their group has no room for the replacements meanwhile.
// Launches come first, then a wait, then drains in batches; so no group has more than max_nodes at any time, nodes that
// are draining already left out.
//
// With an availability target the mix is decided over the offers that can hold spot-tolerant work (see DecideMix). A
// node counts as much CPU as it can give to such work, with the memory that goes with it, in fifths of a vCPU; no pool,
// zone or set of types holds more than the work that may be there, spread over zones as it is. Spot then goes to the
// pools of that mix alone, as many nodes as it has there; what finds no room on them is on-demand. Nodes of the mix
// that no pod needs are launched empty, the cheapest first, as far as the target needs them. A future that misses the
// target is taken only when all do. Nothing is left out for a target: when its mix leaves pods without a place that
// would have one otherwise, the plan is made without it, and says so.
//
// achieved_availability speaks of CPU: what a node could give to spot-tolerant work, survivors of spot as the risk
// model says; spot nodes under notice, or of a pool that the model does not name, count as lost.
//
// Demand: for each rule of policy.demand the series is forecast (see Forecast; the greatest reading of a step counts),
// and the workload has as many replicas as the most that the quantile asks for until plan_every_seconds and a boot from
// now have passed; never fewer than it has. What more it needs later is planned too, in the order of time, each part
// as if it were due now on the nodes there then, and is launched a boot time ahead: `later_launches`. Rises within
// plan_every_seconds of each other, and beyond eight in all, go together.
//
// Errors, beside those of the decisions it is composed of: a rule of demand whose workload or series the request does
// not have, or without now_unix_ms; an availability target with another mix_unit than kCpu; a
// budget of the mix, which would leave out most of what a cluster costs; price histories, a price state or hysteresis
// without now_unix_ms.
//
// The cost is that of three to about twenty packings (see Pack), and of one DecideMix; with demand of one Forecast, and
// up to eight times three packings more.
Result<PlanResponse> Plan(const PlanRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_PLAN_H_
