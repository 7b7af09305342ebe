#include "src/model/check_cluster.h"

#include <utility>

namespace spotwright::model {
namespace {

using base::Cat;
using base::Quoted;

}  // namespace

std::optional<Error> CheckRepeated(const WorkloadNames& names, std::span<const Workload> workloads) {
  if (!names.repeated()) return std::nullopt;
  const Workload& workload = workloads[*names.repeated()];
  return InvalidField(ElementPath("workloads", *names.repeated()) + ".name",
                      Cat("is ", Quoted(workload.name), ", which an earlier workload of namespace ",
                          Quoted(workload.namespace_name), " has; namespace and name are unique together"));
}

Error UnknownWorkload(std::string path, std::string_view namespace_name, std::string_view name) {
  return InvalidField(std::move(path), Cat("is ", Quoted(name), " of namespace ", Quoted(namespace_name),
                                           ", which is no workload of the request"));
}

std::optional<Error> CheckRunning(std::span<const Node> nodes, const WorkloadNames& names) {
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    for (std::size_t i = 0; i < nodes[n].running.size(); ++i) {
      const RunningPods& running = nodes[n].running[i];
      if (names.Find(running.namespace_name, running.workload)) continue;
      return UnknownWorkload(Cat(ElementPath("nodes", n), ".", ElementPath("running", i), ".workload"),
                             running.namespace_name, running.workload);
    }
  }
  return std::nullopt;
}

std::optional<Error> CheckBudgets(std::span<const DisruptionBudget> budgets, const WorkloadNames& names) {
  for (std::size_t i = 0; i < budgets.size(); ++i) {
    if (names.Find(budgets[i].namespace_name, budgets[i].workload)) continue;
    return UnknownWorkload(ElementPath("budgets", i) + ".workload", budgets[i].namespace_name, budgets[i].workload);
  }
  return std::nullopt;
}

std::optional<Error> CheckNodeBudgets(std::span<const NodeBudget> budgets, std::string_view path,
                                      const std::set<std::string_view>& groups) {
  for (std::size_t i = 0; i < budgets.size(); ++i) {
    const NodeBudget& budget = budgets[i];
    const std::string here = ElementPath(path, i);
    if (!budget.group.empty() && groups.count(budget.group) == 0) {
      return InvalidField(here + ".group",
                          Cat("is ", Quoted(budget.group), ", which is no group of the request or of its nodes"));
    }
    if (!budget.max_nodes && !budget.max_share) return InvalidField(here, "states neither max_nodes nor max_share");
    if (auto error = CheckSpans(budget.active, here + ".active")) return error;
  }
  return std::nullopt;
}

std::optional<Error> CheckSpans(std::span<const TimeSpan> spans, std::string_view path) {
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (spans[i].end_unix_ms >= spans[i].start_unix_ms) continue;
    return InvalidField(ElementPath(path, i) + ".end_unix_ms",
                        Cat("is ", spans[i].end_unix_ms, ", before its start at ", spans[i].start_unix_ms));
  }
  return std::nullopt;
}

}  // namespace spotwright::model
