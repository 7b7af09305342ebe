// A naive twin: one record for each node, everything looked up by walking over all of them, nothing ever forgotten. It
// knows neither groups nor throttling nor limits, and backoffs without jitter.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "src/base/random.h"
#include "tests/launch/world.h"

namespace spotwright::launch {
namespace {

enum class Slot { kWaiting, kLaunched, kInService, kReady, kOver };

struct NodeRecord {
  std::string order, attempt, name;
  Pool pool;
  Slot slot = Slot::kWaiting;
  std::int64_t started = 0, launch_by = 0, in_service_by = 0, since = 0;
  bool ended_by_us = false;
};

struct PoolRecord {
  std::int64_t until = 0, failures = 0, last = 0;
};

struct OrderRecord {
  std::optional<std::int64_t> spot_started, retry_at;
  bool spot_over = false, stopped = false;
  std::set<Pool> refused;

  std::int64_t failed_rounds = 0;
  std::set<std::string> joins;
};

class Twin {
 public:
  using Launched = std::tuple<std::string, Pool, std::int64_t>;

  std::vector<Launched> launches;
  std::map<std::string, std::int64_t> cancelled;
  std::set<std::string> terminated;
  std::map<std::string, OrderRecord> orders;
  std::vector<NodeRecord> nodes;

  // `names`: what the engine calls the attempts that it begins in this call, in their order.
  void Call(const LaunchRequest& request, const std::vector<std::string>& names) {
    request_ = &request;
    now_ = request.now_unix_ms;
    launches.clear();
    cancelled.clear();
    terminated.clear();
    names_ = names;
    std::vector<NodeRecord> late;
    Events(late);
    Time();
    for (NodeRecord& node : late) {
      if (node.slot == Slot::kOver) continue;
      if (Count(node.order, {Slot::kWaiting, Slot::kLaunched, Slot::kInService, Slot::kReady}) < Wanted(node.order)) {
        if (node.slot != Slot::kReady) node.since = now_;
        node.in_service_by = now_ + static_cast<std::int64_t>(request.policy.capacity_check_timeout_seconds * 1e3);
        nodes.push_back(node);
      } else {
        node.slot = Slot::kOver;
        node.ended_by_us = true;
        terminated.insert(node.name);
        nodes.push_back(node);
      }
    }
    for (const LaunchOrder& order : request.orders) Fill(order);
  }

  std::int64_t Count(const std::string& order, const std::set<Slot>& slots) const {
    return std::count_if(nodes.begin(), nodes.end(),
                         [&](const NodeRecord& node) { return node.order == order && slots.contains(node.slot); });
  }

 private:
  static std::string Family(const Pool& pool) { return pool.instance_type.substr(0, pool.instance_type.find('.')); }

  std::int64_t Wanted(const std::string& name) const {
    for (const LaunchOrder& order : request_->orders) {
      if (order.name == name) return order.nodes;
    }
    return 0;
  }

  void Cool(PoolRecord& record, const CoolingPolicy& policy, std::int64_t at) {
    if (record.failures == 0 || at >= record.until + static_cast<std::int64_t>(policy.forget_seconds * 1e3)) {
      record = {0, 1, 0};
    } else if (at >= record.until) {
      ++record.failures;
    }
    double seconds = policy.first_seconds;
    for (std::int64_t i = 1; i < record.failures; ++i) seconds = std::min(policy.max_seconds, seconds * policy.growth);
    record.last = std::max(record.last, at);
    record.until = std::max(record.until, at + static_cast<std::int64_t>(seconds * 1e3));
  }
  const CoolingPolicy& PolicyOf(const Pool& pool) const {
    return pool.capacity_type == CapacityType::kSpot ? request_->policy.spot_cooling : on_demand_cooling_;
  }
  std::int64_t CoolsUntil(const Pool& pool) {
    return std::max(pools_[pool].until, families_[{pool.capacity_type, Family(pool)}].until);
  }

  void Fail(const NodeRecord& node, const std::string& code, std::int64_t at) {
    OrderRecord& order = orders[node.order];
    if (code == "UnauthorizedOperation") {
      order.stopped = true;
    } else if (code == "MaxSpotInstanceCountExceeded") {
      Cool(families_[{node.pool.capacity_type, Family(node.pool)}], PolicyOf(node.pool), at);
      order.refused.insert(node.pool);
    } else {
      Cool(pools_[node.pool], PolicyOf(node.pool), at);
      order.refused.insert(node.pool);
    }
  }

  void Events(std::vector<NodeRecord>& late) {
    std::vector<LaunchEvent> events;
    for (const LaunchEvent& event : request_->events) {
      if (seen_.insert(event.id).second) events.push_back(event);
    }
    for (int kind = 1; kind <= 5; ++kind) {
      for (const LaunchEvent& event : events) {
        if (static_cast<int>(event.kind) == kind) Event(event, late);
      }
    }
  }

