// A trace of a pool: how many of its nodes were up, at equal steps.
#ifndef SPOTWRIGHT_BENCHMARKS_TRACE_H_
#define SPOTWRIGHT_BENCHMARKS_TRACE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace spotwright::bench {

struct Trace {
  std::string name;
  std::int64_t step_seconds = 0;
  std::vector<std::int64_t> up_counts;
};

// All traces in a folder and below it, by name.
std::vector<Trace> ReadAvailability(const std::string& folder);

// A pool of so many nodes that die as a block more often than not, sooner when young, and come back after a while.
Trace MadeUpTrace(std::string name, std::int64_t nodes, int ticks, std::uint64_t seed);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_TRACE_H_
