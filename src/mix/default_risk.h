// What a request without a risk model is taken to risk.
#ifndef SPOTWRIGHT_SRC_MIX_DEFAULT_RISK_H_
#define SPOTWRIGHT_SRC_MIX_DEFAULT_RISK_H_

#include <vector>

#include "spotwright/decide_mix.h"
#include "src/mix/pools.h"

namespace spotwright::mix {

// Hazards as the offers state them, else those of their interruption bands; how much falls together as estimate_risk
// has it where nothing was seen. O(pools log pools).
RiskModel DefaultRisk(const DecideMixRequest& request, const std::vector<MixPool>& pools);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_DEFAULT_RISK_H_
