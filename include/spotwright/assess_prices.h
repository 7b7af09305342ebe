// assess_prices: which offers may be used at today's prices, what is odd about them, and what would be better.
#ifndef SPOTWRIGHT_ASSESS_PRICES_H_
#define SPOTWRIGHT_ASSESS_PRICES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/commitment.h"
#include "spotwright/offer.h"
#include "spotwright/price_history.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"

namespace spotwright {

// Caps on spot prices. An offer must pass every rule that is set. No rule ever applies to on-demand: it is the
// refuge, and refusing it would leave pods without a node. A price exactly at a cap passes.
struct PricePolicy {
  std::optional<double> max_spot_price_usd_per_hour;                  // For any type.
  std::map<std::string, double> max_spot_price_usd_per_hour_by_type;  // Key: instance type.
  std::optional<double> max_share_of_on_demand_price;                 // 0.6: at most 60 % of the on-demand price.
  std::optional<double> min_savings_share;                            // 0.4: at least 40 % below on-demand.
  std::optional<double> max_spot_price_usd_per_vcpu_hour;             // For each vCPU as sold.

  friend bool operator==(const PricePolicy&, const PricePolicy&) = default;
};

// Keeps verdicts from flapping. The limit of a pool is the lowest of its caps. A pool that is allowed is refused as
// soon as its price is above `leave_share_of_limit` times the limit; one that is refused is allowed again once its
// price has been at or below `enter_share_of_limit` times the limit, without a break or a gap, for `min_dwell_seconds`.
//
// Leaving is never delayed, so that with the default of 1 a cap stays a cap. The dwell does most of the work: prices
// leave and come back within minutes, and a node moved away and back is two starts and two drains, of up to a quarter
// of an hour each way; half an hour is the least that such a journey pays for itself in.
struct PriceHysteresis {
  double enter_share_of_limit = 0.9;  // 0 to 1.
  double leave_share_of_limit = 1.0;  // 1 to 2.
  double min_dwell_seconds = 1800;    // 0: none.

  friend bool operator==(const PriceHysteresis&, const PriceHysteresis&) = default;
};

// When a price is worth a word, and when a spike is a reason to stay away.
//
// A spike is a price above both median + deviations x 1.4826 x MAD and ratio x median of the pool's own prices in the
// window before now, each price weighted by the time it stood (MAD: median absolute deviation; with the factor it
// estimates a standard deviation). 3.5 is the bound of Iglewicz and Hoaglin (1993). The ratio speaks where prices
// hardly move and the MAD is next to nothing: within 24 days nine AWS pools of ten stay within 20 % (us-east-1, January
// 2024).
struct PriceAlertPolicy {
  double min_savings_share = 0.4;  // Alert when a pool or a region saves less than this ...
  double min_savings_days = 7;     // ... for so many days on end.
  double spike_window_days = 7;
  double spike_min_known_hours = 24;  // With less of the window known, nothing is called a spike.
  double spike_deviations = 3.5;
  double spike_min_ratio = 1.25;
  bool refuse_spikes = false;  // true: the bound of a spike is a cap like the others.

  friend bool operator==(const PriceAlertPolicy&, const PriceAlertPolicy&) = default;
};

// What spot costs in truth: effective price = price + interruptions per hour x cost of a restart. Interruptions are the
// offer's, as stated or by its Spot Advisor band; 0 where neither is known.
struct EffectivePricePolicy {
  double restart_cost_usd = 0;  // Of one interrupted node: lost work, the replacement's start.
  std::vector<CommitmentPrice> commitments;
  bool refuse_dearer = false;  // true: refuse spot whose effective price is above on-demand's or a commitment's.

  friend bool operator==(const EffectivePricePolicy&, const EffectivePricePolicy&) = default;
};

// Nodes of one pool in one cluster, for the advisor.
struct PoolInUse {
  std::string cluster;
  Pool pool;
  std::int64_t nodes = 1;
  std::optional<double> price_usd_per_hour;  // Of one node; absent: the offer's of the same pool.

  friend bool operator==(const PoolInUse&, const PoolInUse&) = default;
};

// When another type is recommended: same region, capacity type, architecture, vCPUs, GPUs and extended resources, about
// the same memory; burstable and bare metal only in place of their like; allowed, available, not cooling.
struct TypeAdvicePolicy {
  double max_share_of_current_price = 0.7;  // Recommended when below this share of what is paid.
  double memory_tolerance_share = 0.05;     // Allocatable memory may differ by so much, as pod limits do.

