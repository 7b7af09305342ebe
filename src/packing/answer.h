// Answer: a packing as the response that says it.
#ifndef SPOTWRIGHT_SRC_PACKING_ANSWER_H_
#define SPOTWRIGHT_SRC_PACKING_ANSWER_H_

#include "spotwright/pack.h"
#include "src/packing/draft.h"
#include "src/packing/problem.h"
#include "src/packing/solve.h"

namespace spotwright::packing {

// Which nodes the answer lists, and with what.
enum class Listing {
  kChanges,    // New nodes and existing ones that got something, with what is new on them.
  kEveryNode,  // All nodes, with all that then runs on them, daemonsets left out.
};

// Names new nodes, gives every workload its pods, and explains what was left.
PackResponse Answer(const Problem& problem, const Draft& draft, const Solution& solution, Listing listing);

// A new node of a candidate with nothing on it but its daemonsets; without a name.
PackedNode EmptyNodeOf(const Problem& problem, const Candidate& candidate);

// Pack with the listing to choose; `plan` wants every node.
Result<PackResponse> PackListing(const PackRequest& request, Listing listing, const Call& call);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_ANSWER_H_
