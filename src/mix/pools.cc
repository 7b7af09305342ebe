#include "src/mix/pools.h"

#include <algorithm>
#include <compare>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/validate.h"

namespace spotwright::mix {
namespace {

using base::Cat;

constexpr std::int64_t kMaxUnits = 1'000'000'000;  // The most that total_units can be: as good as no limit.

PoolState StateOf(const Offer& offer, const std::optional<std::int64_t>& now_unix_ms) {
  if (!offer.available) return PoolState::kUnavailable;
  if (model::IsCooling(offer.cooling_until_unix_ms, now_unix_ms)) return PoolState::kCooling;
  if (offer.under_notice) return PoolState::kUnderNotice;
  if (offer.available_count == 0) return PoolState::kUsedUp;
  return PoolState::kUsable;
}

using Weights = std::map<std::string, std::int64_t>;

Weights WeightsOf(const DecideMixRequest& request) {
  Weights weights;
  for (const CapacityWeight& weight : request.capacity_weights) {
    weights.emplace(weight.instance_type, weight.units_per_instance);
  }
  return weights;
}

std::int64_t WeightOf(const Weights& weights, const std::string& instance_type) {
  const auto found = weights.find(instance_type);
  return found == weights.end() ? 1 : found->second;
}

std::vector<MixPool> NamelessPools(const DecideMixRequest& request) {
  std::vector<MixPool> pools;
  for (const CapacityType type : {CapacityType::kOnDemand, CapacityType::kSpot}) {
    MixPool pool;
    pool.pool.capacity_type = type;
    pool.state = PoolState::kUsable;
    pool.room = kMaxUnits;
    for (const PoolUnits& running : request.running) {
      if (running.pool.capacity_type == type) pool.held += running.units;
    }
    pools.push_back(std::move(pool));
  }
  return pools;
}

MixPool PoolOf(const DecideMixRequest& request, std::size_t index, const Weights& weights) {
  const Offer& offer = request.offers[index];
  MixPool pool;
  pool.pool = model::PoolOf(offer);
  pool.state = StateOf(offer, request.now_unix_ms);
  pool.offer = index;
  pool.price_micro_usd = base::MicroUsd(offer.price_usd_per_hour);
  pool.weight = WeightOf(weights, offer.instance_type);
  if (pool.state == PoolState::kUsable) pool.room = offer.available_count.value_or(kMaxUnits);
  if (!pool.is_spot()) pool.reserved = std::min(offer.reserved_count, pool.room);
  return pool;
}

}  // namespace

base::Int128 PriceOf(const MixPool& pool, std::int64_t instances) {
  const std::int64_t committed = std::min(instances, pool.committed);
  const std::int64_t above = std::max<std::int64_t>(0, instances - std::max(pool.held, pool.committed));
  const std::int64_t paid = instances - committed - std::min(above, pool.reserved);
  return static_cast<base::Int128>(paid) * pool.price_micro_usd;
}

bool IsCheaper(const MixPool& a, const MixPool& b) {
  const auto order = base::ComparePerUnit(a.price_micro_usd, a.weight, b.price_micro_usd, b.weight);
  return std::is_lt(order) || (std::is_eq(order) && a.pool < b.pool);
}

std::vector<MixPool> PoolsOf(const DecideMixRequest& request) {
  if (request.offers.empty()) return NamelessPools(request);
  const Weights weights = WeightsOf(request);
  std::vector<MixPool> pools;
  pools.reserve(request.offers.size() + request.running.size());
  for (std::size_t i = 0; i < request.offers.size(); ++i) pools.push_back(PoolOf(request, i, weights));
  std::map<Pool, std::int64_t> held;
  for (const PoolUnits& running : request.running) {
    if (running.units > 0) held[running.pool] += running.units;
  }
  for (MixPool& pool : pools) {
    const auto found = held.find(pool.pool);
    if (found == held.end()) continue;
    pool.held = found->second / pool.weight;
    held.erase(found);
  }
  for (const auto& [name, units] : held) {
    MixPool pool;
    pool.pool = name;
    pool.weight = WeightOf(weights, name.instance_type);
    pool.held = units / pool.weight;
    pools.push_back(std::move(pool));
  }
  std::sort(pools.begin(), pools.end(), [](const MixPool& left, const MixPool& right) {
    const auto group = [](const MixPool& pool) {
      return std::pair(pool.is_spot(), pool.state == PoolState::kNotOffered);
    };
    if (group(left) != group(right)) return group(left) < group(right);
    return IsCheaper(left, right);
  });
  return pools;
}

std::optional<Error> CheckUnits(const DecideMixRequest& request) {
  std::set<std::string> weighted;
  for (std::size_t i = 0; i < request.capacity_weights.size(); ++i) {
    const std::string& type = request.capacity_weights[i].instance_type;
    if (weighted.insert(type).second) continue;
    return model::InvalidField(model::ElementPath("capacity_weights", i) + ".instance_type",
                               Cat("'", type, "' has come before; give each type one weight"));
  }
  const Weights weights = WeightsOf(request);
  for (std::size_t i = 0; i < request.running.size(); ++i) {
    const PoolUnits& running = request.running[i];
    const std::int64_t weight = WeightOf(weights, running.pool.instance_type);
    if (running.units % weight == 0) continue;
    return model::InvalidField(
        model::ElementPath("running", i) + ".units",
        Cat(running.units, " is not a whole number of instances of ", weight, " units each (capacity_weights)"));
  }
  return {};
}

}  // namespace spotwright::mix
