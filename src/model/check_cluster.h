// What must hold between the workloads, nodes and budgets of a request.
#ifndef SPOTWRIGHT_SRC_MODEL_CHECK_CLUSTER_H_
#define SPOTWRIGHT_SRC_MODEL_CHECK_CLUSTER_H_

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "spotwright/disruption.h"
#include "spotwright/node.h"
#include "spotwright/result.h"
#include "spotwright/workload.h"
#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/slot_table.h"
#include "src/model/validate.h"
#include "src/model/workload_names.h"

namespace spotwright::model {

// The error of the first item whose name an earlier one has; `field` is the path of the items. O(items).
template <typename Items>
std::optional<Error> CheckNames(const Items& items, std::string_view field) {
  const auto repeated = FirstRepeat(items, [](const auto& item) { return std::string_view(item.name); });
  if (!repeated) return std::nullopt;
  return InvalidField(
      ElementPath(field, *repeated) + ".name",
      base::Cat("is ", base::Quoted(items[*repeated].name), ", which an earlier one has; names are unique"));
}

// The error of `workloads` in which a namespace and name come twice.
std::optional<Error> CheckRepeated(const WorkloadNames& names, std::span<const Workload> workloads);

// The error itself, of a field at `path` that names a workload which the request does not have.
Error UnknownWorkload(std::string path, std::string_view namespace_name, std::string_view name);

// That what runs on `nodes` are workloads of the request. O(pods on nodes).
std::optional<Error> CheckRunning(std::span<const Node> nodes, const WorkloadNames& names);

// That `budgets` are about workloads of the request.
std::optional<Error> CheckBudgets(std::span<const DisruptionBudget> budgets, const WorkloadNames& names);

// That budgets of nodes state a limit, spans that do not end before they start, and one of these groups or none.
std::optional<Error> CheckNodeBudgets(std::span<const NodeBudget> budgets, std::string_view path,
                                      const std::set<std::string_view>& groups);

std::optional<Error> CheckSpans(std::span<const TimeSpan> spans, std::string_view path);

}  // namespace spotwright::model

#endif  // SPOTWRIGHT_SRC_MODEL_CHECK_CLUSTER_H_
