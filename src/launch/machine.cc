#include "src/launch/machine.h"

#include <algorithm>
#include <utility>

#include "src/base/milliseconds.h"
#include "src/base/random.h"
#include "src/base/text.h"
#include "src/launch/text_hash.h"

namespace spotwright::launch {

using base::Cat;
using base::Milliseconds;

namespace {

// That the state knows or that events may add.
std::size_t MostInstances(const LaunchRequest& request) {
  std::size_t most = 0;
  for (const LaunchEvent& event : request.events) most += event.instances.size();
  if (!request.state) return most;
  for (const LaunchEvent& event : request.state->unmatched_events) most += event.instances.size();
  for (const LaunchAttempt& attempt : request.state->attempts) most += attempt.instances.size();
  return most;
}

}  // namespace

Machine::Machine(const LaunchRequest& request)
    : request_(request),
      state_(request.state.value_or(LaunchState{})),
      coolings_(request.coolings,
                {request.policy.spot_cooling, request.policy.on_demand_cooling.value_or(kOnDemandCooling)}),
      by_order_(request.orders.size()),
      by_attempt_(state_.attempts.size()),
      by_instance_(MostInstances(request)) {
  const auto none = [](std::size_t) { return false; };  // Names are unique: CheckRequest has seen to it.
  for (const LaunchGroup& group : request.groups) room_[group.name] = group.max_nodes - group.desired_nodes;
  for (const LaunchOrder& order : request.orders) {
    by_order_.FindOrPut(model::HashOf(order.name), runs_.size(), none);
    OrderRun& run = runs_.emplace_back();
    run.order = &order;
    run.state.name = order.name;
    run.state.generation = order.generation;
  }
  for (LaunchOrderState& before : state_.orders) {
    OrderRun* const run = RunOf(before.name);
    if (run == nullptr) continue;  // Withdrawn.
    const bool placed = before.placed;
    if (before.generation == run->order->generation) run->state = std::move(before);
    run->state.placed = placed;
  }
  for (std::size_t i = 0; i < state_.attempts.size(); ++i) {
    const LaunchAttempt& attempt = state_.attempts[i];
    by_attempt_.FindOrPut(model::HashOf(attempt.name), i, none);
    if (!attempt.group.empty()) by_group_[attempt.group].push_back(i);
    for (const LaunchInstance& instance : attempt.instances) AddInstance(instance.name, i);
    if (OrderRun* run = RunOf(attempt)) run->attempts.push_back(i);
  }
}

OrderRun* Machine::RunOf(std::string_view order) {
  const auto found = by_order_.Find(model::HashOf(order), [&](std::size_t i) { return runs_[i].order->name == order; });
  return found ? &runs_[*found] : nullptr;
}

std::optional<std::size_t> Machine::AttemptNamed(std::string_view name) const {
  return by_attempt_.Find(model::HashOf(name), [&](std::size_t i) { return state_.attempts[i].name == name; });
}

std::optional<std::size_t> Machine::AttemptOfInstance(std::string_view name) const {
  const auto found = by_instance_.Find(model::HashOf(name), [&](std::size_t i) { return instances_[i].first == name; });
  return found ? std::optional(instances_[*found].second) : std::nullopt;
}

void Machine::AddInstance(const std::string& name, std::size_t attempt) {
  by_instance_.FindOrPut(model::HashOf(name), instances_.size(), [](std::size_t) { return false; });
  instances_.emplace_back(name, attempt);
}

Tally Machine::TallyOf(const OrderRun& run) const {
  Tally tally;
  for (const std::size_t i : run.attempts) {
    const LaunchAttempt& attempt = state_.attempts[i];
    tally.waiting += attempt.waiting;
    std::int64_t there = 0;
    for (const LaunchInstance& instance : attempt.instances) {
      if (instance.stage > InstanceStage::kReady) continue;
      if (!undecided_.empty() && undecided_.contains(instance.name)) continue;
      ++there;
      if (instance.stage == InstanceStage::kReady) ++tally.ready;
      if (instance.stage == InstanceStage::kInService) ++tally.in_service;
      if (instance.stage == InstanceStage::kLaunched) ++tally.launched;
    }
    (attempt.pool.capacity_type == CapacityType::kSpot ? tally.spot : tally.on_demand) += there;
  }
  return tally;
}

bool Machine::SpotPhaseOver(const OrderRun& run) const {
  if (run.state.spot_over) return true;
  if (!run.state.spot_started_unix_ms) return false;
  return now() - *run.state.spot_started_unix_ms >= Milliseconds(request_.policy.scale_timeout_seconds);
}

std::int64_t Machine::BackoffMs(double first_seconds, double growth, double max_seconds, std::int64_t failures,
                                std::string_view salt) const {
  double seconds = first_seconds;
  for (std::int64_t i = 1; i < failures && seconds < max_seconds && growth > 1; ++i) seconds *= growth;
  seconds = std::min(seconds, max_seconds);
  base::Random random(TextHash(Cat(request_.seed, "/", salt, "/", failures)));
  seconds *= 1 - request_.policy.retry_jitter * random.Unit();
  return std::max<std::int64_t>(1, Milliseconds(seconds));
}

void Machine::Fail(const LaunchAttempt& attempt, std::int64_t nodes, const Fault& fault) {
  auto& counts = state_.counters.failures;
  const auto at = std::lower_bound(counts.begin(), counts.end(), fault.failure,
                                   [](const FailureCount& count, LaunchFailure f) { return count.failure < f; });
  if (at != counts.end() && at->failure == fault.failure) {
    at->nodes += nodes;
  } else {
    counts.insert(at, FailureCount{fault.failure, nodes});
  }
  OrderRun* run = RunOf(attempt);
  const RefusedPool refused{attempt.pool, attempt.group, fault.failure, fault.code, fault.message, std::nullopt};
  switch (fault.failure) {
    case LaunchFailure::kThrottling:
      Throttle(attempt.pool.region, fault.at_unix_ms);
      return;
    case LaunchFailure::kJoinFailed:
      if (run == nullptr || run->state.failed_joins < request_.policy.max_failed_joins) return;
      [[fallthrough]];
    case LaunchFailure::kConfiguration:
    case LaunchFailure::kPermission:
      if (run == nullptr || run->state.stopped_by) return;
      run->state.stopped_by = refused;
      ++state_.counters.orders_stopped;
      return;
    case LaunchFailure::kQuota:
      coolings_.AddQuotaFailure(attempt.pool, fault.at_unix_ms);
      break;
    case LaunchFailure::kCapacity:
    case LaunchFailure::kPriceTooLow:
    case LaunchFailure::kUnknown:
    case LaunchFailure::kTimeout:
      coolings_.AddFailure(attempt.pool, fault.at_unix_ms);
      break;
    case LaunchFailure::kGroupAtMaximum:
    case LaunchFailure::kCooling:
      break;
  }
  if (run == nullptr) return;
  const auto same = [&](const RefusedPool& r) { return r.pool == refused.pool && r.group == refused.group; };
  const auto found = std::find_if(run->state.refused.begin(), run->state.refused.end(), same);
  if (found == run->state.refused.end()) {
    run->state.refused.push_back(refused);
  } else {
    *found = refused;
  }
}

void Machine::FailWaiting(LaunchAttempt& attempt, std::int64_t nodes, const Fault& fault) {
  attempt.waiting -= nodes;
  if (attempt.waiting == 0) attempt.ended_unix_ms = now();
  state_.counters.nodes_not_launched += nodes;
  Fail(attempt, nodes, fault);
}

void Machine::Cancel(const LaunchAttempt& attempt, std::int64_t nodes, std::string sentence) {
  cancels_.push_back({LaunchActionKind::kCancel, attempt.name, attempt.order, attempt.pool, attempt.group, nodes, "",
                      std::move(sentence)});
}

void Machine::Terminate(const LaunchAttempt& attempt, LaunchInstance& instance, std::string sentence) {
  if (instance.stage != InstanceStage::kEnding) ++state_.counters.nodes_to_terminate;
  instance.stage = InstanceStage::kEnding;
  instance.since_unix_ms = now();
  ends_.push_back({LaunchActionKind::kTerminate, attempt.name, attempt.order, attempt.pool, attempt.group, 1,
                   instance.name, std::move(sentence)});
}

void Machine::Throttle(const std::string& region, std::int64_t at_unix_ms) {
  auto& all = state_.throttles;
  auto at = std::lower_bound(all.begin(), all.end(), region,
                             [](const LaunchThrottle& throttle, const std::string& r) { return throttle.region < r; });
  if (at == all.end() || at->region != region) at = all.insert(at, LaunchThrottle{region, 0, 0});
  if (at_unix_ms < at->until_unix_ms) return;  // Of the calls that were throttled together.
  at->consecutive_failures = std::min<std::int64_t>(at->consecutive_failures + 1, 1000);
  const LaunchPolicy& policy = request_.policy;
  at->until_unix_ms = at_unix_ms + BackoffMs(policy.throttle_first_seconds, policy.retry_growth,
                                             policy.throttle_max_seconds, at->consecutive_failures, region);
}

const LaunchThrottle* Machine::ThrottleOf(std::string_view region) const {
  for (const LaunchThrottle& throttle : state_.throttles) {
    if (throttle.region == region && now() < throttle.until_unix_ms) return &throttle;
  }
  return nullptr;
}

}  // namespace spotwright::launch
