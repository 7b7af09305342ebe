// Admission: which offers prices and zones let in, and what the prices themselves have to say.
#ifndef SPOTWRIGHT_SRC_PLAN_ADMISSION_H_
#define SPOTWRIGHT_SRC_PLAN_ADMISSION_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "spotwright/plan.h"
#include "spotwright/result.h"

namespace spotwright::plan {

// What kept an offer out before packing, by the offer's index in the request.
using Refusals = std::map<std::size_t, std::vector<Reason>>;

struct Admission {
  std::vector<Offer> offers;  // Of the request, in its order.
  Refusals refusals;          // Of the others.
  std::vector<Reason> alerts;
  std::optional<PriceState> price_state;
  std::optional<std::int64_t> call_again_at_unix_ms;  // Where the request's prices have a past.
};

// Asks assess_prices, and the policy for its zones. O(n log n) over offers and points of history.
Result<Admission> Admit(const PlanRequest& request, const Call& call);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_ADMISSION_H_
