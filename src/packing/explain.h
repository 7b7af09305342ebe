// Explain: what stopped the pods that found no place.
#ifndef SPOTWRIGHT_SRC_PACKING_EXPLAIN_H_
#define SPOTWRIGHT_SRC_PACKING_EXPLAIN_H_

#include <vector>

#include "spotwright/reason.h"
#include "src/packing/problem.h"

namespace spotwright::packing {

// One reason for each cause that keeps the pods of `shape` off some offer or node, nearest miss first: a cause comes
// before another when it is, somewhere, one of fewer causes. O(candidates + nodes).
std::vector<Reason> WhyLeft(const Problem& problem, const Shape& shape);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_EXPLAIN_H_
