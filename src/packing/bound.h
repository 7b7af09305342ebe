// Bound: no packing costs less, and what each resource is worth to each kind of pod.
#ifndef SPOTWRIGHT_SRC_PACKING_BOUND_H_
#define SPOTWRIGHT_SRC_PACKING_BOUND_H_

#include <cstdint>
#include <vector>

#include "src/packing/problem.h"

namespace spotwright::packing {

struct Bound {
  std::int64_t cost_micro = 0;
  std::vector<double> shape_value_usd;  // By shape: what a pod of it adds to the bound. The shadow price of its size.
};

// The cost of the cheapest fractional packing of `counts` pods of each shape onto new nodes: nodes may be fractions,
// and so may pods. Shapes that nothing can hold are left out.
//
// The linear program: min sum p_o x_o with, for each class S of shapes that are open to the same candidates and each
// resource r, sum over o of what o's x_o give to (S, r) >= the demand of S for r; a candidate's resource may go to
// any class that is open to it. Solved by columns: a candidate's best column gives each resource to the class with
// the highest price. With any prices y >= 0 of the rows, y d / max_o (value of o / p_o) bounds the cost from below
// (Farley 1990), so the bound is valid however exactly the program was solved.
// O(pivots x (classes x candidates + rows^2)).
Bound ContinuousBound(const Problem& problem, const std::vector<std::int64_t>& counts);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_BOUND_H_
