// What commitments pay for.
#ifndef SPOTWRIGHT_SRC_MIX_COMMITMENTS_H_
#define SPOTWRIGHT_SRC_MIX_COMMITMENTS_H_

#include <optional>
#include <span>
#include <vector>

#include "spotwright/commitment.h"
#include "spotwright/result.h"
#include "src/mix/pools.h"

namespace spotwright::mix {

// Sets MixPool::committed of on-demand pools, in whole instances: those that run first, as nothing needs to be started
// for them, then the ones of which a commitment pays for the most units. O(commitments x pools log pools).
void Commit(std::span<const SpendCommitment> commitments, std::vector<MixPool>& pools);

std::optional<Error> CheckCommitments(std::span<const SpendCommitment> commitments);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_COMMITMENTS_H_
