// SharedLoss: the posterior of the share of losses that are shared, from counts of losses in common.
#ifndef SPOTWRIGHT_SRC_RISK_SHARED_LOSS_H_
#define SPOTWRIGHT_SRC_RISK_SHARED_LOSS_H_

#include "spotwright/estimate_risk.h"

namespace spotwright::risk {

// A share that is known as if from `incidents` incidents.
struct SharePrior {
  double mean;
  double incidents;
};

// A pool dies as a block: on published traces 0.3 to 0.98 of it falls with a lost node.
inline constexpr SharePrior kWithinPool = {0.75, 2};
// Falls shared beyond chance on nine zones of published traces: 0.17 between zones of a region, 0.02 between regions.
// For other types of a region no more is known than that they share less than zones of one type do.
inline constexpr SharePrior kSameTypeInRegion = {0.2, 4};
inline constexpr SharePrior kSameRegion = {0.05, 4};
inline constexpr SharePrior kEverywhere = {0.02, 4};

// How many independent questions the counts answer, for the share of a pool that one incident takes: what one incident
// adds is not independent. Decays as the counts do.
double IncidentsWithinPool(const CommonLossCounts& counts);

// The same for falls that pools share. An incident that takes q of them is one and counts q times, while one that takes
// a pool alone counts once: so that the two kinds vary each in its own way, as counts of independent incidents do.
double IncidentsAmongPools(const CommonLossCounts& counts);

// Beta distribution of the share that coincides, less what chance explains. `incidents`: of the counts, as above.
RiskEstimate ShareOf(const CommonLossCounts& counts, double incidents, const SharePrior& prior,
                     const RiskSettings& settings);

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_SHARED_LOSS_H_
