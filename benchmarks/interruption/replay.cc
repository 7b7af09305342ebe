#include "benchmarks/interruption/replay.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "spotwright/respond.h"
#include "src/base/random.h"

namespace spotwright::bench {
namespace {

constexpr std::int64_t kUnits = 16;
constexpr std::int64_t kBoot = 180;
constexpr std::int64_t kNotice = 120;
constexpr std::int64_t kFailAfter = 5;
constexpr std::int64_t kUnavailable = 180;
constexpr std::int64_t kLook = 300;
constexpr std::int64_t kWellFor = 1800;
constexpr std::int64_t kEpochMs = 1'700'000'000'000;
constexpr std::size_t kOnDemand = static_cast<std::size_t>(-1);

std::int64_t RoomAt(const Trace& trace, std::int64_t most, std::size_t tick) {
  return trace.up_counts[std::min(tick, trace.up_counts.size() - 1)] * kUnits / most;
}

std::int64_t MostOf(const Trace& trace) {
  return std::max<std::int64_t>(1, *std::max_element(trace.up_counts.begin(), trace.up_counts.end()));
}

std::int64_t LengthOf(const std::vector<Trace>& traces) {
  std::int64_t seconds = INT64_MAX;
  for (const Trace& trace : traces) {
    seconds = std::min(seconds, trace.step_seconds * static_cast<std::int64_t>(trace.up_counts.size()));
  }
  return seconds;
}

struct Machine {
  std::string name;
  std::size_t pool = kOnDemand;
  std::int64_t launched = 0;
  std::int64_t ready = 0;
  std::optional<std::int64_t> fails;  // A launch that nothing comes of, and when that is told.
  std::optional<std::int64_t> ends;   // Taken back.
  bool cordoned = false;
  bool pod = false;
  std::string launch_id;
  std::string in_place_of;  // Of a return to spot: the on-demand node that goes when this one is ready.
  std::optional<std::int64_t> evict;
};

Resources Room() {
  Resources room;
  room.cpu_millicores = 1000;
  room.pods = 10;
  return room;
}

class Fleet {
 public:
  Fleet(const std::vector<Trace>& traces, System system) : traces_(traces), system_(system) {
    for (const Trace& trace : traces) most_.push_back(MostOf(trace));
    up_since_.assign(traces.size(), -kWellFor);
    unavailable_until_.assign(traces.size(), 0);
    request_.policy.rebalance.mode = RebalanceMode::kLaunchAndDrain;
    request_.policy.rebalance.max_concurrent_share = 1;
    request_.policy.boot_seconds = kBoot;
    Workload workload;
    workload.name = "unit";
    workload.requests.cpu_millicores = 1000;
    workload.spot_tolerant = true;
    request_.workloads = {workload};
    for (const CapacityType type : {CapacityType::kSpot, CapacityType::kOnDemand}) {
      for (std::size_t pool = 0; pool < traces.size(); ++pool) {
        Offer offer;
        offer.instance_type = "t";
        offer.region = "r";
        offer.zone = ZoneOf(pool);
        offer.capacity_type = type;
        offer.price_usd_per_hour = type == CapacityType::kSpot ? kSpotPrice : 1;
        offer.allocatable = Room();
        request_.offers.push_back(offer);
      }
    }
  }

  Outcome Run(const std::vector<Signal>& signals) {
    const std::int64_t end = LengthOf(traces_);
    std::set<std::int64_t> moments;
    for (const Signal& signal : signals) moments.insert(signal.at_seconds);
    for (std::size_t pool = 0; pool < traces_.size(); ++pool) {
      const Trace& trace = traces_[pool];
      for (std::size_t tick = 1; tick < trace.up_counts.size(); ++tick) {
        if (trace.up_counts[tick] == trace.up_counts[tick - 1]) continue;
        moments.insert(static_cast<std::int64_t>(tick) * trace.step_seconds);
        moments.insert(static_cast<std::int64_t>(tick) * trace.step_seconds - kNotice);
      }
    }
    for (std::int64_t unit = 0; unit < kUnits; ++unit) Buy(FirstPool(0), 0, "");
    wake_ = std::move(moments);
    for (std::int64_t at = 0; at < end; at += kLook) wake_.insert(at);
    std::size_t next_signal = 0;
    std::int64_t before = 0;
    while (!wake_.empty() && *wake_.begin() < end) {
      const std::int64_t now = *wake_.begin();
      wake_.erase(wake_.begin());
      if (now < 0) continue;
      Account(now - before);
      before = now_ = now;
      Lose(now);
      Boot(now);
      std::vector<InterruptionEvent> events = Notices(now);
      for (; next_signal < signals.size() && signals[next_signal].at_seconds <= now; ++next_signal) {
        for (const auto& [name, machine] : machines_) {
          if (machine.pool == signals[next_signal].pool && machine.ready <= now && !machine.ends) {
            events.push_back(Event(InterruptionKind::kRebalanceRecommendation, name, now));
          }
        }
      }
      system_ == System::kSpotwright ? Respond(now, std::move(events)) : LaunchOnNotice(now, events);
      if (now % kLook == 0) ReturnToSpot(now);
      Place(now);
    }
    return std::move(outcome_);
  }

