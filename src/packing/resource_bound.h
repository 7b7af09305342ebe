// ResourceBound: no packing costs less, and what one more pod of each item is worth. The quick bound: nodes may be
// bought in fractions and pods may be torn into their resources.
#ifndef SPOTWRIGHT_SRC_PACKING_RESOURCE_BOUND_H_
#define SPOTWRIGHT_SRC_PACKING_RESOURCE_BOUND_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/packing/instance.h"

namespace spotwright::packing {

struct ResourceBound {
  std::int64_t cost_micro = 0;
  std::vector<double> values_micro;  // By item, of one pod: the duals.
};

// Of `counts` pods of each item; without hosts, as if there were none. Items that nothing can hold are left out.
//
// The linear program: min sum p_k x_k with, for each class of items that are open to the same nodes and each resource,
// what nodes give to them >= what they demand. A node gives each of its resources to any class that is open to it. A
// rule that keeps pods apart is one more resource: a node has as much of it as the limit of the rule. Hosts give theirs
// at no price, once. With any duals y >= 0, y d / theta less what the hosts give at these prices bounds the cost from
// below, theta being the largest ratio of the value of a kind to its price, if that is above 1 (Farley 1990): the bound
// is valid however exactly the program was solved. Supplies and caps are not looked at.
// O(pivots x (kinds x resources + classes x rows + rows^2)).
ResourceBound BoundByResources(const Instance& instance, std::span<const std::int64_t> counts, bool with_hosts = true);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_RESOURCE_BOUND_H_
