#include "tests/backtest/naive_cloud.h"

#include <algorithm>
#include <utility>

namespace spotwright::backtest {

NaiveCloud::NaiveCloud(const World& world) : world_(world), now_ms_(world.start_ms) {
  for (std::size_t p = 0; p < world.running_from_start.size(); ++p) {
    for (std::int64_t i = 0; i < world.running_from_start[p]; ++i) {
      Create(static_cast<int>(p), -1);
      instances_.back().state = MachineState::kReady;
    }
  }
}

void NaiveCloud::Create(int pool, std::int64_t order) {
  const InstanceDraws draws = DrawInstance(world_, static_cast<std::int64_t>(instances_.size()));
  Instance instance;
  instance.pool = pool;
  instance.order = order;
  instance.created_ms = now_ms_;
  instance.boot_ms = order < 0 ? 0 : draws.boot_ms;
  instance.rank = draws.rank;
  instances_.push_back(instance);
  recovers_ms_.push_back(kNever);
  acknowledged_ms_.push_back(kNever);
}

void NaiveCloud::Launch(const std::string& token, int pool, std::int64_t count) {
  if (std::ranges::count(orders_, token, &Order::token) > 0) return;
  Order order;
  order.token = token;
  order.pool = pool;
  order.count = count;
  order.placed_ms = now_ms_;
  orders_.push_back(order);
}

void NaiveCloud::Cancel(const std::string& token, std::int64_t count) {
  for (std::size_t i = 0; i < orders_.size(); ++i) {
    if (orders_[i].token != token || orders_[i].answered) continue;
    if (!DrawOrder(world_, static_cast<std::int64_t>(i)).cancellable) continue;
    orders_[i].count = std::max<std::int64_t>(0, orders_[i].count - count);
  }
}

bool NaiveCloud::Lives(std::int64_t instance) const {
  return instances_[static_cast<std::size_t>(instance)].state != MachineState::kEnded;
}

std::vector<std::int64_t> NaiveCloud::Alive(int pool) const {
  std::vector<std::int64_t> alive;
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    if (instances_[i].pool == pool && Lives(static_cast<std::int64_t>(i)))
      alive.push_back(static_cast<std::int64_t>(i));
  }
  return alive;
}

void NaiveCloud::End(std::int64_t instance) {
  if (!Lives(instance)) return;
  instances_[static_cast<std::size_t>(instance)].state = MachineState::kEnded;
  instances_[static_cast<std::size_t>(instance)].ended_ms = now_ms_;
}

void NaiveCloud::Acknowledge(std::int64_t instance) {
  if (instances_[static_cast<std::size_t>(instance)].maintenance_ms == kNever) return;
  acknowledged_ms_[static_cast<std::size_t>(instance)] = now_ms_;
}

void NaiveCloud::Take(std::int64_t instance, std::vector<CloudEvent>& events) {
  End(instance);
  events.push_back({.at_ms = now_ms_, .kind = CloudEventKind::kEnded, .instance = instance});
}

void NaiveCloud::Warn(int pool, CloudEventKind kind, std::int64_t count, std::int64_t deadline_ms,
                      std::vector<CloudEvent>& events) {
  std::vector<std::int64_t> alive = Alive(pool);
  for (; count > 0 && !alive.empty(); --count) {
    auto worst = alive.begin();
    for (auto other = alive.begin(); other != alive.end(); ++other) {
      const Instance& a = instances_[static_cast<std::size_t>(*other)];
      const Instance& b = instances_[static_cast<std::size_t>(*worst)];
      const bool a_told = a.doomed_ms != kNever;
      const bool b_told = b.doomed_ms != kNever;
      if (a_told != b_told ? a_told : a.rank > b.rank) worst = other;
    }
    const std::int64_t number = *worst;
    alive.erase(worst);
    Instance& instance = instances_[static_cast<std::size_t>(number)];
    if (instance.doomed_ms <= deadline_ms) continue;
    const bool notice = kind == CloudEventKind::kNotice;
    if (notice) instance.doomed_ms = deadline_ms;
    events.push_back({.at_ms = now_ms_, .kind = kind, .instance = number, .deadline_ms = notice ? deadline_ms : 0});
  }
}

