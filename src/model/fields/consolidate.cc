#include "spotwright/consolidate.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<ConsolidationKind>() {
  static const Enum kTable{"ConsolidationKind",
                           "What becomes of the nodes that go.",
                           {
                               {1, "delete", "Their pods find room on others."},
                               {2, "replace", "Nodes by as many others that are cheaper."},
                               {3, "merge", "Several by fewer."},
                               {4, "split", "By more, yet cheaper, ones."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<ConsolidationAction>() {
  static const Enum kTable{"ConsolidationAction",
                           "What a step does.",
                           {
                               {1, "launch", "A new node."},
                               {2, "wait_until_ready", "For a node that was launched."},
                               {3, "move", "Pods from one node to another: evicted there, to be bound here."},
                               {4, "drain", "Cordon; daemonsets and what is left go."},
                               {5, "remove", "End the machine."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<ConsolidatePolicy>() {
  static const Message kTable = Describe<ConsolidatePolicy>(
      "ConsolidatePolicy", "When consolidation pays, and what may be touched.",
      {
          Field<&ConsolidatePolicy::pack>(1, "pack", "What packing may do."),
          Field<&ConsolidatePolicy::horizon_hours>(2, "horizon_hours", "Savings count for this long.").Range(0, 1e5),
          Field<&ConsolidatePolicy::move_cost_usd>(3, "move_cost_usd",
                                                   "Of moving one pod, beside the workload's own restart cost. USD.")
              .Range(0, 1e6),
          Field<&ConsolidatePolicy::min_savings_share>(4, "min_savings_share",
                                                       "Of the cost of the nodes that go: less is not worth the stir.")
              .Range(0, 1),
          Field<&ConsolidatePolicy::stop_at_gap>(
              5, "stop_at_gap", "Nothing is done once the cluster costs at most this share more than the bound.")
              .Range(0, 10),
          Field<&ConsolidatePolicy::min_node_age_seconds>(6, "min_node_age_seconds", "Younger nodes stay.")
              .Range(0, 1e9),
          Field<&ConsolidatePolicy::move_stateful>(7, "move_stateful",
                                                   "Whether nodes with pods of a StatefulSet may go."),
          Field<&ConsolidatePolicy::node_budgets>(8, "node_budgets", "None: 10 % of all nodes at once."),
          Field<&ConsolidatePolicy::quiet_windows>(9, "quiet_windows", "Nothing is moved in them."),
          Field<&ConsolidatePolicy::move_sole_replicas>(10, "move_sole_replicas",
                                                        "Whether nodes with the only pod of a workload may go."),
          Field<&ConsolidatePolicy::max_trials>(
              11, "max_trials", "Work limit: sets of nodes that are tried, each time that something was found too.")
              .Range(0, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<ConsolidateRequest>() {
  static const Message kTable = Describe<ConsolidateRequest>(
      "ConsolidateRequest", "From a running cluster, in ordered steps, to fewer or cheaper nodes.",
      {
          Field<&ConsolidateRequest::workloads>(1, "workloads", "What is to run."),
          Field<&ConsolidateRequest::nodes>(2, "nodes", "What runs."),
          Field<&ConsolidateRequest::offers>(3, "offers", "What can be launched instead; at most one of each pool."),
          Field<&ConsolidateRequest::groups>(4, "groups", "If any: launches happen only through them."),
          Field<&ConsolidateRequest::namespaces>(5, "namespaces", "Those whose labels matter to a namespace_selector."),
          Field<&ConsolidateRequest::budgets>(6, "budgets", "Disruption budgets of workloads."),
          Field<&ConsolidateRequest::policy>(7, "policy", "When it pays, and what may be touched."),
          Field<&ConsolidateRequest::now_unix_ms>(
              8, "now_unix_ms",
              "Needed where ages, windows, schedules or cooling offers are stated; ms since 1970 UTC.")
              .Range(0, 1e15),
      });
  return kTable;
}

template <>
const Message& MessageOf<Consolidation>() {
  static const Message kTable =
      Describe<Consolidation>(
          "Consolidation", "One thing to do that stands on its own: it pays and leaves every pod with a place.",
          {
              Field<&Consolidation::kind>(1, "kind", "What becomes of the nodes that go."),
              Field<&Consolidation::removed_nodes>(2, "removed_nodes", "Names of the nodes that go."),
              Field<&Consolidation::launched_nodes>(3, "launched_nodes", "Names of the nodes that come."),
              Field<&Consolidation::savings_usd_per_hour>(4, "savings_usd_per_hour",
                                                          "Prices and expected interruptions together."),
              Field<&Consolidation::disruption_cost_usd>(5, "disruption_cost_usd", "Once: of the pods that move."),
              Field<&Consolidation::risk_usd_per_hour>(6, "risk_usd_per_hour",
                                                       "Change of what interruptions are expected to cost."),
              Field<&Consolidation::pods_moved>(7, "pods_moved", "Pods that move."),
              Field<&Consolidation::sentence>(8, "sentence", "The same for people."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ConsolidationStep>() {
  static const Message kTable =
      Describe<ConsolidationStep>(
          "ConsolidationStep", "Steps are carried out in order.",
          {
              Field<&ConsolidationStep::action>(1, "action", "What to do."),
              Field<&ConsolidationStep::node>(
                  2, "node", "What is launched, waited for, drained, removed; of a move: where the pods come from."),
              Field<&ConsolidationStep::target_node>(3, "target_node", "Of a move."),
              Field<&ConsolidationStep::pods>(4, "pods", "Of a move."),
              Field<&ConsolidationStep::consolidation>(5, "consolidation", "Index into `consolidations`."),
          })
          .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<KeptNode>() {
  static const Message kTable = Describe<KeptNode>("KeptNode", "A node that must stay, and why.",
                                                   {
                                                       Field<&KeptNode::name>(1, "name", "Of the node."),
                                                       Field<&KeptNode::reasons>(2, "reasons", "Why it stays."),
                                                   })
                                    .WriteDefaults();
  return kTable;
}

template <>
const Message& MessageOf<ConsolidateResponse>() {
  static const Message kTable =
      Describe<ConsolidateResponse>(
          "ConsolidateResponse", "What to do, in order, and what it saves.",
          {
              Field<&ConsolidateResponse::feasible>(1, "feasible", "Always: doing nothing is possible."),
              Field<&ConsolidateResponse::cost_now_usd_per_hour>(2, "cost_now_usd_per_hour",
                                                                 "Prices of all nodes but those draining and those of "
                                                                 "the control plane."),
              Field<&ConsolidateResponse::cost_after_usd_per_hour>(3, "cost_after_usd_per_hour",
                                                                   "Of all nodes after the last step."),
              Field<&ConsolidateResponse::lower_bound_usd_per_hour>(
                  4, "lower_bound_usd_per_hour", "No cluster that keeps the untouchable nodes costs less."),
              Field<&ConsolidateResponse::gap_now>(5, "gap_now", "(cost + interruptions) / bound - 1."),
              Field<&ConsolidateResponse::gap_after>(6, "gap_after", "The same after the last step."),
              Field<&ConsolidateResponse::pods_moved>(7, "pods_moved", "Pods that move."),
              Field<&ConsolidateResponse::consolidations>(8, "consolidations", "What is to be done, the best first."),
              Field<&ConsolidateResponse::launches>(9, "launches", "New nodes, with the pods they will get."),
              Field<&ConsolidateResponse::steps>(10, "steps", "In order."),
              Field<&ConsolidateResponse::kept>(11, "kept", "Nodes that a rule keeps."),
              Field<&ConsolidateResponse::reasons>(12, "reasons", "What is to be said of the whole."),
              Field<&ConsolidateResponse::call_again_at_unix_ms>(
                  13, "call_again_at_unix_ms",
                  "When a window, a budget or a node's age next lets more happen; ms since 1970 UTC."),
              Field<&ConsolidateResponse::risk_now_usd_per_hour>(
                  14, "risk_now_usd_per_hour", "What interruptions of these nodes are expected to cost beside that."),
              Field<&ConsolidateResponse::risk_after_usd_per_hour>(15, "risk_after_usd_per_hour",
                                                                   "The same after the last step."),
          })
          .WriteDefaults();
  return kTable;
}

}  // namespace spotwright::model
