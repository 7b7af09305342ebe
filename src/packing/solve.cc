#include "src/packing/solve.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "src/model/begin.h"
#include "src/packing/alike.h"
#include "src/packing/configuration_lp.h"
#include "src/packing/dive.h"
#include "src/packing/exhaust.h"
#include "src/packing/fleets.h"
#include "src/packing/greedy.h"
#include "src/packing/karpenter_rule.h"
#include "src/packing/kind_order.h"
#include "src/packing/ledger.h"
#include "src/packing/local_search.h"
#include "src/packing/pattern_bound.h"
#include "src/packing/pattern_pricing.h"
#include "src/packing/priorities.h"
#include "src/packing/resource_bound.h"
#include "src/packing/work_limits.h"

namespace spotwright::packing {
namespace {

// Below this gap to the quick bound, fast mode seeks no better one.
constexpr double kSmallGap = 0.02;

// With more nodes, or more hosts, it is not tried to rule out every better packing.
constexpr std::int64_t kMostNodesToExhaust = 60;
constexpr std::size_t kMostHostsToExhaust = 32;

bool Any(const std::vector<std::int64_t>& counts) {
  return std::ranges::any_of(counts, [](std::int64_t count) { return count > 0; });
}

std::vector<Pattern> PatternsOf(const Ledger& ledger, const Packing& packing) {
  std::vector<Pattern> patterns;
  for (PackedNodes nodes : packing.nodes) {
    if (nodes.existing) continue;
    nodes.times = 1;
    Pattern pattern{nodes.index, nodes.content, static_cast<double>(ledger.CostMicro(nodes))};
    std::ranges::sort(pattern.content, {}, &Load::item);
    patterns.push_back(std::move(pattern));
  }
  return patterns;
}

// All pods as of one priority.
class Solver {
 public:
  Solver(const Instance& instance, const Effort& effort, const Call& call)
      : instance_(instance), effort_(effort), call_(call), kinds_(UsefulKinds(instance)) {}

  Construction Construct() const {
    Ledger ledger(instance_);
    ResourceBound resources = BoundByResources(instance_, ledger.left());
    Construction made{{}, resources.cost_micro, std::move(resources.values_micro)};
    Greedy(instance_, kinds_, made.values_micro, ledger, made.packing);
    SumUp(ledger, made.packing);
    // A bound for all pods holds only if all have a place.
    if (Any(made.packing.left)) made.bound_micro = BoundOf(made.packing);
    return made;
  }

  std::optional<Solution> Run(const Construction& begun) {
    best_ = begun.packing;
    values_ = begun.values_micro;
    std::int64_t by_resources = begun.bound_micro;
    if (effort_.quality != PackQuality::kFast && !effort_.bound_alone) {
      Packing rule = KarpenterRule(instance_);
      if (IsBetter(instance_, rule, best_)) {
        if (Any(best_.left)) by_resources = BoundOf(rule);
        best_ = std::move(rule);
      }
    }
    bound_micro_ = by_resources;
    if (!Search()) return std::nullopt;

    MergeAlike(best_);
    Solution solution{std::move(best_), bound_micro_, BoundProof::kConfigurationLp};
    if (bound_micro_ == by_resources) solution.proof = BoundProof::kResourceRelaxation;
    Conclude(solution);
    return solution;
  }

 private:
  std::int64_t BoundOf(const Packing& packing) const {
    return BoundByResources(instance_, PlacedBy(instance_, packing)).cost_micro;
  }

  std::int64_t NewNodes() const {
    std::int64_t nodes = 0;
    for (const PackedNodes& packed : best_.nodes) nodes += packed.existing ? 0 : packed.times;
    return nodes;
  }

  double Gap() const {
    return static_cast<double>(best_.cost_micro) / std::max(1.0, static_cast<double>(bound_micro_)) - 1;
  }

  // No packing of these pods is cheaper.
  bool Closed() const { return best_.cost_micro <= bound_micro_; }

  // Column generation, diving, local search, as far as the quality goes; false when cancelled.
  bool Search() {
    const bool fast = effort_.quality == PackQuality::kFast;
    if (fast && Gap() <= kSmallGap) return true;
    const WorkLimits limits = Generate();
    if (cancelled_) return false;
    const bool finished = !Any(best_.left) && Closed();
    const std::int64_t iterations =
        IterationsOf(effort_.quality, std::max<std::int64_t>(0, effort_.max_iterations), NewNodes(), Gap());
    if (!finished && iterations > 0 && !Improve(instance_, kinds_, values_, iterations, call_, best_)) return false;
    if (!limits.exhaust || NewNodes() > kMostNodesToExhaust || instance_.hosts.size() > kMostHostsToExhaust ||
        Any(best_.left) || Closed())
      return true;
    return RuleOutBetter();
  }

