#include "benchmarks/forecast/data.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

#include "benchmarks/load_files.h"

namespace spotwright::bench {
namespace {

// Name and values of each line; quotes and empty cells are left out.
std::map<std::string, std::vector<double>> ReadRows(const std::string& path) {
  std::map<std::string, std::vector<double>> rows;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    std::erase(line, '"');
    std::erase(line, '\r');
    std::istringstream cells(line);
    std::string name;
    std::string cell;
    std::getline(cells, name, ',');
    std::vector<double>& values = rows[name];
    while (std::getline(cells, cell, ',')) {
      if (!cell.empty() && cell != "NA") values.push_back(std::atof(cell.c_str()));
    }
  }
  return rows;
}

Load LoadOf(const LoadFile& file) {
  std::map<std::int64_t, std::pair<double, int>> sums;
  for (const auto& [seconds, value] : file.readings) {
    auto& [sum, count] = sums[seconds / 300];
    sum += value;
    ++count;
  }
  Load load;
  load.name = file.name;
  load.first_hour = sums.begin()->first / 12;
  load.hourly_max.resize(static_cast<std::size_t>(sums.rbegin()->first / 12 - load.first_hour + 1));
  for (const auto& [five, sum] : sums) {
    const double mean = sum.first / sum.second;
    load.five_minutes.push_back({five * 300'000, mean});
    std::optional<double>& max = load.hourly_max[static_cast<std::size_t>(five / 12 - load.first_hour)];
    max = max ? std::max(*max, mean) : mean;
  }
  return load;
}

}  // namespace

std::vector<CompetitionSeries> ReadCompetition(const std::string& data_folder) {
  std::vector<CompetitionSeries> all;
  if (data_folder.empty()) {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      std::vector<double> values = MadeDemand(seed, 37, 3600);
      CompetitionSeries& series = all.emplace_back();
      series.name = "made_" + std::to_string(seed);
      series.future.assign(values.end() - 48, values.end());
      series.past.assign(values.begin(), values.end() - 48);
    }
    return all;
  }
  for (const std::string& train : FilesOf(data_folder + "/m4", "_train.csv")) {
    std::map<std::string, std::vector<double>> tests = ReadRows(train.substr(0, train.size() - 9) + "test.csv");
    for (auto& [name, past] : ReadRows(train)) {
      if (past.size() > 48 && tests.contains(name)) all.push_back({name, std::move(past), tests[name]});
    }
  }
  return all;
}

std::vector<Load> ReadLoads(const std::string& data_folder) {
  std::vector<Load> loads;
  for (const LoadFile& file : ReadLoadFiles(data_folder, 300)) loads.push_back(LoadOf(file));
  return loads;
}

}  // namespace spotwright::bench
