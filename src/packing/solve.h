// Solve: an instance to a packing with a proven bound, in one of three qualities.
#ifndef SPOTWRIGHT_SRC_PACKING_SOLVE_H_
#define SPOTWRIGHT_SRC_PACKING_SOLVE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/pack.h"
#include "spotwright/result.h"
#include "src/packing/instance.h"

namespace spotwright::packing {

struct Effort {
  PackQuality quality = PackQuality::kBalanced;
  std::int64_t max_iterations = 2000;  // Of improvement; 0: construction alone.
  bool bound_alone = false;            // The packing does not matter.
};

// What every quality begins with: kept, it need not be made again for a better one.
struct Construction {
  Packing packing;
  std::int64_t bound_micro = 0;
  std::vector<double> values_micro;  // By item, of one pod.
};

struct Solution {
  Packing packing;
  std::int64_t bound_micro = 0;  // No packing of the pods that were placed costs less, surcharges included.
  BoundProof proof = BoundProof::kNone;
};

// What the bound proves after all: an optimum, if the packing costs no more; nothing, if no node holds anything.
void Conclude(Solution& solution);

// Null when cancelled. Never leaves a pod out for one of lower priority; within a priority, a pod is left out only if
// the construction found no place for it. `begun`: the construction of the same instance, made if it is null.
std::optional<Solution> Solve(const Instance& instance, const Effort& effort, const Call& call,
                              std::optional<Construction>& begun);
std::optional<Solution> Solve(const Instance& instance, const Effort& effort, const Call& call);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_SOLVE_H_
