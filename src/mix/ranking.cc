#include "src/mix/ranking.h"

#include <algorithm>
#include <compare>
#include <iterator>
#include <span>
#include <string>

#include "src/base/money.h"
#include "src/mix/allocate.h"

namespace spotwright::mix {
namespace {

using Indices = std::vector<std::size_t>;

class Ranking {
 public:
  Ranking(const DecideMixRequest& request, const std::vector<MixPool>& pools) : request_(request), pools_(pools) {}

  bool IsDeeper(std::size_t a, std::size_t b) const {
    if (Score(a) != Score(b)) return Score(a) > Score(b);
    const double risk_a = pools_[a].risk.interruptions_per_instance_hour;
    const double risk_b = pools_[b].risk.interruptions_per_instance_hour;
    return risk_a < risk_b || (risk_a == risk_b && a < b);  // By index: the cheaper one.
  }

  bool IsPreferred(std::size_t a, std::size_t b) const {
    if (Score(a) != Score(b)) return Score(a) > Score(b);
    if (Preference(a) != Preference(b)) return Preference(a) < Preference(b);
    return IsDeeper(a, b);
  }

  // With the expected cost of interruptions.
  bool CostsLess(std::size_t a, std::size_t b) const {
    const auto order =
        base::ComparePerUnit(EffectivePrice(pools_[a]), pools_[a].weight, EffectivePrice(pools_[b]), pools_[b].weight);
    return std::is_lt(order) || (std::is_eq(order) && a < b);
  }

 private:
  // A pool whose score is not known ranks between those likely and those unlikely to be had.
  std::int64_t Score(std::size_t i) const {
    constexpr std::int64_t kUnknown = 5;
    return pools_[i].state == PoolState::kNotOffered
               ? 0
               : request_.offers[pools_[i].offer].placement_score.value_or(kUnknown);
  }

  std::size_t Preference(std::size_t i) const {
    const std::vector<std::string>& types = request_.policy.preferred_instance_types;
    return static_cast<std::size_t>(std::find(types.begin(), types.end(), pools_[i].pool.instance_type) -
                                    types.begin());
  }

  const DecideMixRequest& request_;
  const std::vector<MixPool>& pools_;
};

void Sort(const DecideMixRequest& request, const std::vector<MixPool>& pools, Indices& offered) {
  const Ranking ranking(request, pools);
  const auto deeper = [&](std::size_t a, std::size_t b) { return ranking.IsDeeper(a, b); };
  switch (request.policy.allocation) {
    case MixAllocation::kLowestPrice:
    case MixAllocation::kDiversified:
      return;  // As the pools come.
    case MixAllocation::kPriceCapacityOptimized: {
      Indices by_depth;
      std::copy_if(offered.begin(), offered.end(), std::back_inserter(by_depth),
                   [&](std::size_t i) { return pools[i].state == PoolState::kUsable; });
      std::sort(by_depth.begin(), by_depth.end(), deeper);
      by_depth.resize((by_depth.size() + 1) / 2);
      std::stable_partition(offered.begin(), offered.end(), [&](std::size_t i) {
        return std::find(by_depth.begin(), by_depth.end(), i) != by_depth.end();
      });
      return;
    }
    case MixAllocation::kCapacityOptimized:
      std::sort(offered.begin(), offered.end(), deeper);
      return;
    case MixAllocation::kCapacityOptimizedPrioritized:
      std::sort(offered.begin(), offered.end(),
                [&](std::size_t a, std::size_t b) { return ranking.IsPreferred(a, b); });
      return;
    case MixAllocation::kRiskAdjusted:
      std::sort(offered.begin(), offered.end(), [&](std::size_t a, std::size_t b) { return ranking.CostsLess(a, b); });
      return;
  }
}

}  // namespace

std::vector<std::size_t> Rank(const DecideMixRequest& request, const std::vector<MixPool>& pools, CapacityType type) {
  Indices offered;
  Indices others;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    if (pools[i].pool.capacity_type != type) continue;
    (pools[i].state == PoolState::kNotOffered ? others : offered).push_back(i);
  }
  if (type == CapacityType::kSpot) Sort(request, pools, offered);
  offered.insert(offered.end(), others.begin(), others.end());
  return offered;
}

std::vector<std::int64_t> Spread(const DecideMixRequest& request, const std::vector<MixPool>& pools,
                                 const std::vector<std::size_t>& ranked, const std::vector<std::int64_t>& floor,
                                 const std::vector<std::int64_t>& most, std::int64_t units, Usage& usage) {
  const MixPolicy& policy = request.policy;
  std::vector<Vessel> vessels;
  vessels.reserve(ranked.size());
  for (std::size_t r = 0; r < ranked.size(); ++r) {
    const std::int64_t room = std::max<std::int64_t>(0, most[r] - floor[r]);
    vessels.push_back({ranked[r], floor[r], room, pools[ranked[r]].weight});
  }
  if (policy.allocation == MixAllocation::kDiversified) return FillEvenly(vessels, units, usage);
  const bool is_spot = !ranked.empty() && pools[ranked.front()].is_spot();
  if (policy.allocation != MixAllocation::kLowestPrice || !is_spot) return FillInOrder(vessels, units, usage);
  // The first so many that can take anything.
  std::size_t together = 0;
  for (std::int64_t left = policy.lowest_price_pools; together < vessels.size() && left > 0; ++together) {
    if (vessels[together].room > 0) --left;
  }
  std::vector<std::int64_t> taken = FillEvenly(std::span(vessels).first(together), units, usage);
  for (std::size_t r = 0; r < together; ++r) units -= taken[r] * vessels[r].weight;
  const std::vector<std::int64_t> rest = FillInOrder(std::span(vessels).subspan(together), units, usage);
  taken.insert(taken.end(), rest.begin(), rest.end());
  return taken;
}

}  // namespace spotwright::mix
