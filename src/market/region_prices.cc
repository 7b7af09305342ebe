#include "src/market/region_prices.h"
#include "src/base/share.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/market/low_savings.h"
#include "src/market/price_alerts.h"
#include "src/market/shares.h"
#include "src/model/reason.h"

namespace spotwright::market {
namespace {

using base::Cat;

struct Region {
  std::int64_t allowed_count = 0;
  std::int64_t refused_count = 0;
  std::vector<PricedPool> pools;  // Those whose on-demand price is known.
};

std::string NameOf(std::string_view region) {
  return region.empty() ? std::string("the spot pools") : Cat("the spot pools of ", region);
}

RegionPrices Summary(std::string_view name, const Region& region) {
  RegionPrices prices;
  prices.region = name;
  prices.allowed = region.allowed_count > 0;
  prices.allowed_count = region.allowed_count;
  prices.refused_count = region.refused_count;
  const PriceSums sums = SumsOf(region.pools);
  if (sums.on_demand_micro_usd > 0) {
    prices.savings_share = SavingsShare(sums.price_micro_usd, sums.on_demand_micro_usd);
  }
  if (prices.allowed) return prices;
  std::map<std::string, double> numbers{{"refused_count", static_cast<double>(region.refused_count)}};
  if (prices.savings_share) numbers["savings_share"] = *prices.savings_share;
  const std::string savings =
      prices.savings_share ? Cat("; together they save ", base::Percent(*prices.savings_share), " now") : "";
  prices.reasons.push_back(model::MakeReason("region_refused",
                                             Cat("Not one of ", NameOf(name), " is allowed", savings, "."),
                                             std::move(numbers), {std::string(name)}));
  return prices;
}

}  // namespace

void JudgeRegions(const AssessPricesRequest& request, const ReferencePrices& references, const PriceMemory& memory,
                  AssessPricesResponse& response) {
  std::map<std::string_view, Region> regions;
  for (std::size_t i = 0; i < request.offers.size(); ++i) {
    const Offer& offer = request.offers[i];
    if (offer.capacity_type != CapacityType::kSpot) continue;
    Region& region = regions[offer.region];
    (response.verdicts[i].allowed ? region.allowed_count : region.refused_count) += 1;
    const std::optional<std::int64_t> on_demand = references.MicroUsdOf(offer);
    if (!on_demand || *on_demand == 0) continue;
    region.pools.push_back(
        {&memory.TimelineOf(response.verdicts[i].pool), base::MicroUsd(offer.price_usd_per_hour), *on_demand});
  }
  const std::int64_t now = *request.now_unix_ms;
  const std::int64_t max_share = base::kMillion - base::Millionths(request.alerts.min_savings_share);
  for (const auto& [name, region] : regions) {
    response.regions.push_back(Summary(name, region));
    const std::optional<std::int64_t> since = LowSavingsSince(region.pools, max_share, memory.SavingsOf(name), now);
    if (!since) continue;
    response.state->regions.push_back({std::string(name), *since});
    if (LowSavingsAlertAt(*since, request.alerts) > now) continue;
    response.alerts.push_back({PriceAlertKind::kLowSavings,
                               std::string(name),
                               std::nullopt,
                               *since,
                               {LowSavingsReason(NameOf(name), SumsOf(region.pools), *since, now, request.alerts)}});
  }
}

}  // namespace spotwright::market
