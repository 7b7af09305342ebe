#include <algorithm>

#include "benchmarks/deadline/replay.h"

namespace spotwright::bench {
namespace {

// Whether on-demand could still end the job in time if this step is spent as `place` and spot is lost after it. What
// runs at a step does the work of the whole step.
bool IsSafe(const Job& job, const JobView& view, Place place) {
  const double slack = job.deadline_seconds - view.now_seconds - view.work_left_seconds;
  const double restart = place == view.place ? view.restart_left_seconds : job.overhead_seconds;
  const double unused = place == Place::kNowhere ? job.step_seconds : std::min(restart, job.step_seconds);
  return slack - unused >= job.overhead_seconds;
}

Place SpotElseNowhere(const Job& job, const JobView& view) {
  if (view.spot_up && IsSafe(job, view, Place::kSpot)) return Place::kSpot;
  return IsSafe(job, view, Place::kNowhere) ? Place::kNowhere : Place::kOnDemand;
}

class GreedyPolicy : public JobPolicy {
 public:
  explicit GreedyPolicy(const Job& job) : job_(job) {}
  Place Decide(const JobView& view) override {
    return view.place == Place::kOnDemand ? Place::kOnDemand : SpotElseNowhere(job_, view);
  }

 private:
  Job job_;
};

class UniformProgressPolicy : public JobPolicy {
 public:
  UniformProgressPolicy(const Job& job, bool risky) : job_(job), risky_(risky) {}
  Place Decide(const JobView& view) override {
    const double done = job_.work_seconds - view.work_left_seconds;
    if (view.place == Place::kOnDemand && !(risky_ && view.spot_up) &&
        done < Expected(view.now_seconds + 2 * job_.overhead_seconds)) {
      return Place::kOnDemand;
    }
    if (!view.spot_up && done < Expected(view.now_seconds)) return Place::kOnDemand;
    return SpotElseNowhere(job_, view);
  }

 private:
  double Expected(double seconds) const { return seconds * job_.work_seconds / job_.deadline_seconds; }

  Job job_;
  bool risky_;
};

}  // namespace

std::unique_ptr<JobPolicy> Greedy(const Job& job) { return std::make_unique<GreedyPolicy>(job); }

std::unique_ptr<JobPolicy> UniformProgress(const Job& job, bool risky) {
  return std::make_unique<UniformProgressPolicy>(job, risky);
}

}  // namespace spotwright::bench
