// The pools of one capacity type, as decide_mix sees them.
#ifndef SPOTWRIGHT_SRC_MIX_POOLS_H_
#define SPOTWRIGHT_SRC_MIX_POOLS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "spotwright/decide_mix.h"

namespace spotwright::mix {

enum class PoolState : std::uint8_t {
  kUsable,
  kUnavailable,  // Out of stock.
  kCooling,
  kUsedUp,      // Its available_count is 0.
  kNotOffered,  // Units run there, but no offer speaks of it: no price, nothing new.
};

struct MixPool {
  Pool pool;
  PoolState state = PoolState::kNotOffered;
  std::size_t offer = 0;             // Index in the request, unless kNotOffered.
  std::int64_t price_micro_usd = 0;  // Of one unit; 0 when kNotOffered.
  std::int64_t held = 0;             // Units that run.
  std::int64_t room = 0;             // Units that can be launched.
};

// Cheapest first, then by name; pools without an offer last. A request without offers has one pool of each capacity
// type, without a name and without a limit. O((offers + running) log (offers + running)).
std::vector<MixPool> PoolsOf(const DecideMixRequest& request, CapacityType type);

struct PoolChange {
  const MixPool* pool;
  std::int64_t units;
};

// Which pools launch `units`, cheapest first; at most the pools' room in all.
std::vector<PoolChange> ChooseLaunches(const std::vector<MixPool>& pools, MixAllocation allocation, std::int64_t units);

// Which pools end `units`, dearest first; at most what the pools hold in all.
std::vector<PoolChange> ChooseEnds(const std::vector<MixPool>& pools, MixAllocation allocation, std::int64_t units);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_POOLS_H_
