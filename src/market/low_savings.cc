#include "src/market/low_savings.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "src/market/shares.h"

namespace spotwright::market {
namespace {

struct Change {
  std::int64_t unix_ms;
  std::size_t pool;
  std::optional<std::int64_t> micro_usd;
};

std::vector<Change> ChangesOf(std::span<const PricedPool> pools) {
  std::vector<Change> changes;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    if (pools[i].timeline == nullptr) continue;
    for (const PricePoint& point : *pools[i].timeline) changes.push_back({point.unix_ms, i, point.micro_usd});
  }
  std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return a.unix_ms != b.unix_ms ? a.unix_ms < b.unix_ms : a.pool < b.pool;
  });
  return changes;
}

// The sums over the pools whose price is known at the moment.
class RunningSums {
 public:
  explicit RunningSums(std::span<const PricedPool> pools) : pools_(pools), prices_(pools.size()) {}

  void Set(std::size_t pool, const std::optional<std::int64_t>& micro_usd) {
    if (prices_[pool]) {
      sums_.price_micro_usd -= *prices_[pool];
      sums_.on_demand_micro_usd -= pools_[pool].on_demand_micro_usd;
    }
    prices_[pool] = micro_usd;
    if (!micro_usd) return;
    sums_.price_micro_usd += *micro_usd;
    sums_.on_demand_micro_usd += pools_[pool].on_demand_micro_usd;
  }

  // Nothing known sums up to nothing, which is not above its share.
  bool AreAbove(std::int64_t share_millionths) const {
    return sums_.price_micro_usd > ShareOf(share_millionths, sums_.on_demand_micro_usd);
  }

 private:
  std::span<const PricedPool> pools_;
  std::vector<std::optional<std::int64_t>> prices_;
  PriceSums sums_;
};

}  // namespace

std::optional<std::int64_t> LowSavingsSince(std::span<const PricedPool> pools, std::int64_t max_share_millionths,
                                            const std::optional<FormerSavings>& former, std::int64_t now_unix_ms) {
  RunningSums sums(pools);
  std::optional<std::int64_t> since = former ? former->low_since_unix_ms : std::nullopt;
  const auto judge = [&](std::int64_t unix_ms) {
    if (!sums.AreAbove(max_share_millionths)) {
      since.reset();
    } else if (!since) {
      since = unix_ms;
    }
  };
  const std::vector<Change> changes = ChangesOf(pools);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    sums.Set(changes[i].pool, changes[i].micro_usd);
    const std::int64_t unix_ms = changes[i].unix_ms;
    const bool last_of_moment = i + 1 == changes.size() || changes[i + 1].unix_ms != unix_ms;
    const bool judged_already = former && unix_ms <= former->as_of_unix_ms;
    if (last_of_moment && !judged_already) judge(unix_ms);
  }
  for (std::size_t i = 0; i < pools.size(); ++i) sums.Set(i, pools[i].price_micro_usd);
  judge(now_unix_ms);
  return since;
}

PriceSums SumsOf(std::span<const PricedPool> pools) {
  PriceSums sums;
  for (const PricedPool& pool : pools) {
    sums.price_micro_usd += pool.price_micro_usd;
    sums.on_demand_micro_usd += pool.on_demand_micro_usd;
  }
  return sums;
}

}  // namespace spotwright::market
