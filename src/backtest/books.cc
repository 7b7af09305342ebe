#include "src/backtest/books.h"

#include <algorithm>

#include "src/base/int128.h"

namespace spotwright::backtest {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;

std::int64_t LeastOnDemandPrice(const World& world, std::int64_t at_ms) {
  std::int64_t least = kNever;
  for (const PoolTrace& pool : world.pools) {
    if (pool.pool.capacity_type != CapacityType::kOnDemand) continue;
    least = std::min(least, ValueAt(pool.price_micro_usd_per_hour, at_ms));
  }
  return least == kNever ? 0 : least;
}

std::int64_t PerHour(base::Int128 micro_usd_ms) {
  return static_cast<std::int64_t>((micro_usd_ms + kHourMs / 2) / kHourMs);
}

}  // namespace

void Add(Books& sum, const Books& more) {
  sum.cost_micro_usd += more.cost_micro_usd;
  sum.all_on_demand_micro_usd += more.all_on_demand_micro_usd;
  sum.node_ms += more.node_ms;
  sum.spot_node_ms += more.spot_node_ms;
  sum.shortage_node_ms += more.shortage_node_ms;
  sum.pending_pod_ms += more.pending_pod_ms;
  sum.interruptions += more.interruptions;
  sum.notices += more.notices;
  sum.signals += more.signals;
  sum.ended_by_us += more.ended_by_us;
  sum.launches += more.launches;
  sum.nodes_asked += more.nodes_asked;
  sum.nodes_granted += more.nodes_granted;
  sum.nodes_refused += more.nodes_refused;
  sum.drains += more.drains;
  sum.pods_lost += more.pods_lost;
  sum.pods_moved += more.pods_moved;
  sum.recoveries_ms.insert(sum.recoveries_ms.end(), more.recoveries_ms.begin(), more.recoveries_ms.end());
}

std::int64_t RecoveryQuantileMs(const Books& books, double share) {
  std::vector<std::int64_t> sorted = books.recoveries_ms;
  if (sorted.empty()) return 0;
  std::ranges::sort(sorted);
  const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(at, sorted.size() - 1)];
}

void Close(const World& world, const Cloud& cloud, const Cluster& cluster, Books& books) {
  base::Int128 cost = 0;
  for (const Instance& instance : cloud.instances()) {
    const PoolTrace& pool = world.pools[static_cast<std::size_t>(instance.pool)];
    const std::int64_t end_ms = std::min(instance.ended_ms, world.end_ms);
    cost += Integral(pool.price_micro_usd_per_hour, instance.created_ms, end_ms);
    books.node_ms += end_ms - instance.created_ms;
    if (pool.pool.capacity_type == CapacityType::kSpot) books.spot_node_ms += end_ms - instance.created_ms;
  }
  books.cost_micro_usd = PerHour(cost);
  for (const Order& order : cloud.orders()) {
    ++books.launches;
    books.nodes_asked += order.count;
    books.nodes_granted += order.granted;
    if (order.answered) books.nodes_refused += order.count - order.granted;
  }
  base::Int128 on_demand = 0;
  for (std::int64_t from_ms = world.start_ms; from_ms < world.end_ms;) {
    std::int64_t to_ms = std::min(world.end_ms, NextChange(world.need, from_ms));
    for (const PoolTrace& pool : world.pools)
      to_ms = std::min(to_ms, NextChange(pool.price_micro_usd_per_hour, from_ms));
    on_demand += base::Int128{ValueAt(world.need, from_ms)} * LeastOnDemandPrice(world, from_ms) * (to_ms - from_ms);
    from_ms = to_ms;
  }
  books.all_on_demand_micro_usd = PerHour(on_demand);
  books.pods_lost = cluster.losses().lost;
  books.pods_moved = cluster.losses().evicted;
  books.recoveries_ms = cluster.recoveries_ms();
  std::ranges::sort(books.recoveries_ms);
}

}  // namespace spotwright::backtest