  friend bool operator==(const TypeAdvicePolicy&, const TypeAdvicePolicy&) = default;
};

// A spot node pool or scale set on Azure, whose spot_max_price is to be written.
struct AzureSpotPool {
  std::string name;
  std::string instance_type;
  std::string region;
  std::optional<double>
      spot_max_price;  // As it is set, USD per VM-hour: at most 5 decimals, or -1. Absent: a new pool.

  friend bool operator==(const AzureSpotPool&, const AzureSpotPool&) = default;
};

// What is remembered of a pool or a region from one call to the next.
struct PoolPriceState {
  Pool pool;
  bool allowed = true;
  std::int64_t since_unix_ms = 0;                         // The verdict has stood since.
  std::optional<std::int64_t> settling_since_unix_ms;     // Refused, at or below the enter level since.
  std::optional<std::int64_t> low_savings_since_unix_ms;  // Has saved too little since.

  friend bool operator==(const PoolPriceState&, const PoolPriceState&) = default;
};

struct RegionPriceState {
  std::string region;
  std::int64_t low_savings_since_unix_ms = 0;

  friend bool operator==(const RegionPriceState&, const RegionPriceState&) = default;
};

struct PriceState {
  std::int64_t version = 1;               // Of this struct's meaning. Another version than 1 is an error.
  std::int64_t as_of_unix_ms = 0;         // When it was written.
  std::vector<PoolPriceState> pools;      // By pool.
  std::vector<RegionPriceState> regions;  // By name; those that save too little.

  friend bool operator==(const PriceState&, const PriceState&) = default;
};

struct AssessPricesRequest {
  std::vector<Offer> offers;
  PricePolicy policy;
  std::optional<std::int64_t> now_unix_ms;    // Required with price_histories, hysteresis and state.
  std::vector<PriceHistory> price_histories;  // Of spot pools; at most one of each pool.
  std::optional<PriceHysteresis> hysteresis;  // Absent: a plain threshold.
  PriceAlertPolicy alerts;                    // Looked at when now_unix_ms is stated.
  std::optional<EffectivePricePolicy> effective_price;
  std::vector<PoolInUse> pools_in_use;
  TypeAdvicePolicy advice;
  std::vector<AzureSpotPool> azure_spot_pools;
  std::optional<PriceState> state;  // The last response's.

  friend bool operator==(const AssessPricesRequest&, const AssessPricesRequest&) = default;
};

enum class PurchaseOption : std::int32_t {
  kSpot = 1,
  kOnDemand = 2,
  kCommitment = 3,
};

struct PriceVerdict {
  Pool pool;
  bool allowed = true;
  double price_usd_per_hour = 0;
  std::optional<double> on_demand_price_usd_per_hour;  // The reference of a spot offer; absent where none is known.
  std::optional<double> savings_share;                 // 1 - price / on-demand price, where that is known, above 0.
  std::vector<Reason> reasons;                         // One for each rule broken; empty when allowed.
  std::optional<double> limit_usd_per_hour;   // Of spot: the lowest of its caps, below 0 where no price would do.
  std::optional<std::int64_t> since_unix_ms;  // The verdict has stood since, as far as is known.
  std::optional<std::int64_t> allowed_again_unix_ms;    // Refused, but settling: allowed then, if the price stays.
  std::optional<double> typical_price_usd_per_hour;     // The median of its own history, where enough of it is known.
  std::optional<double> effective_price_usd_per_hour;   // Of spot, with `effective_price` in the request.
  std::optional<double> commitment_price_usd_per_hour;  // The cheapest commitment for its type, if any.
  std::optional<PurchaseOption> cheapest;               // By effective price; on a tie the commitment, then on-demand.

  friend bool operator==(const PriceVerdict&, const PriceVerdict&) = default;
};

// The spot pools of a region taken together. Only with now_unix_ms in the request.
struct RegionPrices {
  std::string region;
  bool allowed = true;  // false: not one of its spot pools is.
  std::int64_t allowed_count = 0;
  std::int64_t refused_count = 0;
  std::optional<double>
      savings_share;  // 1 - sum of spot prices / sum of on-demand prices, over pools where both are known.
  std::vector<Reason> reasons;

