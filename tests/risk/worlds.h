// Simulated worlds with known risks, for tests of the estimators.
#ifndef SPOTWRIGHT_TESTS_RISK_WORLDS_H_
#define SPOTWRIGHT_TESTS_RISK_WORLDS_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "spotwright/estimate_risk.h"
#include "src/base/random.h"
#include "src/risk/age_bands.h"

namespace spotwright::risk {

inline constexpr std::int64_t kStart = 1'700'000'000'000;
inline constexpr double kHour = 3.6e6;  // Milliseconds.

inline Pool SpotPool(const std::string& type, const std::string& region, const std::string& zone) {
  return {.instance_type = type, .region = region, .zone = zone, .capacity_type = CapacityType::kSpot};
}

inline double Exponential(base::Random& random) { return -std::log(1 - random.Unit()); }

// Gamma with shape 1 (as the prior of one age band) and a mean.
inline double DrawHazard(base::Random& random, double mean) { return mean * Exponential(random); }

// Hours that a node lives, given the hazard of each age band.
inline double DrawLife(base::Random& random, const ByAge& per_hour) {
  double left = Exponential(random);
  for (std::size_t band = 0; band < kAgeBands; ++band) {
    const double hours = (kAgeBoundsSeconds[band + 1] - kAgeBoundsSeconds[band]) / 3600;
    if (left < per_hour[band] * hours) return kAgeBoundsSeconds[band] / 3600 + left / per_hour[band];
    left -= per_hour[band] * hours;
  }
  return 0;
}

inline std::int64_t At(double hours) { return kStart + static_cast<std::int64_t>(std::llround(hours * kHour)); }

// One node at a time, replaced as soon as it is lost, for `hours`.
inline std::vector<NodeLifetime> OneAfterTheOther(base::Random& random, const ByAge& per_hour, double hours) {
  std::vector<NodeLifetime> nodes;
  for (double now = 0; now < hours;) {
    const double end = now + std::max(1e-5, DrawLife(random, per_hour));
    NodeLifetime node{.launched_unix_ms = At(now)};
    if (end < hours) {
      node.ended_unix_ms = At(end);
      node.lost = true;
    }
    nodes.push_back(node);
    now = end;
  }
  return nodes;
}

// A request that keeps all evidence at full weight.
inline EstimateRiskRequest Ask(std::vector<PoolEvidence> pools, double hours) {
  EstimateRiskRequest request;
  request.now_unix_ms = At(hours);
  request.pools = std::move(pools);
  request.settings.half_life_hours = 1e6;
  return request;
}

inline PoolEvidence Of(Pool pool, std::vector<NodeLifetime> lifetimes) {
  PoolEvidence evidence;
  evidence.pool = std::move(pool);
  evidence.lifetimes = std::move(lifetimes);
  return evidence;
}

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_TESTS_RISK_WORLDS_H_
