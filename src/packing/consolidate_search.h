// Search: which set of nodes pays most to take away.
#ifndef SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_SEARCH_H_
#define SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_SEARCH_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "src/packing/consolidate_trial.h"

namespace spotwright::packing::consolidation {

struct Found {
  std::optional<Trial> best;                     // Null when nothing pays.
  std::map<std::string, std::int64_t> refusing;  // Budgets of nodes that bind, by scope, with what they allow.
};

// Tries sets of nodes that are not among `stays`, in the order of what they cost beyond the worth of their pods at
// shadow prices: first the most wasteful ones in growing numbers, then, if none pays and the search is to be thorough,
// single nodes and pairs. At most max_trials packings. `pod_value_micro` is by workload; `bound_micro`: no better
// cluster costs less.
Result<Found> BestSet(const Cluster& at_first, const Cluster& cluster, const std::set<std::string>& stays,
                      const std::vector<double>& pod_value_micro, const PayRule& rule, std::int64_t bound_micro,
                      bool thorough, const Call& call);

}  // namespace spotwright::packing::consolidation

#endif  // SPOTWRIGHT_SRC_PACKING_CONSOLIDATE_SEARCH_H_
