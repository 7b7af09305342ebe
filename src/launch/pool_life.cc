#include "src/launch/pool_life.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "src/base/elementary.h"
#include "src/launch/run_model.h"

namespace spotwright::launch {
namespace {

constexpr double kSecondsPerHour = 3600;

const std::vector<HazardAtAge>& PriorHazards() {
  static const std::vector<HazardAtAge> kHazards = [] {
    std::vector<HazardAtAge> hazards;
    for (std::size_t band = 0; band < kRunBands; ++band) {
      hazards.push_back({kRunEdgesHours[band] * kSecondsPerHour, kPriorUpRates[band]});
    }
    return hazards;
  }();
  return kHazards;
}

double BandEndHours(const std::vector<HazardAtAge>& hazards, std::size_t band) {
  if (band + 1 == hazards.size()) return std::numeric_limits<double>::infinity();
  return hazards[band + 1].from_age_seconds / kSecondsPerHour;
}

}  // namespace

double LifeHours(const std::vector<HazardAtAge>& stated, double factor, double age_hours, double horizon_hours) {
  const std::vector<HazardAtAge>& hazards = stated.empty() ? PriorHazards() : stated;
  double life = 0;
  double alive = 1;
  double age = age_hours;
  const double end = age_hours + horizon_hours;
  for (std::size_t band = 0; band < hazards.size() && age < end; ++band) {
    const double hours = std::min(end, BandEndHours(hazards, band)) - age;
    if (hours <= 0) continue;
    const double hazard = hazards[band].interruptions_per_instance_hour * factor;
    const double stays = base::Exp(-hazard * hours);
    // Where next to nothing is lost the quotient would be all rounding.
    life += alive * (hazard * hours < 1e-9 ? hours : (1 - stays) / hazard);
    alive *= stays;
    age += hours;
  }
  return life;
}

std::optional<double> AgeOfLife(const std::vector<HazardAtAge>& stated, double factor, double wanted_hours,
                                double from_age_hours, double horizon_hours) {
  const std::vector<HazardAtAge>& hazards = stated.empty() ? PriorHazards() : stated;
  const auto lives = [&](double age) { return LifeHours(stated, factor, age, horizon_hours) >= wanted_hours; };
  if (lives(from_age_hours)) return from_age_hours;
  for (std::size_t band = 0; band + 1 < hazards.size(); ++band) {
    double short_of = std::max(from_age_hours, hazards[band].from_age_seconds / kSecondsPerHour);
    double enough = BandEndHours(hazards, band);
    if (enough <= short_of || !lives(enough)) continue;
    while (enough - short_of > 1 / kSecondsPerHour) {
      const double middle = (short_of + enough) / 2;
      (lives(middle) ? enough : short_of) = middle;
    }
    return enough;
  }
  return std::nullopt;
}

}  // namespace spotwright::launch
