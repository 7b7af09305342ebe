// Books: what a run cost and gave.
#ifndef SPOTWRIGHT_SRC_BACKTEST_BOOKS_H_
#define SPOTWRIGHT_SRC_BACKTEST_BOOKS_H_

#include <cstdint>
#include <vector>

#include "src/backtest/cloud.h"
#include "src/backtest/cluster.h"

namespace spotwright::backtest {

struct Books {
  std::int64_t cost_micro_usd = 0;
  std::int64_t all_on_demand_micro_usd = 0;  // The need, all the time, at the least on-demand price.
  std::int64_t node_ms = 0;                  // Machines that were paid for.
  std::int64_t spot_node_ms = 0;
  std::int64_t shortage_node_ms = 0;  // Ready nodes fewer than needed.
  std::int64_t pending_pod_ms = 0;    // Pods without a place.
  std::int64_t interruptions = 0;     // Machines that the cloud took.
  std::int64_t notices = 0;
  std::int64_t signals = 0;
  std::int64_t ended_by_us = 0;
  std::int64_t launches = 0;  // Requests.
  std::int64_t nodes_asked = 0;
  std::int64_t nodes_granted = 0;
  std::int64_t nodes_refused = 0;
  std::int64_t drains = 0;
  std::int64_t pods_lost = 0;
  std::int64_t pods_moved = 0;
  std::vector<std::int64_t> recoveries_ms;  // Of each pod that was lost or moved, until it served again. Ascending.

  friend bool operator==(const Books&, const Books&) = default;
};

// Adds another run's.
void Add(Books& sum, const Books& more);

// The value below which `share` of the sorted recoveries lie; 0 where there are none.
std::int64_t RecoveryQuantileMs(const Books& books, double share);

// Machines' cost from their own lives, at the end: price x time of each, in whole micro-USD.
void Close(const World& world, const Cloud& cloud, const Cluster& cluster, Books& books);

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_SRC_BACKTEST_BOOKS_H_