void NaiveCloud::Answer(std::int64_t number, std::vector<CloudEvent>& events) {
  Order& order = orders_[static_cast<std::size_t>(number)];
  const PoolTrace& pool = world_.pools[static_cast<std::size_t>(order.pool)];
  Refusal refusal = Refusal::kStock;
  std::int64_t granted = 0;
  bool refused = false;
  const auto first = static_cast<std::int64_t>(instances_.size());
  for (; granted < order.count; ++granted) {  // One by one, until one is refused.
    bool outage = false;
    for (const OutageSpan& span : world_.outages) {
      if (span.pool >= 0 && span.pool != order.pool) continue;
      if (now_ms_ < span.start_ms || now_ms_ >= span.end_ms) continue;
      if (outage) continue;
      outage = true;
      switch (span.outage) {
        case Outage::kConfiguration:
          refusal = Refusal::kConfiguration;
          break;
        case Outage::kPermission:
          refusal = Refusal::kPermission;
          break;
        case Outage::kThrottling:
          refusal = Refusal::kThrottling;
          break;
        case Outage::kUnknown:
          refusal = Refusal::kUnknown;
          break;
        case Outage::kStock:
          refusal = Refusal::kStock;
          break;
      }
    }
    const std::vector<std::int64_t> alive = Alive(order.pool);
    std::int64_t staying = 0;
    for (const std::int64_t i : alive) {
      staying += instances_[static_cast<std::size_t>(i)].doomed_ms == kNever ? 1 : 0;
    }
    bool stock = static_cast<std::int64_t>(alive.size()) + 1 <= ValueAt(pool.capacity, now_ms_);
    for (std::int64_t at_ms = now_ms_; at_ms <= now_ms_ + world_.faults.notice_lead_ms; at_ms += 1000) {
      stock = stock && staying + 1 <= ValueAt(pool.capacity, at_ms);
    }
    bool quota = true;
    for (const Quota& limit : world_.quotas) {
      if (limit.capacity_type != pool.pool.capacity_type) continue;
      std::int64_t vcpus = pool.vcpus;
      for (std::size_t p = 0; p < world_.pools.size(); ++p) {
        if (world_.pools[p].pool.capacity_type != limit.capacity_type) continue;
        vcpus += world_.pools[p].vcpus * static_cast<std::int64_t>(Alive(static_cast<int>(p)).size());
      }
      quota = quota && vcpus <= ValueAt(limit.max_vcpus, now_ms_);
    }
    refused = outage || !stock || !quota;
    if (!outage) refusal = stock ? Refusal::kQuota : Refusal::kStock;
    if (refused) break;
    Create(order.pool, number);
  }
  order.answered = true;
  order.granted = granted;
  CloudEvent event{.at_ms = now_ms_,
                   .kind = CloudEventKind::kAnswered,
                   .instance = first,
                   .order = number,
                   .granted = granted,
                   .refused = order.count - granted};
  if (refused) {
    const ProviderAnswer words =
        WordsOf(world_.cloud, refusal, pool.pool.capacity_type, static_cast<std::uint64_t>(number));
    event.code = words.code;
    event.message = words.message;
  }
  events.push_back(event);
}

