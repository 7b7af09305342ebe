#include "src/packing/spot_share.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "src/base/int128.h"
#include "src/base/share.h"

namespace spotwright::packing {
namespace {

std::int64_t Weight(const Workload& workload, ShareUnit unit) {
  return unit == ShareUnit::kPods ? 1 : workload.requests.cpu_millicores;
}

// What runs on spot beyond its part stays there; what is new of the others gives way, in proportion.
void MakeRoomForRunning(Problem& problem, ShareUnit unit, base::Int128 most_millionths) {
  base::Int128 running = 0;
  base::Int128 wanted = 0;
  for (const WorkloadState& state : problem.workloads) {
    const base::Int128 weight = Weight(*state.workload, unit);
    if (MayUseSpot(*state.workload)) running += weight * std::min(state.running_spot, state.workload->replicas);
    wanted += weight * std::max<std::int64_t>(0, state.max_spot - state.running_spot);
  }
  const base::Int128 room = std::max<base::Int128>(0, most_millionths / base::kMillion - running);
  if (wanted <= room) return;
  base::Int128 left = room;
  std::vector<std::pair<WorkloadState*, std::int64_t>> cut;  // With what it would have had.
  for (WorkloadState& state : problem.workloads) {
    const std::int64_t fresh = state.max_spot - state.running_spot;
    if (fresh <= 0) continue;
    cut.emplace_back(&state, state.max_spot);
    const auto part = static_cast<std::int64_t>(fresh * room / wanted);
    state.max_spot = state.running_spot + part;
    left -= static_cast<base::Int128>(Weight(*state.workload, unit)) * part;
  }
  for (const auto& [state, most] : cut) {
    const base::Int128 weight = Weight(*state->workload, unit);
    if (state->max_spot == most || weight > left) continue;
    ++state->max_spot;
    left -= weight;
  }
}

}  // namespace

std::int64_t SpotTolerantReplicas(const Workload& workload) {
  if (!MayUseSpot(workload)) return 0;
  const std::int64_t most = std::max<std::int64_t>(0, workload.replicas - workload.min_on_demand_replicas);
  if (!workload.max_spot_share) return most;
  return std::min(most, base::PartOf(workload.replicas, *workload.max_spot_share));
}

void SetMaxSpot(Problem& problem, ShareUnit unit, double share) {
  if (share >= 1) {  // Nobody has to give way.
    for (WorkloadState& state : problem.workloads) state.max_spot = SpotTolerantReplicas(*state.workload);
    return;
  }
  const std::int64_t share_millionths = base::Millionths(share);
  struct Remainder {
    std::size_t workload;
    std::int64_t fraction;
  };
  std::vector<Remainder> remainders;

  base::Int128 total = 0;
  base::Int128 used = 0;
  for (std::size_t w = 0; w < problem.workloads.size(); ++w) {
    WorkloadState& state = problem.workloads[w];
    const Workload& workload = *state.workload;
    const std::int64_t most = SpotTolerantReplicas(workload);
    if (!MayUseSpot(workload)) {
      state.max_spot = 0;
      continue;
    }
    const std::int64_t ideal = workload.replicas * share_millionths;
    state.max_spot = std::min(most, ideal / base::kMillion);
    total += static_cast<base::Int128>(Weight(workload, unit)) * workload.replicas;
    used += static_cast<base::Int128>(Weight(workload, unit)) * state.max_spot;
    if (state.max_spot < most && ideal % base::kMillion > 0) remainders.push_back({w, ideal % base::kMillion});
  }
  std::stable_sort(remainders.begin(), remainders.end(),
                   [](const Remainder& a, const Remainder& b) { return a.fraction > b.fraction; });
  for (const Remainder& remainder : remainders) {
    WorkloadState& state = problem.workloads[remainder.workload];
    const base::Int128 weight = Weight(*state.workload, unit);
    if ((used + weight) * base::kMillion > total * share_millionths) continue;
    ++state.max_spot;
    used += weight;
  }
  MakeRoomForRunning(problem, unit, total * share_millionths);
}

}  // namespace spotwright::packing
