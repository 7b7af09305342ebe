// Periods: which seasons a track has.
#ifndef SPOTWRIGHT_SRC_FORECAST_PERIODS_H_
#define SPOTWRIGHT_SRC_FORECAST_PERIODS_H_

#include <cstdint>
#include <vector>

#include "src/forecast/track.h"

namespace spotwright::forecast {

// Those of `given_seconds` of which the track has two, else the day and the week. Where none is given, and the day says
// little (or is none of the grid), a shorter rhythm is looked for: the lag at which the autocorrelation has its highest
// hill, if it is at least 0.4 there. O(track), and O(512^2) for the search. Gaps are to be filled.
Periods FindPeriods(const Track& track, const std::vector<std::int64_t>& given_seconds, std::int64_t step_seconds);

// Correlation of the track with itself `lag` steps before, within [-1, 1]; 0 when it never moves.
double Autocorrelation(const std::vector<double>& values, std::size_t lag);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_PERIODS_H_
