#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "benchmarks/mix/policies.h"
#include "spotwright/decide_mix.h"
#include "spotwright/estimate_risk.h"

#include "src/model/offers.h"

namespace spotwright::bench {
namespace {

constexpr const char* kType = "p3.2xlarge";
constexpr double kOnDemandPrice = 3;
constexpr double kSpotPrice = 1;

template <typename T>
T Checked(Result<T> result) {
  if (result.ok()) return *std::move(result);
  std::fprintf(stderr, "%s: %s\n", result.error().field.c_str(), result.error().message.c_str());
  std::exit(1);
}

Pool PoolOf(const Zone& zone) { return {kType, zone.region, zone.name, CapacityType::kSpot}; }

class ByTargetPolicy : public Policy {
 public:
  ByTargetPolicy(const World& world, const std::vector<RiskModel>& risks, double target)
      : world_(world), risks_(risks) {
    request_.total_units = world.needed;
    request_.policy.availability_target = target;
    // A launch is paid for one tick before it is of use.
    const double paid = kSpotPrice * world.seconds_per_tick / 3600;
    request_.policy.switching_cost_usd_per_unit = paid;
    request_.policy.interruption_cost_usd_per_unit = paid;
    for (const Zone& zone : world.zones) {
      Offer spot;
      spot.instance_type = kType;
      spot.region = zone.region;
      spot.zone = zone.name;
      spot.capacity_type = CapacityType::kSpot;
      spot.price_usd_per_hour = kSpotPrice;
      request_.offers.push_back(spot);
    }
    Offer on_demand = request_.offers.front();
    on_demand.capacity_type = CapacityType::kOnDemand;
    on_demand.price_usd_per_hour = kOnDemandPrice;
    request_.offers.push_back(on_demand);
  }

  Fleet Decide(const View& view) override {
    request_.risk = risks_[view.tick];
    request_.running.clear();
    for (std::size_t z = 0; z < world_.zones.size(); ++z) {
      request_.offers[z].available = view.up[z];
      const std::int64_t held = view.ready.spot[z] + view.starting.spot[z];
      if (held > 0) request_.running.push_back({PoolOf(world_.zones[z]), held});
    }
    const std::int64_t on_demand = view.ready.on_demand + view.starting.on_demand;
    request_.running.push_back({model::PoolOf(request_.offers.back()), on_demand});
    return Follow(Checked(DecideMix(request_)), view);
  }

 private:
  // Launches now; ends only what is ready beyond need, since a launch is to be ready before anything ends.
  Fleet Follow(const DecideMixResponse& response, const View& view) const {
    Fleet fleet{.spot = std::vector<std::int64_t>(world_.zones.size(), 0), .on_demand = 0};
    std::int64_t ready = view.ready.on_demand;
    for (std::size_t z = 0; z < fleet.spot.size(); ++z) {
      fleet.spot[z] = view.ready.spot[z] + view.starting.spot[z];
      ready += view.ready.spot[z];
    }
    fleet.on_demand = view.ready.on_demand + view.starting.on_demand;
    for (const MixStep& step : response.steps) {
      std::int64_t& units = UnitsOf(step.pool, fleet);
      if (step.action == MixAction::kLaunch) {
        units += step.units;
        continue;
      }
      const std::int64_t ended = std::min(step.units, std::max<std::int64_t>(0, ready - world_.needed));
      units -= ended;
      ready -= ended;
    }
    return fleet;
  }

  std::int64_t& UnitsOf(const Pool& pool, Fleet& fleet) const {
    for (std::size_t z = 0; z < world_.zones.size(); ++z) {
      if (pool == PoolOf(world_.zones[z])) return fleet.spot[z];
    }
    return fleet.on_demand;
  }

  const World& world_;
  const std::vector<RiskModel>& risks_;
  DecideMixRequest request_;
};

}  // namespace

std::vector<RiskModel> RisksOf(const World& world) {
  EstimateRiskRequest request;
  request.settings.lead_time_seconds = world.seconds_per_tick;
  request.settings.intervals = false;
  for (const Zone& zone : world.zones) {
    PoolEvidence evidence;
    evidence.pool = PoolOf(zone);
    request.pools.push_back(std::move(evidence));
  }
  std::vector<RiskModel> risks;
  for (std::size_t tick = 0; tick < world.ticks; ++tick) {
    const double seconds = static_cast<double>(tick) * world.seconds_per_tick;
    request.now_unix_ms = 1'600'000'000'000 + static_cast<std::int64_t>(seconds * 1e3);
    for (std::size_t z = 0; z < world.zones.size(); ++z) {
      request.pools[z].ticks = {{.at_unix_ms = request.now_unix_ms, .up_count = world.zones[z].up[tick] ? 1 : 0}};
    }
    EstimateRiskResponse response = Checked(EstimateRisk(request));
    risks.push_back(std::move(response.expected));
    request.state = std::move(response.state);
  }
  return risks;
}

std::unique_ptr<Policy> ByTarget(const World& world, const std::vector<RiskModel>& risks, double availability_target) {
  return std::make_unique<ByTargetPolicy>(world, risks, availability_target);
}

}  // namespace spotwright::bench
