// return_to_spot: which on-demand nodes give way to spot now that spot is well again, and to which pools.
#ifndef SPOTWRIGHT_RETURN_TO_SPOT_H_
#define SPOTWRIGHT_RETURN_TO_SPOT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/estimate_risk.h"
#include "spotwright/offer.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"

namespace spotwright {

// The hazard of instances from an age on, up to that of the next entry.
struct HazardAtAge {
  double from_age_seconds = 0;
  double interruptions_per_instance_hour = 0;

  friend bool operator==(const HazardAtAge&, const HazardAtAge&) = default;
};

// A spot pool to which nodes may return, as seen now.
struct ReturnPool {
  Pool pool;  // capacity_type: spot.
  double price_usd_per_hour = 0;
  bool available = false;                               // Launches there would succeed, as far as is known.
  std::optional<std::int64_t> available_since_unix_ms;  // If known better than by the calls so far.
  std::optional<std::int64_t> cooling_until_unix_ms;    // Takes nothing before this moment.
  std::optional<std::int64_t> available_count;          // How many more can be had; absent: no known limit.
  std::vector<HazardAtAge> hazards;  // Of estimate_risk, by age, ascending from 0. Empty: what published traces show.

  friend bool operator==(const ReturnPool&, const ReturnPool&) = default;
};

// A node that runs on on-demand.
struct ReturnNode {
  std::string name;
  std::string instance_type;
  std::string region;
  double price_usd_per_hour = 0;
  std::optional<double> switch_cost_usd;  // What moving its work costs; absent: that of the settings.
  std::vector<Pool> pools;                // Where it may go; empty: to every pool of its instance type and region.
  bool returning = false;                 // On its way already: its spot replacement is being launched.
  bool keep = false;                      // Never moved: it counts towards the base.

  friend bool operator==(const ReturnNode&, const ReturnNode&) = default;
};

struct ReturnSettings {
  std::int64_t on_demand_base_count = 0;  // So many on-demand nodes stay.
  std::int64_t max_returning_count = 1;   // So many on their way at once.
  double min_hold_seconds = 600;          // A pool must have been available for at least so long.
  double switch_minutes = 60;             // What a switch costs, the way back after a loss in it, in minutes of the
                                          // on-demand price; for nodes that do not say.
  double saving_margin = 1.75;            // The expected saving must reach this multiple of the switch cost.
  double horizon_hours = 24;              // No saving is expected of later than this.
  double neighbor_hazard_factor = 1.5;    // The hazard is so many times what it is on average while all pools of the
                                          // type and region that the request shows beside it are away, and so many
                                          // times less while all are there. 1: they say nothing.
  double repeat_window_hours = 1;         // A pool that was lost so recently after a return counts against itself:
  double repeat_factor = 1.25;            // for each, the hold and the saving that are asked for grow by this factor,
  std::int64_t max_repeats = 3;           // but not more often than this.

  friend bool operator==(const ReturnSettings&, const ReturnSettings&) = default;
};

struct ReturnPoolState {
  Pool pool;
  bool available = false;                            // When last seen.
  std::int64_t since_unix_ms = 0;                    // Since when.
  std::int64_t seen_at_unix_ms = 0;                  // When that was.
  std::optional<std::int64_t> returned_unix_ms;      // Last return to it since it came back.
  std::vector<std::int64_t> failed_returns_unix_ms;  // When it was lost after a return; ascending.

  friend bool operator==(const ReturnPoolState&, const ReturnPoolState&) = default;
};

// What was seen of the pools. Opaque to callers: pass it back as it came.
struct ReturnState {
  std::int64_t version = 1;
  std::int64_t seen_at_unix_ms = 0;
  std::vector<ReturnPoolState> pools;  // Ascending.

