#include "src/launch/return_watch.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace spotwright::launch {
namespace {

constexpr double kMsPerHour = 3600000;

// A pool that was not seen for so long may have been away.
constexpr std::int64_t kMostGapMs = 3600000;

std::size_t PlaceOf(const ReturnState& state, const Pool& pool) {
  const auto at = std::lower_bound(state.pools.begin(), state.pools.end(), pool,
                                   [](const ReturnPoolState& one, const Pool& of) { return one.pool < of; });
  return static_cast<std::size_t>(at - state.pools.begin());
}

// What the pool does now. A loss between two calls shows in its being available since later than it was last seen.
void See(ReturnPoolState& state, const ReturnPool& pool, bool is_new, std::int64_t now_unix_ms) {
  const bool was_available = !is_new && state.available;
  const bool came_between = pool.available_since_unix_ms && *pool.available_since_unix_ms > state.seen_at_unix_ms;
  if (was_available && (!pool.available || came_between)) {
    if (state.returned_unix_ms) state.failed_returns_unix_ms.push_back(now_unix_ms);
    state.returned_unix_ms.reset();
  }
  const bool unseen = now_unix_ms - state.seen_at_unix_ms > kMostGapMs;
  if (is_new || pool.available != state.available || unseen) state.since_unix_ms = now_unix_ms;
  if (pool.available_since_unix_ms) state.since_unix_ms = *pool.available_since_unix_ms;
  state.available = pool.available;
  state.seen_at_unix_ms = now_unix_ms;
}

}  // namespace

ReturnState WatchPools(const ReturnToSpotRequest& request) {
  ReturnState state = request.state.value_or(ReturnState{});
  for (const ReturnPool& pool : request.pools) {
    const std::size_t place = PlaceOf(state, pool.pool);
    const bool is_new = place == state.pools.size() || state.pools[place].pool != pool.pool;
    if (is_new) {
      ReturnPoolState added;
      added.pool = pool.pool;
      state.pools.insert(state.pools.begin() + static_cast<std::ptrdiff_t>(place), std::move(added));
    }
    See(state.pools[place], pool, is_new, request.now_unix_ms);
  }
  state.seen_at_unix_ms = request.now_unix_ms;
  const auto window_ms = static_cast<std::int64_t>(request.settings.repeat_window_hours * kMsPerHour);
  for (ReturnPoolState& pool : state.pools) {
    std::erase_if(pool.failed_returns_unix_ms,
                  [&](std::int64_t failed) { return request.now_unix_ms - failed >= window_ms; });
  }
  std::erase_if(state.pools, [&](const ReturnPoolState& pool) {
    return pool.seen_at_unix_ms < request.now_unix_ms && pool.failed_returns_unix_ms.empty();
  });
  return state;
}

ReturnPoolState& PoolStateOf(ReturnState& state, const Pool& pool) { return state.pools[PlaceOf(state, pool)]; }

}  // namespace spotwright::launch
