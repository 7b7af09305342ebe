// Prove: the best lower bound on an instance, whatever packing there is.
#ifndef SPOTWRIGHT_SRC_PACKING_PROVE_H_
#define SPOTWRIGHT_SRC_PACKING_PROVE_H_

#include <cstdint>
#include <optional>

#include "src/packing/solve.h"

namespace spotwright::packing {

struct ProvenBound {
  std::int64_t micro = 0;
  BoundProof proof = BoundProof::kNone;
};

// No packing of all pods of the instance costs less. In fast mode it is quick, else the solver proves it with that
// effort. Null when cancelled.
std::optional<ProvenBound> Prove(const Instance& instance, const Effort& effort, const Call& call);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_PROVE_H_