 private:
  static std::string ZoneOf(std::size_t pool) { return std::string(1, static_cast<char>('a' + pool)); }
  static std::int64_t Ms(std::int64_t seconds) { return kEpochMs + seconds * 1000; }

  std::int64_t RoomIn(std::size_t pool, std::int64_t now) const {
    return RoomAt(traces_[pool], most_[pool], static_cast<std::size_t>(now / traces_[pool].step_seconds));
  }
  std::int64_t Used(std::size_t pool) const {
    return std::count_if(machines_.begin(), machines_.end(),
                         [&](const auto& m) { return m.second.pool == pool && !m.second.fails; });
  }

  // The first pool that is not known to be out of capacity; on-demand where none is left.
  std::size_t FirstPool(std::int64_t now) const {
    for (std::size_t pool = 0; pool < traces_.size(); ++pool) {
      if (unavailable_until_[pool] <= now) return pool;
    }
    return kOnDemand;
  }

  Machine& Buy(std::size_t pool, std::int64_t now, std::string launch_id) {
    Machine machine;
    machine.name = "n" + std::to_string(next_name_++);
    machine.pool = pool;
    machine.launched = now;
    machine.ready = now + kBoot;
    if (pool != kOnDemand && Used(pool) >= RoomIn(pool, now)) machine.fails = now + kFailAfter;
    machine.launch_id = std::move(launch_id);
    wake_.insert(machine.fails.value_or(machine.ready));
    ++outcome_.launches;
    return machines_[machine.name] = machine;
  }

  void Account(std::int64_t seconds) {
    std::int64_t serving = 0;
    std::int64_t nodes = 0;
    for (const auto& [name, machine] : machines_) {
      if (machine.fails) continue;
      outcome_.cost += (machine.pool == kOnDemand ? 1 : kSpotPrice) * static_cast<double>(seconds) / 3600;
      serving += machine.pod ? 1 : 0;
      nodes += machine.ready <= now_ ? 1 : 0;
    }
    if (!started_) return;
    outcome_.shortage_unit_minutes += static_cast<double>(std::max<std::int64_t>(0, kUnits - nodes) * seconds) / 60;
    outcome_.pod_shortage_minutes += static_cast<double>((kUnits - serving) * seconds) / 60;
  }

  void StopPod(Machine& machine, std::int64_t now) {
    if (!machine.pod) return;
    machine.pod = false;
    waiting_.push_back(now);
  }

  void Lose(std::int64_t now) {
    for (auto entry = machines_.begin(); entry != machines_.end();) {
      Machine& machine = entry->second;
      if (machine.evict && *machine.evict <= now) StopPod(machine, now);
      const bool lost = machine.ends && *machine.ends <= now;
      if (lost) StopPod(machine, now);
      entry = lost ? machines_.erase(entry) : std::next(entry);
    }
  }

  void Boot(std::int64_t now) {
    std::vector<std::string> failed;
    std::vector<std::string> replaced;
    for (auto& [name, machine] : machines_) {
      if (machine.fails && *machine.fails <= now) {
        failed.push_back(name);
        if (!machine.launch_id.empty()) {
          request_.replacements.push_back({machine.launch_id, ReplacementOutcome::kFailed, ""});
        }
      } else if (!machine.fails && machine.ready == now) {
        if (!machine.launch_id.empty()) {
          request_.replacements.push_back({machine.launch_id, ReplacementOutcome::kReady, name});
        }
        if (!machine.in_place_of.empty()) replaced.push_back(machine.in_place_of);
      }
    }
    for (const std::string& name : failed) {
      const Machine machine = machines_[name];
      unavailable_until_[machine.pool] = now + kUnavailable;
      machines_.erase(name);
      const bool again = machine.in_place_of.empty() && machine.launch_id.empty();
      if (again) Buy(FirstPool(now), now, "");
    }
    for (const std::string& name : replaced) {
      const auto found = machines_.find(name);
      if (found == machines_.end()) continue;
      StopPod(found->second, now);
      machines_.erase(found);
    }
  }

  static InterruptionEvent Event(InterruptionKind kind, const std::string& name, std::int64_t now) {
    InterruptionEvent event;
    event.id = name + "/" + std::to_string(static_cast<int>(kind)) + "/" + std::to_string(now);
    event.kind = kind;
    event.node = name;
    event.at_unix_ms = Ms(now);
    return event;
  }

