// decide_mix: how much spot, how much on-demand, and from which pools: by fixed shares, for an availability, for a
// budget.
#ifndef SPOTWRIGHT_DECIDE_MIX_H_
#define SPOTWRIGHT_DECIDE_MIX_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/commitment.h"
#include "spotwright/offer.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"
#include "spotwright/risk.h"

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

// How spot units are spread over their pools; the names are EC2 Fleet's, but for the last. On-demand goes to the
// cheapest pools, under kDiversified evenly to all.
enum class MixAllocation : std::int32_t {
  kLowestPrice = 1,  // Evenly over the `lowest_price_pools` cheapest pools, then to the next when they are full.
  kDiversified = 2,  // Evenly over the pools, what runs there counted; cheaper ones take the remainder.
  kPriceCapacityOptimized = 3,        // The cheapest among the deeper half of the pools, then the next.
  kCapacityOptimized = 4,             // The deepest pool, then the next.
  kCapacityOptimizedPrioritized = 5,  // As above; pools of one placement score in the order of preferred types.
  kRiskAdjusted = 6,  // The pool with the lowest price and expected cost of interruption, then the next. With a target
                      // or a budget whatever is best for it.
};

struct MixPolicy {
  // Fixed shares.
  MixPreset preset = MixPreset::kCustom;
  std::int64_t on_demand_base_units = 0;  // In every way to ask.
  double on_demand_percentage = 0;        // 0 to 100, to a millionth of a percent.
  ShareOf share_of = ShareOf::kAboveBase;
  MixRounding rounding = MixRounding::kOnDemandUp;
  bool spot_enabled = true;  // false: spot goes to zero, replaced by on-demand first.

  // Pools.
  MixAllocation allocation = MixAllocation::kRiskAdjusted;
  std::int64_t lowest_price_pools = 1;
  std::vector<std::string> preferred_instance_types;  // Best first; for kCapacityOptimizedPrioritized.
  std::optional<double> max_pool_share;               // No spot pool holds more than this share of total_units. 0 to 1.
  std::optional<double> max_zone_share;               // No zone holds more spot than that.
  std::optional<double> max_region_share;             // No region does.
  std::int64_t min_spot_pools = 1;  // No pool holds more than an even part, rounded up, of the spot units over so many.

  // Instead of fixed shares.
  std::optional<double> availability_target;  // The cheapest mix whose probability of total_units ready throughout
                                              // the lead time is at least this. 0 to 1.
  std::optional<double> budget_usd_per_hour;  // Alone: the most available mix for at most this. With a target: a
                                              // limit to what it may cost.
  double interruption_cost_usd_per_unit = 0;  // What the loss of one unit costs: work lost, a replacement started.
  double switching_cost_usd_per_unit = 0;     // What it costs to launch one unit in place of another: it is paid for
                                              // while it starts, and work moves. Keeps the mix from churning.
  double payback_hours = 1;                   // The time in which a switch must earn its cost.
  std::int64_t max_iterations = 4000;         // Work limit: mixes looked at, larger ones counting more.

  friend bool operator==(const MixPolicy&, const MixPolicy&) = default;
};

// Units of one pool.
struct PoolUnits {
  Pool pool;
  std::int64_t units = 0;

  friend bool operator==(const PoolUnits&, const PoolUnits&) = default;
};

// Capacity in units: what one instance of a type counts as (EC2: WeightedCapacity).
struct CapacityWeight {
  std::string instance_type;
  std::int64_t units_per_instance = 1;

  friend bool operator==(const CapacityWeight&, const CapacityWeight&) = default;
};

// vCPUs that an account may run. What runs counts, what it shares with others does not: state what is left for this
// request.
struct VcpuQuota {
  CapacityType capacity_type = {};
  std::string region;  // Empty: any.
  TypeFilter types;    // The types that it is for; empty: all.
  std::int64_t max_vcpus = 0;

  friend bool operator==(const VcpuQuota&, const VcpuQuota&) = default;
};

// Free addresses of a zone's subnets; each new instance takes some.
struct SubnetAddresses {
  std::string zone;
  std::int64_t free_addresses = 0;
  std::int64_t addresses_per_instance = 1;

  friend bool operator==(const SubnetAddresses&, const SubnetAddresses&) = default;
};

struct DecideMixRequest {
  std::int64_t total_units = 0;  // Nodes, vCPUs, weighted capacity: whatever the caller counts in.
  MixPolicy policy;
  std::vector<Offer> offers;       // Pools to choose from. Prices and available_count are per instance, which is one
                                   // unit unless capacity_weights says otherwise. Empty: only the split is decided, and
                                   // steps name no more than the capacity type.
  std::vector<PoolUnits> running;  // What runs already; only capacity_type and units of an entry must be stated.
  bool mend_ratio = false;         // true: also end and launch units merely to bring the running ratio to the target.
  std::optional<std::int64_t> now_unix_ms;  // Needed only where an offer is cooling.
  std::optional<RiskModel> risk;  // How pools lose capacity, as estimate_risk finds it. Absent: from the offers'
                                  // interruption data, as estimate_risk makes of it without any evidence.
  std::vector<CapacityWeight> capacity_weights;  // Types that are not named: 1.
  std::vector<SpendCommitment> commitments;
  std::vector<VcpuQuota> quotas;
  std::vector<SubnetAddresses> subnets;
  std::optional<std::int64_t> max_units;  // The group's maximum, spot and on-demand together.
  bool drill = false;                     // true: also say what losing spot, a pool, a region would take.

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

enum class DrillKind : std::int32_t {
  kSpotOff = 1,    // All spot is lost.
  kPoolOff = 2,    // One spot pool is lost.
  kRegionOff = 3,  // One region is lost, its on-demand too.
};

// What it would take to hold total_units after a loss, with on-demand alone in its place.
struct MixDrill {
  DrillKind kind = {};
  std::string region;       // Under kRegionOff.
  std::vector<Pool> pools;  // With units that are lost, by name.
  std::int64_t lost_units = 0;
  std::int64_t left_units = 0;
  std::int64_t launch_units = 0;        // On-demand to launch.
  std::int64_t on_demand_units = 0;     // On-demand in all then.
  std::int64_t missing_units = 0;       // Of launch_units, what the on-demand pools and the limits cannot give.
  double launch_cost_usd_per_hour = 0;  // Of those that can be had.

