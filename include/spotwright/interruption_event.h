// InterruptionEvent: what a provider or the cluster says about the end, or the trouble, of one machine.
#ifndef SPOTWRIGHT_INTERRUPTION_EVENT_H_
#define SPOTWRIGHT_INTERRUPTION_EVENT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "spotwright/cloud_provider.h"

namespace spotwright {

enum class InterruptionKind : std::int32_t {
  kInterruptionNotice = 1,       // A spot machine is taken back. Certain.
  kRebalanceRecommendation = 2,  // It may soon be (AWS). It may come before, after or without a notice.
  kScheduledEvent = 3,           // Azure scheduled events.
  kInstanceStateChange = 4,      // The machine's own state, such as `stopping`.
  kNodeNotReady = 5,             // Kubernetes no longer hears of it.
};

// What a notice says will happen to the machine.
enum class InterruptionOutcome : std::int32_t {
  kTerminate = 1,
  kStop = 2,
  kHibernate = 3,  // Begins at once, without the two minutes.
};

enum class ScheduledEventType : std::int32_t {
  kFreeze = 1,     // Paused for some seconds; nothing is lost.
  kReboot = 2,     // Comes back on the same host.
  kRedeploy = 3,   // Comes back on another host, without what its local disks held.
  kPreempt = 4,    // A spot machine is taken back; best effort.
  kTerminate = 5,  // Is deleted.
};

enum class InstanceState : std::int32_t {
  kPending = 1,
  kRunning = 2,
  kStopping = 3,
  kStopped = 4,
  kShuttingDown = 5,
  kTerminated = 6,
};

// One event about one machine. An id that comes twice for a machine is one event. Where a provider's event is about
// several machines, each has its own struct with the same id.
struct InterruptionEvent {
  std::string id;                              // EventBridge's `id`, Azure's EventId.
  InterruptionKind kind = {};                  //
  std::string node;                            // Name of the node; or empty, and
  std::string instance_id;                     // the provider's id of the machine: Node::instance_id, or a node's name.
  std::int64_t at_unix_ms = 0;                 // When it was said.
  std::optional<std::int64_t> ends_unix_ms;    // When the machine ends, or its trouble begins. Absent: at_unix_ms and
                                               // the provider's notice.
  std::optional<CloudProvider> provider;       // Absent: AWS; of scheduled events Azure.
  std::optional<InterruptionOutcome> outcome;  // Of a notice.
  std::optional<ScheduledEventType> scheduled;  // Of a scheduled event.
  std::optional<InstanceState> instance_state;  // Of a state change.
  std::optional<double> duration_seconds;       // Of a scheduled event: how long it takes; absent: unknown.
  bool started = false;                         // A scheduled event that goes on already.
  bool by_owner = false;                        // Asked for by the machine's owner (Azure: EventSource User).

  friend bool operator==(const InterruptionEvent&, const InterruptionEvent&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_INTERRUPTION_EVENT_H_
