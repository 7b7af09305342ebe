// What will be asked for later, if nothing changes.
#ifndef SPOTWRIGHT_SRC_SCALING_PLANNED_H_
#define SPOTWRIGHT_SRC_SCALING_PLANNED_H_

#include <cstdint>
#include <vector>

#include "spotwright/scale.h"
#include "src/scaling/predictive.h"

namespace spotwright::scaling {

// Launches to come, ascending: each time the prediction (if used) or the schedule rises above what was needed before.
std::vector<PlannedScale> PlanAhead(const Prediction& prediction, const ScalePolicy& policy, bool uses_prediction,
                                    std::int64_t nodes_now, std::int64_t now_unix_ms, std::int64_t boot_seconds);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_PLANNED_H_
