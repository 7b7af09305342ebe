#include "src/packing/fleet_fill.h"

#include <algorithm>
#include <utility>

#include "src/base/random.h"
#include "src/packing/alike.h"
#include "src/packing/ledger.h"
#include "src/packing/node_knapsack.h"

namespace spotwright::packing {
namespace {

constexpr std::int64_t kStepsOfNode = 2'000;

// Tries to fill all nodes anew, then to empty a few nodes and fill these.
constexpr int kTries = 40;
constexpr int kRounds = 3000;
constexpr std::size_t kLeastEmptied = 2;
constexpr std::size_t kMostEmptied = 4;

// A pod that found no place is worth so much more in the next try, give or take what chance adds.
constexpr double kRaise = 0.1;
constexpr double kChance = 0.02;
constexpr double kChanceOfRound = 0.2;

// Least value of a pod, as a share of the mean.
constexpr double kLeastValue = 1e-2;

constexpr std::uint64_t kSeed = 1;

class Filling {
 public:
  Filling(const Instance& instance, std::span<const std::int64_t> numbers, std::vector<double> values,
          std::int64_t& steps)
      : instance_(instance), knapsack_(instance), ledger_(instance), values_(std::move(values)), steps_(steps) {
    for (std::size_t node = 0; node < numbers.size(); ++node) {
      const bool host = knapsack_.IsHost(node);
      const auto index = static_cast<std::uint32_t>(host ? node : knapsack_.KindOf(node));
      nodes_.insert(nodes_.end(), static_cast<std::size_t>(numbers[node]), {host, index, 1, {}});
    }
    double sum = 0;
    for (const double value : values_) sum += value;
    // A pod that nothing is worth needs a place all the same.
    for (double& value : values_) value = std::max(value, kLeastValue * sum / static_cast<double>(values_.size()));
  }

  std::optional<Packing> Run() {
    if (!FillAnew() && !Mend()) return std::nullopt;
    return Result();
  }

 private:
  Packing Result() const {
    Packing packing;
    for (const PackedNodes& node : nodes_) {
      if (!node.content.empty()) packing.nodes.push_back(node);
    }
    SumUp(ledger_, packing);
    MergeAlike(packing);
    return packing;
  }

  // Best of some tries; true if it places all.
  bool FillAnew() {
    std::vector<double> values = values_;
    std::vector<PackedNodes> best;
    double least = 0;
    std::vector<std::size_t> order(nodes_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = order.size() - 1 - i;
    for (int attempt = 0; attempt < kTries && steps_ > 0; ++attempt) {
      for (const std::size_t n : order) Empty(n);
      for (const std::size_t n : order) Fill(n, values);
      const double lacking = Lacking();
      if (lacking <= 0) return true;
      if (best.empty() || lacking < least) {
        least = lacking;
        best = nodes_;
      }
      for (std::size_t j = 0; j < values.size(); ++j) {
        if (ledger_.left(j) > 0) values[j] *= 1 + kRaise;
        values[j] *= 1 + kChance * (random_.Unit() - 0.5);
      }
      // Which nodes are filled first, when there is more to choose from, matters as well.
      Shuffle(order, order.size());
    }
    for (std::size_t n = 0; n < best.size(); ++n) Empty(n);
    for (std::size_t n = 0; n < best.size(); ++n) Put(n, best[n].content);
    return false;
  }

  // Empties some nodes and fills them otherwise, as long as no more is left out by it; true once nothing is.
  bool Mend() {
    std::vector<std::size_t> order(nodes_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    double lacking = Lacking();
    std::vector<double> values(values_.size());
    for (int round = 0; round < kRounds && steps_ > 0; ++round) {
      const std::size_t emptied =
          std::min(order.size(), kLeastEmptied + random_.Below(kMostEmptied - kLeastEmptied + 1));
      Shuffle(order, emptied);
      std::vector<std::vector<Load>> before;
      for (std::size_t i = 0; i < emptied; ++i) {
        before.push_back(nodes_[order[i]].content);
        Empty(order[i]);
      }
      for (std::size_t j = 0; j < values.size(); ++j) {
        values[j] = values_[j] * (1 + kChanceOfRound * (random_.Unit() - 0.5));
      }
      for (std::size_t i = 0; i < emptied; ++i) Fill(order[i], values);
      const double now = Lacking();
      if (now <= 0) return true;
      if (now <= lacking) {
        lacking = now;
        continue;
      }
      for (std::size_t i = 0; i < emptied; ++i) Empty(order[i]);
      for (std::size_t i = 0; i < emptied; ++i) Put(order[i], before[i]);
    }
    return false;
  }

  // The first `count` of the order are drawn by chance.
  void Shuffle(std::vector<std::size_t>& order, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) std::swap(order[i], order[i + random_.Below(order.size() - i)]);
  }

  double Lacking() const {
    double lacking = 0;
    for (std::size_t j = 0; j < values_.size(); ++j) lacking += values_[j] * static_cast<double>(ledger_.left(j));
    return lacking;
  }

  void Empty(std::size_t n) {
    ledger_.Return(nodes_[n]);
    nodes_[n].content.clear();
  }

  void Put(std::size_t n, std::vector<Load> content) {
    nodes_[n].content = std::move(content);
    ledger_.Take(nodes_[n]);
  }

  std::size_t NumberOf(const PackedNodes& node) const {
    return node.existing ? node.index : knapsack_.NodeOf(node.index);
  }

  // The best content.
  void Fill(std::size_t n, const std::vector<double>& values) {
    Knapsack& best = knapsack_.Offer(NumberOf(nodes_[n]), values, ledger_.left(), 0);
    best.Relax();
    const std::int64_t granted = std::min(steps_, kStepsOfNode);
    std::int64_t left = granted;
    best.Search(0, left);
    steps_ -= granted - left;
    Put(n, Allowed(n, best.taken()));
  }

  // What rules and caps allow of the pods, as far as they are left.
  std::vector<Load> Allowed(std::size_t n, const std::vector<Knapsack::Taken>& pods) {
    const PackedNodes& packed = nodes_[n];
    packing::Fill& fill = knapsack_.Start(NumberOf(packed));
    const std::uint32_t pool =
        packed.existing ? instance_.hosts[packed.index].pool : instance_.kinds[packed.index].pool;
    const std::uint32_t zone =
        packed.existing ? instance_.hosts[packed.index].zone : instance_.kinds[packed.index].zone;
    std::vector<Load> content;
    for (const Knapsack::Taken& taken : pods) {
      const std::int64_t left = std::min(taken.count, ledger_.left(taken.item));
      const std::int64_t count = fill.Room(taken.item, ledger_.CapRoom(taken.item, pool, zone, left));
      if (count <= 0) continue;
      fill.Add(taken.item, count);
      content.push_back({taken.item, count});
      // Booked one by one, as pods of several items may draw on one cap.
      ledger_.Take({packed.existing, packed.index, 1, {content.back()}});
    }
    for (const Load& load : content) ledger_.Return({packed.existing, packed.index, 1, {load}});
    std::ranges::sort(content, {}, &Load::item);
    return content;
  }

  const Instance& instance_;
  NodeKnapsack knapsack_;
  Ledger ledger_;
  std::vector<double> values_;
  std::int64_t& steps_;
  std::vector<PackedNodes> nodes_;
  base::Random random_{kSeed};
};

}  // namespace

std::optional<Packing> FillFleet(const Instance& instance, std::span<const std::int64_t> numbers,
                                 std::vector<double> values, std::int64_t& steps) {
  return Filling(instance, numbers, std::move(values), steps).Run();
}

}  // namespace spotwright::packing
