// Joins pods to their owners and to their nodes.
#ifndef SPOTWRIGHT_SRC_FORMATS_KUBE_WORKLOADS_H_
#define SPOTWRIGHT_SRC_FORMATS_KUBE_WORKLOADS_H_

#include <vector>

#include "spotwright/import.h"
#include "spotwright/reason.h"
#include "src/formats/kube_objects.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// Fills workloads, nodes (with what runs on them) and budgets of `plan`, each in order of namespace and name, and
// counts every object as used or skipped in the tally of its document. O(n log n) in objects, and budgets x workloads
// of one namespace.
void BuildCluster(const KubeObjects& objects, const ImportRequest& request, PlanRequest& plan,
                  std::vector<Tally>& tallies, std::vector<Reason>& warnings);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_KUBE_WORKLOADS_H_