  friend bool operator==(const ReturnState&, const ReturnState&) = default;
};

struct ReturnToSpotRequest {
  std::int64_t now_unix_ms = 0;
  std::vector<ReturnPool> pools;  // Each pool once.
  std::vector<ReturnNode> nodes;  // Each name once. All on-demand nodes, so that the base can be kept.
  ReturnSettings settings;
  std::optional<ReturnState> state;  // Of the previous response. Absent: pools are well only as long as they say.

  friend bool operator==(const ReturnToSpotRequest&, const ReturnToSpotRequest&) = default;
};

// A node to return: launch the replacement first, then drain.
struct ReturnMove {
  std::string node;
  Pool pool;
  double saving_usd_per_hour = 0;
  double expected_life_hours = 0;  // Of the new node, not beyond the horizon.
  double expected_saving_usd = 0;  // Of the move, its cost not taken off.
  double switch_cost_usd = 0;

  friend bool operator==(const ReturnMove&, const ReturnMove&) = default;
};

struct ReturnPoolReport {
  Pool pool;
  bool well = false;                // Available, not cooling, and for long enough.
  double available_seconds = 0;     // For how long it has been available.
  double hold_seconds = 0;          // How long that must be.
  double expected_life_hours = 0;   // Of a node there, not beyond the horizon; 0 while it is away.
  double neighbors_away_share = 0;  // Of the other pools of its type and region in the request.
  std::int64_t failed_returns = 0;  // That count against it.

  friend bool operator==(const ReturnPoolReport&, const ReturnPoolReport&) = default;
};

// A node that stays where it is, and why.
struct StayingNode {
  std::string node;
  std::optional<std::int64_t> ready_at_unix_ms;  // When it may return if all stays as it is; absent: not by time alone.
  std::vector<Reason> reasons;

  friend bool operator==(const StayingNode&, const StayingNode&) = default;
};

struct ReturnToSpotResponse {
  bool feasible = true;                 // false: nodes could return, and none has a pool that it may ever go to.
  std::vector<ReturnMove> moves;        // In the order in which to begin them: the greatest net saving first.
  std::vector<StayingNode> kept;        // In the order of the request.
  std::vector<ReturnPoolReport> pools;  // In the order of the request.
  std::int64_t on_demand_after_count = 0;
  ReturnState state;
  std::vector<Reason> reasons;
  std::optional<std::int64_t> call_again_at_unix_ms;  // Absent: not by time alone.

  friend bool operator==(const ReturnToSpotResponse&, const ReturnToSpotResponse&) = default;
};

// Returns nodes to pools that have been well for long enough, where the saving over the expected remaining life pays
// for the switch.
//
// A pool is well when it is available, does not cool, and has been available for min_hold_seconds. A node of it is
// expected to live as long as the pool's hazard by age lets it, from the pool's present age on: the chance of loss
// falls with the age of a pool, so that waiting tells good times from bad ones. Pools of one type and region tend to
// fall together: the neighbors that are away raise it. A node returns when (its price - the
// pool's) x that life >= saving_margin x the switch cost. A pool that was lost after a return within
// repeat_window_hours asks for more: hold and saving both grow by repeat_factor for each (hysteresis), up to
// max_repeats of them.
//
// Nodes go one by one, the greatest net saving first (ties: node, then pool in byte order), until max_returning_count
// are on their way, the base is reached or no pool has room. The order of pools and nodes in the request does not
// matter to what is moved.
//
// A pool that was not seen for an hour is taken to have just come, unless it says since when it is available.
//
// Errors: a pool twice, or not spot; a node twice; hazards that do not ascend from age 0; available_since after now or
// of a pool that is not available; a state of another version, from the future, or not as it was given out.
// Sources: the spot return requests of Karpenter's and AutoSpotting's users (rate limits, base, hysteresis); published
// availability traces (hazard by age). O(nodes x pools + pools x hazards).
Result<ReturnToSpotResponse> ReturnToSpot(const ReturnToSpotRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_RETURN_TO_SPOT_H_
