#include "spotwright/launch.h"

#include "src/model/field.h"

namespace spotwright::model {
namespace {

// Moments, in milliseconds since 1970: up to the year 5138, so that differences cannot overflow.
constexpr double kLastMoment = 1e14;
constexpr double kMostNodes = 1e6;
constexpr double kMostCount = 1e15;

}  // namespace

template <>
const Enum& EnumOf<LaunchEventKind>() {
  static const Enum kTable{"LaunchEventKind",
                           "What happened.",
                           {
                               {1, "launched", "The provider has granted the instances: they exist."},
                               {2, "in_service", "They run."},
                               {3, "ready", "Their nodes have joined the cluster and are Ready."},
                               {4, "launch_failed", "The request, or `nodes` of it, came to nothing."},
                               {5, "terminated", "The instances are gone, whoever ended them."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<LaunchFailure>() {
  static const Enum kTable{
      "LaunchFailure",
      "Why a launch failed, and what is done then.",
      {
          {1, "capacity", "The pool has none now: it cools; the next."},
          {2, "quota", "The account's limit: the type's family cools in the region; the next of another family."},
          {3, "price_too_low", "The bid is below the spot price: the pool cools; the next."},
          {4, "group_at_maximum", "The group can take no more: the next that is not in it. Nothing cools."},
          {5, "configuration", "The request is wrong: the order stops, as no other pool mends it."},
          {6, "permission", "It is not allowed: the order stops."},
          {7, "throttling", "Too many calls: none in the region for a while, then the same pool again."},
          {8, "unknown", "Not in the tables: the pool cools; the next."},
          {9, "timeout", "No instance, or none in service, in time: cancelled; the pool cools; the next."},
          {10, "join_failed", "In service but not Ready in time: ended and replaced; the pool does not cool."},
          {11, "cooling", "Of a refused pool only: others failed there, or lost what they had."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<InstanceStage>() {
  static const Enum kTable{"InstanceStage",
                           "How far an instance has come.",
                           {
                               {1, "launched", "It exists."},
                               {2, "in_service", "It runs."},
                               {3, "ready", "Its node is Ready."},
                               {4, "ending", "Told to end, and not seen gone."},
                               {5, "gone", "No longer there."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<LaunchActionKind>() {
  static const Enum kTable{
      "LaunchActionKind",
      "What to do.",
      {
          {1, "cancel",
           "No longer wait for `nodes` of the attempt: cancel the request; of a group lower its desired number."},
          {2, "terminate", "End the instance; of a group lower its desired number with it."},
          {3, "launch", "Ask for `nodes` of the pool; of a group raise its desired number."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<LaunchOrderPhase>() {
  static const Enum kTable{
      "LaunchOrderPhase",
      "How an order stands.",
      {
          {1, "placed", "All nodes are Ready."},
          {2, "launching", "Nodes that are missing are on their way."},
          {3, "waiting", "Nothing can be asked for yet: throttled, or too much in flight."},
          {4, "failed", "Every candidate refused; tried again at retry_at_unix_ms."},
          {5, "stopped",
           "Configuration, permission, or nodes that do not join: nothing is tried until the generation rises."},
      }};
  return kTable;
}

template <>
const Message& MessageOf<LaunchCandidate>() {
  static const Message kTable = Describe<LaunchCandidate>(
      "LaunchCandidate", "A pool that an order may be launched from.",
      {
          Field<&LaunchCandidate::pool>(1, "pool", "Type and capacity type must be stated.").Required(),
          Field<&LaunchCandidate::group>(2, "group", "The group through which it is launched; empty: directly."),
          Field<&LaunchCandidate::max_nodes>(
              3, "max_nodes",
              "Of the order's nodes at most so many from here; the next take the rest at the same time. Absent: all.")
              .Range(0, kMostNodes),
      });
  return kTable;
}

template <>
const Message& MessageOf<LaunchGroup>() {
  static const Message kTable = Describe<LaunchGroup>(
      "LaunchGroup", "An Auto Scaling group, scale set or managed instance group.",
      {
          Field<&LaunchGroup::name>(1, "name", "Unique.").Required(),
          Field<&LaunchGroup::desired_nodes>(2, "desired_nodes",
                                             "As it stands now; what earlier answers asked for is in it.")
              .Range(0, kMostNodes),
          Field<&LaunchGroup::max_nodes>(3, "max_nodes", "What it can be raised to.").Range(0, kMostNodes),
      });
  return kTable;
}

template <>
const Message& MessageOf<ReplacedNode>() {
  static const Message kTable =
      Describe<ReplacedNode>("ReplacedNode", "A node that gives way to the order's nodes.",
                             {
                                 Field<&ReplacedNode::name>(1, "name", "Unique in its order.").Required(),
                                 Field<&ReplacedNode::end_is_certain>(
                                     2, "end_is_certain", "Under an interruption notice, say: it goes whatever comes."),
                             });
  return kTable;
}

template <>
const Message& MessageOf<LaunchOrder>() {
  static const Message kTable = Describe<LaunchOrder>(
      "LaunchOrder", "What is wanted, for as long as a request names it.",
      {
          Field<&LaunchOrder::name>(1, "name", "Unique, and the same from call to call.").Required(),
          Field<&LaunchOrder::nodes>(2, "nodes", "In all, those included that are there already.").Range(0, kMostNodes),
          Field<&LaunchOrder::candidates>(
              3, "candidates", "In the order in which to try them, as the mix gives it. Each pool and group once."),
          Field<&LaunchOrder::priority>(4, "priority", "The higher goes first where not all can be launched.")
              .Range(-1e9, 1e9),
          Field<&LaunchOrder::replaces>(5, "replaces", "Nodes that give way, in the order in which they may go."),
          Field<&LaunchOrder::generation>(6, "generation",
                                          "Raise it after mending what stopped the order: it begins anew.")
              .Range(1, kMostCount),
      });
  return kTable;
}

template <>
const Message& MessageOf<LaunchEvent>() {
  static const Message kTable = Describe<LaunchEvent>(
      "LaunchEvent", "Something that happened. It counts once, by its id.",
      {
          Field<&LaunchEvent::id>(1, "id", "The provider's, or one that is made of what happened.").Required(),
          Field<&LaunchEvent::kind>(2, "kind", "What happened.").Required(),
          Field<&LaunchEvent::at_unix_ms>(3, "at_unix_ms", "When, in ms since 1970 UTC; later than now counts as now.")
              .Required()
              .Range(0, kLastMoment),
          Field<&LaunchEvent::attempt>(4, "attempt", "As the action named it, where known."),
          Field<&LaunchEvent::group>(5, "group", "Where the attempt is not known, as in scaling activities."),
          Field<&LaunchEvent::zone>(6, "zone", "Where the attempt is not known."),
          Field<&LaunchEvent::instances>(7, "instances", "The provider's ids. Of a failure: none."),
          Field<&LaunchEvent::nodes>(8, "nodes",
                                     "Of a failure: how many came to nothing; absent: all still waited for.")
              .Range(1, kMostNodes),
          Field<&LaunchEvent::provider>(9, "provider",
                                        "Of a failure: whose code it is; required with a code or a message."),
          Field<&LaunchEvent::code>(10, "code", "As the provider spells it, such as InsufficientInstanceCapacity."),
          Field<&LaunchEvent::message>(
              11, "message",
              "Read only where a code is shared or absent, and only for phrases known to be the provider's."),
      });
  return kTable;
}

template <>
const Message& MessageOf<LaunchPolicy>() {
  static const Message kTable = Describe<LaunchPolicy>(
      "LaunchPolicy", "Timeouts, backoffs, cool-downs, limits.",
      {
          Field<&LaunchPolicy::scale_timeout_seconds>(
              1, "scale_timeout_seconds",
              "For the whole spot phase of an order; what is not granted by then is cancelled and asked for on-demand.")
              .Range(1, 86400),
          Field<&LaunchPolicy::capacity_check_timeout_seconds>(
              2, "capacity_check_timeout_seconds",
              "From an attempt's start to its nodes being in service. Above scale_timeout_seconds.")
              .Range(1, 86400),
          Field<&LaunchPolicy::join_timeout_seconds>(3, "join_timeout_seconds", "From in service to Ready.")
              .Range(1, 86400),
          Field<&LaunchPolicy::max_failed_joins>(
              4, "max_failed_joins",
              "So many attempts in a row with nodes that do not join, and none that does: the order stops.")
              .Range(1, 1000),
          Field<&LaunchPolicy::retry_first_seconds>(
              5, "retry_first_seconds", "After every candidate failed: until the next round, growing each time.")
              .Range(1, 86400),
          Field<&LaunchPolicy::retry_growth>(6, "retry_growth", "Times as long each time; of throttling too.")
              .Range(1, 100),
          Field<&LaunchPolicy::retry_max_seconds>(7, "retry_max_seconds", "At most.").Range(1, 86400),
          Field<&LaunchPolicy::retry_jitter>(8, "retry_jitter",
                                             "Less a random share of it, up to this; of throttling too.")
              .Range(0, 0.99),
          Field<&LaunchPolicy::throttle_first_seconds>(
              9, "throttle_first_seconds", "After throttling: no call in the region for so long, growing each time.")
              .Range(0.001, 86400),
          Field<&LaunchPolicy::throttle_max_seconds>(10, "throttle_max_seconds", "At most.").Range(0.001, 86400),
          Field<&LaunchPolicy::spot_cooling>(11, "spot_cooling", "Of spot pools."),
          Field<&LaunchPolicy::on_demand_cooling>(12, "on_demand_cooling", "Of on-demand pools."),
          Field<&LaunchPolicy::max_nodes_in_flight>(13, "max_nodes_in_flight",
                                                    "Asked for and not in service, over all orders.")
              .Range(1, kMostNodes),
          Field<&LaunchPolicy::terminate_repeat_seconds>(
              14, "terminate_repeat_seconds",
              "An instance that was to end and is not seen gone: asked again after so long.")
              .Range(1, 86400),
          Field<&LaunchPolicy::event_memory_seconds>(
              15, "event_memory_seconds",
              "So long an event is known when it comes again, and an attempt that ended when its nodes come late.")
              .Range(60, 86400),
      });
  return kTable;
}

template <>
const Message& MessageOf<TimeToService>() {
  static const Message kTable =
      Describe<TimeToService>("TimeToService", "How long launches took from the attempt's start to being in service.",
                              {
                                  Field<&TimeToService::count>(1, "count", "Nodes.").Range(0, kMostCount),
                                  Field<&TimeToService::total_ms>(2, "total_ms", "In all.").Range(0, kMostCount),
                                  Field<&TimeToService::max_ms>(3, "max_ms", "The longest.").Range(0, kMostCount),
                              })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<FailureCount>() {
  static const Message kTable =
      Describe<FailureCount>("FailureCount", "Nodes that failed for one class of reasons.",
                             {
                                 Field<&FailureCount::failure>(1, "failure", "The class.").Required(),
                                 Field<&FailureCount::nodes>(2, "nodes", "How many.").Range(0, kMostCount),
                             })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<LaunchCounters>() {
  static const Message kTable =
      Describe<LaunchCounters>(
          "LaunchCounters", "Everything that has happened since the state began.",
          {
              Field<&LaunchCounters::attempts>(1, "attempts", "Launches asked for.").Range(0, kMostCount),
              Field<&LaunchCounters::nodes_requested>(2, "nodes_requested", "By them.").Range(0, kMostCount),
              Field<&LaunchCounters::nodes_launched>(3, "nodes_launched", "Granted, late ones included.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::nodes_not_launched>(4, "nodes_not_launched", "Failed, or not granted in time.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::nodes_in_service>(5, "nodes_in_service", "That came into service.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::nodes_ready>(6, "nodes_ready", "That became Ready.").Range(0, kMostCount),
              Field<&LaunchCounters::nodes_cancelled>(7, "nodes_cancelled", "No longer wanted before they came.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::nodes_lost>(8, "nodes_lost", "Ended by others than these answers.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::nodes_to_terminate>(9, "nodes_to_terminate", "Told to end, each once.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::failures>(
                  10, "failures",
                  "By class, ascending: nodes_not_launched, and nodes that came to nothing before they were Ready."),
              Field<&LaunchCounters::fallbacks_to_on_demand>(11, "fallbacks_to_on_demand",
                                                             "Nodes asked for on-demand with spot passed over.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::rounds_failed>(12, "rounds_failed", "Every candidate refused.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::retries>(13, "retries", "Rounds begun after that.").Range(0, kMostCount),
              Field<&LaunchCounters::orders_placed>(14, "orders_placed",
                                                    "Orders whose nodes were all Ready, each time that came about.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::orders_stopped>(15, "orders_stopped",
                                                     "By configuration, permission or failed joins.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::late_arrivals_kept>(16, "late_arrivals_kept", "Nodes of attempts that had ended.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::late_arrivals_ended>(17, "late_arrivals_ended", "As above, not needed.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::events_duplicate>(18, "events_duplicate", "Told before.").Range(0, kMostCount),
              Field<&LaunchCounters::events_too_old>(19, "events_too_old", "Older than what is remembered.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::events_unmatched>(20, "events_unmatched", "Of no attempt, and forgotten.")
                  .Range(0, kMostCount),
              Field<&LaunchCounters::spot_time_to_service>(21, "spot_time_to_service", "Of spot."),
              Field<&LaunchCounters::on_demand_time_to_service>(22, "on_demand_time_to_service", "Of on-demand."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<LaunchInstance>() {
  static const Message kTable = Describe<LaunchInstance>(
      "LaunchInstance", "An instance of an attempt.",
      {
          Field<&LaunchInstance::name>(1, "name", "The provider's id.").Required(),
          Field<&LaunchInstance::stage>(2, "stage", "How far it has come.").Required(),
          Field<&LaunchInstance::since_unix_ms>(3, "since_unix_ms", "Since when, in ms since 1970 UTC.")
              .Range(0, kLastMoment),
          Field<&LaunchInstance::late>(4, "late", "It came when its attempt had ended."),
      });
  return kTable;
}

template <>
const Message& MessageOf<LaunchAttempt>() {
  static const Message kTable = Describe<LaunchAttempt>(
      "LaunchAttempt", "One launch that was asked for.",
      {
          Field<&LaunchAttempt::name>(1, "name", "As the action named it.").Required(),
          Field<&LaunchAttempt::order>(2, "order", "Empty: withdrawn."),
          Field<&LaunchAttempt::pool>(3, "pool", "Where.").Required(),
          Field<&LaunchAttempt::group>(4, "group", "Through which group; empty: directly."),
          Field<&LaunchAttempt::started_unix_ms>(5, "started_unix_ms", "When, in ms since 1970 UTC.")
              .Range(0, kLastMoment),
          Field<&LaunchAttempt::launch_by_unix_ms>(6, "launch_by_unix_ms", "What is not launched by then is cancelled.")
              .Range(0, kLastMoment),
          Field<&LaunchAttempt::in_service_by_unix_ms>(7, "in_service_by_unix_ms",
                                                       "What is not in service by then is ended.")
              .Range(0, kLastMoment),
          Field<&LaunchAttempt::nodes>(8, "nodes", "Asked for.").Range(0, kMostNodes),
          Field<&LaunchAttempt::waiting>(9, "waiting", "Of these: neither launched nor failed nor cancelled.")
              .Range(0, kMostNodes),
          Field<&LaunchAttempt::ended_unix_ms>(10, "ended_unix_ms", "When the last of them was no longer waited for.")
              .Range(0, kLastMoment),
          Field<&LaunchAttempt::join_failed>(11, "join_failed", "A node of it did not join."),
          Field<&LaunchAttempt::instances>(12, "instances", "By name."),
      });
  return kTable;
}

template <>
const Message& MessageOf<RefusedPool>() {
  static const Message kTable = Describe<RefusedPool>(
      "RefusedPool", "Why a candidate is not used now.",
      {
          Field<&RefusedPool::pool>(1, "pool", "Which.").Required(),
          Field<&RefusedPool::group>(2, "group", "Through which group."),
          Field<&RefusedPool::failure>(3, "failure", "The class.").Required(),
          Field<&RefusedPool::code>(4, "code", "The provider's; empty: none."),
          Field<&RefusedPool::message>(5, "message", "What the provider said."),
          Field<&RefusedPool::until_unix_ms>(6, "until_unix_ms",
                                             "It cools until then, in ms since 1970 UTC; absent: until the next round.")
              .Range(0, kLastMoment),
      });
  return kTable;
}

template <>
const Message& MessageOf<LaunchOrderState>() {
  static const Message kTable = Describe<LaunchOrderState>(
      "LaunchOrderState", "What is remembered of an order.",
      {
          Field<&LaunchOrderState::name>(1, "name", "Its name.").Required(),
          Field<&LaunchOrderState::generation>(2, "generation", "Its generation.").Range(1, kMostCount),
          Field<&LaunchOrderState::spot_started_unix_ms>(3, "spot_started_unix_ms",
                                                         "Of this round's first spot attempt.")
              .Range(0, kLastMoment),
          Field<&LaunchOrderState::spot_over>(4, "spot_over", "On-demand alone, for the rest of the round."),
          Field<&LaunchOrderState::refused>(5, "refused", "In this round, in the order in which it happened."),
          Field<&LaunchOrderState::failed_rounds>(6, "failed_rounds", "In a row.").Range(0, kMostCount),
          Field<&LaunchOrderState::retry_at_unix_ms>(7, "retry_at_unix_ms", "The next round begins.")
              .Range(0, kLastMoment),
          Field<&LaunchOrderState::failed_joins>(8, "failed_joins", "Attempts in a row.").Range(0, kMostCount),
          Field<&LaunchOrderState::stopped_by>(9, "stopped_by", "What stopped it; absent: nothing."),
          Field<&LaunchOrderState::placed>(10, "placed", "All nodes were Ready."),
      });
  return kTable;
}

template <>
const Message& MessageOf<LaunchThrottle>() {
  static const Message kTable = Describe<LaunchThrottle>(
      "LaunchThrottle", "A region that takes no more calls.",
      {
          Field<&LaunchThrottle::region>(1, "region", "Which."),
          Field<&LaunchThrottle::until_unix_ms>(2, "until_unix_ms", "Until when, in ms since 1970 UTC.")
              .Range(0, kLastMoment),
          Field<&LaunchThrottle::consecutive_failures>(3, "consecutive_failures", "In a row.").Range(0, kMostCount),
      });
  return kTable;
}

template <>
const Message& MessageOf<SeenLaunchEvent>() {
  static const Message kTable = Describe<SeenLaunchEvent>(
      "SeenLaunchEvent", "An event that has counted.",
      {
          Field<&SeenLaunchEvent::id>(1, "id", "Its id.").Required(),
          Field<&SeenLaunchEvent::at_unix_ms>(2, "at_unix_ms", "Its time, in ms since 1970 UTC.").Range(0, kLastMoment),
      });
  return kTable;
}

template <>
const Message& MessageOf<LaunchState>() {
  static const Message kTable = Describe<LaunchState>(
      "LaunchState", "What is remembered from one call to the next. Opaque to callers: pass it back as it came.",
      {
          Field<&LaunchState::version>(1, "version", "Of its form.").Range(1, kMostCount),
          Field<&LaunchState::as_of_unix_ms>(2, "as_of_unix_ms", "Of the call that made it.").Range(0, kLastMoment),
          Field<&LaunchState::attempts_begun>(3, "attempts_begun", "Names of attempts count up.").Range(0, kMostCount),
          Field<&LaunchState::forgotten_until_unix_ms>(4, "forgotten_until_unix_ms",
                                                       "Events of that moment or before are too old.")
              .Range(-kLastMoment, kLastMoment),
          Field<&LaunchState::orders>(5, "orders", "By name."),
          Field<&LaunchState::attempts>(6, "attempts", "In the order in which they began."),
          Field<&LaunchState::throttles>(7, "throttles", "By region."),
          Field<&LaunchState::seen_events>(8, "seen_events", "By id."),
          Field<&LaunchState::unmatched_events>(9, "unmatched_events", "By time and id."),
          Field<&LaunchState::counters>(10, "counters", "Since the state began."),
      });
  return kTable;
}

template <>
const Message& MessageOf<LaunchRequest>() {
  static const Message kTable = Describe<LaunchRequest>(
      "LaunchRequest", "Orders for capacity, what happened, and what is remembered.",
      {
          Field<&LaunchRequest::now_unix_ms>(1, "now_unix_ms", "In ms since 1970 UTC; never before that of the state.")
              .Required()
              .Range(0, kLastMoment),
          Field<&LaunchRequest::orders>(2, "orders", "All that stand."),
          Field<&LaunchRequest::groups>(3, "groups", "That candidates name; each once."),
          Field<&LaunchRequest::events>(4, "events",
                                        "Since the last call, in any order; one that was told before does no harm."),
          Field<&LaunchRequest::coolings>(5, "coolings", "As whichever decision last returned them."),
          Field<&LaunchRequest::policy>(6, "policy", "Timeouts, backoffs, cool-downs, limits."),
          Field<&LaunchRequest::state>(7, "state", "Of the last response."),
          Field<&LaunchRequest::seed>(8, "seed",
                                      "Of the jitter. Different in each of several callers of one cloud account."),
      });
  return kTable;
}

template <>
const Message& MessageOf<LaunchAction>() {
  static const Message kTable =
      Describe<LaunchAction>(
          "LaunchAction", "One step.",
          {
              Field<&LaunchAction::kind>(1, "kind", "What to do.").Required(),
              Field<&LaunchAction::attempt>(2, "attempt", "At most 64 characters; the client token of a launch."),
              Field<&LaunchAction::order>(3, "order", "Empty: it was withdrawn."),
              Field<&LaunchAction::pool>(4, "pool", "Where.").Required(),
              Field<&LaunchAction::group>(5, "group", "Through which group; empty: directly."),
              Field<&LaunchAction::nodes>(6, "nodes", "How many.").Range(0, kMostNodes),
              Field<&LaunchAction::instance>(7, "instance", "Which to end."),
              Field<&LaunchAction::sentence>(8, "sentence", "In words."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ReplacedNodeAdvice>() {
  static const Message kTable =
      Describe<ReplacedNodeAdvice>(
          "ReplacedNodeAdvice", "Whether a node that gives way may already be kept from taking new pods.",
          {
              Field<&ReplacedNodeAdvice::name>(1, "name", "Which."),
              Field<&ReplacedNodeAdvice::taint>(2, "taint", "false: leave it as it is, its replacement is not ready."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<LaunchOrderStatus>() {
  static const Message kTable =
      Describe<LaunchOrderStatus>(
          "LaunchOrderStatus", "How an order stands.",
          {
              Field<&LaunchOrderStatus::name>(1, "name", "Its name."),
              Field<&LaunchOrderStatus::phase>(2, "phase", "In one word.").Required(),
              Field<&LaunchOrderStatus::nodes>(3, "nodes", "Wanted.").Range(0, kMostNodes),
              Field<&LaunchOrderStatus::ready_nodes>(4, "ready_nodes", "Ready.").Range(0, kMostNodes),
              Field<&LaunchOrderStatus::in_service_nodes>(5, "in_service_nodes", "Not Ready yet.").Range(0, kMostNodes),
              Field<&LaunchOrderStatus::launched_nodes>(6, "launched_nodes", "Not in service yet.")
                  .Range(0, kMostNodes),
              Field<&LaunchOrderStatus::waiting_nodes>(7, "waiting_nodes", "Asked for, not launched yet.")
                  .Range(0, kMostNodes),
              Field<&LaunchOrderStatus::missing_nodes>(8, "missing_nodes", "Neither there nor asked for.")
                  .Range(0, kMostNodes),
              Field<&LaunchOrderStatus::spot_nodes>(9, "spot_nodes", "Of those ready, in service or launched.")
                  .Range(0, kMostNodes),
              Field<&LaunchOrderStatus::on_demand_nodes>(10, "on_demand_nodes", "As above.").Range(0, kMostNodes),
              Field<&LaunchOrderStatus::refused>(11, "refused",
                                                 "Candidates that are not used now, in their order, and why."),
              Field<&LaunchOrderStatus::replaces>(
                  12, "replaces", "Whether nodes that give way may be tainted, in the order of the request."),
              Field<&LaunchOrderStatus::retry_at_unix_ms>(13, "retry_at_unix_ms",
                                                          "Of failed and waiting orders, in ms since 1970 UTC.")
                  .Range(0, kLastMoment),
              Field<&LaunchOrderStatus::reasons>(14, "reasons", "Why."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<LaunchResponse>() {
  static const Message kTable =
      Describe<LaunchResponse>(
          "LaunchResponse", "What to do, how each order stands, what is remembered.",
          {
              Field<&LaunchResponse::feasible>(1, "feasible", "false: an order has failed or is stopped."),
              Field<&LaunchResponse::actions>(2, "actions", "In this order."),
              Field<&LaunchResponse::orders>(3, "orders", "In the order of the request."),
              Field<&LaunchResponse::coolings>(4, "coolings", "For the next call of any decision."),
              Field<&LaunchResponse::counters>(5, "counters", "Since the state began."),
              Field<&LaunchResponse::reasons>(6, "reasons", "Of the whole."),
              Field<&LaunchResponse::state>(7, "state", "For the next call."),
              Field<&LaunchResponse::call_again_at_unix_ms>(
                  8, "call_again_at_unix_ms",
                  "When time alone changes the answer, in ms since 1970 UTC; absent: never.")
                  .Range(0, kLastMoment),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
