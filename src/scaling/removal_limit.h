// How many nodes of a group may go at once, whichever they are.
#ifndef SPOTWRIGHT_SRC_SCALING_REMOVAL_LIMIT_H_
#define SPOTWRIGHT_SRC_SCALING_REMOVAL_LIMIT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "src/model/node_budgets.h"
#include "src/scaling/removals.h"

namespace spotwright::scaling {

struct RemovalLimit {
  std::int64_t nodes = 0;                     // At most what is wanted.
  std::vector<Reason> reasons;                // What binds, if that is less than is wanted.
  std::optional<std::int64_t> until_unix_ms;  // When time alone makes it more.
};

// From the least number of nodes, the policy's limits and the budgets of nodes.
RemovalLimit LimitRemovals(const RemovalTask& task, const model::NodeCounts& counts);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_REMOVAL_LIMIT_H_
