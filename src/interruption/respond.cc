#include "spotwright/respond.h"

#include <algorithm>
#include <utility>

#include "src/interruption/check_request.h"
#include "src/interruption/responder.h"

namespace spotwright {
namespace interruption {
namespace {

// Nodes whose disappearance would mean something: those that their owner, or we, did not send away.
std::vector<KnownPool> KnownPools(const World& world, const std::vector<Node>& nodes,
                                  const std::map<std::string, NodeCase>& cases) {
  std::vector<KnownPool> pools(world.pools().size());
  for (const Node& node : nodes) {
    if (node.control_plane || node.capacity_type != CapacityType::kSpot) continue;
    if (node.state == NodeState::kDraining || node.state == NodeState::kLaunching) continue;
    const auto found = cases.find(node.name);
    if (found != cases.end() && found->second.phase == CasePhase::kLeft) continue;
    pools[world.PoolIndexOf(node)].nodes.push_back(node.name);
  }
  for (std::size_t i = 0; i < pools.size(); ++i) {
    pools[i].pool = world.pools()[i];
    std::sort(pools[i].nodes.begin(), pools[i].nodes.end());
  }
  std::erase_if(pools, [](const KnownPool& known) { return known.nodes.empty(); });
  std::sort(pools.begin(), pools.end(), [](const KnownPool& a, const KnownPool& b) { return a.pool < b.pool; });
  return pools;
}

}  // namespace

Responder::Responder(const RespondRequest& request)
    : request_(request),
      policy_(request.policy),
      now_(request.now_unix_ms),
      world_(request),
      signals_(request.state ? request.state->signals : std::vector<SignalRecord>(), request.policy.rebalance),
      losses_(request.state ? request.state->losses : std::vector<RecentLoss>(), request.policy),
      coolings_(request.coolings, {request.policy.cooling, request.policy.cooling}) {
  if (!request.state) return;
  const RespondState& state = *request.state;
  for (const NodeCase& of : state.cases) cases_.emplace(of.node, of);
  for (const SeenEvent& event : state.seen) seen_.emplace(std::pair(event.id, event.machine), event.forget_at_unix_ms);
  for (const std::int64_t move : state.moves_unix_ms) {
    if (move + kForgetMs >= now_) moves_.push_back(move);
  }
  suspended_ = state.suspended_unix_ms;
}

RespondResponse Responder::Finish() {
  RespondResponse response;
  response.feasible = feasible_;
  std::size_t count = 0;
  for (const std::vector<NodeAction>& actions : actions_) count += actions.size();
  response.actions.reserve(count);
  for (std::vector<NodeAction>& actions : actions_) {
    std::move(actions.begin(), actions.end(), std::back_inserter(response.actions));
  }
  response.shortfalls = std::move(shortfalls_);
  response.signals = signals_.Estimates(now_);
  response.coolings = coolings_.List(now_);
  response.suspended = suspended_.has_value();
  response.reasons = notes_.Reasons();
  response.call_again_at_unix_ms = call_again_;
  RespondState& state = response.state;
  for (const auto& [name, forget_at] : seen_) {
    if (forget_at >= now_) state.seen.push_back({name.first, name.second, forget_at});
  }
  state.known = KnownPools(world_, request_.nodes, cases_);
  state.cases.reserve(cases_.size());
  for (auto& [name, of] : cases_) {
    if (closed_.count(name) == 0) state.cases.push_back(std::move(of));
  }
  state.signals = signals_.Records();
  state.losses = losses_.Recent(now_);
  state.moves_unix_ms = std::move(moves_);
  state.suspended_unix_ms = suspended_;
  return response;
}

}  // namespace interruption

Result<RespondResponse> Respond(const RespondRequest& request, const Call& call) {
  if (auto error = interruption::CheckRequest(request, call)) return *error;
  interruption::Responder responder(request);
  responder.Hear();
  responder.Judge();
  responder.Act();
  if (call.progress) call.progress(1);
  return responder.Finish();
}

}  // namespace spotwright
