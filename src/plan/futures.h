// Futures: the cluster as it would be, either with every node kept or packed anew.
#ifndef SPOTWRIGHT_SRC_PLAN_FUTURES_H_
#define SPOTWRIGHT_SRC_PLAN_FUTURES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/pack.h"
#include "spotwright/plan.h"
#include "spotwright/result.h"

namespace spotwright::plan {

// What both futures start from.
struct Ground {
  const PlanRequest* request = nullptr;
  std::vector<Offer> offers;  // Of the request: those that prices and zones allow.
  SpotShare spot_share;
  std::map<std::string, std::string> immovable;  // Names of nodes that must stay, and why.
};

struct Future {
  std::vector<PackedNode> nodes;    // Every node, with all that runs on it.
  std::vector<std::string> drains;  // Existing nodes that are not among them; those draining already included.
  std::vector<Unplaced> unplaced;
  std::int64_t unplaced_replicas = 0;
  std::int64_t cost_micro = 0;
  std::int64_t lower_bound_micro = 0;  // Of the cost, with the nodes that must stay.
  double spot_cpu_share = 0;
};

// Price of a node: its own, else its pool's offer; absent when neither is known.
std::optional<std::int64_t> PriceMicro(const PlanRequest& request, const Node& node);

// Every node stays; what is pending gets room on them or on new nodes.
Result<Future> Keep(const Ground& ground, const Call& call);

// Nodes that may be drained are forgotten, all their pods packed anew, and those of them kept that the new packing
// asks for anyway: same pool and group, with room, and open to the pods. Between like nodes the one on which most
// pods already run is kept.
Result<Future> Renew(const Ground& ground, const Call& call);

// As Renew, but with on-demand offers alone; absent when they cannot hold what other offers can.
Result<std::optional<std::int64_t>> AllOnDemandMicro(const Ground& ground, const Call& call);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_FUTURES_H_
