// Nixtla's statsforecast over the same series, as a program of its own.
#ifndef SPOTWRIGHT_BENCHMARKS_FORECAST_STATSFORECAST_H_
#define SPOTWRIGHT_BENCHMARKS_FORECAST_STATSFORECAST_H_

#include <string>
#include <vector>

#include "benchmarks/forecast/data.h"

namespace spotwright::bench {

struct PeerForecasts {
  std::string model;
  double seconds = 0;                          // For all series, on one core, after a run that compiles.
  std::vector<std::vector<double>> forecasts;  // In the order of the series.
};

// Makes a virtual environment with the packages of benchmarks/peers/statsforecast/requirements.txt if there is none.
std::vector<PeerForecasts> RunStatsforecast(const std::vector<CompetitionSeries>& series);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_FORECAST_STATSFORECAST_H_
