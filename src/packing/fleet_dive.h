// FleetDive: a way to put all pods onto a given choice of nodes, led by the linear program over their contents.
#ifndef SPOTWRIGHT_SRC_PACKING_FLEET_DIVE_H_
#define SPOTWRIGHT_SRC_PACKING_FLEET_DIVE_H_

#include <cstdint>
#include <optional>
#include <span>

#include "src/packing/fleet_program.h"
#include "src/packing/instance.h"

namespace spotwright::packing {

// Work limits, all counted.
struct FleetDiveEffort {
  int programs = 150;     // Linear programs.
  int discrepancies = 3;  // So often the program's first choice is not followed.
};

// Settles the contents that the program uses whole, or most; solves it anew for the pods and nodes that are left; and
// turns back where these are proven too few (diving with limited discrepancy search; Sadykov et al. 2019). Null if
// that leads nowhere within the effort, which is no proof. `numbers`: of each node, the hosts once, then the kinds.
// `steps`: of knapsacks; `root`: the program's solution for all of them.
std::optional<Packing> DiveIntoFleet(const Instance& instance, FleetProgram& program,
                                     std::span<const std::int64_t> numbers, const FleetProgram::Solution& root,
                                     const FleetDiveEffort& effort, std::int64_t& steps);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_FLEET_DIVE_H_
