// Fleets: rules out every cheaper choice of nodes, one after the other.
#ifndef SPOTWRIGHT_SRC_PACKING_FLEETS_H_
#define SPOTWRIGHT_SRC_PACKING_FLEETS_H_

#include <cstdint>
#include <optional>
#include <span>

#include "spotwright/result.h"
#include "src/packing/fleet_dive.h"
#include "src/packing/instance.h"
#include "src/packing/pattern_cover.h"

namespace spotwright::packing {

struct FleetEffort {
  std::size_t most_fleets = 20'000;     // In one range of cost.
  std::int64_t list_steps = 2'000'000;  // In all ranges.
  std::int64_t cut_steps = 16'000'000;  // Of knapsacks.
  std::int64_t fill_steps = 6'000'000;
  FleetDiveEffort dive;                 // For one fleet...
  std::int64_t dive_steps = 4'000'000;  // ...and of knapsacks in all of them.
  CoverEffort cover;                    // For one fleet.
  int covers = 10;                      // So many fleets that no cut rules out.
};

// Whether every kind costs something, so that a cost allows only so many nodes.
bool IsPriced(const Instance& instance);

// Whether what an hour costs depends on which pods are on which nodes, too.
bool HasSurcharges(const Instance& instance);

// A bound on the cost of all pods, no lower than `bound_micro`; `packing`, which holds all pods, is replaced by a
// cheaper one if there is one among the fleets looked at. It is the cheapest if the bound reaches its cost. Null when
// cancelled. Needs IsPriced.
//
// The configuration program is far from the best packing where nodes are few: it buys them in fractions. Choices of
// whole nodes within the gap are few, as nodes that one other could replace need not be looked at. Each is ruled out by
// values of the pods at which its nodes hold too little (Benders' cuts), or by trying all ways to fill it. With
// surcharges, a fleet costs at least what its nodes do and each pod on the safest of them: one that is filled at a
// higher cost is the end of what is proven.
std::optional<std::int64_t> RuleOutFleets(const Instance& instance, std::span<const double> values_micro,
                                          std::int64_t bound_micro, FleetEffort effort, const Call& call,
                                          Packing& packing);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_FLEETS_H_
