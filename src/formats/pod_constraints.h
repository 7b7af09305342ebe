// Where a pod may run: the constraints of a PodSpec in our vocabulary.
#ifndef SPOTWRIGHT_SRC_FORMATS_POD_CONSTRAINTS_H_
#define SPOTWRIGHT_SRC_FORMATS_POD_CONSTRAINTS_H_

#include "spotwright/workload.h"
#include "src/formats/json_view.h"

namespace spotwright::formats {

// Fills node selector, node affinity, tolerations, spread, pod (anti-)affinity, host ports, architecture and
// priority of `workload`, whose labels are there already. A condition that the vocabulary cannot say goes to
// unknown_constraints; a wish (preferred terms, ScheduleAnyway) that it cannot say is dropped, since a wish never
// keeps a pod off a node. A toleration that it cannot say is dropped too: that only makes the pod harder to place.
// O(size of the spec).
void ReadConstraints(JsonView pod_spec, Workload& workload);

// Conditions on one node by its name (matchFields) are how the DaemonSet controller pins its pods; they replace the
// required affinity of the template. What ReadConstraints wrote of them.
inline constexpr const char* kPinnedByName = "node affinity by the name of the node (matchFields)";

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_POD_CONSTRAINTS_H_
