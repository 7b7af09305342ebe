#include "src/market/pool_prices.h"
#include "src/base/share.h"

#include <algorithm>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/market/hysteresis.h"
#include "src/market/low_savings.h"
#include "src/market/price_alerts.h"
#include "src/market/price_rules.h"
#include "src/market/shares.h"
#include "src/market/spikes.h"
#include "src/market/wording.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright::market {
namespace {

using base::Cat;
using model::MakeReason;

class PoolJudge {
 public:
  PoolJudge(const AssessPricesRequest& request, const Offer& offer,
            const std::optional<std::int64_t>& on_demand_micro_usd, const PriceMemory& memory)
      : request_(request),
        memory_(memory),
        price_(base::MicroUsd(offer.price_usd_per_hour)),
        on_demand_(on_demand_micro_usd),
        rules_(JudgeRules(offer, request.policy, on_demand_micro_usd, "policy")) {
    PriceVerdict& verdict = answer_.verdict;
    verdict.pool = model::PoolOf(offer);
    verdict.price_usd_per_hour = offer.price_usd_per_hour;
    if (!on_demand_) return;
    verdict.on_demand_price_usd_per_hour = base::Usd(*on_demand_);
    if (*on_demand_ > 0) verdict.savings_share = SavingsShare(price_, *on_demand_);
  }

  void CompareEffectivePrices(const Offer& offer, const EffectivePrices& effective) {
    effective.Compare(offer, on_demand_, answer_.verdict, rules_);
  }

  void LookForSpike() {
    const std::optional<TypicalPrice> typical = TypicalPriceOf(History(), request_.alerts, *request_.now_unix_ms);
    if (!typical) return;
    const std::int64_t bound = typical->spike_above_micro_usd;
    answer_.verdict.typical_price_usd_per_hour = base::Usd(typical->median_micro_usd);
    if (request_.alerts.refuse_spikes) {
      rules_.limit_micro_usd = std::min(bound, rules_.limit_micro_usd.value_or(bound));
    }
    if (price_ <= bound) return;
    const Reason reason = SpikeReason(pool(), price_, *typical);
    Alert(PriceAlertKind::kSpike, AboveSince(History(), bound, *request_.now_unix_ms), reason);
    if (request_.alerts.refuse_spikes) rules_.broken.push_back(reason);
  }

  void WatchSavings() {
    if (!answer_.verdict.savings_share) return;
    const std::int64_t now = *request_.now_unix_ms;
    const PricedPool priced{&History(), price_, *on_demand_};
    const std::optional<std::int64_t> since =
        LowSavingsSince({&priced, 1}, base::kMillion - base::Millionths(request_.alerts.min_savings_share),
                        memory_.SavingsOf(pool()), now);
    answer_.state.low_savings_since_unix_ms = since;
    if (!since || LowSavingsAlertAt(*since, request_.alerts) > now) return;
    Alert(PriceAlertKind::kLowSavings, *since,
          LowSavingsReason(model::PoolName(pool()), SumsOf({&priced, 1}), *since, now, request_.alerts));
  }

  // By the rules as they are.
  void Decide() {
    PriceVerdict& verdict = answer_.verdict;
    verdict.reasons = std::move(rules_.broken);
    verdict.allowed = verdict.reasons.empty();
    if (rules_.limit_micro_usd) verdict.limit_usd_per_hour = base::Usd(*rules_.limit_micro_usd);
  }

  // And by what came before.
  void Remember() {
    const Standing standing = StandingOfNow();
    PriceVerdict& verdict = answer_.verdict;
    if (standing.allowed) verdict.reasons.clear();  // Above the limit, perhaps, but not above the leave level.
    if (!standing.allowed && verdict.reasons.empty()) verdict.reasons.push_back(NotSettled(standing));
    verdict.allowed = standing.allowed;
    verdict.since_unix_ms = standing.since_unix_ms;
    if (standing.settling_since_unix_ms) {
      verdict.allowed_again_unix_ms = *standing.settling_since_unix_ms + Levels().dwell_ms;
    }
    PoolPriceState& state = answer_.state;
    state.pool = pool();
    state.allowed = standing.allowed;
    state.since_unix_ms = standing.since_unix_ms;
    state.settling_since_unix_ms = standing.settling_since_unix_ms;
  }

  PoolAnswer Take() && { return std::move(answer_); }

 private:
  const Pool& pool() const { return answer_.verdict.pool; }
  const Timeline& History() const { return memory_.TimelineOf(pool()); }
  PriceLevels Levels() const { return LevelsOf(rules_.limit_micro_usd.value_or(0), request_.hysteresis); }

  // Where no price is at issue, because there is no cap or because a rule cannot be judged, nothing can flap.
  Standing StandingOfNow() const {
    const std::optional<Standing> last = memory_.StandingOf(pool());
    const std::int64_t now = *request_.now_unix_ms;
    if (rules_.limit_micro_usd && !rules_.limit_unknown) {
      return StandingNow(Levels(), last, memory_.as_of_unix_ms(), History(), now, price_);
    }
    const bool allowed = answer_.verdict.allowed;
    return {allowed, last && last->allowed == allowed ? last->since_unix_ms : now, std::nullopt};
  }

  Reason NotSettled(const Standing& standing) const {
    const PriceLevels levels = Levels();
    std::map<std::string, double> numbers{{"price_usd_per_hour", base::Usd(price_)},
                                          {"enter_level_usd_per_hour", base::Usd(levels.enter)},
                                          {"limit_usd_per_hour", base::Usd(levels.limit)}};
    if (!standing.settling_since_unix_ms) {
      return MakeReason("price_above_enter_level",
                        Cat("The spot price ", Dollars(price_), " is within the limit of ", Dollars(levels.limit),
                            " again, but a refused pool comes back at ", Dollars(levels.enter), " or less."),
                        std::move(numbers), {"hysteresis.enter_share_of_limit"});
    }
    const std::int64_t settled_ms = *request_.now_unix_ms - *standing.settling_since_unix_ms;
    numbers["settled_seconds"] = static_cast<double>(settled_ms) / 1000;
    numbers["min_dwell_seconds"] = static_cast<double>(levels.dwell_ms) / 1000;
    return MakeReason("price_not_settled",
                      Cat("The spot price has been at ", Dollars(levels.enter), " or less for ", Duration(settled_ms),
                          "; a refused pool comes back after ", Duration(levels.dwell_ms), "."),
                      std::move(numbers), {"hysteresis.min_dwell_seconds"});
  }

  void Alert(PriceAlertKind kind, std::int64_t since_unix_ms, Reason reason) {
    answer_.alerts.push_back({kind, pool().region, pool(), since_unix_ms, {std::move(reason)}});
  }

  const AssessPricesRequest& request_;
  const PriceMemory& memory_;
  const std::int64_t price_;
  const std::optional<std::int64_t> on_demand_;
  RuleVerdict rules_;
  PoolAnswer answer_;
};

}  // namespace

PoolAnswer JudgePool(const AssessPricesRequest& request, const Offer& offer,
                     const std::optional<std::int64_t>& on_demand_micro_usd, const EffectivePrices& effective,
                     const PriceMemory& memory) {
  PoolJudge judge(request, offer, on_demand_micro_usd, memory);
  judge.CompareEffectivePrices(offer, effective);
  if (request.now_unix_ms) judge.LookForSpike();
  judge.Decide();
  if (request.now_unix_ms) {
    judge.Remember();
    judge.WatchSavings();
  }
  return std::move(judge).Take();
}

}  // namespace spotwright::market
