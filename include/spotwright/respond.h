// respond: what to do about interruption notices, rebalance recommendations, scheduled events, machines that stop and
// nodes that fall silent.
//
//   RespondRequest request;
//   request.now_unix_ms = now;
//   request.events = new_events;  // As `import` reads them; an event that comes twice does no harm.
//   request.nodes = nodes;
//   request.workloads = workloads;
//   request.offers = offers;  // In the order in which the mix would launch from them.
//   request.replacements = what_became_of_launches;
//   request.state = std::move(last_answer.state);
//   Result<RespondResponse> answer = Respond(request);
//   if (!answer) return Fail(answer.error().field, answer.error().message);
//   for (const NodeAction& action : answer->actions) CarryOut(action);
#ifndef SPOTWRIGHT_RESPOND_H_
#define SPOTWRIGHT_RESPOND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/decide_mix.h"
#include "spotwright/disruption.h"
#include "spotwright/interruption_event.h"
#include "spotwright/node.h"
#include "spotwright/offer.h"
#include "spotwright/pool_cooling.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"
#include "spotwright/workload.h"

namespace spotwright {

// Where replacements are launched.
enum class ReplacementSource : std::int32_t {
  kMix = 1,       // From the offers in their order, spot and on-demand.
  kOnDemand = 2,  // From on-demand offers alone.
  kNone = 3,      // Not at all: a group or an autoscaler does it.
};

enum class RebalanceMode : std::int32_t {
  kOff = 1,             // Recommendations are not looked at, but for learning.
  kReport = 2,          // Told, and nothing is done.
  kLaunch = 3,          // Cordon and launch a replacement; drain when the notice comes.
  kLaunchAndDrain = 4,  // When the replacement is ready: drain, detach and end the node.
};

// What to do about a rebalance recommendation. It is acted on only when
//   P(interruption | recommendation) x loss > cost of the replacement, where
//   loss = shortage_cost x (boot - notice) + restarts of the pods there (of kLaunchAndDrain only: else they restart
//          anyway), and
//   cost = price of the new node while both run + its price beyond the old one's for signal_horizon_seconds +
//          restarts of the pods there (of kLaunchAndDrain).
struct RebalancePolicy {
  RebalanceMode mode = RebalanceMode::kReport;
  std::optional<double> interruption_probability;  // Instead of what was learned. 0 to 1.
  double prior_followed = 1;      // Beta prior of P(interruption | recommendation): recommendations that were followed
  double prior_not_followed = 1;  // by an interruption, and not. 1 and 1: any probability is as likely.
  double half_life_hours = 720;   // After this time what was learned counts half.
  std::int64_t signal_horizon_seconds = 1800;             // An interruption within it follows from the recommendation.
  std::optional<double> shortage_cost_usd_per_node_hour;  // Of a node that is missing. Absent: 20 times its on-demand
                                                          // price.
  double max_concurrent_share = 0.25;                     // Of all nodes, rounded up, at least 1: replaced at once.
  std::optional<std::int64_t> max_concurrent_nodes;       // As above; the lesser holds.
  std::optional<std::int64_t> max_nodes_per_hour;         // Begun in any hour. Absent: any number.
  std::int64_t min_node_age_seconds = 600;                // Younger nodes are only reported: no thrash.

  friend bool operator==(const RebalancePolicy&, const RebalancePolicy&) = default;
};

struct RespondPolicy {
  // Replacements.
  ReplacementSource replacement = ReplacementSource::kMix;
  bool spread_zones = true;           // In the healthy zone with the fewest nodes, there the first offer; false: the
                                      // first offer in any healthy zone.
  std::int64_t proven_seconds = 600;  // Before the others of its capacity type goes a pool that has a ready node this
                                      // old: most capacity that is taken back has only just come. 0: no matter.
  std::int64_t boot_seconds = 180;    // From launch to ready.
  std::int64_t replacement_timeout_seconds = 600;  // A replacement that is not ready by then is not waited for: a node
                                                   // that need not go is un-cordoned.
  bool replace_vanished = true;  // Spot nodes too that are no longer listed, without an event and without draining.

  // Notices, where an event does not say when the end is.
  std::int64_t aws_notice_seconds = 120;
  std::int64_t azure_notice_seconds = 30;
  std::int64_t gcp_notice_seconds = 30;

