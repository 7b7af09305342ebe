// What time does: attempts and nodes that did not make it, orders that are no longer wanted, nodes that come too late.
#include <algorithm>
#include <utility>

#include "src/base/milliseconds.h"
#include "src/base/text.h"
#include "src/launch/machine.h"

namespace spotwright::launch {

using base::Cat;
using base::Milliseconds;
using base::Number;

void Machine::PassTime() {
  for (LaunchAttempt& attempt : state_.attempts) {
    if (!attempt.order.empty() && RunOf(attempt) == nullptr) Withdraw(attempt);
    RunOut(attempt);
    for (LaunchInstance& instance : attempt.instances) RunOut(attempt, instance);
  }
  for (OrderRun& run : runs_) TrimSurplus(run);
  JudgeLateArrivals();
}

void Machine::Withdraw(LaunchAttempt& attempt) {
  attempt.order.clear();
  if (attempt.waiting > 0) {
    Cancel(attempt, attempt.waiting, "Its order was withdrawn.");
    state_.counters.nodes_cancelled += attempt.waiting;
    attempt.waiting = 0;
    attempt.ended_unix_ms = now();
  }
  for (LaunchInstance& instance : attempt.instances) {
    if (instance.stage >= InstanceStage::kReady || undecided_.contains(instance.name)) continue;
    Terminate(attempt, instance, "It is not Ready, and its order was withdrawn.");
  }
}

void Machine::RunOut(LaunchAttempt& attempt) {
  if (attempt.waiting == 0 || now() < attempt.launch_by_unix_ms) return;
  const double seconds = static_cast<double>(now() - attempt.started_unix_ms) / 1e3;
  Cancel(attempt, attempt.waiting, Cat("Not granted after ", Number(seconds), " s."));
  FailWaiting(attempt, attempt.waiting, {LaunchFailure::kTimeout, "", "", now()});
}

void Machine::RunOut(LaunchAttempt& attempt, LaunchInstance& instance) {
  const LaunchPolicy& policy = request_.policy;
  if (undecided_.contains(instance.name)) return;
  const std::int64_t waited = now() - instance.since_unix_ms;
  OrderRun* run = RunOf(attempt);
  switch (instance.stage) {
    case InstanceStage::kLaunched: {
      const std::int64_t by = instance.late
                                  ? instance.since_unix_ms + Milliseconds(policy.capacity_check_timeout_seconds)
                                  : attempt.in_service_by_unix_ms;
      if (now() < by) return;
      Terminate(attempt, instance, "Launched, but not in service in time.");
      Fail(attempt, 1, {LaunchFailure::kTimeout, "", "", now()});
      if (run != nullptr && attempt.pool.capacity_type == CapacityType::kSpot) run->state.spot_over = true;
      return;
    }
    case InstanceStage::kInService:
      if (waited < Milliseconds(policy.join_timeout_seconds)) return;
      Terminate(attempt, instance,
                Cat("In service for ", Number(static_cast<double>(waited) / 1e3), " s, but its node is not Ready."));
      if (run != nullptr && !std::exchange(attempt.join_failed, true)) ++run->state.failed_joins;
      Fail(attempt, 1, {LaunchFailure::kJoinFailed, "", "", now()});
      return;
    case InstanceStage::kEnding:
      if (waited < Milliseconds(policy.terminate_repeat_seconds)) return;
      Terminate(attempt, instance, "It was to end and has not been seen gone.");
      return;
    case InstanceStage::kReady:
    case InstanceStage::kGone:
      return;
  }
}

// An order that wants fewer nodes than before lets go of the newest that are not Ready, those first that do not exist.
void Machine::TrimSurplus(OrderRun& run) {
  std::int64_t surplus = TallyOf(run).all() - run.order->nodes;
  for (auto i = run.attempts.rbegin(); i != run.attempts.rend() && surplus > 0; ++i) {
    LaunchAttempt& attempt = state_.attempts[*i];
    const std::int64_t nodes = std::min(surplus, attempt.waiting);
    if (nodes == 0) continue;
    Cancel(attempt, nodes, "Its order wants fewer nodes.");
    state_.counters.nodes_cancelled += nodes;
    attempt.waiting -= nodes;
    if (attempt.waiting == 0) attempt.ended_unix_ms = now();
    surplus -= nodes;
  }
  for (const InstanceStage stage : {InstanceStage::kLaunched, InstanceStage::kInService}) {
    for (auto i = run.attempts.rbegin(); i != run.attempts.rend() && surplus > 0; ++i) {
      LaunchAttempt& attempt = state_.attempts[*i];
      for (auto instance = attempt.instances.rbegin(); instance != attempt.instances.rend() && surplus > 0;
           ++instance) {
        if (instance->stage != stage || undecided_.contains(instance->name)) continue;
        Terminate(attempt, *instance, "Its order wants fewer nodes.");
        --surplus;
      }
    }
  }
}

void Machine::JudgeLateArrivals() {
  for (std::size_t i = 0; i < state_.attempts.size() && !undecided_.empty(); ++i) {
    LaunchAttempt& attempt = state_.attempts[i];
    for (LaunchInstance& instance : attempt.instances) {
      if (!undecided_.contains(instance.name)) continue;
      OrderRun* run = RunOf(attempt);
      const bool wanted = run != nullptr && TallyOf(*run).all() < run->order->nodes;
      undecided_.erase(instance.name);
      if (wanted || instance.stage > InstanceStage::kReady) {
        ++state_.counters.late_arrivals_kept;
      } else {
        ++state_.counters.late_arrivals_ended;
        Terminate(attempt, instance, "It came after its attempt had ended, and is not needed.");
      }
    }
  }
}

}  // namespace spotwright::launch
