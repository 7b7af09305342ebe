#include "src/mix/outlook.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "src/base/ceil_div.h"
#include "src/base/int128.h"
#include "src/base/money.h"
#include "src/base/month.h"
#include "src/mix/allocate.h"
#include "src/mix/lots.h"
#include "src/mix/survivors.h"

namespace spotwright::mix {
namespace {

constexpr std::int64_t kMostUnitsToCount = 4096;

double Usd(base::Int128 micro_usd) { return static_cast<double>(micro_usd) / base::kMicroPerUsd; }

// P(needed units or more are there after the lead time). Up to so many units it is exact; more count in lots, of which
// what is not whole is left out.
double Probability(const Market& market, const std::vector<std::int64_t>& after, std::int64_t on_demand_units) {
  const std::int64_t needed = market.request->total_units - on_demand_units;
  if (needed <= 0) return 1;
  std::vector<std::int64_t> weights;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (market.pools[i].is_spot() && after[i] > 0) weights.push_back(market.pools[i].weight);
  }
  const std::int64_t units_per_lot = UnitsOfLot(needed, weights, kMostUnitsToCount);
  std::vector<Loser> losers;
  std::vector<std::int64_t> lots;
  for (std::size_t i = 0; i < market.pools.size(); ++i) {
    const MixPool& pool = market.pools[i];
    if (!pool.is_spot() || after[i] == 0) continue;
    const LotOfPool lot(pool.weight, units_per_lot);
    losers.push_back({pool.pool, pool.risk.loss_probability, pool.risk.loss_correlation, lot.lots});
    lots.push_back(after[i] / lot.instances);
  }
  return Survivors(std::move(losers), market.risk.shocks, base::CeilDiv(needed, units_per_lot)).AtLeast(lots).back();
}

// What is lost of each pool in a drill.
class Drills {
 public:
  Drills(const Market& market, const std::vector<std::int64_t>& after)
      : market_(market), after_(after), ceilings_(market.ceilings) {
    // The steps have taken their share of what only new instances take.
    for (Ceiling& ceiling : ceilings_) {
      if (ceiling.counts != Counts::kNew) continue;
      for (const Ceiling::Member& member : ceiling.members) {
        const std::int64_t launched = after[member.pool] - market.pools[member.pool].held;
        ceiling.limit -= member.amount * std::max<std::int64_t>(0, launched);
      }
    }
  }

  std::vector<MixDrill> Run() const {
    std::vector<MixDrill> drills;
    drills.push_back(Drill(DrillKind::kSpotOff, [](const MixPool& pool) { return pool.is_spot(); }));
    std::set<Pool> pools;
    std::set<std::string> regions;
    for (std::size_t i = 0; i < market_.pools.size(); ++i) {
      if (after_[i] == 0) continue;
      const MixPool& pool = market_.pools[i];
      if (pool.is_spot()) pools.insert(pool.pool);
      regions.insert(pool.pool.region);
    }
    for (const Pool& name : pools) {
      drills.push_back(Drill(DrillKind::kPoolOff, [&](const MixPool& pool) { return pool.pool == name; }));
    }
    for (const std::string& region : regions) {
      MixDrill drill = Drill(DrillKind::kRegionOff, [&](const MixPool& pool) { return pool.pool.region == region; });
      drill.region = region;
      drills.push_back(std::move(drill));
    }
    return drills;
  }

 private:
  template <typename IsLost>
  MixDrill Drill(DrillKind kind, const IsLost& is_lost) const {
    MixDrill drill;
    drill.kind = kind;
    std::vector<std::int64_t> left = after_;
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (is_lost(market_.pools[i])) left[i] = 0;
    }
    const CeilingIndex index(ceilings_, left);
    Usage usage(index);
    for (std::size_t i = 0; i < market_.pools.size(); ++i) {
      const std::int64_t units = after_[i] * market_.pools[i].weight;
      const bool lost = is_lost(market_.pools[i]);
      (lost ? drill.lost_units : drill.left_units) += units;
      if (lost && units > 0) drill.pools.push_back(market_.pools[i].pool);
      if (!lost && !market_.pools[i].is_spot()) drill.on_demand_units += units;
      usage.Set(i, left[i]);
    }
    std::sort(drill.pools.begin(), drill.pools.end());
    drill.launch_units = std::max<std::int64_t>(0, market_.request->total_units - drill.left_units);
    drill.on_demand_units += drill.launch_units;
    std::vector<Vessel> vessels;
    for (const std::size_t i : market_.on_demand) {
      const MixPool& on_demand = market_.pools[i];
      if (on_demand.state != PoolState::kUsable || is_lost(on_demand)) continue;
      const std::int64_t room = on_demand.held + on_demand.room - after_[i];
      vessels.push_back({i, after_[i], std::max<std::int64_t>(0, room), on_demand.weight});
    }
    const std::vector<std::int64_t> launched = FillInOrder(vessels, drill.launch_units, usage);
    drill.missing_units = drill.launch_units;
    base::Int128 cost = 0;
    for (std::size_t v = 0; v < vessels.size(); ++v) {
      const MixPool& on_demand = market_.pools[vessels[v].pool];
      drill.missing_units -= launched[v] * on_demand.weight;
      cost += PriceOf(on_demand, vessels[v].held + launched[v]) - PriceOf(on_demand, vessels[v].held);
    }
    drill.missing_units = std::max<std::int64_t>(0, drill.missing_units);
    drill.launch_cost_usd_per_hour = Usd(cost);
    return drill;
  }

  const Market& market_;
  const std::vector<std::int64_t>& after_;
  std::vector<Ceiling> ceilings_;
};

}  // namespace

void AddOutlook(const Market& market, const std::vector<std::int64_t>& after, DecideMixResponse& response) {
  base::Int128 price = 0;
  base::Int128 interruption_cost = 0;
  std::map<Pool, std::int64_t> pools;
  for (std::size_t i = 0; i < market.pools.size(); ++i) {
    const MixPool& pool = market.pools[i];
    if (after[i] == 0) continue;
    pools.emplace(pool.pool, after[i] * pool.weight);
    price += PriceOf(pool, after[i]);
    interruption_cost += static_cast<base::Int128>(after[i]) * pool.interruption_micro_usd;
    response.expected_interruptions_per_month +=
        static_cast<double>(after[i]) * pool.risk.interruptions_per_instance_hour * base::kHoursPerMonth;
  }
  for (const auto& [pool, units] : pools) response.pools.push_back({pool, units});
  if (market.request->offers.empty()) return;
  response.cost_usd_per_hour = Usd(price);
  response.expected_cost_usd_per_hour = Usd(price + interruption_cost);
  response.achieved_probability = Probability(market, after, response.on_demand_units);
  if (!market.request->drill) return;
  response.drills = Drills(market, after).Run();
  for (const MixDrill& drill : response.drills) {
    response.on_demand_ceiling_units = std::max(response.on_demand_ceiling_units, drill.on_demand_units);
  }
}

}  // namespace spotwright::mix
