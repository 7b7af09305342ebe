// Checks what field tables cannot say of a request of meet_deadline.
#ifndef SPOTWRIGHT_SRC_LAUNCH_CHECK_DEADLINE_H_
#define SPOTWRIGHT_SRC_LAUNCH_CHECK_DEADLINE_H_

#include <optional>

#include "spotwright/meet_deadline.h"

namespace spotwright::launch {

// The first error: of the zones in their order, of on-demand, of the run, of the state. O(ticks + zones log zones).
std::optional<Error> CheckDeadline(const MeetDeadlineRequest& request);

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_CHECK_DEADLINE_H_
