// scale: how many nodes each group needs now, what to launch ahead of demand, and which nodes go.
//
//   ScaleRequest request;
//   request.now_unix_ms = now;
//   request.nodes = nodes;  // What runs and what is on its way.
//   ScaleGroup web{.name = "web", .metrics = {{.name = "cpu", .readings = {{now, 78.0}}}}};
//   web.policy.presets = {ScalePreset::kSmartScale};
//   request.groups.push_back(web);
//   request.state = std::move(last_answer.state);
//   Result<ScaleResponse> answer = Scale(request);
//   if (!answer) return Fail(answer.error().field, answer.error().message);
//   for (const GroupScale& group : answer->groups) SetDesired(group.name, group.desired_nodes);
#ifndef SPOTWRIGHT_SCALE_H_
#define SPOTWRIGHT_SCALE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/consolidate.h"
#include "spotwright/disruption.h"
#include "spotwright/forecast.h"
#include "spotwright/node.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"
#include "spotwright/series.h"
#include "spotwright/workload.h"

namespace spotwright {

// What was measured. Only readings since the last call are needed; what rules still look at is kept in the state.
struct MetricReadings {
  std::string name;
  std::vector<Sample> readings;  // In any order. Without a value: the reading failed.

  friend bool operator==(const MetricReadings&, const MetricReadings&) = default;
};

// How the value of a metric follows from the number of nodes: what target tracking needs to know.
enum class MetricKind : std::int32_t {
  kPerNode = 1,  // A mean over nodes, such as CPU in percent: halves with twice the nodes. nodes x value / target.
  kTotal = 2,    // Of the group, such as requests per second; the target is what one node takes. value / target.
};

enum class MetricDirection : std::int32_t {
  kHighIsBusy = 1,
  kLowIsBusy = 2,  // Such as free memory: below its target it asks for more nodes.
};

// What of the readings within a window counts. A target's are taken as the nodes that they ask for.
enum class WindowValue : std::int32_t {
  kMean = 1,
  kMax = 2,
  kMin = 3,
  kLast = 4,
};

// What a metric does that is missing, or older than max_age_seconds. It never counts as idle.
enum class MissingMetric : std::int32_t {
  kNoScaleIn = 1,  // Nothing is removed; other rules may add.
  kHold = 2,       // No rule adds or removes.
  kBusy = 3,       // Counts as if the first step up were reached; of a target: as kNoScaleIn.
  kIgnore = 4,     // The rule is left out while others have readings.
};

// What to do when a metric is beyond a value. Exactly one of nodes, share and exact_nodes.
struct ScaleStep {
  double beyond = 0;                        // Up: above it; down: below it (the other way round if low is busy).
  std::optional<std::int64_t> nodes;        // So many more, or fewer.
  std::optional<double> share;              // Of the nodes, rounded down, at least 1.
  std::optional<std::int64_t> exact_nodes;  // To so many.

  friend bool operator==(const ScaleStep&, const ScaleStep&) = default;
};

// Hours of the local day, [from, to): 22 to 6 goes over midnight.
struct DailyHours {
  std::int64_t from_hour = 0;
  std::int64_t to_hour = 24;

  friend bool operator==(const DailyHours&, const DailyHours&) = default;
};

// One rule over one metric: a target to track, or steps.
//
// Windows end at the newest reading and each lasts window_seconds, give or take half of it; a rule acts when the value
// of each of the last `up_windows` (`down_windows`) is beyond. A window without a reading ends the row.
//   - A target: AWS's target tracking is up_windows 3, down_windows 15, tolerance_up 0; the Horizontal Pod
//     Autoscaler's is 1, 1, 0.1 and 0.1.
//   - Steps: the row is judged by the first step, which step is taken by the newest window.
struct MetricRule {
  std::string metric;
  MetricDirection direction = MetricDirection::kHighIsBusy;
  MetricKind kind = MetricKind::kPerNode;  // Of a target.
  std::optional<double> target;
  double tolerance_up = 0.1;    // No action while value / target is within 1 - tolerance_down to 1 + tolerance_up.
  double tolerance_down = 0.1;  // Below 1.
  std::vector<ScaleStep> up;    // The mildest first.
  std::vector<ScaleStep> down;  // The mildest first. Empty: the rule only adds, and has no say about removing unless it
                                // is beyond its first step up.
  std::int64_t window_seconds = 60;
  WindowValue window_value = WindowValue::kMean;
  std::int64_t up_windows = 3;
  std::int64_t down_windows = 10;
  MissingMetric missing = MissingMetric::kNoScaleIn;
  std::int64_t max_age_seconds = 600;
  std::vector<DailyHours> hours;  // When the rule holds, in local time; empty: always.

