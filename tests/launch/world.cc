#include "tests/launch/world.h"

#include <algorithm>

namespace spotwright::launch {

using enum LaunchEventKind;

bool World::Call(std::vector<LaunchEvent> events) {
  std::vector<LaunchEvent> told = events;
  told.insert(told.end(), previous.begin(), previous.end());
  if (!events.empty()) previous = std::move(events);
  loop.At(seconds, std::move(told));
  for (const LaunchAction& action : loop.last.actions) {
    if (!Take(action)) return false;
  }
  return Check();
}

bool World::Take(const LaunchAction& action) {
  if (action.kind == LaunchActionKind::kLaunch) {
    if (action.nodes <= 0) return Broken("a launch of no nodes");
    const auto [at, is_new] =
        attempts.try_emplace(action.attempt, WorldAttempt{action.order, action.pool, action.nodes, action.nodes, 0});
    if (!is_new) return Broken("attempt " + action.attempt + " is launched twice");
    attempt_order.push_back(action.attempt);
  } else if (action.kind == LaunchActionKind::kCancel) {
    WorldAttempt& attempt = attempts.at(action.attempt);
    if (action.nodes > attempt.open) return Broken("more is cancelled than is open of " + action.attempt);
    attempt.open -= action.nodes;
    attempt.closed += action.nodes;
  } else {
    const auto found = instances.find(action.instance);
    if (found == instances.end()) return Broken("what is gone is to end: " + action.instance);
    if (found->second.stage == kReady && !found->second.told_to_end && !action.order.empty()) {
      return Broken("a ready node is to end: " + action.instance);
    }
    found->second.told_to_end = true;
  }
  return true;
}

std::int64_t World::Live(const std::string& order, bool ready_only) const {
  return std::count_if(instances.begin(), instances.end(), [&](const auto& entry) {
    return !entry.second.told_to_end && attempts.at(entry.second.attempt).order == order &&
           (!ready_only || entry.second.stage == kReady);
  });
}

std::int64_t World::Open(const std::string& order) const {
  std::int64_t open = 0;
  for (const auto& [name, attempt] : attempts) open += attempt.order == order ? attempt.open : 0;
  return open;
}

bool World::Check() {
  const LaunchResponse& answer = loop.last;
  bool idle = true;
  for (std::size_t i = 0; i < loop.request.orders.size(); ++i) {
    const LaunchOrder& order = loop.request.orders[i];
    const LaunchOrderStatus& status = answer.orders.at(i);
    const std::int64_t live = Live(order.name);
    const std::int64_t open = Open(order.name);
    if (live + open > order.nodes) return Broken(order.name + ": more nodes than wanted");
    if (status.waiting_nodes != open) return Broken(order.name + ": an attempt is lost");
    if (status.ready_nodes + status.in_service_nodes + status.launched_nodes != live) {
      return Broken(order.name + ": an instance is lost");
    }
    if (status.ready_nodes != Live(order.name, true)) return Broken(order.name + ": a ready node is lost");
    if (live + open + status.missing_nodes != order.nodes) return Broken(order.name + ": the sum is wrong");
    switch (status.phase) {
      case LaunchOrderPhase::kPlaced:
        if (status.ready_nodes < order.nodes) return Broken("placed without its nodes");
        break;
      case LaunchOrderPhase::kFailed:
        if (!status.retry_at_unix_ms || *status.retry_at_unix_ms <= loop.request.now_unix_ms) {
          return Broken("failed without a later retry");
        }
        idle = false;
        break;
      case LaunchOrderPhase::kStopped:
        if (status.reasons.empty()) return Broken("stopped without a reason");
        break;
      case LaunchOrderPhase::kLaunching:
      case LaunchOrderPhase::kWaiting:
        idle = false;
        break;
    }
  }
  if (!idle && !answer.call_again_at_unix_ms) return Broken("an order waits for nothing");
  if (answer.call_again_at_unix_ms && *answer.call_again_at_unix_ms <= loop.request.now_unix_ms) {
    return Broken("called again in the past");
  }
  const LaunchCounters& counters = answer.counters;
  std::int64_t asked = 0, waiting = 0;
  for (const auto& [name, attempt] : attempts) {
    asked += attempt.asked;
    waiting += attempt.open;
  }
  if (counters.nodes_requested != asked) return Broken("nodes_requested");
  if (counters.attempts != static_cast<std::int64_t>(attempts.size())) return Broken("attempts");
  if (asked != counters.nodes_launched - counters.late_arrivals_kept - counters.late_arrivals_ended +
                   counters.nodes_not_launched + counters.nodes_cancelled + waiting) {
    return Broken("the counters do not add up");
  }
  return true;
}

std::vector<LaunchEvent> World::Grant() {
  for (const std::string& name : attempt_order) {
    WorldAttempt& attempt = attempts.at(name);
    if (attempt.open == 0) continue;
    --attempt.open;
    const std::string instance = "i-" + std::to_string(++names);
    instances[instance] = {name};
    return {loop.Launched(seconds, name, {instance})};
  }
  return {};
}

std::vector<LaunchEvent> World::Late() {
  for (const std::string& name : attempt_order) {
    WorldAttempt& attempt = attempts.at(name);
    if (attempt.closed == 0 || attempt.open > 0) continue;
    --attempt.closed;
    const std::string instance = "late-" + std::to_string(++names);
    instances[instance] = {name};
    return {loop.Launched(seconds, name, {instance})};
  }
  return {};
}

std::vector<LaunchEvent> World::Serve() {
  for (auto& [name, instance] : instances) {
    if (instance.stage != kLaunched) continue;
    instance.stage = kInService;
    return {loop.InService(seconds, {name})};
  }
  return {};
}

std::vector<LaunchEvent> World::Join() {
  for (auto& [name, instance] : instances) {
    if (instance.stage == kReady) continue;
    instance.stage = kReady;
    return {loop.Ready(seconds, {name})};
  }
  return {};
}

std::vector<LaunchEvent> World::Lose() {
  if (instances.empty()) return {};
  const std::string name = instances.begin()->first;
  instances.erase(instances.begin());
  return {loop.Terminated(seconds, {name})};
}

std::vector<LaunchEvent> World::EndWhatIsTold() {
  std::vector<std::string> gone;
  for (const auto& [name, instance] : instances) {
    if (instance.told_to_end) gone.push_back(name);
  }
  if (gone.empty()) return {};
  for (const std::string& name : gone) instances.erase(name);
  return {loop.Terminated(seconds, gone)};
}

std::vector<LaunchEvent> World::Fail(std::string code, std::optional<std::int64_t> nodes) {
  for (const std::string& name : attempt_order) {
    WorldAttempt& attempt = attempts.at(name);
    if (attempt.open == 0) continue;
    const std::int64_t failed = std::min(nodes.value_or(attempt.open), attempt.open);
    attempt.open -= failed;
    attempt.closed += failed;
    return {loop.Failed(seconds, name, std::move(code), nodes)};
  }
  return {};
}

}  // namespace spotwright::launch
