// BestMix: the cheapest mix that is available enough, or the most available one that a budget allows.
#ifndef SPOTWRIGHT_SRC_MIX_BEST_MIX_H_
#define SPOTWRIGHT_SRC_MIX_BEST_MIX_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <tuple>
#include <vector>

#include "spotwright/risk.h"
#include "src/base/int128.h"
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

// How good a mix is; less is better. Probabilities count in whole trillionths: what rounding leaves of one is not
// worth a cent.
struct Rating {
  std::int64_t missing_base = 0;    // On-demand units below the least.
  std::int64_t missing_units = 0;   // Of all, even if nothing is lost.
  std::int64_t unavailability = 0;  // Below the target, or below 1 where there is only a budget.
  base::Int128 cost = 0;
  std::int64_t minus_probability = 0;

  friend bool operator<(const Rating& a, const Rating& b) {
    return std::tie(a.missing_base, a.missing_units, a.unavailability, a.cost, a.minus_probability) <
           std::tie(b.missing_base, b.missing_units, b.unavailability, b.cost, b.minus_probability);
  }
};

// Instances that run, of each candidate.
Mix HeldOf(const MixProblem& problem);

// What its candidates lose.
Survivors SurvivorsOf(const MixProblem& problem);

struct MixAnswer {
  Mix mix;
  bool has_base = true;        // The least on-demand is there.
  bool reaches_target = true;  // As far as the search tells them apart; where there is a target.
  Rating rating;               // As the search saw it.
};

// By exchanging instances of one and two pools, from many starts. Deterministic; ties go to the mix found first. Above
// 128 units in lots.
MixAnswer FindBestMix(const MixProblem& problem);

// Whether there is a better mix without a rule: whether a search of the same problem without it comes by one.
bool IsBinding(const MixProblem& without_rule, const Rating& with_rule);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_BEST_MIX_H_
