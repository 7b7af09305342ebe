// OnDemandWanted: the on-demand that a target asks for beside a spot part.
#ifndef SPOTWRIGHT_SRC_MIX_ON_DEMAND_WANTED_H_
#define SPOTWRIGHT_SRC_MIX_ON_DEMAND_WANTED_H_

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "src/mix/best_mix.h"

namespace spotwright::mix {

// Probabilities are compared in these.
inline std::int64_t Trillionths(double probability) {
  return static_cast<std::int64_t>(std::round(std::min(probability, 1.0) * 1e12));
}

// Units, whether they can be had or not, beside a spot part of which k or more units survive with at_least(k); without
// a target all.
template <typename AtLeast>
std::int64_t OnDemandWanted(const MixProblem& problem, const AtLeast& at_least) {
  const std::int64_t needed = problem.needed_units;
  if (!problem.availability_target) return needed;
  const std::int64_t target = Trillionths(*problem.availability_target);
  std::int64_t sure = 0;  // The most units that survive often enough.
  std::int64_t too_many = needed + 1;
  while (too_many - sure > 1) {
    const std::int64_t middle = sure + (too_many - sure) / 2;
    (Trillionths(at_least(middle)) >= target ? sure : too_many) = middle;
  }
  return std::max(problem.least_on_demand_units, needed - sure);
}

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_ON_DEMAND_WANTED_H_
