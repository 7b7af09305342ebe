// launch: the next launch attempt after what happened: which pool, what to cancel, what to end, what is missing.
//
//   LaunchRequest request;
//   request.now_unix_ms = now;
//   request.orders = orders;  // What is wanted: a number of nodes, and pools in the order in which to try them.
//   request.events = events;  // What the cloud and the cluster have said since the last call.
//   request.coolings = std::move(coolings);  // One list for all decisions.
//   request.state = std::move(last.state);
//   Result<LaunchResponse> answer = Launch(request);
//   if (!answer) return Fail(answer.error().field, answer.error().message);
//   for (const LaunchAction& action : answer->actions) {
//     switch (action.kind) {
//       case LaunchActionKind::kCancel: cloud.Cancel(action.attempt, action.nodes); break;
//       case LaunchActionKind::kTerminate: cloud.Terminate(action.instance); break;
//       case LaunchActionKind::kLaunch: cloud.Launch(action.pool, action.nodes, action.attempt); break;  // Client
//       token.
//     }
//   }
//   for (const LaunchOrderStatus& order : answer->orders) Show(order);
//   if (answer->call_again_at_unix_ms) WakeAt(*answer->call_again_at_unix_ms);
#ifndef SPOTWRIGHT_LAUNCH_H_
#define SPOTWRIGHT_LAUNCH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/cloud_provider.h"
#include "spotwright/offer.h"
#include "spotwright/pool_cooling.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"

namespace spotwright {

// A pool that an order may be launched from.
struct LaunchCandidate {
  Pool pool;                              // Type and capacity type must be stated.
  std::string group;                      // The LaunchGroup through which it is launched; empty: directly.
  std::optional<std::int64_t> max_nodes;  // Of the order's nodes at most so many from here; the next take the rest at
                                          // the same time. Absent: all.

  friend bool operator==(const LaunchCandidate&, const LaunchCandidate&) = default;
};

// An Auto Scaling group, scale set, managed instance group: what is launched in it raises its desired number.
struct LaunchGroup {
  std::string name;
  std::int64_t desired_nodes = 0;  // As it stands now; what earlier answers asked for is in it.
  std::int64_t max_nodes = 0;

  friend bool operator==(const LaunchGroup&, const LaunchGroup&) = default;
};

// A node that gives way to the order's nodes.
struct ReplacedNode {
  std::string name;
  bool end_is_certain = false;  // Under an interruption notice, say: it goes whatever comes.

  friend bool operator==(const ReplacedNode&, const ReplacedNode&) = default;
};

// What is wanted, for as long as it is wanted: an order that a request no longer names is withdrawn. Nodes that are
// lost while it stands are launched anew.
struct LaunchOrder {
  std::string name;                         // Unique, and the same from call to call.
  std::int64_t nodes = 1;                   // In all, those included that are there already.
  std::vector<LaunchCandidate> candidates;  // In the order in which to try them, as the mix gives it: usually spot,
                                            // then on-demand. At most one of each pool and group.
  std::int64_t priority = 0;                // The higher goes first where not all can be launched.
  std::vector<ReplacedNode> replaces;       // In the order in which they may go, those under notice first.
  std::int64_t generation = 1;              // Raise it after mending what stopped the order: it begins anew.

  friend bool operator==(const LaunchOrder&, const LaunchOrder&) = default;
};

enum class LaunchEventKind : std::int32_t {
  kLaunched = 1,      // The provider has granted the instances: they exist.
  kInService = 2,     // They run (EC2: running, an Auto Scaling group: InService).
  kReady = 3,         // Their nodes have joined the cluster and are Ready.
  kLaunchFailed = 4,  // The request, or `nodes` of it, came to nothing.
  kTerminated = 5,    // The instances are gone, whoever ended them.
};

// Something that happened. An event counts once, however often and in whatever order it is told: by its id, and beyond
// that an instance only ever moves forward, from launched to in service, to ready, to terminated.
//
// Which attempt it is of: the one that it names; else the one that its instances are known to belong to; else, where it
// names a group, the oldest attempt there (and in its zone, where it names one) that began no later than the event and
// still waits for nodes. An event about instances that no attempt knows yet waits for one for event_memory_seconds.
struct LaunchEvent {
  std::string id;  // The provider's (EventBridge `id`, `ActivityId`), or one that is made of what happened.
  LaunchEventKind kind = {};
  std::int64_t at_unix_ms = 0;            // Later than now counts as now.
  std::string attempt;                    // LaunchAction::attempt, where known.
  std::string group;                      // Where `attempt` is not known, as in scaling activities.
  std::string zone;                       // As above.
  std::vector<std::string> instances;     // The provider's ids. Of a failure: none.
  std::optional<std::int64_t> nodes;      // Of a failure: how many came to nothing; absent: all still waited for.
  std::optional<CloudProvider> provider;  // Of a failure: whose code it is; required with a code or a message.
  std::string code;                       // As the provider spells it, such as InsufficientInstanceCapacity.
  std::string message;  // Read only where a code is shared or absent, and only for phrases known to be the provider's.

