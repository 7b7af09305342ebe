#include "spotwright/return_to_spot.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "src/base/elementary.h"
#include "src/base/money.h"
#include "src/base/text.h"
#include "src/launch/check_return.h"
#include "src/launch/pool_life.h"
#include "src/launch/return_watch.h"
#include "src/model/begin.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright {
namespace {

using base::Cat;
using base::Fixed;

constexpr double kMsPerHour = 3600000;
constexpr double kMsPerSecond = 1000;

// A pool with what follows from its history.
struct JudgedPool {
  const ReturnPool* pool = nullptr;
  std::int64_t since_unix_ms = 0;
  double age_hours = 0;
  double demand = 1;         // The hold and the saving asked for are so many times the usual.
  double hazard_factor = 1;  // By its neighbors.
  std::int64_t hold_ends_unix_ms = 0;
  bool well = false;
};

// A node and a pool that it may go to. Money in micro-USD.
struct Pair {
  std::size_t node = 0;
  std::size_t pool = 0;
  std::int64_t saving_per_hour = 0;
  std::int64_t saving = 0;
  std::int64_t cost = 0;
  double life_hours = 0;
  bool pays = false;
};

class Returner {
 public:
  explicit Returner(const ReturnToSpotRequest& request) : request_(&request), settings_(&request.settings) {
    response_.state = launch::WatchPools(request);
    for (const ReturnPool& pool : request.pools) Judge(pool);
  }

  ReturnToSpotResponse Decide() && {
    CountNodes();
    std::vector<Pair> ready;
    pairs_of_.resize(request_->nodes.size());
    for (std::size_t node = 0; node < request_->nodes.size(); ++node) {
      if (!Movable(request_->nodes[node])) continue;
      for (std::size_t pool = 0; pool < pools_.size(); ++pool) {
        if (!MayGo(request_->nodes[node], pools_[pool].pool->pool)) continue;
        pairs_of_[node].push_back(PairOf(node, pool));
        const Pair& pair = pairs_of_[node].back();
        if (pools_[pool].well && pair.pays) ready.push_back(pair);
      }
    }
    Take(std::move(ready));
    for (std::size_t node = 0; node < request_->nodes.size(); ++node) Keep(node);
    Finish();
    return std::move(response_);
  }

 private:
  static bool Movable(const ReturnNode& node) { return !node.keep && !node.returning; }

  static bool MayGo(const ReturnNode& node, const Pool& pool) {
    if (!node.pools.empty()) return std::find(node.pools.begin(), node.pools.end(), pool) != node.pools.end();
    return node.instance_type == pool.instance_type && node.region == pool.region;
  }

  // Of the other pools of its type and region, the share that is away; nothing where there are none.
  std::optional<double> NeighborsAway(const ReturnPool& pool) const {
    double others = 0;
    double away = 0;
    for (const ReturnPool& other : request_->pools) {
      if (&other == &pool || other.pool.instance_type != pool.pool.instance_type ||
          other.pool.region != pool.pool.region) {
        continue;
      }
      others += 1;
      away += other.available ? 0 : 1;
    }
    if (others == 0) return std::nullopt;
    return away / others;
  }

  void Judge(const ReturnPool& pool) {
    const ReturnPoolState& state = launch::PoolStateOf(response_.state, pool.pool);
    const auto failed = static_cast<std::int64_t>(state.failed_returns_unix_ms.size());
    JudgedPool judged{.pool = &pool, .since_unix_ms = state.since_unix_ms};
    for (std::int64_t i = 0; i < std::min(failed, settings_->max_repeats); ++i) {
      judged.demand *= settings_->repeat_factor;
    }
    const std::optional<double> away = NeighborsAway(pool);
    if (away) judged.hazard_factor = base::Exp((2 * *away - 1) * base::Log(settings_->neighbor_hazard_factor));
    const double hold_seconds = settings_->min_hold_seconds * judged.demand;
    judged.hold_ends_unix_ms = state.since_unix_ms + static_cast<std::int64_t>(std::ceil(hold_seconds * kMsPerSecond));
    if (pool.available) {
      judged.age_hours = static_cast<double>(request_->now_unix_ms - state.since_unix_ms) / kMsPerHour;
      judged.well = judged.hold_ends_unix_ms <= request_->now_unix_ms &&
                    !model::IsCooling(pool.cooling_until_unix_ms, request_->now_unix_ms);
    }
    ReturnPoolReport report{.pool = pool.pool,
                            .well = judged.well,
                            .available_seconds = judged.age_hours * kMsPerHour / kMsPerSecond,
                            .hold_seconds = hold_seconds,
                            .neighbors_away_share = away.value_or(0),
                            .failed_returns = failed};
    if (pool.available) report.expected_life_hours = Life(judged);
    response_.pools.push_back(std::move(report));
    pools_.push_back(judged);
  }

