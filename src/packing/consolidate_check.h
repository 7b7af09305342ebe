// What must hold of a consolidate request beyond the ranges of its fields.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_CHECK_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_CHECK_H_

#include <optional>

#include "spotwright/consolidate.h"
#include "spotwright/result.h"

namespace spotwright::packing::consolidation {

// Names that are unique or known, spans that do not end before they start, `now` where something depends on it.
std::optional<Error> CheckRequest(const ConsolidateRequest& request);

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_CHECK_H_
