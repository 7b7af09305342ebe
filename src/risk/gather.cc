#include "src/risk/gather.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "src/model/begin.h"
#include "src/risk/age_bands.h"
#include "src/risk/common_loss.h"
#include "src/risk/decay.h"
#include "src/risk/pool_watch.h"

namespace spotwright::risk {
namespace {

constexpr std::int64_t kBeginningOfTime = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kEndOfTime = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t kCancelEvery = 4096;  // Events.

// What happens at one moment to one pool: signals before the losses that they announce, losses before launches, so that
// a replacement is not yet there to be lost.
enum class Kind { kSignal, kLoss, kEndByCap, kEnd, kTick, kLaunch };

struct Event {
  std::int64_t at_unix_ms = 0;
  std::size_t pool = 0;  // Of the state.
  Kind kind = {};
  std::int64_t launched_unix_ms = 0;
  std::int64_t up_count = 0;
  RiskSignalKind signal = {};

  auto Key() const { return std::tuple(at_unix_ms, pool, kind, launched_unix_ms, up_count, signal); }
};

void Scale(CommonLossCounts& counts, double factor) {
  counts.asked *= factor;
  counts.asked_squared *= factor;
  counts.shared *= factor;
  counts.by_chance *= factor;
}

// The state of the request, or a new one, with a place for every pool of the request and its sums as of now.
RiskState StartingState(const EstimateRiskRequest& request, const Decay& decay) {
  RiskState state = request.state.value_or(RiskState{});
  const double fade = request.state ? decay.WeightAt(state.counted_until_unix_ms) : 1;
  for (PoolRiskState& pool : state.pools) {
    for (double& hours : pool.pool_hours) hours *= fade;
    for (double& losses : pool.losses) losses *= fade;
    pool.falls *= fade;
    Scale(pool.within_pool, fade);
  }
  Scale(state.same_type_in_region, fade);
  Scale(state.same_region, fade);
  Scale(state.everywhere, fade);
  std::set<Pool> known;
  for (const PoolRiskState& pool : state.pools) known.insert(pool.pool);
  for (const PoolEvidence& evidence : request.pools) {
    if (!known.insert(evidence.pool).second) continue;
    PoolRiskState& added = state.pools.emplace_back();
    added.pool = evidence.pool;
    added.pool_hours.resize(kAgeBands);
    added.losses.resize(kAgeBands);
  }
  std::sort(state.pools.begin(), state.pools.end(),
            [](const PoolRiskState& left, const PoolRiskState& right) { return left.pool < right.pool; });
  state.counted_until_unix_ms = request.now_unix_ms;
  return state;
}

// At the provider's cap every node ends: no sign of scarce capacity.
bool IsEndByCap(const NodeLifetime& node, const RiskSettings& settings) {
  return settings.lifetime_cap_seconds &&
         static_cast<double>(*node.ended_unix_ms - node.launched_unix_ms) / kMsPerSecond >
             *settings.lifetime_cap_seconds - IncidentWindowSeconds(settings);
}

// Appends the events of one pool after `since`; returns the nodes that run at that moment, ascending.
std::vector<std::int64_t> EventsOf(const PoolEvidence& evidence, std::size_t pool, std::int64_t since, bool by_ticks,
                                   const RiskSettings& settings, std::vector<Event>& events) {
  std::vector<std::int64_t> running;
  std::map<std::int64_t, std::int64_t> gone_at;  // By launch moment: when the last node of it ended.
  for (const NodeLifetime& node : evidence.lifetimes) {
    std::int64_t& gone = gone_at.try_emplace(node.launched_unix_ms, kBeginningOfTime).first->second;
    gone = std::max(gone, node.ended_unix_ms.value_or(kEndOfTime));
    if (node.ended_unix_ms) {
      if (*node.ended_unix_ms <= since) continue;
      Kind kind = Kind::kEnd;
      if (node.lost) kind = IsEndByCap(node, settings) ? Kind::kEndByCap : Kind::kLoss;
      events.push_back(
          {.at_unix_ms = *node.ended_unix_ms, .pool = pool, .kind = kind, .launched_unix_ms = node.launched_unix_ms});
    }
    if (node.launched_unix_ms <= since) {
      running.push_back(node.launched_unix_ms);
    } else {
      events.push_back({.at_unix_ms = node.launched_unix_ms, .pool = pool, .kind = Kind::kLaunch});
    }
  }
  for (const CapacityTick& tick : evidence.ticks) {
    if (tick.at_unix_ms <= since) continue;
    events.push_back({.at_unix_ms = tick.at_unix_ms, .pool = pool, .kind = Kind::kTick, .up_count = tick.up_count});
  }
  for (const RiskSignal& signal : evidence.signals) {
    if (signal.at_unix_ms <= since) continue;
    if (signal.kind == RiskSignalKind::kInterruptionNotice) {
      const auto gone = gone_at.find(*signal.launched_unix_ms);
      const bool comes_late = gone != gone_at.end() && gone->second < signal.at_unix_ms;
      if (by_ticks || comes_late) continue;
    }
    events.push_back({.at_unix_ms = signal.at_unix_ms,
                      .pool = pool,
                      .kind = Kind::kSignal,
                      .launched_unix_ms = signal.launched_unix_ms.value_or(signal.at_unix_ms),
                      .signal = signal.kind});
  }
  std::sort(running.begin(), running.end());
  return running;
}

}  // namespace

std::optional<Gathered> Gather(const EstimateRiskRequest& request, const Call& call) {
  const Decay decay(request.now_unix_ms, request.settings.half_life_hours);
  const std::int64_t since = request.state ? request.state->counted_until_unix_ms : kBeginningOfTime;
  Gathered gathered{.state = StartingState(request, decay), .running_launched = {}};
  RiskState& state = gathered.state;

  std::map<Pool, const PoolEvidence*> evidence_of;
  for (const PoolEvidence& evidence : request.pools) evidence_of[evidence.pool] = &evidence;
  std::vector<Event> events;
  std::vector<PoolWatch> watches;
  watches.reserve(state.pools.size());
  for (std::size_t i = 0; i < state.pools.size(); ++i) {
    PoolRiskState& pool = state.pools[i];
    const auto found = evidence_of.find(pool.pool);
    // A pool that is seen by ticks is known up to its last tick, and goes on from there.
    const bool by_ticks = pool.last_tick_unix_ms.has_value();
    std::vector<std::int64_t> running;
    if (found != evidence_of.end()) {
      const PoolEvidence& evidence = *found->second;
      running = EventsOf(evidence, i, since, by_ticks || !evidence.ticks.empty(), request.settings, events);
    }
    if (by_ticks) running = pool.up_since_unix_ms;
    watches.emplace_back(pool, request.settings, decay, std::move(running), by_ticks ? *pool.last_tick_unix_ms : since);
  }
  std::sort(events.begin(), events.end(),
            [](const Event& left, const Event& right) { return left.Key() < right.Key(); });

  CommonLossCounter common(state, watches, request.settings, decay);
  std::vector<std::int64_t> lost;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (i % kCancelEvery == 0 && model::IsCancelled(call)) return std::nullopt;
    const Event& event = events[i];
    PoolWatch& watch = watches[event.pool];
    bool falls = false;
    switch (event.kind) {
      case Kind::kLoss: {
        // All that the pool loses at this moment goes together.
        lost.push_back(event.launched_unix_ms);
        const bool more = i + 1 < events.size() && events[i + 1].kind == Kind::kLoss &&
                          events[i + 1].pool == event.pool && events[i + 1].at_unix_ms == event.at_unix_ms;
        if (more) continue;
        falls = watch.Lose(lost, event.at_unix_ms);
        lost.clear();
        break;
      }
      case Kind::kEndByCap:
        watch.ForgetNotice(event.launched_unix_ms, event.at_unix_ms);
        watch.End(event.launched_unix_ms, event.at_unix_ms);
        break;
      case Kind::kEnd:
        watch.End(event.launched_unix_ms, event.at_unix_ms);
        break;
      case Kind::kTick:
        falls = watch.Tick(event.up_count, event.at_unix_ms);
        break;
      case Kind::kSignal:
        watch.Signal(event.signal, event.launched_unix_ms, event.at_unix_ms);
        break;
      case Kind::kLaunch:
        watch.Launch(event.at_unix_ms);
        break;
    }
    if (falls) common.CountFall(event.pool, event.at_unix_ms);
  }

  std::map<Pool, std::size_t> place;
  for (std::size_t i = 0; i < state.pools.size(); ++i) {
    place[state.pools[i].pool] = i;
    watches[i].SettleNotices(request.now_unix_ms);
    if (state.pools[i].last_tick_unix_ms) {
      state.pools[i].up_since_unix_ms = watches[i].running();
    } else {
      watches[i].AdvanceTo(request.now_unix_ms);
    }
  }
  for (const PoolEvidence& evidence : request.pools) {
    gathered.running_launched.push_back(watches[place[evidence.pool]].running());
  }
  return gathered;
}

}  // namespace spotwright::risk
