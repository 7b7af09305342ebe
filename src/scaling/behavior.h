// Stabilisation and rate limits, as the Horizontal Pod Autoscaler's `behavior` has them.
#ifndef SPOTWRIGHT_SRC_SCALING_BEHAVIOR_H_
#define SPOTWRIGHT_SRC_SCALING_BEHAVIOR_H_

#include <cstdint>
#include <vector>

#include "spotwright/scale.h"

namespace spotwright::scaling {

// What was asked for, of the last `seconds`.
std::vector<NodeCountAt> Recent(const std::vector<NodeCountAt>& counts, std::int64_t now_unix_ms, std::int64_t seconds);

// `wanted` holds what was asked for, now included. Adding goes no further than the least of the time to look back,
// removing no further than the most.
std::int64_t Stabilise(std::int64_t total_nodes, const std::vector<NodeCountAt>& wanted, std::int64_t now_unix_ms,
                       std::int64_t up_seconds, std::int64_t down_seconds);

// The longest period of any limit.
std::int64_t LongestPeriodSeconds(const ScalePolicy& policy);

// As much of the change to `nodes` as the limits leave of what `changes` have not used up.
std::int64_t Limit(std::int64_t total_nodes, std::int64_t nodes, const std::vector<NodeCountAt>& changes,
                   std::int64_t now_unix_ms, const ScalePolicy& policy);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_BEHAVIOR_H_
