// Mixes that a search starts from.
#ifndef SPOTWRIGHT_SRC_MIX_MIX_STARTS_H_
#define SPOTWRIGHT_SRC_MIX_MIX_STARTS_H_

#include <cstddef>
#include <vector>

#include "src/mix/best_mix.h"

namespace spotwright::mix {

// Spot parts: none, what is held, and even spreads over the first pools of several orders (cheapest, safest, held,
// regions in turn), large enough for none, one or two of them to be lost, as far as the ceilings let them. `spot`: the
// candidates to use; `most`: of each candidate. Each mix once.
std::vector<Mix> StartingMixes(const MixProblem& problem, const std::vector<std::size_t>& spot, const Mix& most);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_MIX_STARTS_H_
