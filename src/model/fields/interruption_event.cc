#include "spotwright/interruption_event.h"

#include "src/model/field.h"

namespace spotwright::model {

template <>
const Enum& EnumOf<InterruptionKind>() {
  static const Enum kTable{
      "InterruptionKind",
      "What an event says.",
      {
          {1, "interruption_notice", "A spot machine is taken back. Certain."},
          {2, "rebalance_recommendation", "It may soon be (AWS). It may come before, after or without a notice."},
          {3, "scheduled_event", "Azure scheduled events."},
          {4, "instance_state_change", "The machine's own state, such as `stopping`."},
          {5, "node_not_ready", "Kubernetes no longer hears of it."},
      }};
  return kTable;
}

template <>
const Enum& EnumOf<InterruptionOutcome>() {
  static const Enum kTable{"InterruptionOutcome",
                           "What a notice says will happen to the machine.",
                           {
                               {1, "terminate", "It is ended."},
                               {2, "stop", "It is stopped."},
                               {3, "hibernate", "Begins at once, without the two minutes."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<ScheduledEventType>() {
  static const Enum kTable{"ScheduledEventType",
                           "What Azure has scheduled.",
                           {
                               {1, "freeze", "Paused for some seconds; nothing is lost."},
                               {2, "reboot", "Comes back on the same host."},
                               {3, "redeploy", "Comes back on another host, without what its local disks held."},
                               {4, "preempt", "A spot machine is taken back; best effort."},
                               {5, "terminate", "Is deleted."},
                           }};
  return kTable;
}

template <>
const Enum& EnumOf<InstanceState>() {
  static const Enum kTable{"InstanceState",
                           "The machine's own state.",
                           {
                               {1, "pending", "Being started."},
                               {2, "running", "Runs."},
                               {3, "stopping", "Being stopped."},
                               {4, "stopped", "Stopped."},
                               {5, "shutting_down", "Being ended."},
                               {6, "terminated", "Ended."},
                           }};
  return kTable;
}

template <>
const Message& MessageOf<InterruptionEvent>() {
  static const Message kTable = Describe<InterruptionEvent>(
      "InterruptionEvent", "One event about one machine. An id that comes twice for a machine is one event.",
      {
          Field<&InterruptionEvent::id>(1, "id", "EventBridge's `id`, Azure's EventId.").Required(),
          Field<&InterruptionEvent::kind>(2, "kind", "What it says.").Required(),
          Field<&InterruptionEvent::node>(3, "node", "Name of the node; or empty, and instance_id is stated."),
          Field<&InterruptionEvent::instance_id>(
              4, "instance_id", "The provider's id of the machine: a node's instance_id, or its name."),
          Field<&InterruptionEvent::at_unix_ms>(5, "at_unix_ms", "When it was said; ms since 1970 UTC.").Range(0, 1e15),
          Field<&InterruptionEvent::ends_unix_ms>(6, "ends_unix_ms",
                                                  "When the machine ends, or its trouble begins. Absent: at_unix_ms "
                                                  "and the provider's notice; ms since 1970 UTC.")
              .Range(0, 1e15),
          Field<&InterruptionEvent::provider>(7, "provider", "Absent: AWS; of scheduled events Azure."),
          Field<&InterruptionEvent::outcome>(8, "outcome", "Of a notice."),
          Field<&InterruptionEvent::scheduled>(9, "scheduled", "Of a scheduled event."),
          Field<&InterruptionEvent::instance_state>(10, "instance_state", "Of a state change."),
          Field<&InterruptionEvent::duration_seconds>(11, "duration_seconds",
                                                      "Of a scheduled event: how long it takes; absent: unknown.")
              .Range(0, 1e9),
          Field<&InterruptionEvent::started>(12, "started", "A scheduled event that goes on already."),
          Field<&InterruptionEvent::by_owner>(13, "by_owner",
                                              "Asked for by the machine's owner (Azure: EventSource User)."),
      });
  return kTable;
}

}  // namespace spotwright::model
