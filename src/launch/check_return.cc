#include "src/launch/check_return.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/slot_table.h"
#include "src/model/validate.h"

namespace spotwright::launch {
namespace {

using base::Cat;
using model::ElementPath;
using model::InvalidField;

constexpr std::int64_t kStateVersion = 1;

// `path` makes the path of what is checked, where an error needs it.
template <typename Path>
std::optional<Error> CheckSpot(const Pool& pool, bool repeated, Path path) {
  if (pool.capacity_type == CapacityType::kSpot && !repeated) return std::nullopt;
  return pool.capacity_type == CapacityType::kSpot ? model::RepeatedPool(pool, path()) : model::NotSpot(path());
}

template <typename Path>
std::optional<Error> CheckPool(const ReturnPool& pool, Path path, std::int64_t now_unix_ms) {
  if (pool.available_since_unix_ms) {
    const std::string field = Cat(path(), ".available_since_unix_ms");
    if (!pool.available) return InvalidField(field, "is stated, but available is false; leave it out");
    if (*pool.available_since_unix_ms > now_unix_ms) {
      return InvalidField(field,
                          Cat("is ", *pool.available_since_unix_ms, "; accepted: up to now_unix_ms ", now_unix_ms));
    }
  }
  for (std::size_t i = 0; i < pool.hazards.size(); ++i) {
    const double from = pool.hazards[i].from_age_seconds;
    const auto field = [&] { return Cat(ElementPath(Cat(path(), ".hazards"), i), ".from_age_seconds"); };
    if (i == 0 && from != 0) return InvalidField(field(), Cat("is ", from, "; accepted: 0, as the first of its pool"));
    if (i > 0 && from <= pool.hazards[i - 1].from_age_seconds) {
      return InvalidField(field(), Cat("is ", from, "; accepted: above that of the entry before, ",
                                       pool.hazards[i - 1].from_age_seconds));
    }
  }
  return std::nullopt;
}

std::optional<Error> CheckState(const ReturnToSpotRequest& request) {
  if (!request.state) return std::nullopt;
  const ReturnState& state = *request.state;
  if (state.version != kStateVersion) {
    return InvalidField("state.version",
                        Cat("is ", state.version, "; accepted: 1. Leave the state out and begin anew"));
  }
  if (state.seen_at_unix_ms > request.now_unix_ms) {
    return InvalidField("state.seen_at_unix_ms",
                        Cat("is ", state.seen_at_unix_ms, "; accepted: up to now_unix_ms ", request.now_unix_ms));
  }
  for (std::size_t i = 0; i < state.pools.size(); ++i) {
    const ReturnPoolState& pool = state.pools[i];
    const auto damaged = [i](std::string_view field, std::string_view found) {
      return InvalidField(Cat(ElementPath("state.pools", i), field), Cat(found, "; pass the state back as it came"));
    };
    if (pool.pool.capacity_type != CapacityType::kSpot) return damaged(".pool", "is not spot");
    if (i > 0 && !(state.pools[i - 1].pool < pool.pool)) return damaged(".pool", "does not ascend");
    if (pool.seen_at_unix_ms > state.seen_at_unix_ms) {
      return damaged(".seen_at_unix_ms", "is after state.seen_at_unix_ms");
    }
    if (pool.since_unix_ms > pool.seen_at_unix_ms) return damaged(".since_unix_ms", "is after it was seen");
    if (pool.returned_unix_ms && *pool.returned_unix_ms > pool.seen_at_unix_ms) {
      return damaged(".returned_unix_ms", "is after it was seen");
    }
    const std::vector<std::int64_t>& failed = pool.failed_returns_unix_ms;
    if (!std::is_sorted(failed.begin(), failed.end())) {
      return damaged(".failed_returns_unix_ms", "does not ascend");
    }
    if (!failed.empty() && failed.back() > pool.seen_at_unix_ms) {
      return damaged(".failed_returns_unix_ms", "goes beyond when it was seen");
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> CheckReturn(const ReturnToSpotRequest& request) {
  const auto twice = model::FirstRepeat(request.pools, &ReturnPool::pool);
  for (std::size_t i = 0; i < request.pools.size(); ++i) {
    const auto path = [i] { return ElementPath("pools", i); };
    if (auto error = CheckSpot(request.pools[i].pool, i == twice, [&] { return path() + ".pool"; })) return error;
    if (auto error = CheckPool(request.pools[i], path, request.now_unix_ms)) return error;
  }
  const auto named_twice =
      model::FirstRepeat(request.nodes, [](const auto& node) { return std::string_view(node.name); });
  for (std::size_t i = 0; i < request.nodes.size(); ++i) {
    const ReturnNode& node = request.nodes[i];
    const auto path = [i] { return ElementPath("nodes", i); };
    if (i == named_twice) {
      return InvalidField(Cat(path(), ".name"), Cat("is ", base::Quoted(node.name), ", as of another node"));
    }
    const auto allowed_twice = model::FirstRepeat(node.pools);
    for (std::size_t j = 0; j < node.pools.size(); ++j) {
      const auto pool_path = [&] { return ElementPath(path() + ".pools", j); };
      if (auto error = CheckSpot(node.pools[j], j == allowed_twice, pool_path)) return error;
    }
  }
  return CheckState(request);
}

}  // namespace spotwright::launch
