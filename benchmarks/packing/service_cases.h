// Packing cases about serving well: interruptions, memory, and pods that come to a running cluster.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_SERVICE_CASES_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_SERVICE_CASES_H_

#include <string>
#include <vector>

#include "benchmarks/packing/cases.h"
#include "benchmarks/packing/runner.h"

namespace spotwright::bench {

// Half of the workloads are protected: how often a pool, a zone or a node holds more of one than its limit allows, and
// what the protection costs.
void AddBlastRadius(Runner& runner, const std::string& name, const std::vector<InstanceType>& types,
                    const std::vector<PodClass>& classes);

// Peak memory of packing 100,000 pods in 500 shapes. To be run first: a child process begins with the memory of this.
void AddPeakMemory(Runner& runner, const std::string& name, const std::vector<InstanceType>& types);

// 100 pods come to 1,000 nodes that are nearly full.
void AddIncrement(Runner& runner, const std::string& name, const std::vector<InstanceType>& types);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_SERVICE_CASES_H_
