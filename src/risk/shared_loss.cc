#include "src/risk/shared_loss.h"

#include <algorithm>

#include "src/base/distributions.h"
#include "src/risk/estimate.h"

namespace spotwright::risk {

double IncidentsWithinPool(const CommonLossCounts& counts) {
  return counts.asked_squared > 0 ? counts.asked * counts.asked / counts.asked_squared : 0;
}

double IncidentsAmongPools(const CommonLossCounts& counts) {
  const double shared = std::min(counts.shared, counts.asked);
  const double alone = counts.asked - shared;
  if (shared <= 0 || alone <= 0) return IncidentsWithinPool(counts);
  // Of asked_squared, each incident of one pool alone has added 1; the rest is of those that took several.
  const double shared_incidents = shared * shared / std::max(shared, counts.asked_squared - alone);
  const double share = shared / counts.asked;
  // The log odds of a beta distribution of so many trials vary as those of two independent counts: 1/s + 1/a.
  return 1 / (share * (1 - share) * (1 / shared_incidents + 1 / alone));
}

RiskEstimate ShareOf(const CommonLossCounts& counts, double incidents, const SharePrior& prior,
                     const RiskSettings& settings) {
  double coincident = 0;
  double chance = 0;
  if (counts.asked > 0) {
    coincident = std::clamp(counts.shared / counts.asked, 0.0, 1.0);
    chance = std::clamp(counts.by_chance / counts.asked, 0.0, 0.99);
  }
  const double prior_mean = chance + prior.mean * (1 - chance);
  const double a = prior_mean * prior.incidents + coincident * incidents;
  const double b = (1 - prior_mean) * prior.incidents + (1 - coincident) * incidents;
  const auto beyond_chance = [&](double share) { return std::max(0.0, (share - chance) / (1 - chance)); };
  return EstimateOf(
      beyond_chance(a / (a + b)), [&](double level) { return beyond_chance(base::BetaQuantile(a, b, level)); },
      settings);
}

}  // namespace spotwright::risk
