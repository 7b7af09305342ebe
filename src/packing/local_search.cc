#include "src/packing/local_search.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "src/base/random.h"
#include "src/model/begin.h"
#include "src/packing/ejection.h"
#include "src/packing/live_nodes.h"
#include "src/packing/node_filler.h"
#include "src/packing/open_kinds.h"
#include "src/packing/stock.h"

namespace spotwright::packing {
namespace {

// Steps that the pods of one node are given to find other places: mostly few, one time in four many.
constexpr std::int64_t kFewSteps = 100;
constexpr std::int64_t kManySteps = 2000;

// Nodes taken apart at once, at most; other nodes whose room is tried before new ones are opened; and one in so many
// kinds is considered for these, beside the kinds that were there.
constexpr std::size_t kMostRemade = 5;
constexpr std::size_t kHoles = 8;
constexpr std::uint64_t kKindsSkipped = 4;

// Of all steps, by kind of move.
constexpr double kLeastShare = 0.2;
constexpr double kBestShare = 0.6;

enum Move : std::size_t {
  kEject,   // All pods of a node go to other nodes.
  kShrink,  // They go to other nodes and to a cheaper new one.
  kRemake,  // A few nodes are taken apart, and their pods packed anew.
  kMoves,
};

class Search {
 public:
  Search(const Instance& instance, const std::vector<std::uint32_t>& kinds, std::span<const double> values_micro,
         const Packing& packing)
      : instance_(instance),
        values_(values_micro.begin(), values_micro.end()),
        random_(20221106),
        nodes_(instance, packing),
        ejection_(instance, random_),
        kinds_(kinds) {
    spent_.fill(1);
    gained_.fill(0);
  }

  bool Run(std::int64_t iterations, const Call& call) {
    for (std::size_t n = FirstNew(); n < nodes_.size(); ++n) RightSize(n);
    for (std::int64_t left = iterations; left > 0 && nodes_.size() > FirstNew();) {
      if (model::IsCancelled(call)) return false;
      if (call.progress) call.progress(1 - static_cast<double>(left) / static_cast<double>(iterations));
      const Move move = ChooseMove();
      const std::int64_t cost = nodes_.cost_micro();
      const std::int64_t allowed = std::min(left, move == kRemake ? 1 : random_.Below(4) == 0 ? kManySteps : kFewSteps);
      std::int64_t steps = allowed - 1;
      if (move == kEject) Vacate(PickNode(), std::nullopt, steps);
      if (move == kShrink) Shrink(PickNode(), steps);
      if (move == kRemake) Remake();
      left -= allowed - steps;
      spent_[move] += static_cast<double>(allowed - steps);
      gained_[move] += static_cast<double>(cost - nodes_.cost_micro());
    }
    return true;
  }

  Packing AsPacking() const { return nodes_.AsPacking(); }

 private:
  std::size_t FirstNew() const { return nodes_.hosts(); }

  // The one that lags most behind its share; the largest share is for what gained most for its steps.
  Move ChooseMove() const {
    std::size_t best = 0;
    for (std::size_t m = 1; m < kMoves; ++m) {
      if (gained_[m] * spent_[best] > gained_[best] * spent_[m]) best = m;
    }
    std::size_t next = 0;
    const auto lag = [&](std::size_t m) { return spent_[m] / (m == best ? kBestShare : kLeastShare); };
    for (std::size_t m = 1; m < kMoves; ++m) {
      if (lag(m) < lag(next)) next = m;
    }
    return static_cast<Move>(next);
  }

  // A new node; of two, the one whose pods are worth less of its price.
  std::size_t PickNode() {
    const auto waste = [&](std::size_t n) {
      auto left = static_cast<double>(instance_.kinds[nodes_[n].index].price_micro);
      for (const Load& load : nodes_[n].contents.loads()) left -= values_[load.item] * static_cast<double>(load.count);
      return left;
    };
    const std::size_t a = FirstNew() + random_.Below(nodes_.size() - FirstNew());
    const std::size_t b = FirstNew() + random_.Below(nodes_.size() - FirstNew());
    return waste(a) >= waste(b) ? a : b;
  }

  // The cheapest kind that holds what is there.
  void RightSize(std::size_t n) {
    PackedNodes node{false, nodes_[n].index, 1, nodes_[n].contents.loads()};
    const std::int64_t cost = nodes_.ledger().CostMicro(node);
    for (const std::uint32_t kind : kinds_) {
      if (instance_.kinds[kind].price_micro >= cost) return;
      node.index = kind;
      if (nodes_.ledger().CostMicro(node) < cost && nodes_.MayBecome(n, kind)) return nodes_.Become(n, kind);
    }
  }

  void Shrink(std::size_t n, std::int64_t& steps) {
    const std::int64_t price = instance_.kinds[nodes_[n].index].price_micro;
    const auto cheaper = std::partition_point(
        kinds_.begin(), kinds_.end(), [&](std::uint32_t kind) { return instance_.kinds[kind].price_micro < price; });
    if (cheaper == kinds_.begin()) return;
    const std::uint32_t kind = kinds_[random_.Below(static_cast<std::uint64_t>(cheaper - kinds_.begin()))];
    if (nodes_.ledger().Launchable(kind, 1) > 0) Vacate(n, kind, steps);
  }

