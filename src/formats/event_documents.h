// Reads what providers say about single machines: EventBridge events, instance metadata, Azure's scheduled events.
#ifndef SPOTWRIGHT_SRC_FORMATS_EVENT_DOCUMENTS_H_
#define SPOTWRIGHT_SRC_FORMATS_EVENT_DOCUMENTS_H_

#include <cstddef>
#include <vector>

#include "spotwright/import.h"
#include "src/formats/json_view.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// One event, a list of them, or {"Records": [...]}. Events of other kinds are skipped, and so are state changes to
// `pending`, which say nothing about an end.
void ReadEventBridge(JsonView root, std::vector<InterruptionEvent>& events, Tally& tally);

// `spot/instance-action` ({action, time}) or `events/recommendations/rebalance` ({noticeTime}), as read on a machine:
// `source.machine`, else the document's name without folder and extension. The time of instance-action is that of the
// end; the notice went out two minutes before.
void ReadInstanceMetadata(JsonView root, const ImportSource& source, std::vector<InterruptionEvent>& events,
                          Tally& tally);

// Azure's document: one event for each resource of each. Those that have ended, and those that are not about virtual
// machines, are skipped. An event that has started ends now: `now_unix_ms`, which it needs.
void ReadScheduledEvents(JsonView root, const ImportRequest& request, std::vector<InterruptionEvent>& events,
                         Tally& tally);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_EVENT_DOCUMENTS_H_
