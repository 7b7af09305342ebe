#include "src/packing/pattern_pricing.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace spotwright::packing {
namespace {

constexpr double kTolerance = 1e-9;

// Further patterns are sought on so many kinds, for what such a pattern is worth this share of its cost.
constexpr std::size_t kCoverKinds = 8;
constexpr double kCoverFloor = 0.8;

// What a look at a state takes, in looks at an item.
constexpr std::int64_t kStepsOfState = 10;

// Shares of its cost that a pattern may be worth beyond it, so that a search ends sooner.
constexpr double kReliefs[] = {6e-2, 3e-2, 1.5e-2, 8e-3, 4e-3, 2e-3, 1e-3, 5e-4, 0};

// A bound between `found` and `upper` on what the knapsack can hold, the lower the more the steps allow.
double Relieved(Knapsack& knapsack, double price, double found, double upper, const PricingEffort& effort,
                std::int64_t& steps) {
  for (const double relief : kReliefs) {
    const double floor = std::max(found, price * (1 + relief));
    if (floor >= upper) continue;
    const std::int64_t granted = std::clamp<std::int64_t>(effort.all_steps - steps, 0, effort.relief_steps);
    std::int64_t left = granted;
    const bool complete = knapsack.Search(floor, left);
    steps += granted - left;
    if (!complete) break;
    upper = knapsack.best_value();
  }
  return upper;
}

}  // namespace

PatternPricing::PatternPricing(const Instance& instance, std::vector<std::uint32_t> kinds)
    : instance_(instance), kinds_(std::move(kinds)), nodes_(instance) {}

// The content of the knapsack as a pattern, less what the rules of the node do not allow.
std::optional<Pattern> PatternPricing::Found(std::uint32_t kind, const Knapsack& knapsack) {
  if (knapsack.taken().empty()) return std::nullopt;
  const Kind& node = instance_.kinds[kind];
  Pattern pattern{kind, {}, static_cast<double>(node.price_micro)};
  Fill& fill = nodes_.Start(nodes_.NodeOf(kind));
  for (const Knapsack::Taken& taken : knapsack.taken()) {
    const std::int64_t count = fill.Room(taken.item, taken.count);
    if (count <= 0) continue;
    fill.Add(taken.item, count);
    pattern.content.push_back({taken.item, count});
    if (node.interruptions_per_hour > 0) {
      pattern.cost_micro += static_cast<double>(count) *
                            static_cast<double>(instance_.SurchargeMicro(taken.item, node.interruptions_per_hour));
    }
  }
  std::ranges::sort(pattern.content, {}, &Load::item);
  if (pattern.content.empty()) return std::nullopt;
  return pattern;
}

PricedPatterns PatternPricing::Price(std::span<const double> values_micro, std::span<const std::int64_t> counts,
                                     const PricingEffort& effort) {
  PricedPatterns priced;
  struct Worth {
    double share = 0;  // Of its cost.
    Pattern pattern;
  };
  std::vector<Worth> found;
  const auto keep = [&](std::uint32_t kind, const Knapsack& knapsack) {
    std::optional<Pattern> pattern = Found(kind, knapsack);
    if (!pattern) return;
    double worth = 0;
    for (const Load& load : pattern->content) worth += values_micro[load.item] * static_cast<double>(load.count);
    found.push_back({worth / std::max(pattern->cost_micro, kTolerance), std::move(*pattern)});
  };
  for (const std::uint32_t kind : kinds_) {
    const double price = static_cast<double>(instance_.kinds[kind].price_micro);
    Knapsack& knapsack = nodes_.Offer(nodes_.NodeOf(kind), values_micro, counts, 0);
    double upper = knapsack.Relax();
    if (upper <= price * std::min(1.0, effort.floor)) continue;
    std::int64_t budget = std::clamp<std::int64_t>(effort.all_steps - priced.steps, 0, effort.steps);
    const std::int64_t granted = budget;
    bool complete = knapsack.Search(price * effort.floor, budget);
    priced.steps += granted - budget;
    if (!complete && effort.states > 0) {
      const std::int64_t most_states =
          std::clamp<std::int64_t>((effort.all_steps - priced.steps) / kStepsOfState, 0, effort.states);
      std::int64_t left = most_states;
      complete = knapsack.SearchStates(left);
      upper = std::min(upper, knapsack.upper());
      priced.steps += kStepsOfState * (most_states - left);
    }
    priced.exact &= complete;
    const double value = knapsack.best_value();
    const double unit = price > 0 ? 1 / price : std::numeric_limits<double>::infinity();
    if (value > price) priced.found_theta = std::max(priced.found_theta, value * unit);
    keep(kind, knapsack);
    const double most = complete ? value : Relieved(knapsack, price, value, upper, effort, priced.steps);
    if (most > price) priced.theta = std::max(priced.theta, most * unit);
  }
  std::ranges::stable_sort(found, [](const Worth& a, const Worth& b) { return a.share > b.share; });

  const std::size_t kinds = std::min(kCoverKinds, found.size());
  for (std::size_t i = 0; i < kinds; ++i) {
    const std::uint32_t kind = found[i].pattern.kind;
    Knapsack& knapsack = nodes_.Offer(nodes_.NodeOf(kind), values_micro, counts, 0);
    knapsack.Relax();
    const double price = static_cast<double>(instance_.kinds[kind].price_micro);
    for (std::size_t n = 0; n < effort.cover / kinds && priced.steps < effort.all_steps; ++n) {
      std::int64_t budget = effort.steps;
      knapsack.Search(price * kCoverFloor, budget);
      priced.steps += effort.steps - budget;
      if (knapsack.taken().empty()) break;
      keep(kind, knapsack);
      knapsack.Withdraw();
    }
  }
  for (Worth& worth : found) priced.patterns.push_back(std::move(worth.pattern));
  return priced;
}

}  // namespace spotwright::packing
