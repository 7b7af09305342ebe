// BestMix: the cheapest mix that is available enough, or the most available one that a budget allows.
#ifndef SPOTWRIGHT_SRC_MIX_BEST_MIX_H_
#define SPOTWRIGHT_SRC_MIX_BEST_MIX_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "spotwright/risk.h"
#include "src/mix/candidate.h"
#include "src/mix/ceilings.h"

namespace spotwright::mix {

using Mix = std::vector<std::int64_t>;  // Instances of each candidate.

struct MixProblem {
  std::vector<Candidate> candidates;  // In the order that breaks ties.
  std::vector<ShockRisk> shocks;
  std::vector<Ceiling> ceilings;
  std::int64_t needed_units = 0;
  std::int64_t least_on_demand_units = 0;
  std::int64_t min_spot_pools = 1;
  std::optional<double> availability_target;     // Absent: as available as the budget allows.
  std::optional<std::int64_t> budget_micro_usd;  // Per hour, for prices alone. One of the two is stated.
  std::int64_t max_iterations = 0;               // Mixes looked at.
  std::optional<std::vector<Mix>> only;          // Spot parts to choose from; absent: any.
  std::function<bool()> is_cancelled;            // Then the search ends early. Asked now and then; absent: never.
};

struct MixAnswer {
  Mix mix;
  bool met = false;  // The target, where there is one, and the least on-demand are kept.
};

// By exchanging instances of one and two pools, from many starts. Deterministic; ties go to the mix found first. Above
// 128 units in lots.
MixAnswer FindBestMix(const MixProblem& problem);

// Whether a rule stands in the way: whether a search comes by a better mix than `best` in the same problem without it.
bool IsBinding(const MixProblem& problem, const MixProblem& without_rule, const Mix& best);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_BEST_MIX_H_
