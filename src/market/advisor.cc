#include "src/market/advisor.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "src/base/int128.h"
#include "src/base/money.h"
#include "src/base/text.h"
#include "src/market/shares.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright::market {
namespace {

using base::Cat;

// All that a replacement must share exactly.
using ShapeClass = std::tuple<std::string_view, CapacityType, Architecture, std::int64_t, std::int64_t,
                              std::map<std::string, std::int64_t>>;

ShapeClass ShapeClassOf(const Offer& offer) {
  return {offer.region,          offer.capacity_type,    offer.architecture,
          model::VcpusOf(offer), offer.allocatable.gpus, offer.allocatable.extended};
}

struct Candidate {
  const Offer* offer;
  std::int64_t micro_usd;  // Effective.
};

class Advisor {
 public:
  Advisor(const AssessPricesRequest& request, const EffectivePrices& prices, const std::vector<PriceVerdict>& verdicts)
      : max_share_(Millionths(request.advice.max_share_of_current_price)),
        memory_tolerance_(Millionths(request.advice.memory_tolerance_share)) {
    for (std::size_t i = 0; i < request.offers.size(); ++i) {
      const Offer& offer = request.offers[i];
      by_pool_.emplace(PoolKey(offer.region, offer.instance_type, offer.capacity_type, offer.zone), &offer);
      const bool can_be_had = offer.available && !offer.under_notice && offer.available_count.value_or(1) > 0 &&
                              !model::IsCooling(offer.cooling_until_unix_ms, request.now_unix_ms);
      if (!verdicts[i].allowed || !can_be_had) continue;
      candidates_[ShapeClassOf(offer)].push_back({&offer, prices.MicroUsdOf(offer)});
    }
    for (auto& [shape, offers] : candidates_) {
      std::sort(offers.begin(), offers.end(), [](const Candidate& a, const Candidate& b) {
        return a.micro_usd != b.micro_usd ? a.micro_usd < b.micro_usd : model::PoolLess(*a.offer, *b.offer);
      });
    }
  }

  // The offer of the pool; null where there is none.
  const Offer* OfferOf(const Pool& pool) const {
    const auto found = by_pool_.find(PoolKey(pool.region, pool.instance_type, pool.capacity_type, pool.zone));
    return found == by_pool_.end() ? nullptr : found->second;
  }

  // That of the same pool, else of the same type in another zone: types are the same everywhere in a region.
  const Offer* LikeOf(const Pool& pool) const {
    if (const Offer* same = OfferOf(pool)) return same;
    const auto found = by_pool_.lower_bound(PoolKey(pool.region, pool.instance_type, pool.capacity_type, ""));
    if (found == by_pool_.end() || found->second->region != pool.region ||
        found->second->instance_type != pool.instance_type || found->second->capacity_type != pool.capacity_type) {
      return nullptr;
    }
    return found->second;
  }

  // What to take in place of an offer whose effective price is `micro_usd`; null when nothing is much cheaper.
  const Candidate* Better(const Offer& current, std::int64_t micro_usd) const {
    const auto shape = candidates_.find(ShapeClassOf(current));
    if (shape == candidates_.end()) return nullptr;
    for (const Candidate& candidate : shape->second) {
      if (!IsMuchCheaper(candidate.micro_usd, micro_usd)) return nullptr;
      if (CanReplace(*candidate.offer, current)) return &candidate;
    }
    return nullptr;
  }

 private:
  static std::tuple<std::string_view, std::string_view, CapacityType, std::string_view> PoolKey(
      std::string_view region, std::string_view instance_type, CapacityType capacity_type, std::string_view zone) {
    return {region, instance_type, capacity_type, zone};
  }

  bool IsMuchCheaper(std::int64_t micro_usd, std::int64_t current_micro_usd) const {
    return static_cast<base::Int128>(micro_usd) * kMillion < static_cast<base::Int128>(max_share_) * current_micro_usd;
  }

  bool CanReplace(const Offer& offer, const Offer& current) const {
    if (offer.instance_type == current.instance_type) return false;
    if ((offer.burstable && !current.burstable) || (offer.bare_metal && !current.bare_metal)) return false;
    const std::int64_t memory = current.allocatable.memory_bytes;
    return std::abs(offer.allocatable.memory_bytes - memory) <= ShareOf(memory_tolerance_, memory);
  }

  const std::int64_t max_share_;
  const std::int64_t memory_tolerance_;
  std::map<std::tuple<std::string_view, std::string_view, CapacityType, std::string_view>, const Offer*> by_pool_;
  std::map<ShapeClass, std::vector<Candidate>> candidates_;  // Cheapest first.
};

Reason NotKnown(const PoolInUse& used, std::size_t index, std::string_view what) {
  return model::MakeReason(
      "pool_in_use_unknown",
      Cat("No advice on ", model::PoolName(used.pool), " of cluster ", base::Quoted(used.cluster), ": ", what, "."), {},
      {model::ElementPath("pools_in_use", index)});
}

}  // namespace

void Advise(const AssessPricesRequest& request, const EffectivePrices& prices, AssessPricesResponse& response) {
  if (request.pools_in_use.empty()) return;
  const Advisor advisor(request, prices, response.verdicts);
  for (std::size_t i = 0; i < request.pools_in_use.size(); ++i) {
    const PoolInUse& used = request.pools_in_use[i];
    const Offer* like = advisor.LikeOf(used.pool);
    if (like == nullptr || model::VcpusOf(*like) == 0 || like->allocatable.memory_bytes == 0) {
      response.findings.push_back(NotKnown(used, i, "no offer of its type in its region states vCPUs and memory"));
      continue;
    }
    const Offer* same = advisor.OfferOf(used.pool);
    if (!used.price_usd_per_hour && same == nullptr) {
      response.findings.push_back(NotKnown(used, i, "its price is neither stated nor among the offers"));
      continue;
    }
    const std::int64_t price = prices.Of(*like, used.price_usd_per_hour.value_or(like->price_usd_per_hour));
    const Candidate* better = advisor.Better(*like, price);
    if (better == nullptr) continue;
    response.advice.push_back({used.cluster, used.pool, used.nodes, base::Usd(price), model::PoolOf(*better->offer),
                               base::Usd(better->micro_usd), SavingsShare(better->micro_usd, price),
                               base::Usd(used.nodes * (price - better->micro_usd))});
  }
}

}  // namespace spotwright::market
