#include "src/mix/pools.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "src/base/money.h"
#include "src/mix/allocate.h"
#include "src/model/offers.h"

namespace spotwright::mix {
namespace {

constexpr std::int64_t kMaxUnits = 1'000'000'000;  // The most that total_units can be: as good as no limit.

PoolState StateOf(const Offer& offer, const std::optional<std::int64_t>& now_unix_ms) {
  if (!offer.available) return PoolState::kUnavailable;
  if (model::IsCooling(offer.cooling_until_unix_ms, now_unix_ms)) return PoolState::kCooling;
  if (offer.available_count == 0) return PoolState::kUsedUp;
  return PoolState::kUsable;
}

std::vector<MixPool> NamelessPool(const DecideMixRequest& request, CapacityType type) {
  MixPool pool{Pool{"", "", "", type}, PoolState::kUsable, 0, 0, 0, kMaxUnits};
  for (const PoolUnits& running : request.running) {
    if (running.pool.capacity_type == type) pool.held += running.units;
  }
  return {pool};
}

}  // namespace

std::vector<MixPool> PoolsOf(const DecideMixRequest& request, CapacityType type) {
  if (request.offers.empty()) return NamelessPool(request, type);
  std::vector<MixPool> pools;
  pools.reserve(request.offers.size() + request.running.size());
  for (std::size_t i = 0; i < request.offers.size(); ++i) {
    const Offer& offer = request.offers[i];
    if (offer.capacity_type != type) continue;
    const PoolState state = StateOf(offer, request.now_unix_ms);
    const std::int64_t room = state == PoolState::kUsable ? offer.available_count.value_or(kMaxUnits) : 0;
    pools.push_back({model::PoolOf(offer), state, i, base::MicroUsd(offer.price_usd_per_hour), 0, room});
  }
  std::map<Pool, std::int64_t> held;
  for (const PoolUnits& running : request.running) {
    if (running.pool.capacity_type == type && running.units > 0) held[running.pool] += running.units;
  }
  for (MixPool& pool : pools) {
    const auto found = held.find(pool.pool);
    if (found == held.end()) continue;
    pool.held = found->second;
    held.erase(found);
  }
  for (const auto& [pool, units] : held) pools.push_back({pool, PoolState::kNotOffered, 0, 0, units, 0});
  std::sort(pools.begin(), pools.end(), [](const MixPool& left, const MixPool& right) {
    const bool left_unknown = left.state == PoolState::kNotOffered;
    const bool right_unknown = right.state == PoolState::kNotOffered;
    return std::tie(left_unknown, left.price_micro_usd, left.pool) <
           std::tie(right_unknown, right.price_micro_usd, right.pool);
  });
  return pools;
}

std::vector<PoolChange> ChooseLaunches(const std::vector<MixPool>& pools, MixAllocation allocation,
                                       std::int64_t units) {
  std::vector<Vessel> vessels;
  vessels.reserve(pools.size());
  for (const MixPool& pool : pools) vessels.push_back({pool.held, pool.room});
  const std::vector<std::int64_t> taken = Allocate(allocation, vessels, units);
  std::vector<PoolChange> changes;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    if (taken[i] > 0) changes.push_back({&pools[i], taken[i]});
  }
  return changes;
}

// Ending is choosing what stays: the units kept are allocated as if they were launched into empty pools.
std::vector<PoolChange> ChooseEnds(const std::vector<MixPool>& pools, MixAllocation allocation, std::int64_t units) {
  std::vector<Vessel> vessels;
  vessels.reserve(pools.size());
  for (const MixPool& pool : pools) vessels.push_back({0, pool.held});
  const std::vector<std::int64_t> kept = Allocate(allocation, vessels, TotalRoom(vessels) - units);
  std::vector<PoolChange> changes;
  for (std::size_t i = pools.size(); i-- > 0;) {
    if (kept[i] < pools[i].held) changes.push_back({&pools[i], pools[i].held - kept[i]});
  }
  return changes;
}

}  // namespace spotwright::mix
