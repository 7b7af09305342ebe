#include "spotwright/meet_deadline.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/launch/check_deadline.h"
#include "src/launch/deadline_program.h"
#include "src/launch/deadline_watch.h"
#include "src/launch/run_model.h"
#include "src/model/begin.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright {
namespace {

using base::Cat;
using base::Fixed;
using launch::JobPlace;
using launch::kMsPerHour;

constexpr double kSecondsPerHour = 3600;

// Costs that differ by less, in hours of on-demand, are equal.
constexpr double kTie = 1e-9;

// More slack than this changes nothing that matters, and would make the program's steps coarse.
double UsefulSlackHours(double work_hours) { return 3 * work_hours + 24; }

// How often another zone is there when one is lost, before it was seen: even odds, as strong as two losses.
double CoveredShare(const MeetDeadlineRequest& request, const DeadlineState& state) {
  return request.zones.size() < 2 ? 0 : (state.losses_covered + 1) / (state.losses + 2);
}

// A zone as a place to run: what its work is expected to cost.
struct Candidate {
  const DeadlineZone* zone = nullptr;
  launch::RunRates rates = {};
  double age_hours = 0;
  double usd_per_work_hour = 0;
};

class Decider {
 public:
  explicit Decider(const MeetDeadlineRequest& request)
      : request_(&request),
        hours_left_(static_cast<double>(request.deadline_unix_ms - request.now_unix_ms) / kMsPerHour),
        work_(request.work_left_seconds / kSecondsPerHour),
        restart_(request.restart_overhead_seconds / kSecondsPerHour),
        interval_(request.decision_interval_seconds / kSecondsPerHour) {
    response_.state = launch::WatchZones(request);
    if (request.running) {
      restart_left_ = request.running->restart_left_seconds / kSecondsPerHour;
      unsaved_ = request.running->unsaved_work_seconds / kSecondsPerHour;
      place_ = request.running->pool.capacity_type == CapacityType::kSpot ? JobPlace::kSpot : JobPlace::kOnDemand;
    }
  }

  MeetDeadlineResponse Decide() && {
    if (work_ <= 0) {
      response_.action = DeadlineAction::kDone;
      response_.reasons.push_back(model::MakeReason("job_done", "No work is left: the instance can be ended."));
      return std::move(response_);
    }
    FillSlack();
    const std::optional<Candidate> best = BestZone();
    if (!request_->on_demand) {
      RunWithoutOnDemand(best);
    } else if (hours_left_ < work_ + OnDemandRestart()) {
      RunLate();
    } else {
      Weigh(best);
    }
    Finish();
    return std::move(response_);
  }

 private:
  double OnDemandRestart() const { return place_ == JobPlace::kOnDemand ? restart_left_ : restart_; }

  double OnDemandUsd(double hours) const {
    return base::Usd(base::BoundedMicroUsd(hours * request_->on_demand->price_usd_per_hour));
  }

  void FillSlack() {
    response_.slack_seconds = (hours_left_ - work_ - OnDemandRestart()) * kSecondsPerHour;
    if (!request_->on_demand) return;
    response_.on_demand_cost_usd = OnDemandUsd(work_ + OnDemandRestart());
    if (place_ != JobPlace::kOnDemand) {
      response_.latest_on_demand_start_unix_ms =
          request_->deadline_unix_ms - static_cast<std::int64_t>(std::ceil((work_ + restart_) * kMsPerHour));
    }
  }

  // The level of a zone's losses before its own evidence: as stated, and as the other zones' evidence has it.
  double PriorLevel(const DeadlineZone& zone) const {
    constexpr double kLeast = 0.001;
    constexpr double kMost = 100;
    launch::RunLevel others;
    for (const DeadlineZoneState& other : response_.state.zones) {
      if (other.pool == zone.pool || other.up.hours.empty()) continue;
      const launch::RunLevel level = launch::LevelOf(other.up, launch::kPriorUpRates);
      others.seen += level.seen;
      others.expected += level.expected;
    }
    const double stated =
        zone.interruptions_per_instance_hour ? *zone.interruptions_per_instance_hour / launch::kPriorUpRates.back() : 1;
    return launch::SharedLevel(others, std::clamp(stated, kLeast, kMost));
  }

  bool RunsIn(const DeadlineZone& zone) const { return request_->running && request_->running->pool == zone.pool; }

  Candidate CandidateOf(const DeadlineZone& zone) const {
    const DeadlineZoneState& seen = launch::ZoneStateOf(response_.state, zone.pool);
    Candidate candidate{.zone = &zone};
    candidate.rates = launch::LearnRates(seen.up, launch::kPriorUpRates, PriorLevel(zone));
    if (zone.available) {
      candidate.age_hours = static_cast<double>(request_->now_unix_ms - seen.since_unix_ms) / kMsPerHour;
    }
    const double life = launch::ExpectedLifeHours(candidate.rates, candidate.age_hours);
    const double unused = (RunsIn(zone) ? restart_left_ : restart_) + restart_ + LostWork();
    candidate.usd_per_work_hour = zone.price_usd_per_hour * (life + unused) / life;
    return candidate;
  }