  // Drains.
  std::int64_t notice_drain_seconds = 90;      // Of a node under notice: the last so many seconds, or what is left.
  std::int64_t detach_seconds = 5;             // Of these the last are kept for detaching.
  std::int64_t voluntary_drain_seconds = 300;  // Of others. Failing: un-cordon, keep, tell.
  std::int64_t default_grace_seconds = 30;     // Of pods whose workload does not say how long they take to stop.
  bool hold_pods = true;  // Under notice: pods serve until their replacement is ready, or the last moment at which
                          // they can still stop in peace. false: they are evicted at once.

  // Losses in common.
  std::int64_t pool_loss_notices = 2;  // So many notices in a pool within the window: the whole pool is lost.
  std::int64_t pool_loss_window_seconds = 180;
  double zone_loss_share = 0.5;  // A zone that loses this share of its nodes, two or more, within the window cools.
  CoolingPolicy cooling;         // Of pools and zones that lost nodes, and of pools whose launches failed.
  std::int64_t suspension_min_pools = 3;  // All spot pools, so many or more, in two zones or more, gone within the
                                          // window without any notice: a suspension.

  // Other trouble.
  std::int64_t not_ready_seconds = 300;  // A node that is silent for longer is replaced.
  double max_freeze_seconds = 30;        // A longer freeze is left by its pods.

  RebalancePolicy rebalance;
  std::vector<TimeSpan> quiet_windows;  // Certificate rotation: nothing is moved in them of one's own accord.

  friend bool operator==(const RespondPolicy&, const RespondPolicy&) = default;
};

enum class ReplacementOutcome : std::int32_t {
  kLaunching = 1,
  kReady = 2,
  kFailed = 3,  // Nothing comes of it: the next pool is tried.
};

// What became of a launch that a response asked for. Told once or often.
struct ReplacementReport {
  std::string launch_id;  // Of the action that asked for it.
  ReplacementOutcome outcome = {};
  std::string node;  // Its name, once known. Listed as ready among the nodes, it is ready.

  friend bool operator==(const ReplacementReport&, const ReplacementReport&) = default;
};

// What is remembered.
struct SeenEvent {
  std::string id;
  std::string machine;  // As the event named it.
  std::int64_t forget_at_unix_ms = 0;

  friend bool operator==(const SeenEvent&, const SeenEvent&) = default;
};

enum class CasePhase : std::int32_t {
  kWatching = 1,   // Nothing was done, or there is nothing to do yet.
  kReplacing = 2,  // Cordoned; a replacement is wanted or on its way.
  kDraining = 3,
  kLeft = 4,  // Drained, or given up: what remains is to see it gone.
  kKept = 5,  // Un-cordoned: stays, whatever is recommended, until the horizon ends. A notice begins anew.
};

// A node that something was said about.
struct NodeCase {
  std::string node;
  Pool pool;
  InterruptionKind kind = {};  // What it is treated as.
  CasePhase phase = CasePhase::kWatching;
  bool certain = false;                             // Its end is.
  bool suspected = false;                           // Part of a pool that is treated as lost.
  bool held = false;                                // Its pods were told to wait for the replacement.
  std::optional<std::int64_t> planned_end_unix_ms;  // The end that its drain was planned for.
  std::int64_t since_unix_ms = 0;                   // First event.
  std::int64_t phase_unix_ms = 0;                   // Begin of the phase.
  std::optional<std::int64_t> ends_unix_ms;
  std::optional<std::int64_t> signal_unix_ms;  // Of a rebalance recommendation whose outcome is not known yet.
  bool cordoned = false;                       // By us.
  bool returns = false;                        // It comes back: reboot, redeploy, freeze.
  double returns_in_seconds = 0;               // After ends_unix_ms; 0: unknown.
  std::string event_id;                        // To acknowledge.
  std::string instance_id;
  std::string group;
  std::vector<RunningPods> running;  // There, when last seen.
  bool wants_replacement = false;
  std::int64_t launches = 0;  // Asked for so far.
  std::string launch_id;      // Of the last.
  std::optional<Pool> launch_pool;
  std::int64_t launch_count = 0;
  std::int64_t launched_unix_ms = 0;
  std::optional<ReplacementOutcome> outcome;  // Absent: no launch is out.
  std::string replacement_node;

