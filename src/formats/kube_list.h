// Reads `kubectl get -o json`.
#ifndef SPOTWRIGHT_SRC_FORMATS_KUBE_LIST_H_
#define SPOTWRIGHT_SRC_FORMATS_KUBE_LIST_H_

#include <cstddef>
#include <set>
#include <string>
#include <tuple>

#include "src/formats/json_view.h"
#include "src/formats/kube_objects.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// Kind, namespace and name of what was read, so that an object that two documents hold counts once.
using KubeSeen = std::set<std::tuple<std::string, std::string, std::string>>;

// Adds what a document holds: a List, a list of one kind (PodList), or one object. Objects that say nothing to a plan
// are skipped at once. Returns true if the list was cut off by the server and goes on elsewhere.
bool ReadKubeList(JsonView root, std::size_t source, KubeSeen& seen, KubeObjects& objects, Tally& tally);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_KUBE_LIST_H_
