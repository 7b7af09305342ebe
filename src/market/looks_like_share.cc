#include "src/market/looks_like_share.h"
#include "src/base/share.h"

#include <map>
#include <optional>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/market/shares.h"
#include "src/market/wording.h"
#include "src/model/reason.h"

namespace spotwright::market {

using base::Cat;

bool LooksLikeShare(double cap_usd_per_hour, std::span<const Offer* const> spot_offers,
                    const ReferencePrices& references) {
  constexpr std::int64_t kPercent = base::kMillion / 100;
  const std::int64_t cap = base::MicroUsd(cap_usd_per_hour);
  if (cap <= 0 || cap >= base::kMillion || cap % kPercent != 0) return false;
  bool looks_so = false;
  for (const Offer* offer : spot_offers) {
    const std::optional<std::int64_t> on_demand = references.MicroUsdOf(*offer);
    if (!on_demand || *on_demand == 0) continue;
    const std::int64_t price = base::MicroUsd(offer->price_usd_per_hour);
    const bool caps_nothing = cap > *on_demand;
    const bool shuts_out = cap < price && price <= ShareOf(cap, *on_demand);
    if (!caps_nothing && !shuts_out) return false;
    looks_so = true;
  }
  return looks_so;
}

Reason ShareInDollars(std::string_view name, double cap_usd_per_hour, std::string path) {
  const std::int64_t cap = base::MicroUsd(cap_usd_per_hour);
  return model::MakeReason("cap_looks_like_share",
                           Cat(name, " ", cap_usd_per_hour, " is ", Dollars(cap), " an hour, not ", Percentage(cap),
                               " of the on-demand price; a share is written max_share_of_on_demand_price."),
                           {{"cap_usd_per_hour", base::Usd(cap)}}, {std::move(path)});
}

std::vector<Reason> FindSharesInDollars(const AssessPricesRequest& request, const ReferencePrices& references) {
  const PricePolicy& policy = request.policy;
  std::vector<const Offer*> spot;
  std::map<std::string_view, std::vector<const Offer*>> of_type;
  for (const Offer& offer : request.offers) {
    if (offer.capacity_type != CapacityType::kSpot) continue;
    spot.push_back(&offer);
    of_type[offer.instance_type].push_back(&offer);
  }
  std::vector<Reason> findings;
  if (policy.max_spot_price_usd_per_hour && LooksLikeShare(*policy.max_spot_price_usd_per_hour, spot, references)) {
    findings.push_back(ShareInDollars("max_spot_price_usd_per_hour", *policy.max_spot_price_usd_per_hour,
                                      "policy.max_spot_price_usd_per_hour"));
  }
  for (const auto& [type, cap] : policy.max_spot_price_usd_per_hour_by_type) {
    if (!LooksLikeShare(cap, of_type[type], references)) continue;
    const std::string name = Cat("max_spot_price_usd_per_hour_by_type[\"", type, "\"]");
    findings.push_back(ShareInDollars(name, cap, "policy." + name));
  }
  return findings;
}

}  // namespace spotwright::market
