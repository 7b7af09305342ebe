// The order in which an allocation takes pools.
#ifndef SPOTWRIGHT_SRC_MIX_RANKING_H_
#define SPOTWRIGHT_SRC_MIX_RANKING_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "spotwright/decide_mix.h"
#include "src/mix/ceilings.h"
#include "src/mix/pools.h"

namespace spotwright::mix {

// The pools of one capacity type (indices), best first; those without an offer last. EC2 does not tell how deep it
// takes a pool to be: here the one with the better placement score is deeper, of equals the one that is interrupted
// less. O(pools log pools).
std::vector<std::size_t> Rank(const DecideMixRequest& request, const std::vector<MixPool>& pools, CapacityType type);

// How many instances of each of the ranked pools make `units`, on top of `floor` of them (by ranked pool), if
// `most` allows. As few as can be; fewer units where there is no room. `usage` holds `floor` and then also what was
// added.
std::vector<std::int64_t> Spread(const DecideMixRequest& request, const std::vector<MixPool>& pools,
                                 const std::vector<std::size_t>& ranked, const std::vector<std::int64_t>& floor,
                                 const std::vector<std::int64_t>& most, std::int64_t units, Usage& usage);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_RANKING_H_
