#include "src/packing/work_limits.h"

#include <algorithm>

namespace spotwright::packing {
namespace {

// The program has a row for each item; with more, its dense algebra costs more than it brings.
constexpr std::size_t kMostRows = 700;

// A pivot costs rows^2, a round of pricing kinds x rows: so much of both in optimal mode, and in a dive.
constexpr std::int64_t kPivotWork = 1'000'000'000;
constexpr std::int64_t kPricingWork = 6'000'000;

// Optimal mode may spend so many times more on pivots for many pods: a unit for each so many.
constexpr std::int64_t kPodsOfUnit = 2'000;
constexpr std::int64_t kMostUnitsOfPivots = 16;

// Steps of the search for patterns in optimal mode, by kind up to so many: in all rounds, and again for the last bound.
constexpr std::int64_t kStepsOfKind = 8'000'000;
constexpr std::size_t kManyKinds = 10;

// Fast mode tightens the bound of instances with few items, by steps in proportion to the pods.
constexpr std::size_t kFewRows = 64;
constexpr std::size_t kFewKinds = 80;
constexpr std::int64_t kFastStepsOfPod = 500;

// Balanced mode searches for patterns by steps in proportion to the pods, up to so many; fewer for few pods beside many
// hosts, most of which have no room left: such a call is one of many, and must be quick.
constexpr std::int64_t kBalancedStepsOfPod = 5'000;
constexpr std::int64_t kMostBalancedSteps = 4'000'000;
constexpr std::int64_t kLeastSteps = 100;  // Of one search.

// With few pods, optimal mode looks at so many states of a node where a search for patterns did not end: to be exact is
// what proofs rest on. With many pods, more patterns that are nearly the best are worth more than the best one.
constexpr std::int64_t kFewPods = 200;
constexpr std::int64_t kStates = 50'000;

// With more items it is not tried to rule out all better packings.
constexpr std::size_t kMostRowsToExhaust = 120;

// Balanced mode takes no more iterations than so many for each new node: with few nodes there is little to try.
constexpr std::int64_t kBalancedIterationsOfNode = 50;

// Optimal mode goes on for `max_iterations` at this gap, and for up to so many times more at larger ones.
constexpr double kUnitGap = 2e-3;
constexpr double kMostUnits = 10;
constexpr std::int64_t kMostIterations = 1'000'000'000'000;

int Rounds(std::int64_t work, const ProblemSize& size, int least, int most) {
  const auto round = static_cast<std::int64_t>(std::max<std::size_t>(1, size.kinds * size.rows));
  return static_cast<int>(std::clamp<std::int64_t>(work / round, least, most));
}

WorkLimits Fast(const ProblemSize& size, std::int64_t pivots) {
  const std::int64_t steps = kFastStepsOfPod * std::min(size.pods, kStepsOfKind / kFastStepsOfPod);
  WorkLimits limits;
  limits.generate = size.rows <= kFewRows && size.kinds <= kFewKinds && size.hosts == 0;
  limits.dive = false;
  limits.generation = {.gap = 1e-2, .rounds = 30, .steps = 1'000, .all_steps = steps, .pivots = pivots / 50};
  limits.bound = {.steps = steps, .all_steps = steps};
  return limits;
}

WorkLimits Balanced(const ProblemSize& size, std::int64_t pivots) {
  const auto hosts = static_cast<std::int64_t>(size.hosts);
  const auto of_pods = [&](std::int64_t work) {
    return work * size.pods / std::max<std::int64_t>(1, size.pods + hosts);
  };
  const std::int64_t steps = std::min(kMostBalancedSteps, of_pods(kBalancedStepsOfPod) * size.pods);
  WorkLimits limits;
  limits.generation.gap = 5e-3;
  limits.generation.rounds = Rounds(kPricingWork / 10, size, 5, hosts > size.pods ? 8 : 30);
  limits.generation.steps = std::max(kLeastSteps, of_pods(4'000));
  limits.generation.all_steps = steps;
  limits.generation.pivots = pivots / 2;
  limits.diving.rounds = Rounds(kPricingWork / 30, size, 3, 10);
  limits.diving.residual = {.gap = 5e-3, .rounds = 3, .steps = 2'000, .all_steps = steps / 10, .pivots = pivots / 20};
  limits.bound = {.steps = 20'000, .all_steps = steps, .relief_steps = 200'000};
  return limits;
}

WorkLimits Optimal(const ProblemSize& size, std::int64_t pivots) {
  const std::int64_t all_steps = kStepsOfKind * static_cast<std::int64_t>(std::min(size.kinds, kManyKinds));
  WorkLimits limits;
  limits.generation.gap = 5e-4;
  limits.generation.rounds = Rounds(kPricingWork, size, 10, 150);
  limits.generation.steps = 5'000;
  if (size.pods <= kFewPods) limits.generation.states = kStates;
  limits.generation.all_steps = all_steps;
  limits.generation.pivots = pivots;
  limits.diving.rounds = Rounds(kPricingWork / 3, size, 6, 60);
  limits.diving.residual = {.gap = 1e-3, .rounds = 8, .steps = 5'000, .all_steps = all_steps / 40};
  limits.diving.residual.pivots = pivots / (size.pods < 2 * kPodsOfUnit ? 10 : 20);
  limits.bound = {.steps = 100'000, .all_steps = all_steps, .relief_steps = kStepsOfKind};
  if (size.pods <= kFewPods) limits.bound.states = 4 * kStates;
  limits.exhaust = size.rows <= kMostRowsToExhaust;
  return limits;
}

}  // namespace

WorkLimits LimitsOf(PackQuality quality, const ProblemSize& size) {
  std::int64_t pivots = kPivotWork / static_cast<std::int64_t>(size.rows * size.rows + 1000);
  if (quality == PackQuality::kOptimal) {
    pivots *= std::clamp<std::int64_t>(size.pods / kPodsOfUnit, 1, kMostUnitsOfPivots);
  }
  WorkLimits limits = quality == PackQuality::kFast       ? Fast(size, pivots)
                      : quality == PackQuality::kBalanced ? Balanced(size, pivots)
                                                          : Optimal(size, pivots);
  limits.generate &= size.rows > 0 && size.rows <= kMostRows;
  return limits;
}

std::int64_t IterationsOf(PackQuality quality, std::int64_t max_iterations, std::int64_t new_nodes, double gap) {
  if (quality == PackQuality::kFast) return 0;
  if (quality == PackQuality::kBalanced) return std::min(max_iterations, kBalancedIterationsOfNode * new_nodes);
  const double times = std::clamp(gap / kUnitGap, 1.0, kMostUnits);
  return static_cast<std::int64_t>(times * static_cast<double>(std::min(max_iterations, kMostIterations)));
}

}  // namespace spotwright::packing
