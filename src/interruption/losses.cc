#include "src/interruption/losses.h"

#include <algorithm>
#include <deque>
#include <tuple>
#include <utility>

#include "src/interruption/world.h"

namespace spotwright::interruption {

ZoneName ZoneOf(const Pool& pool) { return {pool.region, pool.zone}; }

Losses::Losses(std::vector<RecentLoss> recent, const RespondPolicy& policy)
    : policy_(&policy), recent_(std::move(recent)) {
  for (const RecentLoss& loss : recent_) {
    nodes_.insert(loss.node);
    pools_.insert(loss.pool);
  }
}

void Losses::Add(RecentLoss loss) {
  if (!nodes_.insert(loss.node).second) return;
  added_.insert(loss.node);
  pools_.insert(loss.pool);
  recent_.push_back(std::move(loss));
}

std::int64_t Losses::WindowMs() const { return policy_->pool_loss_window_seconds * kMsPerSecond; }

std::vector<const RecentLoss*> Losses::ByTime() const {
  std::vector<const RecentLoss*> losses;
  losses.reserve(recent_.size());
  for (const RecentLoss& loss : recent_) losses.push_back(&loss);
  std::sort(losses.begin(), losses.end(), [](const RecentLoss* a, const RecentLoss* b) {
    return std::tie(a->at_unix_ms, a->node) < std::tie(b->at_unix_ms, b->node);
  });
  return losses;
}

std::set<Pool> Losses::LostPools() const {
  struct Window {
    std::deque<std::int64_t> times;
    std::int64_t added_until = -1;  // The last loss of this call; windows without one were judged before.
  };
  std::map<Pool, Window> windows;
  std::set<Pool> lost;
  for (const RecentLoss* loss : ByTime()) {
    if (loss->pool.capacity_type != CapacityType::kSpot) continue;
    Window& window = windows[loss->pool];
    window.times.push_back(loss->at_unix_ms);
    while (window.times.front() + WindowMs() < loss->at_unix_ms) window.times.pop_front();
    if (added_.count(loss->node) > 0) window.added_until = loss->at_unix_ms;
    const bool has_new = window.added_until >= window.times.front();
    if (has_new && static_cast<std::int64_t>(window.times.size()) >= policy_->pool_loss_notices) {
      lost.insert(loss->pool);
    }
  }
  return lost;
}

std::map<ZoneName, Losses::LostZone> Losses::LostZones(const std::map<ZoneName, std::int64_t>& listed,
                                                       const std::set<std::string_view>& listed_losses) const {
  std::map<ZoneName, std::vector<const RecentLoss*>> by_zone;
  std::map<ZoneName, std::int64_t> totals = listed;
  for (const RecentLoss* loss : ByTime()) {
    by_zone[ZoneOf(loss->pool)].push_back(loss);
    if (listed_losses.count(loss->node) == 0) ++totals[ZoneOf(loss->pool)];
  }
  std::map<ZoneName, LostZone> lost;
  for (const auto& [zone, losses] : by_zone) {
    const double least = std::max(2.0, policy_->zone_loss_share * static_cast<double>(totals[zone]));
    std::size_t first = 0;
    bool has_new = false;
    for (std::size_t i = 0; i < losses.size(); ++i) {
      has_new = has_new || added_.count(losses[i]->node) > 0;
      while (losses[first]->at_unix_ms + WindowMs() < losses[i]->at_unix_ms) ++first;
      if (!has_new || static_cast<double>(i - first + 1) < least) continue;
      LostZone& found = lost[zone];
      found.at_unix_ms = losses[i]->at_unix_ms;
      for (std::size_t k = first; k <= i && !found.on_demand_too; ++k) {
        found.on_demand_too = losses[k]->pool.capacity_type == CapacityType::kOnDemand;
      }
    }
  }
  return lost;
}

bool Losses::LooksLikeSuspension(std::int64_t now_unix_ms) const {
  std::set<Pool> pools;
  std::set<ZoneName> zones;
  for (const RecentLoss& loss : recent_) {
    if (loss.at_unix_ms + WindowMs() < now_unix_ms || loss.pool.capacity_type != CapacityType::kSpot) continue;
    if (loss.announced) return false;
    pools.insert(loss.pool);
    zones.insert(ZoneOf(loss.pool));
  }
  return static_cast<std::int64_t>(pools.size()) >= policy_->suspension_min_pools && zones.size() >= 2;
}

// Two windows: one that ends now, and one for events that are told late.
std::vector<RecentLoss> Losses::Recent(std::int64_t now_unix_ms) const {
  std::vector<RecentLoss> kept;
  for (const RecentLoss* loss : ByTime()) {
    if (loss->at_unix_ms + 2 * WindowMs() >= now_unix_ms) kept.push_back(*loss);
  }
  return kept;
}

}  // namespace spotwright::interruption
