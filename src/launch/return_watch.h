// WatchPools: since when pools are well, and which were lost after a return.
#ifndef SPOTWRIGHT_SRC_LAUNCH_RETURN_WATCH_H_
#define SPOTWRIGHT_SRC_LAUNCH_RETURN_WATCH_H_

#include "spotwright/return_to_spot.h"

namespace spotwright::launch {

// The request is valid. The state as of its moment: its pools, and those of its state that a loss counts against yet.
ReturnState WatchPools(const ReturnToSpotRequest& request);

// The state of a pool; it is there.
ReturnPoolState& PoolStateOf(ReturnState& state, const Pool& pool);

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_RETURN_WATCH_H_
