// ConfigurationLp: the linear program over all ways to fill a node (Gilmore and Gomory 1961), by column generation: the
// strongest bound known for packing that is quick to have, and the patterns of which a near-optimal packing is made.
#ifndef SPOTWRIGHT_SRC_PACKING_CONFIGURATION_LP_H_
#define SPOTWRIGHT_SRC_PACKING_CONFIGURATION_LP_H_

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "spotwright/result.h"
#include "src/packing/instance.h"
#include "src/packing/pattern_pricing.h"

namespace spotwright::packing {

// Work limits, all counted.
struct ConfigurationEffort {
  double gap = 1e-3;  // Of the objective over the bound: good enough.
  int rounds = 200;
  std::int64_t steps = 5'000;          // Of a search for a pattern, at first; more when nothing is found with fewer...
  std::int64_t states = 0;             // Looked at where a search did not end.
  std::int64_t all_steps = 1'000'000;  // ...as long as all searches together keep to this.
  std::int64_t pivots = 100'000;
};

struct ConfigurationLp {
  double objective_micro = 0;
  double bound_micro = 0;                           // No packing of the counts onto new nodes costs less.
  std::vector<double> values_micro;                 // By item, of one pod: duals near those of the optimum.
  std::vector<std::pair<Pattern, double>> amounts;  // Of the optimum: the pattern, and how many nodes of it.
  std::vector<Pattern> pool;                        // All patterns that were generated.
};

// min sum c_P x_P with sum a_jP x_P >= counts_j. Duals are smoothed toward those of the best bound (Wentges 1997),
// which keeps degenerate catalogues, where many columns cost the same, from circling. `pricing` is of the same
// instance; `start_values` should be near the duals; `pool` are patterns known already. Null when cancelled.
std::optional<ConfigurationLp> SolveConfigurationLp(const Instance& instance, PatternPricing& pricing,
                                                    std::span<const std::int64_t> counts,
                                                    std::span<const double> start_values, std::vector<Pattern> pool,
                                                    const ConfigurationEffort& effort, const Call& call);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_CONFIGURATION_LP_H_
