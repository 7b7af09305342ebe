#include "src/zones/water_fill.h"

#include <algorithm>

namespace spotwright::zones {
namespace {

// Moves units one by one at the top of a heap. `later(a, b)`: a comes after b; `open(basin)`: it can still move a unit.
template <typename Later, typename Open>
std::int64_t MoveUnits(std::vector<Basin>& basins, std::int64_t units, std::int64_t step, Later later, Open open) {
  std::vector<Basin*> heap;
  heap.reserve(basins.size());
  for (Basin& basin : basins) {
    if (open(basin)) heap.push_back(&basin);
  }
  std::make_heap(heap.begin(), heap.end(), later);
  std::int64_t moved = 0;
  while (moved < units && !heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), later);
    heap.back()->units += step;
    ++moved;
    if (open(*heap.back())) {
      std::push_heap(heap.begin(), heap.end(), later);
    } else {
      heap.pop_back();
    }
  }
  return moved;
}

}  // namespace

std::int64_t AddUnits(std::vector<Basin>& basins, std::int64_t units, bool empty_first) {
  const auto later = [empty_first](const Basin* a, const Basin* b) {
    if (empty_first && (a->units == 0) != (b->units == 0)) return b->units == 0;
    const std::int64_t left = (a->units + 1) * b->weight_millionths;
    const std::int64_t right = (b->units + 1) * a->weight_millionths;
    return left != right ? left > right : a->name > b->name;
  };
  return MoveUnits(basins, units, 1, later, [](const Basin& basin) { return basin.units < basin.most_units; });
}

std::int64_t RemoveUnits(std::vector<Basin>& basins, std::int64_t units) {
  const auto later = [](const Basin* a, const Basin* b) {
    const std::int64_t left = a->units * b->weight_millionths;
    const std::int64_t right = b->units * a->weight_millionths;
    return left != right ? left < right : a->name < b->name;
  };
  return MoveUnits(basins, units, -1, later, [](const Basin& basin) { return basin.units > basin.least_units; });
}

double Load(const Basin& basin) {
  return static_cast<double>(basin.units) * 1e6 / static_cast<double>(basin.weight_millionths);
}

}  // namespace spotwright::zones
