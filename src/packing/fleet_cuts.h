// FleetCuts: what every choice of nodes that holds all pods must satisfy.
#ifndef SPOTWRIGHT_SRC_PACKING_FLEET_CUTS_H_
#define SPOTWRIGHT_SRC_PACKING_FLEET_CUTS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "src/packing/instance.h"
#include "src/packing/node_knapsack.h"

namespace spotwright::packing {

// How many new nodes of each kind; the hosts are always there.
using Fleet = std::vector<std::int64_t>;

// Of any values of the pods: the most that the nodes can hold, summed, is no less than all pods are worth.
struct FleetCut {
  std::vector<double> values;  // By item.
  std::vector<double> most;    // By node: the hosts, behind them the kinds. What one can hold at these values.
  double needed = 0;           // All pods' worth less what the hosts hold.

  bool Allows(const Fleet& fleet) const;
};

// The cut of some values. The knapsacks take what they need of the steps, each with so many states at most; with too
// few, it is a weaker cut.
FleetCut MakeFleetCut(const Instance& instance, std::vector<double> values, std::int64_t states, std::int64_t& steps);

// One for each resource: the pods' sizes as values.
std::vector<FleetCut> ResourceCuts(const Instance& instance, std::int64_t& steps);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_FLEET_CUTS_H_
