// Risk: how pools lose capacity, alone and together. What estimate_risk finds, and decide_mix and plan build on.
#ifndef SPOTWRIGHT_RISK_H_
#define SPOTWRIGHT_RISK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "spotwright/offer.h"

namespace spotwright {

// A pool's own losses within the lead time, those of shocks it shares with others left aside. Of s units the number
// lost is beta-binomial: each is lost with `loss_probability`, and they fall together the more, the nearer
// `loss_correlation` is to 1 (there the pool dies as a block or not at all; at 0 units are independent).
struct PoolRisk {
  Pool pool;                                   // capacity_type: spot.
  double loss_probability = 0;                 // 0 to 1.
  double loss_correlation = 1;                 // 0 to 1.
  double interruptions_per_instance_hour = 0;  // All causes together: what expected interruptions are counted with.

  friend bool operator==(const PoolRisk&, const PoolRisk&) = default;
};

// A shock that takes every spot unit in its scope at once: everything (region and instance_type empty), a region, or a
// type in a region. Shocks are independent of each other and of the pools' own losses.
struct ShockRisk {
  std::string region;
  std::string instance_type;  // Stated only with a region.
  double probability = 0;     // Within the lead time; 0 to 1.

  friend bool operator==(const ShockRisk&, const ShockRisk&) = default;
};

// The distribution of what survives the time that a replacement takes. Pools that are not named lose everything.
//
// Errors, in every request that holds a model: a pool twice, or not spot; a shock on an instance type without a region;
// two shocks on one scope.
struct RiskModel {
  double lead_time_seconds = 300;  // From a loss to its replacement being ready.
  std::vector<PoolRisk> pools;
  std::vector<ShockRisk> shocks;

  friend bool operator==(const RiskModel&, const RiskModel&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_RISK_H_
