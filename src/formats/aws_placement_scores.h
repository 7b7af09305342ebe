// Reads `aws ec2 get-spot-placement-scores`.
#ifndef SPOTWRIGHT_SRC_FORMATS_AWS_PLACEMENT_SCORES_H_
#define SPOTWRIGHT_SRC_FORMATS_AWS_PLACEMENT_SCORES_H_

#include <cstddef>

#include "src/formats/json_view.h"
#include "src/formats/market.h"

namespace spotwright::formats {

// Adds the scores. Returns true if there are further pages elsewhere.
bool ReadPlacementScores(JsonView root, std::size_t source, Market& market);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_AWS_PLACEMENT_SCORES_H_
