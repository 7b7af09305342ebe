// Subject "chaos": seeded days in which everything happens to a cluster that may, run by the decisions alone, and what
// of it breaks an invariant. One core; speed is in processor time, as others may use the machine.
//
// `make bench BENCH=chaos`: 10,000 days, and a tenth as many that are sized by their load; with CASE=<number> so many.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <string>
#include <vector>

#include "benchmarks/report.h"
#include "src/backtest/chaos_world.h"
#include "src/backtest/simulate.h"
#include "src/backtest/sizing_controller.h"

namespace spotwright::bench {
namespace {

constexpr std::uint64_t kDays = 10'000;
constexpr int kShown = 20;  // Violations that are printed.

// Tells of the first violations, and counts all by invariant.
class Violations {
 public:
  void Take(std::uint64_t seed, const backtest::World& world, const std::vector<backtest::Violation>& violations) {
    for (const backtest::Violation& violation : violations) {
      ++counts_[NameOf(violation.invariant)];
      if (++all_ > kShown) continue;
      std::fprintf(stderr, "seed %llu, minute %.1f: %s, machine %lld: %s\n", static_cast<unsigned long long>(seed),
                   static_cast<double>(violation.at_ms - world.start_ms) / 60e3, NameOf(violation.invariant),
                   static_cast<long long>(violation.instance), violation.detail.c_str());
    }
  }

  void Report(const std::string& name, bench::Report& report) const {
    report.Add(name, "violations", static_cast<double>(all_), "count");
    for (const auto& [invariant, count] : counts_) {
      report.Add(name, "violations_" + invariant, static_cast<double>(count), "count");
    }
  }

 private:
  std::map<std::string, std::int64_t> counts_;
  std::int64_t all_ = 0;
};

// Days on which `scale` says how many nodes there are to be, from the load.
void LiveThroughLoads(Report& report, std::uint64_t days) {
  backtest::Books sum;
  Violations violations;
  std::int64_t needed_ms = 0;
  const std::clock_t start = std::clock();
  for (std::uint64_t seed = 0; seed < days; ++seed) {
    const backtest::World world = backtest::LoadedWorld(seed);
    backtest::DecidingController deciding(world, backtest::ChaosSettings(world));
    backtest::SizingController controller(world, backtest::SizingPolicy(), deciding);
    // Nodes that the load has let go may be asked for until `scale` takes them down.
    const backtest::Patience patience{.sizing_ms = 3'600'000};
    const backtest::Outcome outcome = backtest::Simulate(world, backtest::ChaosMalice(seed), controller, patience);
    violations.Take(seed, world, outcome.violations);
    backtest::Add(sum, outcome.books);
    needed_ms += backtest::Integral(world.need, world.start_ms, world.end_ms);
  }
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  const std::string name = "loaded_days_" + std::to_string(days);
  report.Add(name, "cluster_days_per_second", static_cast<double>(days) / seconds, "days/s");
  violations.Report(name, report);
  const auto of_need = [&](std::int64_t ms) { return static_cast<double>(ms) / static_cast<double>(needed_ms); };
  report.Add(name, "shortage_share", of_need(sum.shortage_node_ms), "of need");
  report.Add(name, "node_hours", of_need(sum.node_ms), "of need");
}

void LiveThrough(Report& report, std::uint64_t days) {
  backtest::Books sum;
  Violations violations;
  std::int64_t runs = 0;
  const std::clock_t start = std::clock();
  for (std::uint64_t seed = 0; seed < days; ++seed) {
    const backtest::World world = backtest::ChaosWorld(seed);
    backtest::DecidingController controller(world, backtest::ChaosSettings(world));
    const backtest::Outcome outcome = backtest::Simulate(world, backtest::ChaosMalice(seed), controller);
    violations.Take(seed, world, outcome.violations);
    runs += outcome.controller_runs;
    backtest::Add(sum, outcome.books);
  }
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  const auto per_day = [&](std::int64_t count) { return static_cast<double>(count) / static_cast<double>(days); };
  const std::string name = "days_" + std::to_string(days);
  report.Add(name, "cluster_days_per_second", static_cast<double>(days) / seconds, "days/s");
  violations.Report(name, report);
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
  report.Add(name, "controller_runs_per_day", per_day(runs), "count");
}

}  // namespace
}  // namespace spotwright::bench

int main(int argc, char** argv) {
  const spotwright::bench::Options options = spotwright::bench::ParseOptions(argc, argv);
  spotwright::bench::Report report("chaos", options);
  const std::uint64_t days =
      options.only_case.empty() ? spotwright::bench::kDays : std::strtoull(options.only_case.c_str(), nullptr, 10);
  spotwright::bench::LiveThrough(report, days);
  spotwright::bench::LiveThroughLoads(report, std::max<std::uint64_t>(1, days / 10));
  return 0;
}
