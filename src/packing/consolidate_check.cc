#include "src/packing/consolidate_check.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/validate.h"
#include "src/packing/check_request.h"
#include "src/packing/consolidate_cluster.h"

namespace spotwright::packing::consolidation {
namespace {

using base::Cat;
using base::Quoted;
using model::ElementPath;
using model::InvalidField;

std::optional<Error> CheckSpans(const std::vector<TimeSpan>& spans, const std::string& path) {
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (spans[i].end_unix_ms >= spans[i].start_unix_ms) continue;
    return InvalidField(ElementPath(path, i) + ".end_unix_ms",
                        Cat("is ", spans[i].end_unix_ms, ", before its start at ", spans[i].start_unix_ms));
  }
  return std::nullopt;
}

std::optional<Error> CheckBudgets(const ConsolidateRequest& request) {
  std::set<std::pair<std::string_view, std::string_view>> workloads;
  for (const Workload& workload : request.workloads) workloads.insert({workload.namespace_name, workload.name});
  for (std::size_t i = 0; i < request.budgets.size(); ++i) {
    const DisruptionBudget& budget = request.budgets[i];
    if (workloads.count({budget.namespace_name, budget.workload}) > 0) continue;
    return InvalidField(ElementPath("budgets", i) + ".workload",
                        Cat("is ", Quoted(budget.workload), " of namespace ", Quoted(budget.namespace_name),
                            ", which is no workload of the request"));
  }
  std::set<std::string_view> groups = {""};
  for (const NodeGroup& group : request.groups) groups.insert(group.name);
  for (const Node& node : request.nodes) groups.insert(node.group);
  for (std::size_t i = 0; i < request.policy.node_budgets.size(); ++i) {
    const NodeBudget& budget = request.policy.node_budgets[i];
    const std::string path = ElementPath("policy.node_budgets", i);
    if (groups.count(budget.group) == 0) {
      return InvalidField(path + ".group",
                          Cat("is ", Quoted(budget.group), ", which is no group of the request or of its nodes"));
    }
    if (!budget.max_nodes && !budget.max_share) {
      return InvalidField(path, "states neither max_nodes nor max_share");
    }
    if (auto error = CheckSpans(budget.active, path + ".active")) return error;
  }
  return CheckSpans(request.policy.quiet_windows, "policy.quiet_windows");
}

// The first element that means nothing without a moment; empty if there is none.
std::string NeedsNow(const ConsolidateRequest& request) {
  if (!request.policy.quiet_windows.empty()) return "policy.quiet_windows is";
  for (std::size_t i = 0; i < request.policy.node_budgets.size(); ++i) {
    if (!request.policy.node_budgets[i].active.empty()) {
      return ElementPath("policy.node_budgets", i) + ".active is";
    }
  }
  if (request.policy.min_node_age_seconds == 0) return {};
  for (std::size_t n = 0; n < request.nodes.size(); ++n) {
    if (request.nodes[n].created_unix_ms) return ElementPath("nodes", n) + ".created_unix_ms is";
  }
  return {};
}

}  // namespace

std::optional<Error> CheckRequest(const ConsolidateRequest& request) {
  if (auto error = packing::CheckRequest(PackRequestOf(request, request.workloads, request.nodes))) return error;
  if (auto error = CheckBudgets(request)) return error;
  if (request.now_unix_ms) return std::nullopt;
  const std::string what = NeedsNow(request);
  if (what.empty()) return std::nullopt;
  return InvalidField("now_unix_ms", Cat("is absent; it is required because ", what, " stated"));
}

}  // namespace spotwright::packing::consolidation
