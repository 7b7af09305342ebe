// Gather: all evidence of a request, in the order of time, added to the sums of a state.
#ifndef SPOTWRIGHT_SRC_RISK_GATHER_H_
#define SPOTWRIGHT_SRC_RISK_GATHER_H_

#include "spotwright/estimate_risk.h"

namespace spotwright::risk {

struct Gathered {
  RiskState state;                                          // As of the request's moment; incidents may be open.
  std::vector<std::vector<std::int64_t>> running_launched;  // For each pool of the request: nodes that run now.
};

// The request is valid. Nothing when the caller cancelled.
std::optional<Gathered> Gather(const EstimateRiskRequest& request, const Call& call);

}  // namespace spotwright::risk

#endif  // SPOTWRIGHT_SRC_RISK_GATHER_H_
