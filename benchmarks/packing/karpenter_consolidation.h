// Karpenter's consolidation, written for the benchmark alone: what the same cluster costs where it is left to that
// rule.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_KARPENTER_CONSOLIDATION_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_KARPENTER_CONSOLIDATION_H_

#include <cstdint>
#include <vector>

#include "benchmarks/packing/karpenter_rule.h"

namespace spotwright::bench {

struct Consolidated {
  std::int64_t cost_micro_usd = 0;
  std::int64_t moves = 0;  // Evictions: a pod that is moved twice counts twice.
};

// Until it finds nothing more (Karpenter v1.14: disruption/{emptiness,multinodeconsolidation,singlenodeconsolidation,
// consolidation}.go; no budgets, no time-outs): empty nodes go; else the longest prefix, by binary search, of the at
// most 100 nodes dearest for their disruption that can go at once for at most one new, cheaper node; else the first
// single node of which that is true. All pods cost the same to evict.
Consolidated ConsolidateLikeKarpenter(const KarpenterRule& rule, std::vector<RuleNode> nodes);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_KARPENTER_CONSOLIDATION_H_
