#include "src/packing/consolidate_check.h"

#include <set>
#include <string>
#include <string_view>

#include "src/base/text.h"
#include "src/model/check_cluster.h"
#include "src/model/offers.h"
#include "src/model/validate.h"
#include "src/model/workload_names.h"
#include "src/packing/check_request.h"
#include "src/packing/consolidate_cluster.h"

namespace spotwright::packing::consolidation {
namespace {

using base::Cat;
using model::ElementPath;
using model::InvalidField;

std::optional<Error> CheckAllBudgets(const ConsolidateRequest& request) {
  if (auto error = model::CheckBudgets(request.budgets, model::WorkloadNames(request.workloads))) return error;
  std::set<std::string_view> groups;
  for (const NodeGroup& group : request.groups) groups.insert(group.name);
  for (const Node& node : request.nodes) groups.insert(node.group);
  if (auto error = model::CheckNodeBudgets(request.policy.node_budgets, "policy.node_budgets", groups)) return error;
  return model::CheckSpans(request.policy.quiet_windows, "policy.quiet_windows");
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
  if (auto error = CheckAllBudgets(request)) return error;
  if (request.now_unix_ms) return std::nullopt;
  const std::string what = NeedsNow(request);
  if (what.empty()) return std::nullopt;
  return InvalidField("now_unix_ms", Cat("is absent; it is required because ", what, " stated"));
}

}  // namespace spotwright::packing::consolidation
