#include "src/market/advisor.h"
#include "src/base/share.h"

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

// All that a replacement must share exactly; what differs most comes first.
using ShapeClass = std::tuple<std::int64_t, std::int64_t, CapacityType, Architecture, std::string_view,
                              std::map<std::string, std::int64_t>>;

ShapeClass ShapeClassOf(const Offer& offer) {
  return {model::VcpusOf(offer), offer.allocatable.gpus, offer.capacity_type,
          offer.architecture,    offer.region,           offer.allocatable.extended};
}

struct Candidate {
  const Offer* offer;
  std::int64_t micro_usd;  // Effective.
};

class Advisor {
 public:
  Advisor(const AssessPricesRequest& request, const EffectivePrices& prices, const std::vector<PriceVerdict>& verdicts)
      : max_share_(base::Millionths(request.advice.max_share_of_current_price)),
        memory_tolerance_(base::Millionths(request.advice.memory_tolerance_share)) {
    for (std::size_t i = 0; i < request.offers.size(); ++i) {
      const Offer& offer = request.offers[i];
      by_pool_.emplace(PoolKey(offer.instance_type, offer.region, offer.capacity_type, offer.zone), &offer);
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

  // The offer of the pool, else that of its type in another zone: a type has one shape everywhere in a region. Null
  // where there is neither.
  const Offer* LikeOf(const Pool& pool) const {
    const auto like = by_pool_.lower_bound(PoolKey(pool.instance_type, pool.region, pool.capacity_type, pool.zone));
    if (like != by_pool_.end() && IsOfType(*like->second, pool)) return like->second;
    const auto first = by_pool_.lower_bound(PoolKey(pool.instance_type, pool.region, pool.capacity_type, ""));
    return first != by_pool_.end() && IsOfType(*first->second, pool) ? first->second : nullptr;
  }

  // What to take in place of an offer whose effective price is `micro_usd`; null when nothing is much cheaper. Clusters
  // use the same pools, so that answers are kept.
  const Candidate* Better(const Offer& current, std::int64_t micro_usd) {
    const auto [answer, is_new] = answers_.try_emplace({&current, micro_usd}, nullptr);
    if (is_new) answer->second = Search(current, micro_usd);
    return answer->second;
  }

 private:
  const Candidate* Search(const Offer& current, std::int64_t micro_usd) const {
    const auto shape = candidates_.find(ShapeClassOf(current));
    if (shape == candidates_.end()) return nullptr;
    for (const Candidate& candidate : shape->second) {
      if (!IsMuchCheaper(candidate.micro_usd, micro_usd)) return nullptr;
      if (CanReplace(*candidate.offer, current)) return &candidate;
    }
    return nullptr;
  }

  using Key = std::tuple<std::string_view, std::string_view, CapacityType, std::string_view>;

  static Key PoolKey(std::string_view instance_type, std::string_view region, CapacityType capacity_type,
                     std::string_view zone) {
    return {instance_type, region, capacity_type, zone};
  }

  static bool IsOfType(const Offer& offer, const Pool& pool) {
    return offer.instance_type == pool.instance_type && offer.region == pool.region &&
           offer.capacity_type == pool.capacity_type;
  }

  bool IsMuchCheaper(std::int64_t micro_usd, std::int64_t current_micro_usd) const {
    return static_cast<base::Int128>(micro_usd) * base::kMillion <
           static_cast<base::Int128>(max_share_) * current_micro_usd;
  }

  bool CanReplace(const Offer& offer, const Offer& current) const {
    const std::int64_t memory = current.allocatable.memory_bytes;
    if (std::abs(offer.allocatable.memory_bytes - memory) > ShareOf(memory_tolerance_, memory)) return false;
    if ((offer.burstable && !current.burstable) || (offer.bare_metal && !current.bare_metal)) return false;
    return offer.instance_type != current.instance_type;
  }

  const std::int64_t max_share_;
  const std::int64_t memory_tolerance_;
  std::map<Key, const Offer*> by_pool_;
  std::map<ShapeClass, std::vector<Candidate>> candidates_;                    // Cheapest first.
  std::map<std::pair<const Offer*, std::int64_t>, const Candidate*> answers_;  // Never gone through: no order matters.
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
  Advisor advisor(request, prices, response.verdicts);
  for (std::size_t i = 0; i < request.pools_in_use.size(); ++i) {
    const PoolInUse& used = request.pools_in_use[i];
    const Offer* like = advisor.LikeOf(used.pool);
    if (like == nullptr || model::VcpusOf(*like) == 0 || like->allocatable.memory_bytes == 0) {
      response.findings.push_back(NotKnown(used, i, "no offer of its type in its region states vCPUs and memory"));
      continue;
    }
    if (!used.price_usd_per_hour && like->zone != used.pool.zone) {
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
