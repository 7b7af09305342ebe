// FleetFill: a way to put all pods onto a given choice of nodes.
#ifndef SPOTWRIGHT_SRC_PACKING_FLEET_FILL_H_
#define SPOTWRIGHT_SRC_PACKING_FLEET_FILL_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "src/packing/fleet_cuts.h"
#include "src/packing/instance.h"

namespace spotwright::packing {

// Fills one node after the other with what is worth most of the pods that are left. Pods that then have no place, and
// those of their size, become worth more, and it begins again (sequential value correction; Belov and Scheithauer
// 2007). Null if no try within the steps places all; that is no proof. `values`: what to begin with, near the duals.
std::optional<Packing> FillFleet(const Instance& instance, const Fleet& fleet, std::vector<double> values,
                                 std::int64_t& steps);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_FLEET_FILL_H_
