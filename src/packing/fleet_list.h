// FleetList: the choices of nodes that could hold all pods, within a range of cost.
#ifndef SPOTWRIGHT_SRC_PACKING_FLEET_LIST_H_
#define SPOTWRIGHT_SRC_PACKING_FLEET_LIST_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/packing/fleet_cuts.h"
#include "src/packing/instance.h"

namespace spotwright::packing {

class FleetList {
 public:
  // `cuts`: at least one that bounds the cost. All prices must be above zero. `surcharged`: interruptions of pods cost
  // something, so that a node replaces only those that are no safer.
  FleetList(const Instance& instance, const std::vector<FleetCut>& cuts, bool surcharged);

  struct Priced {
    std::int64_t cost_micro = 0;
    Fleet fleet;
  };

  // Fleets that cost at least `from` and less than `below`, that the supplies and all cuts allow, cheapest first. Two
  // nodes that one node could replace at no higher price are not both in a fleet. False if there are more than `most`,
  // or the steps, each a look at the number of nodes of one kind, ran out.
  bool List(std::int64_t from_micro, std::int64_t below_micro, std::size_t most, std::int64_t& steps,
            std::vector<Priced>& fleets);

 private:
  void FindReplaceable(bool surcharged);
  bool Choose(std::size_t next, std::int64_t cost);

  const Instance& instance_;
  const std::vector<FleetCut>& cuts_;
  std::vector<std::uint32_t> kinds_;                    // Dearest first.
  std::vector<std::vector<std::uint8_t>> replaceable_;  // By positions of two kinds.
  std::vector<std::vector<double>> best_ratio_;         // By cut and position: most by price from there on.

  // Of one listing.
  std::int64_t from_ = 0;
  std::int64_t below_ = 0;
  std::size_t most_ = 0;
  std::int64_t steps_ = 0;
  std::vector<Priced>* fleets_ = nullptr;
  std::vector<std::int64_t> numbers_;  // By position.
  std::vector<double> held_;           // By cut.
};

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_FLEET_LIST_H_
