// assess_prices: which offers may be used at today's prices.
#ifndef SPOTWRIGHT_ASSESS_PRICES_H_
#define SPOTWRIGHT_ASSESS_PRICES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/offer.h"
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

  friend bool operator==(const PricePolicy&, const PricePolicy&) = default;
};

struct AssessPricesRequest {
  std::vector<Offer> offers;
  PricePolicy policy;

  friend bool operator==(const AssessPricesRequest&, const AssessPricesRequest&) = default;
};

struct PriceVerdict {
  Pool pool;
  bool allowed = true;
  double price_usd_per_hour = 0;
  std::optional<double> on_demand_price_usd_per_hour;  // The reference of a spot offer; absent where none is known.
  std::optional<double> savings_share;                 // 1 - price / on-demand price, where that is known, above 0.
  std::vector<Reason> reasons;                         // One for each rule broken; empty when allowed.

  friend bool operator==(const PriceVerdict&, const PriceVerdict&) = default;
};

struct AssessPricesResponse {
  bool feasible = true;  // false: not one offer is allowed.
  std::int64_t allowed_count = 0;
  std::int64_t refused_count = 0;
  std::vector<PriceVerdict> verdicts;  // One for each offer, in the order of the request.
  std::vector<Reason> reasons;

  friend bool operator==(const AssessPricesResponse&, const AssessPricesResponse&) = default;
};

// Judges every offer by the policy. A relative rule (share, savings) refuses a spot offer whose on-demand price is
// neither stated nor in the request (`on_demand_price_unknown`): an unknown saving is not a saving. A reference price
// that a spot offer states itself goes before that of the on-demand offers.
//
// Comparisons are exact: prices to a micro-USD, shares to a millionth. Errors: a second offer of one pool.
// O(offers log offers).
Result<AssessPricesResponse> AssessPrices(const AssessPricesRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_ASSESS_PRICES_H_
