// What is missing, asked for: candidate after candidate, until there is none left to ask.
#include <algorithm>
#include <charconv>
#include <utility>

#include "src/base/milliseconds.h"
#include "src/base/random.h"
#include "src/base/text.h"
#include "src/launch/machine.h"
#include "src/launch/text_hash.h"
#include "src/launch/wording.h"
#include "src/model/offers.h"

namespace spotwright::launch {
namespace {

using base::Cat;
using base::Milliseconds;

// 64 characters at most, whatever the order is called; with the order and the seed in it, as several callers may share
// one account.
std::string AttemptName(std::int64_t number, std::int64_t seed, std::string_view order) {
  char hex[16];
  const auto end = std::to_chars(hex, hex + sizeof(hex), TextHash(Cat(seed, "/", order)), 16).ptr;
  return Cat("launch-", number, "-", std::string_view(hex, static_cast<std::size_t>(end - hex)));
}

}  // namespace

void Machine::LaunchMissing() {
  for (const LaunchAttempt& attempt : state_.attempts) {
    in_flight_ += attempt.waiting;
    for (const LaunchInstance& instance : attempt.instances) {
      if (instance.stage == InstanceStage::kLaunched) ++in_flight_;
    }
  }
  std::vector<OrderRun*> by_priority;
  for (OrderRun& run : runs_) by_priority.push_back(&run);
  std::stable_sort(by_priority.begin(), by_priority.end(),
                   [](const OrderRun* a, const OrderRun* b) { return a->order->priority > b->order->priority; });
  for (OrderRun* run : by_priority) {
    LaunchOrderState& state = run->state;
    const Tally tally = TallyOf(*run);
    const std::int64_t missing = run->order->nodes - tally.all();
    if (missing <= 0) {
      state.retry_at_unix_ms.reset();
      if (tally.waiting == 0 && tally.launched == 0) {  // The round is over: what fails from now on begins another.
        state.refused.clear();
        state.spot_started_unix_ms.reset();
        state.spot_over = false;
        state.failed_rounds = 0;
      }
      const bool placed = tally.ready >= run->order->nodes;
      if (placed && !state.placed) ++state_.counters.orders_placed;
      state.placed = placed;
      continue;
    }
    state.placed = false;
    if (state.stopped_by) continue;
    if (state.retry_at_unix_ms) {
      if (now() < *state.retry_at_unix_ms) continue;
      state.retry_at_unix_ms.reset();
      state.refused.clear();
      state.spot_started_unix_ms.reset();
      state.spot_over = false;
      ++state_.counters.retries;
    }
    Fill(*run, missing);
  }
}

bool Machine::Refused(const OrderRun& run, const LaunchCandidate& candidate) const {
  for (const RefusedPool& refused : run.state.refused) {
    if (Covers(refused, candidate)) return true;
  }
  return coolings_.CoolsUntil(candidate.pool, now()).has_value();
}

void Machine::Fill(OrderRun& run, std::int64_t missing) {
  bool spot_passed_over = false;
  for (const LaunchCandidate& candidate : run.order->candidates) {
    if (missing == 0) return;
    const bool spot = candidate.pool.capacity_type == CapacityType::kSpot;
    if ((spot && SpotPhaseOver(run)) || Refused(run, candidate)) {
      spot_passed_over = spot_passed_over || spot;
      continue;
    }
    if (ThrottleOf(candidate.pool.region) != nullptr) {
      run.throttled = true;  // The pool is not to blame, and its turn will come.
      return;
    }
    std::int64_t nodes = missing;
    if (candidate.max_nodes) {
      std::int64_t held = 0;
      for (const std::size_t i : run.attempts) {
        const LaunchAttempt& attempt = state_.attempts[i];
        if (attempt.pool != candidate.pool || attempt.group != candidate.group) continue;
        held += attempt.waiting;
        for (const LaunchInstance& instance : attempt.instances)
          held += instance.stage <= InstanceStage::kReady ? 1 : 0;
      }
      nodes = std::clamp<std::int64_t>(*candidate.max_nodes - held, 0, nodes);
    }
    if (!candidate.group.empty() && room_[candidate.group] < nodes) {
      run.state.refused.push_back({candidate.pool, candidate.group, LaunchFailure::kGroupAtMaximum, "", "", {}});
      spot_passed_over = spot_passed_over || spot;
      nodes = std::max<std::int64_t>(0, room_[candidate.group]);
    }
    if (nodes == 0) continue;
    const std::int64_t allowed = std::max<std::int64_t>(0, request_.policy.max_nodes_in_flight - in_flight_);
    run.limited = allowed < nodes;
    nodes = std::min(nodes, allowed);
    if (nodes > 0) {
      missing -= Begin(run, candidate, nodes);
      if (!spot && spot_passed_over) {
        state_.counters.fallbacks_to_on_demand += nodes;
        run.fell_back += nodes;
      }
    }
    if (run.limited) return;
  }
  if (missing > 0) EndRound(run);
}

std::int64_t Machine::Begin(OrderRun& run, const LaunchCandidate& candidate, std::int64_t nodes) {
  const LaunchPolicy& policy = request_.policy;
  LaunchAttempt attempt;
  attempt.name = AttemptName(++state_.attempts_begun, request_.seed, run.order->name);
  attempt.order = run.order->name;
  attempt.pool = candidate.pool;
  attempt.group = candidate.group;
  attempt.started_unix_ms = now();
  attempt.in_service_by_unix_ms = now() + Milliseconds(policy.capacity_check_timeout_seconds);
  attempt.launch_by_unix_ms = attempt.in_service_by_unix_ms;
  if (candidate.pool.capacity_type == CapacityType::kSpot) {
    if (!run.state.spot_started_unix_ms) run.state.spot_started_unix_ms = now();
    attempt.launch_by_unix_ms = *run.state.spot_started_unix_ms + Milliseconds(policy.scale_timeout_seconds);
  }
  attempt.nodes = attempt.waiting = nodes;
  ++state_.counters.attempts;
  state_.counters.nodes_requested += nodes;
  in_flight_ += nodes;
  if (!candidate.group.empty()) room_[candidate.group] -= nodes;
  launches_.push_back({LaunchActionKind::kLaunch, attempt.name, attempt.order, attempt.pool, attempt.group, nodes, "",
                       Cat("Launch ", nodes, nodes == 1 ? " node of " : " nodes of ", model::PoolName(attempt.pool),
                           " for ", attempt.order, ".")});
  run.attempts.push_back(state_.attempts.size());
  state_.attempts.push_back(std::move(attempt));
  return nodes;
}

// Every candidate refused. The next round begins after a backoff, and not before one of them has stopped cooling.
void Machine::EndRound(OrderRun& run) {
  const LaunchPolicy& policy = request_.policy;
  LaunchOrderState& state = run.state;
  state.failed_rounds = std::min<std::int64_t>(state.failed_rounds + 1, 1000);
  ++state_.counters.rounds_failed;
  std::int64_t retry_at = now() + BackoffMs(policy.retry_first_seconds, policy.retry_growth, policy.retry_max_seconds,
                                            state.failed_rounds, state.name);
  std::optional<std::int64_t> first_well;
  for (const LaunchCandidate& candidate : run.order->candidates) {
    const std::int64_t well = coolings_.CoolsUntil(candidate.pool, now()).value_or(now());
    first_well = std::min(first_well.value_or(well), well);
  }
  if (first_well && *first_well > retry_at) {
    // Others wait for the same pool, and are not to come all at once.
    base::Random random(TextHash(Cat(request_.seed, "/", state.name, "/", *first_well)));
    retry_at = *first_well + Milliseconds(policy.retry_jitter * policy.retry_first_seconds * random.Unit());
  }
  state.retry_at_unix_ms = retry_at;
}

}  // namespace spotwright::launch