  friend bool operator==(const LaunchEvent&, const LaunchEvent&) = default;
};

// Why a launch failed, and what is done then.
enum class LaunchFailure : std::int32_t {
  kCapacity = 1,        // The pool has none now: it cools; the next.
  kQuota = 2,           // The account's limit: the type's family cools in the region; the next of another family.
  kPriceTooLow = 3,     // The bid is below the spot price: the pool cools; the next.
  kGroupAtMaximum = 4,  // The group can take no more: the next that is not in it. Nothing cools.
  kConfiguration = 5,   // The request is wrong: the order stops, as no other pool mends it.
  kPermission = 6,      // It is not allowed: the order stops.
  kThrottling = 7,      // Too many calls: none in the region for a while, then the same pool again.
  kUnknown = 8,         // Not in the tables: the pool cools; the next.
  kTimeout = 9,         // No instance, or none in service, in time: cancelled; the pool cools; the next.
  kJoinFailed = 10,     // In service but not Ready in time: ended and replaced; the pool does not cool.
  kCooling = 11,        // Of a refused pool only: others failed there, or lost what they had.
};

struct LaunchPolicy {
  double scale_timeout_seconds = 60;  // For the whole spot phase of an order: spot that is not granted by then is
                                      // cancelled, and what remains is on-demand.
  double capacity_check_timeout_seconds = 180;  // From an attempt's start to its nodes being in service. Above
                                                // scale_timeout_seconds.
  double join_timeout_seconds = 300;            // From in service to Ready.
  std::int64_t max_failed_joins = 3;  // So many attempts in a row with nodes that do not join, and none that does:
                                      // the order stops.
  double retry_first_seconds = 30;    // After every candidate failed: until the next round, growing
  double retry_growth = 2;            // each time,
  double retry_max_seconds = 600;     // up to this,
  double retry_jitter = 0.5;          // less a random share of it, up to this.
  double throttle_first_seconds = 1;  // After throttling: as above, by region.
  double throttle_max_seconds = 60;   //
  CoolingPolicy spot_cooling;
  CoolingPolicy on_demand_cooling{.first_seconds = 30, .growth = 2, .max_seconds = 600, .forget_seconds = 3600};
  std::int64_t max_nodes_in_flight = 10000;  // Asked for and not in service, over all orders.
  double terminate_repeat_seconds = 300;     // An instance that was to end and is not seen gone: asked again.
  double event_memory_seconds = 3600;        // So long an event is known when it comes again, and an attempt that ended
                                       // when its nodes come late. Older events are ignored. Not below any timeout.

  friend bool operator==(const LaunchPolicy&, const LaunchPolicy&) = default;
};

// How long launches took from the attempt's start to being in service.
struct TimeToService {
  std::int64_t count = 0;
  std::int64_t total_ms = 0;
  std::int64_t max_ms = 0;

  friend bool operator==(const TimeToService&, const TimeToService&) = default;
};

struct FailureCount {
  LaunchFailure failure = {};
  std::int64_t nodes = 0;

