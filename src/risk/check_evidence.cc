#include "src/risk/check_evidence.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/validate.h"
#include "src/risk/age_bands.h"

namespace spotwright::risk {
namespace {

using base::Cat;
using model::ElementPath;
using model::InvalidField;

constexpr std::int64_t kStateVersion = 1;

std::optional<Error> CheckPast(std::string_view path, std::string_view field, std::int64_t unix_ms,
                               std::int64_t now_unix_ms) {
  if (unix_ms <= now_unix_ms) return std::nullopt;
  return InvalidField(Cat(path, ".", field),
                      Cat("is ", unix_ms, ", after now_unix_ms ", now_unix_ms, "; evidence is of the past"));
}

std::optional<Error> CheckLifetime(const NodeLifetime& node, const std::string& path, std::int64_t now_unix_ms) {
  if (auto error = CheckPast(path, "launched_unix_ms", node.launched_unix_ms, now_unix_ms)) return error;
  if (!node.ended_unix_ms) {
    if (!node.lost) return std::nullopt;
    return InvalidField(Cat(path, ".lost"), "is true, but ended_unix_ms is absent; state when the node was lost");
  }
  if (auto error = CheckPast(path, "ended_unix_ms", *node.ended_unix_ms, now_unix_ms)) return error;
  if (*node.ended_unix_ms > node.launched_unix_ms) return std::nullopt;
  return InvalidField(Cat(path, ".ended_unix_ms"),
                      Cat("is ", *node.ended_unix_ms, "; accepted: after launched_unix_ms ", node.launched_unix_ms));
}

std::optional<Error> CheckSignal(const RiskSignal& signal, const std::string& path, std::int64_t now_unix_ms) {
  if (auto error = CheckPast(path, "at_unix_ms", signal.at_unix_ms, now_unix_ms)) return error;
  const std::string launched = Cat(path, ".launched_unix_ms");
  if (signal.kind == RiskSignalKind::kLaunchFailure) {
    if (!signal.launched_unix_ms) return std::nullopt;
    return InvalidField(launched, "is stated for a launch failure, which has no node; leave it out");
  }
  if (!signal.launched_unix_ms) {
    return InvalidField(launched, "is absent; state when the node was launched, as its age matters");
  }
  if (*signal.launched_unix_ms <= signal.at_unix_ms) return std::nullopt;
  return InvalidField(launched,
                      Cat("is ", *signal.launched_unix_ms, "; accepted: up to at_unix_ms ", signal.at_unix_ms));
}

std::optional<Error> CheckPoolEvidence(const PoolEvidence& evidence, const std::string& path, std::int64_t now) {
  if (evidence.band_as_of_unix_ms) {
    if (auto error = CheckPast(path, "band_as_of_unix_ms", *evidence.band_as_of_unix_ms, now)) return error;
  }
  if (!evidence.lifetimes.empty() && !evidence.ticks.empty()) {
    return InvalidField(Cat(path, ".ticks"),
                        "are stated beside lifetimes, so that losses would count twice; choose one");
  }
  for (std::size_t i = 0; i < evidence.lifetimes.size(); ++i) {
    if (auto error = CheckLifetime(evidence.lifetimes[i], ElementPath(Cat(path, ".lifetimes"), i), now)) return error;
  }
  std::set<std::int64_t> moments;
  for (std::size_t i = 0; i < evidence.ticks.size(); ++i) {
    const std::string tick = ElementPath(Cat(path, ".ticks"), i);
    const std::int64_t at = evidence.ticks[i].at_unix_ms;
    if (auto error = CheckPast(tick, "at_unix_ms", at, now)) return error;
    if (!moments.insert(at).second) {
      return InvalidField(Cat(tick, ".at_unix_ms"), Cat("is ", at, ", as of another tick; state each moment once"));
    }
  }
  for (std::size_t i = 0; i < evidence.signals.size(); ++i) {
    if (auto error = CheckSignal(evidence.signals[i], ElementPath(Cat(path, ".signals"), i), now)) return error;
  }
  return std::nullopt;
}

// That a state is one that was given out: nothing that reads it needs to doubt it again.
std::optional<Error> CheckPoolState(const PoolRiskState& pool, const std::string& path, std::int64_t until) {
  const auto damaged = [&](std::string_view field, std::string_view found) {
    return InvalidField(Cat(path, ".", field), Cat(found, "; pass the state back as it came"));
  };
  if (pool.pool_hours.size() != kAgeBands) return damaged("pool_hours", "does not have 7 elements");
  if (pool.losses.size() != kAgeBands) return damaged("losses", "does not have 7 elements");
  if (!std::is_sorted(pool.up_since_unix_ms.begin(), pool.up_since_unix_ms.end())) {
    return damaged("up_since_unix_ms", "does not ascend");
  }
  if (pool.last_tick_unix_ms && *pool.last_tick_unix_ms > until) {
    return damaged("last_tick_unix_ms", "is after counted_until_unix_ms");
  }
  if (!pool.up_since_unix_ms.empty() &&
      (!pool.last_tick_unix_ms || pool.up_since_unix_ms.back() > *pool.last_tick_unix_ms)) {
    return damaged("up_since_unix_ms", "goes beyond last_tick_unix_ms");
  }
  for (std::size_t i = 0; i < pool.notices.size(); ++i) {
    const OpenNotice& notice = pool.notices[i];
    const std::string field = ElementPath("notices", i);
    if (notice.at_unix_ms > until) return damaged(field, "is after counted_until_unix_ms");
    if (notice.launched_unix_ms > notice.at_unix_ms) return damaged(field, "is of a node that is launched later");
    if (i > 0 && notice.at_unix_ms < pool.notices[i - 1].at_unix_ms) return damaged(field, "does not ascend");
  }
  return std::nullopt;
}

std::optional<Error> CheckState(const EstimateRiskRequest& request) {
  const RiskState& state = *request.state;
  if (state.version != kStateVersion) {
    return InvalidField("state.version",
                        Cat("is ", state.version, "; accepted: 1. Leave the state out and begin anew"));
  }
  if (auto error = CheckPast("state", "counted_until_unix_ms", state.counted_until_unix_ms, request.now_unix_ms)) {
    return error;
  }
  std::set<Pool> seen;
  for (std::size_t i = 0; i < state.pools.size(); ++i) {
    const std::string path = ElementPath("state.pools", i);
    if (auto error = model::CheckSpotPool(state.pools[i].pool, Cat(path, ".pool"), seen)) return error;
    if (auto error = CheckPoolState(state.pools[i], path, state.counted_until_unix_ms)) return error;
  }
  // A pool stays with the kind of evidence it began with.
  for (std::size_t i = 0; i < request.pools.size(); ++i) {
    const PoolEvidence& evidence = request.pools[i];
    if (evidence.lifetimes.empty()) continue;
    const bool by_ticks = std::any_of(state.pools.begin(), state.pools.end(), [&](const PoolRiskState& pool) {
      return pool.pool == evidence.pool && pool.last_tick_unix_ms;
    });
    if (by_ticks) {
      return InvalidField(
          Cat(ElementPath("pools", i), ".lifetimes"),
          "are stated for a pool that the state knows by ticks; go on with ticks, or leave the state out");
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> CheckEvidence(const EstimateRiskRequest& request) {
  std::set<Pool> seen;
  for (std::size_t i = 0; i < request.pools.size(); ++i) {
    const std::string path = ElementPath("pools", i);
    if (auto error = model::CheckSpotPool(request.pools[i].pool, Cat(path, ".pool"), seen)) return error;
    if (auto error = CheckPoolEvidence(request.pools[i], path, request.now_unix_ms)) return error;
  }
  return request.state ? CheckState(request) : std::nullopt;
}

}  // namespace spotwright::risk
