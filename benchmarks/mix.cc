#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "benchmarks/mix/policies.h"
#include "benchmarks/report.h"
#include "benchmarks/trace.h"

namespace spotwright::bench {
namespace {

World WorldOf(const std::vector<Trace>& traces, std::int64_t needed, std::size_t ticks) {
  World world{.zones = {}, .needed = needed, .ticks = ticks, .seconds_per_tick = 0};
  for (const Trace& trace : traces) {
    const std::string zone = trace.name.substr(0, trace.name.find('_'));
    Zone entry{.name = zone, .region = zone.substr(0, zone.size() - 1), .up = {}};
    for (const std::int64_t count : trace.up_counts) entry.up.push_back(count > 0);
    world.zones.push_back(std::move(entry));
    world.seconds_per_tick = static_cast<double>(trace.step_seconds);
  }
  return world;
}

void Print(const std::string& name, const Outcome& outcome) {
  std::printf("%-20s cost %.4f availability %.5f launches %.2f\n", name.c_str(), outcome.cost, outcome.availability,
              outcome.launches);
  std::fflush(stdout);
}

}  // namespace
}  // namespace spotwright::bench

int main(int argc, char** argv) {
  using namespace spotwright::bench;
  const Options options = ParseOptions(argc, argv);
  const std::vector<Trace> traces = ReadTraces(options.data_folder + "/spot_traces/availability/1-node/aws-02-15-2023");
  const World world = WorldOf(traces, 4, getenv("TICKS") ? std::strtoul(getenv("TICKS"), nullptr, 10) : 8000);
  Print("all_on_demand", Replay(world, *AllOnDemand(world)));
  Print("best_zone", Replay(world, *AllSpotInBestZone(world)));
  Print("static_50", Replay(world, *StaticShare(world, 0.5)));
  for (const int extra : {0, 1, 2, 4}) {
    Print("spothedge_" + std::to_string(extra), Replay(world, *SpotHedge(world, extra)));
  }
  const auto risks = RisksOf(world);
  for (const double target : getenv("A") ? std::vector<double>{std::atof(getenv("A"))}
                                         : std::vector<double>{0.9, 0.95, 0.98, 0.99, 0.995, 0.999}) {
    Print("target_" + std::to_string(target), Replay(world, *ByTarget(world, risks, target)));
  }
}
