// PatternPricing: given what a pod of each item is worth, which contents of which nodes are worth more than they cost?
#ifndef SPOTWRIGHT_SRC_PACKING_PATTERN_PRICING_H_
#define SPOTWRIGHT_SRC_PACKING_PATTERN_PRICING_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "src/packing/instance.h"
#include "src/packing/node_knapsack.h"

namespace spotwright::packing {

// One way to fill a new node of a kind.
struct Pattern {
  std::uint32_t kind = 0;
  std::vector<Load> content;  // By item, ascending.
  double cost_micro = 0;      // Of the node and of the surcharges.

  friend bool operator==(const Pattern&, const Pattern&) = default;
};

struct PricedPatterns {
  std::vector<Pattern> patterns;  // Worth most of their cost first.
  double theta = 1;               // The values divided by this are worth no more than the price on any node (Farley).
  double found_theta = 1;         // The same, of the patterns that were found: theta if all searches were completed.
  bool exact = true;              // No pattern is worth more than its cost but those found.
  std::int64_t steps = 0;         // Of search that were taken.
};

struct PricingEffort {
  double floor = 1;            // The share of its cost that a pattern must be worth.
  std::int64_t steps = 5'000;  // Of the search of one kind; what remains unknown is bounded by linear programming.
  std::int64_t states = 0;     // Looked at where that search did not end; each counts as ten steps.
  std::int64_t all_steps = 10'000'000;  // Of all kinds together.
  std::int64_t relief_steps =
      0;                  // Where a search did not end: to show that no pattern is worth much more than its cost.
  std::size_t cover = 0;  // So many further patterns on the kinds that pay best, each of what those before have left.
};

class PatternPricing {
 public:
  // `kinds`: those to look at.
  PatternPricing(const Instance& instance, std::vector<std::uint32_t> kinds);

  const std::vector<std::uint32_t>& kinds() const { return kinds_; }

  // `values_micro` and `counts` by item: a node takes at most so many. Rules between items are kept by the patterns,
  // and left aside by theta.
  PricedPatterns Price(std::span<const double> values_micro, std::span<const std::int64_t> counts,
                       const PricingEffort& effort);

 private:
  std::optional<Pattern> Found(std::uint32_t kind, const Knapsack& knapsack);

  const Instance& instance_;
  std::vector<std::uint32_t> kinds_;
  NodeKnapsack nodes_;
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_PATTERN_PRICING_H_
