// decide_mix: how much spot, how much on-demand, and from which pools, by fixed shares.
#ifndef SPOTWRIGHT_DECIDE_MIX_H_
#define SPOTWRIGHT_DECIDE_MIX_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/offer.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"

namespace spotwright {

// Of what the on-demand percentage is taken.
enum class ShareOf : std::int32_t {
  kAboveBase = 1,  // Of the units above the base, as EC2 Auto Scaling and Azure's priority mix do.
  kWhole = 2,      // Of all units; the base is then a floor.
};

// How a share that is not whole becomes units.
enum class MixRounding : std::int32_t {
  kOnDemandUp = 1,    // EC2 Auto Scaling: the on-demand part is rounded up.
  kOnDemandDown = 2,  // Azure's priority mix: the regular part is rounded down.
  kNearest = 3,       // A half goes to on-demand.
};

// A ready-made setting of base, percentage, share_of and rounding, which it replaces.
enum class MixPreset : std::int32_t {
  kCustom = 1,      // The fields below as they stand.
  kSmartScale = 2,  // The first 2 units on-demand; of the rest 70 % spot, to the nearest.
};

// How units of one capacity type are spread over its pools.
enum class MixAllocation : std::int32_t {
  kLowestPrice = 1,  // All to the cheapest pool, then the next when it is full.
  kDiversified = 2,  // Evenly over the pools, what runs there counted; cheaper ones take the remainder.
};

struct MixPolicy {
  MixPreset preset = MixPreset::kCustom;
  std::int64_t on_demand_base_units = 0;
  double on_demand_percentage = 0;  // 0 to 100, to a millionth of a percent.
  ShareOf share_of = ShareOf::kAboveBase;
  MixRounding rounding = MixRounding::kOnDemandUp;
  bool spot_enabled = true;  // false: spot goes to zero, replaced by on-demand first.
  MixAllocation allocation = MixAllocation::kLowestPrice;

  friend bool operator==(const MixPolicy&, const MixPolicy&) = default;
};

// Units of one pool.
struct PoolUnits {
  Pool pool;
  std::int64_t units = 0;

  friend bool operator==(const PoolUnits&, const PoolUnits&) = default;
};

struct DecideMixRequest {
  std::int64_t total_units = 0;  // Nodes, vCPUs, weighted capacity: whatever the caller counts in.
  MixPolicy policy;
  std::vector<Offer> offers;       // Pools to choose from. Prices and available_count are per unit. Empty: only the
                                   // split is decided, and steps name no more than the capacity type.
  std::vector<PoolUnits> running;  // What runs already; only capacity_type and units of an entry must be stated.
  bool mend_ratio = false;         // true: also end and launch units merely to bring the running ratio to the target.
  std::optional<std::int64_t> now_unix_ms;  // Needed only where an offer is cooling.

  friend bool operator==(const DecideMixRequest&, const DecideMixRequest&) = default;
};

enum class MixAction : std::int32_t {
  kLaunch = 1,
  kEnd = 2,
};

// One step; steps are carried out in order, and a launch is ready before the next end begins.
struct MixStep {
  MixAction action = MixAction::kLaunch;
  Pool pool;
  std::int64_t units = 0;

  friend bool operator==(const MixStep&, const MixStep&) = default;
};

struct DecideMixResponse {
  bool feasible = true;                     // false: the pools cannot hold what the policy asks.
  std::int64_t target_on_demand_units = 0;  // What the policy asks of total_units.
  std::int64_t target_spot_units = 0;
  std::int64_t on_demand_units = 0;  // After the steps.
  std::int64_t spot_units = 0;
  std::vector<MixStep> steps;
  double launch_cost_usd_per_hour = 0;  // Of the units launched, at the offers' prices.
  std::vector<Reason> reasons;
  std::optional<std::int64_t> call_again_at_unix_ms;  // When a pool that was wanted stops cooling; absent: never by
                                                      // time alone.

  friend bool operator==(const DecideMixResponse&, const DecideMixResponse&) = default;
};

// Splits total_units into on-demand and spot, and says what to launch and what to end.
//
// Without mend_ratio a unit is ended only when more run than total_units, or when spot is no longer enabled; what
// then ends is what stands above its target. When the spot pools are full, on-demand takes the rest; the reverse
// never happens, and what no pool can hold makes the response infeasible (`pools_full`). A unit whose replacement
// cannot be had is not ended.
//
// Order of the steps: launches before ends; on-demand launches before spot, spot ends before on-demand. Launches go
// to usable pools, cheapest first. Ends take the dearest pools first under kLowestPrice, and leave the rest as even
// as can be under kDiversified; units of a pool that is not among the offers have no known price and end first.
//
// Errors: a second offer of one pool; an offer that is cooling without now_unix_ms.
// Sources: EC2 Auto Scaling InstancesDistribution (base, percentage above base, rounding up); Azure VM scale set
// priority mix (rounding down). Ties: the cheaper pool, then by name. O((offers + running) log (offers + running)).
Result<DecideMixResponse> DecideMix(const DecideMixRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_DECIDE_MIX_H_
