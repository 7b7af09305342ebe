#include "src/mix/on_demand_fill.h"

#include <algorithm>

#include "src/base/ceil_div.h"

namespace spotwright::mix {

OnDemandFill::OnDemandFill(std::span<const Candidate> candidates, bool by_price) : candidates_(candidates.size()) {
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Candidate& pool = candidates[i];
    if (pool.spot) continue;
    std::int64_t left = pool.most;
    const auto take = [&](std::int64_t instances) {
      const std::int64_t taken = std::min(left, instances);
      left -= taken;
      return taken;
    };
    const std::int64_t committed_held = take(std::min(pool.committed, pool.held));
    const std::int64_t held = take(pool.held - committed_held);
    const std::int64_t paid_for = take(pool.committed - committed_held + pool.reserved);
    tiers_.push_back({i, pool.units(), 0, committed_held, 0, 0, 0});
    tiers_.push_back({i, pool.units(), held, paid_for, pool.price, 0, pool.launch_cost});
    tiers_.push_back({i, pool.units(), left, 0, pool.price, pool.launch_cost, 0});
  }
  std::erase_if(tiers_, [](const Tier& tier) { return tier.paid + tier.free == 0; });
  const auto cost = [&](const Tier& tier) {
    const base::Int128 price = tier.paid * tier.price;
    if (by_price) return price;
    return price + tier.paid * tier.paid_launch_cost + tier.free * tier.free_launch_cost;
  };
  // By the mean over the tier. Doubles are exact enough for an order, and products of three counts do not fit.
  const auto mean = [&](const Tier& tier) {
    return static_cast<double>(cost(tier)) /
           (static_cast<double>(tier.paid + tier.free) * static_cast<double>(tier.units));
  };
  std::stable_sort(tiers_.begin(), tiers_.end(), [&](const Tier& a, const Tier& b) { return mean(a) < mean(b); });
}

OnDemandPart OnDemandFill::Fill(std::int64_t units, std::optional<base::Int128> money, const Usage& spot,
                                std::vector<std::int64_t>* instances) const {
  OnDemandPart part;
  Usage usage = spot;
  std::vector<std::int64_t> taken(candidates_, 0);
  for (const Tier& tier : tiers_) {
    if (part.units >= units) break;
    std::int64_t& count = taken[tier.candidate];
    const std::int64_t wanted =
        std::min(base::CeilDiv(units - part.units, tier.units), usage.Most(tier.candidate) - count);
    std::int64_t paid = std::max<std::int64_t>(0, std::min(wanted, tier.paid));
    if (money && tier.price > 0) {
      paid = static_cast<std::int64_t>(std::min<base::Int128>(paid, std::max<base::Int128>(0, *money / tier.price)));
    }
    const std::int64_t free = paid == tier.paid ? std::max<std::int64_t>(0, std::min(wanted - paid, tier.free)) : 0;
    if (paid + free == 0) continue;
    count += paid + free;
    usage.Set(tier.candidate, count);
    part.units += (paid + free) * tier.units;
    part.cost += paid * (tier.price + tier.paid_launch_cost) + free * tier.free_launch_cost;
    if (money) *money -= paid * tier.price;
  }
  if (instances != nullptr) {
    for (const Tier& tier : tiers_) (*instances)[tier.candidate] = taken[tier.candidate];
  }
  return part;
}

}  // namespace spotwright::mix
