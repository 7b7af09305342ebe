// Explain: what stopped the pods that found no place.
#ifndef SPOTWRIGHT_SRC_PACKING_EXPLAIN_H_
#define SPOTWRIGHT_SRC_PACKING_EXPLAIN_H_

#include <vector>

#include "spotwright/reason.h"
#include "src/packing/draft.h"
#include "src/packing/problem.h"

namespace spotwright::packing {

// For pods of a class in an item: one reason for each cause that keeps them off some offer or node, nearest miss first:
// a cause comes before another when it is, somewhere, one of fewer causes. O(candidates + nodes).
std::vector<Reason> WhyLeft(const Problem& problem, const Draft& draft, std::size_t item, std::size_t pod_class);

// For pods that no item has.
std::vector<Reason> WhyLeftOut(const Problem& problem, const LeftOut& out);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_EXPLAIN_H_
