// What will be asked for later, if nothing changes.
#ifndef SPOTWRIGHT_SRC_SCALING_PLANNED_H_
#define SPOTWRIGHT_SRC_SCALING_PLANNED_H_

#include <cstdint>
#include <vector>

#include "spotwright/scale.h"
#include "src/scaling/predictive.h"

namespace spotwright::scaling {

// Launches to come, ascending: each time the prediction (if used) or the schedule rises above what is there then: what
// is there now, and whatever was needed less than `payback_seconds` before.
std::vector<PlannedScale> PlanAhead(const Prediction& prediction, const ScalePolicy& policy, bool uses_prediction,
                                    NodeCountAt now, std::int64_t boot_seconds, std::int64_t payback_seconds);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_PLANNED_H_
