#include "src/launch/deadline_program.h"

#include <algorithm>

#include "src/base/elementary.h"

namespace spotwright::launch {
namespace {

constexpr std::size_t kNowhere = static_cast<std::size_t>(JobPlace::kNowhere);
constexpr std::size_t kSpot = static_cast<std::size_t>(JobPlace::kSpot);
constexpr std::size_t kOnDemand = static_cast<std::size_t>(JobPlace::kOnDemand);

constexpr std::size_t kFirstUp = 0;
constexpr std::size_t kFirstAway = kRunBands;

// Slack that rounding took away.
constexpr double kTolerance = 1e-9;

}  // namespace

DeadlineProgram::DeadlineProgram(const DeadlineModel& model)
    : model_(model), step_hours_(model.hours_left / static_cast<double>(kSteps)) {
  const double most = std::max(model.most_slack_hours, 1e-6);
  for (std::size_t i = 0; i < kSlacks; ++i) {
    // Fine where slack is scarce.
    const double share = static_cast<double>(i) / static_cast<double>(kSlacks - 1);
    slacks_[i] = most * share * share;
  }
  for (std::size_t phase = 0; phase < kPhases; ++phase) {
    const bool up = phase < kFirstAway;
    const std::size_t band = up ? phase : phase - kFirstAway;
    const bool last = band + 1 == kRunBands;
    Move& move = moves_[phase];
    move.ends = 1 - base::Exp(-(up ? model.up_rates : model.away_rates)[band] * step_hours_);
    const double width = kRunEdgesHours[band + 1] - kRunEdgesHours[band];
    move.ages = last ? 0 : (1 - move.ends) * std::min(1.0, step_hours_ / width);
    move.stays = 1 - move.ends - move.ages;
    move.ended = up ? kFirstAway : kFirstUp;
    move.aged = last ? phase : phase + 1;
    move.covered = up ? model.covered_share : 0;
  }
  restart_ = ShiftBy(model.restart_hours);
  two_restarts_ = ShiftBy(2 * model.restart_hours);
  step_ = ShiftBy(step_hours_);
  loss_ = ShiftBy(std::max(0.0, (step_hours_ - model.interval_hours) / 2) + model.lost_work_hours);
  for (std::size_t place = 0; place < 3; ++place) {
    values_[place].assign(kPhases * kSlacks, 0);
    costs_[place].assign(kPhases * kSlacks, 0);
  }
  for (std::size_t step = 1; step <= kSteps; ++step) {
    for (std::size_t phase = 0; phase < kPhases; ++phase) {
      Continue(static_cast<double>(step) * step_hours_, phase);
    }
    for (std::size_t phase = 0; phase < kPhases; ++phase) Choose(phase);
  }
}

std::size_t DeadlineProgram::Below(double slack_hours) const {
  const auto above = std::upper_bound(slacks_.begin(), slacks_.end(), slack_hours) - slacks_.begin();
  return std::min(static_cast<std::size_t>(above) - 1, kSlacks - 2);
}

DeadlineProgram::Shift DeadlineProgram::ShiftBy(double slack_hours) const {
  Shift shift;
  for (std::size_t i = 0; i < kSlacks; ++i) {
    const double left = slacks_[i] - slack_hours;
    shift.possible[i] = left >= -kTolerance;
    const double clamped = std::max(left, 0.0);
    shift.below[i] = Below(clamped);
    shift.share[i] = (clamped - slacks_[shift.below[i]]) / (slacks_[shift.below[i] + 1] - slacks_[shift.below[i]]);
  }
  return shift;
}

// The cost of a step at each place, and of what follows it.
void DeadlineProgram::Continue(double hours_left, std::size_t phase) {
  const Move& move = moves_[phase];
  const double* nowhere = values_[kNowhere].data();
  const double* spot = values_[kSpot].data();
  const double* on_demand = values_[kOnDemand].data();
  const bool up = phase < kFirstAway;
  const auto row = [](const double* table, std::size_t of) { return table + of * kSlacks; };
  for (std::size_t i = 0; i < kSlacks; ++i) {
    const std::size_t cell = phase * kSlacks + i;
    const double sure_work = hours_left - slacks_[i];
    costs_[kOnDemand][cell] = sure_work <= 0 ? 0
                                             : std::min(step_hours_, sure_work) +
                                                   move.ends * ((1 - move.covered) * row(on_demand, move.ended)[i] +
                                                                move.covered * row(on_demand, kFirstUp)[i]) +
                                                   move.ages * row(on_demand, move.aged)[i] +
                                                   move.stays * row(on_demand, phase)[i];
    const double work = sure_work - model_.restart_hours;
    costs_[kNowhere][cell] = costs_[kSpot][cell] = work <= 0 ? 0 : kImpossible;
    if (work <= 0) continue;
    if (step_.possible[i]) {
      costs_[kNowhere][cell] = move.ends * ((1 - move.covered) * step_.At(row(nowhere, move.ended), i) +
                                            move.covered * step_.At(row(nowhere, kFirstUp), i)) +
                               move.ages * step_.At(row(nowhere, move.aged), i) +
                               move.stays * step_.At(row(nowhere, phase), i);
    }
    if (up) {
      costs_[kSpot][cell] = model_.spot_price * std::min(step_hours_, work) +
                            move.ends * ((1 - move.covered) * loss_.At(row(nowhere, move.ended), i) +
                                         move.covered * loss_.At(row(nowhere, kFirstUp), i)) +
                            move.ages * row(spot, move.aged)[i] + move.stays * row(spot, phase)[i];
    }
  }
}

// The best action at each place. A restart on on-demand is set aside already when not there, and must be set aside
// when leaving it.
void DeadlineProgram::Choose(std::size_t phase) {
  const double* nowhere = &costs_[kNowhere][phase * kSlacks];
  const double* spot = &costs_[kSpot][phase * kSlacks];
  const double* on_demand = &costs_[kOnDemand][phase * kSlacks];
  for (std::size_t i = 0; i < kSlacks; ++i) {
    const std::size_t cell = phase * kSlacks + i;
    const double idle_best = std::min(nowhere[i], on_demand[i]);
    const double launch = restart_.possible[i] ? restart_.At(spot, i) : kImpossible;
    values_[kNowhere][cell] = std::min(idle_best, launch);
    values_[kSpot][cell] = std::min(idle_best, spot[i]);
    const double stop = restart_.possible[i] ? restart_.At(nowhere, i) : kImpossible;
    const double move = two_restarts_.possible[i] ? two_restarts_.At(spot, i) : kImpossible;
    values_[kOnDemand][cell] = std::min({on_demand[i], stop, move});
  }
}

double DeadlineProgram::Cost(JobPlace place, bool up, double age_hours, double slack_hours) const {
  if (slack_hours < -kTolerance) return kImpossible;
  const std::size_t phase = (up ? kFirstUp : kFirstAway) + RunBandOf(age_hours);
  const double slack = std::clamp(slack_hours, 0.0, slacks_.back());
  const std::size_t below = Below(slack);
  const double* row = &costs_[static_cast<std::size_t>(place)][phase * kSlacks];
  const double share = (slack - slacks_[below]) / (slacks_[below + 1] - slacks_[below]);
  return row[below] + (row[below + 1] - row[below]) * share;
}

}  // namespace spotwright::launch
