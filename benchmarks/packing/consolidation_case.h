// The packing case about consolidation: a cluster that has lost pods.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_CONSOLIDATION_CASE_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_CONSOLIDATION_CASE_H_

#include <string>
#include <vector>

#include "benchmarks/packing/cases.h"
#include "benchmarks/packing/runner.h"

namespace spotwright::bench {

// A packing of the classes loses 40 % of its pods at random. After consolidation: its cost over that of a fresh packing
// of what is left, and the share of the pods left that were moved; the same by Karpenter's rule. All nodes may be
// disrupted at once. No workload is left with a single pod where it had more: a sole replica is never moved, and which
// nodes could go would be decided by that alone.
void AddConsolidation(Runner& runner, const std::string& name, const std::vector<InstanceType>& types,
                      const std::vector<PodClass>& classes);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_CONSOLIDATION_CASE_H_