  double Life(const JudgedPool& pool) const {
    return launch::LifeHours(pool.pool->hazards, pool.hazard_factor, pool.age_hours, settings_->horizon_hours);
  }

  // What the saving must reach.
  std::int64_t Wanted(const Pair& pair) const {
    return base::BoundedMicroUsd(base::Usd(pair.cost) * settings_->saving_margin * pools_[pair.pool].demand);
  }

  Pair PairOf(std::size_t node_index, std::size_t pool_index) const {
    const ReturnNode& node = request_->nodes[node_index];
    const JudgedPool& pool = pools_[pool_index];
    Pair pair{.node = node_index, .pool = pool_index};
    pair.saving_per_hour = base::MicroUsd(node.price_usd_per_hour) - base::MicroUsd(pool.pool->price_usd_per_hour);
    pair.cost =
        base::BoundedMicroUsd(node.switch_cost_usd.value_or(settings_->switch_minutes / 60 * node.price_usd_per_hour));
    if (!pool.pool->available || pair.saving_per_hour <= 0) return pair;
    pair.life_hours = response_.pools[pool_index].expected_life_hours;
    pair.saving = base::BoundedMicroUsd(base::Usd(pair.saving_per_hour) * pair.life_hours);
    pair.pays = pair.saving >= Wanted(pair);
    return pair;
  }

  void CountNodes() {
    const auto total = static_cast<std::int64_t>(request_->nodes.size());
    returning_ = std::count_if(request_->nodes.begin(), request_->nodes.end(),
                               [](const ReturnNode& node) { return node.returning; });
    above_base_ = std::max<std::int64_t>(0, total - returning_ - settings_->on_demand_base_count);
    slots_ = std::max<std::int64_t>(0, settings_->max_returning_count - returning_);
  }

  void Take(std::vector<Pair> ready) {
    std::sort(ready.begin(), ready.end(), [&](const Pair& left, const Pair& right) {
      const auto key = [&](const Pair& pair) {
        return std::tuple(pair.cost - pair.saving, std::string_view(request_->nodes[pair.node].name));
      };
      if (key(left) != key(right)) return key(left) < key(right);
      return pools_[left.pool].pool->pool < pools_[right.pool].pool->pool;
    });
    std::vector<std::int64_t> room;
    for (const JudgedPool& pool : pools_) {
      room.push_back(pool.pool->available_count.value_or(static_cast<std::int64_t>(request_->nodes.size())));
    }
    for (const Pair& pair : ready) {
      if (static_cast<std::int64_t>(moved_.size()) >= std::min(above_base_, slots_)) break;
      if (room[pair.pool] <= 0 || moved_.contains(pair.node)) continue;
      --room[pair.pool];
      moved_.insert(pair.node);
      const Pool& pool = pools_[pair.pool].pool->pool;
      response_.moves.push_back({.node = request_->nodes[pair.node].name,
                                 .pool = pool,
                                 .saving_usd_per_hour = base::Usd(pair.saving_per_hour),
                                 .expected_life_hours = pair.life_hours,
                                 .expected_saving_usd = base::Usd(pair.saving),
                                 .switch_cost_usd = base::Usd(pair.cost)});
      launch::PoolStateOf(response_.state, pool).returned_unix_ms = request_->now_unix_ms;
    }
  }

