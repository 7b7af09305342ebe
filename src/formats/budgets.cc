#include "src/formats/budgets.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "src/base/text.h"
#include "src/formats/label_selector.h"
#include "src/model/reason.h"
#include "src/packing/compatibility.h"

namespace spotwright::formats {

void BuildBudgets(const std::vector<KubeBudget>& budgets, PlanRequest& plan, std::vector<Tally>& tallies,
                  std::vector<Reason>& warnings) {
  struct Found {
    std::int64_t count = 0;
    std::int64_t allowed = 0;
  };
  std::map<std::size_t, Found> by_workload;
  const std::vector<Workload>& workloads = plan.workloads;
  for (const KubeBudget& budget : budgets) {
    const std::string& name = budget.meta.namespace_name;
    const auto first = std::partition_point(workloads.begin(), workloads.end(),
                                            [&](const Workload& w) { return w.namespace_name < name; });
    bool used = false;
    for (auto workload = first; workload != workloads.end() && workload->namespace_name == name; ++workload) {
      if (workload->kind == WorkloadKind::kDaemonSet) continue;
      if (!budget.selector || !packing::Matches(*budget.selector, workload->labels)) continue;
      used = true;
      Found& found = by_workload[static_cast<std::size_t>(workload - workloads.begin())];
      ++found.count;
      found.allowed = budget.disruptions_allowed;
    }
    Tally& tally = tallies[budget.meta.source];
    used ? tally.Use() : tally.Skip("budget selects no workload", budget.meta.Id());
  }
  for (const auto& [index, found] : by_workload) {
    const Workload& workload = workloads[index];
    const bool several = found.count > 1;
    plan.budgets.push_back({workload.name, workload.namespace_name, several ? 0 : found.allowed});
    if (!several) continue;
    const std::string id = base::Cat(workload.namespace_name, "/", workload.name);
    warnings.push_back(model::MakeReason(
        "several_disruption_budgets",
        base::Cat(id, " is selected by ", found.count,
                  " PodDisruptionBudgets; Kubernetes evicts no pod that has more than one, so none is moved."),
        {{"budgets", static_cast<double>(found.count)}}, {id}));
  }
}

}  // namespace spotwright::formats
