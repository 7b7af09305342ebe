// Futures: the cluster as it would be, either with its nodes kept or packed anew.
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
#include "src/plan/availability.h"
#include "src/plan/target_mix.h"

namespace spotwright::plan {

// What all futures start from. With a mix for a target, each has the spare nodes that this takes.
struct Ground {
  const PlanRequest* request = nullptr;
  std::vector<Offer> offers;  // Of the request: those that prices and zones allow.
  SpotShare spot_share;
  const Availability* availability = nullptr;
  std::optional<TargetMix> mix;                      // Where the policy has an availability target.
  std::map<std::string, std::string> immovable;      // Names of nodes that must stay, and why.
  std::map<std::string, std::int64_t> prices_micro;  // Of the request's nodes, by name; without those not known.
};

struct Future {
  std::vector<PackedNode> nodes;    // Every node, with all that runs on it.
  std::vector<std::string> drains;  // Existing nodes that are not among them; those draining already included.
  std::vector<Unplaced> unplaced;
  std::int64_t unplaced_replicas = 0;
  std::int64_t cost_micro = 0;
  std::int64_t lower_bound_micro = 0;  // Of the cost, with the nodes that must stay.
  double spot_cpu_share = 0;
  bool misses_target = false;  // It was made for a target, and is less available.
};

// A node that is launched for the availability target, and not for a pod.
inline bool IsSpare(const PackedNode& node) { return !node.existing && node.placements.empty(); }

// Prices of nodes by name: their own, else those of their pools' offers; without those that neither tells.
// O((nodes + offers) log offers).
std::map<std::string, std::int64_t> NodePrices(const PlanRequest& request);

// Every node stays; what is pending gets room on them or on new nodes. Where the policy lets nodes be replaced and
// does not enable spot, spot nodes go all the same, except those of groups that their replacements would take beyond
// the maximum while they are still there. At most one packing for each group, and two.
Result<Future> Keep(const Ground& ground, const Call& call);

// Nodes that may be drained are forgotten and all their pods packed anew; that is the last future of the list. New
// nodes of a pool and group of which nodes run already need not be launched: where there are such, the future before
// it keeps them, with the pods they have, and packs the rest around them. Pods leave a node only when it is drained.
// Left out are futures whose launches take a group beyond its maximum while the nodes that go are still there.
Result<std::vector<Future>> Renew(const Ground& ground, const Call& call);

// What `chosen` would cost without spot. The nodes that must stay are kept; if it is no renewal (`renewed`), the other
// on-demand nodes are as well. Absent when on-demand offers cannot hold as many pods.
Result<std::optional<std::int64_t>> AllOnDemandMicro(const Ground& ground, const Future& chosen, bool renewed,
                                                     const Call& call);

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_FUTURES_H_
