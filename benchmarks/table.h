// Tables in files: CSV and the like.
#ifndef SPOTWRIGHT_BENCHMARKS_TABLE_H_
#define SPOTWRIGHT_BENCHMARKS_TABLE_H_

#include <map>
#include <string>
#include <vector>

namespace spotwright::bench {

// The lines of a CSV file without quotes, or with another separator: the columns by name. Ends this program with a
// message when the file cannot be read.
std::vector<std::map<std::string, std::string>> ReadTable(const std::string& path, char separator = ',');

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_TABLE_H_
