#include "src/market/azure_spot_max_price.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/market/looks_like_share.h"
#include "src/market/price_rules.h"
#include "src/market/wording.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/model/validate.h"

namespace spotwright::market {
namespace {

using base::Cat;
using model::MakeReason;

constexpr std::int64_t kQuantum = 10;  // Micro-USD: Azure takes at most 5 decimals.
constexpr double kUpToRegular = -1;

// What the caps say of a VM size in a region.
struct AzureCap {
  std::int64_t price_micro_usd = 0;             // Spot, now.
  std::optional<std::int64_t> limit_micro_usd;  // Absent: nothing below the regular price.
  bool unknown = false;
};

AzureCap CapOf(const Offer& offer, const PricePolicy& policy, const std::optional<std::int64_t>& on_demand) {
  const RuleVerdict rules = JudgeRules(offer, policy, on_demand, "policy");
  AzureCap cap{base::MicroUsd(offer.price_usd_per_hour), rules.limit_micro_usd, rules.limit_unknown};
  if (cap.limit_micro_usd && on_demand && *cap.limit_micro_usd >= *on_demand) cap.limit_micro_usd.reset();
  return cap;
}

std::optional<double> Rendered(const AzureCap& cap) {
  if (!cap.limit_micro_usd) return kUpToRegular;
  const std::int64_t quantised = *cap.limit_micro_usd / kQuantum * kQuantum;
  if (quantised <= 0) return std::nullopt;
  return base::Usd(quantised);
}

std::string PriceText(double spot_max_price) {
  return spot_max_price == kUpToRegular ? "-1" : Dollars(base::MicroUsd(spot_max_price));
}

class Renderer {
 public:
  Renderer(const AzureSpotPool& pool, std::size_t index)
      : pool_(pool), paths_({model::ElementPath("azure_spot_pools", index)}) {
    answer_.name = pool.name;
  }

  AzureSpotMaxPrice WithoutOffer() && {
    return std::move(*this).Keep(MakeReason(
        "azure_pool_not_offered",
        Cat("No spot offer of ", pool_.instance_type, " in ", base::Quoted(pool_.region), " is in the request."), {},
        paths_));
  }

  AzureSpotMaxPrice With(const AzureCap& cap) && {
    if (cap.unknown) {
      return std::move(*this).Keep(
          MakeReason("spot_max_price_unknown",
                     "A rule of the policy cannot be judged without the on-demand price or vCPUs.", {}, paths_));
    }
    const std::optional<double> wanted = Rendered(cap);
    if (!wanted) {
      return std::move(*this).Keep(MakeReason("spot_max_price_too_low",
                                              Cat("The cap ", Dollars(*cap.limit_micro_usd),
                                                  " is below $0.00001, the least that Azure takes; do not use spot."),
                                              {{"limit_usd_per_hour", base::Usd(*cap.limit_micro_usd)}}, paths_));
    }
    if (!pool_.spot_max_price) return std::move(*this).Set(*wanted);
    const double current = *pool_.spot_max_price;
    if (current == *wanted) return std::move(*this).Set(*wanted);
    const bool above_cap =
        cap.limit_micro_usd && (current == kUpToRegular || base::MicroUsd(current) > *cap.limit_micro_usd);
    if (above_cap) {
      return std::move(*this).Change(
          *wanted,
          MakeReason("spot_max_price_above_cap",
                     Cat("The pool may pay ", current == kUpToRegular ? "up to the regular price" : PriceText(current),
                         ", which is above the cap: set ", PriceText(*wanted), "."),
                     Numbers(current, *wanted), paths_));
    }
    const bool in_caps = !cap.limit_micro_usd || cap.price_micro_usd <= *cap.limit_micro_usd;
    if (in_caps && cap.price_micro_usd > base::MicroUsd(current)) {
      return std::move(*this).Change(
          *wanted, MakeReason("spot_max_price_shuts_out",
                              Cat("The spot price ", Dollars(cap.price_micro_usd), " is within the caps but above ",
                                  PriceText(current), ", so that the pool gets nothing: set ", PriceText(*wanted), "."),
                              Numbers(current, *wanted), paths_));
    }
    return std::move(*this).Keep(
        MakeReason("spot_max_price_kept",
                   Cat(PriceText(current), " is within the caps and stays; ", PriceText(*wanted),
                       " would do as well, but a change recreates the pool."),
                   Numbers(current, *wanted), paths_));
  }

