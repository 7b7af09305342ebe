// The pools of a request, as decide_mix sees them.
#ifndef SPOTWRIGHT_SRC_MIX_POOLS_H_
#define SPOTWRIGHT_SRC_MIX_POOLS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/decide_mix.h"
#include "src/base/int128.h"

namespace spotwright::mix {

enum class PoolState : std::uint8_t {
  kUsable,
  kUnavailable,  // Out of stock.
  kCooling,
  kUnderNotice,
  kUsedUp,      // Its available_count is 0.
  kNotOffered,  // Units run there, but no offer speaks of it: no price, nothing new.
};

struct MixPool {
  Pool pool;
  PoolState state = PoolState::kNotOffered;
  std::size_t offer = 0;                    // Index in the request, unless kNotOffered.
  std::int64_t price_micro_usd = 0;         // Of one instance; 0 when kNotOffered.
  std::int64_t weight = 1;                  // Units of one instance.
  std::int64_t held = 0;                    // Instances that run.
  std::int64_t room = 0;                    // Instances that can be launched, limits shared with other pools aside.
  std::int64_t reserved = 0;                // Instances above those held that are paid for; of on-demand.
  std::int64_t committed = 0;               // Instances, those held first, that a commitment pays for.
  PoolRisk risk;                            // Of a spot pool.
  std::int64_t interruption_micro_usd = 0;  // Expected cost of interruptions of one instance in an hour.

  bool is_spot() const { return pool.capacity_type == CapacityType::kSpot; }
};

// What so many instances cost in an hour.
base::Int128 PriceOf(const MixPool& pool, std::int64_t instances);

// What the next instance costs, all that is paid for aside.
inline std::int64_t EffectivePrice(const MixPool& pool) { return pool.price_micro_usd + pool.interruption_micro_usd; }

// Which of two pools comes first by price of a unit: exact, although units differ.
bool IsCheaper(const MixPool& a, const MixPool& b);

// On-demand before spot, then cheapest unit first, then by name; pools without an offer come last of their type. A
// request without offers has one pool of each capacity type, without a name and without a limit. Neither risk nor
// commitments are set. O((offers + running) log (offers + running)).
std::vector<MixPool> PoolsOf(const DecideMixRequest& request);

// What running units and weights can do wrong.
std::optional<Error> CheckUnits(const DecideMixRequest& request);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_POOLS_H_
