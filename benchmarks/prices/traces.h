// Price traces: what one pool cost over months.
#ifndef SPOTWRIGHT_BENCHMARKS_PRICES_TRACES_H_
#define SPOTWRIGHT_BENCHMARKS_PRICES_TRACES_H_

#include <cstdint>
#include <string>
#include <vector>

namespace spotwright::bench {

struct TracePoint {
  std::int64_t unix_ms = 0;
  double usd_per_hour = 0;
};

struct PriceTrace {
  std::string name;
  double on_demand_usd_per_hour = 0;
  std::vector<TracePoint> points;  // Ascending, one for each moment.
};

// Every DATA/prices_2015/<name>_ondemand_<price>.csv, by name.
std::vector<PriceTrace> ReadTraces(const std::string& data_folder);

// For runs without data: calm pools and restless ones, 30 days each, from seeds.
std::vector<PriceTrace> SyntheticTraces();

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PRICES_TRACES_H_
