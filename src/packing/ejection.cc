#include "src/packing/ejection.h"

#include <algorithm>

namespace spotwright::packing {
namespace {

// Bounds of one step: nodes whose pods may make way, pods looked at on each, and exchanges that follow.
constexpr std::size_t kNodes = 256;
constexpr std::size_t kLoads = 16;
constexpr int kExchanges = 30;

}  // namespace

Ejection::Ejection(const Instance& instance, base::Random& random)
    : random_(random), penalties_(instance.items.size(), 1) {
  std::vector<double> demand(instance.resources, 0);
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    const auto size = instance.SizeOf(j);
    for (std::size_t r = 0; r < size.size(); ++r) {
      demand[r] += static_cast<double>(size[r]) * static_cast<double>(instance.items[j].count);
    }
  }
  for (std::size_t j = 0; j < instance.items.size(); ++j) {
    const auto size = instance.SizeOf(j);
    double sum = 0;
    for (std::size_t r = 0; r < size.size(); ++r) {
      if (demand[r] > 0) sum += static_cast<double>(size[r]) / demand[r];
    }
    extent_.push_back(sum);
  }
}

void Ejection::Put(LiveNodes& nodes, std::size_t node, std::uint32_t item, std::int64_t count) {
  nodes.Add(node, item, count);
  journal_.push_back({node, item, count});
}

void Ejection::Undo(LiveNodes& nodes) {
  for (auto change = journal_.rbegin(); change != journal_.rend(); ++change) {
    nodes.Add(change->node, change->item, -change->count);
  }
  journal_.clear();
}

std::vector<std::size_t> Ejection::Touched() const {
  std::vector<std::size_t> touched;
  for (const Change& change : journal_) touched.push_back(change.node);
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  return touched;
}

bool Ejection::Place(LiveNodes& nodes, std::vector<std::uint32_t> pool, std::int64_t& steps) {
  journal_.clear();
  std::sort(pool.begin(), pool.end(), [&](std::uint32_t a, std::uint32_t b) {
    return extent_[a] != extent_[b] ? extent_[a] < extent_[b] : a < b;
  });
  while (!pool.empty()) {
    if (steps <= 0) {
      Undo(nodes);
      return false;
    }
    --steps;
    const std::uint32_t item = pool.back();
    if (Insert(nodes, item)) {
      pool.pop_back();
      continue;
    }
    ++penalties_[item];
    Move move;
    if (FindMove(nodes, item, move)) {
      pool.pop_back();
      for (std::size_t i = 0; i < move.count; ++i) Put(nodes, move.node, move.gone[i], -1);
      Put(nodes, move.node, item, 1);
      pool.insert(pool.end(), move.gone, move.gone + move.count);
    }
    Shake(nodes);
  }
  return true;
}

// Where it fits, from a random node on.
bool Ejection::Insert(LiveNodes& nodes, std::uint32_t item) {
  const std::size_t start = random_.Below(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const std::size_t n = start + i < nodes.size() ? start + i : start + i - nodes.size();
    if (!nodes.Fits(n, item)) continue;
    Put(nodes, n, item, 1);
    return true;
  }
  return false;
}

// Of one or two pods that would make way, those with the least penalties, less than the item's own; then the smallest.
bool Ejection::FindMove(LiveNodes& nodes, std::uint32_t item, Move& best) {
  std::int64_t least = penalties_[item];
  double least_extent = 0;
  const auto is_better = [&](std::int64_t penalty, double extent) {
    return penalty < least || (penalty == least && extent < least_extent);
  };
  const std::size_t start = random_.Below(nodes.size());
  for (std::size_t i = 0; i < std::min(kNodes, nodes.size()); ++i) {
    const std::size_t n = start + i < nodes.size() ? start + i : start + i - nodes.size();
    const auto& loads = nodes[n].contents.loads();
    const std::size_t begin = loads.size() > kLoads ? random_.Below(loads.size() - kLoads + 1) : 0;
    const std::size_t end = std::min(loads.size(), begin + kLoads);
    for (std::size_t a = begin; a < end; ++a) {
      const Load first = loads[a];
      const std::int64_t penalty = penalties_[first.item];
      if (penalty > least) continue;
      const std::uint32_t one[1] = {first.item};
      if (is_better(penalty, extent_[first.item]) && nodes.FitsWithout(n, item, one)) {
        best = {n, {first.item}, 1};
        least = penalty;
        least_extent = extent_[first.item];
        continue;
      }
      for (std::size_t b = a; b < end; ++b) {
        const std::uint32_t second = loads[b].item;
        if (a == b && first.count < 2) continue;
        const double extent = extent_[first.item] + extent_[second];
        const std::uint32_t two[2] = {first.item, second};
        if (!is_better(penalty + penalties_[second], extent) || !nodes.FitsWithout(n, item, two)) continue;
        best = {n, {first.item, second}, 2};
        least = penalty + penalties_[second];
        least_extent = extent;
      }
    }
  }
  return best.count > 0;
}

// Random exchanges of pods between nodes, where both fit: the next search finds other gaps.
void Ejection::Shake(LiveNodes& nodes) {
  for (int i = 0; i < kExchanges; ++i) {
    const std::size_t a = random_.Below(nodes.size());
    const std::size_t b = random_.Below(nodes.size());
    if (a == b || nodes[a].contents.empty() || nodes[b].contents.empty()) continue;
    const auto& loads_a = nodes[a].contents.loads();
    const auto& loads_b = nodes[b].contents.loads();
    const std::uint32_t x = loads_a[random_.Below(loads_a.size())].item;
    const std::uint32_t y = loads_b[random_.Below(loads_b.size())].item;
    const std::uint32_t out_a[1] = {x};
    const std::uint32_t out_b[1] = {y};
    if (x == y || !nodes.FitsWithout(a, y, out_a) || !nodes.FitsWithout(b, x, out_b)) continue;
    Put(nodes, a, x, -1);
    Put(nodes, b, y, -1);
    Put(nodes, a, y, 1);
    Put(nodes, b, x, 1);
  }
}

}  // namespace spotwright::packing
