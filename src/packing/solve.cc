#include "src/packing/solve.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "src/model/begin.h"
#include "src/packing/alike.h"
#include "src/packing/configuration_lp.h"
#include "src/packing/dive.h"
#include "src/packing/exhaust.h"
#include "src/packing/greedy.h"
#include "src/packing/karpenter_rule.h"
#include "src/packing/kind_order.h"
#include "src/packing/ledger.h"
#include "src/packing/local_search.h"
#include "src/packing/pattern_bound.h"
#include "src/packing/pattern_pricing.h"
#include "src/packing/priorities.h"
#include "src/packing/resource_bound.h"

namespace spotwright::packing {
namespace {

// The configuration program has a row for each item; with more, its dense algebra costs more than it brings.
constexpr std::size_t kMaxRows = 700;

// With more items than this it is not tried to rule out all better packings.
constexpr std::size_t kMaxRowsToExhaust = 120;

// A pivot costs rows^2; this much may be spent on them in all.
constexpr std::int64_t kPivotWork = 1'500'000'000;

// Steps of the search for patterns, by kind, in optimal mode: in all rounds, and again for the last bound.
constexpr std::int64_t kStepsOfKind = 15'000'000;
constexpr std::size_t kManyKinds = 10;

// Optimal mode searches on for `max_iterations` at this gap, and for so many times more at larger ones.
constexpr double kGapOfOneRound = 2e-3;
constexpr double kMostRounds = 6;
constexpr std::int64_t kManyIterations = 1'000'000'000'000;

struct Limits {
  ConfigurationEffort generation;
  DiveEffort dive;
  PricingEffort bound;  // For the last bound.
};

Limits LimitsOf(PackQuality quality, std::size_t rows, std::size_t kinds) {
  const std::int64_t pivots = kPivotWork / static_cast<std::int64_t>(rows * rows + 1000);
  const std::int64_t all_steps = kStepsOfKind * static_cast<std::int64_t>(std::min<std::size_t>(kinds, kManyKinds));
  Limits limits;
  if (quality == PackQuality::kBalanced) {
    limits.generation = {.gap = 5e-3, .rounds = 30, .steps = 4'000, .all_steps = 4'000'000, .pivots = pivots / 4};
    limits.dive.rounds = 10;
    limits.dive.residual = {.gap = 5e-3, .rounds = 3, .steps = 2'000, .all_steps = 400'000, .pivots = pivots / 40};
    limits.bound = {.steps = 200'000, .all_steps = 4'000'000};
  } else {
    limits.generation = {.gap = 5e-4, .rounds = 150, .steps = 5'000, .all_steps = all_steps, .pivots = pivots};
    limits.dive.rounds = 60;
    limits.dive.residual = {.gap = 1e-3, .rounds = 8, .steps = 5'000, .all_steps = 1'000'000, .pivots = pivots / 20};
    limits.bound = {.steps = 20'000'000, .all_steps = all_steps};
  }
  return limits;
}

// The further from the bound, the more there is to gain by local search.
std::int64_t Iterations(const Effort& effort, double gap) {
  if (effort.quality != PackQuality::kOptimal) return effort.max_iterations;
  const double times = std::clamp(gap / kGapOfOneRound, 1.0, kMostRounds);
  return static_cast<std::int64_t>(times * static_cast<double>(std::min(effort.max_iterations, kManyIterations)));
}

std::vector<std::int64_t> Placed(const Instance& instance, const Packing& packing) {
  std::vector<std::int64_t> placed;
  for (std::size_t j = 0; j < instance.items.size(); ++j) placed.push_back(instance.items[j].count - packing.left[j]);
  return placed;
}

bool Any(const std::vector<std::int64_t>& counts) {
  return std::ranges::any_of(counts, [](std::int64_t count) { return count > 0; });
}

std::vector<Pattern> PatternsOf(const Ledger& ledger, const Packing& packing) {
  std::vector<Pattern> patterns;
  for (const PackedNodes& nodes : packing.nodes) {
    if (nodes.existing) continue;
    PackedNodes one = nodes;
    one.times = 1;
    Pattern pattern{nodes.index, nodes.content, static_cast<double>(ledger.CostMicro(one))};
    std::ranges::sort(pattern.content, {}, &Load::item);
    patterns.push_back(std::move(pattern));
  }
  return patterns;
}

// All pods as of one priority.
class Solver {
 public:
  Solver(const Instance& instance, const Effort& effort, const Call& call)
      : instance_(instance), effort_(effort), call_(call), fresh_(instance) {}

  std::optional<Solution> Run() {
    const ResourceBound resources = BoundByResources(instance_, fresh_.left());
    values_ = resources.values_micro;
    Ledger ledger(instance_);
    Greedy(instance_, values_, ledger, best_);
    Settle(ledger, best_);
    if (effort_.quality != PackQuality::kFast) {
      Packing rule = KarpenterRule(instance_);
      if (IsBetter(instance_, rule, best_)) best_ = std::move(rule);
      bound_micro_ = Any(best_.left) ? 0 : resources.cost_micro;
      if (!Search()) return std::nullopt;
    }
    const std::vector<std::int64_t> placed = Placed(instance_, best_);
    const std::int64_t by_resources =
        Any(best_.left) ? BoundByResources(instance_, placed).cost_micro : resources.cost_micro;
    Solution solution{std::move(best_), by_resources, BoundProof::kResourceRelaxation};
    MergeAlike(solution.packing);
    if (bound_micro_ > by_resources) {
      solution.bound_micro = bound_micro_;
      solution.proof = BoundProof::kConfigurationLp;
    }
    if (solution.packing.cost_micro <= solution.bound_micro) solution.proof = BoundProof::kExhausted;
    if (!Any(placed)) solution.proof = BoundProof::kNone;
    return solution;
  }

 private:
  // Column generation, diving, local search; false when cancelled.
  bool Search() {
    Packing hosts;
    Ledger ledger(instance_);
    for (const PackedNodes& nodes : best_.nodes) {
      if (!nodes.existing) continue;
      hosts.nodes.push_back(nodes);
      ledger.Take(nodes);
    }
    const auto rows = static_cast<std::size_t>(std::ranges::count_if(ledger.left(), [](auto left) { return left > 0; }));
    if (rows > 0 && rows <= kMaxRows) {
      const std::vector<std::uint32_t> kinds = UsefulKinds(instance_);
      const Limits limits = LimitsOf(effort_.quality, rows, kinds.size());
      PatternPricing pricing(instance_, kinds);
      auto lp = SolveConfigurationLp(instance_, pricing, ledger.left(), values_, PatternsOf(ledger, best_),
                                     limits.generation, call_);
      if (!lp) return false;
      auto dived = Dive(instance_, pricing, *lp, hosts, ledger, limits.dive, call_);
      if (!dived) return false;
      if (IsBetter(instance_, *dived, best_)) best_ = std::move(*dived);
      values_ = lp->values_micro;
      bound_micro_ = std::max(bound_micro_, BoundByPatterns(instance_, pricing, values_, Placed(instance_, best_),
                                                            limits.bound));
    }
    if (Optimal()) return true;
    if (effort_.max_iterations <= 0) return true;
    const double gap = bound_micro_ > 0 ? static_cast<double>(best_.cost_micro) / static_cast<double>(bound_micro_) - 1 : 0;
    if (!Improve(instance_, values_, Iterations(effort_, gap), call_, best_)) return false;
    if (effort_.quality != PackQuality::kOptimal || rows > kMaxRowsToExhaust || Any(best_.left) || Optimal()) return true;
    const std::optional<bool> proven = Exhaust(instance_, values_, ExhaustEffort{}, call_, best_);
    if (proven.value_or(false)) bound_micro_ = best_.cost_micro;
    return proven.has_value();
  }

  bool Optimal() const { return !Any(best_.left) && best_.cost_micro <= bound_micro_; }

  const Instance& instance_;
  const Effort& effort_;
  const Call& call_;
  const Ledger fresh_;
  std::vector<double> values_;
  Packing best_;
  std::int64_t bound_micro_ = 0;
};

}  // namespace

std::optional<Solution> Solve(const Instance& instance, const Effort& effort, const Call& call) {
  if (model::IsCancelled(call)) return std::nullopt;
  return SolveByPriority(instance, [&](const Instance& part) { return Solver(part, effort, call).Run(); });
}

}  // namespace spotwright::packing
