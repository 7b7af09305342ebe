#include "spotwright/respond.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<ReplacementSource>() {
  static const Enum kTable{"ReplacementSource",
                           "Where replacements are launched.",
                           {
                               {1, "mix", "From the offers in their order, spot and on-demand."},
                               {2, "on_demand", "From on-demand offers alone."},
                               {3, "none", "Not at all: a group or an autoscaler does it."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<RebalanceMode>() {
  static const Enum kTable{
      "RebalanceMode",
      "What to do about a rebalance recommendation. It is acted on only when P(interruption | recommendation) x loss "
      "exceeds the cost of the replacement.",
      {
          {1, "off", "Recommendations are not looked at, but for learning."},
          {2, "report", "Told, and nothing is done."},
          {3, "launch", "Cordon and launch a replacement; drain when the notice comes."},
          {4, "launch_and_drain", "When the replacement is ready: drain, detach and end the node."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<ReplacementOutcome>() {
  static const Enum kTable{"ReplacementOutcome",
                           "What became of a launch.",
                           {
                               {1, "launching", "On its way."},
                               {2, "ready", "Takes pods."},
                               {3, "failed", "Nothing comes of it: the next pool is tried."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<CasePhase>() {
  static const Enum kTable{
      "CasePhase",
      "How far a node's case has come.",
      {
          {1, "watching", "Nothing was done, or there is nothing to do yet."},
          {2, "replacing", "Cordoned; a replacement is wanted or on its way."},
          {3, "draining", "Its pods are told to leave."},
          {4, "left", "Drained, or given up: what remains is to see it gone."},
          {5, "kept", "Un-cordoned: stays, whatever is recommended, until the horizon ends. A notice begins anew."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<NodeActionKind>() {
  static const Enum kTable{"NodeActionKind",
                           "What to do with a node.",
                           {
                               {1, "cordon", "Nothing new goes there."},
                               {2, "uncordon", "It stays."},
                               {3, "launch", "Replacements for the node."},
                               {4, "drain", "Evict `pods`. Replaces an earlier drain of the node."},
                               {5, "detach", "Out of load balancers and of its group."},
                               {6, "end", "End the machine; of one's own accord only."},
                               {7, "complete", "Acknowledge a scheduled event, which may then begin at once."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<ShortfallKind>() {
  static const Enum kTable{"ShortfallKind",
                           "What does not make it in time.",
                           {
                               {1, "pods_too_slow", "Pods that cannot stop in peace before the end: they are killed."},
                               {2, "replacement_late", "The replacement is ready only after the end."},
                               {3, "no_replacement", "None can be launched now."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<RebalancePolicy>() {
  static const Message kTable = Describe<RebalancePolicy>(
      "RebalancePolicy", "What to do about rebalance recommendations.",
      {
          Field<&RebalancePolicy::mode>(1, "mode", "How far to go."),
          Field<&RebalancePolicy::interruption_probability>(2, "interruption_probability",
                                                            "Instead of what was learned. 0 to 1.")
              .Range(0, 1),
          Field<&RebalancePolicy::prior_followed>(
              3, "prior_followed",
              "Beta prior of P(interruption | recommendation): recommendations that were followed by an interruption.")
              .Range(1e-3, 1e6),
          Field<&RebalancePolicy::prior_not_followed>(4, "prior_not_followed",
                                                      "And those that were not. 1 and 1: any probability is as likely.")
              .Range(1e-3, 1e6),
          Field<&RebalancePolicy::half_life_hours>(5, "half_life_hours",
                                                   "After this time what was learned counts half.")
              .Range(1e-3, 1e6),
          Field<&RebalancePolicy::signal_horizon_seconds>(6, "signal_horizon_seconds",
                                                          "An interruption within it follows from the recommendation.")
              .Range(0, 1e9),
          Field<&RebalancePolicy::shortage_cost_usd_per_node_hour>(
              7, "shortage_cost_usd_per_node_hour", "Of a node that is missing. Absent: 20 times its on-demand price.")
              .Range(0, 1e9),
          Field<&RebalancePolicy::max_concurrent_share>(8, "max_concurrent_share",
                                                        "Of all nodes, rounded up, at least 1: replaced at once.")
              .Range(0, 1),
          Field<&RebalancePolicy::max_concurrent_nodes>(9, "max_concurrent_nodes", "As above; the lesser holds.")
              .Range(0, 1e6),
          Field<&RebalancePolicy::max_nodes_per_hour>(10, "max_nodes_per_hour",
                                                      "Begun in any hour. Absent: any number.")
              .Range(0, 1e6),
          Field<&RebalancePolicy::min_node_age_seconds>(11, "min_node_age_seconds",
                                                        "Younger nodes are only reported: no thrash.")
              .Range(0, 1e9),
      });
  return kTable;
}

template <>
const Message& MessageOf<RespondPolicy>() {
  static const Message kTable = Describe<RespondPolicy>(
      "RespondPolicy", "How events are answered.",
      {
          Field<&RespondPolicy::replacement>(1, "replacement", "Where replacements are launched."),
          Field<&RespondPolicy::spread_zones>(2, "spread_zones",
                                              "In the healthy zone with the fewest nodes, there the first offer; "
                                              "false: the first offer in any healthy zone."),
          Field<&RespondPolicy::boot_seconds>(3, "boot_seconds", "From launch to ready.").Range(0, 1e9),
          Field<&RespondPolicy::replacement_timeout_seconds>(
              4, "replacement_timeout_seconds",
              "A replacement that is not ready by then is not waited for: a node that need not go is un-cordoned.")
              .Range(0, 1e9),
          Field<&RespondPolicy::replace_vanished>(
              5, "replace_vanished",
              "Spot nodes too that are no longer listed, without an event and without draining."),
          Field<&RespondPolicy::aws_notice_seconds>(6, "aws_notice_seconds",
                                                    "Of AWS, where an event does not say when the end is.")
              .Range(0, 1e9),
          Field<&RespondPolicy::azure_notice_seconds>(7, "azure_notice_seconds", "Of Azure.").Range(0, 1e9),
          Field<&RespondPolicy::gcp_notice_seconds>(8, "gcp_notice_seconds", "Of Google Cloud.").Range(0, 1e9),
          Field<&RespondPolicy::notice_drain_seconds>(
              9, "notice_drain_seconds", "Of a node under notice: the last so many seconds, or what is left.")
              .Range(0, 1e9),
          Field<&RespondPolicy::detach_seconds>(10, "detach_seconds", "Of these the last are kept for detaching.")
              .Range(0, 1e9),
          Field<&RespondPolicy::voluntary_drain_seconds>(11, "voluntary_drain_seconds",
                                                         "Of others. Failing: un-cordon, keep, tell.")
              .Range(0, 1e9),
          Field<&RespondPolicy::default_grace_seconds>(
              12, "default_grace_seconds", "Of pods whose workload does not say how long they take to stop.")
              .Range(0, 1e9),
          Field<&RespondPolicy::hold_pods>(
              13, "hold_pods",
              "Under notice: pods serve until their replacement is ready, or the last moment at which they can still "
              "stop in peace. false: they are evicted at once."),
          Field<&RespondPolicy::pool_loss_notices>(
              14, "pool_loss_notices", "So many notices in a pool within the window: the whole pool is lost.")
              .Range(2, 1e6),
          Field<&RespondPolicy::pool_loss_window_seconds>(15, "pool_loss_window_seconds",
                                                          "In which losses are losses in common.")
              .Range(0, 1e9),
          Field<&RespondPolicy::zone_loss_share>(
              16, "zone_loss_share", "A zone that loses this share of its nodes, two or more, within the window cools.")
              .Range(0, 1),
          Field<&RespondPolicy::cooling>(17, "cooling",
                                         "Of pools and zones that lost nodes, and of pools whose launches failed."),
          Field<&RespondPolicy::suspension_min_pools>(18, "suspension_min_pools",
                                                      "All spot pools, so many or more, in two zones or more, gone "
                                                      "within the window without any notice: a suspension.")
              .Range(2, 1e6),
          Field<&RespondPolicy::not_ready_seconds>(19, "not_ready_seconds",
                                                   "A node that is silent for longer is replaced.")
              .Range(0, 1e9),
          Field<&RespondPolicy::max_freeze_seconds>(20, "max_freeze_seconds", "A longer freeze is left by its pods.")
              .Range(0, 1e9),
          Field<&RespondPolicy::rebalance>(21, "rebalance", "What to do about rebalance recommendations."),
          Field<&RespondPolicy::quiet_windows>(22, "quiet_windows",
                                               "Certificate rotation: nothing is moved in them of one's own accord."),
          Field<&RespondPolicy::proven_seconds>(23, "proven_seconds",
                                                "Before the others of its capacity type goes a pool that has a ready "
                                                "node this old: most capacity that is "
                                                "taken back has only just come. 0: no matter.")
              .Range(0, 1e9),
      });
  return kTable;
}

template <>
const Message& MessageOf<ReplacementReport>() {
  static const Message kTable = Describe<ReplacementReport>(
      "ReplacementReport", "What became of a launch that a response asked for. Told once or often.",
      {
          Field<&ReplacementReport::launch_id>(1, "launch_id", "Of the action that asked for it.").Required(),
          Field<&ReplacementReport::outcome>(2, "outcome", "What became of it.").Required(),
          Field<&ReplacementReport::node>(3, "node",
                                          "Its name, once known. Listed as ready among the nodes, it is ready."),
      });
  return kTable;
}

template <>
const Message& MessageOf<SeenEvent>() {
  static const Message kTable =
      Describe<SeenEvent>("SeenEvent", "An event that was heard.",
                          {
                              Field<&SeenEvent::id>(1, "id", "Its id.").Required(),
                              Field<&SeenEvent::machine>(2, "machine", "As the event named it.").Required(),
                              Field<&SeenEvent::forget_at_unix_ms>(
                                  3, "forget_at_unix_ms", "When it is too old to come again; ms since 1970 UTC.")
                                  .Range(0, 1e15),
                          });
  return kTable;
}

template <>
const Message& MessageOf<NodeCase>() {
  static const Message kTable = Describe<NodeCase>(
      "NodeCase", "A node that something was said about.",
      {
          Field<&NodeCase::node>(1, "node", "Its name.").Required(),
          Field<&NodeCase::pool>(2, "pool", "Its pool.").Required(),
          Field<&NodeCase::kind>(3, "kind", "What it is treated as.").Required(),
          Field<&NodeCase::phase>(4, "phase", "How far it has come."),
          Field<&NodeCase::certain>(5, "certain", "Its end is."),
          Field<&NodeCase::suspected>(6, "suspected", "Part of a pool that is treated as lost."),
          Field<&NodeCase::held>(7, "held", "Its pods were told to wait for the replacement."),
          Field<&NodeCase::planned_end_unix_ms>(8, "planned_end_unix_ms",
                                                "The end that its drain was planned for; ms since 1970 UTC.")
              .Range(0, 1e15),
          Field<&NodeCase::since_unix_ms>(9, "since_unix_ms", "First event; ms since 1970 UTC.").Range(0, 1e15),
          Field<&NodeCase::phase_unix_ms>(10, "phase_unix_ms", "Begin of the phase; ms since 1970 UTC.").Range(0, 1e15),
          Field<&NodeCase::ends_unix_ms>(11, "ends_unix_ms", "When it ends; ms since 1970 UTC.").Range(0, 1e15),
          Field<&NodeCase::signal_unix_ms>(
              12, "signal_unix_ms", "Of a rebalance recommendation whose outcome is not known yet; ms since 1970 UTC.")
              .Range(0, 1e15),
          Field<&NodeCase::cordoned>(13, "cordoned", "By us."),
          Field<&NodeCase::returns>(14, "returns", "It comes back: reboot, redeploy, freeze."),
          Field<&NodeCase::returns_in_seconds>(15, "returns_in_seconds", "After ends_unix_ms; 0: unknown.")
              .Range(0, 1e9),
          Field<&NodeCase::event_id>(16, "event_id", "To acknowledge."),
          Field<&NodeCase::instance_id>(17, "instance_id", "Of the machine."),
          Field<&NodeCase::group>(18, "group", "Its group."),
          Field<&NodeCase::running>(19, "running", "There, when last seen."),
          Field<&NodeCase::wants_replacement>(20, "wants_replacement", "One is wanted."),
          Field<&NodeCase::launches>(21, "launches", "Asked for so far.").Range(0, 1e9),
          Field<&NodeCase::launch_id>(22, "launch_id", "Of the last."),
          Field<&NodeCase::launch_pool>(23, "launch_pool", "Where the last launch went."),
          Field<&NodeCase::launch_count>(24, "launch_count", "Its nodes.").Range(0, 1e3),
          Field<&NodeCase::launched_unix_ms>(25, "launched_unix_ms", "When it was asked for; ms since 1970 UTC.")
              .Range(0, 1e15),
          Field<&NodeCase::outcome>(26, "outcome", "Absent: no launch is out."),
          Field<&NodeCase::replacement_node>(27, "replacement_node", "Its name, once known."),
      });
  return kTable;
}

template <>
const Message& MessageOf<SignalRecord>() {
  static const Message kTable = Describe<SignalRecord>(
      "SignalRecord",
      "What recommendations were worth in a pool: decayed counts of incidents, not of nodes, as a pool dies as a "
      "block.",
      {
          Field<&SignalRecord::pool>(1, "pool", "Which.").Required(),
          Field<&SignalRecord::followed>(2, "followed", "Incidents that an interruption followed.").Range(0, 1e9),
          Field<&SignalRecord::not_followed>(3, "not_followed", "Incidents that none followed.").Range(0, 1e9),
          Field<&SignalRecord::as_of_unix_ms>(4, "as_of_unix_ms",
                                              "The moment to which the counts are decayed; ms since 1970 UTC.")
              .Range(0, 1e15),
          Field<&SignalRecord::open_unix_ms>(
              5, "open_unix_ms",
              "First recommendation of an incident whose outcome is not known yet; ms since 1970 UTC.")
              .Range(0, 1e15),
      });
  return kTable;
}

template <>
const Message& MessageOf<RecentLoss>() {
  static const Message kTable = Describe<RecentLoss>(
      "RecentLoss", "A loss or the notice of one, for losses in common.",
      {
          Field<&RecentLoss::pool>(1, "pool", "Of the node.").Required(),
          Field<&RecentLoss::node>(2, "node", "Its name.").Required(),
          Field<&RecentLoss::at_unix_ms>(3, "at_unix_ms", "When; ms since 1970 UTC.").Range(0, 1e15),
          Field<&RecentLoss::announced>(4, "announced", "By a notice."),
      });
  return kTable;
}

template <>
const Message& MessageOf<KnownPool>() {
  static const Message kTable = Describe<KnownPool>("KnownPool", "The spot nodes of a pool at the last call.",
                                                    {
                                                        Field<&KnownPool::pool>(1, "pool", "Which.").Required(),
                                                        Field<&KnownPool::nodes>(2, "nodes", "Ascending."),
                                                    });
  return kTable;
}

template <>
const Message& MessageOf<RespondState>() {
  static const Message kTable = Describe<RespondState>(
      "RespondState", "What is remembered from one call to the next. Opaque: pass it back as it came.",
      {
          Field<&RespondState::version>(1, "version", "Of its layout."),
          Field<&RespondState::seen>(2, "seen", "By id and machine, ascending."),
          Field<&RespondState::cases>(3, "cases", "By node, ascending."),
          Field<&RespondState::signals>(4, "signals", "By pool, ascending."),
          Field<&RespondState::losses>(5, "losses", "Of the last window, by time and node."),
          Field<&RespondState::known>(6, "known",
                                      "By pool, ascending. Nodes that left by their owner's will are not in it."),
          Field<&RespondState::moves_unix_ms>(
              7, "moves_unix_ms", "Recommendations acted on in the last hour, ascending; ms since 1970 UTC.")
              .Range(0, 1e15),
          Field<&RespondState::suspended_unix_ms>(8, "suspended_unix_ms",
                                                  "Since when the subscription seems suspended; ms since 1970 UTC.")
              .Range(0, 1e15),
      });
  return kTable;
}

template <>
const Message& MessageOf<RespondRequest>() {
  static const Message kTable = Describe<RespondRequest>(
      "RespondRequest", "What to do about events.",
      {
          Field<&RespondRequest::now_unix_ms>(1, "now_unix_ms", "The present; ms since 1970 UTC.").Range(0, 1e15),
          Field<&RespondRequest::events>(2, "events", "Since the last call; in any order."),
          Field<&RespondRequest::nodes>(3, "nodes", "All that are seen now, launching ones included."),
          Field<&RespondRequest::workloads>(4, "workloads", "What runs on the nodes, at least."),
          Field<&RespondRequest::budgets>(5, "budgets", "Disruption budgets of workloads."),
          Field<&RespondRequest::offers>(6, "offers",
                                         "Where replacements may be launched, the best first. Each pool once."),
          Field<&RespondRequest::quotas>(7, "quotas", "Of vCPUs; what runs counts."),
          Field<&RespondRequest::replacements>(8, "replacements", "What became of launches."),
          Field<&RespondRequest::coolings>(9, "coolings", "As whichever decision last returned them."),
          Field<&RespondRequest::subscription_checked_unix_ms>(
              10, "subscription_checked_unix_ms",
              "When somebody found the subscription in order: ends a suspension that was recognised before; ms since "
              "1970 UTC.")
              .Range(0, 1e15),
          Field<&RespondRequest::policy>(11, "policy", "How events are answered."),
          Field<&RespondRequest::state>(12, "state", "Of the last response."),
      });
  return kTable;
}

template <>
const Message& MessageOf<PodsToEvict>() {
  static const Message kTable =
      Describe<PodsToEvict>(
          "PodsToEvict", "Pods of a workload to be evicted, in the order in which to do it.",
          {
              Field<&PodsToEvict::workload>(1, "workload", "Its name."),
              Field<&PodsToEvict::namespace_name>(2, "namespace", "Its namespace."),
              Field<&PodsToEvict::replicas>(3, "replicas", "How many."),
              Field<&PodsToEvict::evict_at_unix_ms>(4, "evict_at_unix_ms", "When to evict them; ms since 1970 UTC."),
              Field<&PodsToEvict::grace_seconds>(5, "grace_seconds",
                                                 "To stop in; less than they ask for where time does not suffice."),
              Field<&PodsToEvict::ignore_budget>(
                  6, "ignore_budget", "Their disruption budget does not allow it, and the node ends all the same."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<NodeAction>() {
  static const Message kTable =
      Describe<NodeAction>(
          "NodeAction", "One thing to do.",
          {
              Field<&NodeAction::kind>(1, "kind", "What."),
              Field<&NodeAction::node>(2, "node", "About which; of kLaunch: which is replaced."),
              Field<&NodeAction::instance_id>(3, "instance_id", "Of the node, where known."),
              Field<&NodeAction::begin_unix_ms>(4, "begin_unix_ms", "Not before; ms since 1970 UTC."),
              Field<&NodeAction::deadline_unix_ms>(
                  5, "deadline_unix_ms", "To be done by then. Never after the end of the machine; ms since 1970 UTC."),
              Field<&NodeAction::voluntary>(6, "voluntary", "Could be left undone; keeps budgets."),
              Field<&NodeAction::launch_id>(7, "launch_id", "Of kLaunch."),
              Field<&NodeAction::pool>(8, "pool", "Of kLaunch."),
              Field<&NodeAction::count>(9, "count", "Of kLaunch: how many that it takes to hold what runs there."),
              Field<&NodeAction::group>(10, "group", "Of the node."),
              Field<&NodeAction::event_id>(11, "event_id", "Of kComplete."),
              Field<&NodeAction::pods>(12, "pods", "Of kDrain."),
              Field<&NodeAction::sentence>(13, "sentence", "The same for people."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<Shortfall>() {
  static const Message kTable =
      Describe<Shortfall>("Shortfall", "What will not make it in time.",
                          {
                              Field<&Shortfall::kind>(1, "kind", "Which of these."),
                              Field<&Shortfall::node>(2, "node", "The node that ends."),
                              Field<&Shortfall::workload>(3, "workload", "Of kPodsTooSlow."),
                              Field<&Shortfall::namespace_name>(4, "namespace", "Its namespace."),
                              Field<&Shortfall::replicas>(5, "replicas", "How many."),
                              Field<&Shortfall::seconds>(6, "seconds", "That are missing."),
                              Field<&Shortfall::sentence>(7, "sentence", "The same for people."),
                          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<SignalEstimate>() {
  static const Message kTable =
      Describe<SignalEstimate>(
          "SignalEstimate", "How likely an interruption follows a recommendation, and on what that rests.",
          {
              Field<&SignalEstimate::pool_name>(1, "pool_name", "Empty: of all pools together."),
              Field<&SignalEstimate::probability>(2, "probability", "Of an interruption."),
              Field<&SignalEstimate::followed>(3, "followed", "Incidents, decayed, that an interruption followed."),
              Field<&SignalEstimate::not_followed>(4, "not_followed", "Incidents, decayed, that none followed."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<RespondResponse>() {
  static const Message kTable =
      Describe<RespondResponse>(
          "RespondResponse", "What to do, in order, and what will not make it in time.",
          {
              Field<&RespondResponse::feasible>(1, "feasible", "false: a node that is lost gets no replacement now."),
              Field<&RespondResponse::actions>(2, "actions", "In this order; each asked for once."),
              Field<&RespondResponse::shortfalls>(3, "shortfalls", "What will not make it in time."),
              Field<&RespondResponse::signals>(4, "signals", "All pools together first, then by pool."),
              Field<&RespondResponse::coolings>(
                  5, "coolings", "For the next call of any decision: pools and zones that lost nodes among them."),
              Field<&RespondResponse::suspended>(
                  6, "suspended", "The subscription seems suspended: nothing is launched, on-demand is left as it is."),
              Field<&RespondResponse::reasons>(7, "reasons", "Why."),
              Field<&RespondResponse::state>(8, "state", "For the next call."),
              Field<&RespondResponse::call_again_at_unix_ms>(
                  9, "call_again_at_unix_ms",
                  "When time alone may change the answer; absent: never; ms since 1970 UTC."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
