#include "benchmarks/scaling/load_series.h"

#include <algorithm>
#include <map>

#include "benchmarks/load_files.h"

namespace spotwright::bench {
namespace {

constexpr double kNodesOfTheMean = 20;

std::int64_t CommonestDistance(const LoadFile& file) {
  std::map<std::int64_t, int> counts;
  for (std::size_t i = 1; i < file.readings.size(); ++i) {
    const std::int64_t distance = file.readings[i].first - file.readings[i - 1].first;
    if (distance >= 60) ++counts[distance];
  }
  const auto less = [](const auto& a, const auto& b) { return a.second < b.second; };
  return counts.empty() ? 60 : std::max_element(counts.begin(), counts.end(), less)->first;
}

LoadSeries SeriesOf(const LoadFile& file) {
  LoadSeries load;
  load.name = file.name;
  load.step_minutes = CommonestDistance(file) / 60;
  const std::int64_t step_seconds = load.step_minutes * 60;
  std::map<std::int64_t, double> steps;
  for (const auto& [seconds, value] : file.readings) steps[seconds / step_seconds] = value;
  const std::int64_t first = steps.begin()->first;
  load.first_minute = first * load.step_minutes;
  load.steps.resize(static_cast<std::size_t>(steps.rbegin()->first - first + 1));
  double sum = 0;
  double count = 0;
  for (const auto& [step, value] : steps) {
    load.steps[static_cast<std::size_t>(step - first)] = value;
    if ((step - first) * load.step_minutes >= kHistoryMinutes) continue;
    sum += value;
    count += 1;
  }
  load.units_per_node = sum / count / kNodesOfTheMean;
  return load;
}

}  // namespace

std::vector<LoadSeries> ReadLoadSeries(const std::string& data_folder) {
  std::vector<LoadSeries> loads;
  for (const LoadFile& file : ReadLoadFiles(data_folder, 60)) loads.push_back(SeriesOf(file));
  return loads;
}

}  // namespace spotwright::bench
