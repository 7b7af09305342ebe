// Demand ahead as a small chart: a row for each stretch of time, the median as a bar and the band above it.
#ifndef SPOTWRIGHT_SRC_FORMATS_DEMAND_CHART_H_
#define SPOTWRIGHT_SRC_FORMATS_DEMAND_CHART_H_

#include "spotwright/plan.h"
#include "src/formats/document.h"

namespace spotwright::formats {

// At most 24 rows, each showing the greatest demand of its stretch and the replicas that it asks for. Empty without a
// forecast.
Table DemandChart(const PlannedDemand& demand);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_DEMAND_CHART_H_
