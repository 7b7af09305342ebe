#include "src/launch/deadline_program.h"

#include <algorithm>
#include <cmath>

#include "src/base/elementary.h"

namespace spotwright::launch {
namespace {

constexpr std::size_t kNowhere = static_cast<std::size_t>(JobPlace::kNowhere);
constexpr std::size_t kSpot = static_cast<std::size_t>(JobPlace::kSpot);
constexpr std::size_t kOnDemand = static_cast<std::size_t>(JobPlace::kOnDemand);

constexpr std::size_t kFirstUp = 0;
constexpr std::size_t kFirstAway = kRunBands;

// What a restart takes is a matter of all or nothing, so that whole restarts must lie on the grid: the first half of
// it, or all, has equal steps of a restart, a part or a multiple of it; the rest ever greater ones.
std::array<double, DeadlineProgram::kSlacks> SlackGrid(double most, double restart) {
  constexpr std::size_t kEqual = (DeadlineProgram::kSlacks - 1) / 2;
  const double greatest = most / static_cast<double>(2 * kEqual);
  const double least = greatest / static_cast<double>(kEqual);
  double step = restart;
  if (restart > greatest) step = restart / std::ceil(restart / greatest);
  if (restart < least) step = restart > least * 1e-3 ? restart * std::ceil(least / restart) : least;
  const double equal = step * static_cast<double>(kEqual);
  const double growth = std::max(0.0, (most - 2 * equal) / static_cast<double>(kEqual * kEqual));
  std::array<double, DeadlineProgram::kSlacks> slacks;
  for (std::size_t i = 0; i < slacks.size(); ++i) {
    const double beyond = static_cast<double>(i > kEqual ? i - kEqual : 0);
    slacks[i] = static_cast<double>(i) * step + growth * beyond * beyond;
  }
  return slacks;
}

// Slack that rounding took away.
constexpr double kTolerance = 1e-9;

}  // namespace

DeadlineProgram::DeadlineProgram(const DeadlineModel& model)
    : model_(model), step_hours_(model.hours_left / static_cast<double>(kSteps)) {
  slacks_ = SlackGrid(std::max(model.most_slack_hours, 1e-6), model.restart_hours);
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

// What a row of each phase is worth, by where a phase leads. Whole rows first, so that the grid is looked up once for
// each slack.
DeadlineProgram::Row DeadlineProgram::Expected(const Table& values, const Move& move, std::size_t phase) const {
  const auto row = [&](std::size_t of) { return values.data() + of * kSlacks; };
  const double* ended = row(move.ended);
  const double* covered = row(kFirstUp);
  const double* aged = row(move.aged);
  const double* stayed = row(phase);
  Row expected;
  for (std::size_t i = 0; i < kSlacks; ++i) {
    expected[i] = move.ends * ((1 - move.covered) * ended[i] + move.covered * covered[i]) + move.ages * aged[i] +
                  move.stays * stayed[i];
  }
  return expected;
}

// The cost of a step at each place, and of what follows it.
void DeadlineProgram::Continue(double hours_left, std::size_t phase) {
  const Move& move = moves_[phase];
  const bool up = phase < kFirstAway;
  const Row on_demand = Expected(values_[kOnDemand], move, phase);
  const Row nowhere = Expected(values_[kNowhere], move, phase);
  Row lost = {};
  Row kept = {};
  if (up) {
    // An instance that is lost leaves the job nowhere.
    const Move loss{.ends = move.ends, .ended = move.ended, .covered = move.covered};
    const Move stay{.ages = move.ages, .stays = move.stays, .ended = phase, .aged = move.aged};
    lost = Expected(values_[kNowhere], loss, phase);
    kept = Expected(values_[kSpot], stay, phase);
  }
  for (std::size_t i = 0; i < kSlacks; ++i) {
    const std::size_t cell = phase * kSlacks + i;
    const double sure_work = hours_left - slacks_[i];
    costs_[kOnDemand][cell] = sure_work <= 0 ? 0 : std::min(step_hours_, sure_work) + on_demand[i];
    const double work = sure_work - model_.restart_hours;
    costs_[kNowhere][cell] = costs_[kSpot][cell] = work <= 0 ? 0 : kImpossible;
    if (work <= 0) continue;
    if (step_.possible[i]) costs_[kNowhere][cell] = step_.At(nowhere.data(), i);
    if (up) {
      costs_[kSpot][cell] = model_.spot_price * std::min(step_hours_, work) + loss_.At(lost.data(), i) + kept[i];
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