  // Of the zones that are available, else of all: the cheapest work; the one where the job runs before others.
  std::optional<Candidate> BestZone() const {
    const bool any = std::any_of(request_->zones.begin(), request_->zones.end(),
                                 [](const DeadlineZone& zone) { return zone.available; });
    std::optional<Candidate> best;
    const auto before = [&](const Candidate& left, const Candidate& right) {
      if (left.usd_per_work_hour != right.usd_per_work_hour) return left.usd_per_work_hour < right.usd_per_work_hour;
      if (RunsIn(*left.zone) != RunsIn(*right.zone)) return RunsIn(*left.zone);
      return left.zone->pool < right.zone->pool;
    };
    for (const DeadlineZone& zone : request_->zones) {
      if (any && !zone.available) continue;
      Candidate candidate = CandidateOf(zone);
      if (!best || before(candidate, *best)) best = candidate;
    }
    return best;
  }

  double LostWork() const { return request_->checkpoint_interval_seconds / kSecondsPerHour / 2; }

  void Take(DeadlineAction action, const std::optional<Pool>& pool, Reason reason) {
    response_.action = action;
    response_.pool = pool;
    response_.keeps_instance = pool && request_->running && request_->running->pool == *pool;
    response_.reasons.push_back(std::move(reason));
  }

  // Nothing is promised: spot whenever it is there.
  void RunWithoutOnDemand(const std::optional<Candidate>& best) {
    response_.feasible = false;
    Reason reason = model::MakeReason(
        "no_on_demand", "There is no on-demand capacity to fall back to, so that the deadline cannot be promised.");
    if (!best || !best->zone->available) return Take(DeadlineAction::kWait, std::nullopt, std::move(reason));
    Take(DeadlineAction::kRunOnSpot, best->zone->pool, std::move(reason));
    response_.expected_cost_usd = base::Usd(base::BoundedMicroUsd(best->usd_per_work_hour * work_));
  }

  // On-demand would be late. A spot instance that needs no restart may still be in time.
  void RunLate() {
    response_.feasible = false;
    const double late = work_ + OnDemandRestart() - hours_left_;
    response_.expected_cost_usd = response_.on_demand_cost_usd;
    if (place_ == JobPlace::kSpot && work_ + restart_left_ <= hours_left_) {
      return Take(DeadlineAction::kRunOnSpot, request_->running->pool,
                  model::MakeReason("deadline_at_risk",
                                    Cat("On-demand would end the job ", Fixed(late * 60, 1),
                                        " minutes late; the spot instance is in time if it is not lost."),
                                    {{"late_seconds", late * kSecondsPerHour}}));
    }
    Take(DeadlineAction::kRunOnDemand, request_->on_demand->pool,
         model::MakeReason("deadline_cannot_be_met",
                           Cat("On-demand ends the job ", Fixed(late * 60, 1), " minutes late, and nothing is faster."),
                           {{"late_seconds", late * kSecondsPerHour}}));
  }

  // Whether on-demand could end the job in time if nothing is done until the next call and spot is then gone.
  bool KeepsDeadline(DeadlineAction action, bool stays) const {
    if (action == DeadlineAction::kRunOnDemand) return true;
    return hours_left_ - interval_ >= work_ + restart_ + (stays ? unsaved_ : 0) - kTie;
  }

