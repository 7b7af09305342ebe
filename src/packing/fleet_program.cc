#include "src/packing/fleet_program.h"

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

constexpr auto kNone = std::numeric_limits<std::uint32_t>::max();

}  // namespace

// min m  subject to: the contents x hold all pods, and of each node's contents there are at most m times its number.
// The duals are the values of the pods, and what each node is worth, all nodes together being worth 1.
FleetProgram::Solution FleetProgram::Solve(std::span<const std::int64_t> numbers, std::span<const std::int64_t> counts,
                                           std::int64_t& steps) {
  std::vector<double> demand;
  std::vector<double> shortage_cost;
  std::vector<std::uint32_t> row_of_item(counts.size(), kNone);
  for (std::size_t j = 0; j < counts.size(); ++j) {
    if (counts[j] <= 0) continue;
    row_of_item[j] = static_cast<std::uint32_t>(demand.size());
    demand.push_back(static_cast<double>(counts[j]));
    shortage_cost.push_back(kMostWorth / demand.back());
  }
  std::vector<std::uint32_t> row_of_node(numbers.size(), kNone);
  std::vector<LinearProgram::Entry> all_nodes;
  for (std::size_t node = 0; node < numbers.size(); ++node) {
    if (numbers[node] <= 0) continue;
    row_of_node[node] = static_cast<std::uint32_t>(demand.size());
    all_nodes.push_back({row_of_node[node], static_cast<double>(numbers[node])});
    demand.push_back(0);
    shortage_cost.push_back(0);
  }
  LinearProgram program(std::move(demand), std::move(shortage_cost));
  program.Add(all_nodes, 1);
  std::vector<Content> contents;  // By column, from the second on.
  const auto add = [&](const Content& content) {
    if (row_of_node[content.node] == kNone) return;
    std::vector<LinearProgram::Entry> entries{{row_of_node[content.node], -1}};
    contents.push_back({content.node, {}});
    for (const Knapsack::Taken& taken : content.pods) {
      const std::int64_t count = std::min(taken.count, counts[taken.item]);
      if (count <= 0) continue;
      contents.back().pods.push_back({taken.item, count});
      entries.push_back({row_of_item[taken.item], static_cast<double>(count)});
    }
    program.Add(entries, 0);
  };
  for (const Content& content : pool_) add(content);

  Solution tightest;
  double least_room = std::numeric_limits<double>::infinity();
  std::int64_t pivots = kPivots;
  for (int round = 0; round < kRounds; ++round) {
    program.Solve(pivots);
    Solution now{std::vector<double>(counts.size(), 0), std::vector<double>(numbers.size(), 0), 0, 0, {}};
    for (std::size_t j = 0; j < counts.size(); ++j) {
      if (row_of_item[j] == kNone) continue;
      now.values[j] = std::max(0.0, program.duals()[row_of_item[j]]);
      now.worth += now.values[j] * static_cast<double>(counts[j]);
    }
    bool paying = false;
    for (std::size_t node = 0; node < numbers.size(); ++node) {
      if (row_of_node[node] == kNone) continue;
      Content content{node, {}};
      now.most[node] = knapsack_.Most(node, now.values, counts, NodeKnapsack::kManyStates, steps, &content.pods);
      now.held += now.most[node] * static_cast<double>(numbers[node]);
      if (content.pods.empty() || now.most[node] <= program.duals()[row_of_node[node]] + kRounding) continue;
      paying = true;
      add(content);
      pool_.push_back(std::move(content));
    }
    if (now.worth > 0 && now.held / now.worth < least_room) {
      least_room = now.held / now.worth;
      tightest = std::move(now);
    }
    // The optimum m is at least worth / held of any duals, and at most the objective.
    const bool impossible = least_room < 1 - kRounding;
    if (impossible || !paying || steps <= 0 || pivots <= 0 || program.objective() * least_room <= 1 + kClose) break;
  }
  for (const auto& [column, amount] : program.Amounts()) {
    if (column > 0) tightest.amounts.emplace_back(contents[column - 1], amount);
  }
  return tightest;
}

}  // namespace spotwright::packing
