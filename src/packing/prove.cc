#include "src/packing/prove.h"

#include <vector>

#include "src/packing/resource_bound.h"

namespace spotwright::packing {

std::optional<ProvenBound> Prove(const Instance& instance, const Effort& effort, const Call& call) {
  ProvenBound bound{BoundByResources(instance, instance.Counts()).cost_micro, BoundProof::kResourceRelaxation};
  if (effort.quality == PackQuality::kFast) return bound;
  // The solver's bound is stronger, and holds whatever packing comes with it, if that leaves nothing out.
  const std::optional<Solution> solution = Solve(instance, effort, call);
  if (!solution) return std::nullopt;
  for (const std::int64_t left : solution->packing.left) {
    if (left > 0) return bound;
  }
  if (solution->bound_micro > bound.micro) {
    // Its packing breaks rules of the problem, so that to have found the best one proves no more than a bound.
    bound.micro = solution->bound_micro;
    if (solution->proof != BoundProof::kResourceRelaxation) bound.proof = BoundProof::kConfigurationLp;
  }
  return bound;
}

}  // namespace spotwright::packing
