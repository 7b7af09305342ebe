#include "src/packing/zone_spread.h"

#include <algorithm>
#include <utility>

#include "src/packing/constraints.h"

namespace spotwright::packing {
namespace {

// Pods of a workload that a packing places, by zone. The shape's first owners are served first.
void AddPlaced(const Problem& problem, const Packing& packing, std::vector<std::vector<std::int64_t>>& placed) {
  for (std::size_t j = 0; j < problem.shapes.size(); ++j) {
    const Shape& shape = problem.shapes[j];
    if (shape.hard_zone < 0) continue;
    std::int64_t on_nodes = shape.count - packing.left[j];
    for (const auto& [w, count] : shape.owners) {
      const std::int64_t mine = std::min(count, on_nodes);
      placed[w].resize(problem.zones.size(), 0);
      placed[w][static_cast<std::size_t>(shape.hard_zone)] += mine;
      on_nodes -= mine;
    }
  }
}

void TakeOff(const Problem& problem, std::size_t workload, int zone, std::int64_t pods, Packing& packing) {
  for (auto node = packing.nodes.rbegin(); node != packing.nodes.rend(); ++node) {
    for (auto& [j, count] : node->content) {
      const Shape& shape = problem.shapes[j];
      if (shape.hard_zone != zone || shape.owners.front().first != workload) continue;
      const std::int64_t off = std::min(count, pods);
      count -= off;
      pods -= off;
      packing.left[j] += off;
      for (std::size_t r = 0; r < shape.size.size(); ++r) node->free[r] += shape.size[r] * off;
    }
    std::erase_if(node->content, [](const auto& entry) { return entry.second == 0; });
  }
}

}  // namespace

std::vector<std::int64_t> RunningByZone(const Problem& problem, std::size_t workload) {
  std::vector<std::int64_t> counts(problem.zones.size(), 0);
  for (const ExistingNode& node : problem.nodes) {
    for (const auto& [w, replicas] : node.running) {
      if (w == workload) counts[node.zone_index] += replicas;
    }
  }
  return counts;
}

Mask SpreadMask(const Problem& problem, const Workload& workload) {
  constexpr std::uint32_t kOfSelector = kMisfitZone | kMisfitNodeSelector | kMisfitNodeAffinity;
  const bool spot = workload.spot_tolerant && !workload.system_critical;
  Mask mask;
  for (const Candidate& candidate : problem.candidates) {
    mask.candidates.push_back(CanBeHad(problem, candidate) &&
                              CandidateMisfits(problem, workload, spot, candidate) == kNoMisfit);
  }
  for (const ExistingNode& node : problem.nodes) {
    mask.nodes.push_back((NodeMisfits(problem, workload, spot, node) & kOfSelector) == 0);
  }
  return mask;
}

std::vector<bool> SpreadDomains(const Problem& problem, const Mask& mask, const Amounts& size) {
  std::vector<bool> domains(problem.zones.size(), false);
  for (std::size_t c = 0; c < mask.candidates.size(); ++c) {
    const Candidate& candidate = problem.candidates[c];
    if (mask.candidates[c] != 0 && Fits(size, candidate.free)) domains[candidate.zone_index] = true;
  }
  for (std::size_t n = 0; n < mask.nodes.size(); ++n) {
    if (mask.nodes[n] != 0) domains[problem.nodes[n].zone_index] = true;
  }
  return domains;
}

std::int64_t MostInZone(const TopologySpread& spread, const std::vector<bool>& domains,
                        const std::vector<std::int64_t>& counts) {
  std::int64_t least = kUnlimited;
  std::int64_t count = 0;
  for (std::size_t z = 0; z < domains.size(); ++z) {
    if (!domains[z]) continue;
    ++count;
    least = std::min(least, counts[z]);
  }
  return (count == 0 || count < spread.min_domains ? 0 : least) + spread.max_skew;
}

bool NarrowZones(Problem& problem, const Packing& packing) {
  std::vector<std::vector<std::int64_t>> placed(problem.workloads.size());
  AddPlaced(problem, packing, placed);
  bool narrowed = false;
  for (std::size_t j = 0; j < problem.shapes.size(); ++j) {
    const Shape& shape = problem.shapes[j];
    if (shape.hard_zone < 0) continue;
    std::int64_t left = packing.left[j];
    for (auto owner = shape.owners.rbegin(); owner != shape.owners.rend() && left > 0; ++owner) {
      const auto z = static_cast<std::size_t>(shape.hard_zone);
      std::vector<std::int64_t>& most = problem.workloads[owner->first].zone_most;
      if (most.empty()) most.assign(problem.zones.size(), kUnlimited);
      most[z] = placed[owner->first][z];
      left -= owner->second;
      narrowed = true;
    }
  }
  return narrowed;
}

void TrimSpreads(const Problem& problem, Packing& packing) {
  std::vector<std::vector<std::int64_t>> placed(problem.workloads.size());
  AddPlaced(problem, packing, placed);
  for (std::size_t w = 0; w < placed.size(); ++w) {
    if (placed[w].empty() || problem.workloads[w].zone_most.empty()) continue;
    const Workload& workload = *problem.workloads[w].workload;
    const Neighbourhood neighbourhood = NeighbourhoodOf(problem, workload);
    const std::vector<bool> domains = SpreadDomains(problem, SpreadMask(problem, workload), SizeOf(problem, workload));
    std::vector<std::int64_t> counts = RunningByZone(problem, w);
    for (std::size_t z = 0; z < counts.size(); ++z) counts[z] += placed[w][z];
    const std::int64_t most = MostInZone(*neighbourhood.zone_spread, domains, counts);
    for (std::size_t z = 0; z < counts.size(); ++z) {
      const std::int64_t excess = std::min(counts[z] - most, placed[w][z]);
      if (excess > 0) TakeOff(problem, w, static_cast<int>(z), excess, packing);
    }
  }
  std::erase_if(packing.nodes, [&](const OpenNode& node) {
    const bool empty = !node.existing && node.content.empty();
    if (empty) packing.cost_micro -= problem.candidates[node.index].price_micro;
    return empty;
  });
}

}  // namespace spotwright::packing
