#include "src/packing/fleet_cuts.h"

#include <algorithm>
#include <utility>

namespace spotwright::packing {
namespace {

// Share of what is needed by which sums in doubles may err.
constexpr double kRounding = 1e-9;

double WorthOfAll(const Instance& instance, const std::vector<double>& values) {
  double worth = 0;
  for (std::size_t j = 0; j < values.size(); ++j) {
    worth += values[j] * static_cast<double>(std::max<std::int64_t>(0, instance.items[j].count));
  }
  return worth;
}

}  // namespace

bool FleetCut::Allows(const Fleet& fleet) const {
  const std::size_t hosts = most.size() - fleet.size();
  double held = 0;
  for (std::size_t k = 0; k < fleet.size(); ++k) held += most[hosts + k] * static_cast<double>(fleet[k]);
  return held >= needed * (1 - kRounding) - kRounding;
}

FleetCut MakeFleetCut(const Instance& instance, std::vector<double> values, std::int64_t states, std::int64_t& steps) {
  NodeKnapsack knapsack(instance);
  const std::vector<std::int64_t> counts = instance.Counts();
  FleetCut cut{std::move(values), {}, 0};
  cut.needed = WorthOfAll(instance, cut.values);
  for (std::size_t node = 0; node < knapsack.nodes(); ++node) {
    cut.most.push_back(knapsack.Most(node, cut.values, counts, states, steps));
    if (knapsack.IsHost(node)) cut.needed -= cut.most.back();
  }
  return cut;
}

std::vector<FleetCut> ResourceCuts(const Instance& instance, std::int64_t& steps) {
  std::vector<FleetCut> cuts;
  for (std::size_t r = 0; r < instance.resources; ++r) {
    std::vector<double> values;
    double sum = 0;
    for (std::size_t j = 0; j < instance.items.size(); ++j) {
      values.push_back(static_cast<double>(instance.SizeOf(j)[r]));
      sum += values.back() * static_cast<double>(std::max<std::int64_t>(0, instance.items[j].count));
    }
    if (sum <= 0) continue;
    for (double& value : values) value /= sum;
    cuts.push_back(MakeFleetCut(instance, std::move(values), NodeKnapsack::kFewStates, steps));
  }
  return cuts;
}

}  // namespace spotwright::packing
