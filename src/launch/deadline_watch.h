// WatchZones: what a request shows of the zones, in the order of time, added to a state.
#ifndef SPOTWRIGHT_SRC_LAUNCH_DEADLINE_WATCH_H_
#define SPOTWRIGHT_SRC_LAUNCH_DEADLINE_WATCH_H_

#include "spotwright/meet_deadline.h"

namespace spotwright::launch {

inline constexpr double kMsPerHour = 3600000;

// The request is valid. The state as of its moment: every zone of the request is in it, seen now.
DeadlineState WatchZones(const MeetDeadlineRequest& request);

// The state of a zone; it is there.
const DeadlineZoneState& ZoneStateOf(const DeadlineState& state, const Pool& pool);

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_DEADLINE_WATCH_H_
