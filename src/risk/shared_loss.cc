#include "src/risk/shared_loss.h"

#include <algorithm>

#include "src/base/distributions.h"
#include "src/risk/estimate.h"

namespace spotwright::risk {

double IncidentsOf(const CommonLossCounts& counts) {
  return counts.asked_squared > 0 ? counts.asked * counts.asked / counts.asked_squared : 0;
}

RiskEstimate ShareOf(const CommonLossCounts& counts, const SharePrior& prior, const RiskSettings& settings) {
  const double incidents = IncidentsOf(counts);
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