  friend bool operator==(const NodeCase&, const NodeCase&) = default;
};

// What recommendations were worth in a pool: decayed counts of incidents, not of nodes, as a pool dies as a block.
struct SignalRecord {
  Pool pool;
  double followed = 0;
  double not_followed = 0;
  std::int64_t as_of_unix_ms = 0;
  std::optional<std::int64_t> open_unix_ms;  // First recommendation of an incident whose outcome is not known yet.

  friend bool operator==(const SignalRecord&, const SignalRecord&) = default;
};

// A loss or the notice of one, for losses in common.
struct RecentLoss {
  Pool pool;
  std::string node;
  std::int64_t at_unix_ms = 0;
  bool announced = false;

  friend bool operator==(const RecentLoss&, const RecentLoss&) = default;
};

// The spot nodes of a pool at the last call.
struct KnownPool {
  Pool pool;
  std::vector<std::string> nodes;  // Ascending.

  friend bool operator==(const KnownPool&, const KnownPool&) = default;
};

// What is remembered from one call to the next. Opaque to callers: pass it back as it came.
struct RespondState {
  std::int64_t version = 1;
  std::vector<SeenEvent> seen;              // By id and machine, ascending.
  std::vector<NodeCase> cases;              // By node, ascending.
  std::vector<SignalRecord> signals;        // By pool, ascending.
  std::vector<RecentLoss> losses;           // Of the last window, by time and node.
  std::vector<KnownPool> known;             // By pool, ascending. Nodes that left by their owner's will are not in it.
  std::vector<std::int64_t> moves_unix_ms;  // Recommendations acted on in the last hour, ascending.
  std::optional<std::int64_t> suspended_unix_ms;

  friend bool operator==(const RespondState&, const RespondState&) = default;
};

struct RespondRequest {
  std::int64_t now_unix_ms = 0;
  std::vector<InterruptionEvent> events;  // Since the last call; in any order.
  std::vector<Node> nodes;                // All that are seen now, launching ones included.
  std::vector<Workload> workloads;        // What runs on the nodes, at least.
  std::vector<DisruptionBudget> budgets;
  std::vector<Offer> offers;  // Where replacements may be launched, the best first. Each pool once.
  std::vector<VcpuQuota> quotas;
  std::vector<ReplacementReport> replacements;
  std::vector<PoolCooling> coolings;                         // As whichever decision last returned them.
  std::optional<std::int64_t> subscription_checked_unix_ms;  // When somebody found the subscription in order: ends a
                                                             // suspension that was recognised before.
  RespondPolicy policy;
  std::optional<RespondState> state;  // Of the last response.

  friend bool operator==(const RespondRequest&, const RespondRequest&) = default;
};

enum class NodeActionKind : std::int32_t {
  kCordon = 1,    // Nothing new goes there.
  kUncordon = 2,  // It stays.
  kLaunch = 3,    // Replacements for the node.
  kDrain = 4,     // Evict `pods`. Replaces an earlier drain of the node.
  kDetach = 5,    // Out of load balancers and of its group.
  kEnd = 6,       // End the machine; of one's own accord only.
  kComplete = 7,  // Acknowledge a scheduled event, which may then begin at once.
};

// Pods of a workload to be evicted, in the order in which to do it.
struct PodsToEvict {
  std::string workload;
  std::string namespace_name = "default";
  std::int64_t replicas = 0;
  std::int64_t evict_at_unix_ms = 0;
  std::int64_t grace_seconds = 0;  // To stop in; less than they ask for where time does not suffice.
  bool ignore_budget = false;      // Their disruption budget does not allow it, and the node ends all the same.

  friend bool operator==(const PodsToEvict&, const PodsToEvict&) = default;
};

struct NodeAction {
  NodeActionKind kind = {};
  std::string node;         // About which; of kLaunch: which is replaced.
  std::string instance_id;  // Of the node, where known.
  std::int64_t begin_unix_ms = 0;
  std::optional<std::int64_t> deadline_unix_ms;  // To be done by then. Never after the end of the machine.
  bool voluntary = false;                        // Could be left undone; keeps budgets.
  std::string launch_id;                         // Of kLaunch.
  std::optional<Pool> pool;                      // Of kLaunch.
  std::int64_t count = 0;                        // Of kLaunch: how many that it takes to hold what runs there.
  std::string group;                             // Of the node.
  std::string event_id;                          // Of kComplete.
  std::vector<PodsToEvict> pods;                 // Of kDrain.
  std::string sentence;