  friend bool operator==(const MetricRule&, const MetricRule&) = default;
};

// Rules with the values of the field, added to a policy's own.
enum class ScalePreset : std::int32_t {
  kSmartScale = 1,  // Metrics "cpu" and "memory" in percent and "unschedulable_pods". Up if CPU > 70, memory > 75 or
                    // unschedulable pods > 0 for 3 windows of 60 s: one node, two if CPU > 85 or pods > 5. Down by one
                    // if CPU < 30, memory < 50 and no pod unschedulable for 10. 2 to 10 nodes, if not said otherwise.
  kQueueDepth = 2,  // Metric "queue_depth": one node up if > 100 for 3 windows.
  kP95Latency = 3,  // Metric "p95_latency_ms": one node up if > 500 for 3 windows.
  kErrorRate = 4,   // Metric "error_rate_percent": one node up if > 5 for 2 windows.
};

// At most so many nodes, or such a share of them, within a period: as the Horizontal Pod Autoscaler's policies.
struct RateLimit {
  std::optional<std::int64_t> nodes;  // Exactly one of the two.
  std::optional<double> share;        // Of the nodes at the period's start, rounded up.
  std::int64_t period_seconds = 60;

  friend bool operator==(const RateLimit&, const RateLimit&) = default;
};

enum class RateSelect : std::int32_t {
  kMost = 1,  // The limit that allows most holds.
  kLeast = 2,
  kDisabled = 3,  // No change in this direction.
};

// As the Horizontal Pod Autoscaler's `behavior`.
struct ScaleBehavior {
  std::int64_t stabilization_seconds = 0;  // Up: the least that was asked for within that time; down: the most.
  std::vector<RateLimit> limits;           // None: no limit.
  RateSelect select = RateSelect::kMost;

  friend bool operator==(const ScaleBehavior&, const ScaleBehavior&) = default;
};

enum class CoolDownFrom : std::int32_t {
  kAnyAction = 1,
  kSameAction = 2,  // Adding waits for the last adding, removing for the last removing.
};

enum class PredictiveMethod : std::int32_t {
  kQuantile = 1,        // A quantile of a forecast, ready when it is needed.
  kHourlyMean = 2,      // As AWS's predictive scaling: from 24 hours of history, the mean of an hourly forecast at the
                        // start of the hour, lead_seconds (300) ahead.
  kSameHour20Days = 3,  // The mean of the same hour over the last 20 days, and 20 %; 7 days of history or nothing.
};

// What happens when a forecast asks for more than max_nodes.
enum class MaxBreach : std::int32_t {
  kHonor = 1,     // max_nodes holds.
  kIncrease = 2,  // max_nodes gives way to the forecast and max_breach_buffer_share beyond it.
};

// Capacity ahead of demand. It only adds: removing is left to the metrics.
struct PredictivePolicy {
  std::string series;         // Name of a forecast (of kSameHour20Days: of a series) of the request.
  double units_per_node = 1;  // Demand that one node takes, in the unit of the series.
  PredictiveMethod method = PredictiveMethod::kQuantile;
  std::optional<double> quantile;                         // Absent: from the two costs, else 0.95.
  std::optional<double> shortage_cost_usd_per_node_hour;  // Quantile = shortage / (shortage + idle): the newsvendor's.
  std::optional<double> idle_cost_usd_per_node_hour;      // Absent: node_price_usd_per_hour.
  std::optional<std::int64_t> lead_seconds;  // Absent: the boot time; 300 of kHourlyMean, 3600 of kSameHour20Days.
  std::int64_t decision_seconds = 60;        // Time between calls: added to the lead.
  bool forecast_only = false;                // Say what would be done, and do not do it.
  MaxBreach max_breach = MaxBreach::kHonor;
  double max_breach_buffer_share = 0;

