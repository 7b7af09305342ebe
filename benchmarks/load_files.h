// Loads: the readings of files of a data folder, or small ones of the project's own.
#ifndef SPOTWRIGHT_BENCHMARKS_LOAD_FILES_H_
#define SPOTWRIGHT_BENCHMARKS_LOAD_FILES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace spotwright::bench {

struct LoadFile {
  std::string name;
  std::vector<std::pair<std::int64_t, double>> readings;  // Seconds since 1970 and a value, as they stand in the file.
};

// Files of the folder with that ending, by name.
std::vector<std::string> FilesOf(const std::string& folder, const std::string& ending);

// <folder>/load/*.csv with a time (seconds, or "YYYY-MM-DD hh:mm:ss") and a value in each line. Without a folder three
// of MadeDemand, 16 days each, every `made_step_seconds`.
std::vector<LoadFile> ReadLoadFiles(const std::string& data_folder, std::int64_t made_step_seconds);

// Demand every `step_seconds` for `days`: a day's shape, a week's, growth and noise, drawn from `seed`.
std::vector<double> MadeDemand(std::uint64_t seed, int days, std::int64_t step_seconds);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_LOAD_FILES_H_
