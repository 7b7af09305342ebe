// The table that a benchmark prints, and the JSON lines that it writes.
#ifndef SPOTWRIGHT_BENCHMARKS_REPORT_H_
#define SPOTWRIGHT_BENCHMARKS_REPORT_H_

#include <functional>
#include <string>
#include <vector>

namespace spotwright::bench {

// What `make bench` passes on: --data FOLDER, --out FILE, --case NAME, --peers.
struct Options {
  std::string data_folder;  // Empty: the project's own small data.
  std::string out_file;     // Empty: no JSON lines.
  std::string only_case;    // Empty: all cases. For subjects whose cases can be run alone.
  bool peers = false;
};
Options ParseOptions(int argc, char** argv);

// Collects figures; the destructor prints the table and appends one JSON object a line to the file.
class Report {
 public:
  Report(std::string bench, Options options) : bench_(std::move(bench)), options_(std::move(options)) {}
  Report(const Report&) = delete;
  ~Report();

  void Add(const std::string& name, const std::string& metric, double value, const std::string& unit,
           const std::string& system = "spotwright");

 private:
  struct Row {
    std::string name, metric, unit, system;
    double value;
  };
  std::string bench_;
  Options options_;
  std::vector<Row> rows_;
};

// Seconds of each of `runs` calls, ascending, after one that is not counted.
std::vector<double> Seconds(int runs, const std::function<void()>& work);

// The same in time of this program on a processor, to a microsecond: what other programs take of a busy machine is left
// out, which is most of the slowest percentiles of short work. What a caller waits for is Seconds.
std::vector<double> CpuSeconds(int runs, const std::function<void()>& work);

// The value below which `share` of the sorted samples lie.
double Quantile(const std::vector<double>& sorted, double share);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_REPORT_H_
