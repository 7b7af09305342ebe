// ChaosWorld: a day of a cluster to which everything happens that may: seeded.
#ifndef SPOTWRIGHT_SRC_BACKTEST_CHAOS_WORLD_H_
#define SPOTWRIGHT_SRC_BACKTEST_CHAOS_WORLD_H_

#include <cstdint>

#include "spotwright/scale.h"
#include "src/backtest/adversary.h"
#include "src/backtest/deciding_controller.h"
#include "src/backtest/world.h"

namespace spotwright::backtest {

// One day: 50 nodes needed, more or fewer at some hours; 7 spot pools and 3 of on-demand in 3 zones; 300 workloads;
// ticks of 30 s. Pools fall, one by one and some days all of spot at once; signals come that nothing follows; launches
// are refused, for all reasons, partly granted, answered late; nodes do not join, break, recover.
World ChaosWorld(std::uint64_t seed);

// The same, but that what is needed follows a load that rises and falls with the day, and jumps.
World LoadedWorld(std::uint64_t seed);

Malice ChaosMalice(std::uint64_t seed);

// How the cluster is run: nodes on spot but for the base; signals are acted on.
ControllerSettings ChaosSettings(const World& world);

// How a loaded one is sized.
ScalePolicy SizingPolicy();

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_CHAOS_WORLD_H_
