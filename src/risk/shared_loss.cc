#include "src/risk/shared_loss.h"

#include <algorithm>

#include "src/base/distributions.h"

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
  const double tail = (1 - settings.credible_level) / 2;
  return {
      .expected = beyond_chance(a / (a + b)),
      .low = beyond_chance(base::BetaQuantile(a, b, tail)),
      .high = beyond_chance(base::BetaQuantile(a, b, 1 - tail)),
      .conservative = beyond_chance(std::max(a / (a + b), base::BetaQuantile(a, b, settings.conservative_quantile)))};
}

}  // namespace spotwright::risk