  friend bool operator==(const PredictivePolicy&, const PredictivePolicy&) = default;
};

// Business hours, a sale: bounds that hold in an interval. Nodes are launched a boot time before it.
struct ScheduledBounds {
  TimeSpan span;
  std::optional<std::int64_t> min_nodes;
  std::optional<std::int64_t> max_nodes;

  friend bool operator==(const ScheduledBounds&, const ScheduledBounds&) = default;
};

// When nodes may go, and which.
struct ScaleInPolicy {
  bool enabled = true;
  std::int64_t max_nodes = 1000000;  // At once.
  double max_share = 0.25;           // Of the nodes at once, rounded down, at least 1.
  std::int64_t on_demand_base_nodes = 0;
  std::int64_t min_node_age_seconds = 0;
  bool move_stateful = true;          // false: nodes with any pod of a StatefulSet stay.
  bool one_in_each_zone = true;       // Where min_nodes is no less than the zones that have nodes.
  std::optional<CapacityType> first;  // Which goes first; absent: the one that is dearer on average.
  double restart_cost_usd = 0;        // Of a node that must be launched again, beside its boot and the pods' restarts.
  std::int64_t drain_seconds = 300;
  std::vector<NodeBudget> node_budgets;
  std::vector<TimeSpan> quiet_windows;  // Nothing is removed in them.

  friend bool operator==(const ScaleInPolicy&, const ScaleInPolicy&) = default;
};

struct ScalePolicy {
  std::vector<ScalePreset> presets;
  std::vector<MetricRule> rules;
  std::optional<std::int64_t> min_nodes;  // Absent: a preset's, else 0.
  std::optional<std::int64_t> max_nodes;  // Absent: a preset's, else 1000.
  std::int64_t cool_down_up_seconds = 300;
  std::int64_t cool_down_down_seconds = 600;
  CoolDownFrom cool_down_from = CoolDownFrom::kAnyAction;
  ScaleBehavior up;
  ScaleBehavior down;
  std::optional<PredictivePolicy> predictive;
  std::vector<ScheduledBounds> schedule;
  ScaleInPolicy scale_in;
  std::int64_t boot_seconds = 300;              // Until 20 boots have been seen; and never less than what was seen.
  double node_price_usd_per_hour = 0;           // For what an idle node costs.
  double interruptions_per_spot_node_hour = 0;  // Expected over the lead time, and added.

  friend bool operator==(const ScalePolicy&, const ScalePolicy&) = default;
};

struct ScaleGroup {
  std::string name;
  std::vector<MetricReadings> metrics;
  std::optional<Sample> ready_nodes;  // Where `nodes` of the request lists none of the group: how many serve now.
  CapacityType capacity_type = CapacityType::kOnDemand;  // Of nodes that are not listed.
  std::vector<double> boot_seconds;                      // From launch to ready, seen since the last call.
  ScalePolicy policy;

  friend bool operator==(const ScaleGroup&, const ScaleGroup&) = default;
};

// Nodes that were told to go and have not been seen gone.
struct Leaving {
  std::int64_t asked_unix_ms = 0;
  std::int64_t nodes = 0;
  std::vector<std::string> names;  // Where they are listed; ascending.

  friend bool operator==(const Leaving&, const Leaving&) = default;
};

// Nodes that were asked for and have not been seen ready.
struct InFlight {
  std::int64_t asked_unix_ms = 0;
  std::int64_t nodes = 0;

  friend bool operator==(const InFlight&, const InFlight&) = default;
};

struct NodeCountAt {
  std::int64_t unix_ms = 0;
  std::int64_t nodes = 0;

