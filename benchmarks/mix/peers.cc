#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "benchmarks/mix/policies.h"

namespace spotwright::bench {
namespace {

std::int64_t Held(const View& view, std::size_t zone) { return view.ready.spot[zone] + view.starting.spot[zone]; }

class AllOnDemandPolicy : public Policy {
 public:
  explicit AllOnDemandPolicy(const World& world) : world_(world) {}

  Fleet Decide(const View&) override {
    return {.spot = std::vector<std::int64_t>(world_.zones.size(), 0), .on_demand = world_.needed};
  }

 private:
  const World& world_;
};

class BestZonePolicy : public Policy {
 public:
  explicit BestZonePolicy(const World& world) : world_(world) {
    const auto up_ticks = [&](const Zone& zone) {
      return std::count(zone.up.begin(), zone.up.begin() + static_cast<std::ptrdiff_t>(world.ticks), true);
    };
    for (std::size_t z = 1; z < world.zones.size(); ++z) {
      if (up_ticks(world.zones[z]) > up_ticks(world.zones[best_])) best_ = z;
    }
  }

  Fleet Decide(const View&) override {
    Fleet fleet{.spot = std::vector<std::int64_t>(world_.zones.size(), 0), .on_demand = 0};
    fleet.spot[best_] = world_.needed;
    return fleet;
  }

 private:
  const World& world_;
  std::size_t best_ = 0;
};

class StaticSharePolicy : public Policy {
 public:
  StaticSharePolicy(const World& world, double share)
      : world_(world), on_demand_(static_cast<std::int64_t>(std::ceil(share * static_cast<double>(world.needed)))) {}

  Fleet Decide(const View& view) override {
    Fleet fleet{.spot = view.ready.spot, .on_demand = on_demand_};
    for (std::size_t z = 0; z < fleet.spot.size(); ++z) fleet.spot[z] = Held(view, z);
    std::int64_t missing =
        world_.needed - on_demand_ - std::accumulate(fleet.spot.begin(), fleet.spot.end(), std::int64_t{0});
    for (; missing > 0; --missing) {
      std::size_t fewest = fleet.spot.size();
      for (std::size_t z = 0; z < fleet.spot.size(); ++z) {
        if (view.up[z] && (fewest == fleet.spot.size() || fleet.spot[z] < fleet.spot[fewest])) fewest = z;
      }
      if (fewest == fleet.spot.size()) break;
      ++fleet.spot[fewest];
    }
    return fleet;
  }

 private:
  const World& world_;
  std::int64_t on_demand_;
};

class SpotHedgePolicy : public Policy {
 public:
  SpotHedgePolicy(const World& world, std::int64_t extra)
      : world_(world), extra_(extra), active_(world.zones.size(), true) {}

  Fleet Decide(const View& view) override {
    const std::size_t zones = world_.zones.size();
    Fleet fleet{.spot = std::vector<std::int64_t>(zones, 0), .on_demand = 0};
    std::int64_t ready = 0;
    std::int64_t held = 0;
    for (std::size_t z = 0; z < zones; ++z) {
      if (view.lost[z]) active_[z] = false;
      if (view.ready.spot[z] > 0) active_[z] = true;
      fleet.spot[z] = Held(view, z);
      ready += view.ready.spot[z];
      held += fleet.spot[z];
    }
    ResetIfFew();
    bool has_reset = false;
    while (held < world_.needed + extra_) {
      const std::size_t zone = FewestActive(view, fleet);
      if (zone < zones) {
        ++fleet.spot[zone];
        ++held;
        continue;
      }
      // Launches into the active zones, all of them down, have failed.
      if (has_reset) break;
      std::fill(active_.begin(), active_.end(), false);
      ResetIfFew();
      has_reset = true;
    }
    fleet.on_demand = std::clamp<std::int64_t>(world_.needed + extra_ - ready, 0, world_.needed);
    return fleet;
  }

 private:
  void ResetIfFew() {
    if (std::count(active_.begin(), active_.end(), true) < 2) std::fill(active_.begin(), active_.end(), true);
  }

  std::size_t FewestActive(const View& view, const Fleet& fleet) const {
    std::size_t fewest = world_.zones.size();
    for (std::size_t z = 0; z < world_.zones.size(); ++z) {
      if (!active_[z] || !view.up[z]) continue;
      if (fewest == world_.zones.size() || fleet.spot[z] < fleet.spot[fewest]) fewest = z;
    }
    return fewest;
  }

  const World& world_;
  std::int64_t extra_;
  std::vector<bool> active_;
};

}  // namespace

std::unique_ptr<Policy> AllOnDemand(const World& world) { return std::make_unique<AllOnDemandPolicy>(world); }

std::unique_ptr<Policy> AllSpotInBestZone(const World& world) { return std::make_unique<BestZonePolicy>(world); }

std::unique_ptr<Policy> StaticShare(const World& world, double on_demand_share) {
  return std::make_unique<StaticSharePolicy>(world, on_demand_share);
}

std::unique_ptr<Policy> SpotHedge(const World& world, std::int64_t extra) {
  return std::make_unique<SpotHedgePolicy>(world, extra);
}

}  // namespace spotwright::bench
