// Zone spread: which zones count, how many pods each may take, and what is to be done when a zone turns out to be full.
#ifndef SPOTWRIGHT_SRC_PACKING_ZONE_SPREAD_H_
#define SPOTWRIGHT_SRC_PACKING_ZONE_SPREAD_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/packing/packer.h"
#include "src/packing/problem.h"

namespace spotwright::packing {

// Pods of a workload that stay where they are, by zone.
std::vector<std::int64_t> RunningByZone(const Problem& problem, std::size_t workload);

// What makes its zone a domain of the workload's spread. As in Kubernetes, a node that the selector and the affinity
// accept does, also when it is full or takes nothing; so does an offer that could be launched for it. A wish makes no
// difference. O(candidates + nodes).
Mask SpreadMask(const Problem& problem, const Workload& workload);

// By zone: whether it is a domain for pods of this size, by such a mask.
std::vector<bool> SpreadDomains(const Problem& problem, const Mask& mask, const Amounts& size);

// The most pods that a zone may then hold: least count over the domains, and max_skew more.
std::int64_t MostInZone(const TopologySpread& spread, const std::vector<bool>& domains,
                        const std::vector<std::int64_t>& counts);

// A zone that could not take its part of a hard spread caps the others too. Where pods of one were left, notes in
// WorkloadState::zone_most what the zone did take; true if the shapes must be built anew for it. O(shapes).
bool NarrowZones(Problem& problem, const Packing& packing);

// Takes pods off the nodes of the fuller zones until every hard spread is kept. Of workloads with zone_most only, whose
// shapes are theirs alone.
void TrimSpreads(const Problem& problem, Packing& packing);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_ZONE_SPREAD_H_
