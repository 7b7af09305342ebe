// Subject "chaos": seeded days in which everything happens to a cluster that may, run by the decisions alone, and what
// of it breaks an invariant. On all cores, as days do not depend on each other; also told by the second of one core.
//
// `make bench BENCH=chaos`: 10,000 days, and a tenth as many that are sized by their load; with CASE=<number> so many.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "benchmarks/report.h"
#include "src/backtest/chaos_world.h"
#include "src/backtest/simulate.h"
#include "src/backtest/sizing_controller.h"

namespace spotwright::bench {
namespace {

constexpr std::uint64_t kDays = 10'000;
constexpr std::size_t kShown = 20;  // Violations that are printed.

struct Broken {
  std::uint64_t seed = 0;
  double minute = 0;
  backtest::Violation violation;
};

// What days come to, together.
struct Days {
  backtest::Books books;
  std::vector<Broken> broken;
  std::int64_t runs = 0;
  std::int64_t needed_ms = 0;
  double cpu_seconds = 0;
  double seconds = 0;
};

void Take(std::uint64_t seed, const backtest::World& world, const backtest::Outcome& outcome, Days& days) {
  for (const backtest::Violation& violation : outcome.violations) {
    days.broken.push_back({seed, static_cast<double>(violation.at_ms - world.start_ms) / 60e3, violation});
  }
  backtest::Add(days.books, outcome.books);
  days.runs += outcome.controller_runs;
  days.needed_ms += backtest::Integral(world.need, world.start_ms, world.end_ms);
}

void LiveDay(std::uint64_t seed, Days& days) {
  const backtest::World world = backtest::ChaosWorld(seed);
  backtest::DecidingController controller(world, backtest::ChaosSettings(world));
  Take(seed, world, backtest::Simulate(world, backtest::ChaosMalice(seed), controller), days);
}

// A day on which `scale` says how many nodes there are to be, from the load.
void LiveLoaded(std::uint64_t seed, Days& days) {
  const backtest::World world = backtest::LoadedWorld(seed);
  backtest::DecidingController deciding(world, backtest::ChaosSettings(world));
  backtest::SizingController controller(world, backtest::SizingPolicy(), deciding);
  // Nodes that the load has let go may be asked for until `scale` takes them down.
  const backtest::Patience patience{.sizing_ms = 3'600'000};
  Take(seed, world, backtest::Simulate(world, backtest::ChaosMalice(seed), controller, patience), days);
}

// Days depend on their seeds alone: each core takes every so manieth.
Days LiveThrough(std::uint64_t count, void (*live)(std::uint64_t seed, Days& days)) {
  const std::uint64_t cores = std::max(1u, std::thread::hardware_concurrency());
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t cpu_start = std::clock();
  std::vector<Days> parts(cores);
  std::vector<std::thread> threads;
  for (std::uint64_t core = 0; core < cores; ++core) {
    threads.emplace_back([&, core] {
      for (std::uint64_t seed = core; seed < count; seed += cores) live(seed, parts[core]);
    });
  }
  for (std::thread& thread : threads) thread.join();
  Days all;
  all.cpu_seconds = static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
  all.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (const Days& part : parts) {
    backtest::Add(all.books, part.books);
    all.broken.insert(all.broken.end(), part.broken.begin(), part.broken.end());
    all.runs += part.runs;
    all.needed_ms += part.needed_ms;
  }
  std::ranges::stable_sort(all.broken, {}, &Broken::seed);
  return all;
}

// Speed and violations; the first of them are told on their own.
void Report(const std::string& name, std::uint64_t count, const Days& days, bench::Report& report) {
  report.Add(name, "cluster_days_per_second", static_cast<double>(count) / days.seconds, "days/s");
  report.Add(name, "cluster_days_per_core_second", static_cast<double>(count) / days.cpu_seconds, "days/s");
  report.Add(name, "violations", static_cast<double>(days.broken.size()), "count");
  std::map<std::string, int> by_invariant;
  for (const Broken& broken : days.broken) ++by_invariant[NameOf(broken.violation.invariant)];
  for (const auto& [invariant, times] : by_invariant) report.Add(name, "violations_" + invariant, times, "count");
  for (std::size_t i = 0; i < std::min(kShown, days.broken.size()); ++i) {
    const Broken& broken = days.broken[i];
    std::fprintf(stderr, "%s, seed %llu, minute %.1f: %s, machine %lld: %s\n", name.c_str(),
                 static_cast<unsigned long long>(broken.seed), broken.minute, NameOf(broken.violation.invariant),
                 static_cast<long long>(broken.violation.instance), broken.violation.detail.c_str());
  }
}

void ReportBooks(const std::string& name, std::uint64_t count, const Days& days, bench::Report& report) {
  const backtest::Books& sum = days.books;
  const auto per_day = [&](std::int64_t value) { return static_cast<double>(value) / static_cast<double>(count); };
  report.Add(name, "cost_to_on_demand",
             static_cast<double>(sum.cost_micro_usd) / static_cast<double>(sum.all_on_demand_micro_usd), "ratio");
  report.Add(name, "shortage_node_minutes_per_day", per_day(sum.shortage_node_ms) / 60e3, "min");
  report.Add(name, "pending_pod_minutes_per_day", per_day(sum.pending_pod_ms) / 60e3, "min");
  report.Add(name, "interruptions_per_day", per_day(sum.interruptions), "count");
  report.Add(name, "signals_per_day", per_day(sum.signals), "count");
  report.Add(name, "launches_per_day", per_day(sum.launches), "count");
  report.Add(name, "nodes_granted_per_day", per_day(sum.nodes_granted), "count");
  report.Add(name, "nodes_refused_per_day", per_day(sum.nodes_refused), "count");
  report.Add(name, "nodes_ended_by_us_per_day", per_day(sum.ended_by_us), "count");
  report.Add(name, "drains_per_day", per_day(sum.drains), "count");
  report.Add(name, "pods_lost_per_day", per_day(sum.pods_lost), "count");
  report.Add(name, "pods_moved_per_day", per_day(sum.pods_moved), "count");
  report.Add(name, "pod_recovery_p50", static_cast<double>(RecoveryQuantileMs(sum, 0.5)) / 1e3, "s");
  report.Add(name, "pod_recovery_p95", static_cast<double>(RecoveryQuantileMs(sum, 0.95)) / 1e3, "s");
  report.Add(name, "controller_runs_per_day", per_day(days.runs), "count");
}

void Run(std::uint64_t count, bench::Report& report) {
  const Days days = LiveThrough(count, LiveDay);
  const std::string name = "days_" + std::to_string(count);
  Report(name, count, days, report);
  ReportBooks(name, count, days, report);

  const std::uint64_t loaded_count = std::max<std::uint64_t>(1, count / 10);
  const Days loaded = LiveThrough(loaded_count, LiveLoaded);
  const std::string loaded_name = "loaded_days_" + std::to_string(loaded_count);
  Report(loaded_name, loaded_count, loaded, report);
  const auto of_need = [&](std::int64_t ms) { return static_cast<double>(ms) / static_cast<double>(loaded.needed_ms); };
  report.Add(loaded_name, "shortage_share", of_need(loaded.books.shortage_node_ms), "of need");
  report.Add(loaded_name, "node_hours", of_need(loaded.books.node_ms), "of need");
}

}  // namespace
}  // namespace spotwright::bench

int main(int argc, char** argv) {
  const spotwright::bench::Options options = spotwright::bench::ParseOptions(argc, argv);
  spotwright::bench::Report report("chaos", options);
  const std::uint64_t days =
      options.only_case.empty() ? spotwright::bench::kDays : std::strtoull(options.only_case.c_str(), nullptr, 10);
  spotwright::bench::Run(days, report);
  return 0;
}
