// Report: a way to a better cluster in the terms of the response, as steps in order.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_REPORT_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_REPORT_H_

#include "spotwright/consolidate.h"
#include "src/packing/consolidate_loop.h"

namespace spotwright::packing::consolidation {

// Fills in consolidations, launches and steps.
void ReportChanges(const Cluster& at_first, const Journey& journey, ConsolidateResponse& response);

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_REPORT_H_
