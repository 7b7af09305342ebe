#include "spotwright/scale.h"

#include "src/model/field.h"

namespace spotwright::model {
namespace {

// Moments, in milliseconds since 1970: up to the year 5138, so that differences cannot overflow.
constexpr double kLastMoment = 1e14;
constexpr double kMostSeconds = 1e9;
constexpr double kMostNodes = 1e6;
constexpr double kMostValue = 1e18;

}  // namespace

template <>
const Enum& EnumOf<MetricKind>() {
  static const Enum kTable{
      "MetricKind",
      "How the value of a metric follows from the number of nodes.",
      {
          {1, "per_node",
           "A mean over nodes, such as CPU in percent: halves with twice the nodes. nodes x value / target."},
          {2, "total", "Of the group, such as requests per second; the target is what one node takes. value / target."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<MetricDirection>() {
  static const Enum kTable{"MetricDirection",
                           "Which values ask for more nodes.",
                           {
                               {1, "high_is_busy", "Such as load, latency, queues."},
                               {2, "low_is_busy", "Such as free memory: below its target it asks for more nodes."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<WindowValue>() {
  static const Enum kTable{"WindowValue",
                           "What of the readings within a window counts.",
                           {
                               {1, "mean", "The mean of the readings."},
                               {2, "max", "The greatest."},
                               {3, "min", "The least."},
                               {4, "last", "The newest."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<MissingMetric>() {
  static const Enum kTable{"MissingMetric",
                           "What a metric does that is missing or too old. It never counts as idle.",
                           {
                               {1, "no_scale_in", "Nothing is removed; other rules may add."},
                               {2, "hold", "No rule adds or removes."},
                               {3, "busy", "Counts as if the first step up were reached; of a target: as kNoScaleIn."},
                               {4, "ignore", "The rule is left out while others have readings."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<ScalePreset>() {
  static const Enum kTable{
      "ScalePreset",
      "Rules with the values of the field, added to a policy's own.",
      {
          {1, "smart_scale",
           "Metrics \"cpu\" and \"memory\" in percent and \"unschedulable_pods\". Up if CPU > 70, memory > 75 or "
           "unschedulable pods > 0 for 3 windows of 60 s: one node, two if CPU > 85 or pods > 5. Down by one if CPU < "
           "30, memory < 50 and no pod unschedulable for 10. 2 to 10 nodes, if not said otherwise."},
          {2, "queue_depth", "Metric \"queue_depth\": one node up if > 100 for 3 windows."},
          {3, "p95_latency", "Metric \"p95_latency_ms\": one node up if > 500 for 3 windows."},
          {4, "error_rate", "Metric \"error_rate_percent\": one node up if > 5 for 2 windows."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<RateSelect>() {
  static const Enum kTable{"RateSelect",
                           "Which of several limits holds.",
                           {
                               {1, "most", "The limit that allows most holds."},
                               {2, "least", "The limit that allows least holds."},
                               {3, "disabled", "No change in this direction."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<CoolDownFrom>() {
  static const Enum kTable{"CoolDownFrom",
                           "Which action a cool-down counts from.",
                           {
                               {1, "any_action", "Of adding and removing alike."},
                               {2, "same_action", "Adding waits for the last adding, removing for the last removing."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<PredictiveMethod>() {
  static const Enum kTable{
      "PredictiveMethod",
      "How capacity ahead of demand is found.",
      {
          {1, "quantile", "A quantile of a forecast, ready when it is needed."},
          {2, "hourly_mean",
           "As AWS's predictive scaling: from 24 hours of history, the mean of an hourly forecast at the start of the "
           "hour, lead_seconds (300) ahead."},
          {3, "same_hour_20_days",
           "The mean of the same hour over the last 20 days, and 20 %; 7 days of history or nothing."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<MaxBreach>() {
  static const Enum kTable{
      "MaxBreach",
      "What happens when a forecast asks for more than max_nodes.",
      {
          {1, "honor", "max_nodes holds."},
          {2, "increase", "max_nodes gives way to the forecast and max_breach_buffer_share beyond it."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<RuleFinding>() {
  static const Enum kTable{"RuleFinding",
                           "What a rule saw.",
                           {
                               {1, "fine", "Within its bounds."},
                               {2, "up", "It asks for more nodes."},
                               {3, "down", "It allows fewer nodes."},
                               {4, "missing", "No reading, or too old a one."},
                               {5, "inactive", "Not at this hour."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<ScaleAction>() {
  static const Enum kTable{"ScaleAction",
                           "What happens to a group.",
                           {
                               {1, "hold", "Nothing happens."},
                               {2, "add", "Nodes are to be launched."},
                               {3, "remove", "Nodes are to be removed."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<MetricReadings>() {
  static const Message kTable = Describe<MetricReadings>(
      "MetricReadings", "What was measured of one metric.",
      {
          Field<&MetricReadings::name>(1, "name", "Unique in its group.").Required(),
          Field<&MetricReadings::readings>(2, "readings", "In any order. Without a value: the reading failed."),
      });
  return kTable;
}

template <>
const Message& MessageOf<ScaleStep>() {
  static const Message kTable = Describe<ScaleStep>(
      "ScaleStep", "What to do when a metric is beyond a value. Exactly one of nodes, share and exact_nodes.",
      {
          Field<&ScaleStep::beyond>(1, "beyond", "Up: above it; down: below it (the other way round if low is busy).")
              .Range(-kMostValue, kMostValue),
          Field<&ScaleStep::nodes>(2, "nodes", "So many more, or fewer.").Range(1, kMostNodes),
          Field<&ScaleStep::share>(3, "share", "Of the nodes, rounded down, at least 1.").Range(0, 100),
          Field<&ScaleStep::exact_nodes>(4, "exact_nodes", "To so many.").Range(0, kMostNodes),
      });
  return kTable;
}

template <>
const Message& MessageOf<DailyHours>() {
  static const Message kTable = Describe<DailyHours>(
      "DailyHours", "Hours of the local day, [from, to): 22 to 6 goes over midnight.",
      {
          Field<&DailyHours::from_hour>(1, "from_hour", "The hour at which it begins.").Range(0, 23),
          Field<&DailyHours::to_hour>(2, "to_hour", "The hour at which it ends, not included.").Range(1, 24),
      });
  return kTable;
}

template <>
const Message& MessageOf<MetricRule>() {
  static const Message kTable = Describe<MetricRule>(
      "MetricRule", "One rule over one metric: a target to track, or steps.",
      {
          Field<&MetricRule::metric>(1, "metric", "Name of the metric that it looks at.").Required(),
          Field<&MetricRule::direction>(2, "direction", "Which values ask for more nodes."),
          Field<&MetricRule::kind>(3, "kind", "Of a target."),
          Field<&MetricRule::target>(4, "target", "What the metric is kept at; absent: there are steps.")
              .Range(1e-9, kMostValue),
          Field<&MetricRule::tolerance_up>(
              5, "tolerance_up", "No action while value / target is within 1 - tolerance_down to 1 + tolerance_up.")
              .Range(0, 10),
          Field<&MetricRule::tolerance_down>(6, "tolerance_down", "Below 1.").Range(0, 0.99),
          Field<&MetricRule::up>(7, "up", "The mildest first."),
          Field<&MetricRule::down>(8, "down",
                                   "The mildest first. Empty: the rule only adds, and has no say about removing unless "
                                   "it is beyond its first step up."),
          Field<&MetricRule::window_seconds>(9, "window_seconds", "Length of a window.").Range(1, 86400),
          Field<&MetricRule::window_value>(10, "window_value", "What of the readings within a window counts."),
          Field<&MetricRule::up_windows>(11, "up_windows",
                                         "So many windows in a row must be beyond before nodes are added.")
              .Range(1, 1000),
          Field<&MetricRule::down_windows>(12, "down_windows",
                                           "So many windows in a row must be beyond before nodes are removed.")
              .Range(1, 1000),
          Field<&MetricRule::missing>(13, "missing", "What happens without a reading."),
          Field<&MetricRule::max_age_seconds>(14, "max_age_seconds", "An older newest reading counts as missing.")
              .Range(1, kMostSeconds),
          Field<&MetricRule::hours>(15, "hours", "When the rule holds, in local time; empty: always."),
      });
  return kTable;
}

template <>
const Message& MessageOf<RateLimit>() {
  static const Message kTable = Describe<RateLimit>(
      "RateLimit", "At most so many nodes, or such a share of them, within a period.",
      {
          Field<&RateLimit::nodes>(1, "nodes", "Exactly one of the two.").Range(0, kMostNodes),
          Field<&RateLimit::share>(2, "share", "Of the nodes at the period's start, rounded up.").Range(0, 100),
          Field<&RateLimit::period_seconds>(3, "period_seconds", "Over which time the limit holds.").Range(1, 1800),
      });
  return kTable;
}

template <>
const Message& MessageOf<ScaleBehavior>() {
  static const Message kTable = Describe<ScaleBehavior>(
      "ScaleBehavior", "As the Horizontal Pod Autoscaler's behavior.",
      {
          Field<&ScaleBehavior::stabilization_seconds>(
              1, "stabilization_seconds", "Up: the least that was asked for within that time; down: the most.")
              .Range(0, 86400),
          Field<&ScaleBehavior::limits>(2, "limits", "None: no limit."),
          Field<&ScaleBehavior::select>(3, "select", "Which of several limits holds."),
      });
  return kTable;
}

template <>
const Message& MessageOf<PredictivePolicy>() {
  static const Message kTable = Describe<PredictivePolicy>(
      "PredictivePolicy", "Capacity ahead of demand. It only adds.",
      {
          Field<&PredictivePolicy::series>(1, "series",
                                           "Name of a forecast (of kSameHour20Days: of a series) of the request.")
              .Required(),
          Field<&PredictivePolicy::units_per_node>(2, "units_per_node",
                                                   "Demand that one node takes, in the unit of the series.")
              .Range(1e-9, kMostValue),
          Field<&PredictivePolicy::method>(3, "method", "How the number of nodes is found."),
          Field<&PredictivePolicy::quantile>(4, "quantile", "Absent: from the two costs, else 0.95.")
              .Range(0.01, 0.9999),
          Field<&PredictivePolicy::shortage_cost_usd_per_node_hour>(
              5, "shortage_cost_usd_per_node_hour", "Quantile = shortage / (shortage + idle): the newsvendor's.")
              .Range(0, 1e6),
          Field<&PredictivePolicy::idle_cost_usd_per_node_hour>(6, "idle_cost_usd_per_node_hour",
                                                                "Absent: node_price_usd_per_hour.")
              .Range(0, 1e6),
          Field<&PredictivePolicy::lead_seconds>(7, "lead_seconds",
                                                 "Absent: the boot time; 300 of kHourlyMean, 3600 of kSameHour20Days.")
              .Range(0, 86400),
          Field<&PredictivePolicy::decision_seconds>(8, "decision_seconds", "Time between calls: added to the lead.")
              .Range(0, 86400),
          Field<&PredictivePolicy::forecast_only>(9, "forecast_only", "Say what would be done, and do not do it."),
          Field<&PredictivePolicy::max_breach>(10, "max_breach",
                                               "What happens when more than max_nodes are asked for."),
          Field<&PredictivePolicy::max_breach_buffer_share>(
              11, "max_breach_buffer_share",
              "How far beyond the forecast max_nodes may be exceeded, as a share of the forecast.")
              .Range(0, 1),
      });
  return kTable;
}

template <>
const Message& MessageOf<ScheduledBounds>() {
  static const Message kTable = Describe<ScheduledBounds>(
      "ScheduledBounds", "Bounds that hold in an interval; nodes are launched a boot time before it.",
      {
          Field<&ScheduledBounds::span>(1, "span", "When the bounds hold."),
          Field<&ScheduledBounds::min_nodes>(2, "min_nodes", "Absent: the policy's.").Range(0, kMostNodes),
          Field<&ScheduledBounds::max_nodes>(3, "max_nodes", "Absent: the policy's.").Range(0, kMostNodes),
      });
  return kTable;
}

template <>
const Message& MessageOf<ScaleInPolicy>() {
  static const Message kTable = Describe<ScaleInPolicy>(
      "ScaleInPolicy", "When nodes may go, and which.",
      {
          Field<&ScaleInPolicy::enabled>(1, "enabled", "false: nothing is removed."),
          Field<&ScaleInPolicy::max_nodes>(2, "max_nodes", "At once.").Range(0, kMostNodes),
          Field<&ScaleInPolicy::max_share>(3, "max_share", "Of the nodes at once, rounded down, at least 1.")
              .Range(0, 1),
          Field<&ScaleInPolicy::on_demand_base_nodes>(4, "on_demand_base_nodes",
                                                      "No fewer on-demand nodes than these stay.")
              .Range(0, kMostNodes),
          Field<&ScaleInPolicy::min_node_age_seconds>(5, "min_node_age_seconds", "Younger nodes stay.")
              .Range(0, kMostSeconds),
          Field<&ScaleInPolicy::move_stateful>(6, "move_stateful", "false: nodes with any pod of a StatefulSet stay."),
          Field<&ScaleInPolicy::one_in_each_zone>(7, "one_in_each_zone",
                                                  "Where min_nodes is no less than the zones that have nodes."),
          Field<&ScaleInPolicy::first>(8, "first", "Which goes first; absent: the dearer."),
          Field<&ScaleInPolicy::restart_cost_usd>(
              9, "restart_cost_usd", "Of a node that must be launched again, beside its boot and the pods' restarts.")
              .Range(0, 1e6),
          Field<&ScaleInPolicy::drain_seconds>(10, "drain_seconds", "From cordon to the end of the machine.")
              .Range(0, 86400),
          Field<&ScaleInPolicy::node_budgets>(11, "node_budgets", "At most how many nodes may be disrupted at once."),
          Field<&ScaleInPolicy::quiet_windows>(12, "quiet_windows", "Nothing is removed in them."),
      });
  return kTable;
}

template <>
const Message& MessageOf<ScalePolicy>() {
  static const Message kTable = Describe<ScalePolicy>(
      "ScalePolicy", "The rules of one group.",
      {
          Field<&ScalePolicy::presets>(1, "presets", "Rules that are built in."),
          Field<&ScalePolicy::rules>(2, "rules", "Rules of one's own."),
          Field<&ScalePolicy::min_nodes>(3, "min_nodes", "Absent: a preset's, else 0.").Range(0, kMostNodes),
          Field<&ScalePolicy::max_nodes>(4, "max_nodes", "Absent: a preset's, else 1000.").Range(0, kMostNodes),
          Field<&ScalePolicy::cool_down_up_seconds>(5, "cool_down_up_seconds", "Time from the last action to adding.")
              .Range(0, kMostSeconds),
          Field<&ScalePolicy::cool_down_down_seconds>(6, "cool_down_down_seconds",
                                                      "Time from the last action to removing.")
              .Range(0, kMostSeconds),
          Field<&ScalePolicy::cool_down_from>(7, "cool_down_from", "Which actions count."),
          Field<&ScalePolicy::up>(8, "up", "How fast nodes may be added."),
          Field<&ScalePolicy::down>(9, "down", "How fast nodes may be removed."),
          Field<&ScalePolicy::predictive>(10, "predictive", "Capacity ahead of demand; absent: none."),
          Field<&ScalePolicy::schedule>(11, "schedule", "Bounds that hold in intervals."),
          Field<&ScalePolicy::scale_in>(12, "scale_in", "When nodes may go, and which."),
          Field<&ScalePolicy::boot_seconds>(13, "boot_seconds",
                                            "Until 20 boots have been seen; and never less than what was seen.")
              .Range(0, 86400),
          Field<&ScalePolicy::node_price_usd_per_hour>(14, "node_price_usd_per_hour", "For what an idle node costs.")
              .Range(0, 1e6),
          Field<&ScalePolicy::interruptions_per_spot_node_hour>(15, "interruptions_per_spot_node_hour",
                                                                "Expected over the lead time, and added.")
              .Range(0, 1000),
      });
  return kTable;
}

template <>
const Message& MessageOf<ScaleGroup>() {
  static const Message kTable = Describe<ScaleGroup>(
      "ScaleGroup", "A group of nodes that is scaled as one, and what was measured of it.",
      {
          Field<&ScaleGroup::name>(1, "name", "Name of the node group, as in Node; unique in the request.").Required(),
          Field<&ScaleGroup::metrics>(2, "metrics", "What was measured since the last call."),
          Field<&ScaleGroup::ready_nodes>(3, "ready_nodes",
                                          "Where `nodes` of the request lists none of the group: how many serve now."),
          Field<&ScaleGroup::capacity_type>(4, "capacity_type", "Of nodes that are not listed."),
          Field<&ScaleGroup::boot_seconds>(5, "boot_seconds", "From launch to ready, seen since the last call.")
              .Range(0, 86400),
          Field<&ScaleGroup::policy>(6, "policy", "The rules of the group."),
      });
  return kTable;
}

template <>
const Message& MessageOf<InFlight>() {
  static const Message kTable = Describe<InFlight>(
      "InFlight", "Nodes that were asked for and have not been seen ready.",
      {
          Field<&InFlight::asked_unix_ms>(1, "asked_unix_ms", "When they were asked for; ms since 1970 UTC.")
              .Range(0, kLastMoment),
          Field<&InFlight::nodes>(2, "nodes", "How many.").Range(0, kMostNodes),
      });
  return kTable;
}

template <>
const Message& MessageOf<Leaving>() {
  static const Message kTable = Describe<Leaving>(
      "Leaving", "Nodes that were told to go and have not been seen gone.",
      {
          Field<&Leaving::asked_unix_ms>(1, "asked_unix_ms", "When that was; ms since 1970 UTC.").Range(0, kLastMoment),
          Field<&Leaving::nodes>(2, "nodes", "How many.").Range(0, kMostNodes),
          Field<&Leaving::names>(3, "names", "Where they are listed; ascending."),
      });
  return kTable;
}

template <>
const Message& MessageOf<NodeCountAt>() {
  static const Message kTable = Describe<NodeCountAt>(
      "NodeCountAt", "A number of nodes at a moment.",
      {
          Field<&NodeCountAt::unix_ms>(1, "unix_ms", "When; ms since 1970 UTC.").Range(0, kLastMoment),
          Field<&NodeCountAt::nodes>(2, "nodes", "How many.").Range(-kMostNodes, kMostNodes),
      });
  return kTable;
}

template <>
const Message& MessageOf<ScaleGroupState>() {
  static const Message kTable = Describe<ScaleGroupState>(
      "ScaleGroupState", "What is remembered of one group.",
      {
          Field<&ScaleGroupState::name>(1, "name", "Name of the group.").Required(),
          Field<&ScaleGroupState::last_up_unix_ms>(2, "last_up_unix_ms",
                                                   "When nodes were last added; ms since 1970 UTC.")
              .Range(0, kLastMoment),
          Field<&ScaleGroupState::last_down_unix_ms>(3, "last_down_unix_ms",
                                                     "When nodes were last removed; ms since 1970 UTC.")
              .Range(0, kLastMoment),
          Field<&ScaleGroupState::metrics>(4, "metrics", "As far back as rules look."),
          Field<&ScaleGroupState::wanted>(5, "wanted", "What metrics asked for, as far back as stabilisation looks."),
          Field<&ScaleGroupState::changes>(6, "changes",
                                           "What was done, as far back as limits look: + added, - removed."),
          Field<&ScaleGroupState::in_flight>(7, "in_flight", "Asked for, and neither seen ready nor listed."),
          Field<&ScaleGroupState::ready>(
              8, "ready", "Counts of ready nodes that were read: of a run of equal ones the first and the last."),
          Field<&ScaleGroupState::boot_seconds>(9, "boot_seconds", "The last 200.").Range(0, 86400),
          Field<&ScaleGroupState::known_nodes>(10, "known_nodes", "Those listed at the last call, ascending."),
          Field<&ScaleGroupState::leaving>(11, "leaving", "Told to go, and not seen gone."),
      });
  return kTable;
}

template <>
const Message& MessageOf<ScaleState>() {
  static const Message kTable =
      Describe<ScaleState>("ScaleState", "What is remembered from one call to the next. Opaque to callers.",
                           {
                               Field<&ScaleState::version>(1, "version", "Of the form of the state."),
                               Field<&ScaleState::groups>(2, "groups", "By name, ascending."),
                           });
  return kTable;
}

template <>
const Message& MessageOf<ScaleRequest>() {
  static const Message kTable = Describe<ScaleRequest>(
      "ScaleRequest", "How many nodes each group needs now, what to launch ahead of demand, and which nodes go.",
      {
          Field<&ScaleRequest::now_unix_ms>(1, "now_unix_ms", "The present; ms since 1970 UTC.")
              .Required()
              .Range(0, kLastMoment),
          Field<&ScaleRequest::groups>(2, "groups", "Each name once."),
          Field<&ScaleRequest::nodes>(3, "nodes", "Of all groups, by Node::group."),
          Field<&ScaleRequest::workloads>(4, "workloads",
                                          "Of what runs on the nodes: says what may be moved, and at what cost."),
          Field<&ScaleRequest::budgets>(5, "budgets", "At most how much of a workload may be down at once."),
          Field<&ScaleRequest::forecasts>(6, "forecasts", "As Forecast returned them."),
          Field<&ScaleRequest::series>(7, "series", "Histories; of kSameHour20Days only."),
          Field<&ScaleRequest::utc_offsets>(
              8, "utc_offsets", "For hours of the day. Ascending; the first reaches back for ever. Empty: UTC."),
          Field<&ScaleRequest::state>(9, "state", "Of the last response."),
      });
  return kTable;
}

template <>
const Message& MessageOf<RuleResult>() {
  static const Message kTable =
      Describe<RuleResult>("RuleResult", "What one rule saw and asked for.",
                           {
                               Field<&RuleResult::metric>(1, "metric", "Name of the metric."),
                               Field<&RuleResult::finding>(2, "finding", "What was found."),
                               Field<&RuleResult::value>(3, "value", "Of the newest window."),
                               Field<&RuleResult::wanted_nodes>(4, "wanted_nodes", "Absent: no say."),
                           })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<Removal>() {
  static const Message kTable =
      Describe<Removal>("Removal", "A node that goes.",
                        {
                            Field<&Removal::node>(1, "node", "Name of the node."),
                            Field<&Removal::zone>(2, "zone", "Its zone."),
                            Field<&Removal::capacity_type>(3, "capacity_type", "Its capacity type."),
                            Field<&Removal::pods>(4, "pods", "That run there."),
                            Field<&Removal::move_cost_usd>(5, "move_cost_usd", "Restarts of its pods."),
                            Field<&Removal::sentence>(6, "sentence", "Why this one."),
                        })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<PlannedScale>() {
  static const Message kTable =
      Describe<PlannedScale>(
          "PlannedScale", "What a forecast or a schedule will ask for, if nothing changes.",
          {
              Field<&PlannedScale::launch_at_unix_ms>(1, "launch_at_unix_ms", "When to launch; ms since 1970 UTC."),
              Field<&PlannedScale::ready_by_unix_ms>(2, "ready_by_unix_ms",
                                                     "When the nodes are needed; ms since 1970 UTC."),
              Field<&PlannedScale::nodes>(3, "nodes", "In all."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<GroupScale>() {
  static const Message kTable =
      Describe<GroupScale>(
          "GroupScale", "The answer for one group.",
          {
              Field<&GroupScale::name>(1, "name", "Name of the group."),
              Field<&GroupScale::action>(2, "action", "What happens."),
              Field<&GroupScale::desired_nodes>(3, "desired_nodes",
                                                "Those on their way included. Unknown count: the last that was known."),
              Field<&GroupScale::change>(4, "change", "From those that are ready or on their way."),
              Field<&GroupScale::ready_nodes>(5, "ready_nodes", "That serve now."),
              Field<&GroupScale::in_flight_nodes>(6, "in_flight_nodes", "Asked for and not overdue."),
              Field<&GroupScale::overdue_nodes>(7, "overdue_nodes",
                                                "Asked for more than twice the boot time ago: not counted any more."),
              Field<&GroupScale::reactive_nodes>(8, "reactive_nodes", "What the metrics ask for, before limits."),
              Field<&GroupScale::predictive_nodes>(9, "predictive_nodes", "What the forecast asks for, before limits."),
              Field<&GroupScale::scheduled_nodes>(10, "scheduled_nodes", "What a schedule asks for."),
              Field<&GroupScale::expected_interruptions>(11, "expected_interruptions",
                                                         "Over the lead time; in predictive_nodes and reactive_nodes."),
              Field<&GroupScale::quantile>(12, "quantile", "That was used."),
              Field<&GroupScale::boot_seconds>(13, "boot_seconds", "The 95th percentile that was used."),
              Field<&GroupScale::rules>(14, "rules", "Presets' first."),
              Field<&GroupScale::removals>(15, "removals", "Where nodes are listed: which go, the first first."),
              Field<&GroupScale::kept>(16, "kept", "Nodes that may not go, when some are to."),
              Field<&GroupScale::planned>(17, "planned", "Ascending."),
              Field<&GroupScale::reasons>(18, "reasons", "Why."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ScaleResponse>() {
  static const Message kTable =
      Describe<ScaleResponse>(
          "ScaleResponse", "The node counts.",
          {
              Field<&ScaleResponse::feasible>(
                  1, "feasible", "false: a group needs more nodes than its max_nodes allows, or its count is unknown."),
              Field<&ScaleResponse::groups>(2, "groups", "In the order of the request."),
              Field<&ScaleResponse::state>(3, "state", "Groups that the request does not name are kept."),
              Field<&ScaleResponse::reasons>(4, "reasons", "What concerns the whole request."),
              Field<&ScaleResponse::call_again_at_unix_ms>(5, "call_again_at_unix_ms",
                                                           "When time alone may change the answer; ms since 1970 UTC."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
