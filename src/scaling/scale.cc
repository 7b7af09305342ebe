#include "spotwright/scale.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string_view>
#include <utility>

#include "src/model/begin.h"
#include "src/model/reason.h"
#include "src/scaling/check_request.h"
#include "src/scaling/cluster.h"
#include "src/scaling/scale_group.h"

namespace spotwright {
namespace {

bool NameLess(const ScaleGroupState& a, const ScaleGroupState& b) { return a.name < b.name; }

// Groups in the order of their names; those that the request does not name are kept as they are.
ScaleState NextState(const std::optional<ScaleState>& before, std::vector<ScaleGroupState> groups) {
  std::sort(groups.begin(), groups.end(), NameLess);
  ScaleState next;
  if (before) {
    std::set_union(groups.begin(), groups.end(), before->groups.begin(), before->groups.end(),
                   std::back_inserter(next.groups), NameLess);
  } else {
    next.groups = std::move(groups);
  }
  return next;
}

}  // namespace

Result<ScaleResponse> Scale(const ScaleRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = scaling::CheckRequest(request)) return *error;
  ScaleResponse response;
  std::vector<ScaleGroupState> states;
  std::map<std::string_view, scaling::GroupNodes> nodes;
  for (const Node& node : request.nodes) {
    if (!node.control_plane) nodes[node.group].push_back(&node);
  }
  scaling::Cluster cluster(request.nodes, request.workloads, request.budgets);
  for (std::size_t i = 0; i < request.groups.size(); ++i) {
    if (model::IsCancelled(call)) return model::Cancelled();
    const ScaleGroup& group = request.groups[i];
    ScaleGroupState before;
    before.name = group.name;
    if (request.state) {
      const auto& known = request.state->groups;
      const auto found = std::lower_bound(known.begin(), known.end(), before, NameLess);
      if (found != known.end() && found->name == group.name) before = *found;
    }
    scaling::ScaledGroup scaled = scaling::ScaleOne(request, group, nodes[group.name], before, cluster);
    response.feasible = response.feasible && scaled.feasible;
    response.groups.push_back(std::move(scaled.answer));
    response.call_again_at_unix_ms = scaling::Earliest(response.call_again_at_unix_ms, scaled.call_again_at_unix_ms);
    states.push_back(std::move(scaled.state));
  }
  if (request.groups.empty()) {
    response.reasons.push_back(model::MakeReason("nothing_to_scale", "The request names no group."));
  }
  response.state = NextState(request.state, std::move(states));
  return response;
}

}  // namespace spotwright
