#include "benchmarks/prices/traces.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "benchmarks/table.h"
#include "src/base/random.h"
#include "src/formats/timestamp.h"

namespace spotwright::bench {
namespace {

constexpr std::string_view kOnDemand = "_ondemand_";

PriceTrace ReadTrace(const std::filesystem::path& path) {
  const std::string stem = path.stem().string();
  const std::size_t mark = stem.rfind(kOnDemand);
  PriceTrace trace{stem.substr(0, mark), std::stod(stem.substr(mark + kOnDemand.size())), {}};
  for (const auto& row : ReadTable(path.string())) {
    const auto moment = formats::ReadTimestamp(row.at("timestamp"));
    if (!moment) {
      std::fprintf(stderr, "%s: no moment: %s\n", path.c_str(), row.at("timestamp").c_str());
      std::exit(1);
    }
    trace.points.push_back({*moment, std::stod(row.at("usd_per_hour"))});
  }
  const auto earlier = [](const TracePoint& a, const TracePoint& b) { return a.unix_ms < b.unix_ms; };
  std::stable_sort(trace.points.begin(), trace.points.end(), earlier);
  const auto same = [](const TracePoint& a, const TracePoint& b) { return a.unix_ms == b.unix_ms; };
  trace.points.erase(std::unique(trace.points.begin(), trace.points.end(), same), trace.points.end());
  return trace;
}

}  // namespace

std::vector<PriceTrace> ReadTraces(const std::string& data_folder) {
  std::vector<PriceTrace> traces;
  for (const auto& entry : std::filesystem::directory_iterator(data_folder + "/prices_2015")) {
    if (entry.path().stem().string().find(kOnDemand) != std::string::npos) traces.push_back(ReadTrace(entry.path()));
  }
  std::sort(traces.begin(), traces.end(), [](const PriceTrace& a, const PriceTrace& b) { return a.name < b.name; });
  return traces;
}

std::vector<PriceTrace> SyntheticTraces() {
  constexpr std::int64_t kMinute = 60'000;
  constexpr std::int64_t kEnd = 30 * 24 * 60 * kMinute;
  std::vector<PriceTrace> traces;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    base::Random random(seed);
    PriceTrace trace{"synthetic_" + std::to_string(seed), 0.2, {}};
    const double restlessness = 0.02 * static_cast<double>(seed);  // Chance of a spike at a change.
    double level = 0.06;
    bool spike = false;
    for (std::int64_t t = 0; t < kEnd; t += kMinute * (1 + static_cast<std::int64_t>(random.Below(10)))) {
      level = std::clamp(level * (0.97 + 0.06 * random.Unit()), 0.03, 0.12);
      spike = random.Unit() < (spike ? 0.6 : restlessness);
      trace.points.push_back({t, spike ? 0.1 + 0.5 * random.Unit() : level});
    }
    traces.push_back(std::move(trace));
  }
  return traces;
}

}  // namespace spotwright::bench
