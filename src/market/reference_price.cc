#include "src/market/reference_price.h"

#include <algorithm>

#include "src/base/money.h"

namespace spotwright::market {

ReferencePrices::ReferencePrices(std::span<const Offer> offers) {
  for (const Offer& offer : offers) {
    if (offer.capacity_type != CapacityType::kOnDemand) continue;
    const std::int64_t price = base::MicroUsd(offer.price_usd_per_hour);
    const auto [position, added] = cheapest_.try_emplace({offer.region, offer.instance_type}, price);
    if (!added) position->second = std::min(position->second, price);
  }
}

std::optional<std::int64_t> ReferencePrices::MicroUsdOf(const Offer& offer) const {
  if (offer.on_demand_price_usd_per_hour) return base::MicroUsd(*offer.on_demand_price_usd_per_hour);
  return MicroUsdOf(offer.region, offer.instance_type);
}

std::optional<std::int64_t> ReferencePrices::MicroUsdOf(std::string_view region, std::string_view instance_type) const {
  const auto found = cheapest_.find({region, instance_type});
  return found == cheapest_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace spotwright::market