  // The oldest machines of a pool go first when it falls in two minutes.
  std::vector<InterruptionEvent> Notices(std::int64_t now) {
    std::vector<InterruptionEvent> events;
    for (std::size_t pool = 0; pool < traces_.size(); ++pool) {
      const std::int64_t room = RoomIn(pool, now + kNotice);
      const bool up = RoomIn(pool, now) > 0;
      if (!up) up_since_[pool] = now;
      std::int64_t excess = -room;
      std::vector<Machine*> here;
      for (auto& [name, machine] : machines_) {
        if (machine.pool != pool || machine.fails) continue;
        if (!machine.ends) here.push_back(&machine);
        ++excess;
        excess -= machine.ends ? 1 : 0;
      }
      std::sort(here.begin(), here.end(), [](const Machine* a, const Machine* b) {
        return std::pair(a->launched, a->name) < std::pair(b->launched, b->name);
      });
      for (std::int64_t i = 0; i < excess; ++i) {
        Machine& machine = *here[static_cast<std::size_t>(i)];
        machine.ends = now + kNotice;
        wake_.insert(*machine.ends);
        unavailable_until_[pool] = now + kUnavailable;
        events.push_back(Event(InterruptionKind::kInterruptionNotice, machine.name, now));
      }
    }
    return events;
  }

  void LaunchOnNotice(std::int64_t now, const std::vector<InterruptionEvent>& events) {
    for (const InterruptionEvent& event : events) {
      if (event.kind != InterruptionKind::kInterruptionNotice) continue;
      machines_[event.node].cordoned = true;
      StopPod(machines_[event.node], now);  // It drains at once.
      Buy(FirstPool(now), now, "");
    }
  }

  void Respond(std::int64_t now, std::vector<InterruptionEvent> events) {
    const bool due = call_again_ && *call_again_ <= Ms(now);
    if (events.empty() && request_.replacements.empty() && !due && open_cases_ == 0) return;
    request_.now_unix_ms = Ms(now);
    request_.events = std::move(events);
    request_.nodes.clear();
    for (const auto& [name, machine] : machines_) {
      if (machine.fails) continue;
      Node node;
      node.name = name;
      node.instance_type = "t";
      node.region = "r";
      node.zone = machine.pool == kOnDemand ? "a" : ZoneOf(machine.pool);
      node.capacity_type = machine.pool == kOnDemand ? CapacityType::kOnDemand : CapacityType::kSpot;
      node.created_unix_ms = Ms(machine.launched);
      node.state = machine.ready > now ? NodeState::kLaunching
                   : machine.cordoned  ? NodeState::kUnschedulable
                                       : NodeState::kReady;
      node.allocatable = Room();
      if (machine.pod) node.running = {{"unit", "default", 1}};
      request_.nodes.push_back(node);
    }
    Result<RespondResponse> answer = spotwright::Respond(request_);
    if (!answer.ok()) {
      std::fprintf(stderr, "%s %s\n", answer.error().field.c_str(), answer.error().message.c_str());
      std::exit(1);
    }
    for (const NodeAction& action : answer->actions) CarryOut(action, now);
    request_.replacements.clear();
    request_.coolings = std::move(answer->coolings);
    open_cases_ = answer->state.cases.size();
    request_.state = std::move(answer->state);
    call_again_ = answer->call_again_at_unix_ms;
    if (call_again_) wake_.insert((*call_again_ - kEpochMs + 999) / 1000);
  }

  void CarryOut(const NodeAction& action, std::int64_t now) {
    if (action.kind == NodeActionKind::kLaunch) {
      const bool spot = action.pool->capacity_type == CapacityType::kSpot;
      Buy(spot ? static_cast<std::size_t>(action.pool->zone[0] - 'a') : kOnDemand, now, action.launch_id);
      return;
    }
    const auto found = machines_.find(action.node);
    if (found == machines_.end()) return;
    Machine& machine = found->second;
    if (action.kind == NodeActionKind::kCordon) machine.cordoned = true;
    if (action.kind == NodeActionKind::kUncordon) machine.cordoned = false;
    if (action.kind == NodeActionKind::kDrain && !action.pods.empty()) {
      machine.evict = (action.pods[0].evict_at_unix_ms - kEpochMs) / 1000;
      if (*machine.evict <= now) StopPod(machine, now);
      wake_.insert(std::max(now + 1, *machine.evict));
    }
    if (action.kind == NodeActionKind::kEnd) machines_.erase(found);
  }

