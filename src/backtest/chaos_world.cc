#include "src/backtest/chaos_world.h"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "src/base/hash.h"
#include "src/base/random.h"

namespace spotwright::backtest {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kStart = 1'800'000'000'000;
constexpr std::int64_t kNodes = 50;
constexpr std::int64_t kBase = 6;

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(base::Mix(seed, std::uint64_t{0xC4A05})) { world_.seed = seed; }

  World Make() {
    world_.start_ms = kStart;
    world_.end_ms = kStart + kDay;
    world_.cloud = static_cast<Cloudlike>(random_.Below(3));
    world_.on_demand_base = kBase;
    MakePools();
    MakeCapacity();
    MakeNeed();
    MakeWorkloads();
    MakeFaults();
    return std::move(world_);
  }

 private:
  std::int64_t Between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(random_.Below(static_cast<std::uint64_t>(most - least) + 1));
  }
  std::int64_t Seconds(std::int64_t least_ms, std::int64_t most_ms) {
    return 1000 * Between(least_ms / 1000, most_ms / 1000);
  }
  std::int64_t Sometime() { return kStart + Seconds(kMinute, kDay - kMinute); }
  bool Chance(double share) { return random_.Unit() < share; }

  void AddPool(const char* type, char zone, CapacityType capacity_type, std::int64_t running) {
    PoolTrace& trace = world_.pools.emplace_back();
    trace.pool = {.instance_type = type,
                  .region = "region-1",
                  .zone = std::string("region-1") + zone,
                  .capacity_type = capacity_type};
    world_.running_from_start.push_back(running);
  }

  void MakePools() {
    AddPool("m6i.2xlarge", 'a', CapacityType::kSpot, 7);
    AddPool("m6i.2xlarge", 'b', CapacityType::kSpot, 7);
    AddPool("m6i.2xlarge", 'c', CapacityType::kSpot, 6);
    AddPool("m5.2xlarge", 'a', CapacityType::kSpot, 6);
    AddPool("m5.2xlarge", 'b', CapacityType::kSpot, 6);
    AddPool("r5.2xlarge", 'c', CapacityType::kSpot, 6);
    AddPool("m6a.2xlarge", 'a', CapacityType::kSpot, 6);
    for (const char zone : {'a', 'b', 'c'}) AddPool("m6i.2xlarge", zone, CapacityType::kOnDemand, 2);
    for (PoolTrace& trace : world_.pools) {
      const bool spot = trace.pool.capacity_type == CapacityType::kSpot;
      std::int64_t price = spot ? Between(100'000, 180'000) : 384'000;
      trace.price_micro_usd_per_hour.push_back({kStart, price});
      if (!spot) continue;
      for (std::int64_t at_ms = kStart; Chance(0.6);) {
        at_ms += Seconds(kHour, 12 * kHour);
        if (at_ms >= world_.end_ms) break;
        price = std::clamp<std::int64_t>(price + Between(-20'000, 20'000), 80'000, 300'000);
        trace.price_micro_usd_per_hour.push_back({at_ms, price});
      }
    }
  }

  // Spot pools fall and come back; what runs on on-demand stays, but now and then nothing new can be had.
  void MakeCapacity() {
    const bool dark = Chance(0.1);  // All of spot at once.
    const std::int64_t dark_from_ms = Sometime();
    const std::int64_t dark_until_ms = dark_from_ms + Seconds(20 * kMinute, 3 * kHour);
    for (std::size_t p = 0; p < world_.pools.size(); ++p) {
      PoolTrace& trace = world_.pools[p];
      if (trace.pool.capacity_type == CapacityType::kOnDemand) {
        trace.capacity = {{kStart, 200}};
        if (Chance(0.1)) AddOutage(Outage::kStock, static_cast<int>(p), 5 * kMinute, kHour);
        continue;
      }
      const std::int64_t full = Between(8, 25);
      Steps falls = {{kStart, full}};
      for (std::int64_t at_ms = kStart; Chance(0.6);) {
        at_ms += Seconds(10 * kMinute, 16 * kHour);
        if (at_ms >= world_.end_ms) break;
        falls.push_back({at_ms, Chance(0.5) ? 0 : Between(0, full - 1)});
        at_ms += Seconds(5 * kMinute, 4 * kHour);
        falls.push_back({at_ms, full});
      }
      if (dark) Blacken(falls, dark_from_ms + Seconds(0, kMinute), dark_until_ms);
      trace.capacity = falls;
    }
  }

  static void Blacken(Steps& steps, std::int64_t from_ms, std::int64_t until_ms) {
    const std::int64_t after = ValueAt(steps, until_ms);
    std::erase_if(steps, [&](const Step& step) { return step.at_ms >= from_ms && step.at_ms <= until_ms; });
    const auto at = std::ranges::lower_bound(steps, from_ms, {}, &Step::at_ms);
    steps.insert(at, {{from_ms, 0}, {until_ms, after}});
  }

  void AddOutage(Outage outage, int pool, std::int64_t least_ms, std::int64_t most_ms) {
    const std::int64_t from_ms = Sometime();
    world_.outages.push_back(
        {.outage = outage, .pool = pool, .start_ms = from_ms, .end_ms = from_ms + Seconds(least_ms, most_ms)});
  }

  void MakeNeed() {
    world_.need = {{kStart, kNodes}};
    for (std::int64_t at_ms = kStart; Chance(0.7);) {
      at_ms += Seconds(kHour, 10 * kHour);
      if (at_ms >= world_.end_ms) break;
      world_.need.push_back({at_ms, kNodes + Between(-4, 6)});
    }
  }

  void MakeWorkloads() {
    for (int i = 0; i < 300; ++i) {
      PodKind& kind = world_.workloads.emplace_back();
      kind.name = "w" + std::to_string(i);
      kind.replicas = Between(1, 3);
      kind.cpu_millicores = 50 * Between(3, 14);
      kind.memory_bytes = Between(1, 6) << 28;
      kind.spot_tolerant = !Chance(0.07);
      kind.do_not_disrupt = Chance(0.02);
      kind.disruptions_allowed = Chance(0.03) ? 0 : 1;
      kind.priority = Between(0, 2);
      kind.start_ms = Seconds(5'000, 40'000);
    }
  }

  void MakeFaults() {
    Faults& faults = world_.faults;
    faults.notice_share = 0.9;
    faults.notice_lead_ms = world_.cloud == Cloudlike::kAws ? 120'000 : 30'000;
    faults.signal_share = 0.5;
    faults.signal_lead_ms = Seconds(2 * kMinute, 20 * kMinute);
    faults.slow_answer_share = 0.03;
    faults.cancel_ignored_share = 0.3;
    faults.slow_boot_share = 0.03;
    faults.join_failure_share = 0.03;
    faults.faults_per_instance_hour = 0.001;
    faults.scheduled_per_instance_hour = 0.0005;
    for (std::int64_t i = Between(0, 8); i > 0; --i) {
      world_.false_signals.push_back(
          {.at_ms = Sometime(), .pool = static_cast<int>(random_.Below(7)), .instances = Between(1, 4)});
    }
    std::ranges::sort(world_.false_signals, {}, &FalseSignal::at_ms);
    for (std::int64_t i = Between(0, 2); i > 0; --i) AddOutage(Outage::kThrottling, -1, kMinute, 10 * kMinute);
    for (std::int64_t i = Between(0, 2); i > 0; --i) {
      AddOutage(Outage::kUnknown, static_cast<int>(random_.Below(10)), kMinute, kHour);
    }
    if (Chance(0.05)) AddOutage(Outage::kPermission, -1, 5 * kMinute, 30 * kMinute);
    if (Chance(0.05)) AddOutage(Outage::kConfiguration, -1, 5 * kMinute, 30 * kMinute);
    if (Chance(0.2)) {
      const std::int64_t from_ms = Sometime();
      world_.quotas.push_back(
          {.capacity_type = CapacityType::kSpot, .max_vcpus = {{kStart, 1000}, {from_ms, 8 * Between(30, 50)}}});
    }
    if (Chance(0.2)) {
      const std::int64_t from_ms = Sometime();
      world_.quiet_windows.push_back(
          {.start_unix_ms = from_ms, .end_unix_ms = from_ms + Seconds(10 * kMinute, 2 * kHour), .why = "rotation"});
    }
  }

  base::Random random_;
  World world_;
};

}  // namespace

