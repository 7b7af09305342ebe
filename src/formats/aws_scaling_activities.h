// Reads `aws autoscaling describe-scaling-activities`.
#ifndef SPOTWRIGHT_SRC_FORMATS_AWS_SCALING_ACTIVITIES_H_
#define SPOTWRIGHT_SRC_FORMATS_AWS_SCALING_ACTIVITIES_H_

#include <vector>

#include "spotwright/launch.h"
#include "src/formats/json_view.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// Adds an event for each activity that tells of a launch or an end. Returns true if there are further pages elsewhere.
bool ReadScalingActivities(JsonView root, std::vector<LaunchEvent>& events, Tally& tally);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_AWS_SCALING_ACTIVITIES_H_
