#include "src/mix/on_demand_fill.h"

#include <algorithm>

namespace spotwright::mix {

OnDemandFill::OnDemandFill(std::span<const Candidate> candidates) : candidates_(candidates.size()) {
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const Candidate& pool = candidates[i];
    if (pool.spot) continue;
    std::int64_t left = pool.most;
    const auto add = [&](std::int64_t instances, std::int64_t price, std::int64_t launch_cost) {
      const std::int64_t taken = std::min(left, instances);
      left -= taken;
      if (taken > 0) tiers_.push_back({i, taken, pool.units(), price, launch_cost});
    };
    const std::int64_t committed_held = std::min(pool.committed, pool.held);
    add(committed_held, 0, 0);
    add(pool.held - committed_held, pool.price, 0);
    add(pool.committed - committed_held + pool.reserved, 0, pool.launch_cost);
    add(left, pool.price, pool.launch_cost);
  }
  std::stable_sort(tiers_.begin(), tiers_.end(), [](const Tier& a, const Tier& b) {
    return static_cast<base::Int128>(a.price + a.launch_cost) * b.units <
           static_cast<base::Int128>(b.price + b.launch_cost) * a.units;
  });
}

OnDemandPart OnDemandFill::Fill(std::int64_t units, std::optional<base::Int128> money, const Usage& spot,
                                std::vector<std::int64_t>* instances) const {
  OnDemandPart part;
  Usage usage = spot;
  std::vector<std::int64_t> taken(candidates_, 0);
  for (const Tier& tier : tiers_) {
    if (part.units >= units) break;
    std::int64_t& count = taken[tier.candidate];
    std::int64_t more = std::min(tier.instances, CeilDiv(units - part.units, tier.units));
    more = std::min(more, usage.Most(tier.candidate) - count);
    if (money && tier.price > 0) {
      more = static_cast<std::int64_t>(std::min<base::Int128>(more, std::max<base::Int128>(0, *money / tier.price)));
    }
    if (more <= 0) continue;
    count += more;
    usage.Set(tier.candidate, count);
    part.units += more * tier.units;
    part.cost += static_cast<base::Int128>(more) * (tier.price + tier.launch_cost);
    if (money) *money -= static_cast<base::Int128>(more) * tier.price;
  }
  if (instances != nullptr) {
    for (const Tier& tier : tiers_) (*instances)[tier.candidate] = taken[tier.candidate];
  }
  return part;
}

std::optional<base::Int128> OnDemandFill::DearestCost(std::int64_t units) const {
  if (tiers_.empty()) return {};
  const Tier& dearest = tiers_.back();
  return static_cast<base::Int128>(dearest.price + dearest.launch_cost) * CeilDiv(units, dearest.units);
}

}  // namespace spotwright::mix