 private:
  static std::map<std::string, double> Numbers(double current, double wanted) {
    return {{"spot_max_price", current}, {"wanted_spot_max_price", wanted}};
  }
  AzureSpotMaxPrice Set(double wanted) && {
    answer_.spot_max_price = wanted;
    return std::move(answer_);
  }
  AzureSpotMaxPrice Change(double wanted, Reason reason) && {
    answer_.changed = true;
    answer_.reasons.push_back(std::move(reason));
    return std::move(*this).Set(wanted);
  }
  AzureSpotMaxPrice Keep(Reason reason) && {
    answer_.spot_max_price = pool_.spot_max_price;
    answer_.reasons.push_back(std::move(reason));
    return std::move(answer_);
  }

  const AzureSpotPool& pool_;
  const std::vector<std::string> paths_;
  AzureSpotMaxPrice answer_;
};

void FindSlips(const AssessPricesRequest& request, std::size_t index, const Offer* offer,
               const ReferencePrices& references, std::vector<Reason>& findings) {
  const AzureSpotPool& pool = request.azure_spot_pools[index];
  if (!pool.spot_max_price) return;
  const std::string path = model::ElementPath("azure_spot_pools", index) + ".spot_max_price";
  if (*pool.spot_max_price == kUpToRegular) {
    if (!request.policy.max_share_of_on_demand_price && !request.policy.min_savings_share) return;
    findings.push_back(MakeReason("spot_max_price_unlimited",
                                  Cat("-1 lets ", base::Quoted(pool.name),
                                      " pay up to the regular price, although the policy sets "
                                      "a share of the on-demand price: Azure will not hold the pool to it."),
                                  {}, {path}));
    return;
  }
  if (offer != nullptr && LooksLikeShare(*pool.spot_max_price, {&offer, 1}, references)) {
    findings.push_back(ShareInDollars("spot_max_price", *pool.spot_max_price, path));
  }
}

}  // namespace

std::optional<Error> CheckAzureSpotPools(std::span<const AzureSpotPool> pools) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    const std::string path = model::ElementPath("azure_spot_pools", i);
    if (!names.insert(pools[i].name).second) {
      return model::InvalidField(path + ".name",
                                 Cat("is ", base::Quoted(pools[i].name), " a second time; names must differ"));
    }
    if (!pools[i].spot_max_price || *pools[i].spot_max_price == kUpToRegular) continue;
    const double price = *pools[i].spot_max_price;
    const bool five_decimals = std::abs(price * 1e5 - std::round(price * 1e5)) < 1e-9 * std::max(1., price * 1e5);
    if (price > 0 && five_decimals) continue;
    return model::InvalidField(
        path + ".spot_max_price",
        Cat("is ", price, "; accepted: -1, or dollars per VM-hour above 0 with at most 5 decimals"));
  }
  return std::nullopt;
}

void RenderSpotMaxPrices(const AssessPricesRequest& request, const ReferencePrices& references,
                         AssessPricesResponse& response) {
  if (request.azure_spot_pools.empty()) return;
  std::map<std::pair<std::string_view, std::string_view>, const Offer*> cheapest;  // By region and type.
  for (const Offer& offer : request.offers) {
    if (offer.capacity_type != CapacityType::kSpot) continue;
    const Offer*& known = cheapest[{offer.region, offer.instance_type}];
    const bool better = known == nullptr || offer.price_usd_per_hour < known->price_usd_per_hour ||
                        (offer.price_usd_per_hour == known->price_usd_per_hour && model::PoolLess(offer, *known));
    if (better) known = &offer;
  }
  for (std::size_t i = 0; i < request.azure_spot_pools.size(); ++i) {
    const AzureSpotPool& pool = request.azure_spot_pools[i];
    const auto found = cheapest.find({pool.region, pool.instance_type});
    const Offer* offer = found == cheapest.end() ? nullptr : found->second;
    Renderer renderer(pool, i);
    response.azure_spot_max_prices.push_back(
        offer == nullptr ? std::move(renderer).WithoutOffer()
                         : std::move(renderer).With(CapOf(*offer, request.policy, references.MicroUsdOf(*offer))));
    FindSlips(request, i, offer, references, response.findings);
  }
}

}  // namespace spotwright::market
