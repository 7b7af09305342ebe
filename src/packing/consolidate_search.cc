#include "src/packing/consolidate_search.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "src/model/offers.h"
#include "src/packing/consolidate_allowance.h"

namespace spotwright::packing::consolidation {
namespace {

// Sizes of sets that are tried grow by a third each time.
constexpr std::size_t kGrowth = 3;

// Around the best of them, this often the middle of the gap to the next is tried on both sides.
constexpr int kRefinements = 3;

// If no large set pays: so many of the most wasteful nodes are tried alone, and so many in pairs.
constexpr std::size_t kSingles = 24;
constexpr std::size_t kPairs = 6;

// Of sets that pay at least this share of the most, the one that moves the fewest pods is chosen.
constexpr double kEnough = 0.9;

// With no more nodes than this every set is packed as the policy asks.
constexpr std::size_t kSmall = 24;

class Search {
 public:
  Search(const Cluster& at_first, const Cluster& cluster, const std::set<std::string>& stays, const PayRule& rule,
         std::int64_t bound_micro, const Call& call)
      : at_first_(at_first),
        cluster_(cluster),
        stays_(stays),
        call_(call),
        rule_(rule),
        most_savings_micro_(CostOf(cluster).TotalMicro() - bound_micro),
        simulator_(at_first, cluster, rule) {}

  Result<Found> Run(const std::vector<double>& pod_value_micro, bool thorough) {
    Order(pod_value_micro);
    Allowance allowance(at_first_, cluster_);
    for (const std::size_t n : order_) {
      if (allowance.Take(cluster_.nodes[n])) eligible_.push_back(n);
    }
    if (auto error = TryGrowing()) return *error;
    if (paying_.empty() && thorough) {
      if (auto error = TryFew()) return *error;
    }
    Found found;
    found.refusing = allowance.refusing();
    if (paying_.empty()) return found;
    if (auto error = Settle(Choose(), SketchQuality(), found.best)) return *error;
    if (auto error = Settle(WithoutStandIns(*found.best), SketchQuality(), found.best)) return *error;
    if (auto error = Settle(found.best->gone, cluster_.request->policy.pack.quality, found.best)) return *error;
    return found;
  }

 private:
  struct Paying {
    double payoff = 0;
    std::int64_t pods_moved = 0;
    std::vector<std::size_t> gone;
  };
  using MaybeError = std::optional<Error>;

  // The most wasteful first. Nodes that cost nothing cannot be saved.
  void Order(const std::vector<double>& pod_value_micro) {
    std::vector<std::tuple<double, std::int64_t, std::size_t>> keys;
    for (std::size_t n = 0; n < cluster_.nodes.size(); ++n) {
      const ClusterNode& node = cluster_.nodes[n];
      const std::int64_t cost = node.price_micro + InterruptionMicro(cluster_, node);
      if (cost <= 0 || stays_.count(node.node.name) > 0) continue;
      double worth = 0;
      for (const auto& [key, count] : node.pods) worth += pod_value_micro[key.first] * static_cast<double>(count);
      keys.emplace_back(worth / static_cast<double>(cost), CountPods(node), n);
    }
    std::sort(keys.begin(), keys.end());
    for (const auto& [worth, pods, n] : keys) order_.push_back(n);
  }

  bool MayTryMore() const { return simulator_.trials() < cluster_.request->policy.max_trials; }

  MaybeError Try(std::vector<std::size_t> set) {
    std::sort(set.begin(), set.end());
    if (set.empty() || !MayTryMore() || !tried_.insert(set).second) return std::nullopt;
    Result<std::optional<Trial>> trial = simulator_.Try(std::move(set), SketchQuality(), call_);
    if (!trial.ok()) return trial.error();
    if (!*trial || (*trial)->payoff <= 0) return std::nullopt;
    paying_.push_back({(*trial)->payoff, (*trial)->weight.pods_moved, std::move((*trial)->gone)});
    return std::nullopt;
  }

  // What pays most is often had, but for a little, with far fewer moves. What is left then has to pay by itself.
  std::vector<std::size_t> Choose() const {
    double most = 0;
    for (const Paying& set : paying_) most = std::max(most, set.payoff);
    const Paying* chosen = nullptr;
    for (const Paying& set : paying_) {
      if (set.payoff < kEnough * most) continue;
      const auto rank = [](const Paying& p) { return std::tuple(p.pods_moved, -p.payoff, p.gone); };
      if (chosen == nullptr || rank(set) < rank(*chosen)) chosen = &set;
    }
    return chosen->gone;
  }

  // Whether taking the first `count` away could pay even if the bound were reached.
  bool CouldPay(std::size_t count) const {
    Weight weight;
    weight.savings = most_savings_micro_;
    for (std::size_t i = 0; i < count; ++i) weight.gone += cluster_.nodes[eligible_[i]].price_micro;
    return Payoff(weight, rule_) > 0;
  }

