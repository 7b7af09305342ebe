// The cases of subject "launch".
#ifndef SPOTWRIGHT_BENCHMARKS_LAUNCH_CASES_H_
#define SPOTWRIGHT_BENCHMARKS_LAUNCH_CASES_H_

#include <string>

#include "benchmarks/report.h"

namespace spotwright::bench {

// return_to_spot on the availability of nine zones, against fixed hold-offs. Without a data folder: made-up zones.
void RunReturnToSpot(Report& report, const std::string& data_folder);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_LAUNCH_CASES_H_
