#include "src/packing/alike.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace spotwright::packing {
namespace {

bool Precedes(const PackedNodes& a, const PackedNodes& b) {
  if (a.existing != b.existing) return a.existing;
  if (a.index != b.index) return a.index < b.index;
  return std::lexicographical_compare(
      a.content.begin(), a.content.end(), b.content.begin(), b.content.end(),
      [](const Load& x, const Load& y) { return std::pair(x.item, x.count) < std::pair(y.item, y.count); });
}

}  // namespace

void MergeAlike(Packing& packing) {
  std::vector<PackedNodes>& nodes = packing.nodes;
  std::erase_if(nodes, [](const PackedNodes& node) { return node.content.empty() || node.times == 0; });
  for (PackedNodes& node : nodes) {
    std::sort(node.content.begin(), node.content.end(), [](const Load& x, const Load& y) { return x.item < y.item; });
  }
  std::sort(nodes.begin(), nodes.end(), Precedes);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (kept > 0 && !nodes[i].existing && !nodes[kept - 1].existing && nodes[kept - 1].index == nodes[i].index &&
        nodes[kept - 1].content == nodes[i].content) {
      nodes[kept - 1].times += nodes[i].times;
    } else {
      if (kept != i) nodes[kept] = std::move(nodes[i]);
      ++kept;
    }
  }
  nodes.resize(kept);
}

}  // namespace spotwright::packing