  friend bool operator==(const NodeCountAt&, const NodeCountAt&) = default;
};

struct ScaleGroupState {
  std::string name;
  std::optional<std::int64_t> last_up_unix_ms;
  std::optional<std::int64_t> last_down_unix_ms;
  std::vector<MetricReadings> metrics;  // As far back as rules look.
  std::vector<NodeCountAt> wanted;      // What metrics asked for, as far back as stabilisation looks.
  std::vector<NodeCountAt> changes;     // What was done, as far back as limits look: + added, - removed.
  std::vector<InFlight> in_flight;      // Asked for, and neither seen ready nor listed.
  std::vector<NodeCountAt> ready;  // Counts of ready nodes that were read, as far back as rules look: of a run of equal
                                   // ones the first and the last.
  std::vector<double> boot_seconds;      // The last 200.
  std::vector<std::string> known_nodes;  // Those listed at the last call, ascending.
  std::vector<Leaving> leaving;

  friend bool operator==(const ScaleGroupState&, const ScaleGroupState&) = default;
};

// What is remembered from one call to the next. Opaque to callers: pass it back as it came.
struct ScaleState {
  std::int64_t version = 1;
  std::vector<ScaleGroupState> groups;  // By name, ascending.

  friend bool operator==(const ScaleState&, const ScaleState&) = default;
};

struct ScaleRequest {
  std::int64_t now_unix_ms = 0;
  std::vector<ScaleGroup> groups;  // Each name once.
  std::vector<Node> nodes;         // Of all groups, by Node::group.
  std::vector<Workload> workloads;
  std::vector<DisruptionBudget> budgets;
  std::vector<SeriesForecast> forecasts;  // As Forecast returned them.
  std::vector<ForecastSeries> series;     // Histories; of kSameHour20Days only.
  std::vector<UtcOffset> utc_offsets;  // For hours of the day. Ascending; the first reaches back for ever. Empty: UTC.
  std::optional<ScaleState> state;     // Of the last response.

  friend bool operator==(const ScaleRequest&, const ScaleRequest&) = default;
};

enum class RuleFinding : std::int32_t {
  kFine = 1,
  kUp = 2,
  kDown = 3,
  kMissing = 4,   // No reading, or too old a one.
  kInactive = 5,  // Not at this hour.
};

// What one rule saw and asked for.
struct RuleResult {
  std::string metric;
  RuleFinding finding = RuleFinding::kFine;
  std::optional<double> value;               // Of the newest window.
  std::optional<std::int64_t> wanted_nodes;  // Absent: no say.

  friend bool operator==(const RuleResult&, const RuleResult&) = default;
};

// A node that goes.
struct Removal {
  std::string node;
  std::string zone;
  CapacityType capacity_type = {};
  std::int64_t pods = 0;
  double move_cost_usd = 0;  // Restarts of its pods.
  std::string sentence;

  friend bool operator==(const Removal&, const Removal&) = default;
};

// What a forecast or a schedule will ask for, if nothing changes.
struct PlannedScale {
  std::int64_t launch_at_unix_ms = 0;
  std::int64_t ready_by_unix_ms = 0;
  std::int64_t nodes = 0;  // In all.

  friend bool operator==(const PlannedScale&, const PlannedScale&) = default;
};

enum class ScaleAction : std::int32_t {
  kHold = 1,
  kAdd = 2,
  kRemove = 3,
};

struct GroupScale {
  std::string name;
  ScaleAction action = ScaleAction::kHold;
  std::int64_t desired_nodes = 0;  // Those on their way included. Unknown count: the last that was known.
  std::int64_t change = 0;         // From those that are ready or on their way.
  std::int64_t ready_nodes = 0;
  std::int64_t in_flight_nodes = 0;              // Asked for and not overdue.
  std::int64_t overdue_nodes = 0;                // Asked for more than twice the boot time ago: not counted any more.
  std::optional<std::int64_t> reactive_nodes;    // What the metrics ask for, before limits.
  std::optional<std::int64_t> predictive_nodes;  // What the forecast asks for, before limits.
  std::optional<std::int64_t> scheduled_nodes;   // What a schedule asks for.
  double expected_interruptions = 0;             // Over the lead time; in predictive_nodes and reactive_nodes.
  std::optional<double> quantile;                // That was used.
  std::int64_t boot_seconds = 0;                 // The 95th percentile that was used.
  std::vector<RuleResult> rules;                 // Presets' first.
  std::vector<Removal> removals;                 // Where nodes are listed: which go, the first first.
  std::vector<KeptNode> kept;                    // Nodes that may not go, when some are to.
  std::vector<PlannedScale> planned;             // Ascending.
  std::vector<Reason> reasons;

