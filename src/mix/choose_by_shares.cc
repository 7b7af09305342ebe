#include <algorithm>
#include <utility>

#include "src/base/ceil_div.h"
#include "src/mix/allocate.h"
#include "src/mix/choice.h"
#include "src/mix/explain.h"
#include "src/mix/flows.h"
#include "src/mix/ranking.h"
#include "src/mix/shares.h"

namespace spotwright::mix {
namespace {

constexpr std::int64_t kAll = 1'000'000'000'000;  // Units: more than any room.

// Launches into the pools of one capacity type.
struct Launch {
  std::vector<std::int64_t> instances;  // As the pools are ranked.
  std::int64_t units = 0;
};

class Shares {
 public:
  explicit Shares(const Market& market)
      : market_(market), request_(*market.request), index_(market.ceilings, HeldBy(market)) {}

  Choice Run() {
    Choice choice;
    std::int64_t total = request_.total_units;
    if (request_.max_units && *request_.max_units < total) {
      total = *request_.max_units;
      choice.feasible = false;
      choice.binding_paths.insert("max_units");
      choice.reasons.push_back(ExplainGroupMaximum(request_));
    }
    choice.target_on_demand_units = OnDemandUnits(request_.policy, total);
    choice.target_spot_units = total - choice.target_on_demand_units;
    SetMostSpot(choice.target_spot_units);
    const bool mend = request_.mend_ratio || !request_.policy.spot_enabled;
    Side on_demand = SideOf(CapacityType::kOnDemand, choice.target_on_demand_units);
    Side spot = SideOf(CapacityType::kSpot, choice.target_spot_units);
    const Flows flows = Decide(on_demand, spot, mend);

    Usage usage = AsHeld();
    const Launch of_spot = LaunchSpot(flows.spot.launch, usage);
    const Launch of_on_demand = LaunchOnDemand(flows.on_demand.launch, usage);
    choice.feasible = choice.feasible && flows.on_demand.launch >= flows.on_demand.wanted;
    choice.wants_on_demand = flows.on_demand.wanted > 0;
    choice.wants_spot = flows.spot.wanted > 0;
    if (flows.on_demand.launch < flows.on_demand.wanted) AddBinding(market_.on_demand, usage, choice);
    if (flows.spot.launch < flows.spot.wanted) AddBinding(market_.spot, usage, choice);

    choice.after = index_.held;
    Apply(market_.on_demand, of_on_demand, flows.on_demand.end, choice.after);
    Apply(market_.spot, of_spot, flows.spot.end, choice.after);
    choice.reasons.push_back(ExplainTarget(request_.policy, choice.target_on_demand_units, choice.target_spot_units));
    for (Reason& reason : ExplainFlows(on_demand, spot, flows, mend)) choice.reasons.push_back(std::move(reason));
    return choice;
  }

 private:
  Usage AsHeld() const {
    Usage usage(index_);
    for (std::size_t i = 0; i < index_.held.size(); ++i) usage.Set(i, index_.held[i]);
    return usage;
  }

  Side SideOf(CapacityType type, std::int64_t target) const { return {UnitsOf(market_, index_.held, type), target, 0}; }

  // min_spot_pools.
  void SetMostSpot(std::int64_t spot_units) {
    const std::int64_t pools = request_.policy.min_spot_pools;
    const std::int64_t most = pools <= 1 ? kAll : base::CeilDiv(spot_units, pools);
    for (const std::size_t i : market_.spot) most_spot_.push_back(most / market_.pools[i].weight);
  }

  Launch LaunchOf(const std::vector<std::size_t>& ranked, const std::vector<std::int64_t>& floor,
                  const std::vector<std::int64_t>& most, std::int64_t units, Usage& usage) const {
    Launch launch;
    launch.instances = Spread(request_, market_.pools, ranked, floor, most, units, usage);
    for (std::size_t r = 0; r < ranked.size(); ++r) {
      launch.units += launch.instances[r] * market_.pools[ranked[r]].weight;
    }
    return launch;
  }

  Launch LaunchSpot(std::int64_t units, Usage& usage) const {
    std::vector<std::int64_t> held, most;
    for (std::size_t r = 0; r < market_.spot.size(); ++r) {
      const MixPool& pool = market_.pools[market_.spot[r]];
      held.push_back(pool.held);
      most.push_back(std::min(pool.held + pool.room, std::max(pool.held, most_spot_[r])));
    }
    return LaunchOf(market_.spot, held, most, units, usage);
  }

