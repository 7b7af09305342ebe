// The reasons that a launch answer gives.
#ifndef SPOTWRIGHT_SRC_LAUNCH_WORDING_H_
#define SPOTWRIGHT_SRC_LAUNCH_WORDING_H_

#include <cstdint>
#include <optional>
#include <string>

#include "spotwright/launch.h"

namespace spotwright::launch {

// Whether what was refused speaks of the candidate too: the same group at its maximum, the same family's quota.
bool Covers(const RefusedPool& refused, const LaunchCandidate& candidate);

Reason FailedReason(const LaunchOrderStatus& status, const LaunchOrder& order, std::int64_t now_unix_ms);
Reason StoppedReason(const LaunchOrderStatus& status, const RefusedPool& stopped_by);
Reason ThrottledReason(const LaunchOrderStatus& status, std::int64_t now_unix_ms);
Reason LimitedReason(const LaunchOrderStatus& status, std::int64_t max_nodes_in_flight);
Reason FellBackReason(const std::string& order, std::int64_t nodes);

// Absent where no node is kept for want of a replacement.
std::optional<Reason> KeptNodesReason(const LaunchOrderStatus& status);

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_WORDING_H_
