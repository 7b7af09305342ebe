// Attempts: drafts are made and solved until every rule is kept and no pod is left out that need not be.
#ifndef SPOTWRIGHT_SRC_PACKING_ATTEMPTS_H_
#define SPOTWRIGHT_SRC_PACKING_ATTEMPTS_H_

#include <optional>

#include "src/packing/draft.h"
#include "src/packing/solve.h"

namespace spotwright::packing {

struct Attempt {
  Draft draft;
  Solution solution;
  std::optional<Construction> begun;  // What the solution was begun with.
};

// When pods are left out: first the cells that proved too small get fewer, then workloads that are concerned give up
// wishes, one after the other; then all-or-nothing groups that stay incomplete go, the least important first. What
// breaks a hard spread even so is taken off. All of that with fast packings; the last draft gets `effort`.
// Null when cancelled.
std::optional<Attempt> Settle(Drafter& drafter, const Problem& problem, Terms terms, const Effort& effort,
                              const Call& call);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_ATTEMPTS_H_