  // What is paid for first.
  Launch LaunchOnDemand(std::int64_t units, Usage& usage) const {
    std::vector<std::int64_t> held, paid_for, most;
    for (const std::size_t i : market_.on_demand) {
      const MixPool& pool = market_.pools[i];
      held.push_back(pool.held);
      most.push_back(pool.held + pool.room);
      paid_for.push_back(std::min(most.back(), std::max(pool.held, pool.committed) + pool.reserved));
    }
    Launch launch = LaunchOf(market_.on_demand, held, paid_for, units, usage);
    for (std::size_t r = 0; r < held.size(); ++r) held[r] += launch.instances[r];
    const Launch rest = LaunchOf(market_.on_demand, held, most, units - launch.units, usage);
    for (std::size_t r = 0; r < held.size(); ++r) launch.instances[r] += rest.instances[r];
    launch.units += rest.units;
    return launch;
  }

  // The limits that both types share go to on-demand's target first, then to spot, then to on-demand in spot's place.
  Flows Decide(Side& on_demand, Side& spot, bool mend) const {
    on_demand.room = spot.room = kAll;
    const Flows wanted = DecideFlows(on_demand, spot, mend);
    Usage usage = AsHeld();
    LaunchOnDemand(wanted.on_demand.wanted, usage);
    spot.room = LaunchSpot(kAll, usage).units;
    usage = AsHeld();
    LaunchSpot(std::min(wanted.spot.wanted, spot.room), usage);
    on_demand.room = LaunchOnDemand(kAll, usage).units;
    return DecideFlows(on_demand, spot, mend);
  }

  void AddBinding(const std::vector<std::size_t>& ranked, const Usage& usage, Choice& choice) const {
    for (const std::size_t i : ranked) {
      const MixPool& pool = market_.pools[i];
      if (pool.state != PoolState::kUsable) continue;
      if (const auto ceiling = usage.Narrowest(i)) choice.binding_paths.insert(market_.ceilings[*ceiling].path);
      if (pool.is_spot() && request_.policy.min_spot_pools > 1) choice.binding_paths.insert("policy.min_spot_pools");
    }
  }

  // Ending is choosing what stays: the units kept are spread as if they were launched into empty pools, under the
  // limits to what the mix holds as far as these let them.
  void Apply(const std::vector<std::size_t>& ranked, const Launch& launch, std::int64_t end,
             std::vector<std::int64_t>& after) const {
    for (std::size_t r = 0; r < ranked.size(); ++r) after[ranked[r]] += launch.instances[r];
    if (end == 0) return;
    std::vector<Ceiling> shares = market_.ceilings;
    std::erase_if(shares, [](const Ceiling& ceiling) { return ceiling.counts != Counts::kAll; });
    const CeilingIndex under_shares(shares, std::vector<std::int64_t>(market_.pools.size(), 0));
    std::vector<std::int64_t> kept(ranked.size(), 0);
    std::vector<std::int64_t> held, most;
    std::int64_t units = -end;
    for (std::size_t r = 0; r < ranked.size(); ++r) {
      const MixPool& pool = market_.pools[ranked[r]];
      held.push_back(pool.held);
      most.push_back(pool.is_spot() ? std::min(pool.held, most_spot_[r]) : pool.held);
      units += pool.held * pool.weight;
    }
    Usage usage(under_shares);
    units -= Keep(ranked, most, units, usage, kept);
    const std::vector<Ceiling> none;
    const CeilingIndex unlimited(none, std::vector<std::int64_t>(market_.pools.size(), 0));
    Usage free(unlimited);
    Keep(ranked, held, units, free, kept);
    for (std::size_t r = 0; r < ranked.size(); ++r) after[ranked[r]] -= held[r] - kept[r];
  }

  // Adds to what is kept; returns the units added.
  std::int64_t Keep(const std::vector<std::size_t>& ranked, const std::vector<std::int64_t>& most, std::int64_t units,
                    Usage& usage, std::vector<std::int64_t>& kept) const {
    if (units <= 0) return 0;
    const Launch more = LaunchOf(ranked, kept, most, units, usage);
    for (std::size_t r = 0; r < ranked.size(); ++r) kept[r] += more.instances[r];
    return more.units;
  }

  const Market& market_;
  const DecideMixRequest& request_;
  CeilingIndex index_;
  std::vector<std::int64_t> most_spot_;  // Of each ranked spot pool.
};

}  // namespace

Choice ChooseByShares(const Market& market) { return Shares(market).Run(); }

}  // namespace spotwright::mix
