// Pod classes: workloads whose pods are interchangeable for packing.
#ifndef SPOTWRIGHT_SRC_PACKING_POD_CLASSES_H_
#define SPOTWRIGHT_SRC_PACKING_POD_CLASSES_H_

#include "src/packing/problem.h"

namespace spotwright::packing {

// Whether pods of the two are alike in all that the placement of one pod depends on: everything but the name, the
// number of replicas, and how many of them may be on spot.
bool AreAlike(const Workload& a, const Workload& b);

// The limits of a workload with the policy's in place of those it does not state.
BlastRadius BlastRadiusOf(const Problem& problem, const Workload& workload);

// The most replicas that a share allows: floor(share x replicas), at least 1.
std::int64_t LargestPart(std::int64_t replicas, double share);

// Fills Problem::classes and Problem::sizes from the workloads with pending replicas. A workload with a blast radius
// is a class of its own. Expected O(size of the workloads).
void MakeClasses(Problem& problem);

// The size of one replica.
Amounts SizeOf(const Problem& problem, const Workload& workload);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_POD_CLASSES_H_