World ChaosWorld(std::uint64_t seed) { return Maker(seed).Make(); }

World LoadedWorld(std::uint64_t seed) {
  constexpr std::int64_t kLoadPerNode = 100;
  constexpr std::int64_t kLeast = (kNodes - 4) * kLoadPerNode;
  constexpr std::int64_t kSwing = 8 * kLoadPerNode;
  World world = ChaosWorld(seed);
  base::Random random(base::Mix(seed, std::uint64_t{0x10AD}));
  world.load_per_node = kLoadPerNode;
  world.need.clear();
  const auto peak_ms = static_cast<std::int64_t>(random.Below(static_cast<std::uint64_t>(kDay)));
  std::int64_t jump = 0;
  for (std::int64_t at_ms = 0; at_ms < kDay; at_ms += 5 * kMinute) {
    const std::int64_t from_peak_ms = std::abs(at_ms - peak_ms);
    const std::int64_t off_ms = std::min(from_peak_ms, kDay - from_peak_ms);
    if (random.Below(100) == 0) jump = static_cast<std::int64_t>(random.Below(4)) * kLoadPerNode;
    const std::int64_t noise = static_cast<std::int64_t>(random.Below(60));
    const std::int64_t load = kLeast + kSwing - kSwing * off_ms / (kDay / 2) + jump + noise;
    world.load.push_back({kStart + at_ms, load});
    const std::int64_t nodes = (load + kLoadPerNode - 1) / kLoadPerNode;
    if (world.need.empty() || world.need.back().value != nodes) world.need.push_back({kStart + at_ms, nodes});
  }
  return world;
}

Malice ChaosMalice(std::uint64_t seed) {
  Malice malice;
  malice.seed = base::Mix(seed, std::uint64_t{0xBAD});
  malice.drop_share = 0.05;
  malice.duplicate_share = 0.1;
  malice.delay_share = 0.1;
  malice.late_ticks_per_day = 2;
  malice.restarts_per_day = 1;
  return malice;
}

ControllerSettings ChaosSettings(const World& world) {
  ControllerSettings settings;
  settings.mix.on_demand_base_units = world.on_demand_base;
  settings.mix.allocation = MixAllocation::kDiversified;
  settings.respond.rebalance.mode = RebalanceMode::kLaunchAndDrain;
  settings.respond.quiet_windows = world.quiet_windows;
  settings.returns.on_demand_base_count = world.on_demand_base;
  return settings;
}

ScalePolicy SizingPolicy() {
  ScalePolicy policy;
  policy.cool_down_up_seconds = 60;
  policy.cool_down_down_seconds = 600;
  return policy;
}

}  // namespace spotwright::backtest
