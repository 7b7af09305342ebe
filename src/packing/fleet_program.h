// FleetProgram: how many times over a choice of nodes would be needed to hold all pods, in fractions.
#ifndef SPOTWRIGHT_SRC_PACKING_FLEET_PROGRAM_H_
#define SPOTWRIGHT_SRC_PACKING_FLEET_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "src/packing/instance.h"
#include "src/packing/node_knapsack.h"

namespace spotwright::packing {

// By column generation over the contents of the nodes. What it found for one choice of nodes helps with the next.
// Nodes are numbered: the hosts, and behind them the kinds.
class FleetProgram {
 public:
  explicit FleetProgram(const Instance& instance) : knapsack_(instance) {}

  struct Content {
    std::size_t node = 0;
    std::vector<Knapsack::Taken> pods;
  };

  struct Solution {
    std::vector<double> values;  // By item: those at which the nodes have the least room to spare.
    std::vector<double> most;    // By node: what one can hold at these values; 0 of nodes that are not there.
    double worth = 0;            // Of all pods.
    double held = 0;             // By all nodes at most: below the worth, the pods do not fit.
    std::vector<std::pair<Content, double>> amounts;  // How often each content is used, in fractions.
  };

  // `numbers` by node, `counts` by item. The steps are those of knapsacks; when they run out, what was found so far
  // holds, but is not the tightest.
  Solution Solve(std::span<const std::int64_t> numbers, std::span<const std::int64_t> counts, std::int64_t& steps);

 private:
  NodeKnapsack knapsack_;
  std::vector<Content> pool_;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_FLEET_PROGRAM_H_