  void Event(const LaunchEvent& event, std::vector<NodeRecord>& late) {
    if (event.kind == LaunchEventKind::kLaunchFailed) {
      std::int64_t left = event.nodes.value_or(1'000'000);
      for (NodeRecord& node : nodes) {
        if (node.attempt != event.attempt || node.slot != Slot::kWaiting || left-- <= 0) continue;
        node.slot = Slot::kOver;
        Fail(node, event.code, event.at_unix_ms);
      }
      return;
    }
    for (const std::string& name : event.instances) {
      NodeRecord* known = nullptr;
      for (NodeRecord& node : nodes) known = node.name == name ? &node : known;
      for (NodeRecord& node : late) known = node.name == name ? &node : known;
      if (event.kind == LaunchEventKind::kLaunched) {
        if (known != nullptr) continue;
        NodeRecord* slot = nullptr;
        for (NodeRecord& node : nodes) {
          if (node.attempt == event.attempt && node.slot == Slot::kWaiting && slot == nullptr) slot = &node;
        }
        if (slot != nullptr) {
          slot->slot = Slot::kLaunched;
          slot->name = name;
          slot->since = event.at_unix_ms;
          if (pools_[slot->pool].last < event.at_unix_ms) pools_[slot->pool] = {};
          continue;
        }
        NodeRecord node;
        for (const NodeRecord& other : nodes) {
          if (other.attempt == event.attempt) node = other;
        }
        node.name = name;
        node.slot = Slot::kLaunched;
        node.ended_by_us = false;
        node.since = event.at_unix_ms;
        node.in_service_by =
            event.at_unix_ms + static_cast<std::int64_t>(request_->policy.capacity_check_timeout_seconds * 1e3);
        late.push_back(node);
        continue;
      }
      if (known == nullptr || known->slot == Slot::kOver) continue;
      if (event.kind == LaunchEventKind::kTerminated) {
        const bool was_ready = known->slot == Slot::kReady;
        known->slot = Slot::kOver;
        if (!was_ready && std::none_of(late.begin(), late.end(), [&](const auto& n) { return &n == known; })) {
          Fail(*known, event.code, event.at_unix_ms);
        }
      } else if (event.kind == LaunchEventKind::kInService && known->slot == Slot::kLaunched) {
        known->slot = Slot::kInService;
        known->since = event.at_unix_ms;
      } else if (event.kind == LaunchEventKind::kReady && known->slot != Slot::kReady) {
        known->slot = Slot::kReady;
        orders[known->order].joins.clear();
      }
    }
  }

  void Time() {
    // Attempt by attempt, and of each first what is waiting, then instances by name, as actions are listed.
    const std::int64_t join_ms = static_cast<std::int64_t>(request_->policy.join_timeout_seconds * 1e3);
    for (NodeRecord& node : nodes) {
      if (node.slot == Slot::kWaiting && now_ >= node.launch_by) {
        node.slot = Slot::kOver;
        ++cancelled[node.attempt];
        Fail(node, "timeout", now_);
      } else if (node.slot == Slot::kLaunched && now_ >= node.in_service_by) {
        End(node);
        Fail(node, "timeout", now_);
        if (node.pool.capacity_type == CapacityType::kSpot) orders[node.order].spot_over = true;
      } else if (node.slot == Slot::kInService && now_ >= node.since + join_ms) {
        End(node);
        OrderRecord& order = orders[node.order];
        if (failed_joins_.insert(node.attempt).second) order.joins.insert(node.attempt);
        if (static_cast<std::int64_t>(order.joins.size()) >= request_->policy.max_failed_joins) order.stopped = true;
      }
    }
  }

  void End(NodeRecord& node) {
    node.slot = Slot::kOver;
    node.ended_by_us = true;
    terminated.insert(node.name);
  }

  void Fill(const LaunchOrder& wanted) {
    OrderRecord& order = orders[wanted.name];
    const auto count = [&](std::set<Slot> slots) { return Count(wanted.name, slots); };
    const std::int64_t missing =
        wanted.nodes - count({Slot::kWaiting, Slot::kLaunched, Slot::kInService, Slot::kReady});
    const auto begin_round = [&] {
      order.refused.clear();
      order.spot_started.reset();
      order.spot_over = false;
    };
    if (missing <= 0) {
      order.retry_at.reset();
      if (count({Slot::kWaiting, Slot::kLaunched}) == 0) {
        begin_round();
        order.failed_rounds = 0;
      }
      return;
    }
    if (order.stopped || (order.retry_at && now_ < *order.retry_at)) return;
    if (order.retry_at) begin_round();
    order.retry_at.reset();
    const auto ms = [](double seconds) { return static_cast<std::int64_t>(seconds * 1e3); };
    const std::int64_t scale = ms(request_->policy.scale_timeout_seconds);
    for (const LaunchCandidate& candidate : wanted.candidates) {
      const bool spot = candidate.pool.capacity_type == CapacityType::kSpot;
      if (spot && (order.spot_over || (order.spot_started && now_ >= *order.spot_started + scale))) continue;
      if (order.refused.contains(candidate.pool) || CoolsUntil(candidate.pool) > now_) continue;
      if (spot && !order.spot_started) order.spot_started = now_;
      launches.emplace_back(wanted.name, candidate.pool, missing);
      const std::int64_t in_service_by = now_ + ms(request_->policy.capacity_check_timeout_seconds);
      const std::string name = launches.size() <= names_.size() ? names_[launches.size() - 1] : "?";
      for (std::int64_t i = 0; i < missing; ++i) {
        NodeRecord& node = nodes.emplace_back();
        node.order = wanted.name;
        node.attempt = name;
        node.pool = candidate.pool;
        node.started = now_;
        node.launch_by = spot ? *order.spot_started + scale : in_service_by;
        node.in_service_by = in_service_by;
      }
      return;
    }
    ++order.failed_rounds;
    double seconds = request_->policy.retry_first_seconds;
    for (std::int64_t i = 1; i < order.failed_rounds; ++i) {
      seconds = std::min(request_->policy.retry_max_seconds, seconds * request_->policy.retry_growth);
    }
    std::int64_t first_well = std::numeric_limits<std::int64_t>::max();
    for (const LaunchCandidate& candidate : wanted.candidates) {
      first_well = std::min(first_well, std::max(now_, CoolsUntil(candidate.pool)));
    }
    order.retry_at = std::max(now_ + ms(seconds), first_well);
  }

