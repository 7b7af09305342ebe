// balance_zones: in which zones to add units, and from which to remove them.
#ifndef SPOTWRIGHT_BALANCE_ZONES_H_
#define SPOTWRIGHT_BALANCE_ZONES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/reason.h"
#include "spotwright/result.h"

namespace spotwright {

struct Zone {
  std::string name;
  std::int64_t units = 0;                             // Running now.
  std::optional<std::int64_t> max_units;              // Absent: no limit.
  double weight = 1;                                  // A zone of weight 2 is to carry twice as much. To a millionth.
  bool available = true;                              // false: takes nothing new; may still lose units.
  std::optional<std::int64_t> cooling_until_unix_ms;  // Takes nothing new before this moment.

  friend bool operator==(const Zone&, const Zone&) = default;
};

struct BalanceZonesRequest {
  std::vector<Zone> zones;
  std::int64_t units_to_add = 0;
  std::int64_t units_to_remove = 0;         // Only one of the two may be above 0.
  bool one_in_each_zone = false;            // Adding: empty zones first. Removing: the last unit of a zone stays.
  std::optional<std::int64_t> now_unix_ms;  // Needed only where a zone is cooling.

  friend bool operator==(const BalanceZonesRequest&, const BalanceZonesRequest&) = default;
};

struct ZoneChange {
  std::string zone;
  std::int64_t change = 0;  // Above 0: to add; below 0: to remove.
  std::int64_t units = 0;   // After the change.

  friend bool operator==(const ZoneChange&, const ZoneChange&) = default;
};

struct BalanceZonesResponse {
  bool feasible = true;            // false: not everything could be added or removed.
  std::vector<ZoneChange> zones;   // Every zone of the request, in its order.
  std::int64_t changed_units = 0;  // Added or removed in all.
  double spread_units = 0;         // Greatest less least load (units / weight) over the zones of the request.
  std::vector<Reason> reasons;
  std::optional<std::int64_t> call_again_at_unix_ms;  // Adding: when a zone stops cooling; absent: never by time alone.

  friend bool operator==(const BalanceZonesResponse&, const BalanceZonesResponse&) = default;
};

// Adds units one by one to the zone that is then the least loaded with the new unit in it, (units + 1) / weight; or
// removes them one by one from the most loaded, units / weight. With equal weights that gives the least possible
// spread (a theorem: the exchange argument of water-filling); with any weights, removing undoes what was added to empty
// zones. Ties: adding goes to the first name in byte order, removing takes from the last. A zone that must stay empty
// although one_in_each_zone is asked for is named in the reasons (`zone_stays_empty`).
//
// Errors: a second zone of one name; units_to_add and units_to_remove both above 0; a zone that is cooling without
// now_unix_ms. O((zones + units) log zones), with at most a million units.
Result<BalanceZonesResponse> BalanceZones(const BalanceZonesRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_BALANCE_ZONES_H_
