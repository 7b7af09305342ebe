#include "spotwright/node.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<NodeState>() {
  static const Enum kTable{"NodeState",
                           "Where a node is in its life.",
                           {
                               {1, "launching", "Asked for and paid, not ready yet; counts as capacity."},
                               {2, "ready", "Runs and takes pods."},
                               {3, "unschedulable", "Cordoned or not ready: keeps what runs, takes nothing new."},
                               {4, "draining", "Leaving; what runs there must be placed elsewhere."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<RunningPods>() {
  static const Message kTable =
      Describe<RunningPods>("RunningPods", "Pods of one workload that run on a node.",
                            {
                                Field<&RunningPods::workload>(1, "workload", "Name of the workload.").Required(),
                                Field<&RunningPods::namespace_name>(2, "namespace", "Its namespace."),
                                Field<&RunningPods::replicas>(3, "replicas", "How many.").Range(0, 1e6),
                            });
  return kTable;
}

template <>
const Message& MessageOf<Node>() {
  static const Message kTable = Describe<Node>(
      "Node", "A machine that runs, or is on its way.",
      {
          Field<&Node::name>(1, "name", "Unique name.").Required(),
          Field<&Node::instance_type>(2, "instance_type", "The provider's name of the type."),
          Field<&Node::region>(3, "region", "The provider's name of the region."),
          Field<&Node::zone>(4, "zone", "The provider's name of the zone.").Required(),
          Field<&Node::capacity_type>(5, "capacity_type", "Spot or on-demand.").Required(),
          Field<&Node::price_usd_per_hour>(
              6, "price_usd_per_hour",
              "USD per hour. Absent: the offer's of the same pool; unknown there: counted as 0.")
              .Range(0, 1e6),
          Field<&Node::group>(7, "group", "Name of its node group; empty: none."),
          Field<&Node::state>(8, "state", "Where it is in its life."),
          Field<&Node::architecture>(9, "architecture", "Instruction set."),
          Field<&Node::allocatable>(10, "allocatable", "What pods may use."),
          Field<&Node::labels>(11, "labels", "Its labels, beside the well-known ones."),
          Field<&Node::taints>(12, "taints", "Its taints."),
          Field<&Node::created_unix_ms>(13, "created_unix_ms", "When it was launched, in ms since 1970 UTC.")
              .Range(0, 1e15),
          Field<&Node::control_plane>(14, "control_plane", "Never counted, drained, replaced or filled."),
          Field<&Node::do_not_disrupt>(15, "do_not_disrupt", "Stays, whatever it costs."),
          Field<&Node::running>(16, "running", "What runs on it."),
          Field<&Node::under_notice>(17, "under_notice",
                                     "An interruption notice or rebalance recommendation is out: takes nothing new."),
          Field<&Node::volume_limits>(18, "volume_limits",
                                      "Volumes it can attach, by driver; one that is not named has no limit.")
              .Range(0, 1e6),
          Field<&Node::instance_id>(19, "instance_id",
                                    "The provider's id of the machine, such as i-0123456789abcdef0."),
      });
  return kTable;
}

template <>
const Message& MessageOf<NodeLimits>() {
  static const Message kTable = Describe<NodeLimits>(
      "NodeLimits", "What all nodes of something may come to. Absent: no limit.",
      {
          Field<&NodeLimits::max_cpu_millicores>(1, "max_cpu_millicores", "Allocatable CPU.").Range(0, 1e15),
          Field<&NodeLimits::max_memory_bytes>(2, "max_memory_bytes", "Allocatable memory.").Range(0, 1e18),
          Field<&NodeLimits::max_cost_usd_per_hour>(3, "max_cost_usd_per_hour", "Price.").Range(0, 1e9),
      });
  return kTable;
}

template <>
const Message& MessageOf<MinValues>() {
  static const Message kTable = Describe<MinValues>(
      "MinValues", "A node is launched only if so many different values of a label could have held the same pods.",
      {
          Field<&MinValues::key>(1, "key", "Name of the label.").Required(),
          Field<&MinValues::count>(2, "count", "Least number of different values.").Range(1, 1e4),
      });
  return kTable;
}

template <>
const Message& MessageOf<NodeGroup>() {
  static const Message kTable = Describe<NodeGroup>(
      "NodeGroup", "A set of like machines that is scaled as one: an ASG, a scale set, a node pool.",
      {
          Field<&NodeGroup::name>(1, "name", "Unique name.").Required(),
          Field<&NodeGroup::instance_types>(2, "instance_types", "Types it may launch; empty: any."),
          Field<&NodeGroup::zones>(3, "zones", "Zones it may launch in; empty: any."),
          Field<&NodeGroup::capacity_type>(4, "capacity_type", "Spot or on-demand.").Required(),
          Field<&NodeGroup::min_nodes>(5, "min_nodes", "Least number of nodes.").Range(0, 1e6),
          Field<&NodeGroup::max_nodes>(6, "max_nodes", "Greatest number of nodes, those running included.")
              .Range(0, 1e6),
          Field<&NodeGroup::labels>(7, "labels", "Added to those of the offer."),
          Field<&NodeGroup::taints>(8, "taints", "Added to those of the offer."),
          Field<&NodeGroup::types>(9, "types", "Types it may launch, beside instance_types."),
          Field<&NodeGroup::requirements>(10, "requirements", "On the labels of its offers; all must hold."),
          Field<&NodeGroup::min_values>(11, "min_values", "Flexibility, by label of its offers."),
          Field<&NodeGroup::weight>(12, "weight", "Pods go to the heaviest group that takes them, whatever it costs.")
              .Range(0, 1e6),
          Field<&NodeGroup::limits>(13, "limits", "Of its nodes in all, those running included."),
      });
  return kTable;
}

}  // namespace spotwright::model
