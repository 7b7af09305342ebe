// The policies that are replayed.
#ifndef SPOTWRIGHT_BENCHMARKS_MIX_POLICIES_H_
#define SPOTWRIGHT_BENCHMARKS_MIX_POLICIES_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "benchmarks/mix/replay.h"
#include "spotwright/risk.h"

namespace spotwright::bench {

std::unique_ptr<Policy> AllOnDemand(const World& world);

// Everything in the zone that will be up most: a choice that only hindsight knows.
std::unique_ptr<Policy> AllSpotInBestZone(const World& world);

// A fixed share of on-demand, rounded up, the rest spread evenly over the zones that are up.
std::unique_ptr<Policy> StaticShare(const World& world, double on_demand_share);

// SpotHedge (SkyServe, EuroSys 2025): zones with a preemption or a failed launch leave the active list and come back
// when fewer than two are left in it or a launch there is ready; new replicas go to the active zone with the fewest.
// Spot target needed + extra; on-demand min(needed, needed + extra - ready spot).
std::unique_ptr<Policy> SpotHedge(const World& world, std::int64_t extra);

// What estimate_risk makes at each tick of the availability up to it, with its default settings.
std::vector<RiskModel> RisksOf(const World& world);

// decide_mix for the target, with the risk of each tick.
std::unique_ptr<Policy> ByTarget(const World& world, const std::vector<RiskModel>& risks, double availability_target);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_MIX_POLICIES_H_
