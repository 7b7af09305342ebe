// The answer: actions in order, how each order stands, when to ask again.
#include <algorithm>
#include <iterator>
#include <utility>

#include "src/base/milliseconds.h"
#include "src/base/text.h"
#include "src/launch/machine.h"
#include "src/launch/wording.h"
#include "src/model/reason.h"

namespace spotwright::launch {
namespace {

using base::Milliseconds;

class Earliest {
 public:
  explicit Earliest(std::int64_t now) : now_(now) {}
  void Add(std::int64_t moment) {
    if (moment > now_) first_ = std::min(first_.value_or(moment), moment);
  }
  std::optional<std::int64_t> first() const { return first_; }

 private:
  std::int64_t now_;
  std::optional<std::int64_t> first_;
};

void Append(std::vector<LaunchAction>& to, std::vector<LaunchAction>& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

// Those whose end is certain go whatever comes, and the first replacements are theirs.
std::vector<ReplacedNodeAdvice> Advise(const LaunchOrder& order, std::int64_t ready) {
  const auto certain = std::count_if(order.replaces.begin(), order.replaces.end(),
                                     [](const ReplacedNode& node) { return node.end_is_certain; });
  std::int64_t spare = ready >= order.nodes ? static_cast<std::int64_t>(order.replaces.size()) : ready - certain;
  std::vector<ReplacedNodeAdvice> advice;
  for (const ReplacedNode& node : order.replaces) {
    advice.push_back({node.name, node.end_is_certain || spare > 0});
    if (!node.end_is_certain) --spare;
  }
  return advice;
}

}  // namespace

std::vector<RefusedPool> Machine::RefusedNow(const OrderRun& run) const {
  std::vector<RefusedPool> refused;
  for (const LaunchCandidate& candidate : run.order->candidates) {
    const auto same = [&](const RefusedPool& r) { return r.pool == candidate.pool && r.group == candidate.group; };
    const auto& known = run.state.refused;
    const auto found = std::find_if(known.begin(), known.end(), same);
    const auto until = coolings_.CoolsUntil(candidate.pool, now());
    if (found != known.end()) {
      refused.push_back(*found);
    } else if (until) {
      refused.push_back({candidate.pool, candidate.group, LaunchFailure::kCooling, "", "", {}});
    } else if (const auto wider =
                   std::find_if(known.begin(), known.end(), [&](const RefusedPool& r) { return Covers(r, candidate); });
               wider != known.end()) {
      refused.push_back({candidate.pool, candidate.group, wider->failure, wider->code, wider->message, {}});
    } else if (candidate.pool.capacity_type == CapacityType::kSpot && SpotPhaseOver(run)) {
      refused.push_back({candidate.pool, candidate.group, LaunchFailure::kTimeout, "", "", {}});
    } else {
      continue;
    }
    refused.back().until_unix_ms = until;
  }
  return refused;
}

LaunchOrderStatus Machine::StatusOf(const OrderRun& run) {
  const LaunchOrder& order = *run.order;
  const Tally tally = TallyOf(run);
  LaunchOrderStatus status;
  status.name = order.name;
  status.nodes = order.nodes;
  status.ready_nodes = tally.ready;
  status.in_service_nodes = tally.in_service;
  status.launched_nodes = tally.launched;
  status.waiting_nodes = tally.waiting;
  status.missing_nodes = std::max<std::int64_t>(0, order.nodes - tally.all());
  status.spot_nodes = tally.spot;
  status.on_demand_nodes = tally.on_demand;
  status.replaces = Advise(order, tally.ready);
  if (tally.ready >= order.nodes) {
    status.phase = LaunchOrderPhase::kPlaced;
  } else if (run.state.stopped_by) {
    status.phase = LaunchOrderPhase::kStopped;
    status.reasons.push_back(StoppedReason(status, *run.state.stopped_by));
  } else if (status.missing_nodes == 0) {
    status.phase = LaunchOrderPhase::kLaunching;
  } else if (run.state.retry_at_unix_ms) {
    status.phase = LaunchOrderPhase::kFailed;
    status.retry_at_unix_ms = run.state.retry_at_unix_ms;
    status.refused = RefusedNow(run);
    status.reasons.push_back(FailedReason(status, order, now()));
  } else {
    status.phase = LaunchOrderPhase::kWaiting;
    if (run.throttled) {
      Earliest next(now());
      for (const LaunchThrottle& throttle : state_.throttles) next.Add(throttle.until_unix_ms);
      status.retry_at_unix_ms = next.first();
      status.reasons.push_back(ThrottledReason(status, now()));
    } else {
      status.reasons.push_back(LimitedReason(status, request_.policy.max_nodes_in_flight));
    }
  }
  if (status.phase == LaunchOrderPhase::kLaunching || status.phase == LaunchOrderPhase::kWaiting) {
    status.refused = RefusedNow(run);
  }
  if (run.fell_back > 0) status.reasons.push_back(FellBackReason(order.name, run.fell_back));
  if (auto reason = KeptNodesReason(status)) status.reasons.push_back(std::move(*reason));
  return status;
}

std::optional<std::int64_t> Machine::NextMoment() const {
  const LaunchPolicy& policy = request_.policy;
  Earliest next(now());
  for (const LaunchAttempt& attempt : state_.attempts) {
    if (attempt.waiting > 0) next.Add(attempt.launch_by_unix_ms);
    for (const LaunchInstance& instance : attempt.instances) {
      switch (instance.stage) {
        case InstanceStage::kLaunched:
          next.Add(instance.late ? instance.since_unix_ms + Milliseconds(policy.capacity_check_timeout_seconds)
                                 : attempt.in_service_by_unix_ms);
          break;
        case InstanceStage::kInService:
          if (!attempt.order.empty()) next.Add(instance.since_unix_ms + Milliseconds(policy.join_timeout_seconds));
          break;
        case InstanceStage::kEnding:
          next.Add(instance.since_unix_ms + Milliseconds(policy.terminate_repeat_seconds));
          break;
        case InstanceStage::kReady:
        case InstanceStage::kGone:
          break;
      }
    }
  }
  for (const OrderRun& run : runs_) {
    if (run.state.retry_at_unix_ms) next.Add(*run.state.retry_at_unix_ms);
    if (!run.throttled && !run.limited) continue;
    for (const LaunchThrottle& throttle : state_.throttles) next.Add(throttle.until_unix_ms);
    if (run.state.spot_started_unix_ms) {
      next.Add(*run.state.spot_started_unix_ms + Milliseconds(policy.scale_timeout_seconds));
    }
    for (const LaunchCandidate& candidate : run.order->candidates) {
      if (const auto until = coolings_.CoolsUntil(candidate.pool, now())) next.Add(*until);
    }
  }
  return next.first();
}

// Attempts that have ended are kept while their nodes may come late, and while any lives or is to end.
void Machine::Forget() {
  const std::int64_t until = state_.forgotten_until_unix_ms;
  std::erase_if(state_.throttles, [&](const LaunchThrottle& throttle) { return throttle.until_unix_ms <= until; });
  std::erase_if(state_.attempts, [&](const LaunchAttempt& attempt) {
    if (attempt.waiting > 0 || attempt.ended_unix_ms.value_or(0) > until) return false;
    for (const LaunchInstance& instance : attempt.instances) {
      const bool ours = !attempt.order.empty() && instance.stage <= InstanceStage::kReady;
      if (ours) return false;
      const bool may_return = instance.stage != InstanceStage::kReady && instance.since_unix_ms > until;
      if (may_return) return false;
    }
    return true;
  });
}

LaunchResponse Machine::Answer() {
  LaunchResponse response;
  Append(response.actions, cancels_);
  Append(response.actions, ends_);
  Append(response.actions, launches_);
  for (const OrderRun& run : runs_) {
    response.orders.push_back(StatusOf(run));
    const LaunchOrderPhase phase = response.orders.back().phase;
    if (phase == LaunchOrderPhase::kFailed || phase == LaunchOrderPhase::kStopped) response.feasible = false;
  }
  if (runs_.empty()) response.reasons.push_back(model::MakeReason("no_orders", "The request names no order."));
  response.call_again_at_unix_ms = NextMoment();
  response.coolings = coolings_.List(now());
  Forget();
  state_.version = 1;
  state_.as_of_unix_ms = now();
  state_.orders.clear();
  for (OrderRun& run : runs_) state_.orders.push_back(std::move(run.state));
  std::sort(state_.orders.begin(), state_.orders.end(),
            [](const LaunchOrderState& a, const LaunchOrderState& b) { return a.name < b.name; });
  response.counters = state_.counters;
  response.state = std::move(state_);
  return response;
}

}  // namespace spotwright::launch