  friend bool operator==(const FailureCount&, const FailureCount&) = default;
};

// Everything that has happened since the state began.
struct LaunchCounters {
  std::int64_t attempts = 0;
  // nodes_requested = nodes_launched - late arrivals + nodes_not_launched + nodes_cancelled + those still waited for.
  std::int64_t nodes_requested = 0;
  std::int64_t nodes_launched = 0;
  std::int64_t nodes_not_launched = 0;  // Failed, or not granted in time.
  std::int64_t nodes_in_service = 0;
  std::int64_t nodes_ready = 0;
  std::int64_t nodes_cancelled = 0;         // No longer wanted before they came.
  std::int64_t nodes_lost = 0;              // Ended by others than these answers.
  std::int64_t nodes_to_terminate = 0;      // Told to end, each once.
  std::vector<FailureCount> failures;       // By class, ascending, those that came: nodes_not_launched, and nodes that
                                            // were launched and came to nothing before they were Ready.
  std::int64_t fallbacks_to_on_demand = 0;  // Nodes asked for on-demand in a round that had tried spot.
  std::int64_t rounds_failed = 0;           // Every candidate refused.
  std::int64_t retries = 0;                 // Rounds begun after that.
  std::int64_t orders_placed = 0;
  std::int64_t orders_stopped = 0;
  std::int64_t late_arrivals_kept = 0;  // Nodes of attempts that had ended.
  std::int64_t late_arrivals_ended = 0;
  std::int64_t events_duplicate = 0;
  std::int64_t events_too_old = 0;
  std::int64_t events_unmatched = 0;  // Of no attempt, and forgotten.
  TimeToService spot_time_to_service;
  TimeToService on_demand_time_to_service;

  friend bool operator==(const LaunchCounters&, const LaunchCounters&) = default;
};

// The rest is what is remembered.
enum class InstanceStage : std::int32_t {
  kLaunched = 1,
  kInService = 2,
  kReady = 3,
  kEnding = 4,  // Told to end, and not seen gone.
  kGone = 5,
};

struct LaunchInstance {
  std::string name;
  InstanceStage stage = {};
  std::int64_t since_unix_ms = 0;  // Of the stage.
  bool late = false;               // It came when its attempt had ended.

  friend bool operator==(const LaunchInstance&, const LaunchInstance&) = default;
};

struct LaunchAttempt {
  std::string name;
  std::string order;  // Empty: withdrawn.
  Pool pool;
  std::string group;
  std::int64_t started_unix_ms = 0;
  std::int64_t launch_by_unix_ms = 0;         // What is not launched by then is cancelled.
  std::int64_t in_service_by_unix_ms = 0;     // What is not in service by then is ended.
  std::int64_t nodes = 0;                     // Asked for.
  std::int64_t waiting = 0;                   // Of these: neither launched nor failed nor cancelled.
  std::optional<std::int64_t> ended_unix_ms;  // When the last of them was no longer waited for.
  bool join_failed = false;
  std::vector<LaunchInstance> instances;  // By name.

  friend bool operator==(const LaunchAttempt&, const LaunchAttempt&) = default;
};

// Why a candidate is not used now.
struct RefusedPool {
  Pool pool;
  std::string group;
  LaunchFailure failure = {};
  std::string code;  // The provider's, and what it said; empty: none.
  std::string message;
  std::optional<std::int64_t> until_unix_ms;  // It cools; absent: until the next round.

  friend bool operator==(const RefusedPool&, const RefusedPool&) = default;
};

struct LaunchOrderState {
  std::string name;
  std::int64_t generation = 1;
  std::optional<std::int64_t> spot_started_unix_ms;  // Of this round's first spot attempt.
  bool spot_over = false;                            // On-demand alone, for the rest of the round.
  std::vector<RefusedPool> refused;                  // In this round, in the order in which it happened.
  std::int64_t failed_rounds = 0;                    // In a row.
  std::optional<std::int64_t> retry_at_unix_ms;      // The next round begins.
  std::int64_t failed_joins = 0;                     // Attempts in a row.
  std::optional<RefusedPool> stopped_by;
  bool placed = false;

  friend bool operator==(const LaunchOrderState&, const LaunchOrderState&) = default;
};

struct LaunchThrottle {
  std::string region;
  std::int64_t until_unix_ms = 0;
  std::int64_t consecutive_failures = 0;

  friend bool operator==(const LaunchThrottle&, const LaunchThrottle&) = default;
};

struct SeenLaunchEvent {
  std::string id;
  std::int64_t at_unix_ms = 0;

  friend bool operator==(const SeenLaunchEvent&, const SeenLaunchEvent&) = default;
};

// What is remembered from one call to the next. Opaque to callers: pass it back as it came.
struct LaunchState {
  std::int64_t version = 1;
  std::int64_t as_of_unix_ms = 0;
  std::int64_t attempts_begun = 0;            // Names of attempts count up.
  std::int64_t forgotten_until_unix_ms = 0;   // Events of that moment or before are too old.
  std::vector<LaunchOrderState> orders;       // By name.
  std::vector<LaunchAttempt> attempts;        // In the order in which they began.
  std::vector<LaunchThrottle> throttles;      // By region.
  std::vector<SeenLaunchEvent> seen_events;   // By id; at most 100,000.
  std::vector<LaunchEvent> unmatched_events;  // By time and id; at most 10,000.
  LaunchCounters counters;