  // False when cancelled.
  bool RuleOutBetter() {
    const bool priced = IsPriced(instance_);
    if (priced) {
      const std::optional<std::int64_t> bound = RuleOutFleets(instance_, values_, bound_micro_, {}, call_, best_);
      bound_micro_ = bound.value_or(bound_micro_);
      if (!bound || Closed()) return bound.has_value();
    }
    if (priced && !HasSurcharges(instance_)) return true;
    const std::optional<bool> proven = Exhaust(instance_, values_, {}, call_, best_);
    if (proven.value_or(false)) bound_micro_ = best_.cost_micro;
    return proven.has_value();
  }

  // Hosts are kept as they were filled; what they do not hold goes to new nodes by column generation and diving.
  WorkLimits Generate() {
    Packing hosts;
    Ledger ledger(instance_);
    for (const PackedNodes& nodes : best_.nodes) {
      if (!nodes.existing) continue;
      hosts.nodes.push_back(nodes);
      ledger.Take(nodes);
    }
    const std::vector<std::uint32_t> kinds = KindsThatMaySave();
    ProblemSize size{0, kinds.size(), instance_.hosts.size(), 0};
    for (const std::int64_t left : ledger.left()) {
      size.rows += left > 0;
      size.pods += left;
    }
    const WorkLimits limits = LimitsOf(effort_.quality, size);
    if (!limits.generate) return limits;
    PatternPricing pricing(instance_, kinds);
    const auto lp = SolveConfigurationLp(instance_, pricing, ledger.left(), values_, PatternsOf(ledger, best_),
                                         limits.generation, call_);
    cancelled_ = !lp.has_value();
    if (cancelled_) return limits;
    if (limits.dive && (!effort_.bound_alone || limits.exhaust)) {
      auto dived = Dive(instance_, pricing, *lp, hosts, ledger, limits.diving, call_);
      cancelled_ = !dived.has_value();
      if (cancelled_) return limits;
      if (IsBetter(instance_, *dived, best_)) best_ = std::move(*dived);
    }
    values_ = lp->values_micro;
    const std::vector<std::int64_t> placed = PlacedBy(instance_, best_);
    const auto raise = [&](std::span<const double> values) {
      const std::int64_t bound = BoundByPatterns(instance_, pricing, values, placed, limits.bound);
      bound_micro_ = std::max(bound_micro_, std::min(bound, best_.cost_micro));
    };
    raise(values_);
    // Beside hosts the program begins with values that the room there brings down, and may end before they have risen:
    // what pods are worth on new nodes alone is a second guess.
    if (size.hosts > 0 && !Closed()) raise(BoundByResources(instance_, ledger.left(), false).values_micro);
    return limits;
  }

  // A node that alone costs as much as the packing known is in no cheaper one.
  std::vector<std::uint32_t> KindsThatMaySave() const {
    std::vector<std::uint32_t> kinds = kinds_;
    if (Any(best_.left)) return kinds;
    std::erase_if(kinds, [&](std::uint32_t kind) { return instance_.kinds[kind].price_micro >= best_.cost_micro; });
    return kinds;
  }

  const Instance& instance_;
  const Effort& effort_;
  const Call& call_;
  const std::vector<std::uint32_t> kinds_;
  std::vector<double> values_;
  Packing best_;
  std::int64_t bound_micro_ = 0;
  bool cancelled_ = false;
};

}  // namespace

void Conclude(Solution& solution) {
  if (solution.packing.cost_micro <= solution.bound_micro) solution.proof = BoundProof::kExhausted;
  if (solution.packing.nodes.empty()) solution.proof = BoundProof::kNone;
}

std::optional<Solution> Solve(const Instance& instance, const Effort& effort, const Call& call,
                              std::optional<Construction>& begun) {
  if (model::IsCancelled(call)) return std::nullopt;
  return SolveByPriority(instance, [&](const Instance& part) {
    Solver solver(part, effort, call);
    if (&part != &instance) return solver.Run(solver.Construct());
    if (!begun) begun = solver.Construct();
    return solver.Run(*begun);
  });
}

std::optional<Solution> Solve(const Instance& instance, const Effort& effort, const Call& call) {
  std::optional<Construction> begun;
  return Solve(instance, effort, call, begun);
}

}  // namespace spotwright::packing
