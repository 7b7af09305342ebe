// CommonLossCounter: when a pool falls, which others fall with it?
#ifndef SPOTWRIGHT_SRC_RISK_COMMON_LOSS_H_
#define SPOTWRIGHT_SRC_RISK_COMMON_LOSS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "spotwright/estimate_risk.h"
#include "src/risk/decay.h"
#include "src/risk/pool_watch.h"

namespace spotwright::risk {

// Two pools are asked about each other in one of three scopes: zones of a region and one type, types of a region,
// regions. A pair that falls within one incident window of each other is counted when the later one falls.
class CommonLossCounter {
 public:
  // All outlive the counter; `watches` are those of state.pools, in their order.
  CommonLossCounter(RiskState& state, const std::vector<PoolWatch>& watches, const RiskSettings& settings,
                    const Decay& decay)
      : state_(&state), watches_(&watches), settings_(&settings), decay_(&decay) {}

  // O(pools), and as much again for each pool that fell with it.
  void CountFall(std::size_t pool, std::int64_t at_unix_ms);

 private:
  CommonLossCounts& CountsOf(int scope);
  // Pools that could fall with `pool`, and whose fall would be seen.
  std::vector<std::size_t> Peers(std::size_t pool, int scope, std::int64_t at_unix_ms) const;

  RiskState* state_;
  const std::vector<PoolWatch>* watches_;
  const RiskSettings* settings_;
  const Decay* decay_;
};

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_COMMON_LOSS_H_
