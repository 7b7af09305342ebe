// Samples, put on a fixed step where they lie on one.
#ifndef SPOTWRIGHT_SRC_FORMATS_ON_A_STEP_H_
#define SPOTWRIGHT_SRC_FORMATS_ON_A_STEP_H_

#include <vector>

#include "spotwright/series.h"

namespace spotwright::formats {

// Values on a step, with gaps, or the samples as they came; Import says which, and when. O(samples).
Series ToSeries(std::vector<Sample> samples);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_ON_A_STEP_H_
