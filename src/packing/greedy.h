// Greedy: a packing in one go, good enough to stand alone and to start better searches from.
#ifndef SPOTWRIGHT_SRC_PACKING_GREEDY_H_
#define SPOTWRIGHT_SRC_PACKING_GREEDY_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/packing/instance.h"
#include "src/packing/ledger.h"

namespace spotwright::packing {

// Places what the ledger has left: on hosts first, fullest hosts first, then on new nodes of the kinds, which come
// cheapest first. Appends to `packing.nodes`,
// books in the ledger, and sets nothing else. `values_micro`: by item, what a pod is worth, such as the duals of a
// bound; they say which kinds are well filled, and need not be exact.
//
// Again and again the kind whose filling is worth most for its price is launched as often as its filling goes into
// what is left. Nodes are filled with a sample of all pods, then by the bin-centric dot product (Panigrahy, Talwar,
// Uyeda, Wieder 2011: Heuristics for Vector Bin Packing). Several manners of filling are tried, as many as a fixed
// amount of work allows. O(kinds x buckets x steps) for a first round of plans, and a few plans for each new pattern.
void Greedy(const Instance& instance, const std::vector<std::uint32_t>& kinds, std::span<const double> values_micro,
            Ledger& ledger, Packing& packing);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_GREEDY_H_
