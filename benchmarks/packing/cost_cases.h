// Packing cases about cost: how far above the bound, and against Karpenter.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_COST_CASES_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_COST_CASES_H_

#include <string>

#include "benchmarks/packing/runner.h"

namespace spotwright::bench {

// In every quality: gap to the best bound proven in any of them, cost over that of Karpenter (with PEERS; else of its
// rule), seconds. Karpenter and the rule stand beside it.
void AddCosts(Runner& runner, const std::string& name, const PackRequest& request);

// Karpenter's own benchmark: pods a second besides, and how many times that is what Karpenter does in this run.
void AddKarpenterUniverse(Runner& runner, const std::string& name, std::int64_t pods);

// How many of `instances` cost more in balanced quality than under Karpenter's rule, or leave more pods out.
void AddRandomInstances(Runner& runner, const std::string& name, int instances);

// Bins above the best of 352 published heuristics, as a mean share over the instances, and the slowest.
void AddVectorInstances(Runner& runner, const std::string& name);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_COST_CASES_H_
