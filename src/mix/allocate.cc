#include "src/mix/allocate.h"

#include <algorithm>
#include <numeric>

#include "src/base/ceil_div.h"

namespace spotwright::mix {
namespace {

// Instances that a vessel takes when all are filled to a level, in units.
std::int64_t TakenAt(std::int64_t level, const Vessel& vessel) {
  return std::clamp<std::int64_t>(level / vessel.weight - vessel.held, 0, vessel.room);
}

// The vessels that still rise, and what all have taken.
class EvenFill {
 public:
  EvenFill(std::span<const Vessel> vessels, std::int64_t units, Usage& usage)
      : vessels_(vessels), units_(units), before_(usage), usage_(usage), taken_(vessels.size(), 0) {
    for (std::size_t i = 0; i < vessels.size(); ++i) {
      if (vessels[i].room > 0) open_.push_back(i);
    }
  }

  std::vector<std::int64_t> Run() {
    while (!open_.empty() && Units() < units_) {
      Raise();
      TopUp();
    }
    return taken_;
  }

 private:
  std::int64_t Units() const {
    std::int64_t units = 0;
    for (std::size_t i = 0; i < vessels_.size(); ++i) units += taken_[i] * vessels_[i].weight;
    return units;
  }

  std::int64_t Height(std::size_t i) const { return (vessels_[i].held + taken_[i]) * vessels_[i].weight; }

  void Take(std::size_t i, std::int64_t instances) {
    taken_[i] = instances;
    usage_.Set(vessels_[i].pool, vessels_[i].held + instances);
  }

  void FillTo(std::int64_t level, const std::vector<std::int64_t>& floor) {
    for (const std::size_t i : open_) Take(i, std::max(floor[i], TakenAt(level, vessels_[i])));
  }

  // To the highest level that the units and the ceilings allow, by bisection, since units are up to a billion while
  // pools are few.
  void Raise() {
    const std::vector<std::int64_t> floor = taken_;
    std::int64_t too_high = 1;
    for (const std::size_t i : open_) {
      too_high = std::max(too_high, (vessels_[i].held + vessels_[i].room + 1) * vessels_[i].weight);
    }
    std::int64_t level = 0;
    while (too_high - level > 1) {
      const std::int64_t middle = level + (too_high - level) / 2;
      FillTo(middle, floor);
      (Units() <= units_ && usage_.IsWithinOr(before_) ? level : too_high) = middle;
    }
    FillTo(level, floor);
  }

  // One instance each, lowest first, until the units are there or a ceiling stops one, which is then left out.
  void TopUp() {
    std::int64_t units = Units();
    while (units < units_ && !open_.empty()) {
      const auto lowest = std::min_element(open_.begin(), open_.end(),
                                           [&](std::size_t a, std::size_t b) { return Height(a) < Height(b); });
      const std::size_t i = *lowest;
      const Vessel& vessel = vessels_[i];
      const bool is_full = taken_[i] == vessel.room;
      if (is_full || vessel.held + taken_[i] >= usage_.Most(vessel.pool)) {
        open_.erase(lowest);
        if (!is_full) return;
        continue;
      }
      Take(i, taken_[i] + 1);
      units += vessel.weight;
    }
  }

  std::span<const Vessel> vessels_;
  std::int64_t units_;
  Usage before_;
  Usage& usage_;
  std::vector<std::int64_t> taken_;
  std::vector<std::size_t> open_;
};

}  // namespace

std::vector<std::int64_t> FillInOrder(std::span<const Vessel> vessels, std::int64_t units, Usage& usage) {
  std::vector<std::int64_t> taken;
  taken.reserve(vessels.size());
  for (const Vessel& vessel : vessels) {
    const std::int64_t wanted = base::CeilDiv(std::max<std::int64_t>(0, units), vessel.weight);
    const std::int64_t allowed = std::max<std::int64_t>(0, usage.Most(vessel.pool) - vessel.held);
    taken.push_back(std::min({wanted, vessel.room, allowed}));
    if (taken.back() > 0) usage.Set(vessel.pool, vessel.held + taken.back());
    units -= taken.back() * vessel.weight;
  }
  return taken;
}

std::vector<std::int64_t> FillEvenly(std::span<const Vessel> vessels, std::int64_t units, Usage& usage) {
  return EvenFill(vessels, units, usage).Run();
}

}  // namespace spotwright::mix
