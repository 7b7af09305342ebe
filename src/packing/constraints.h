// Constraints beyond one pod and one node: what of them packing knows, and what it must refuse to ignore.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSTRAINTS_H_
#define SPOTWRIGHT_SRC_PACKING_CONSTRAINTS_H_

#include <optional>
#include <string>
#include <vector>

#include "src/packing/problem.h"

namespace spotwright::packing {

// What spread and anti-affinity ask of one workload, when packing can keep it.
struct Neighbourhood {
  std::optional<std::int64_t> max_per_node;
  const TopologySpread* zone_spread = nullptr;  // The strictest over zones; null: none.
  std::vector<std::string> unsupported;         // Constraints in words. If any, nothing of the workload is placed.
};

// Code of the reason for that.
inline constexpr char kConstraintNotSupported[] = "constraint_not_supported";

Neighbourhood NeighbourhoodOf(const Problem& problem, const Workload& workload);

// Indices of the workloads of a request that have an unsupported constraint.
std::vector<std::size_t> NotUnderstood(const PackRequest& request);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_CONSTRAINTS_H_
