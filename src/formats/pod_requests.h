// What a pod takes of its node.
#ifndef SPOTWRIGHT_SRC_FORMATS_POD_REQUESTS_H_
#define SPOTWRIGHT_SRC_FORMATS_POD_REQUESTS_H_

#include "src/formats/amounts.h"
#include "src/formats/json_view.h"

namespace spotwright::formats {

// The effective request of a PodSpec, as the scheduler counts it: for each resource the greater of
//   - all containers and sidecars (init containers that restart always) together, and
//   - each init container with the sidecars that were started before it;
// replaced by the pod-level request where there is one; plus the overhead of the runtime class. A limit stands in
// for a request that is missing, as the API server has it; templates show this not yet, pods do.
// Sources: Kubernetes, KEP-753 (sidecars), KEP-688 (overhead), KEP-2837 (pod-level resources). O(size of the spec).
Amounts EffectiveRequests(JsonView pod_spec);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_POD_REQUESTS_H_