  // When a pool that is there would do for a node, if all stays as it is.
  std::optional<std::int64_t> ReadyAt(const Pair& pair) const {
    const JudgedPool& pool = pools_[pair.pool];
    if (!pool.pool->available || pair.saving_per_hour <= 0) return std::nullopt;
    const double wanted_hours = base::Usd(Wanted(pair)) / base::Usd(pair.saving_per_hour);
    const auto age = launch::AgeOfLife(pool.pool->hazards, pool.hazard_factor, wanted_hours, pool.age_hours,
                                       settings_->horizon_hours);
    if (!age) return std::nullopt;
    const std::int64_t pays_at = pair.pays
                                     ? request_->now_unix_ms
                                     : pool.since_unix_ms + static_cast<std::int64_t>(std::ceil(*age * kMsPerHour));
    return std::max({pays_at, pool.hold_ends_unix_ms, pool.pool->cooling_until_unix_ms.value_or(0)});
  }

  // Why a pool does not take a node now; of several pools the one that comes first is told of.
  Reason WhyNot(const Pair& pair) const {
    const JudgedPool& pool = pools_[pair.pool];
    const std::string name = model::PoolName(pool.pool->pool);
    if (pair.saving_per_hour <= 0) {
      return model::MakeReason("spot_not_cheaper", Cat(name, " costs no less than the node."),
                               {{"saving_usd_per_hour", base::Usd(pair.saving_per_hour)}}, {name});
    }
    if (!pool.pool->available) return model::MakeReason("spot_pool_away", Cat(name, " is not available."), {}, {name});
    if (model::IsCooling(pool.pool->cooling_until_unix_ms, request_->now_unix_ms)) {
      return model::MakeReason("spot_pool_cooling", Cat(name, " is cooling."),
                               {{"cooling_until_unix_ms", static_cast<double>(*pool.pool->cooling_until_unix_ms)}},
                               {name});
    }
    if (!pool.well) {
      const double hold = settings_->min_hold_seconds * pool.demand;
      return model::MakeReason("spot_pool_too_young",
                               Cat(name, " has been available for ", Fixed(pool.age_hours * 60, 1), " of ",
                                   Fixed(hold / 60, 1), " minutes."),
                               {{"available_seconds", pool.age_hours * 3600}, {"hold_seconds", hold}}, {name});
    }
    if (!pair.pays) {
      return model::MakeReason(
          "saving_below_switch_cost",
          Cat("A node in ", name, " is expected to save ", base::FormatUsd(base::Usd(pair.saving)), ", and ",
              base::FormatUsd(base::Usd(Wanted(pair))), " is asked for."),
          {{"expected_saving_usd", base::Usd(pair.saving)}, {"wanted_saving_usd", base::Usd(Wanted(pair))}}, {name});
    }
    return model::MakeReason("spot_pool_full", Cat(name, " takes no more nodes."), {}, {name});
  }

  void Keep(std::size_t index) {
    const ReturnNode& node = request_->nodes[index];
    if (moved_.contains(index)) return;
    StayingNode kept;
    kept.node = node.name;
    const std::vector<Pair>& pairs = pairs_of_[index];
    const bool is_ready =
        std::any_of(pairs.begin(), pairs.end(), [&](const Pair& pair) { return pools_[pair.pool].well && pair.pays; });
    if (node.keep) {
      kept.reasons.push_back(model::MakeReason("node_is_kept", "The request keeps the node on on-demand."));
    } else if (node.returning) {
      kept.reasons.push_back(model::MakeReason("return_under_way", "The node's spot replacement is on its way."));
    } else if (pairs.empty()) {
      kept.reasons.push_back(
          model::MakeReason("no_spot_pool", "The request has no spot pool that the node may go to."));
    } else if (static_cast<std::int64_t>(moved_.size()) >= above_base_) {
      kept.reasons.push_back(
          model::MakeReason("on_demand_base_reached", "The node is needed for the on-demand base.",
                            {{"on_demand_base_count", static_cast<double>(settings_->on_demand_base_count)}}));
    } else if (is_ready && static_cast<std::int64_t>(moved_.size()) >= slots_) {
      kept.reasons.push_back(
          model::MakeReason("return_limit_reached", "As many nodes as may be are on their way.",
                            {{"max_returning_count", static_cast<double>(settings_->max_returning_count)}}));
    } else {
      Wait(pairs, is_ready, kept);
    }
    response_.kept.push_back(std::move(kept));
  }

