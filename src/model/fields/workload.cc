#include "spotwright/workload.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<WorkloadKind>() {
  static const Enum kTable{"WorkloadKind",
                           "What owns the pods.",
                           {
                               {1, "deployment", "Interchangeable replicas."},
                               {2, "stateful_set", "Replicas with an identity and often a disk."},
                               {3, "daemon_set", "One pod on every node it may run on; `replicas` is ignored."},
                               {4, "job", "Runs to an end."},
                               {5, "pod", "A bare pod, owned by nothing."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<RequirementOperator>() {
  static const Enum kTable{"RequirementOperator",
                           "How a label is held against values.",
                           {
                               {1, "in", "The label has one of the values."},
                               {2, "not_in", "The label has none of the values, or is absent."},
                               {3, "exists", "The label is there; no values."},
                               {4, "does_not_exist", "The label is absent; no values."},
                               {5, "greater_than", "The label is an integer above the one value."},
                               {6, "less_than", "The label is an integer below the one value."},
                               {7, "greater_or_equal", "The label is an integer, the one value or above."},
                               {8, "less_or_equal", "The label is an integer, the one value or below."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<TolerationOperator>() {
  static const Enum kTable{"TolerationOperator",
                           "How a toleration matches a taint.",
                           {
                               {1, "equal", "Key and value are equal."},
                               {2, "exists", "The key is equal, or the toleration's is empty."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<WhenUnsatisfiable>() {
  static const Enum kTable{"WhenUnsatisfiable",
                           "What to do when a spread cannot be kept.",
                           {
                               {1, "do_not_schedule", "Leave the pod out."},
                               {2, "schedule_anyway", "Place it all the same."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<InclusionPolicy>() {
  static const Enum kTable{"InclusionPolicy",
                           "Whether a rule looks at a property of nodes when it counts them.",
                           {
                               {1, "honor", "It does."},
                               {2, "ignore", "It does not."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<Requirement>() {
  static const Message kTable =
      Describe<Requirement>("Requirement", "A condition on one label.",
                            {
                                Field<&Requirement::key>(1, "key", "Name of the label.").Required(),
                                Field<&Requirement::op>(2, "operator", "How the label is held against the values."),
                                Field<&Requirement::values>(3, "values", "None, one or several, as the operator asks."),
                            });
  return kTable;
}

template <>
const Message& MessageOf<RequirementTerm>() {
  static const Message kTable = Describe<RequirementTerm>(
      "RequirementTerm", "All requirements must hold. Without requirements it matches nothing.",
      {
          Field<&RequirementTerm::requirements>(1, "requirements", "Conditions, all of which must hold."),
      });
  return kTable;
}

template <>
const Message& MessageOf<PreferredTerm>() {
  static const Message kTable = Describe<PreferredTerm>(
      "PreferredTerm", "A wish with a weight.",
      {
          Field<&PreferredTerm::weight>(1, "weight", "1 to 100; the heavier wish is kept first.").Range(1, 100),
          Field<&PreferredTerm::term>(2, "term", "What is wished."),
      });
  return kTable;
}

template <>
const Message& MessageOf<Toleration>() {
  static const Message kTable = Describe<Toleration>(
      "Toleration", "Lets a pod onto tainted nodes.",
      {
          Field<&Toleration::key>(1, "key", "Name of the taint; empty with `exists`: every taint."),
          Field<&Toleration::op>(2, "operator", "How it matches."),
          Field<&Toleration::value>(3, "value", "Value of the taint, for `equal`."),
          Field<&Toleration::effect>(4, "effect", "Effect of the taint; absent: every effect."),
      });
  return kTable;
}

template <>
const Message& MessageOf<LabelSelector>() {
  static const Message kTable = Describe<LabelSelector>(
      "LabelSelector", "Selects pods by their labels; all conditions must hold. Empty selects every pod.",
      {
          Field<&LabelSelector::match_labels>(1, "match_labels", "Labels the pod must have."),
          Field<&LabelSelector::match_expressions>(2, "match_expressions", "Further conditions."),
      });
  return kTable;
}

template <>
const Message& MessageOf<TopologySpread>() {
  static const Message kTable = Describe<TopologySpread>(
      "TopologySpread", "Keeps the counts of the selected pods in any two domains of a label within max_skew.",
      {
          Field<&TopologySpread::topology_key>(1, "topology_key", "Label whose values are the domains.").Required(),
          Field<&TopologySpread::max_skew>(2, "max_skew", "Greatest difference between two domains.").Range(1, 1e6),
          Field<&TopologySpread::when_unsatisfiable>(3, "when_unsatisfiable", "What to do when it cannot be kept."),
          Field<&TopologySpread::selector>(4, "selector", "Which pods are counted."),
          Field<&TopologySpread::min_domains>(5, "min_domains", "With fewer domains the least count is taken as 0.")
              .Range(1, 1e6),
          Field<&TopologySpread::match_label_keys>(
              6, "match_label_keys", "Only pods that share these labels' values with the workload count."),
          Field<&TopologySpread::node_affinity_policy>(
              7, "node_affinity_policy", "Honor: nodes the pods may not use by selector and affinity are no domains."),
          Field<&TopologySpread::node_taints_policy>(
              8, "node_taints_policy", "Honor: nodes whose taints the pods do not tolerate are no domains."),
      });
  return kTable;
}

template <>
const Message& MessageOf<PodAffinityTerm>() {
  static const Message kTable = Describe<PodAffinityTerm>(
      "PodAffinityTerm",
      "Near (affinity) or apart from (anti-affinity) the selected pods, over the domains of a label.",
      {
          Field<&PodAffinityTerm::topology_key>(1, "topology_key", "Label whose values are the domains.").Required(),
          Field<&PodAffinityTerm::selector>(2, "selector", "Which pods are meant."),
          Field<&PodAffinityTerm::namespaces>(3, "namespaces",
                                              "Where they are; empty, and no selector: the workload's own namespace."),
          Field<&PodAffinityTerm::weight>(4, "weight", "0: required; 1 to 100: preferred.").Range(0, 100),
          Field<&PodAffinityTerm::namespace_selector>(5, "namespace_selector",
                                                      "Namespaces with such labels too; an empty selector: all."),
          Field<&PodAffinityTerm::match_label_keys>(6, "match_label_keys",
                                                    "Only pods with the workload's values of these labels are meant."),
          Field<&PodAffinityTerm::mismatch_label_keys>(7, "mismatch_label_keys",
                                                       "Only pods with other values of these labels are meant."),
      });
  return kTable;
}

template <>
const Message& MessageOf<HostPort>() {
  static const Message kTable =
      Describe<HostPort>("HostPort", "A port of the node that the pod takes for itself.",
                         {
                             Field<&HostPort::port>(1, "port", "Port number.").Required().Range(1, 65535),
                             Field<&HostPort::protocol>(2, "protocol", "TCP, UDP or SCTP."),
                             Field<&HostPort::host_ip>(3, "host_ip", "Address; empty: all."),
                         });
  return kTable;
}

template <>
const Message& MessageOf<VolumeUse>() {
  static const Message kTable = Describe<VolumeUse>(
      "VolumeUse", "Volumes that a pod attaches to its node.",
      {
          Field<&VolumeUse::driver>(1, "driver", "Whose limit per node counts.").Required(),
          Field<&VolumeUse::claim>(2, "claim",
                                   "One volume that all its users share; empty: every replica brings its own."),
          Field<&VolumeUse::count>(3, "count", "Of own volumes; a claim is always one.").Range(1, 1e4),
      });
  return kTable;
}

template <>
const Message& MessageOf<BlastRadius>() {
  static const Message kTable = Describe<BlastRadius>(
      "BlastRadius",
      "At most this share of a workload's replicas stands and falls with one pool, zone or node; never less than one "
      "replica. Absent: any share.",
      {
          Field<&BlastRadius::max_share_per_pool>(1, "max_share_per_pool", "Of one pool.").Range(1e-6, 1),
          Field<&BlastRadius::max_share_per_zone>(2, "max_share_per_zone", "Of one zone.").Range(1e-6, 1),
          Field<&BlastRadius::max_share_per_node>(3, "max_share_per_node", "Of one node.").Range(1e-6, 1),
      });
  return kTable;
}

template <>
const Message& MessageOf<Workload>() {
  static const Message kTable = Describe<Workload>(
      "Workload", "Replicas of one pod shape. Namespace and name together are unique in a request.",
      {
          Field<&Workload::name>(1, "name", "Name, unique within the namespace.").Required(),
          Field<&Workload::namespace_name>(2, "namespace", "Kubernetes namespace."),
          Field<&Workload::kind>(3, "kind", "What owns the pods."),
          Field<&Workload::replicas>(4, "replicas", "Wanted in all, those already running included.").Range(0, 1e6),
          Field<&Workload::requests>(5, "requests", "What one replica asks for."),
          Field<&Workload::labels>(6, "labels", "Labels of the pods."),
          Field<&Workload::node_selector>(7, "node_selector", "Labels the node must have."),
          Field<&Workload::required_node_affinity>(8, "required_node_affinity",
                                                   "Any one term suffices; empty: no condition."),
          Field<&Workload::preferred_node_affinity>(9, "preferred_node_affinity", "Wishes about the node."),
          Field<&Workload::zones>(10, "zones", "Zones its volumes or its owner allow; empty: all."),
          Field<&Workload::tolerations>(11, "tolerations", "Taints it bears."),
          Field<&Workload::architecture>(12, "architecture", "What its images run on, when known."),
          Field<&Workload::topology_spread>(13, "topology_spread", "Spread over the domains of labels."),
          Field<&Workload::pod_affinity>(14, "pod_affinity", "Pods it wants near."),
          Field<&Workload::pod_anti_affinity>(15, "pod_anti_affinity", "Pods it wants apart."),
          Field<&Workload::host_ports>(16, "host_ports", "Ports of the node it takes."),
          Field<&Workload::unknown_constraints>(
              17, "unknown_constraints", "Constraints this vocabulary cannot say. Such a workload is never placed."),
          Field<&Workload::spot_tolerant>(18, "spot_tolerant", "May run on spot."),
          Field<&Workload::min_on_demand_replicas>(
              19, "min_on_demand_replicas", "Of a spot-tolerant workload: this many stay on on-demand all the same.")
              .Range(0, 1e6),
          Field<&Workload::priority>(20, "priority", "Higher goes first when a limit leaves something out.")
              .Range(-2147483648.0, 2147483647.0),
          Field<&Workload::system_critical>(21, "system_critical",
                                            "Keeps its node from being drained and itself from spot."),
          Field<&Workload::volumes>(22, "volumes", "Volumes that one replica attaches."),
          Field<&Workload::all_or_nothing_group>(
              23, "all_or_nothing_group",
              "Of all workloads that name the same group, every replica is placed or none."),
          Field<&Workload::max_spot_share>(24, "max_spot_share",
                                           "Of a spot-tolerant workload: at most this share of its replicas on spot.")
              .Range(0, 1),
          Field<&Workload::restart_cost_usd>(
              25, "restart_cost_usd", "What the interruption of one replica costs: lost work, slow answers. USD.")
              .Range(0, 1e6),
          Field<&Workload::blast_radius>(26, "blast_radius", "Where a limit is absent, the policy's holds."),
          Field<&Workload::do_not_disrupt>(27, "do_not_disrupt", "Its pods are never moved of one's own accord."),
          Field<&Workload::termination_grace_seconds>(28, "termination_grace_seconds",
                                                      "How long a pod may take to stop when it is told to.")
              .Range(0, 1e6),
      });
  return kTable;
}

}  // namespace spotwright::model
