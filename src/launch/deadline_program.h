// DeadlineProgram: what the rest of a job is expected to cost, by dynamic programming over time left and slack.
#ifndef SPOTWRIGHT_SRC_LAUNCH_DEADLINE_PROGRAM_H_
#define SPOTWRIGHT_SRC_LAUNCH_DEADLINE_PROGRAM_H_

#include <array>
#include <cstddef>
#include <vector>

#include "src/launch/run_model.h"

namespace spotwright::launch {

enum class JobPlace : std::size_t { kNowhere = 0, kSpot = 1, kOnDemand = 2 };

// Times in hours, costs in hours of on-demand.
struct DeadlineModel {
  double hours_left = 0;
  double most_slack_hours = 0;  // Of what will be asked for.
  double restart_hours = 0;
  double lost_work_hours = 0;  // With an instance, on average.
  double interval_hours = 0;   // Between decisions: how late a loss is answered at most.
  double spot_price = 0;
  RunRates up_rates = {};
  RunRates away_rates = {};
  double covered_share = 0;  // Of losses: another zone is there at once.
};

// A pool comes and goes with rates by the age of its run; within a band the age is forgotten (it moves on to the next
// with the rate of one per width of the band), so that a handful of phases hold it all. A restart is work of its own,
// done wherever the job then is: it costs its time there and as much slack. Time is cut into kSteps; a loss within a
// step leaves, on average, half of what is left between decisions unused.
//
// The value of (time left, slack, phase, place) is that of the best action; those that would not leave time for
// on-demand are none. Nowhere and on spot the slack counted is what is left once a restart on on-demand is set aside.
class DeadlineProgram {
 public:
  static constexpr std::size_t kSteps = 64;
  static constexpr std::size_t kSlacks = 33;
  static constexpr std::size_t kPhases = 2 * kRunBands;  // Up, then away.
  static constexpr double kImpossible = 1e9;

  explicit DeadlineProgram(const DeadlineModel& model);

  // What it costs to spend the next step at `place` and then do the best, from a phase and a slack as defined above.
  // kImpossible where the slack is below 0.
  double Cost(JobPlace place, bool up, double age_hours, double slack_hours) const;

 private:
  // One value for each phase and slack.
  using Table = std::vector<double>;
  // Where in the grid each slack comes to lie after losing some.
  struct Shift {
    std::array<std::size_t, kSlacks> below = {};
    std::array<double, kSlacks> share = {};
    std::array<bool, kSlacks> possible = {};
    double At(const double* row, std::size_t slack) const {
      return row[below[slack]] + (row[below[slack] + 1] - row[below[slack]]) * share[slack];
    }
  };
  // What becomes of a phase in a step.
  struct Move {
    double ends = 0;
    double ages = 0;
    double stays = 0;
    std::size_t ended = 0;  // Phases.
    std::size_t aged = 0;
    double covered = 0;  // Of ends: into the first phase of a new run up.
  };

  Shift ShiftBy(double slack_hours) const;
  std::size_t Below(double slack_hours) const;
  void Continue(double hours_left, std::size_t phase);
  void Choose(std::size_t phase);

  DeadlineModel model_;
  double step_hours_ = 0;
  std::array<double, kSlacks> slacks_ = {};
  std::array<Move, kPhases> moves_ = {};
  Shift restart_, two_restarts_, step_, loss_;
  std::array<Table, 3> values_;  // By place.
  std::array<Table, 3> costs_;   // By place of the next step.
};

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_SRC_LAUNCH_DEADLINE_PROGRAM_H_
