// Small packing problems of random shapes: how many are solved to proven optimality.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_SMALL_INSTANCES_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_SMALL_INSTANCES_H_

#include <string>
#include <vector>

#include "benchmarks/packing/cases.h"
#include "benchmarks/packing/runner.h"

namespace spotwright::bench {

// By nodes of the best packing, in steps of ten, for sizes as people write them and for odd ones: share of the problems
// that are proven optimal, mean gap, most seconds. Half of the problems have the whole catalogue, half types of at most
// 4 vCPUs, so that they need more nodes.
void AddSmallInstances(Runner& runner, const std::string& name, const std::vector<InstanceType>& types);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_SMALL_INSTANCES_H_