void NaiveCloud::Tick(std::vector<CloudEvent>& events) {
  now_ms_ += 1000;
  const auto pools = static_cast<int>(world_.pools.size());
  const auto falls_at = [&](int p, std::int64_t at_ms) {
    const Steps& capacity = world_.pools[static_cast<std::size_t>(p)].capacity;
    return at_ms <= world_.end_ms && ValueAt(capacity, at_ms) < ValueAt(capacity, at_ms - 1000);
  };
  const auto capacity_at = [&](int p, std::int64_t at_ms) {
    return ValueAt(world_.pools[static_cast<std::size_t>(p)].capacity, at_ms);
  };
  const auto excess = [&](int p, std::int64_t at_ms) {
    return static_cast<std::int64_t>(Alive(p).size()) - capacity_at(p, at_ms);
  };

  for (int p = 0; p < pools; ++p) {
    if (!falls_at(p, now_ms_)) continue;
    for (const std::int64_t i : Alive(p)) {
      if (instances_[static_cast<std::size_t>(i)].doomed_ms <= now_ms_) Take(i, events);
    }
    while (excess(p, now_ms_) > 0) {
      std::int64_t highest = -1;
      for (const std::int64_t i : Alive(p)) {
        if (highest < 0 ||
            instances_[static_cast<std::size_t>(i)].rank > instances_[static_cast<std::size_t>(highest)].rank) {
          highest = i;
        }
      }
      Take(highest, events);
    }
  }
  const auto each = [&](const auto& act) {
    for (std::size_t i = 0; i < instances_.size(); ++i) {
      if (Lives(static_cast<std::int64_t>(i))) {
        act(static_cast<std::int64_t>(i), instances_[i], DrawInstance(world_, static_cast<std::int64_t>(i)));
      }
    }
  };
  each([&](std::int64_t number, Instance& instance, const InstanceDraws& draws) {
    if (draws.fault_after_ms == kNever || instance.created_ms + draws.fault_after_ms != now_ms_) return;
    if (draws.fault == 0) return Take(number, events);
    if (instance.state != MachineState::kReady) {
      instance.boot_ms = kNever;
      return;
    }
    instance.state = MachineState::kNotReady;
    events.push_back({.at_ms = now_ms_, .kind = CloudEventKind::kNotReady, .instance = number});
    if (draws.fault == 2) recovers_ms_[static_cast<std::size_t>(number)] = now_ms_ + draws.recover_ms;
  });
  each([&](std::int64_t number, Instance& instance, const InstanceDraws& draws) {
    const bool due =
        draws.maintenance_after_ms != kNever && instance.created_ms + draws.maintenance_after_ms == now_ms_;
    const std::int64_t acknowledged_ms = acknowledged_ms_[static_cast<std::size_t>(number)];
    if (due || (acknowledged_ms != kNever && acknowledged_ms + 1000 == now_ms_)) Take(number, events);
  });
  const std::int64_t signal_ms = now_ms_ + world_.faults.signal_lead_ms;
  for (int p = 0; p < pools; ++p) {
    if (falls_at(p, signal_ms) && DrawFall(world_, p, signal_ms).signalled) {
      Warn(p, CloudEventKind::kSignal, excess(p, signal_ms), signal_ms, events);
    }
  }
  for (int p = 0; p < pools; ++p) {
    for (const FalseSignal& signal : world_.false_signals) {
      if (signal.pool == p && signal.at_ms == now_ms_) {
        Warn(p, CloudEventKind::kSignal, signal.instances, kNever - 1, events);
      }
    }
  }
  const std::int64_t notice_ms = now_ms_ + world_.faults.notice_lead_ms;
  for (int p = 0; p < pools; ++p) {
    if (falls_at(p, notice_ms) && DrawFall(world_, p, notice_ms).announced) {
      Warn(p, CloudEventKind::kNotice, excess(p, notice_ms), notice_ms, events);
    }
  }
  each([&](std::int64_t number, Instance& instance, const InstanceDraws& draws) {
    if (draws.maintenance_after_ms == kNever) return;
    const std::int64_t at_ms = instance.created_ms + draws.maintenance_after_ms;
    // A lead that is longer than the machine's life is cut to the moment after its creation.
    const bool now = at_ms - draws.maintenance_lead_ms == now_ms_;
    const bool cut = at_ms - draws.maintenance_lead_ms <= instance.created_ms && instance.created_ms + 1000 == now_ms_;
    if (!now && !cut) return;
    instance.maintenance_ms = at_ms;
    if (instance.doomed_ms <= at_ms) return;
    instance.doomed_ms = at_ms;
    events.push_back({.at_ms = now_ms_, .kind = CloudEventKind::kScheduled, .instance = number, .deadline_ms = at_ms});
  });
  for (std::size_t i = 0; i < orders_.size(); ++i) {
    if (orders_[i].placed_ms + DrawOrder(world_, static_cast<std::int64_t>(i)).answer_ms == now_ms_) {
      Answer(static_cast<std::int64_t>(i), events);
    }
  }
  each([&](std::int64_t number, Instance& instance, const InstanceDraws& draws) {
    if (instance.order < 0 || instance.created_ms + draws.service_ms != now_ms_) return;
    instance.state = MachineState::kInService;
    events.push_back({.at_ms = now_ms_, .kind = CloudEventKind::kInService, .instance = number});
  });
  each([&](std::int64_t number, Instance& instance, const InstanceDraws&) {
    const bool boots =
        instance.order >= 0 && instance.boot_ms != kNever && instance.created_ms + instance.boot_ms == now_ms_;
    if (!boots && recovers_ms_[static_cast<std::size_t>(number)] != now_ms_) return;
    instance.state = MachineState::kReady;
    events.push_back({.at_ms = now_ms_, .kind = CloudEventKind::kReady, .instance = number});
  });
}

}  // namespace spotwright::backtest
