// The cases of subject "forecast".
#ifndef SPOTWRIGHT_BENCHMARKS_FORECAST_CASES_H_
#define SPOTWRIGHT_BENCHMARKS_FORECAST_CASES_H_

#include "benchmarks/report.h"

namespace spotwright::bench {

void AddCompetition(Report& report, const Options& options);
void AddLoads(Report& report, const Options& options);
void AddSpeed(Report& report);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_FORECAST_CASES_H_
