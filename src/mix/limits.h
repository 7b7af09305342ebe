// The limits that a request sets to what several pools hold together.
#ifndef SPOTWRIGHT_SRC_MIX_LIMITS_H_
#define SPOTWRIGHT_SRC_MIX_LIMITS_H_

#include <vector>

#include "spotwright/decide_mix.h"
#include "src/mix/ceilings.h"
#include "src/mix/pools.h"

namespace spotwright::mix {

// Members count as in `pools`. O(pools x limits).
std::vector<Ceiling> CeilingsOf(const DecideMixRequest& request, const std::vector<MixPool>& pools);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_LIMITS_H_
