// NodeKnapsack: what one node can hold at most, by the values of the pods.
#ifndef SPOTWRIGHT_SRC_PACKING_NODE_KNAPSACK_H_
#define SPOTWRIGHT_SRC_PACKING_NODE_KNAPSACK_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "src/packing/fill.h"
#include "src/packing/instance.h"
#include "src/packing/knapsack.h"

namespace spotwright::packing {

// Nodes are numbered: the hosts, and behind them the kinds.
class NodeKnapsack {
 public:
  explicit NodeKnapsack(const Instance& instance)
      : instance_(instance), fill_(instance), knapsack_(instance.resources) {}

  std::size_t nodes() const { return instance_.hosts.size() + instance_.kinds.size(); }
  bool IsHost(std::size_t node) const { return node < instance_.hosts.size(); }
  std::size_t KindOf(std::size_t node) const { return node - instance_.hosts.size(); }
  std::size_t NodeOf(std::size_t kind) const { return instance_.hosts.size() + kind; }
  double HazardOf(std::size_t node) const;
  bool IsOpen(std::size_t node, std::size_t item) const;

  // What one pod there is worth: its value less its surcharge.
  double Gain(std::size_t node, std::size_t item, std::span<const double> values_micro) const;

  // Offers the pods that are open to the node to the knapsack, `counts` of each item; those worth less than
  // `least_value` at that, but for those worth nothing. Rules between items are left aside.
  Knapsack& Offer(std::size_t node, std::span<const double> values_micro, std::span<const std::int64_t> counts,
                  double least_value);

  // The node as it is before it is filled.
  Fill& Start(std::size_t node);

  // No content is worth more: exact if the search ends within the steps, of which one node gets so many at most. Where
  // a quick search does not, so many states are looked at.
  static constexpr std::int64_t kFewStates = 30'000;
  static constexpr std::int64_t kManyStates = 200'000;
  double Most(std::size_t node, std::span<const double> values_micro, std::span<const std::int64_t> counts,
              std::int64_t states, std::int64_t& steps, std::vector<Knapsack::Taken>* content = nullptr);

 private:
  const Instance& instance_;
  Fill fill_;
  Knapsack knapsack_;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_NODE_KNAPSACK_H_
