// Reads a Kubernetes Node.
#ifndef SPOTWRIGHT_SRC_FORMATS_KUBE_NODES_H_
#define SPOTWRIGHT_SRC_FORMATS_KUBE_NODES_H_

#include "src/formats/json_view.h"
#include "src/formats/kube_objects.h"

namespace spotwright::formats {

// Everything but what runs on it and its price. O(size of the object).
KubeNode ReadKubeNode(JsonView object, KubeMeta meta);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_KUBE_NODES_H_
