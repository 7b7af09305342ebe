// Checks what field tables cannot say of a request of estimate_risk.
#ifndef SPOTWRIGHT_SRC_RISK_CHECK_EVIDENCE_H_
#define SPOTWRIGHT_SRC_RISK_CHECK_EVIDENCE_H_

#include <optional>

#include "spotwright/estimate_risk.h"

namespace spotwright::risk {

// The first error: of the pools in their order, then of the state. O(events log events).
std::optional<Error> CheckEvidence(const EstimateRiskRequest& request);

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_CHECK_EVIDENCE_H_