  // Moves all pods of the node elsewhere, a new node of this kind included, and removes it; all or nothing.
  void Vacate(std::size_t n, std::optional<std::uint32_t> kind, std::int64_t& steps) {
    const std::int64_t cost = nodes_.cost_micro();
    const std::vector<Load> loads = nodes_[n].contents.loads();
    std::vector<std::uint32_t> pool;
    for (const Load& load : loads) {
      nodes_.Add(n, load.item, -load.count);
      pool.insert(pool.end(), static_cast<std::size_t>(load.count), load.item);
    }
    nodes_.SetClosed(n, true);
    if (kind) nodes_.Open(*kind);
    if (ejection_.Place(nodes_, std::move(pool), steps)) {
      if (nodes_.cost_micro() - instance_.kinds[nodes_[n].index].price_micro < cost) {
        Settle(n, kind.has_value());
        return;
      }
      ejection_.Undo(nodes_);
    }
    if (kind) nodes_.Remove(nodes_.size() - 1);
    nodes_.SetClosed(n, false);
    for (const Load& load : loads) nodes_.Add(n, load.item, load.count);
  }

  // Drops the vacated node and what was not needed for it.
  void Settle(std::size_t vacated, bool opened) {
    for (const std::size_t n : ejection_.Touched()) {
      if (!nodes_[n].existing) RightSize(n);
    }
    const std::size_t last = nodes_.size() - 1;
    if (opened && nodes_[last].contents.empty()) nodes_.Remove(last);
    nodes_.Remove(vacated);
  }

  struct Joined {
    std::size_t node = 0;
    std::uint32_t item = 0;
  };

  void Remake() {
    const std::int64_t cost = nodes_.cost_micro();
    const std::vector<std::int64_t> left = nodes_.ledger().left();
    std::vector<PackedNodes> gone;
    const std::size_t wanted = 1 + random_.Below(kMostRemade);
    while (gone.size() < wanted && nodes_.size() > FirstNew()) gone.push_back(nodes_.Remove(PickNode()));
    const std::vector<Joined> joined = FillHoles(gone, left);

    Ledger ledger = nodes_.ledger();
    // Each draws random numbers: their order must not be left to the compiler.
    const std::vector<double> appeal = Appeal(gone);
    const std::vector<std::uint32_t> kinds = SomeKinds(gone);
    const Manner manner = AnyManner();
    Stock stock(instance_, appeal, ledger);
    std::vector<PackedNodes> made;
    OpenKinds(instance_, kinds, manner, ledger, stock, made);
    const std::size_t kept = nodes_.size();
    for (const PackedNodes& node : made) nodes_.Append(node);

    if (NoneLost(left) && (nodes_.cost_micro() <= cost || nodes_.ledger().left() != left)) return;
    while (nodes_.size() > kept) nodes_.Remove(nodes_.size() - 1);
    for (const Joined& join : joined) nodes_.Add(join.node, join.item, -1);
    for (const PackedNodes& node : gone) nodes_.Append(node);
  }

  // Pods of the nodes that are gone join some other nodes, as far as they fit.
  std::vector<Joined> FillHoles(const std::vector<PackedNodes>& gone, const std::vector<std::int64_t>& left) {
    std::vector<Joined> joined;
    for (std::size_t i = 0; i < kHoles && nodes_.size() > 0; ++i) {
      const std::size_t n = random_.Below(nodes_.size());
      for (const PackedNodes& node : gone) {
        for (const Load& load : node.content) {
          while (nodes_.ledger().left(load.item) > left[load.item] && nodes_.Fits(n, load.item)) {
            nodes_.Add(n, load.item, 1);
            joined.push_back({n, load.item});
          }
        }
      }
    }
    return joined;
  }

  // Values are shaken a little, and so are the ways to fill a node: each attempt makes other nodes.
  std::vector<double> Appeal(const std::vector<PackedNodes>& gone) {
    std::vector<double> appeal = values_;
    for (const PackedNodes& node : gone) {
      for (const Load& load : node.content) appeal[load.item] = values_[load.item] * (0.5 + random_.Unit());
    }
    return appeal;
  }

  Manner AnyManner() {
    const double sampled = random_.Below(2) == 0 ? 0 : 0.5 + random_.Unit() / 2;
    return {sampled, random_.Below(2) == 0 ? Choice::kDot : Choice::kDensity};
  }

  std::vector<std::uint32_t> SomeKinds(const std::vector<PackedNodes>& gone) {
    std::vector<std::uint32_t> kinds;
    for (const std::uint32_t kind : kinds_) {
      const bool was_there =
          std::any_of(gone.begin(), gone.end(), [kind](const PackedNodes& node) { return node.index == kind; });
      if (random_.Below(kKindsSkipped) == 0 || was_there) kinds.push_back(kind);
    }
    return kinds;
  }

  bool NoneLost(const std::vector<std::int64_t>& before) const {
    const std::vector<std::int64_t>& left = nodes_.ledger().left();
    return std::equal(left.begin(), left.end(), before.begin(),
                      [](std::int64_t now, std::int64_t then) { return now <= then; });
  }

  const Instance& instance_;
  std::vector<double> values_;
  base::Random random_;
  LiveNodes nodes_;
  Ejection ejection_;
  const std::vector<std::uint32_t>& kinds_;
  std::array<double, kMoves> spent_;   // Steps, by kind of move.
  std::array<double, kMoves> gained_;  // Micro-USD per hour.
};

}  // namespace

bool Improve(const Instance& instance, const std::vector<std::uint32_t>& kinds, std::span<const double> values_micro,
             std::int64_t iterations, const Call& call, Packing& packing) {
  Search search(instance, kinds, values_micro, packing);
  if (!search.Run(iterations, call)) return false;
  packing = search.AsPacking();
  return true;
}

}  // namespace spotwright::packing