  void Wait(const std::vector<Pair>& pairs, bool is_ready, StayingNode& kept) {
    const Pair* first = nullptr;
    const auto key = [&](const Pair& pair) {
      // Those that will never do by time alone come last.
      const auto ready_at = ReadyAt(pair);
      return std::tuple(!ready_at, ready_at.value_or(0), pools_[pair.pool].pool->pool);
    };
    for (const Pair& pair : pairs) {
      if (first == nullptr || key(pair) < key(*first)) first = &pair;
    }
    kept.reasons.push_back(WhyNot(*first));
    if (!is_ready) kept.ready_at_unix_ms = ReadyAt(*first);
  }

  void CallAgainAt(std::int64_t unix_ms) {
    response_.call_again_at_unix_ms = std::min(response_.call_again_at_unix_ms.value_or(unix_ms), unix_ms);
  }

  void Finish() {
    response_.on_demand_after_count =
        static_cast<std::int64_t>(request_->nodes.size()) - returning_ - static_cast<std::int64_t>(moved_.size());
    bool movable = false;
    bool has_pool = false;
    for (std::size_t node = 0; node < request_->nodes.size(); ++node) {
      movable = movable || Movable(request_->nodes[node]);
      has_pool = has_pool || !pairs_of_[node].empty();
    }
    if (movable && above_base_ > 0 && !has_pool) {
      response_.feasible = false;
      response_.reasons.push_back(
          model::MakeReason("no_spot_pool", "The request has no spot pool that any of the nodes may go to."));
    } else {
      response_.reasons.push_back(
          model::MakeReason("nodes_return",
                            Cat(moved_.size(), " of ", request_->nodes.size(), " on-demand nodes return to spot now; ",
                                response_.on_demand_after_count, " stay."),
                            {{"moved_count", static_cast<double>(moved_.size())},
                             {"on_demand_after_count", static_cast<double>(response_.on_demand_after_count)}}));
    }
    bool waiting = false;
    for (const StayingNode& kept : response_.kept) {
      if (!kept.ready_at_unix_ms) continue;
      waiting = true;
      CallAgainAt(*kept.ready_at_unix_ms);
    }
    if (!waiting) return;
    // A loss that no longer counts shortens the wait.
    const auto window_ms = static_cast<std::int64_t>(settings_->repeat_window_hours * kMsPerHour);
    for (const JudgedPool& pool : pools_) {
      const ReturnPoolState& state = launch::PoolStateOf(response_.state, pool.pool->pool);
      if (pool.pool->available && !state.failed_returns_unix_ms.empty()) {
        CallAgainAt(state.failed_returns_unix_ms.front() + window_ms);
      }
    }
  }

  const ReturnToSpotRequest* request_;
  const ReturnSettings* settings_;
  std::vector<JudgedPool> pools_;            // In the order of the request.
  std::vector<std::vector<Pair>> pairs_of_;  // By node.
  std::set<std::size_t> moved_;
  std::int64_t returning_ = 0;
  std::int64_t above_base_ = 0;
  std::int64_t slots_ = 0;
  ReturnToSpotResponse response_;
};

}  // namespace

Result<ReturnToSpotResponse> ReturnToSpot(const ReturnToSpotRequest& request, const Call& call) {
  if (auto error = model::Begin(request, call)) return *error;
  if (auto error = launch::CheckReturn(request)) return *error;
  return Returner(request).Decide();
}

}  // namespace spotwright