  friend bool operator==(const MixDrill&, const MixDrill&) = default;
};

struct DecideMixResponse {
  bool feasible = true;                     // false: the pools cannot hold what the policy asks.
  std::int64_t target_on_demand_units = 0;  // What the policy asks for.
  std::int64_t target_spot_units = 0;
  std::int64_t on_demand_units = 0;  // After the steps.
  std::int64_t spot_units = 0;
  std::vector<MixStep> steps;
  double launch_cost_usd_per_hour = 0;  // Of the units launched, at the offers' prices.
  std::vector<Reason> reasons;
  std::optional<std::int64_t> call_again_at_unix_ms;  // When a pool that was wanted stops cooling; absent: never by
                                                      // time alone.

  // After the steps; all but `pools` need offers.
  std::vector<PoolUnits> pools;                 // With units, by name.
  double cost_usd_per_hour = 0;                 // Of units in pools with a known price; what is paid for is free.
  std::optional<double> achieved_probability;   // P(total_units or more are ready throughout the lead time).
  double expected_interruptions_per_month = 0;  // Of 730 hours.
  double expected_cost_usd_per_hour = 0;        // With the expected cost of interruptions.
  std::vector<std::string> binding_paths;       // Rules of the request that kept the mix from being cheaper or, where
                                                // the target is missed or there is a budget, more available.
  std::vector<MixDrill> drills;                 // Where the request asks for them.
  std::int64_t on_demand_ceiling_units = 0;     // On-demand in all after the worst drill.

  friend bool operator==(const DecideMixResponse&, const DecideMixResponse&) = default;
};

// Says how many units of which pools to hold, and what to launch and end to get there.
//
// Fixed shares split total_units into on-demand and spot. Without mend_ratio a unit is ended only when more run than
// total_units, or when spot is no longer enabled; what then ends is what stands above its target. When the spot pools
// are full, on-demand takes the rest; the reverse never happens, and what no pool can hold makes the response
// infeasible (`pools_full`). A unit whose replacement cannot be had is not ended. Capacity that is reserved or that a
// commitment pays for goes first among on-demand.
//
// An availability target minimises the price of the mix, plus the expected cost of interruptions and of switching
// (launches above what runs, spread over payback_hours), among the mixes of which total_units or more are ready
// throughout the lead time with at least this probability. On-demand is never lost; spot is lost as the risk model
// says: pools as blocks, and together through shocks (see RiskModel). More than total_units may be the answer: spare
// spot is often cheaper than on-demand. A pool under notice counts as lost. Reserved and committed capacity costs
// nothing, so that it is used before anything else. A target that cannot be met makes the response infeasible with the
// most available mix.
//
// A budget alone asks for the most available mix that costs at most so much, interruptions aside. A target that costs
// more than its budget makes the response infeasible, with the most available mix for the budget.
//
// The mix is found by exchanging instances of one and two pools at a time from many starts, with the exact distribution
// of what survives for each. Where all mixes can be looked at within max_iterations (three pools of five units, say) it
// is the best there is; larger ones are nearly so. No pool holds more than four times total_units; of more than 64 spot
// pools the cheapest and the safest are considered; above 128 units are exchanged in lots. With an allocation other
// than kRiskAdjusted the spot units of a target or a budget are spread as it says, and only their number is chosen.
//
// Limits: the shares bound what the mix holds. Quotas and max_units bound what runs at any time: as launches come
// before ends, what is to end counts until then. Addresses and available_count bound what is launched. What runs beyond
// a limit stays where nothing else calls for its end. `binding_paths` names the rules that stood in the way.
//
// Order of the steps: launches before ends; on-demand launches before spot, spot ends before on-demand. Launches go
// to usable pools, in the order of the allocation. Under fixed shares ends take the last pools of that order first, and
// leave the rest as even as can be under kDiversified; units of a pool that is not among the offers have no known price
// and end first.
//
// Errors: a second offer of one pool; an offer that is cooling without now_unix_ms; running units that are not whole
// instances; a type weighted twice; a risk model with a pool twice or not of spot, or a shock twice or of a type
// without a region; a target or a budget without offers, or beside a preset or an on-demand percentage; a zone's
// subnets twice; a type twice in a commitment.
//
// Sources: EC2 Auto Scaling InstancesDistribution (base, percentage above base, rounding up) and EC2 Fleet allocation
// strategies; Azure VM scale set priority mix (rounding down); beta-binomial losses with common shocks. Ties: the
// cheaper pool, then by name. Fixed shares: O((offers + running) log (offers + running)) beside the limits; a target:
// max_iterations x at most pools x units.
Result<DecideMixResponse> DecideMix(const DecideMixRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_DECIDE_MIX_H_
