#include "src/launch/check_request.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/text.h"
#include "src/market/pool_cooling.h"
#include "src/model/offers.h"
#include "src/model/slot_table.h"
#include "src/model/validate.h"

namespace spotwright::launch {
namespace {

using base::Cat;
using base::Number;
using base::Quoted;
using model::ElementPath;
using model::InvalidField;
using Fault = std::optional<Error>;
using Names = std::set<std::string_view>;

Fault CheckPolicy(const LaunchPolicy& policy) {
  if (policy.capacity_check_timeout_seconds <= policy.scale_timeout_seconds) {
    return InvalidField("policy.capacity_check_timeout_seconds",
                        Cat("is ", Number(policy.capacity_check_timeout_seconds),
                            "; accepted: more than scale_timeout_seconds, ", Number(policy.scale_timeout_seconds)));
  }
  if (policy.retry_max_seconds < policy.retry_first_seconds) {
    return InvalidField("policy.retry_max_seconds",
                        Cat("is ", Number(policy.retry_max_seconds), ", below retry_first_seconds, ",
                            Number(policy.retry_first_seconds)));
  }
  if (policy.throttle_max_seconds < policy.throttle_first_seconds) {
    return InvalidField("policy.throttle_max_seconds",
                        Cat("is ", Number(policy.throttle_max_seconds), ", below throttle_first_seconds, ",
                            Number(policy.throttle_first_seconds)));
  }
  if (policy.event_memory_seconds < policy.capacity_check_timeout_seconds ||
      policy.event_memory_seconds < policy.join_timeout_seconds) {
    return InvalidField("policy.event_memory_seconds",
                        Cat("is ", Number(policy.event_memory_seconds), ", below a timeout of the policy"));
  }
  if (auto fault = market::CheckCoolingPolicy(policy.spot_cooling, "policy.spot_cooling")) return fault;
  if (!policy.on_demand_cooling) return std::nullopt;
  return market::CheckCoolingPolicy(*policy.on_demand_cooling, "policy.on_demand_cooling");
}

Fault CheckCandidates(const LaunchOrder& order, std::size_t index, const Names& groups) {
  const auto repeated = model::FirstRepeat(order.candidates, [](const LaunchCandidate& candidate) {
    return std::pair<const Pool&, std::string_view>(candidate.pool, candidate.group);
  });
  for (std::size_t i = 0; i < order.candidates.size(); ++i) {
    const LaunchCandidate& candidate = order.candidates[i];
    const auto at = [&] { return ElementPath(ElementPath("orders", index) + ".candidates", i); };
    if (candidate.pool.instance_type.empty()) {
      return InvalidField(at() + ".pool.instance_type", "is empty; accepted: the provider's name of a type");
    }
    if (!candidate.group.empty() && !groups.contains(candidate.group)) {
      return InvalidField(at() + ".group", Cat("is ", Quoted(candidate.group), "; no such name among the groups"));
    }
    if (i == repeated) return InvalidField(at(), "is of a pool and group that came before; accepted: each once");
  }
  return std::nullopt;
}

Fault CheckOrders(const LaunchRequest& request, const Names& groups) {
  const auto name = [](const auto& item) { return std::string_view(item.name); };
  const auto twice = model::FirstRepeat(request.orders, name);
  const auto repeated = [](const std::string& path, const std::string& found) {
    return InvalidField(path + ".name", Cat("is ", Quoted(found), ", which came before; names are unique"));
  };
  for (std::size_t i = 0; i < request.orders.size(); ++i) {
    const LaunchOrder& order = request.orders[i];
    if (i == twice) return repeated(ElementPath("orders", i), order.name);
    if (auto fault = CheckCandidates(order, i, groups)) return fault;
    if (const auto j = model::FirstRepeat(order.replaces, name)) {
      return repeated(ElementPath(ElementPath("orders", i) + ".replaces", *j), order.replaces[*j].name);
    }
  }
  return std::nullopt;
}

template <typename Path>
Fault CheckEvent(const LaunchEvent& event, Path path) {
  const bool failed = event.kind == LaunchEventKind::kLaunchFailed;
  if (failed && !event.instances.empty()) {
    return InvalidField(path() + ".instances", "is set; what failed to launch has no instances");
  }
  if (failed && event.attempt.empty() && event.group.empty()) {
    return InvalidField(path() + ".attempt", "is empty; a failure names its attempt or its group");
  }
  if (!failed && event.instances.empty()) {
    return InvalidField(path() + ".instances", "is empty; accepted: the instances that it speaks of");
  }
  if (!failed && event.nodes) {
    return InvalidField(path() + ".nodes", "is set; only a failure counts nodes, others name instances");
  }
  if (!event.provider && !(event.code.empty() && event.message.empty())) {
    return InvalidField(path() + ".provider", "is absent; a code and a message need to be some provider's");
  }
  return std::nullopt;
}

Error Altered(std::string field) {
  return InvalidField(std::move(field), "is not as a response gave it; pass the state back unchanged");
}

template <typename T, typename Key>
Fault CheckAscending(const std::vector<T>& all, Key key, std::string_view path) {
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (!(key(all[i - 1]) < key(all[i]))) return Altered(ElementPath(path, i));
  }
  return std::nullopt;
}

Fault CheckAttempts(const LaunchState& state) {
  struct Named {
    std::string_view name;
    std::size_t attempt, instance;
  };
  std::vector<Named> instances;
  const auto twice =
      model::FirstRepeat(state.attempts, [](const auto& attempt) { return std::string_view(attempt.name); });
  for (std::size_t i = 0; i < state.attempts.size(); ++i) {
    const LaunchAttempt& attempt = state.attempts[i];
    const auto path = [i](std::string_view field) { return Cat(ElementPath("state.attempts", i), field); };
    if (i == twice) return Altered(path(".name"));
    std::int64_t in_time = 0;
    for (std::size_t j = 0; j < attempt.instances.size(); ++j) {
      const LaunchInstance& instance = attempt.instances[j];
      if (j > 0 && !(attempt.instances[j - 1].name < instance.name)) {
        return Altered(ElementPath(path(".instances"), j));
      }
      instances.push_back({instance.name, i, j});
      if (!instance.late) ++in_time;
    }
    if (attempt.waiting + in_time > attempt.nodes) return Altered(path(".waiting"));
    if (attempt.ended_unix_ms.has_value() != (attempt.waiting == 0)) return Altered(path(".ended_unix_ms"));
  }
  const auto repeated = model::FirstRepeat(instances, &Named::name);
  if (!repeated) return std::nullopt;
  const Named& again = instances[*repeated];
  return Altered(ElementPath(Cat(ElementPath("state.attempts", again.attempt), ".instances"), again.instance));
}

Fault CheckState(const LaunchRequest& request) {
  const LaunchState& state = *request.state;
  if (state.version != 1) {
    return InvalidField("state.version", Cat("is ", state.version, "; this version of the library reads 1"));
  }
  if (state.as_of_unix_ms > request.now_unix_ms) {
    return InvalidField("now_unix_ms", Cat("is ", request.now_unix_ms, ", before the state's as_of_unix_ms, ",
                                           state.as_of_unix_ms, "; time does not go back"));
  }
  const auto name = [](const LaunchOrderState& order) { return std::string_view(order.name); };
  if (auto fault = CheckAscending(state.orders, name, "state.orders")) return fault;
  const auto region = [](const LaunchThrottle& throttle) { return std::string_view(throttle.region); };
  if (auto fault = CheckAscending(state.throttles, region, "state.throttles")) return fault;
  const auto id = [](const SeenLaunchEvent& event) { return std::string_view(event.id); };
  if (auto fault = CheckAscending(state.seen_events, id, "state.seen_events")) return fault;
  for (std::size_t i = 0; i < state.unmatched_events.size(); ++i) {
    const auto path = [i] { return ElementPath("state.unmatched_events", i); };
    if (auto fault = CheckEvent(state.unmatched_events[i], path)) return fault;
  }
  return CheckAttempts(state);
}

Fault CheckGenerations(const LaunchRequest& request) {
  std::set<std::pair<std::string_view, std::int64_t>> seen;
  for (const LaunchOrderState& order : request.state->orders) seen.insert({order.name, order.generation});
  for (std::size_t i = 0; i < request.orders.size(); ++i) {
    const LaunchOrder& order = request.orders[i];
    const auto found = seen.lower_bound({order.name, 0});
    if (found == seen.end() || found->first != order.name || found->second <= order.generation) continue;
    return InvalidField(ElementPath("orders", i) + ".generation",
                        Cat("is ", order.generation, " after ", found->second, "; it only rises"));
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> CheckRequest(const LaunchRequest& request) {
  if (auto fault = CheckPolicy(request.policy)) return fault;
  Names groups;
  for (std::size_t i = 0; i < request.groups.size(); ++i) {
    if (groups.insert(request.groups[i].name).second) continue;
    return InvalidField(ElementPath("groups", i) + ".name",
                        Cat("is ", Quoted(request.groups[i].name), ", which came before; names are unique"));
  }
  if (auto fault = CheckOrders(request, groups)) return fault;
  for (std::size_t i = 0; i < request.events.size(); ++i) {
    if (auto fault = CheckEvent(request.events[i], [i] { return ElementPath("events", i); })) return fault;
  }
  if (auto fault = market::CheckCoolings(request.coolings, "coolings")) return fault;
  if (!request.state) return std::nullopt;
  if (auto fault = CheckState(request)) return fault;
  return CheckGenerations(request);
}

}  // namespace spotwright::launch