  void Weigh(const std::optional<Candidate>& best) {
    const bool up = best && best->zone->available;
    const bool stays_on_spot = up && RunsIn(*best->zone);
    const double slack = hours_left_ - work_ - interval_;
    const double useful = std::min(slack, UsefulSlackHours(work_));
    double on_demand_hours = work_ + OnDemandRestart();
    std::optional<double> spot_hours;
    std::optional<double> wait_hours;
    if (best && slack >= restart_) {
      const std::optional<std::int64_t> none_since = response_.state.none_since_unix_ms;
      const double age =
          up ? best->age_hours : static_cast<double>(request_->now_unix_ms - none_since.value()) / kMsPerHour;
      const launch::DeadlineProgram program({
          .hours_left = work_ + useful,
          .most_slack_hours = useful,
          .restart_hours = restart_,
          .lost_work_hours = LostWork(),
          .interval_hours = interval_,
          .spot_price = best->zone->price_usd_per_hour / request_->on_demand->price_usd_per_hour,
          .up_rates = best->rates,
          .away_rates = launch::LearnRates(response_.state.none_up, launch::kPriorAwayRates, 1),
          .covered_share = CoveredShare(*request_, response_.state),
      });
      const auto cost = [&](JobPlace place, double slack_hours) { return program.Cost(place, up, age, slack_hours); };
      on_demand_hours = cost(JobPlace::kOnDemand, std::max(0.0, useful - OnDemandRestart()));
      if (KeepsDeadline(DeadlineAction::kWait, false)) wait_hours = cost(JobPlace::kNowhere, useful - restart_);
      if (up && KeepsDeadline(DeadlineAction::kRunOnSpot, stays_on_spot)) {
        // What runs stays possible; what would be launched must leave time for its own restart.
        spot_hours = cost(JobPlace::kSpot,
                          stays_on_spot ? std::max(0.0, useful - restart_ - restart_left_) : useful - 2 * restart_);
      }
    }
    const auto add = [&](DeadlineAction action, const std::optional<Pool>& pool, const std::optional<double>& hours) {
      const bool keeps = hours && *hours < launch::DeadlineProgram::kImpossible / 2;
      response_.options.push_back({action, pool, keeps, std::nullopt});
      if (keeps) response_.options.back().expected_cost_usd = OnDemandUsd(*hours);
      return keeps ? *hours : launch::DeadlineProgram::kImpossible;
    };
    const double spot =
        up ? add(DeadlineAction::kRunOnSpot, best->zone->pool, spot_hours) : launch::DeadlineProgram::kImpossible;
    const double on_demand = add(DeadlineAction::kRunOnDemand, request_->on_demand->pool, on_demand_hours);
    const double wait = add(DeadlineAction::kWait, std::nullopt, wait_hours);
    Choose(best, stays_on_spot, spot, on_demand, wait);
  }

  // The least cost; ties: what the job has, then spot, on-demand, waiting.
  void Choose(const std::optional<Candidate>& best, bool stays_on_spot, double spot, double on_demand, double wait) {
    const double least = std::min({spot, on_demand, wait}) + kTie;
    const bool is_spot = spot <= least;
    const bool is_on_demand = on_demand <= least;
    response_.expected_cost_usd = OnDemandUsd(std::min({spot, on_demand, wait}));
    const std::map<std::string, double> numbers = {{"slack_seconds", response_.slack_seconds}};
    const std::string costs =
        Cat("; it is expected to cost ", base::FormatUsd(response_.expected_cost_usd), " to the end.");
    const bool keeps_on_demand = is_on_demand && place_ == JobPlace::kOnDemand;
    const bool keeps_nothing = wait <= least && place_ == JobPlace::kNowhere;
    if (is_spot && (stays_on_spot || (!keeps_on_demand && !keeps_nothing))) {
      return Take(
          DeadlineAction::kRunOnSpot, best->zone->pool,
          model::MakeReason("spot_is_cheapest",
                            Cat("Spot in ", best->zone->pool.zone, " is the cheapest way to end in time", costs),
                            numbers, {model::PoolName(best->zone->pool)}));
    }
    if (is_on_demand && !keeps_nothing) {
      const bool must =
          wait >= launch::DeadlineProgram::kImpossible / 2 && spot >= launch::DeadlineProgram::kImpossible / 2;
      return Take(DeadlineAction::kRunOnDemand, request_->on_demand->pool,
                  must ? model::MakeReason("deadline_needs_on_demand",
                                           "Anything but on-demand could end too late, should spot be lost.", numbers)
                       : model::MakeReason("on_demand_is_cheapest",
                                           Cat("On-demand now is the cheapest way to end in time", costs), numbers));
    }
    Take(DeadlineAction::kWait, std::nullopt,
         model::MakeReason("waiting_is_cheapest", Cat("Waiting for spot is the cheapest way to end in time", costs),
                           numbers));
  }

  // What runs may end before the next decision is due; on-demand without any spot to go to runs to the end.
  void Finish() {
    const double restart = response_.keeps_instance ? restart_left_ : restart_;
    const bool runs = response_.action != DeadlineAction::kWait;
    double hours = runs && request_->zones.empty() ? work_ + restart : interval_;
    if (runs) hours = std::min(hours, work_ + restart);
    response_.call_again_at_unix_ms =
        request_->now_unix_ms + std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(hours * kMsPerHour)));
  }

  const MeetDeadlineRequest* request_;
  double hours_left_;
  double work_;
  double restart_;
  double interval_;
  double restart_left_ = 0;
  double unsaved_ = 0;
  JobPlace place_ = JobPlace::kNowhere;
  MeetDeadlineResponse response_;
};

}  // namespace

Result<MeetDeadlineResponse> MeetDeadline(const MeetDeadlineRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = launch::CheckDeadline(request)) return *error;
  return Decider(request).Decide();
}

}  // namespace spotwright