  void ReturnToSpot(std::int64_t now) {
    std::set<std::string> replaced;
    for (const auto& [name, machine] : machines_) replaced.insert(machine.in_place_of);
    std::vector<std::string> back;
    for (const auto& [name, machine] : machines_) {
      if (machine.pool == kOnDemand && machine.ready <= now && replaced.count(name) == 0) back.push_back(name);
    }
    for (const std::string& name : back) {
      for (std::size_t pool = 0; pool < traces_.size(); ++pool) {
        if (unavailable_until_[pool] > now || now - up_since_[pool] < kWellFor || Used(pool) >= RoomIn(pool, now)) {
          continue;
        }
        Buy(pool, now, "").in_place_of = name;
        break;
      }
    }
  }

  // Pods that wait go to nodes that are free, and nodes beyond what is wanted end.
  void Place(std::int64_t now) {
    if (!started_ && now >= kBoot + 60) {
      started_ = true;
      waiting_.assign(static_cast<std::size_t>(kUnits), now);
      first_ = true;
    }
    for (auto& [name, machine] : machines_) {
      if (waiting_.empty()) break;
      if (machine.pod || machine.fails || machine.ready > now || machine.cordoned || machine.ends) continue;
      machine.pod = true;
      if (!first_) outcome_.recovery_seconds.push_back(static_cast<double>(now - waiting_.front()));
      waiting_.erase(waiting_.begin());
    }
    if (started_ && waiting_.empty()) first_ = false;
    if (!started_ || first_) return;
    if (!waiting_.empty() && now % 60 == 0) Refill(now);
    for (auto entry = machines_.begin(); entry != machines_.end();) {
      const Machine& machine = entry->second;
      const bool spare = waiting_.empty() && !machine.pod && !machine.fails && machine.ready <= now &&
                         !machine.cordoned && !machine.ends;
      entry = spare ? machines_.erase(entry) : std::next(entry);
    }
  }

  // An autoscaler: pods that wait and have no node on its way get one.
  void Refill(std::int64_t now) {
    std::int64_t coming = std::count_if(machines_.begin(), machines_.end(), [&](const auto& m) {
      return m.second.ready > now && m.second.in_place_of.empty();
    });
    for (; coming < static_cast<std::int64_t>(waiting_.size()); ++coming) Buy(FirstPool(now), now, "");
  }

  const std::vector<Trace>& traces_;
  System system_;
  std::vector<std::int64_t> most_;
  std::vector<std::int64_t> up_since_;
  std::vector<std::int64_t> unavailable_until_;
  std::map<std::string, Machine> machines_;
  std::vector<std::int64_t> waiting_;  // Pods without a node, and since when.
  std::set<std::int64_t> wake_;
  std::int64_t next_name_ = 100000;
  std::int64_t now_ = 0;
  bool started_ = false;
  bool first_ = false;
  RespondRequest request_;
  std::size_t open_cases_ = 0;
  std::optional<std::int64_t> call_again_;
  Outcome outcome_;
};

}  // namespace

std::vector<Signal> DrawSignals(const std::vector<Trace>& traces, std::uint64_t seed) {
  constexpr std::int64_t kAhead = 600;
  constexpr std::int64_t kHorizon = 1800;
  base::Random random(seed);
  std::vector<Signal> signals;
  const std::int64_t end = LengthOf(traces);
  for (std::size_t pool = 0; pool < traces.size(); ++pool) {
    const Trace& trace = traces[pool];
    std::vector<std::int64_t> falls;
    for (std::size_t tick = 1; tick < trace.up_counts.size(); ++tick) {
      const std::int64_t at = static_cast<std::int64_t>(tick) * trace.step_seconds;
      if (at < end && trace.up_counts[tick] < trace.up_counts[tick - 1]) falls.push_back(at);
    }
    std::int64_t wanted = 0;
    for (const std::int64_t fall : falls) {
      if (random.Unit() >= 0.6 || fall < kAhead) continue;
      signals.push_back({fall - kAhead, pool});
      wanted += 3;
    }
    for (std::int64_t tries = 0; wanted > 0 && tries < 1'000'000; ++tries) {
      const auto at = static_cast<std::int64_t>(random.Below(static_cast<std::uint64_t>(end)));
      if (trace.up_counts[static_cast<std::size_t>(at / trace.step_seconds)] == 0) continue;
      const auto fall = std::lower_bound(falls.begin(), falls.end(), at);
      if (fall != falls.end() && *fall <= at + kHorizon) continue;
      signals.push_back({at, pool});
      --wanted;
    }
  }
  std::sort(signals.begin(), signals.end(), [](const Signal& a, const Signal& b) {
    return std::pair(a.at_seconds, a.pool) < std::pair(b.at_seconds, b.pool);
  });
  return signals;
}

Outcome Replay(const std::vector<Trace>& traces, const std::vector<Signal>& signals, System system) {
  return Fleet(traces, system).Run(signals);
}

}  // namespace spotwright::bench
