// What must hold of a risk model, whoever filled it, in every request that takes one.
#ifndef SPOTWRIGHT_SRC_MODEL_RISK_MODEL_H_
#define SPOTWRIGHT_SRC_MODEL_RISK_MODEL_H_

#include <optional>

#include "spotwright/result.h"
#include "spotwright/risk.h"

namespace spotwright::model {

// The first error: of the pools in their order, then of the shocks. Its path begins at the model: `pools[3].pool`.
// O(n log n). The field table of RiskModel runs it, so that no decision has to.
std::optional<Error> CheckRiskModel(const RiskModel& model);

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_RISK_MODEL_H_
