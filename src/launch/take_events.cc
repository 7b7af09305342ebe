// What happened, taken into the state: each event once, in an order that does not depend on how they were listed.
#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "src/base/milliseconds.h"
#include "src/launch/failure_codes.h"
#include "src/launch/machine.h"

namespace spotwright::launch {
namespace {

constexpr std::size_t kMostSeenEvents = 100'000;
constexpr std::size_t kMostUnmatchedEvents = 10'000;

// Successes go first: one that is told together with a failure of the rest is no late arrival.
bool Before(const LaunchEvent& a, const LaunchEvent& b) {
  const auto key = [](const LaunchEvent& e) {
    return std::tie(e.kind, e.at_unix_ms, e.id, e.attempt, e.group, e.zone, e.instances, e.nodes, e.provider, e.code,
                    e.message);
  };
  return key(a) < key(b);
}

InstanceStage StageOf(LaunchEventKind kind) {
  switch (kind) {
    case LaunchEventKind::kInService:
      return InstanceStage::kInService;
    case LaunchEventKind::kReady:
      return InstanceStage::kReady;
    case LaunchEventKind::kTerminated:
      return InstanceStage::kGone;
    case LaunchEventKind::kLaunched:
    case LaunchEventKind::kLaunchFailed:
      break;
  }
  return InstanceStage::kLaunched;
}

void AddTime(TimeToService& time, std::int64_t ms) {
  ++time.count;
  time.total_ms += ms;
  time.max_ms = std::max(time.max_ms, ms);
}

bool NameLess(const LaunchInstance& instance, std::string_view name) { return instance.name < name; }

}  // namespace

std::vector<LaunchEvent> Machine::NewEvents() {
  std::vector<LaunchEvent> told;
  for (const LaunchEvent& event : request_.events) {
    if (event.at_unix_ms <= state_.forgotten_until_unix_ms) {
      ++state_.counters.events_too_old;
      continue;
    }
    told.push_back(event);
    told.back().at_unix_ms = std::min(event.at_unix_ms, now());
  }
  std::sort(told.begin(), told.end(), Before);
  auto& known = state_.seen_events;  // By id.
  const auto id = [](const SeenLaunchEvent& event) -> const std::string& { return event.id; };
  const std::size_t before = known.size();
  std::set<std::string> fresh;
  std::vector<LaunchEvent> events;
  for (LaunchEvent& event : told) {
    const auto known_before = known.begin() + static_cast<std::ptrdiff_t>(before);
    const bool is_known = std::ranges::binary_search(known.begin(), known_before, event.id, {}, id);
    if (is_known || !fresh.insert(event.id).second) {
      ++state_.counters.events_duplicate;
      continue;
    }
    known.push_back({event.id, event.at_unix_ms});
    events.push_back(std::move(event));
  }
  const auto added = known.begin() + static_cast<std::ptrdiff_t>(before);
  std::ranges::sort(added, known.end(), {}, id);
  std::ranges::inplace_merge(known.begin(), added, known.end(), {}, id);
  return events;
}

void Machine::TakeEvents() {
  std::vector<LaunchEvent> events = NewEvents();
  std::move(state_.unmatched_events.begin(), state_.unmatched_events.end(), std::back_inserter(events));
  state_.unmatched_events.clear();
  std::sort(events.begin(), events.end(), Before);
  for (LaunchEvent& event : events) Apply(event);
  ForgetEvents();
}

void Machine::Apply(LaunchEvent& event) {
  if (event.kind == LaunchEventKind::kLaunchFailed) {
    const auto index = AttemptOf(event);
    if (!index) {
      ++state_.counters.events_unmatched;
      return;
    }
    LaunchAttempt& attempt = state_.attempts[*index];
    const std::int64_t nodes = std::min(event.nodes.value_or(attempt.waiting), attempt.waiting);
    if (nodes == 0) return;  // All of it is decided already.
    const LaunchFailure failure =
        event.provider ? ClassifyFailure(*event.provider, event.code, event.message) : LaunchFailure::kUnknown;
    if (event.attempt.empty()) Cancel(attempt, nodes, "The group goes on trying what has failed.");
    FailWaiting(attempt, nodes, {failure, event.code, event.message, event.at_unix_ms});
    return;
  }
  std::vector<std::string> left;
  bool unmatched = false;
  for (std::string& name : event.instances) {
    if (const auto known = AttemptOfInstance(name)) {
      Move(*known, Find(*known, name), event);
    } else if (const auto index = AttemptOf(event)) {
      Add(*index, name, event);
    } else if (event.attempt.empty() && event.group.empty()) {
      left.push_back(std::move(name));  // Whose it is may be told later.
    } else {
      unmatched = true;
    }
  }
  if (unmatched) ++state_.counters.events_unmatched;
  if (left.empty()) return;
  event.instances = std::move(left);
  state_.unmatched_events.push_back(std::move(event));
}

std::optional<std::size_t> Machine::AttemptOf(const LaunchEvent& event) const {
  if (!event.attempt.empty()) {
    return AttemptNamed(event.attempt);
  }
  if (event.group.empty()) return std::nullopt;
  const auto group = by_group_.find(event.group);
  if (group == by_group_.end()) return std::nullopt;
  std::optional<std::size_t> given_up;  // The newest that a late arrival can be of.
  for (const std::size_t i : group->second) {
    const LaunchAttempt& attempt = state_.attempts[i];
    if (event.at_unix_ms < attempt.started_unix_ms) continue;
    if (!event.zone.empty() && !attempt.pool.zone.empty() && event.zone != attempt.pool.zone) continue;
    if (attempt.waiting > 0) return i;
    if (static_cast<std::int64_t>(attempt.instances.size()) < attempt.nodes) given_up = i;
  }
  return event.kind == LaunchEventKind::kLaunchFailed ? std::nullopt : given_up;
}

LaunchInstance& Machine::Find(std::size_t attempt, std::string_view name) {
  auto& instances = state_.attempts[attempt].instances;
  return *std::lower_bound(instances.begin(), instances.end(), name, NameLess);
}

void Machine::Add(std::size_t index, const std::string& name, const LaunchEvent& event) {
  LaunchAttempt& attempt = state_.attempts[index];
  LaunchInstance added{name, InstanceStage::kLaunched, std::max(event.at_unix_ms, attempt.started_unix_ms), false};
  added.late = attempt.waiting == 0;
  ++state_.counters.nodes_launched;
  if (added.late) {
    undecided_.insert(name);
  } else {
    if (--attempt.waiting == 0) attempt.ended_unix_ms = now();
    coolings_.AddSuccess(attempt.pool, event.at_unix_ms);
    std::erase_if(state_.throttles, [&](const LaunchThrottle& throttle) {
      return throttle.region == attempt.pool.region && throttle.until_unix_ms <= event.at_unix_ms;
    });
  }
  AddInstance(name, index);
  const auto at = std::lower_bound(attempt.instances.begin(), attempt.instances.end(), name, NameLess);
  Move(index, *attempt.instances.insert(at, std::move(added)), event);
}

void Machine::Move(std::size_t index, LaunchInstance& instance, const LaunchEvent& event) {
  const LaunchAttempt& attempt = state_.attempts[index];
  const InstanceStage before = instance.stage;
  const InstanceStage stage = StageOf(event.kind);
  if (stage <= before) return;
  if (before == InstanceStage::kEnding && stage != InstanceStage::kGone) return;
  instance.stage = stage;
  instance.since_unix_ms = std::max(event.at_unix_ms, attempt.started_unix_ms);
  LaunchCounters& counters = state_.counters;
  if (stage == InstanceStage::kGone) {
    if (before == InstanceStage::kEnding) return;  // As asked.
    ++counters.nodes_lost;
    if (!attempt.group.empty()) Cancel(attempt, 1, "The group would replace what it lost.");
    if (before == InstanceStage::kReady || undecided_.contains(instance.name)) return;
    const LaunchFailure failure =
        event.provider ? ClassifyFailure(*event.provider, event.code, event.message) : LaunchFailure::kUnknown;
    Fail(attempt, 1, {failure, event.code, event.message, event.at_unix_ms});
    return;
  }
  if (before == InstanceStage::kLaunched) {
    ++counters.nodes_in_service;
    AddTime(attempt.pool.capacity_type == CapacityType::kSpot ? counters.spot_time_to_service
                                                              : counters.on_demand_time_to_service,
            instance.since_unix_ms - attempt.started_unix_ms);
  }
  if (stage != InstanceStage::kReady) return;
  ++counters.nodes_ready;
  if (OrderRun* run = RunOf(attempt)) run->state.failed_joins = 0;
}

void Machine::ForgetEvents() {
  std::int64_t until =
      std::max(state_.forgotten_until_unix_ms, now() - base::Milliseconds(request_.policy.event_memory_seconds));
  auto& seen = state_.seen_events;
  if (seen.size() > kMostSeenEvents) {
    std::vector<std::int64_t> times;
    times.reserve(seen.size());
    for (const SeenLaunchEvent& event : seen) times.push_back(event.at_unix_ms);
    const auto last = times.begin() + static_cast<std::ptrdiff_t>(seen.size() - kMostSeenEvents) - 1;
    std::nth_element(times.begin(), last, times.end());
    until = std::max(until, *last);
  }
  state_.forgotten_until_unix_ms = until;
  std::erase_if(seen, [&](const SeenLaunchEvent& event) { return event.at_unix_ms <= until; });
  auto& unmatched = state_.unmatched_events;
  std::sort(unmatched.begin(), unmatched.end(), [](const LaunchEvent& a, const LaunchEvent& b) {
    return std::tie(a.at_unix_ms, a.id) < std::tie(b.at_unix_ms, b.id);
  });
  const auto too_many = unmatched.size() - std::min(unmatched.size(), kMostUnmatchedEvents);
  auto keep = unmatched.begin() + static_cast<std::ptrdiff_t>(too_many);
  while (keep != unmatched.end() && keep->at_unix_ms <= until) ++keep;
  state_.counters.events_unmatched += keep - unmatched.begin();
  unmatched.erase(unmatched.begin(), keep);
}

}  // namespace spotwright::launch
