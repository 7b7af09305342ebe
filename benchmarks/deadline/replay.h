// Replay: what a policy makes of a job with a deadline, on a trace of one zone.
#ifndef SPOTWRIGHT_BENCHMARKS_DEADLINE_REPLAY_H_
#define SPOTWRIGHT_BENCHMARKS_DEADLINE_REPLAY_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace spotwright::bench {

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

// Spot whenever it is there, nothing otherwise, on-demand to the end once it must be.
std::unique_ptr<JobPolicy> Greedy(const Job& job);

// Uniform Progress (Can't Be Late, NSDI 2024): on-demand when spot is away and the work done is behind its share of the
// time; from on-demand back to spot only once it is ahead by what two moves take; spot is kept until it is lost;
// on-demand to the end once it must be. `risky`: back to spot at once.
std::unique_ptr<JobPolicy> UniformProgress(const Job& job, bool risky);

// meet_deadline, which begins each job knowing nothing of the zone. `seconds`: of each call, appended.
std::unique_ptr<JobPolicy> Ours(const Job& job, std::vector<double>* seconds);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_DEADLINE_REPLAY_H_
