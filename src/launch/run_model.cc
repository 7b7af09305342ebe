#include "src/launch/run_model.h"

#include <algorithm>

#include "src/base/elementary.h"

namespace spotwright::launch {
namespace {

// How many ends the prior counts as: of all ages together, and within a band.
constexpr double kLevelWeight = 3;
constexpr double kBandWeight = 2;

}  // namespace

std::size_t RunBandOf(double age_hours) {
  std::size_t band = 0;
  while (age_hours >= kRunEdgesHours[band + 1]) ++band;
  return band;
}

RunCounts NoRuns() { return {.hours = std::vector<double>(kRunBands, 0), .ends = std::vector<double>(kRunBands, 0)}; }

void AddHours(RunCounts& counts, double from_age_hours, double until_age_hours) {
  for (std::size_t band = 0; band < kRunBands; ++band) {
    const double from = std::max(from_age_hours, kRunEdgesHours[band]);
    const double until = std::min(until_age_hours, kRunEdgesHours[band + 1]);
    if (until > from) counts.hours[band] += until - from;
  }
}

RunLevel LevelOf(const RunCounts& counts, const RunRates& prior) {
  RunLevel level;
  for (std::size_t band = 0; band < kRunBands; ++band) {
    level.seen += counts.ends[band];
    level.expected += prior[band] * counts.hours[band];
  }
  return level;
}

double SharedLevel(const RunLevel& others, double own_prior_level) {
  return (others.seen + kLevelWeight * own_prior_level) / (others.expected + kLevelWeight);
}

RunRates LearnRates(const RunCounts& counts, const RunRates& prior, double prior_level) {
  const double level = SharedLevel(LevelOf(counts, prior), prior_level);
  RunRates rates;
  for (std::size_t band = 0; band < kRunBands; ++band) {
    rates[band] = (counts.ends[band] + kBandWeight) / (counts.hours[band] + kBandWeight / (level * prior[band]));
  }
  return rates;
}

double ExpectedLifeHours(const RunRates& rates, double age_hours) {
  double life = 0;
  double alive = 1;
  for (std::size_t band = RunBandOf(age_hours); band < kRunBands; ++band) {
    const double hours = kRunEdgesHours[band + 1] - std::max(age_hours, kRunEdgesHours[band]);
    const double stays = band + 1 == kRunBands ? 0 : base::Exp(-rates[band] * hours);
    life += alive * (1 - stays) / rates[band];
    alive *= stays;
  }
  return life;
}

}  // namespace spotwright::launch
