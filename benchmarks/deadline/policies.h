// The policies that are replayed.
#ifndef SPOTWRIGHT_BENCHMARKS_DEADLINE_POLICIES_H_
#define SPOTWRIGHT_BENCHMARKS_DEADLINE_POLICIES_H_

#include <memory>
#include <vector>

#include "tests/support/deadline_job.h"

namespace spotwright::bench {

using test::Job;
using test::JobOutcome;
using test::JobPolicy;
using test::JobView;
using test::Place;

// Spot whenever it is there, nothing otherwise, on-demand to the end once it must be.
std::unique_ptr<JobPolicy> Greedy(const Job& job);

// Uniform Progress (Can't Be Late, NSDI 2024): on-demand when spot is away and the work done is behind its share of the
// time; from on-demand back to spot only once it is ahead by what two moves take; spot is kept until it is lost;
// on-demand to the end once it must be. `risky`: back to spot at once.
std::unique_ptr<JobPolicy> UniformProgress(const Job& job, bool risky);

// meet_deadline, which begins each job knowing nothing of the zone. `seconds`: of each call, in time of this program on
// a processor, appended.
std::unique_ptr<JobPolicy> Ours(const Job& job, std::vector<double>* seconds);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_DEADLINE_POLICIES_H_
