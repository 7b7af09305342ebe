// RunModel: for how long a pool stays, or stays away, by how long it has done so.
#ifndef SPOTWRIGHT_SRC_LAUNCH_RUN_MODEL_H_
#define SPOTWRIGHT_SRC_LAUNCH_RUN_MODEL_H_

#include <array>
#include <cstddef>
#include <limits>

#include "spotwright/meet_deadline.h"

namespace spotwright::launch {

inline constexpr std::size_t kRunBands = 6;

// Fine where the rates change fast. The last band has no end.
inline constexpr std::array<double, kRunBands + 1> kRunEdgesHours = {
    0, 0.5, 1, 2, 4, 12, std::numeric_limits<double>::infinity()};

// Of each band, how many runs of that age end in an hour.
using RunRates = std::array<double, kRunBands>;

// What published availability traces show (nine zones of three regions, 45 days), rounded: ends of runs per hour while
// a pool is up, and while it is away.
inline constexpr RunRates kPriorUpRates = {1.25, 0.65, 0.37, 0.21, 0.12, 0.05};
inline constexpr RunRates kPriorAwayRates = {1.4, 0.6, 0.42, 0.32, 0.24, 0.1};

// The band of an age, 0 or more.
std::size_t RunBandOf(double age_hours);

RunCounts NoRuns();

// Adds the time from one age to a later one.
void AddHours(RunCounts& counts, double from_age_hours, double until_age_hours);

// How the counts compare with what `prior` expects of them: ends seen and ends expected.
struct RunLevel {
  double seen = 0;
  double expected = 0;
};
RunLevel LevelOf(const RunCounts& counts, const RunRates& prior);

// The rates after what was seen: the prior's shape at a level of its own, which begins at `prior_level` times the
// prior's with the weight of 3 ends, and in each band what was seen there beside 2 ends of that.
RunRates LearnRates(const RunCounts& counts, const RunRates& prior, double prior_level);

// The mean time to the end of a run of that age.
double ExpectedLifeHours(const RunRates& rates, double age_hours);

// The level that others suggest for one of their kind.
double SharedLevel(const RunLevel& others, double own_prior_level);

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_RUN_MODEL_H_
