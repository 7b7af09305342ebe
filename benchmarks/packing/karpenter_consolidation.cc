#include "benchmarks/packing/karpenter_consolidation.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace spotwright::bench {
namespace {

class Cluster {
 public:
  Cluster(const KarpenterRule& rule, std::vector<RuleNode> nodes) : rule_(rule), nodes_(std::move(nodes)) {}

  // Whether anything was done.
  bool Step() {
    if (std::erase_if(nodes_, [](const RuleNode& node) { return node.pods.empty(); }) > 0) return true;
    // What a node saves for each pod that moves, and one for the node itself.
    std::stable_sort(nodes_.begin(), nodes_.end(), [this](const RuleNode& a, const RuleNode& b) {
      return Price(a) * (1 + std::ssize(b.pods)) > Price(b) * (1 + std::ssize(a.pods));
    });
    return RemovePrefix() || RemoveOne();
  }

  Consolidated Finish() const {
    Consolidated result{0, moves_};
    for (const RuleNode& node : nodes_) result.cost_micro_usd += Price(node);
    return result;
  }

 private:
  std::int64_t Price(const RuleNode& node) const { return rule_.PriceMicroUsd(node.offers.front()); }

  bool RemovePrefix() {
    constexpr std::size_t kMostAtOnce = 100;
    std::optional<std::vector<RuleNode>> best;
    std::size_t removed = 0;
    std::size_t low = 2;
    std::size_t high = std::min(kMostAtOnce, nodes_.size());
    while (low <= high) {
      const std::size_t length = (low + high) / 2;
      if (auto after = Without(0, length)) {
        best = std::move(after);
        removed = length;
        low = length + 1;
      } else {
        high = length - 1;
      }
    }
    return best && Apply(0, removed, std::move(*best));
  }

  bool RemoveOne() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (auto after = Without(i, 1)) return Apply(i, 1, std::move(*after));
    }
    return false;
  }

  bool Apply(std::size_t first, std::size_t count, std::vector<RuleNode> after) {
    for (std::size_t i = first; i < first + count; ++i) moves_ += std::ssize(nodes_[i].pods);
    nodes_ = std::move(after);
    return true;
  }

  // The cluster without these nodes, if their pods fit elsewhere with at most one new node that costs less.
  std::optional<std::vector<RuleNode>> Without(std::size_t first, std::size_t count) const {
    std::vector<RuleNode> rest;
    std::vector<std::size_t> pods;
    std::int64_t saved = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (i < first || i >= first + count) {
        rest.push_back(nodes_[i]);
      } else {
        pods.insert(pods.end(), nodes_[i].pods.begin(), nodes_[i].pods.end());
        saved += Price(nodes_[i]);
      }
    }
    KarpenterRule::Outcome outcome = rule_.Place(std::move(pods), std::move(rest));
    const std::size_t launched = outcome.nodes.size() - outcome.running;
    if (!outcome.unplaced.empty() || launched > 1) return std::nullopt;
    if (launched == 1) {
      RuleNode& fresh = outcome.nodes.back();
      const std::int64_t most = MostWorthPaying(first, count, fresh, saved);
      fresh.offers = {rule_.CheapestOf(fresh)};
      if (Price(fresh) >= most) return std::nullopt;
    }
    return std::move(outcome.nodes);
  }

  // A replacement must cost less than all that goes. Where it may be of an offer that goes, it must cost less than the
  // cheapest node of that offer: else keeping that node would do.
  std::int64_t MostWorthPaying(std::size_t first, std::size_t count, const RuleNode& fresh, std::int64_t saved) const {
    for (std::size_t i = first; i < first + count; ++i) {
      const std::size_t offer = nodes_[i].offers.front();
      if (std::find(fresh.offers.begin(), fresh.offers.end(), offer) != fresh.offers.end()) {
        saved = std::min(saved, rule_.PriceMicroUsd(offer));
      }
    }
    return saved;
  }

  const KarpenterRule& rule_;
  std::vector<RuleNode> nodes_;
  std::int64_t moves_ = 0;
};

}  // namespace

Consolidated ConsolidateLikeKarpenter(const KarpenterRule& rule, std::vector<RuleNode> nodes) {
  Cluster cluster(rule, std::move(nodes));
  while (cluster.Step()) {
  }
  return cluster.Finish();
}

}  // namespace spotwright::bench
