// History: readings gathered into steps, and what is wrong with them mended.
#ifndef SPOTWRIGHT_SRC_FORECAST_HISTORY_H_
#define SPOTWRIGHT_SRC_FORECAST_HISTORY_H_

#include <cstddef>
#include <cstdint>

#include "spotwright/forecast.h"
#include "src/forecast/local_steps.h"
#include "src/forecast/track.h"

namespace spotwright::forecast {

struct HistoryRules {
  StepValue step_value = StepValue::kMean;
  bool zeros_are_outages = true;
  std::size_t kept_steps = 1008;
  std::size_t believed_zero_steps = 48;  // A run of zeros that is longer is no outage.
};

// Reads what is new of `series` into `state`: one reading after the other or all at once, the state is the same.
// `reading_until_ms`: readings at this moment and later are not looked at.
void ReadInto(const ForecastSeries& series, std::int64_t reading_until_ms, const HistoryRules& rules, LocalSteps& steps,
              SeriesState& state);

// The steps that are over at `present_step`, gaps not yet filled; empty when nothing was read.
Track TrackOf(const SeriesState& state, std::int64_t present_step, const HistoryRules& rules);

// Gives each step without a reading the value of a long season, else of a season, else of a step before.
void FillGaps(Track& track, Periods periods);

}  // namespace spotwright::forecast

#endif  // SPOTWRIGHT_SRC_FORECAST_HISTORY_H_
