// The reasons of a decide_mix response.
#ifndef SPOTWRIGHT_SRC_MIX_EXPLAIN_H_
#define SPOTWRIGHT_SRC_MIX_EXPLAIN_H_

#include <cstdint>
#include <vector>

#include "spotwright/decide_mix.h"
#include "spotwright/reason.h"
#include "src/mix/choice.h"
#include "src/mix/flows.h"
#include "src/mix/pools.h"

namespace spotwright::mix {

// Why the targets are what they are.
Reason ExplainTarget(const MixPolicy& policy, std::int64_t on_demand_units, std::int64_t spot_units);

// What kept the outcome from the targets: full pools, and running units that were not to be ended for the ratio.
std::vector<Reason> ExplainFlows(const Side& on_demand, const Side& spot, const Flows& flows, bool mend);

// That the group's maximum is below total_units.
Reason ExplainGroupMaximum(const DecideMixRequest& request);

// How available the mix is, beside its target or budget.
Reason ExplainAvailability(const DecideMixRequest& request, const DecideMixResponse& response);

// That there is too little on-demand for the base.
Reason ExplainMissingBase(const DecideMixRequest& request, std::int64_t on_demand_units);

// That the target would cost so much.
Reason ExplainBudgetTooSmall(const DecideMixRequest& request, base::Int128 price_micro_usd);

// Why a pool of a capacity type that the request offers takes nothing.
std::vector<Reason> ExplainRefusedPools(const std::vector<MixPool>& pools, CapacityType type,
                                        const DecideMixRequest& request);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_EXPLAIN_H_
