// Candidates: what may be launched, alone or through groups, and what limits it.
#ifndef SPOTWRIGHT_SRC_PACKING_CANDIDATES_H_
#define SPOTWRIGHT_SRC_PACKING_CANDIDATES_H_

#include "src/packing/problem.h"
#include "src/packing/signatures.h"

namespace spotwright::packing {

// Fills Problem::candidates and Problem::supplies. Reserved capacity becomes a candidate of its own, at no price.
// O(offers x groups; with MinValues, also offers of the group squared).
void AddCandidates(Problem& problem, Signatures& signatures);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_CANDIDATES_H_
