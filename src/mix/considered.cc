#include "src/mix/considered.h"

#include <algorithm>
#include <map>
#include <set>

namespace spotwright::mix {
namespace {

constexpr std::size_t kMostOfOneKind = 32;

void TakeFirst(const std::vector<std::size_t>& order, std::size_t most, const Market& market,
               std::set<std::size_t>& taken) {
  std::size_t count = 0;
  for (const std::size_t i : order) {
    const PoolState state = market.pools[i].state;
    if (state != PoolState::kUsable && state != PoolState::kUsedUp) continue;
    if (count++ == most) return;
    taken.insert(i);
  }
}

}  // namespace

std::vector<std::size_t> Considered(const Market& market) {
  std::set<std::size_t> taken;
  for (std::size_t i = 0; i < market.pools.size(); ++i) {
    const MixPool& pool = market.pools[i];
    if (pool.held > 0 || pool.reserved > 0 || pool.committed > 0) taken.insert(i);
  }
  TakeFirst(market.on_demand, kMostOfOneKind, market, taken);
  if (market.request->policy.allocation != MixAllocation::kRiskAdjusted) {
    TakeFirst(market.spot, 2 * kMostOfOneKind, market, taken);
  } else {
    TakeFirst(market.spot, kMostOfOneKind, market, taken);
    std::vector<std::size_t> safest = market.spot;
    std::stable_sort(safest.begin(), safest.end(), [&](std::size_t a, std::size_t b) {
      return market.pools[a].risk.loss_probability < market.pools[b].risk.loss_probability;
    });
    TakeFirst(safest, kMostOfOneKind, market, taken);
  }
  return {taken.begin(), taken.end()};
}

std::vector<Ceiling> CeilingsOver(const std::vector<std::size_t>& considered, const std::vector<Ceiling>& ceilings) {
  std::map<std::size_t, std::size_t> place;
  for (std::size_t c = 0; c < considered.size(); ++c) place.emplace(considered[c], c);
  std::vector<Ceiling> over;
  for (const Ceiling& ceiling : ceilings) {
    Ceiling part{ceiling.path, ceiling.limit, ceiling.counts, {}};
    for (const Ceiling::Member& member : ceiling.members) {
      const auto found = place.find(member.pool);
      if (found != place.end()) part.members.push_back({found->second, member.amount});
    }
    if (!part.members.empty()) over.push_back(std::move(part));
  }
  return over;
}

}  // namespace spotwright::mix
