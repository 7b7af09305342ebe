// A trace of a pool: how many of its nodes were up, at equal steps.
#ifndef SPOTWRIGHT_BENCHMARKS_RISK_TRACE_H_
#define SPOTWRIGHT_BENCHMARKS_RISK_TRACE_H_

#include <cstdint>
#include <string>
#include <vector>

namespace spotwright::bench {

struct Trace {
  std::string name;
  std::int64_t step_seconds = 0;
  std::vector<std::int64_t> up_counts;
};

// spot_traces/preemption/4-node under the folder, by name; without a folder one made up from a seed.
std::vector<Trace> Traces(const std::string& data_folder);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_RISK_TRACE_H_
