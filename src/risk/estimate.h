// EstimateOf: a quantity that is not known exactly, from its distribution.
#ifndef SPOTWRIGHT_SRC_RISK_ESTIMATE_H_
#define SPOTWRIGHT_SRC_RISK_ESTIMATE_H_

#include <algorithm>

#include "spotwright/estimate_risk.h"

namespace spotwright::risk {

// `quantile(level)`: of the distribution whose mean is `mean`.
template <typename Quantile>
RiskEstimate EstimateOf(double mean, const Quantile& quantile, const RiskSettings& settings) {
  if (!settings.intervals) return {.expected = mean, .low = mean, .high = mean, .conservative = mean};
  const double tail = (1 - settings.credible_level) / 2;
  return {.expected = mean,
          .low = quantile(tail),
          .high = quantile(1 - tail),
          .conservative = std::max(mean, quantile(settings.conservative_quantile))};
}

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_ESTIMATE_H_