  friend bool operator==(const GroupScale&, const GroupScale&) = default;
};

struct ScaleResponse {
  bool feasible = true;  // false: a group needs more nodes than its max_nodes allows, or its count is unknown.
  std::vector<GroupScale> groups;  // In the order of the request.
  ScaleState state;                // Groups that the request does not name are kept.
  std::vector<Reason> reasons;
  std::optional<std::int64_t> call_again_at_unix_ms;  // When time alone may change the answer.

  friend bool operator==(const ScaleResponse&, const ScaleResponse&) = default;
};

// Each group on its own: desired = max(reactive, predictive, scheduled), within min and max.
//
// Count: nodes ready and on their way count, and nothing is asked for twice; nodes that drain or are under notice do
// not, nor do those that an answer has let go, until they are gone or twice drain_seconds are over. A launch that is
// not ready after twice the boot time (at least 60 s) is overdue and no longer counts; a listed one of unknown age
// counts from the last adding. The boot time is the 95th percentile of those seen (conformal: rank ceil(0.95 (n + 1))),
// from 20 on; before that boot_seconds, or the longest seen. A count that is missing or older than 600 s holds
// everything.
//
// Reactive: each rule wants a number of nodes; the greatest counts, so any rule may add and only all together may
// remove. A target takes each reading by the nodes
// that were ready then, so that those which have joined since do not look busy; where the count changed between two
// calls, by the one that changes less. Steps count from ready nodes, so that a step repeated while its nodes boot adds
// nothing. Then stabilisation and limits (see ScaleBehavior), then the cool-down: only what metrics ask for waits for
// it.
//
// Predictive: at each step of the forecast so many nodes that units_per_node of each covers the quantile, interpolated
// between paths. Asked for are the most of all steps that touch [now, now + lead + decision_seconds). A forecast that
// does not hold the present is not used, which the reasons say. One that abstained is: it is the reactive rule's, with
// the margin that this rule's errors ask for. Nodes expected to be interrupted over the lead time are added before
// rounding up.
//
// At once, without cool-down, stabilisation or limits: what min_nodes, a schedule or the forecast asks for. A group
// with neither rules nor a forecast has what its schedule says, and min_nodes at other times; one with a forecast alone
// is never made smaller, as AWS's predictive scaling.
//
// Removing: only when nothing is on its way, no rule's metric is missing, all quiet windows and budgets allow it, and
// neither forecast nor schedule asks for the node again before removing it has paid: drain, boot and restart cost over
// node_price_usd_per_hour. As long before, too, nothing may have asked for it (the ski-rental rule: at most twice the
// cost of knowing the future); rows of windows count as part of that time, and a group that is new is taken to have
// needed what it has.
//
// Which nodes: from the most loaded zone; there by capacity type; the least cost of restarts; the fewest pods; the
// least share of CPU or memory requested; the oldest; by name. Never: nodes of the control plane, marked
// do_not_disrupt, launching, under notice, younger than min_node_age_seconds, with system-critical pods, pods marked
// do_not_disrupt, bare pods, all pods that run of a workload, pods of a StatefulSet unless move_stateful, a pod whose
// budget is exhausted. Budgets hold over all groups, the first first. Without node_budgets there is no budget of nodes.
//
// Errors (INVALID_ARGUMENT): a group, metric or forecast name twice; a rule without a metric, with both a target and
// steps or neither; steps that are not in order; a step without exactly one of its three amounts; min above max; a
// predictive policy whose series the request does not have; nodes that run what is no workload of the request; budgets
// of unknown workloads or groups; a state of another version.
// Complexity: O(readings + nodes log nodes + pods + forecast steps).
Result<ScaleResponse> Scale(const ScaleRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_SCALE_H_
