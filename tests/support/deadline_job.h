// A job with a deadline on a trace of one zone: what policies make of it, and the best that could be made of it.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_DEADLINE_JOB_H_
#define SPOTWRIGHT_TESTS_SUPPORT_DEADLINE_JOB_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace spotwright::test {

enum class Place : std::uint8_t { kNowhere, kSpot, kOnDemand };

// On-demand costs 1 an hour.
struct Job {
  double work_seconds = 0;
  double deadline_seconds = 0;
  double overhead_seconds = 0;  // From a launch to the first work; paid.
  double spot_price = 0;
  double step_seconds = 0;
};

// What a policy sees at a step, after the losses of it.
struct JobView {
  double now_seconds = 0;
  double work_left_seconds = 0;
  double restart_left_seconds = 0;
  Place place = Place::kNowhere;
  bool spot_up = false;
};

class JobPolicy {
 public:
  virtual ~JobPolicy() = default;
  virtual Place Decide(const JobView& view) = 0;
};

struct JobOutcome {
  double cost = 0;  // On on-demand without any restart = 1.
  bool missed = false;
};

// At each step: whether spot is up is seen; an instance on spot that is down is lost; the policy decides; a move starts
// a restart, during which nothing is done; the rest of the step is work. The job ends within a step when it is done.
JobOutcome ReplayJob(const Job& job, const std::vector<bool>& up, JobPolicy& policy);

// The least that a policy which knows the future pays: exact, by a dynamic program over steps and slack used, in units
// that divide the step, the work, the deadline and the overhead. An end that is not on a step's edge is paid in part.
double ClairvoyantCost(const Job& job, const std::vector<bool>& up);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_DEADLINE_JOB_H_
