// Subject "interruption": what answering signals and notices is worth, and how fast a mass of notices is answered.
//
// The replay compares with Karpenter's rule, launch on notice, under the same pools, launches and autoscaler. What
// recommendations are worth is learned as they come, from a prior that knows nothing; nothing looks ahead. Recovery is
// measured from the moment at which a pod stops serving, be it evicted or lost, until it has a node again.
//
// Shortage is told twice: of pods without a node (Karpenter drains at once, so that its pods wait for the boot), and of
// nodes that are up, under notice or not, where only what was launched ahead of a notice helps.
#include <algorithm>
#include <string>
#include <vector>

#include "benchmarks/interruption/replay.h"
#include "benchmarks/report.h"
#include "benchmarks/trace.h"
#include "spotwright/respond.h"

namespace spotwright::bench {
namespace {

void RunReplay(const std::string& name, const std::vector<Trace>& traces, Report& report) {
  constexpr int kSeeds = 5;
  Outcome sums[2];
  for (int seed = 1; seed <= kSeeds; ++seed) {
    const std::vector<Signal> signals = DrawSignals(traces, static_cast<std::uint64_t>(seed));
    for (const System system : {System::kSpotwright, System::kLaunchOnNotice}) {
      const Outcome outcome = Replay(traces, signals, system);
      Outcome& sum = sums[system == System::kSpotwright ? 0 : 1];
      sum.shortage_unit_minutes += outcome.shortage_unit_minutes / kSeeds;
      sum.pod_shortage_minutes += outcome.pod_shortage_minutes / kSeeds;
      sum.cost += outcome.cost / kSeeds;
      sum.launches += outcome.launches;
      sum.recovery_seconds.insert(sum.recovery_seconds.end(), outcome.recovery_seconds.begin(),
                                  outcome.recovery_seconds.end());
    }
  }
  for (Outcome& outcome : sums) {
    const std::string system = &outcome == sums ? "spotwright" : "launch_on_notice";
    std::sort(outcome.recovery_seconds.begin(), outcome.recovery_seconds.end());
    report.Add(name, "shortage_unit_minutes", outcome.shortage_unit_minutes, "min", system);
    report.Add(name, "pod_shortage_minutes", outcome.pod_shortage_minutes, "min", system);
    report.Add(name, "cost", outcome.cost, "od_node_hours", system);
    report.Add(name, "launches", static_cast<double>(outcome.launches) / kSeeds, "", system);
    report.Add(name, "p95_recovery_seconds", Quantile(outcome.recovery_seconds, 0.95), "s", system);
  }
  report.Add(name, "shortage_ratio", sums[0].shortage_unit_minutes / sums[1].shortage_unit_minutes, "");
  report.Add(name, "pod_shortage_ratio", sums[0].pod_shortage_minutes / sums[1].pod_shortage_minutes, "");
  report.Add(name, "cost_ratio", sums[0].cost / sums[1].cost, "");
}

Resources Machine() {
  Resources machine;
  machine.cpu_millicores = 4000;
  machine.memory_bytes = 16'000'000'000;
  machine.pods = 58;
  return machine;
}

RespondRequest MassInterruption() {
  constexpr int kNodes = 5000;
  constexpr int kNotices = 1000;
  constexpr int kWorkloads = 300;
  RespondRequest request;
  request.now_unix_ms = 1'800'000'000'000;
  for (int w = 0; w < kWorkloads; ++w) {
    Workload workload;
    workload.name = "w" + std::to_string(w);
    workload.requests.cpu_millicores = 500;
    workload.requests.memory_bytes = 1'000'000'000;
    workload.spot_tolerant = true;
    workload.priority = w % 7;
    request.workloads.push_back(workload);
  }
  for (int i = 0; i < kNodes; ++i) {
    Node node;
    node.name = "node-" + std::to_string(i);
    node.instance_type = "m" + std::to_string(i % 10) + ".large";
    node.region = "r";
    node.zone = std::string(1, static_cast<char>('a' + i % 3));
    node.capacity_type = i % 4 == 3 ? CapacityType::kOnDemand : CapacityType::kSpot;
    node.allocatable = Machine();
    for (int k = 0; k < 5; ++k) {
      node.running.push_back({"w" + std::to_string((i * 7 + k * 31) % kWorkloads), "default", 1});
    }
    request.nodes.push_back(node);
  }
  for (const CapacityType type : {CapacityType::kSpot, CapacityType::kOnDemand}) {
    for (int i = 0; i < 30; ++i) {
      Offer offer;
      offer.instance_type = "m" + std::to_string(i % 10) + ".large";
      offer.region = "r";
      offer.zone = std::string(1, static_cast<char>('a' + i / 10));
      offer.capacity_type = type;
      offer.price_usd_per_hour = type == CapacityType::kSpot ? 0.03 : 0.1;
      offer.vcpus = 4;
      offer.allocatable = Machine();
      request.offers.push_back(offer);
    }
  }
  for (int i = 0, found = 0; found < kNotices; ++i) {
    if (request.nodes[static_cast<std::size_t>(i)].capacity_type != CapacityType::kSpot) continue;
    InterruptionEvent event;
    event.id = "e" + std::to_string(i);
    event.kind = InterruptionKind::kInterruptionNotice;
    event.node = request.nodes[static_cast<std::size_t>(i)].name;
    event.at_unix_ms = request.now_unix_ms;
    request.events.push_back(event);
    ++found;
  }
  return request;
}

void RunMass(Report& report) {
  for (const bool whole_pools : {true, false}) {
    RespondRequest request = MassInterruption();
    if (!whole_pools) request.policy.pool_loss_notices = 1'000'000;
    std::size_t launches = 0;
    const auto work = [&] {
      const auto answer = Respond(request);
      launches = static_cast<std::size_t>(
          std::count_if(answer->actions.begin(), answer->actions.end(),
                        [](const NodeAction& action) { return action.kind == NodeActionKind::kLaunch; }));
    };
    const std::string name = whole_pools ? "1000_notices_pools_lost" : "1000_notices";
    report.Add(name, "ms", Quantile(Seconds(20, work), 0.5) * 1e3, "ms");
    report.Add(name, "cpu_ms", Quantile(CpuSeconds(20, work), 0.5) * 1e3, "ms");
    report.Add(name, "launches", static_cast<double>(launches), "");
  }
}

}  // namespace
}  // namespace spotwright::bench

int main(int argc, char** argv) {
  using namespace spotwright::bench;
  const Options options = ParseOptions(argc, argv);
  Report report("interruption", options);
  const auto wanted = [&](const std::string& name) { return options.only_case.empty() || options.only_case == name; };
  if (wanted("replay")) {
    if (options.data_folder.empty()) {
      std::vector<Trace> traces;
      for (const char* const zone : {"a", "b", "c"}) traces.push_back(MadeUpTrace(zone, 16, 4000, traces.size() + 1));
      RunReplay("made_up", traces, report);
    } else {
      const std::string folder = options.data_folder + "/spot_traces/";
      RunReplay("nine_zones", ReadAvailability(folder + "availability/1-node/aws-02-15-2023"), report);
      RunReplay("four_node", ReadAvailability(folder + "preemption/4-node"), report);
    }
  }
  if (wanted("mass")) RunMass(report);
}