  friend bool operator==(const LaunchState&, const LaunchState&) = default;
};

struct LaunchRequest {
  std::int64_t now_unix_ms = 0;       // Never before that of the state.
  std::vector<LaunchOrder> orders;    // All that stand.
  std::vector<LaunchGroup> groups;    // That candidates name; each once.
  std::vector<LaunchEvent> events;    // Since the last call, in any order; one that was told before does no harm.
  std::vector<PoolCooling> coolings;  // As whichever decision last returned them.
  LaunchPolicy policy;
  std::optional<LaunchState> state;  // Of the last response.
  std::int64_t seed = 0;             // Of the jitter. Different in each of several callers of one cloud account.

  friend bool operator==(const LaunchRequest&, const LaunchRequest&) = default;
};

enum class LaunchActionKind : std::int32_t {
  kCancel = 1,  // No longer wait for `nodes` of the attempt: cancel the request; of a group lower its desired number.
  kTerminate = 2,  // End the instance; of a group lower its desired number with it.
  kLaunch = 3,     // Ask for `nodes` of the pool; of a group raise its desired number.
};

// One step. All that free capacity come before those that take it.
struct LaunchAction {
  LaunchActionKind kind = {};
  std::string attempt;  // At most 64 characters of ASCII, the same if the same state is asked again: a client token
                        // that keeps a launch that is carried out twice from being two.
  std::string order;    // Empty: it was withdrawn.
  Pool pool;
  std::string group;
  std::int64_t nodes = 0;
  std::string instance;  // Of kTerminate.
  std::string sentence;

  friend bool operator==(const LaunchAction&, const LaunchAction&) = default;
};

enum class LaunchOrderPhase : std::int32_t {
  kPlaced = 1,     // All nodes are Ready.
  kLaunching = 2,  // Nodes that are missing are on their way.
  kWaiting = 3,    // Nothing can be asked for yet: throttled, or too much in flight.
  kFailed = 4,     // Every candidate refused; tried again at retry_at_unix_ms.
  kStopped = 5,    // Configuration, permission, or nodes that do not join: nothing is tried until the generation rises.
};

// Whether a node that gives way may already be kept from taking new pods.
struct ReplacedNodeAdvice {
  std::string name;
  bool taint = false;  // false: leave it as it is, its replacement is not ready.

  friend bool operator==(const ReplacedNodeAdvice&, const ReplacedNodeAdvice&) = default;
};

struct LaunchOrderStatus {
  std::string name;
  LaunchOrderPhase phase = {};
  std::int64_t nodes = 0;  // Wanted.
  std::int64_t ready_nodes = 0;
  std::int64_t in_service_nodes = 0;  // Not Ready yet.
  std::int64_t launched_nodes = 0;    // Not in service yet.
  std::int64_t waiting_nodes = 0;     // Asked for, not launched yet.
  std::int64_t missing_nodes = 0;     // Neither there nor asked for. The five add up to `nodes`, unless more are ready.
  std::int64_t spot_nodes = 0;        // Of those ready, in service or launched.
  std::int64_t on_demand_nodes = 0;
  std::vector<RefusedPool> refused;              // Candidates that are not used now, in their order, and why.
  std::vector<ReplacedNodeAdvice> replaces;      // In the order of the request.
  std::optional<std::int64_t> retry_at_unix_ms;  // Of kFailed and kWaiting.
  std::vector<Reason> reasons;

  friend bool operator==(const LaunchOrderStatus&, const LaunchOrderStatus&) = default;
};

struct LaunchResponse {
  bool feasible = true;                   // false: an order has failed or is stopped.
  std::vector<LaunchAction> actions;      // In this order.
  std::vector<LaunchOrderStatus> orders;  // In the order of the request.
  std::vector<PoolCooling> coolings;      // For the next call of any decision.
  LaunchCounters counters;                // Since the state began.
  std::vector<Reason> reasons;
  LaunchState state;
  std::optional<std::int64_t> call_again_at_unix_ms;  // When time alone changes the answer; absent: never.

  friend bool operator==(const LaunchResponse&, const LaunchResponse&) = default;
};

// Drives orders through attempts until their nodes are Ready.
//
// (The rules follow.)
Result<LaunchResponse> Launch(const LaunchRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_LAUNCH_H_
