// Priorities: a pod is never left out for one of lower priority.
#ifndef SPOTWRIGHT_SRC_PACKING_PRIORITIES_H_
#define SPOTWRIGHT_SRC_PACKING_PRIORITIES_H_

#include <functional>
#include <optional>

#include "src/packing/instance.h"
#include "src/packing/solve.h"

namespace spotwright::packing {

// `solve` packs pods as if all had one priority; null when cancelled. If it leaves a pod out for a lesser one, the
// priorities are settled one after the other, highest first: each together with those above, if these lose nothing by
// it, else in what these leave: room of their nodes, and supplies.
std::optional<Solution> SolveByPriority(const Instance& instance,
                                        const std::function<std::optional<Solution>(const Instance&)>& solve);

// The instance after a packing: its new nodes are hosts, behind those there were, in the order of packing.nodes, each
// `times` over. Items have what is left; supplies and caps too.
Instance AfterPacking(const Instance& instance, const Packing& packing);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_PRIORITIES_H_
