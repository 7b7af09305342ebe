// The cases of the subject "launch".
#ifndef SPOTWRIGHT_BENCHMARKS_LAUNCH_CASES_H_
#define SPOTWRIGHT_BENCHMARKS_LAUNCH_CASES_H_

#include <string>

#include "benchmarks/report.h"

namespace spotwright::bench {

// Every spot pool is out of stock: how long until the order stands on on-demand alone.
void RunStockout(Report& report);

// How long a call takes with 1,000 orders.
void RunLaunchSpeed(Report& report);

// return_to_spot on the availability of nine zones, against fixed hold-offs. Without a data folder: made-up zones.
void RunReturnToSpot(Report& report, const std::string& data_folder);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_LAUNCH_CASES_H_
