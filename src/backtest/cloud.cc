#include "src/backtest/cloud.h"

#include <algorithm>
#include <utility>

namespace spotwright::backtest {

Cloud::Cloud(const World& world) : world_(world), now_ms_(world.start_ms), alive_(world.pools.size()) {
  for (std::size_t p = 0; p < world.pools.size(); ++p) {
    const Steps& capacity = world.pools[p].capacity;
    for (std::size_t i = 1; i < capacity.size(); ++i) {
      const std::int64_t at_ms = capacity[i].at_ms;
      if (capacity[i].value >= capacity[i - 1].value || at_ms <= world.start_ms || at_ms > world.end_ms) continue;
      const auto plan = [&](std::int64_t ahead_ms, Moment moment) {
        if (at_ms - ahead_ms <= world.start_ms) return;
        given_.push_back({at_ms - ahead_ms, moment, static_cast<std::int64_t>(p), at_ms});
      };
      const FallDraws draws = DrawFall(world, static_cast<int>(p), at_ms);
      plan(0, Moment::kFall);
      if (draws.announced) plan(world.faults.notice_lead_ms, Moment::kNotice);
      if (draws.signalled) plan(world.faults.signal_lead_ms, Moment::kSignal);
    }
  }
  for (const FalseSignal& signal : world.false_signals) {
    if (signal.at_ms <= world.start_ms || signal.at_ms > world.end_ms) continue;
    given_.push_back({signal.at_ms, Moment::kFalseSignal, signal.pool, signal.instances});
  }
  std::ranges::sort(given_);
  for (std::size_t p = 0; p < world.running_from_start.size(); ++p) {
    for (std::int64_t i = 0; i < world.running_from_start[p]; ++i) {
      Instance& instance = instances_[static_cast<std::size_t>(Create(static_cast<int>(p), -1))];
      instance.state = MachineState::kReady;
      instance.boot_ms = 0;
    }
  }
}

void Cloud::Plan(std::int64_t at_ms, Moment moment, std::int64_t subject, std::int64_t detail) {
  if (at_ms > now_ms_ && at_ms <= world_.end_ms) made_.push({at_ms, moment, subject, detail});
}

std::int64_t Cloud::Create(int pool, std::int64_t order) {
  const auto number = static_cast<std::int64_t>(instances_.size());
  const InstanceDraws draws = DrawInstance(world_, number);
  instances_.push_back(
      {.pool = pool, .order = order, .created_ms = now_ms_, .boot_ms = draws.boot_ms, .rank = draws.rank});
  alive_[static_cast<std::size_t>(pool)].push_back(number);
  if (order >= 0) {
    Plan(now_ms_ + draws.service_ms, Moment::kService, number);
    if (draws.boot_ms != kNever) Plan(now_ms_ + draws.boot_ms, Moment::kReady, number);
  }
  if (draws.fault_after_ms != kNever) Plan(now_ms_ + draws.fault_after_ms, Moment::kFault, number);
  if (draws.maintenance_after_ms != kNever) {
    const std::int64_t at_ms = now_ms_ + draws.maintenance_after_ms;
    Plan(std::max(at_ms - draws.maintenance_lead_ms, now_ms_ + 1000), Moment::kAnnouncement, number, at_ms);
    Plan(at_ms, Moment::kMaintenance, number);
  }
  return number;
}

std::int64_t Cloud::Launch(const std::string& token, int pool, std::int64_t count, std::int64_t max_price_micro_usd) {
  const auto number = static_cast<std::int64_t>(orders_.size());
  const auto [known, is_new] = order_of_token_.try_emplace(token, number);
  if (!is_new) return known->second;
  orders_.push_back({.token = token,
                     .pool = pool,
                     .asked = count,
                     .count = count,
                     .max_price_micro_usd = max_price_micro_usd,
                     .placed_ms = now_ms_});
  Plan(now_ms_ + DrawOrder(world_, number).answer_ms, Moment::kAnswer, number);
  return number;
}

void Cloud::Cancel(const std::string& token, std::int64_t count) {
  const auto known = order_of_token_.find(token);
  if (known == order_of_token_.end()) return;
  Order& order = orders_[static_cast<std::size_t>(known->second)];
  order.cancelled += count;
  if (order.answered || !DrawOrder(world_, known->second).cancellable) return;
  order.count -= std::min(order.count, count);
}

void Cloud::Acknowledge(std::int64_t instance) {
  if (instances_[static_cast<std::size_t>(instance)].maintenance_ms != kNever) {
    Plan(now_ms_ + 1000, Moment::kMaintenance, instance);
  }
}

void Cloud::Forget(std::int64_t number) {
  Instance& instance = instances_[static_cast<std::size_t>(number)];
  instance.state = MachineState::kEnded;
  instance.ended_ms = now_ms_;
  std::vector<std::int64_t>& alive = alive_[static_cast<std::size_t>(instance.pool)];
  alive.erase(std::ranges::lower_bound(alive, number));
}

void Cloud::End(std::int64_t instance) {
  if (instances_[static_cast<std::size_t>(instance)].state != MachineState::kEnded) Forget(instance);
}

void Cloud::Take(std::int64_t number, std::vector<CloudEvent>& events) {
  Forget(number);
  events.push_back({.at_ms = now_ms_, .kind = CloudEventKind::kEnded, .instance = number});
}

// Those that are told already come first, so that none is told in vain; then the highest ranks.
void Cloud::Warn(int pool, CloudEventKind kind, std::int64_t count, std::int64_t deadline_ms,
                 std::vector<CloudEvent>& events) {
  if (count <= 0) return;
  std::vector<std::int64_t> order = alive_[static_cast<std::size_t>(pool)];
  std::ranges::sort(order, std::greater<>(), [this](std::int64_t number) {
    const Instance& instance = instances_[static_cast<std::size_t>(number)];
    return std::tuple(instance.doomed_ms != kNever, instance.rank);
  });
  order.resize(std::min(order.size(), static_cast<std::size_t>(count)));
  for (const std::int64_t number : order) {
    Instance& instance = instances_[static_cast<std::size_t>(number)];
    if (instance.doomed_ms <= deadline_ms) continue;
    if (kind == CloudEventKind::kNotice) instance.doomed_ms = deadline_ms;
    events.push_back({.at_ms = now_ms_,
                      .kind = kind,
                      .instance = number,
                      .deadline_ms = instance.doomed_ms == deadline_ms ? deadline_ms : 0});
  }
}

void Cloud::Fall(int pool, std::vector<CloudEvent>& events) {
  const auto p = static_cast<std::size_t>(pool);
  const std::vector<std::int64_t> before = alive_[p];
  for (const std::int64_t number : before) {
    if (instances_[static_cast<std::size_t>(number)].doomed_ms <= now_ms_) Take(number, events);
  }
  const std::int64_t capacity = ValueAt(world_.pools[p].capacity, now_ms_);
  while (static_cast<std::int64_t>(alive_[p].size()) > capacity) {
    Take(*std::ranges::max_element(
             alive_[p], {}, [this](std::int64_t number) { return instances_[static_cast<std::size_t>(number)].rank; }),
         events);
  }
}

void Cloud::Fault(std::int64_t number, std::vector<CloudEvent>& events) {
  Instance& instance = instances_[static_cast<std::size_t>(number)];
  const InstanceDraws draws = DrawInstance(world_, number);
  if (draws.fault == 0) return Take(number, events);
  if (instance.state != MachineState::kReady) {
    instance.boot_ms = kNever;  // It fails before it is ready, and so never is.
    return;
  }
  instance.state = MachineState::kNotReady;
  events.push_back({.at_ms = now_ms_, .kind = CloudEventKind::kNotReady, .instance = number});
  if (draws.fault == 2) Plan(now_ms_ + draws.recover_ms, Moment::kReady, number);
}

void Cloud::Answer(std::int64_t number, std::vector<CloudEvent>& events) {
  Order& order = orders_[static_cast<std::size_t>(number)];
  const auto p = static_cast<std::size_t>(order.pool);
  const PoolTrace& pool = world_.pools[p];
  std::int64_t granted = order.count;
  Refusal refusal = Refusal::kStock;
  const auto limit = [&](std::int64_t most, Refusal why) {
    if (most >= granted) return;
    granted = std::max<std::int64_t>(most, 0);
    refusal = why;
  };

  // A request that is wrong, not allowed or not taken is refused before anybody looks for room.
  for (const OutageSpan& span : world_.outages) {
    if ((span.pool >= 0 && span.pool != order.pool) || now_ms_ < span.start_ms || now_ms_ >= span.end_ms) continue;
    static constexpr Refusal kRefusals[] = {Refusal::kConfiguration, Refusal::kPermission, Refusal::kThrottling,
                                            Refusal::kUnknown, Refusal::kStock};
    limit(0, kRefusals[static_cast<std::size_t>(span.outage)]);
  }
  if (ValueAt(pool.price_micro_usd_per_hour, now_ms_) > order.max_price_micro_usd) limit(0, Refusal::kPrice);
  std::int64_t doomed = 0;
  for (const std::int64_t i : alive_[p]) doomed += instances_[static_cast<std::size_t>(i)].doomed_ms != kNever ? 1 : 0;
  const auto alive = static_cast<std::int64_t>(alive_[p].size());
  limit(ValueAt(pool.capacity, now_ms_) - alive, Refusal::kStock);
  limit(LeastIn(pool.capacity, now_ms_, now_ms_ + world_.faults.notice_lead_ms) - (alive - doomed), Refusal::kStock);
  for (const Quota& quota : world_.quotas) {
    if (quota.capacity_type != pool.pool.capacity_type) continue;
    std::int64_t used = 0;
    for (std::size_t other = 0; other < alive_.size(); ++other) {
      if (world_.pools[other].pool.capacity_type != quota.capacity_type) continue;
      used += world_.pools[other].vcpus * static_cast<std::int64_t>(alive_[other].size());
    }
    limit((ValueAt(quota.max_vcpus, now_ms_) - used) / pool.vcpus, Refusal::kQuota);
  }

  order.answered = true;
  order.granted = granted;
  CloudEvent event{.at_ms = now_ms_,
                   .kind = CloudEventKind::kAnswered,
                   .instance = static_cast<std::int64_t>(instances_.size()),
                   .order = number,
                   .granted = granted,
                   .refused = order.count - granted};
  if (granted < order.count) {
    const ProviderAnswer words =
        WordsOf(world_.cloud, refusal, pool.pool.capacity_type, static_cast<std::uint64_t>(number));
    event.code = words.code;
    event.message = words.message;
  }
  events.push_back(event);
  const int from = order.pool;
  for (std::int64_t i = 0; i < granted; ++i) (void)Create(from, number);
}

void Cloud::Happen(const Due& due, std::vector<CloudEvent>& events) {
  const auto pool = static_cast<int>(due.subject);
  const auto alive = [&] { return static_cast<std::int64_t>(alive_[static_cast<std::size_t>(due.subject)].size()); };
  const auto excess = [&] {
    return alive() - ValueAt(world_.pools[static_cast<std::size_t>(due.subject)].capacity, due.detail);
  };
  switch (due.moment) {
    case Moment::kFall:
      return Fall(pool, events);
    case Moment::kSignal:
      return Warn(pool, CloudEventKind::kSignal, excess(), due.detail, events);
    case Moment::kFalseSignal:
      return Warn(pool, CloudEventKind::kSignal, due.detail, kNever - 1, events);
    case Moment::kNotice:
      return Warn(pool, CloudEventKind::kNotice, excess(), due.detail, events);
    case Moment::kAnswer:
      return Answer(due.subject, events);
    default:
      break;
  }
  Instance& instance = instances_[static_cast<std::size_t>(due.subject)];
  if (instance.state == MachineState::kEnded) return;
  switch (due.moment) {
    case Moment::kFault:
      return Fault(due.subject, events);
    case Moment::kMaintenance:
      return Take(due.subject, events);
    case Moment::kAnnouncement:
      instance.maintenance_ms = due.detail;
      if (instance.doomed_ms <= due.detail) return;
      instance.doomed_ms = due.detail;
      events.push_back(
          {.at_ms = now_ms_, .kind = CloudEventKind::kScheduled, .instance = due.subject, .deadline_ms = due.detail});
      return;
    case Moment::kService:
      instance.state = MachineState::kInService;
      events.push_back({.at_ms = now_ms_, .kind = CloudEventKind::kInService, .instance = due.subject});
      return;
    case Moment::kReady:
      if (instance.boot_ms == kNever) return;
      instance.state = MachineState::kReady;
      events.push_back({.at_ms = now_ms_, .kind = CloudEventKind::kReady, .instance = due.subject});
      return;
    default:
      return;
  }
}

std::int64_t Cloud::NextAt() const {
  return std::min(next_given_ < given_.size() ? given_[next_given_].at_ms : kNever,
                  made_.empty() ? kNever : made_.top().at_ms);
}

void Cloud::AdvanceTo(std::int64_t until_ms, std::vector<CloudEvent>& events) {
  for (std::int64_t at_ms = NextAt(); at_ms <= until_ms; at_ms = NextAt()) {
    if (at_ms == kNever) break;
    now_ms_ = at_ms;
    const bool from_made = !made_.empty() && made_.top().at_ms == at_ms &&
                           (next_given_ >= given_.size() || made_.top() < given_[next_given_]);
    const Due due = from_made ? made_.top() : given_[next_given_];
    if (from_made) {
      made_.pop();
    } else {
      ++next_given_;
    }
    Happen(due, events);
  }
  now_ms_ = until_ms;
}

}  // namespace spotwright::backtest
