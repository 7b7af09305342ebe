#include "src/mix/allocate.h"

#include <algorithm>

namespace spotwright::mix {
namespace {

std::vector<std::int64_t> FillInOrder(std::span<const Vessel> vessels, std::int64_t units) {
  std::vector<std::int64_t> taken;
  taken.reserve(vessels.size());
  for (const Vessel& vessel : vessels) {
    taken.push_back(std::min(vessel.room, units));
    units -= taken.back();
  }
  return taken;
}

// What a vessel takes when all are filled to one level.
std::int64_t TakenAt(std::int64_t level, const Vessel& vessel) {
  return std::clamp<std::int64_t>(level - vessel.held, 0, vessel.room);
}

std::int64_t TakenAt(std::int64_t level, std::span<const Vessel> vessels) {
  std::int64_t taken = 0;
  for (const Vessel& vessel : vessels) taken += TakenAt(level, vessel);
  return taken;
}

// The water level is found by bisection, since units are up to a billion while pools are few.
std::vector<std::int64_t> FillEvenly(std::span<const Vessel> vessels, std::int64_t units) {
  std::int64_t level = 0;  // The highest level for which the units suffice.
  std::int64_t too_high = 1;
  for (const Vessel& vessel : vessels) too_high = std::max(too_high, vessel.held + vessel.room + 1);
  while (too_high - level > 1) {
    const std::int64_t middle = level + (too_high - level) / 2;
    (TakenAt(middle, vessels) <= units ? level : too_high) = middle;
  }
  std::int64_t rest = units - TakenAt(level, vessels);
  std::vector<std::int64_t> taken;
  taken.reserve(vessels.size());
  for (const Vessel& vessel : vessels) {
    taken.push_back(TakenAt(level, vessel));
    if (rest > 0 && TakenAt(level + 1, vessel) > taken.back()) {
      ++taken.back();
      --rest;
    }
  }
  return taken;
}

}  // namespace

std::int64_t TotalRoom(std::span<const Vessel> vessels) {
  std::int64_t room = 0;
  for (const Vessel& vessel : vessels) room += vessel.room;
  return room;
}

std::vector<std::int64_t> Allocate(MixAllocation allocation, std::span<const Vessel> vessels, std::int64_t units) {
  return allocation == MixAllocation::kDiversified ? FillEvenly(vessels, units) : FillInOrder(vessels, units);
}

}  // namespace spotwright::mix
