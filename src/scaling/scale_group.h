// One group: everything that asks for nodes put together.
#ifndef SPOTWRIGHT_SRC_SCALING_SCALE_GROUP_H_
#define SPOTWRIGHT_SRC_SCALING_SCALE_GROUP_H_

#include "spotwright/scale.h"
#include "src/scaling/cluster.h"
#include "src/scaling/earliest.h"
#include "src/scaling/node_count.h"

namespace spotwright::scaling {

struct ScaledGroup {
  GroupScale answer;
  bool feasible = true;
  ScaleGroupState state;
  Moment call_again_at_unix_ms;
};

// What goes is booked in the cluster, so that budgets hold over all groups.
ScaledGroup ScaleOne(const ScaleRequest& request, const ScaleGroup& group, const GroupNodes& listed,
                     const ScaleGroupState& before, Cluster& cluster);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_SCALE_GROUP_H_
