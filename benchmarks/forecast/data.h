// The series that the forecast is measured on: files of a data folder, or small ones of the project's own.
#ifndef SPOTWRIGHT_BENCHMARKS_FORECAST_DATA_H_
#define SPOTWRIGHT_BENCHMARKS_FORECAST_DATA_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/series.h"

namespace spotwright::bench {

// A competition's series: a past to learn from and what then came.
struct CompetitionSeries {
  std::string name;
  std::vector<double> past;
  std::vector<double> future;
};

// <folder>/m4/*_train.csv with its *_test.csv; without a folder a few generated ones.
std::vector<CompetitionSeries> ReadCompetition(const std::string& data_folder);

// A load: means of 5 minutes, and their greatest of each hour, which is what must be covered.
struct Load {
  std::string name;
  std::vector<Sample> five_minutes;  // Ascending.
  std::int64_t first_hour = 0;       // Hours since 1970.
  std::vector<std::optional<double>> hourly_max;
};

// Of ReadLoadFiles.
std::vector<Load> ReadLoads(const std::string& data_folder);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_FORECAST_DATA_H_
