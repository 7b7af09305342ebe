// Replay: what a policy would have held, paid and lost on a trace of zones.
#ifndef SPOTWRIGHT_BENCHMARKS_MIX_REPLAY_H_
#define SPOTWRIGHT_BENCHMARKS_MIX_REPLAY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace spotwright::bench {

// One zone: whether its spot pool was there, tick by tick.
struct Zone {
  std::string name;
  std::string region;
  std::vector<bool> up;
};

struct World {
  std::vector<Zone> zones;
  std::int64_t needed = 0;  // Instances that must be ready.
  std::size_t ticks = 0;
  double seconds_per_tick = 0;
};

// Instances of each zone's spot pool, and on-demand.
struct Fleet {
  std::vector<std::int64_t> spot;
  std::int64_t on_demand = 0;
};

// What a policy sees at a tick: who is up, and what it holds after this tick's losses.
struct View {
  std::size_t tick = 0;
  std::vector<bool> up;
  Fleet ready;
  Fleet starting;          // Launched at the last tick and lost with it where the zone went down: never ready.
  std::vector<bool> lost;  // Zones that took instances at this tick.
};

class Policy {
 public:
  virtual ~Policy() = default;
  // What to hold from now on, those that start included.
  virtual Fleet Decide(const View& view) = 0;
};

struct Outcome {
  double cost = 0;          // All on-demand = 1.
  double availability = 0;  // Share of ticks with enough ready.
  double launches = 0;      // For each needed instance and day.
};

// At each tick: every zone's availability is seen; what runs in a zone that is down is lost; what was launched one tick
// ago is ready; the policy decides; its ends and launches happen at once, and launches into zones that are down fail.
// A launch is paid from then on. The tick is available if enough is ready after all that. Spot costs a third of
// on-demand.
Outcome Replay(const World& world, Policy& policy);

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_MIX_REPLAY_H_
