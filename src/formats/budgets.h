// Disruption budgets, from PodDisruptionBudgets to the workloads they select.
#ifndef SPOTWRIGHT_SRC_FORMATS_BUDGETS_H_
#define SPOTWRIGHT_SRC_FORMATS_BUDGETS_H_

#include <vector>

#include "spotwright/plan.h"
#include "spotwright/reason.h"
#include "src/formats/kube_objects.h"
#include "src/formats/tally.h"

namespace spotwright::formats {

// Adds one budget for each workload that a PodDisruptionBudget selects; `plan.workloads` are there, by namespace and
// name. A budget over several workloads is given to each of them, though they share it. A workload under several
// budgets may not be disrupted at all: Kubernetes refuses such evictions. DaemonSet pods are not evicted, so budgets
// do not concern them.
void BuildBudgets(const std::vector<KubeBudget>& budgets, PlanRequest& plan, std::vector<Tally>& tallies,
                  std::vector<Reason>& warnings);

}  // namespace spotwright::formats

#endif  // SPOTWRIGHT_SRC_FORMATS_BUDGETS_H_
