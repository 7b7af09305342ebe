#include "spotwright/plan.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<PlanAction>() {
  static const Enum kTable{"PlanAction",
                           "What a step of a plan does.",
                           {
                               {1, "launch", "Start nodes."},
                               {2, "wait_until_ready", "Wait for every node launched so far."},
                               {3, "drain", "Cordon, move the pods away, then end the node."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<DisruptionPolicy>() {
  static const Message kTable = Describe<DisruptionPolicy>(
      "DisruptionPolicy", "How much may be touched.",
      {
          Field<&DisruptionPolicy::replace_nodes>(1, "replace_nodes",
                                                  "false: only add what is missing; nothing that runs is touched."),
          Field<&DisruptionPolicy::min_savings_share>(
              2, "min_savings_share",
              "Replace only when that saves at least this share of what keeping every node costs.")
              .Range(0, 1),
          Field<&DisruptionPolicy::move_system_critical>(3, "move_system_critical",
                                                         "Whether nodes with system-critical pods may be drained."),
          Field<&DisruptionPolicy::max_draining_share>(
              4, "max_draining_share", "Nodes drained at once, as a share of all nodes, rounded up; at least 1.")
              .Range(0, 1),
      });
  return kTable;
}

template <>
const Message& MessageOf<DemandRule>() {
  static const Message kTable = Describe<DemandRule>(
      "DemandRule", "A workload whose replicas follow a demand.",
      {
          Field<&DemandRule::workload>(1, "workload", "Its name.").Required(),
          Field<&DemandRule::namespace_name>(2, "namespace_name", "Its namespace."),
          Field<&DemandRule::series>(3, "series", "Name of one of the request's series; empty: the workload's name."),
          Field<&DemandRule::units_per_replica>(4, "units_per_replica",
                                                "Demand that one replica takes, in the series' unit.")
              .Range(1e-9, 1e18),
          Field<&DemandRule::max_replicas>(5, "max_replicas", "More are never planned.").Range(0, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<DemandPolicy>() {
  static const Message kTable = Describe<DemandPolicy>(
      "DemandPolicy", "Which workloads follow a demand, and how far ahead that is looked at.",
      {
          Field<&DemandPolicy::rules>(1, "rules", "At most one of each workload."),
          Field<&DemandPolicy::quantile>(2, "quantile", "Of demand: that is to be met.").Range(0.5, 0.999),
          Field<&DemandPolicy::boot_seconds>(3, "boot_seconds", "From launch to ready.").Range(0, 86400),
          Field<&DemandPolicy::plan_every_seconds>(4, "plan_every_seconds", "Until the next plan, this one must hold.")
              .Range(1, 604800),
          Field<&DemandPolicy::step_seconds>(5, "step_seconds", "Of the forecast.").Range(60, 86400),
          Field<&DemandPolicy::horizon_seconds>(6, "horizon_seconds", "How far the forecast looks ahead.")
              .Range(60, 604800),
      });
  return kTable;
}

template <>
const Message& MessageOf<PlannedDemand>() {
  static const Message kTable =
      Describe<PlannedDemand>(
          "PlannedDemand", "The replicas of a workload that follows a demand.",
          {
              Field<&PlannedDemand::workload>(1, "workload", "Its name."),
              Field<&PlannedDemand::namespace_name>(2, "namespace_name", "Its namespace."),
              Field<&PlannedDemand::replicas_now>(3, "replicas_now", "As the request says."),
              Field<&PlannedDemand::replicas_planned>(4, "replicas_planned",
                                                      "What the plan has room for; never fewer."),
              Field<&PlannedDemand::replicas_at_peak>(5, "replicas_at_peak",
                                                      "The most that the forecast asks for within its horizon."),
              Field<&PlannedDemand::peak_unix_ms>(6, "peak_unix_ms",
                                                  "The first step that asks for so many; ms since 1970 UTC."),
              Field<&PlannedDemand::units_per_replica>(7, "units_per_replica", "As the policy says."),
              Field<&PlannedDemand::forecast>(8, "forecast", "Its quantiles are the median and the policy's."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<LaterLaunch>() {
  static const Message kTable =
      Describe<LaterLaunch>(
          "LaterLaunch", "Nodes of one pool that need not be launched yet.",
          {
              Field<&LaterLaunch::launch_at_unix_ms>(1, "launch_at_unix_ms", "When to launch them; ms since 1970 UTC."),
              Field<&LaterLaunch::ready_by_unix_ms>(2, "ready_by_unix_ms", "When they are needed; ms since 1970 UTC."),
              Field<&LaterLaunch::pool>(3, "pool", "Where."),
              Field<&LaterLaunch::group>(4, "group", "Through which group; empty: none."),
              Field<&LaterLaunch::count>(5, "count", "How many."),
              Field<&LaterLaunch::price_usd_per_hour>(6, "price_usd_per_hour", "Of one."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<Policy>() {
  static const Message kTable = Describe<Policy>(
      "Policy", "The rules of one cluster.",
      {
          Field<&Policy::policy_version>(1, "policy_version", "Echoed in the response."),
          Field<&Policy::prices>(2, "prices", "Caps on spot prices."),
          Field<&Policy::mix>(3, "mix",
                              "How much of the spot-tolerant work may be on spot: by fixed shares, or by an "
                              "availability target. A budget is not understood."),
          Field<&Policy::mix_unit>(4, "mix_unit", "What the mix counts; cpu with an availability target."),
          Field<&Policy::zones>(5, "zones", "Zones that may be used; empty: all."),
          Field<&Policy::pack>(6, "pack", "What packing may do. Its spot_share is computed from `mix`."),
          Field<&Policy::disruption>(7, "disruption", "How much may be touched."),
          Field<&Policy::price_hysteresis>(8, "price_hysteresis",
                                           "Keeps pools from coming and going as their prices do; needs now_unix_ms. "
                                           "Absent: a plain threshold."),
          Field<&Policy::price_alerts>(9, "price_alerts", "Which prices are worth a warning; needs now_unix_ms."),
          Field<&Policy::demand>(10, "demand", "Which workloads follow a demand; needs now_unix_ms."),
      });
  return kTable;
}

template <>
const Message& MessageOf<PlanRequest>() {
  static const Message kTable = Describe<PlanRequest>(
      "PlanRequest", "One cluster's whole next step.",
      {
          Field<&PlanRequest::now_unix_ms>(
              1, "now_unix_ms",
              "Needed where an offer is cooling, and for prices to have a past; ms since 1970 "
              "UTC.")
              .Range(0, 1e15),
          Field<&PlanRequest::workloads>(2, "workloads", "What is to run."),
          Field<&PlanRequest::nodes>(3, "nodes", "What runs."),
          Field<&PlanRequest::offers>(4, "offers", "What can be launched; at most one offer of each pool."),
          Field<&PlanRequest::groups>(5, "groups", "If any: launches happen only through them. Otherwise freely."),
          Field<&PlanRequest::budgets>(6, "budgets", "Disruption budgets of workloads."),
          Field<&PlanRequest::policy>(7, "policy", "The rules."),
          Field<&PlanRequest::price_histories>(8, "price_histories",
                                               "What spot pools have cost; at most one of each pool."),
          Field<&PlanRequest::price_state>(9, "price_state", "The last response's."),
          Field<&PlanRequest::risk>(
              10, "risk",
              "How pools lose capacity, as estimate_risk finds it. Absent: from the offers' interruption data."),
          Field<&PlanRequest::series>(11, "series", "What policy.demand speaks of; each name once."),
          Field<&PlanRequest::demand_events>(
              12, "demand_events", "Intervals in which demand differs, past ones to learn from and coming ones."),
          Field<&PlanRequest::utc_offsets>(13, "utc_offsets",
                                           "Ascending; the first reaches back for ever. Empty: UTC."),
      });
  return kTable;
}

template <>
const Message& MessageOf<PlanSummary>() {
  static const Message kTable =
      Describe<PlanSummary>(
          "PlanSummary", "A plan in numbers.",
          {
              Field<&PlanSummary::cost_now_usd_per_hour>(1, "cost_now_usd_per_hour", "Of today's nodes."),
              Field<&PlanSummary::cost_planned_usd_per_hour>(2, "cost_planned_usd_per_hour", "Of the plan's nodes."),
              Field<&PlanSummary::cost_all_on_demand_usd_per_hour>(
                  3, "cost_all_on_demand_usd_per_hour",
                  "What the plan would cost without spot: the nodes that must stay are kept, the rest is packed on "
                  "on-demand alone. 0 "
                  "when that cannot hold all the work."),
              Field<&PlanSummary::savings_usd_per_hour>(4, "savings_usd_per_hour", "Now less planned."),
              Field<&PlanSummary::savings_share>(5, "savings_share", "Savings / cost now; 0 when nothing is paid now."),
              Field<&PlanSummary::nodes_now>(6, "nodes_now", "Nodes today, the control plane left out."),
              Field<&PlanSummary::nodes_planned>(7, "nodes_planned", "Nodes in the plan."),
              Field<&PlanSummary::spot_cpu_share>(8, "spot_cpu_share",
                                                  "Of the CPU that spot-tolerant workloads request: the part on spot."),
              Field<&PlanSummary::spot_cost_share>(9, "spot_cost_share", "Of the planned cost."),
              Field<&PlanSummary::lower_bound_usd_per_hour>(
                  10, "lower_bound_usd_per_hour",
                  "The nodes that are kept, and the least that any new nodes for the pods on new ones could cost."),
              Field<&PlanSummary::gap>(11, "gap", "Planned cost / lower bound - 1."),
              Field<&PlanSummary::pods>(12, "pods", "Replicas placed, daemonsets left out."),
              Field<&PlanSummary::pods_to_move>(13, "pods_to_move",
                                                "Of the running ones, those that change their node."),
              Field<&PlanSummary::achieved_availability>(
                  14, "achieved_availability",
                  "The probability that the plan's nodes have CPU for all spot-tolerant work throughout the lead time "
                  "of the risk model; absent where there is no such work."),
              Field<&PlanSummary::expected_interruptions_per_month>(15, "expected_interruptions_per_month",
                                                                    "Of the plan's spot nodes, in 730 hours."),
              Field<&PlanSummary::expected_cost_usd_per_hour>(
                  16, "expected_cost_usd_per_hour", "Planned cost, and the policy's cost of these interruptions."),
              Field<&PlanSummary::cost_at_peak_usd_per_hour>(
                  17, "cost_at_peak_usd_per_hour", "With all that is to be launched later; absent without forecasts."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<PlannedLaunch>() {
  static const Message kTable =
      Describe<PlannedLaunch>(
          "PlannedLaunch", "New nodes of one pool and group.",
          {
              Field<&PlannedLaunch::pool>(1, "pool", "Which pool."),
              Field<&PlannedLaunch::group>(2, "group", "Which node group; empty: none."),
              Field<&PlannedLaunch::count>(3, "count", "How many nodes."),
              Field<&PlannedLaunch::price_usd_per_hour>(4, "price_usd_per_hour", "Of one, USD per hour."),
              Field<&PlannedLaunch::interruption_band>(5, "interruption_band", "The offer's, when known."),
              Field<&PlannedLaunch::vcpus>(6, "vcpus", "Of one."),
              Field<&PlannedLaunch::memory_bytes>(7, "memory_bytes", "Allocatable of one."),
              Field<&PlannedLaunch::cpu_fill_share>(8, "cpu_fill_share", "Requested / allocatable over these nodes."),
              Field<&PlannedLaunch::memory_fill_share>(9, "memory_fill_share",
                                                       "Requested / allocatable over these nodes."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<PlannedZone>() {
  static const Message kTable =
      Describe<PlannedZone>(
          "PlannedZone", "One zone, now and then.",
          {
              Field<&PlannedZone::zone>(1, "zone", "Name of the zone."),
              Field<&PlannedZone::nodes_now>(2, "nodes_now", "Nodes today."),
              Field<&PlannedZone::nodes_planned>(3, "nodes_planned", "Nodes in the plan."),
              Field<&PlannedZone::cpu_millicores_planned>(4, "cpu_millicores_planned", "Allocatable in the plan."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ConsideredPool>() {
  static const Message kTable =
      Describe<ConsideredPool>(
          "ConsideredPool", "A pool that was looked at.",
          {
              Field<&ConsideredPool::pool>(1, "pool", "Which pool."),
              Field<&ConsideredPool::price_usd_per_hour>(2, "price_usd_per_hour", "USD per hour."),
              Field<&ConsideredPool::chosen_count>(3, "chosen_count", "Nodes of it in the plan, kept and new."),
              Field<&ConsideredPool::reasons>(4, "reasons", "Why it was not chosen."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<PlanStep>() {
  static const Message kTable =
      Describe<PlanStep>("PlanStep", "Steps are carried out in order; the nodes of one step together.",
                         {
                             Field<&PlanStep::action>(1, "action", "What to do."),
                             Field<&PlanStep::nodes>(2, "nodes", "To which nodes; new ones by their names in `nodes`."),
                             Field<&PlanStep::pool>(3, "pool", "Of a launch."),
                             Field<&PlanStep::group>(4, "group", "Of a launch."),
                             Field<&PlanStep::pods_moved>(5, "pods_moved", "Of a drain."),
                             Field<&PlanStep::sentence>(6, "sentence", "The same in English."),
                         })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<PlanResponse>() {
  static const Message kTable =
      Describe<PlanResponse>(
          "PlanResponse", "The plan.",
          {
              Field<&PlanResponse::feasible>(1, "feasible", "Every replica has a place."),
              Field<&PlanResponse::policy_version>(2, "policy_version", "The policy's."),
              Field<&PlanResponse::summary>(3, "summary", "The plan in numbers."),
              Field<&PlanResponse::launches>(4, "launches", "New nodes by pool."),
              Field<&PlanResponse::nodes>(5, "nodes", "All nodes of the plan, each with all that runs on it."),
              Field<&PlanResponse::drains>(6, "drains", "Names of the nodes that go."),
              Field<&PlanResponse::zones>(7, "zones", "By zone, in byte order."),
              Field<&PlanResponse::pools>(8, "pools", "Every pool considered: chosen, or why not."),
              Field<&PlanResponse::steps>(9, "steps", "In order."),
              Field<&PlanResponse::unplaced>(10, "unplaced", "What found no place."),
              Field<&PlanResponse::warnings>(11, "warnings", "What the reader should know."),
              Field<&PlanResponse::reasons>(12, "reasons", "Why the plan is what it is."),
              Field<&PlanResponse::call_again_at_unix_ms>(
                  13, "call_again_at_unix_ms",
                  "When an offer stops cooling or, where prices have a past, they may be judged otherwise; absent: the "
                  "answer never changes by time alone."),
              Field<&PlanResponse::price_state>(14, "price_state", "With now_unix_ms: to be passed to the next call."),
              Field<&PlanResponse::demands>(15, "demands", "In the order of the policy's rules."),
              Field<&PlanResponse::later_launches>(16, "later_launches", "By time. Each counts on all before it."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
