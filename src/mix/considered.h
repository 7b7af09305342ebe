// Considered: the pools that a search for the best mix looks at.
#ifndef SPOTWRIGHT_SRC_MIX_CONSIDERED_H_
#define SPOTWRIGHT_SRC_MIX_CONSIDERED_H_

#include <cstddef>
#include <vector>

#include "src/mix/choice.h"

namespace spotwright::mix {

// Of very many pools most cannot matter: a good mix has a few, cheap or safe. Considered are those with instances; of
// on-demand also what is paid for and the 32 cheapest; of spot the 32 cheapest and the 32 safest, with a named
// allocation the first 64 in its order. Ascending indices. O(pools log pools).
std::vector<std::size_t> Considered(const Market& market);

// Ceilings over these pools alone, as they are counted there.
std::vector<Ceiling> CeilingsOver(const std::vector<std::size_t>& considered, const std::vector<Ceiling>& ceilings);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_CONSIDERED_H_
