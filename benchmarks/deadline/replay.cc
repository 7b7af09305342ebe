#include "benchmarks/deadline/replay.h"

#include <algorithm>

namespace spotwright::bench {

JobOutcome ReplayJob(const Job& job, const std::vector<bool>& up, JobPolicy& policy) {
  JobView view{.work_left_seconds = job.work_seconds};
  double paid = 0;
  for (std::size_t step = 0; view.now_seconds < job.deadline_seconds && view.work_left_seconds > 0; ++step) {
    view.spot_up = up[step];
    if (view.place == Place::kSpot && !view.spot_up) view.place = Place::kNowhere;
    Place next = policy.Decide(view);
    if (next == Place::kSpot && !view.spot_up) next = Place::kNowhere;
    if (next != view.place) view.restart_left_seconds = next == Place::kNowhere ? 0 : job.overhead_seconds;
    view.place = next;
    const double length = std::min(job.step_seconds, job.deadline_seconds - view.now_seconds);
    if (view.place != Place::kNowhere) {
      const double used = std::min(length, view.restart_left_seconds + view.work_left_seconds);
      const double restart = std::min(used, view.restart_left_seconds);
      view.restart_left_seconds -= restart;
      view.work_left_seconds -= used - restart;
      paid += used * (view.place == Place::kSpot ? job.spot_price : 1);
    }
    view.now_seconds += length;
  }
  return {.cost = paid / job.work_seconds, .missed = view.work_left_seconds > 1e-6};
}

}  // namespace spotwright::bench