  friend bool operator==(const RegionPrices&, const RegionPrices&) = default;
};

enum class PriceAlertKind : std::int32_t {
  kSpike = 1,
  kLowSavings = 2,
};

// Comes again with each call as long as it is true: who has been told of it knows it by kind, place and moment.
struct PriceAlert {
  PriceAlertKind kind = {};
  std::string region;
  std::optional<Pool> pool;  // Absent: the whole region.
  std::int64_t since_unix_ms = 0;
  std::vector<Reason> reasons;

  friend bool operator==(const PriceAlert&, const PriceAlert&) = default;
};

// Another type of the same shape costs much less.
struct TypeAdvice {
  std::string cluster;
  Pool pool;
  std::int64_t nodes = 0;
  double price_usd_per_hour =
      0;  // Of one node; with `effective_price` in the request, effective prices here and below.
  Pool recommended;
  double recommended_price_usd_per_hour = 0;
  double saving_share = 0;
  double saving_usd_per_hour = 0;  // Of all nodes.

  friend bool operator==(const TypeAdvice&, const TypeAdvice&) = default;
};

struct AzureSpotMaxPrice {
  std::string name;
  std::optional<double> spot_max_price;  // To be set; -1: up to the regular price. Absent: none can be stated.
  bool changed = false;                  // An existing pool would have to be recreated.
  std::vector<Reason> reasons;

  friend bool operator==(const AzureSpotMaxPrice&, const AzureSpotMaxPrice&) = default;
};

struct AssessPricesResponse {
  bool feasible = true;  // false: not one offer is allowed.
  std::int64_t allowed_count = 0;
  std::int64_t refused_count = 0;
  std::vector<PriceVerdict> verdicts;  // One for each offer, in the order of the request.
  std::vector<Reason> reasons;
  std::vector<RegionPrices> regions;  // By name.
  std::vector<PriceAlert> alerts;     // Regions first, by name; then pools in the order of the offers.
  std::vector<TypeAdvice> advice;     // In the order of pools_in_use.
  std::vector<AzureSpotMaxPrice> azure_spot_max_prices;  // One for each Azure pool, in the order of the request.
  std::vector<Reason> findings;                          // What in the request is likely not what was meant.
  std::optional<PriceState> state;                       // With now_unix_ms: to be passed to the next call.
  std::optional<std::int64_t> call_again_at_unix_ms;     // The first moment at which time alone changes the answer.

  friend bool operator==(const AssessPricesResponse&, const AssessPricesResponse&) = default;
};

// Judges every offer by the policy. A relative rule (share, savings) refuses a spot offer whose on-demand price is
// neither stated nor in the request (`on_demand_price_unknown`): an unknown saving is not a saving. A reference price
// that a spot offer states itself goes before that of the on-demand offers.
//
// With `hysteresis` a verdict depends on what came before: on the state of the last call, and on every point of the
// pool's history since then; without state, on the whole history. So the verdict does not depend on how often one asks,
// and a lost state is found again. The first price known of a pool is judged by the plain rules. Today's caps judge
// the past too. A pool that is not offered is forgotten.
//
// `low_savings` is told of a pool, and of a region's spot pools together, once it has saved too little for long enough;
// a gap in what is known begins the count anew.
//
// call_again_at_unix_ms knows dwells and alerts of low savings; that a median drifts as its window moves on is left
// aside.
//
// Azure's spot_max_price is the limit of the type in its region, rounded down to 5 decimals; -1 where no rule caps it
// below the on-demand price, since that pays up to the regular price and is never evicted for its price. As a change
// recreates the pool, what is set stays as long as it is within the caps and does not shut out a price that they let in
// (Microsoft Learn: Azure Spot Virtual Machines, pricing; AKS: spot node pools).
//
// Comparisons are exact: prices to a micro-USD, shares to a millionth. Errors: a second offer, history or state of one
// pool; a history or state of an on-demand pool; two prices at one moment; a state that is of another version or after
// now; a spot_max_price that is 0, between -1 and 0, or has more than 5 decimals; a second Azure pool of one name.
// O(n log n) over offers, points of history and pools in use.
Result<AssessPricesResponse> AssessPrices(const AssessPricesRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_ASSESS_PRICES_H_
