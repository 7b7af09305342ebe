#include "src/launch/deadline_watch.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>
#include <vector>

#include "src/base/elementary.h"
#include "src/launch/run_model.h"

namespace spotwright::launch {
namespace {

// What was seen so long ago counts half.
constexpr double kHalfLifeHours = 168;
constexpr double kLn2 = 0.69314718055994530942;
// Between two sights farther apart nothing is known, unless decisions are that rare.
constexpr std::int64_t kMostGapMs = 3600000;

double Hours(std::int64_t from_unix_ms, std::int64_t until_unix_ms) {
  return static_cast<double>(until_unix_ms - from_unix_ms) / kMsPerHour;
}

void Fade(RunCounts& counts, double weight) {
  for (double& hours : counts.hours) hours *= weight;
  for (double& ends : counts.ends) ends *= weight;
}

void FadeAll(DeadlineState& state, std::int64_t until_unix_ms) {
  const double weight = base::Exp(-kLn2 * Hours(state.counted_until_unix_ms, until_unix_ms) / kHalfLifeHours);
  for (DeadlineZoneState& zone : state.zones) Fade(zone.up, weight);
  Fade(state.none_up, weight);
  state.losses *= weight;
  state.losses_covered *= weight;
}

// Where a zone is, or would be, in the order of pools.
std::size_t PlaceOf(const DeadlineState& state, const Pool& pool) {
  const auto at = std::lower_bound(state.zones.begin(), state.zones.end(), pool,
                                   [](const DeadlineZoneState& zone, const Pool& of) { return zone.pool < of; });
  return static_cast<std::size_t>(at - state.zones.begin());
}

struct Sight {
  std::int64_t at_unix_ms = 0;
  std::size_t zone = 0;  // Of the state.
  bool available = false;
};

class Watch {
 public:
  Watch(const MeetDeadlineRequest& request, DeadlineState& state)
      : state_(&state),
        most_gap_ms_(
            std::max(kMostGapMs, static_cast<std::int64_t>(2000 * std::min(request.decision_interval_seconds, 1e9)))) {
    for (const DeadlineZone& zone : request.zones) {
      watched_.push_back(PlaceOf(state, zone.pool));
    }
  }

  // All sights of one moment.
  void See(const Sight* begin, const Sight* end) {
    std::vector<std::size_t> lost;
    for (const Sight* sight = begin; sight != end; ++sight) {
      if (SeeZone(*sight)) lost.push_back(sight->zone);
    }
    const auto is_up = [&](std::size_t zone) {
      return state_->zones[zone].available && IsFresh(zone, begin->at_unix_ms);
    };
    const bool any = std::any_of(watched_.begin(), watched_.end(), is_up);
    state_->losses += static_cast<double>(lost.size());
    if (any) state_->losses_covered += static_cast<double>(lost.size());
    SeeNone(!any, begin->at_unix_ms);
  }

 private:
  bool IsFresh(std::size_t zone, std::int64_t at_unix_ms) const {
    return at_unix_ms - state_->zones[zone].seen_at_unix_ms <= most_gap_ms_;
  }

  // Whether the zone was lost.
  bool SeeZone(const Sight& sight) {
    DeadlineZoneState& zone = state_->zones[sight.zone];
    const std::int64_t at = sight.at_unix_ms;
    if (zone.up.hours.empty() || !IsFresh(sight.zone, at)) {
      if (zone.up.hours.empty()) zone.up = NoRuns();
      zone.available = sight.available;
      zone.since_unix_ms = zone.seen_at_unix_ms = at;
      return false;
    }
    if (zone.available) {
      AddHours(zone.up, Hours(zone.since_unix_ms, zone.seen_at_unix_ms), Hours(zone.since_unix_ms, at));
    }
    const bool lost = zone.available && !sight.available;
    if (lost) zone.up.ends[RunBandOf(Hours(zone.since_unix_ms, zone.seen_at_unix_ms))] += 1;
    if (zone.available != sight.available) zone.since_unix_ms = at;
    zone.available = sight.available;
    zone.seen_at_unix_ms = at;
    return lost;
  }

  void SeeNone(bool none, std::int64_t at_unix_ms) {
    const std::int64_t before = state_->counted_until_unix_ms;
    const bool known = state_->none_since_unix_ms && at_unix_ms - before <= most_gap_ms_;
    if (known && state_->none_available) {
      const double age = Hours(*state_->none_since_unix_ms, before);
      AddHours(state_->none_up, age, Hours(*state_->none_since_unix_ms, at_unix_ms));
      if (!none) state_->none_up.ends[RunBandOf(age)] += 1;
    }
    if (!known || none != state_->none_available) state_->none_since_unix_ms = at_unix_ms;
    state_->none_available = none;
    state_->counted_until_unix_ms = at_unix_ms;
  }

  DeadlineState* state_;
  std::int64_t most_gap_ms_;
  std::vector<std::size_t> watched_;
};

// Makes room for the zones that are new. Another set of zones begins a new time of none.
void AddZones(const MeetDeadlineRequest& request, DeadlineState& state) {
  bool changed = false;
  for (const DeadlineZone& zone : request.zones) {
    const std::size_t place = PlaceOf(state, zone.pool);
    if (place < state.zones.size() && state.zones[place].pool == zone.pool) continue;
    DeadlineZoneState added;
    added.pool = zone.pool;
    state.zones.insert(state.zones.begin() + static_cast<std::ptrdiff_t>(place), added);
    changed = true;
  }
  if (changed) state.none_since_unix_ms.reset();
}

}  // namespace

DeadlineState WatchZones(const MeetDeadlineRequest& request) {
  DeadlineState state = request.state.value_or(DeadlineState{});
  if (!request.state) state.none_up = NoRuns();
  const std::int64_t counted_until = request.state ? state.counted_until_unix_ms : -1;
  AddZones(request, state);
  std::vector<Sight> sights;
  for (const DeadlineZone& zone : request.zones) {
    const std::size_t index = PlaceOf(state, zone.pool);
    for (const CapacityTick& tick : zone.ticks) {
      if (tick.at_unix_ms > counted_until && tick.at_unix_ms < request.now_unix_ms) {
        sights.push_back({tick.at_unix_ms, index, tick.up_count > 0});
      }
    }
    sights.push_back({request.now_unix_ms, index, zone.available});
  }
  std::sort(sights.begin(), sights.end(), [](const Sight& a, const Sight& b) {
    return std::tie(a.at_unix_ms, a.zone) < std::tie(b.at_unix_ms, b.zone);
  });
  Watch watch(request, state);
  for (std::size_t begin = 0; begin < sights.size();) {
    std::size_t end = begin;
    while (end < sights.size() && sights[end].at_unix_ms == sights[begin].at_unix_ms) ++end;
    if (counted_until >= 0 || begin > 0) FadeAll(state, sights[begin].at_unix_ms);
    watch.See(&sights[begin], sights.data() + end);
    begin = end;
  }
  state.counted_until_unix_ms = request.now_unix_ms;
  return state;
}

const DeadlineZoneState& ZoneStateOf(const DeadlineState& state, const Pool& pool) {
  return state.zones[PlaceOf(state, pool)];
}

}  // namespace spotwright::launch
