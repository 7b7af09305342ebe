#include "src/launch/check_deadline.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "src/base/text.h"
#include "src/launch/run_model.h"
#include "src/model/offers.h"
#include "src/model/validate.h"

namespace spotwright::launch {
namespace {

using base::Cat;
using model::ElementPath;
using model::InvalidField;

constexpr std::int64_t kStateVersion = 1;

std::optional<Error> CheckTicks(const DeadlineZone& zone, const std::string& path, std::int64_t now_unix_ms) {
  for (std::size_t i = 0; i < zone.ticks.size(); ++i) {
    const std::int64_t at = zone.ticks[i].at_unix_ms;
    const std::string field = Cat(ElementPath(Cat(path, ".ticks"), i), ".at_unix_ms");
    if (at > now_unix_ms) {
      return InvalidField(field, Cat("is ", at, ", after now_unix_ms ", now_unix_ms, "; evidence is of the past"));
    }
    if (i > 0 && at <= zone.ticks[i - 1].at_unix_ms) {
      return InvalidField(field,
                          Cat("is ", at, "; accepted: after that of the tick before, ", zone.ticks[i - 1].at_unix_ms));
    }
  }
  return std::nullopt;
}

std::optional<Error> CheckRun(const MeetDeadlineRequest& request) {
  if (!request.running) return std::nullopt;
  const Pool& pool = request.running->pool;
  if (request.on_demand && request.on_demand->pool == pool) return std::nullopt;
  for (std::size_t i = 0; i < request.zones.size(); ++i) {
    if (request.zones[i].pool != pool) continue;
    if (request.zones[i].available) return std::nullopt;
    return InvalidField(Cat(ElementPath("zones", i), ".available"),
                        "is false, but the job runs there; leave out `running` once the instance is lost");
  }
  return InvalidField("running.pool", Cat("is ", model::PoolName(pool), "; accepted: that of a zone or of on_demand"));
}

std::optional<Error> CheckCounts(const RunCounts& counts, const std::string& path) {
  for (const std::string_view field : {"hours", "ends"}) {
    if ((field == "hours" ? counts.hours : counts.ends).size() == kRunBands) continue;
    return InvalidField(Cat(path, ".", field), "does not have 6 elements; pass the state back as it came");
  }
  return std::nullopt;
}

std::optional<Error> CheckState(const MeetDeadlineRequest& request) {
  if (!request.state) return std::nullopt;
  const DeadlineState& state = *request.state;
  const auto damaged = [](const std::string& path, std::string_view found) {
    return InvalidField(path, Cat(found, "; pass the state back as it came"));
  };
  if (state.version != kStateVersion) {
    return InvalidField("state.version",
                        Cat("is ", state.version, "; accepted: 1. Leave the state out and begin anew"));
  }
  if (state.counted_until_unix_ms > request.now_unix_ms) {
    return InvalidField("state.counted_until_unix_ms", Cat("is ", state.counted_until_unix_ms, ", after now_unix_ms ",
                                                           request.now_unix_ms, "; evidence is of the past"));
  }
  for (std::size_t i = 0; i < state.zones.size(); ++i) {
    const DeadlineZoneState& zone = state.zones[i];
    const std::string path = ElementPath("state.zones", i);
    if (zone.pool.capacity_type != CapacityType::kSpot) return damaged(Cat(path, ".pool"), "is not spot");
    if (i > 0 && !(state.zones[i - 1].pool < zone.pool)) return damaged(Cat(path, ".pool"), "does not ascend");
    if (zone.seen_at_unix_ms > state.counted_until_unix_ms) {
      return damaged(Cat(path, ".seen_at_unix_ms"), "is after counted_until_unix_ms");
    }
    if (zone.since_unix_ms > zone.seen_at_unix_ms) {
      return damaged(Cat(path, ".since_unix_ms"), "is after seen_at_unix_ms");
    }
    if (auto error = CheckCounts(zone.up, Cat(path, ".up"))) return error;
  }
  if (state.none_since_unix_ms && *state.none_since_unix_ms > state.counted_until_unix_ms) {
    return damaged("state.none_since_unix_ms", "is after counted_until_unix_ms");
  }
  if (state.losses_covered > state.losses) return damaged("state.losses_covered", "is more than losses");
  return CheckCounts(state.none_up, "state.none_up");
}

}  // namespace

std::optional<Error> CheckDeadline(const MeetDeadlineRequest& request) {
  std::set<Pool> seen;
  for (std::size_t i = 0; i < request.zones.size(); ++i) {
    const std::string path = ElementPath("zones", i);
    if (auto error = model::CheckSpotPool(request.zones[i].pool, Cat(path, ".pool"), seen)) return error;
    if (auto error = CheckTicks(request.zones[i], path, request.now_unix_ms)) return error;
  }
  if (request.on_demand && request.on_demand->pool.capacity_type != CapacityType::kOnDemand) {
    return InvalidField("on_demand.pool.capacity_type", "is spot; accepted: on_demand");
  }
  if (auto error = CheckRun(request)) return error;
  return CheckState(request);
}

}  // namespace spotwright::launch
