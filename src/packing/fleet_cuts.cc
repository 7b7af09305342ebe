#include "src/packing/fleet_cuts.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "src/packing/linear_program.h"

namespace spotwright::packing {
namespace {

// Share of what is needed by which sums in doubles may err.
constexpr double kRounding = 1e-9;

// The program is solved to this share of room.
constexpr double kClose = 1e-4;

constexpr int kRounds = 100;
constexpr std::int64_t kPivots = 20'000;

// Bound on the duals: more than the pods of an item can be worth when all nodes together are worth 1, as long as the
// fleet is not smaller than a third of what is needed.
constexpr double kMostWorth = 3;

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

FleetCut MakeFleetCut(const Instance& instance, std::vector<double> values, std::int64_t& steps) {
  NodeKnapsack knapsack(instance);
  FleetCut cut{std::move(values), {}, 0};
  cut.needed = WorthOfAll(instance, cut.values);
  for (std::size_t node = 0; node < knapsack.nodes(); ++node) {
    cut.most.push_back(knapsack.Most(node, cut.values, steps));
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
    cuts.push_back(MakeFleetCut(instance, std::move(values), steps));
  }
  return cuts;
}

// min m  subject to: the contents x hold all pods, and of each node's contents there are at most m times its number.
// The duals are the values of the pods, and what each node is worth, all nodes together being worth 1.
FleetCut FleetProgram::Tightest(const Fleet& fleet, std::int64_t& steps) {
  const std::size_t hosts = instance_.hosts.size();
  constexpr auto kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<double> demand;
  std::vector<double> shortage_cost;
  std::vector<std::uint32_t> row_of_item(instance_.items.size(), kNone);
  for (std::size_t j = 0; j < instance_.items.size(); ++j) {
    const std::int64_t count = instance_.items[j].count;
    if (count <= 0) continue;
    row_of_item[j] = static_cast<std::uint32_t>(demand.size());
    demand.push_back(static_cast<double>(count));
    shortage_cost.push_back(kMostWorth / static_cast<double>(count));
  }
  std::vector<std::uint32_t> row_of_node(knapsack_.nodes(), kNone);
  std::vector<LinearProgram::Entry> numbers;
  for (std::size_t node = 0; node < row_of_node.size(); ++node) {
    const std::int64_t number = node < hosts ? 1 : fleet[node - hosts];
    if (number <= 0) continue;
    row_of_node[node] = static_cast<std::uint32_t>(demand.size());
    numbers.push_back({row_of_node[node], static_cast<double>(number)});
    demand.push_back(0);
    shortage_cost.push_back(0);
  }
  LinearProgram program(std::move(demand), std::move(shortage_cost));
  program.Add(numbers, 1);
  const auto add = [&](const Content& content) {
    std::vector<LinearProgram::Entry> entries{{row_of_node[content.node], -1}};
    for (const Knapsack::Taken& taken : content.pods) {
      entries.push_back({row_of_item[taken.item], static_cast<double>(taken.count)});
    }
    program.Add(entries, 0);
  };
  for (const Content& content : pool_) {
    if (row_of_node[content.node] != kNone) add(content);
  }

  FleetCut tightest;
  double least_room = std::numeric_limits<double>::infinity();
  std::int64_t pivots = kPivots;
  for (int round = 0; round < kRounds; ++round) {
    program.Solve(pivots);
    FleetCut cut{std::vector<double>(instance_.items.size(), 0), std::vector<double>(knapsack_.nodes(), 0), 0};
    for (std::size_t j = 0; j < cut.values.size(); ++j) {
      if (row_of_item[j] != kNone) cut.values[j] = std::max(0.0, program.duals()[row_of_item[j]]);
    }
    const double all = cut.needed = WorthOfAll(instance_, cut.values);
    double held = 0;
    bool paying = false;
    for (std::size_t node = 0; node < cut.most.size(); ++node) {
      if (row_of_node[node] == kNone) continue;
      Content content{node, {}};
      cut.most[node] = knapsack_.Most(node, cut.values, steps, &content.pods);
      held += cut.most[node] * (node < hosts ? 1.0 : static_cast<double>(fleet[node - hosts]));
      if (node < hosts) cut.needed -= cut.most[node];
      if (content.pods.empty() || cut.most[node] <= program.duals()[row_of_node[node]] + kRounding) continue;
      paying = true;
      add(content);
      pool_.push_back(std::move(content));
    }
    if (all > 0 && held / all < least_room) {
      least_room = held / all;
      tightest = std::move(cut);
    }
    // The optimum m is at least all / held of any duals, and at most the objective.
    const bool impossible = least_room < 1 - kRounding;
    if (impossible || !paying || steps <= 0 || pivots <= 0 || program.objective() * least_room <= 1 + kClose) break;
  }
  return tightest;
}

}  // namespace spotwright::packing
