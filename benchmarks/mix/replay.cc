#include "benchmarks/mix/replay.h"

#include <algorithm>
#include <numeric>

namespace spotwright::bench {
namespace {

constexpr double kSpotPrice = 1.0 / 3;

std::int64_t Sum(const std::vector<std::int64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

// Brings ready + starting to `wanted`: what starts ends last. Returns what was launched.
std::int64_t Adjust(std::int64_t wanted, bool can_launch, std::int64_t& ready, std::int64_t& starting) {
  const std::int64_t held = ready + starting;
  if (wanted > held) {
    if (!can_launch) return 0;
    starting += wanted - held;
    return wanted - held;
  }
  const std::int64_t ended = std::min(ready, held - wanted);
  ready -= ended;
  starting -= held - wanted - ended;
  return 0;
}

}  // namespace

Outcome Replay(const World& world, Policy& policy) {
  const std::size_t zones = world.zones.size();
  View view;
  view.ready.spot.assign(zones, 0);
  view.starting.spot.assign(zones, 0);
  view.ready.on_demand = world.needed;
  double paid = 0;
  std::int64_t available = 0;
  std::int64_t launches = 0;
  for (view.tick = 0; view.tick < world.ticks; ++view.tick) {
    view.up.assign(zones, false);
    view.lost.assign(zones, false);
    for (std::size_t z = 0; z < zones; ++z) {
      view.up[z] = world.zones[z].up[view.tick];
      view.ready.spot[z] += view.starting.spot[z];
      if (!view.up[z]) {
        view.lost[z] = view.ready.spot[z] > 0;
        view.ready.spot[z] = 0;
      }
      view.starting.spot[z] = 0;
    }
    view.ready.on_demand += view.starting.on_demand;
    view.starting.on_demand = 0;

    const Fleet wanted = policy.Decide(view);
    for (std::size_t z = 0; z < zones; ++z) {
      launches += Adjust(wanted.spot[z], view.up[z], view.ready.spot[z], view.starting.spot[z]);
    }
    launches += Adjust(wanted.on_demand, true, view.ready.on_demand, view.starting.on_demand);
    const std::int64_t spot = Sum(view.ready.spot) + Sum(view.starting.spot);
    paid +=
        static_cast<double>(spot) * kSpotPrice + static_cast<double>(view.ready.on_demand + view.starting.on_demand);
    if (Sum(view.ready.spot) + view.ready.on_demand >= world.needed) ++available;
  }
  const auto ticks = static_cast<double>(world.ticks);
  const auto needed = static_cast<double>(world.needed);
  const double days = ticks * world.seconds_per_tick / 86400;
  return {.cost = paid / (ticks * needed),
          .availability = static_cast<double>(available) / ticks,
          .launches = static_cast<double>(launches) / (needed * days)};
}

}  // namespace spotwright::bench
