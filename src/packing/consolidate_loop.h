// Loop: takes what pays from the cluster until nothing more does.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_LOOP_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_LOOP_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "src/packing/consolidate_split.h"

namespace spotwright::packing::consolidation {

// The way from a cluster to a better one.
struct Journey {
  Trial arrangement;                             // All changes together, over the cluster at first.
  std::vector<Change> changes;                   // The best first; each stands on its own.
  Cluster after;                                 // The cluster after all of them.
  std::map<std::string, std::int64_t> refusing;  // Budgets of nodes that kept more from going, with what they allow.
  bool near_enough = false;                      // It stopped within stop_at_gap of the bound.
};

// Searches again after each find, in the cluster as it then is, so that the same question asked of the last one finds
// nothing. `bound_micro`: no cluster that keeps the untouchable nodes costs less. Launches that were decided on may be
// decided against again.
Result<Journey> Travel(const Cluster& at_first, std::int64_t bound_micro, const Call& call);

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_LOOP_H_
