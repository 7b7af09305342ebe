#include "benchmarks/forecast/data.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <numbers>
#include <sstream>
#include <utility>

#include "src/base/random.h"

namespace spotwright::bench {
namespace {

std::vector<std::string> FilesOf(const std::string& folder, const std::string& ending) {
  std::vector<std::string> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().string().ends_with(ending)) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

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

std::int64_t DaysSince1970(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = year / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

std::optional<std::int64_t> SecondsOf(const std::string& text) {
  long long year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (std::sscanf(text.c_str(), "%lld-%lld-%lld %lld:%lld:%lld", &year, &month, &day, &hour, &minute, &second) >= 5) {
    return DaysSince1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
  }
  if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::atoll(text.c_str());
}

Load LoadOf(const std::string& name, const std::vector<std::pair<std::int64_t, double>>& readings) {
  std::map<std::int64_t, std::pair<double, int>> sums;
  for (const auto& [seconds, value] : readings) {
    auto& [sum, count] = sums[seconds / 300];
    sum += value;
    ++count;
  }
  Load load;
  load.name = name;
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

Load ReadLoad(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::vector<std::pair<std::int64_t, double>> readings;
  while (std::getline(file, line)) {
    const std::size_t comma = line.find(',');
    if (comma == std::string::npos) continue;
    if (const auto seconds = SecondsOf(line.substr(0, comma))) {
      readings.emplace_back(*seconds, std::atof(line.c_str() + comma + 1));
    }
  }
  if (readings.empty()) {
    std::fprintf(stderr, "%s has no line of a time and a value\n", path.c_str());
    std::exit(1);
  }
  return LoadOf(std::filesystem::path(path).stem().string(), readings);
}

}  // namespace

std::vector<double> MadeDemand(std::uint64_t seed, int days, std::int64_t step_seconds) {
  base::Random random(seed);
  const double level = 50 + 200 * random.Unit();
  const double swing = 0.2 + 0.6 * random.Unit();
  const double weekend = 0.4 + 0.6 * random.Unit();
  const double growth = 0.02 * (random.Unit() - 0.3);
  const double noise = 0.02 + 0.1 * random.Unit();
  double carried = 0;
  std::vector<double> values;
  for (std::int64_t t = 0; t < days * (86400 / step_seconds); ++t) {
    const double day = static_cast<double>(t * step_seconds) / 86400;
    carried = 0.7 * carried + noise * (random.Unit() + random.Unit() - 1);
    const double shape = 1 + swing * std::sin(2 * std::numbers::pi * day);
    const bool is_weekend = static_cast<std::int64_t>(day) % 7 >= 5;
    values.push_back(level * (1 + growth * day) * shape * (is_weekend ? weekend : 1) * std::max(0.0, 1 + carried));
  }
  return values;
}

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
  if (data_folder.empty()) {
    for (std::uint64_t seed = 101; seed <= 103; ++seed) {
      std::vector<std::pair<std::int64_t, double>> readings;
      std::int64_t seconds = 0;
      for (const double value : MadeDemand(seed, 16, 300)) readings.emplace_back(seconds += 300, value);
      loads.push_back(LoadOf("made_" + std::to_string(seed), readings));
    }
    return loads;
  }
  for (const std::string& path : FilesOf(data_folder + "/load", ".csv")) loads.push_back(ReadLoad(path));
  return loads;
}

}  // namespace spotwright::bench
