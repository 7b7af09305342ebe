// Levels: what is aimed at so that a quantile is met, moved by how the last fit fared.
#ifndef SPOTWRIGHT_SRC_FORECAST_LEVELS_H_
#define SPOTWRIGHT_SRC_FORECAST_LEVELS_H_

#include <cstddef>
#include <vector>

#include "spotwright/forecast.h"
#include "src/forecast/track.h"

namespace spotwright::forecast {

// The fit's levels after comparing what it forecast from its end with what came since, over a day at most. Adaptive
// conformal inference: a quantile that was missed too often is aimed higher, one that was met too often lower.
std::vector<double> NextLevels(const Track& track, const SeriesFit& fit, std::size_t day_steps);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_LEVELS_H_