  const CoolingPolicy on_demand_cooling_{.first_seconds = 30, .max_seconds = 600};  // As documented.
  const LaunchRequest* request_ = nullptr;
  std::int64_t now_ = 0;
  std::vector<std::string> names_;
  std::set<std::string> seen_, failed_joins_;
  std::map<Pool, PoolRecord> pools_;
  std::map<std::pair<CapacityType, std::string>, PoolRecord> families_;
};

TEST(Twin, AgreesOnRandomSequences) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    base::Random random(seed);
    std::vector<LaunchOrder> orders;
    const int count = 1 + static_cast<int>(random.Below(3));
    for (int i = 0; i < count; ++i) {
      orders.push_back(Order("order-" + std::to_string(i), 1 + static_cast<std::int64_t>(random.Below(4))));
      if (random.Below(3) == 0) std::swap(orders.back().candidates[0], orders.back().candidates[1]);
    }
    World world(orders);
    world.loop.request.policy.retry_jitter = 0;
    world.loop.request.policy.event_memory_seconds = 86400;
    world.loop.request.policy.terminate_repeat_seconds = 86400;
    Twin twin;
    for (int step = 0; step < 200; ++step) {
      std::vector<LaunchEvent> events;
      const auto add = [&](std::vector<LaunchEvent> more) { events.insert(events.end(), more.begin(), more.end()); };
      switch (random.Below(12)) {
        case 0:
        case 1:
        case 2:
          add(world.Grant());
          break;
        case 3:
          add(world.Serve());
          break;
        case 4:
          add(world.Join());
          add(world.Join());
          break;
        case 5:
          add(world.Fail("InsufficientInstanceCapacity"));
          break;
        case 6:
          add(world.Fail("MaxSpotInstanceCountExceeded", 1));
          break;
        case 7:
          add(world.Lose());
          break;
        case 8:
          add(world.Late());
          break;
        case 9:
          if (random.Below(40) == 0) add(world.Fail("UnauthorizedOperation"));
          break;
        default:
          break;
      }
      world.seconds += static_cast<double>(random.Below(4) == 0 ? random.Below(200) : random.Below(20));
      ASSERT_TRUE(world.Call(events)) << seed << " " << step << " " << world.fault;
      std::vector<std::string> names;
      std::vector<Twin::Launched> launches;
      std::map<std::string, std::int64_t> cancelled;
      std::set<std::string> terminated;
      for (const LaunchAction& action : world.loop.last.actions) {
        if (action.kind == LaunchActionKind::kLaunch) {
          names.push_back(action.attempt);
          launches.emplace_back(action.order, action.pool, action.nodes);
        } else if (action.kind == LaunchActionKind::kCancel) {
          cancelled[action.attempt] += action.nodes;
        } else {
          terminated.insert(action.instance);
        }
      }
      twin.Call(world.loop.request, names);
      ASSERT_EQ(launches, twin.launches) << "seed " << seed << " step " << step;
      ASSERT_EQ(cancelled, twin.cancelled) << "seed " << seed << " step " << step;
      ASSERT_EQ(terminated, twin.terminated) << "seed " << seed << " step " << step;
      for (const LaunchOrderStatus& status : world.loop.last.orders) {
        ASSERT_EQ(status.ready_nodes, twin.Count(status.name, {Slot::kReady})) << seed << " " << step;
        ASSERT_EQ(status.waiting_nodes, twin.Count(status.name, {Slot::kWaiting})) << seed << " " << step;
        ASSERT_EQ(status.phase == LaunchOrderPhase::kStopped,
                  twin.orders[status.name].stopped && status.ready_nodes < status.nodes)
            << seed << " " << step;
        if (status.phase == LaunchOrderPhase::kFailed) {
          ASSERT_EQ(status.retry_at_unix_ms, twin.orders[status.name].retry_at) << seed << " " << step;
        }
      }
    }
  }
}

}  // namespace
}  // namespace spotwright::launch
