#include "src/packing/fleet_dive.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

#include "src/packing/alike.h"
#include "src/packing/ledger.h"
#include "src/packing/node_knapsack.h"

namespace spotwright::packing {
namespace {

constexpr double kRounding = 1e-9;

// An amount this close to the next whole number counts as whole.
constexpr double kWhole = 1e-6;

class FleetDiving {
 public:
  FleetDiving(const Instance& instance, FleetProgram& program, std::span<const std::int64_t> numbers,
              const FleetDiveEffort& effort, std::int64_t& steps)
      : instance_(instance),
        program_(program),
        knapsack_(instance),
        ledger_(instance),
        numbers_(numbers.begin(), numbers.end()),
        effort_(effort),
        steps_(steps),
        order_(instance.items.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  std::optional<Packing> Run(const FleetProgram::Solution& root) {
    if (!Descend(root, effort_.discrepancies)) return std::nullopt;
    Packing packing;
    packing.nodes = chosen_;
    SumUp(ledger_, packing);
    MergeAlike(packing);
    return packing;
  }

 private:
  bool Done() const {
    return std::ranges::all_of(ledger_.left(), [](std::int64_t left) { return left <= 0; });
  }

  bool Spent() const { return effort_.programs <= 0 || steps_ <= 0; }

  bool Solve(int discrepancies) {
    if (Done()) return true;
    if (Spent()) return false;
    --effort_.programs;
    return Descend(program_.Solve(numbers_, ledger_.left(), steps_), discrepancies);
  }

  bool Descend(const FleetProgram::Solution& solution, int discrepancies) {
    if (solution.held < solution.worth * (1 - kRounding)) return false;
    const std::size_t before = chosen_.size();
    for (const auto& [content, amount] : solution.amounts) {
      for (auto whole = static_cast<std::int64_t>(amount + kWhole); whole > 0; --whole) Settle(content, solution);
    }
    if (chosen_.size() > before) {
      if (Solve(discrepancies)) return true;
      TurnBack(before);
      return false;
    }
    std::vector<std::pair<FleetProgram::Content, double>> amounts = solution.amounts;
    std::ranges::stable_sort(amounts, [](const auto& a, const auto& b) { return a.second > b.second; });
    for (int choice = 0; choice <= discrepancies && choice < std::ssize(amounts) && !Spent(); ++choice) {
      if (!Settle(amounts[static_cast<std::size_t>(choice)].first, solution)) continue;
      if (Solve(discrepancies - choice)) return true;
      TurnBack(before);
    }
    return false;
  }

  // One node with that content, filled up with the pods that are worth most; false if there is no such node left.
  bool Settle(const FleetProgram::Content& content, const FleetProgram::Solution& solution) {
    if (numbers_[content.node] <= 0) return false;
    const bool host = knapsack_.IsHost(content.node);
    const auto index = static_cast<std::uint32_t>(host ? content.node : knapsack_.KindOf(content.node));
    if (!host && ledger_.Launchable(index, 1) <= 0) return false;
    const std::uint32_t pool = host ? instance_.hosts[index].pool : instance_.kinds[index].pool;
    const std::uint32_t zone = host ? instance_.hosts[index].zone : instance_.kinds[index].zone;
    Fill& fill = knapsack_.Start(content.node);
    std::vector<std::int64_t> taken(instance_.items.size(), 0);
    const auto add = [&](std::uint32_t item, std::int64_t most) {
      most = std::min(most, ledger_.left(item));
      const std::int64_t count = fill.Room(item, ledger_.CapRoom(item, pool, zone, most));
      if (count <= 0) return;
      fill.Add(item, count);
      taken[item] += count;
      // Booked one by one, as pods of several items may draw on one cap.
      ledger_.Take({host, index, 1, {{item, count}}});
      if (!host) ledger_.Return({host, index, 1, {}});
    };
    for (const Knapsack::Taken& pods : content.pods) add(pods.item, pods.count);
    std::ranges::stable_sort(order_,
                             [&](std::size_t a, std::size_t b) { return solution.values[a] > solution.values[b]; });
    for (const std::size_t item : order_) {
      if (ledger_.left(item) > 0 && knapsack_.IsOpen(content.node, item)) {
        add(static_cast<std::uint32_t>(item), ledger_.left(item));
      }
    }
    PackedNodes packed{host, index, 1, {}};
    for (std::uint32_t j = 0; j < taken.size(); ++j) {
      if (taken[j] > 0) packed.content.push_back({j, taken[j]});
    }
    if (packed.content.empty()) return false;
    if (!host) ledger_.Take({host, index, 1, {}});
    chosen_.push_back(std::move(packed));
    --numbers_[content.node];
    return true;
  }

  void TurnBack(std::size_t to) {
    for (; chosen_.size() > to; chosen_.pop_back()) {
      const PackedNodes& last = chosen_.back();
      ledger_.Return(last);
      ++numbers_[last.existing ? last.index : knapsack_.NodeOf(last.index)];
    }
  }

  const Instance& instance_;
  FleetProgram& program_;
  NodeKnapsack knapsack_;
  Ledger ledger_;
  std::vector<std::int64_t> numbers_;  // Left of each node.
  FleetDiveEffort effort_;             // Left of it.
  std::int64_t& steps_;
  std::vector<std::size_t> order_;  // Items, most valuable first.
  std::vector<PackedNodes> chosen_;
};

}  // namespace

std::optional<Packing> DiveIntoFleet(const Instance& instance, FleetProgram& program,
                                     std::span<const std::int64_t> numbers, const FleetProgram::Solution& root,
                                     const FleetDiveEffort& effort, std::int64_t& steps) {
  return FleetDiving(instance, program, numbers, effort, steps).Run(root);
}

}  // namespace spotwright::packing
