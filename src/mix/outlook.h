// Outlook: what a mix costs, how available it is, and what its losses would take to make good.
#ifndef SPOTWRIGHT_SRC_MIX_OUTLOOK_H_
#define SPOTWRIGHT_SRC_MIX_OUTLOOK_H_

#include <cstdint>
#include <vector>

#include "src/mix/choice.h"

namespace spotwright::mix {

// Fills in the response's figures after the steps.
void AddOutlook(const Market& market, const std::vector<std::int64_t>& after, DecideMixResponse& response);

}  // namespace spotwright::mix

#endif  // SPOTWRIGHT_SRC_MIX_OUTLOOK_H_
