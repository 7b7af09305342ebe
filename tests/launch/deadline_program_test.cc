#include "src/launch/deadline_program.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <tuple>

namespace spotwright::launch {
namespace {

DeadlineModel Model() {
  DeadlineModel model;
  model.hours_left = 16;  // A step is a quarter of an hour.
  model.most_slack_hours = 4;
  model.restart_hours = 0.25;
  model.interval_hours = 0.25;
  model.spot_price = 0.3;
  model.up_rates = kPriorUpRates;
  model.away_rates = kPriorAwayRates;
  return model;
}

// The same program by plain recursion, with slack as it is and not on a grid.
class Naive {
 public:
  explicit Naive(const DeadlineModel& model) : model_(model), step_(model.hours_left / 64) {}

  double Cost(JobPlace place, std::size_t phase, int steps, double slack) {
    if (slack < -1e-9) return DeadlineProgram::kImpossible;
    const double work = steps * step_ - slack - (place == JobPlace::kOnDemand ? 0 : model_.restart_hours);
    if (work <= 0) return 0;
    const bool up = phase < kRunBands;
    if (place == JobPlace::kSpot && !up) return DeadlineProgram::kImpossible;
    const std::size_t band = phase % kRunBands;
    const double ends = 1 - std::exp(-(up ? model_.up_rates : model_.away_rates)[band] * step_);
    const double width = kRunEdgesHours[band + 1] - kRunEdgesHours[band];
    const double ages = band + 1 == kRunBands ? 0 : (1 - ends) * std::min(1.0, step_ / width);
    const std::size_t aged = band + 1 == kRunBands ? phase : phase + 1;
    const double left = place == JobPlace::kNowhere ? slack - step_ : slack;
    if (left < -1e-9) return DeadlineProgram::kImpossible;
    const double price = place == JobPlace::kNowhere ? 0 : place == JobPlace::kSpot ? model_.spot_price : 1;
    const JobPlace after_loss = place == JobPlace::kOnDemand ? place : JobPlace::kNowhere;
    const double covered = up ? model_.covered_share : 0;
    double cost = price * std::min(step_, work);
    cost += ends * (1 - covered) * Value(after_loss, up ? kRunBands : 0, steps - 1, left);
    if (covered > 0) cost += ends * covered * Value(after_loss, 0, steps - 1, left);
    if (ages > 0) cost += ages * Value(place, aged, steps - 1, left);
    return cost + (1 - ends - ages) * Value(place, phase, steps - 1, left);
  }

 private:
  double Value(JobPlace place, std::size_t phase, int steps, double slack) {
    if (steps == 0) return 0;
    const auto key = std::tuple(place, phase, steps, std::lround(slack * 1e6));
    const auto known = values_.find(key);
    if (known != values_.end()) return known->second;
    double best = DeadlineProgram::kImpossible;
    for (const JobPlace next : {JobPlace::kNowhere, JobPlace::kSpot, JobPlace::kOnDemand}) {
      double left = slack;
      // A restart on on-demand is set aside elsewhere; spot needs one of its own.
      if (place == JobPlace::kOnDemand && next != place) left -= model_.restart_hours;
      if (next == JobPlace::kSpot && place != next) left -= model_.restart_hours;
      best = std::min(best, Cost(next, phase, steps, left));
    }
    return values_[key] = best;
  }

  DeadlineModel model_;
  double step_;
  std::map<std::tuple<JobPlace, std::size_t, int, long>, double> values_;
};

TEST(DeadlineProgram, AgreesWithPlainRecursion) {
  for (const double covered : {0.0, 0.6}) {
    for (const double restart : {0.25, 0.5}) {
      DeadlineModel model = Model();
      model.covered_share = covered;
      model.restart_hours = restart;
      const DeadlineProgram program(model);
      Naive naive(model);
      for (const double slack : {0.0, 0.5, 1.0, 2.0, 3.5}) {
        for (std::size_t phase = 0; phase < 2 * kRunBands; ++phase) {
          const double age = kRunEdgesHours[phase % kRunBands];
          for (const JobPlace place : {JobPlace::kNowhere, JobPlace::kSpot, JobPlace::kOnDemand}) {
            const double want = naive.Cost(place, phase, 64, slack);
            const double got = program.Cost(place, phase < kRunBands, age, slack);
            if (want > 1e6) {
              EXPECT_GT(got, 1e6) << phase << " " << slack;
            } else {
              EXPECT_NEAR(got, want, 0.02 * want) << covered << " " << restart << " " << slack << " " << phase;
            }
          }
        }
      }
    }
  }
}

TEST(DeadlineProgram, SpotThatNeverGoesCostsItsPrice) {
  DeadlineModel model = Model();
  model.up_rates.fill(0);
  const DeadlineProgram program(model);
  // On spot with two hours of slack beyond a restart: 16 - 2 - 0.25 hours of work.
  EXPECT_NEAR(program.Cost(JobPlace::kSpot, true, 0, 2), 0.3 * 13.75, 1e-9);
}

TEST(DeadlineProgram, WithoutSpotOnDemandCostsTheWork) {
  DeadlineModel model = Model();
  model.away_rates.fill(0);
  const DeadlineProgram program(model);
  EXPECT_NEAR(program.Cost(JobPlace::kOnDemand, false, 0, 2), 14, 1e-9);
  EXPECT_GE(program.Cost(JobPlace::kNowhere, false, 0, 2), 14 - 1e-9);
}

TEST(DeadlineProgram, MoreTimeForTheSameWorkCostsNoMore) {
  double before = DeadlineProgram::kImpossible;
  for (const double more : {0.0, 1.0, 2.0, 4.0, 8.0}) {
    DeadlineModel model = Model();
    model.hours_left = 12 + more;
    model.most_slack_hours = 2 + more;
    const double cost = DeadlineProgram(model).Cost(JobPlace::kOnDemand, true, 1, 2 + more);
    EXPECT_LE(cost, before * 1.02) << more;  // Steps are as many and so become coarser.
    before = cost;
  }
}

TEST(DeadlineProgram, BelowNoSlackNothingIsPossible) {
  const DeadlineProgram program(Model());
  EXPECT_EQ(program.Cost(JobPlace::kNowhere, true, 0, -0.1), DeadlineProgram::kImpossible);
  EXPECT_GT(program.Cost(JobPlace::kNowhere, false, 0, 0), 1e6);
}

}  // namespace
}  // namespace spotwright::launch
