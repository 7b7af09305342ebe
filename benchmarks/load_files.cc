#include "benchmarks/load_files.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <optional>

#include "src/base/random.h"

namespace spotwright::bench {
namespace {

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

LoadFile ReadLoadFile(const std::string& path) {
  LoadFile load{.name = std::filesystem::path(path).stem().string(), .readings = {}};
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    const std::size_t comma = line.find(',');
    if (comma == std::string::npos) continue;
    if (const auto seconds = SecondsOf(line.substr(0, comma))) {
      load.readings.emplace_back(*seconds, std::atof(line.c_str() + comma + 1));
    }
  }
  if (load.readings.empty()) {
    std::fprintf(stderr, "%s has no line of a time and a value\n", path.c_str());
    std::exit(1);
  }
  return load;
}

}  // namespace

std::vector<std::string> FilesOf(const std::string& folder, const std::string& ending) {
  std::vector<std::string> files;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().string().ends_with(ending)) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

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

std::vector<LoadFile> ReadLoadFiles(const std::string& data_folder, std::int64_t made_step_seconds) {
  std::vector<LoadFile> loads;
  if (data_folder.empty()) {
    for (std::uint64_t seed = 101; seed <= 103; ++seed) {
      LoadFile& load = loads.emplace_back(LoadFile{.name = "made_" + std::to_string(seed), .readings = {}});
      std::int64_t seconds = 0;
      for (const double value : MadeDemand(seed, 16, made_step_seconds)) {
        load.readings.emplace_back(seconds += made_step_seconds, value);
      }
    }
    return loads;
  }
  for (const std::string& path : FilesOf(data_folder + "/load", ".csv")) loads.push_back(ReadLoadFile(path));
  return loads;
}

}  // namespace spotwright::bench
