#include "src/packing/exhaust.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "src/packing/attainable_cost.h"
#include "src/packing/node_knapsack.h"

namespace spotwright::packing {
namespace {

// Share of a cost by which sums in doubles may err.
constexpr double kRounding = 1e-9;

// Charges: the price of a kind, what a host can hold at most. The values are made feasible, so that no kind can hold
// more than its price. A kind that costs as much as the best packing is in no better one: it is charged more than any
// gap. False if the steps do not suffice.
bool Charge(const Instance& instance, double best, std::int64_t steps, CoverTerms& terms, double& bound) {
  NodeKnapsack knapsack(instance);
  const std::vector<std::int64_t> counts = instance.Counts();
  double theta = 1;
  std::vector<double> charges;
  for (std::size_t k = 0; k < instance.kinds.size(); ++k) {
    const auto price = static_cast<double>(instance.kinds[k].price_micro);
    const double most = knapsack.Most(knapsack.NodeOf(k), terms.values_micro, counts, NodeKnapsack::kFewStates, steps);
    charges.push_back(price < best ? price : most + 2 * best);
    if (most <= price || price >= best) continue;
    if (steps <= 0 || price <= 0) return false;
    theta = std::max(theta, most / price);
  }
  for (double& value : terms.values_micro) value /= theta;
  bound = 0;
  for (std::size_t j = 0; j < terms.values_micro.size(); ++j) {
    bound += terms.values_micro[j] * static_cast<double>(instance.items[j].count);
  }
  for (std::size_t host = 0; host < instance.hosts.size(); ++host) {
    terms.charges_micro.push_back(knapsack.Most(host, terms.values_micro, counts, NodeKnapsack::kFewStates, steps));
    bound -= terms.charges_micro.back();
  }
  terms.charges_micro.insert(terms.charges_micro.end(), charges.begin(), charges.end());
  return steps > 0;
}

}  // namespace

std::optional<bool> Exhaust(const Instance& instance, std::span<const double> values_micro, const CoverEffort& effort,
                            const Call& call, Packing& packing) {
  CoverTerms terms;
  terms.values_micro.assign(values_micro.begin(), values_micro.end());
  const auto best = static_cast<double>(packing.cost_micro);
  double bound = 0;
  if (!Charge(instance, best, effort.pattern_steps, terms, bound)) return false;
  terms.gap_micro = best - static_cast<double>(CostStep(instance)) - bound + kRounding * (best + 1);
  if (terms.gap_micro < 0) return true;
  const auto keep = [&](Packing better) -> double {
    if (better.cost_micro >= packing.cost_micro) return 0;
    const auto saved = static_cast<double>(packing.cost_micro - better.cost_micro);
    packing = std::move(better);
    return saved;  // From here on only cheaper ones still count.
  };
  switch (CoverByPatterns(instance, terms, effort, call, keep)) {
    case CoverOutcome::kComplete:
      return true;
    case CoverOutcome::kSpent:
      return false;
    case CoverOutcome::kCancelled:
      break;
  }
  return std::nullopt;
}

}  // namespace spotwright::packing
