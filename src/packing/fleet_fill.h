// FleetFill: a way to put all pods onto a given choice of nodes.
#ifndef SPOTWRIGHT_SRC_PACKING_FLEET_FILL_H_
#define SPOTWRIGHT_SRC_PACKING_FLEET_FILL_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "src/packing/instance.h"

namespace spotwright::packing {

// Fills one node after the other with what is worth most of the pods that are left. Pods that then have no place become
// worth more, and it begins again (sequential value correction; Belov and Scheithauer 2007). Then the best try is
// mended: a few nodes are emptied and filled otherwise, as long as no more is left out by it. Null if no try within the
// steps places all; that is no proof. `numbers`: of each node, the hosts once, then the kinds. `values`: to begin with.
std::optional<Packing> FillFleet(const Instance& instance, std::span<const std::int64_t> numbers,
                                 std::vector<double> values, std::int64_t& steps);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_FLEET_FILL_H_