  friend bool operator==(const NodeAction&, const NodeAction&) = default;
};

enum class ShortfallKind : std::int32_t {
  kPodsTooSlow = 1,      // Pods that cannot stop in peace before the end: they are killed.
  kReplacementLate = 2,  // The replacement is ready only after the end.
  kNoReplacement = 3,    // None can be launched now.
};

// What will not make it in time.
struct Shortfall {
  ShortfallKind kind = {};
  std::string node;
  std::string workload;  // Of kPodsTooSlow.
  std::string namespace_name;
  std::int64_t replicas = 0;
  double seconds = 0;  // That are missing.
  std::string sentence;

  friend bool operator==(const Shortfall&, const Shortfall&) = default;
};

// How likely an interruption follows a recommendation, and on what that rests.
struct SignalEstimate {
  std::string pool_name;  // Empty: of all pools together.
  double probability = 0;
  double followed = 0;
  double not_followed = 0;

  friend bool operator==(const SignalEstimate&, const SignalEstimate&) = default;
};

struct RespondResponse {
  bool feasible = true;             // false: a node that is lost gets no replacement now.
  std::vector<NodeAction> actions;  // In this order; each asked for once.
  std::vector<Shortfall> shortfalls;
  std::vector<SignalEstimate> signals;  // All pools together first, then by pool.
  std::vector<PoolCooling> coolings;  // For the next call of any decision: pools and zones that lost nodes among them.
  bool suspended = false;  // The subscription seems suspended: nothing is launched, on-demand is left as it is.
  std::vector<Reason> reasons;
  RespondState state;
  std::optional<std::int64_t> call_again_at_unix_ms;

  friend bool operator==(const RespondResponse&, const RespondResponse&) = default;
};

// Answers events, node by node, the most pressing first: certain ends, pools that are treated as lost, silent nodes,
// machines that go and come back, recommendations; of each kind the node with the most important pods first (system-
// critical, then priority, then the cost of restarts), then the one that ends first, then by name.
//
//   - A notice, a preemption, a machine that stops or vanishes: cordon; launch a replacement; drain before the end;
//     detach; acknowledge. Pods that are held back serve until the replacement is ready or their grace period begins.
//   - A replacement holds what ran on the node, daemonsets included. It comes from the first offer that may be had in a
//     zone that does not cool, and of offers of that capacity type from a proven pool (proven_seconds), and of those
//     from the zone with the fewest nodes. Pools that have lost a node cool (CoolingPolicy), pools in which a
//     recommendation is out get nothing new, quotas hold: what runs counts. A cooling zone gives on-demand alone, where
//     no other is left. A launch that fails is followed by another.
//   - Enough notices in a pool within the window: all of its nodes are replaced, and drained once that is done.
//   - Of one's own accord (recommendations, pools treated as lost) nothing is drained before its replacement is ready
//     and in no trouble itself, nothing in a quiet window, and a drain that fails, a replacement that does not come or
//     a recommendation that comes to nothing end with the node un-cordoned.
//   - P(interruption | recommendation) is learned by pool: the mean over all pools counts as four incidents beside its
//     own. Incidents of which nobody is left to see the outcome count for nothing.
//   - Reboots, redeployments and long freezes: drain before they begin, acknowledge, un-cordon afterwards.
//   - A node that is silent for long: replace, drain, end; but none while more than 55 % of all nodes are silent.
//
// Actions are asked for once: carry them out or call again with what became of them. Events that come twice, and those
// about a machine that ended more than an hour ago, change nothing; the order of events, nodes and workloads neither.
// Every case ends: a node without replacement is given up after an hour.
//
// Errors: events without a machine, or without what their kind must say; two nodes of one name or machine; what runs or
// has a budget and is no workload of the request; an offer twice; spans that end before they start; a state of another
// version or not as it was given out.
// Sources: Spot-and-Scoot (92 % of interruptions in common come within three minutes); AWS, Azure and Google Cloud on
// notices; the Kubernetes node controller (55 %). O((nodes + events) log + cases x offers x workloads on a node).
Result<RespondResponse> Respond(const RespondRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_RESPOND_H_
