// The packing that a plan's parts start from.
#ifndef SPOTWRIGHT_SRC_PLAN_PACK_REQUEST_H_
#define SPOTWRIGHT_SRC_PLAN_PACK_REQUEST_H_

#include <vector>

#include "spotwright/pack.h"
#include "spotwright/plan.h"
#include "src/packing/compatibility.h"

namespace spotwright::plan {

// What work runs on that does not say: as the policy has it, else as the nodes of the whole cluster are.
inline std::vector<Architecture> DefaultArchitectures(const PlanRequest& request) {
  return packing::DefaultArchitectures(request.policy.pack.default_architectures, request.nodes);
}

// All the work on these offers, without any node. However few nodes are added, the default architectures stay.
inline PackRequest PackWithoutNodes(const PlanRequest& request, const std::vector<Offer>& offers) {
  PackRequest pack;
  pack.workloads = request.workloads;
  pack.offers = offers;
  pack.groups = request.groups;
  pack.policy = request.policy.pack;
  pack.policy.default_architectures = DefaultArchitectures(request);
  pack.now_unix_ms = request.now_unix_ms;
  return pack;
}

}  // namespace spotwright::plan

#endif  // SPOTWRIGHT_SRC_PLAN_PACK_REQUEST_H_
