#include "benchmarks/report.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string_view>

namespace spotwright::bench {

Options ParseOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--peers") {
      options.peers = true;
    } else if (argument == "--data" && i + 1 < argc) {
      options.data_folder = argv[++i];
    } else if (argument == "--out" && i + 1 < argc) {
      options.out_file = argv[++i];
    } else if (argument == "--case" && i + 1 < argc) {
      options.only_case = argv[++i];
    } else {
      std::fprintf(stderr, "usage: %s [--data FOLDER] [--out FILE] [--case NAME] [--peers]\n", argv[0]);
      std::exit(2);
    }
  }
  return options;
}

void Report::Add(const std::string& name, const std::string& metric, double value, const std::string& unit,
                 const std::string& system) {
  rows_.push_back({name, metric, unit, system, value});
}

Report::~Report() {
  std::printf("%-10s %-22s %-26s %16s  %-12s %s\n", "bench", "case", "metric", "value", "unit", "system");
  std::ofstream out;
  if (!options_.out_file.empty()) out.open(options_.out_file, std::ios::app);
  for (const Row& row : rows_) {
    char value[32];
    std::snprintf(value, sizeof value, "%.6g", row.value);
    std::printf("%-10s %-22s %-26s %16s  %-12s %s\n", bench_.c_str(), row.name.c_str(), row.metric.c_str(), value,
                row.unit.c_str(), row.system.c_str());
    if (out.is_open()) {
      out << R"({"bench":")" << bench_ << R"(","case":")" << row.name << R"(","metric":")" << row.metric
          << R"(","value":)" << value << R"(,"unit":")" << row.unit << R"(","system":")" << row.system << "\"}\n";
    }
  }
}

namespace {

// `now` gives seconds since some moment.
template <typename Now>
std::vector<double> Samples(int runs, const std::function<void()>& work, const Now& now) {
  std::vector<double> samples;
  work();
  for (int i = 0; i < runs; ++i) {
    const double start = now();
    work();
    samples.push_back(now() - start);
  }
  std::sort(samples.begin(), samples.end());
  return samples;
}

}  // namespace

std::vector<double> Seconds(int runs, const std::function<void()>& work) {
  return Samples(runs, work, [] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  });
}

std::vector<double> CpuSeconds(int runs, const std::function<void()>& work) {
  return Samples(runs, work, [] { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; });
}

double Quantile(const std::vector<double>& sorted, double share) {
  const double rank = std::ceil(share * static_cast<double>(sorted.size()));
  const auto index = static_cast<std::size_t>(std::max(1.0, rank)) - 1;
  return sorted[std::min(index, sorted.size() - 1)];
}

}  // namespace spotwright::bench