  // The first `count` that may go.
  MaybeError TryFirst(std::size_t count) {
    const auto end = eligible_.begin() + static_cast<std::ptrdiff_t>(std::min(count, eligible_.size()));
    return Try(std::vector<std::size_t>(eligible_.begin(), end));
  }

  std::size_t BestSize() const {
    const auto best = std::max_element(paying_.begin(), paying_.end(),
                                       [](const Paying& a, const Paying& b) { return a.payoff < b.payoff; });
    return best->gone.size();
  }

  MaybeError TryGrowing() {
    std::vector<std::size_t> sizes;
    for (std::size_t size = 1; size < eligible_.size(); size += 1 + size / kGrowth) sizes.push_back(size);
    sizes.push_back(eligible_.size());
    for (const std::size_t size : sizes) {
      if (!CouldPay(size)) break;
      if (auto error = TryFirst(size)) return error;
    }
    if (paying_.empty()) return std::nullopt;
    const auto at = std::lower_bound(sizes.begin(), sizes.end(), BestSize());
    std::size_t below = at == sizes.begin() ? 0 : *std::prev(at);
    std::size_t above = std::next(at) == sizes.end() ? *at : *std::next(at);
    for (int step = 0; step < kRefinements; ++step) {
      const std::size_t size = BestSize();
      const std::size_t left = (below + size) / 2;
      const std::size_t right = (size + above + 1) / 2;
      if (auto error = TryFirst(left)) return error;
      if (auto error = TryFirst(right)) return error;
      const std::size_t now = BestSize();
      if (now != left) below = std::max(below, now == size ? left : size);
      if (now != right) above = std::min(above, now == size ? right : size);
    }
    return std::nullopt;
  }

  bool MayGo(const std::vector<std::size_t>& set) const {
    Allowance allowance(at_first_, cluster_);
    return std::all_of(set.begin(), set.end(), [&](std::size_t n) { return allowance.Take(cluster_.nodes[n]); });
  }

  MaybeError TryFew() {
    for (std::size_t i = 0; i < std::min(kSingles, order_.size()); ++i) {
      if (!MayGo({order_[i]})) continue;
      if (auto error = Try({order_[i]})) return error;
    }
    for (std::size_t i = 0; i < std::min(kPairs, order_.size()); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (!MayGo({order_[j], order_[i]})) continue;
        if (auto error = Try({order_[j], order_[i]})) return error;
      }
    }
    return std::nullopt;
  }

  // Many sets are tried and one is taken: in large clusters only that one is packed with care.
  PackQuality SketchQuality() const {
    return cluster_.nodes.size() <= kSmall ? cluster_.request->policy.pack.quality : PackQuality::kFast;
  }

  // Packs a set that was chosen, and takes it if it pays no less than `best`.
  MaybeError Settle(std::vector<std::size_t> set, PackQuality quality, std::optional<Trial>& best) {
    if (best && set == best->gone && quality == SketchQuality()) return std::nullopt;
    Result<std::optional<Trial>> trial = simulator_.Try(std::move(set), quality, call_);
    if (!trial.ok()) return trial.error();
    if (*trial && (!best || (*trial)->payoff >= best->payoff)) best = std::move(*trial);
    return std::nullopt;
  }

  // A launch of the same pool and group as a node that goes: that node could have stayed.
  std::vector<std::size_t> WithoutStandIns(const Trial& trial) const {
    std::map<std::pair<Pool, std::string>, std::int64_t> launched;
    for (const PackedNode& node : trial.nodes) {
      if (!node.existing) ++launched[{node.pool, node.group}];
    }
    std::vector<std::size_t> gone;
    for (auto n = order_.rbegin(); n != order_.rend(); ++n) {  // Those with the most on them first.
      if (!std::binary_search(trial.gone.begin(), trial.gone.end(), *n)) continue;
      const Node& node = cluster_.nodes[*n].node;
      const std::string group = cluster_.request->groups.empty() ? std::string() : node.group;
      const auto same = launched.find({model::PoolOf(node), group});
      if (same != launched.end() && same->second > 0) {
        --same->second;
      } else {
        gone.push_back(*n);
      }
    }
    std::sort(gone.begin(), gone.end());
    return gone.empty() ? trial.gone : gone;
  }

  const Cluster& at_first_;
  const Cluster& cluster_;
  const std::set<std::string>& stays_;
  const Call& call_;
  PayRule rule_;
  std::int64_t most_savings_micro_;
  Simulator simulator_;
  std::vector<std::size_t> order_;     // Indices of Cluster::nodes.
  std::vector<std::size_t> eligible_;  // Of these, those that may all go together.
  std::set<std::vector<std::size_t>> tried_;
  std::vector<Paying> paying_;
};

}  // namespace

Result<Found> BestSet(const Cluster& at_first, const Cluster& cluster, const std::set<std::string>& stays,
                      const std::vector<double>& pod_value_micro, const PayRule& rule, std::int64_t bound_micro,
                      bool thorough, const Call& call) {
  return Search(at_first, cluster, stays, rule, bound_micro, call).Run(pod_value_micro, thorough);
}

}  // namespace spotwright::packing::consolidation
