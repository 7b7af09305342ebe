// Survival: the exact distribution of the units that are still there when the lead time is over.
#ifndef SPOTWRIGHT_SRC_RISK_SURVIVAL_H_
#define SPOTWRIGHT_SRC_RISK_SURVIVAL_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "spotwright/risk.h"
#include "src/risk/pmf.h"

namespace spotwright::risk {

// P(lost = k), k from 0 to `units`, of a pool's own losses: beta-binomial with mean `probability` and correlation
// `correlation`; both ends of the correlation are exact (binomial; all or nothing). O(units).
Pmf LossPmf(std::int64_t units, double probability, double correlation);

// What survives of one pool if no shock strikes.
struct PoolSurvival {
  Pool pool;
  Pmf survivors;
};

// What survives of all, where more than `most` count as `most`. Shocks nest (everything, region, type in region), so
// each scope's distribution is that of its parts convolved, mixed with none. O((pools + scopes) x most^2).
Pmf JoinUnderShocks(std::vector<PoolSurvival> pools, std::span<const ShockRisk> shock_risks,
                    std::size_t most = std::numeric_limits<std::size_t>::max());

// Spot units of model.pools[pool].
struct Holding {
  std::size_t pool = 0;
  std::int64_t units = 0;
};

// P(k units survive), k from 0 to all units. Exact, by JoinUnderShocks. O(units^2) at most.
Pmf SurvivalPmf(const RiskModel& model, std::span<const Holding> holdings);

// P(at least `needed` units survive) of a distribution.
double ProbabilityOfAtLeast(std::span<const double> pmf, std::int64_t needed);

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_SURVIVAL_H_
