#include "spotwright/disruption.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Message& MessageOf<DisruptionBudget>() {
  static const Message kTable = Describe<DisruptionBudget>(
      "DisruptionBudget", "At most how much of a workload may be down at once, as a PodDisruptionBudget says it.",
      {
          Field<&DisruptionBudget::workload>(1, "workload", "Name of the workload.").Required(),
          Field<&DisruptionBudget::namespace_name>(2, "namespace", "Its namespace."),
          Field<&DisruptionBudget::disruptions_allowed>(3, "disruptions_allowed", "Replicas that may be down now.")
              .Range(0, 1e6),
      });
  return kTable;
}

template <>
const Message& MessageOf<TimeSpan>() {
  static const Message kTable = Describe<TimeSpan>(
      "TimeSpan", "A span of time, half open: [start, end).",
      {
          Field<&TimeSpan::start_unix_ms>(1, "start_unix_ms", "First moment, ms since 1970 UTC.").Range(0, 1e15),
          Field<&TimeSpan::end_unix_ms>(2, "end_unix_ms", "First moment after it.").Range(0, 1e15),
          Field<&TimeSpan::why>(3, "why", "For messages, such as `certificate rotation`."),
      });
  return kTable;
}

template <>
const Message& MessageOf<NodeBudget>() {
  static const Message kTable = Describe<NodeBudget>(
      "NodeBudget", "At most how many nodes may be disrupted at once. Of several that are active the least holds.",
      {
          Field<&NodeBudget::group>(1, "group", "Name of the group it is about; empty: all nodes together."),
          Field<&NodeBudget::max_nodes>(2, "max_nodes", "Number of nodes; 0: none.").Range(0, 1e6),
          Field<&NodeBudget::max_share>(3, "max_share", "Share of the nodes it is about, rounded up.").Range(0, 1),
          Field<&NodeBudget::active>(4, "active", "When it holds; empty: always."),
      });
  return kTable;
}

}  // namespace spotwright::model
