#include "src/market/price_rules.h"
#include "src/base/share.h"

#include <algorithm>
#include <string>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/market/shares.h"
#include "src/market/wording.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright::market {
namespace {

using base::Cat;
using model::MakeReason;

class Judge {
 public:
  Judge(const Offer& offer, std::string_view policy_path)
      : offer_(offer), price_(base::MicroUsd(offer.price_usd_per_hour)), policy_path_(policy_path) {}

  void CheckCap(double cap_usd_per_hour) {
    const std::int64_t cap = base::MicroUsd(cap_usd_per_hour);
    if (Passes(cap)) return;
    verdict_.broken.push_back(MakeReason(
        "price_above_cap", Cat("The spot price ", Dollars(price_), " is above the cap of ", Dollars(cap), "."),
        {{"price_usd_per_hour", base::Usd(price_)}, {"cap_usd_per_hour", base::Usd(cap)}},
        {Cat(policy_path_, ".max_spot_price_usd_per_hour")}));
  }

  void CheckTypeCap(double cap_usd_per_hour) {
    const std::int64_t cap = base::MicroUsd(cap_usd_per_hour);
    if (Passes(cap)) return;
    verdict_.broken.push_back(
        MakeReason("price_above_type_cap",
                   Cat("The spot price ", Dollars(price_), " is above the cap of ", Dollars(cap), " for ",
                       offer_.instance_type, "."),
                   {{"price_usd_per_hour", base::Usd(price_)}, {"cap_usd_per_hour", base::Usd(cap)}},
                   {Cat(policy_path_, ".max_spot_price_usd_per_hour_by_type[\"", offer_.instance_type, "\"]")}));
  }

  void CheckVcpuCap(double cap_usd_per_vcpu_hour) {
    const std::int64_t vcpus = model::VcpusOf(offer_);
    if (vcpus == 0) {
      VcpusAreUnknown();
      return;
    }
    const std::int64_t cap = base::MicroUsd(cap_usd_per_vcpu_hour);
    if (Passes(cap * vcpus)) return;
    verdict_.broken.push_back(MakeReason("price_above_vcpu_cap",
                                         Cat("The spot price ", Dollars(price_), " is above ", Dollars(cap * vcpus),
                                             ", the cap of ", Dollars(cap), " for each of ", vcpus, " vCPUs."),
                                         {{"price_usd_per_hour", base::Usd(price_)},
                                          {"limit_usd_per_hour", base::Usd(cap * vcpus)},
                                          {"cap_usd_per_vcpu_hour", base::Usd(cap)},
                                          {"vcpus", static_cast<double>(vcpus)}},
                                         {Cat(policy_path_, ".max_spot_price_usd_per_vcpu_hour")}));
  }

  void CheckShare(std::int64_t share_millionths, std::int64_t on_demand) {
    const std::int64_t limit = ShareOf(share_millionths, on_demand);
    if (Passes(limit)) return;
    verdict_.broken.push_back(
        MakeReason("price_above_share_of_on_demand",
                   Cat("The spot price ", Dollars(price_), " is above ", Dollars(limit), ", which is ",
                       Percentage(share_millionths), " of the on-demand price ", Dollars(on_demand), "."),
                   {{"price_usd_per_hour", base::Usd(price_)},
                    {"limit_usd_per_hour", base::Usd(limit)},
                    {"on_demand_price_usd_per_hour", base::Usd(on_demand)},
                    {"max_share_of_on_demand_price", static_cast<double>(share_millionths) / 1e6}},
                   {Cat(policy_path_, ".max_share_of_on_demand_price")}));
  }

  void CheckSavings(std::int64_t savings_millionths, std::int64_t on_demand) {
    const std::int64_t limit = ShareOf(base::kMillion - savings_millionths, on_demand);
    if (Passes(limit)) return;
    std::map<std::string, double> numbers{{"price_usd_per_hour", base::Usd(price_)},
                                          {"limit_usd_per_hour", base::Usd(limit)},
                                          {"on_demand_price_usd_per_hour", base::Usd(on_demand)},
                                          {"min_savings_share", static_cast<double>(savings_millionths) / 1e6}};
    if (on_demand > 0) numbers["savings_share"] = SavingsShare(price_, on_demand);
    verdict_.broken.push_back(MakeReason(
        "savings_below_floor",
        Cat("The spot price ", Dollars(price_), " saves too little on the on-demand price ", Dollars(on_demand),
            ": savings of at least ", Percentage(savings_millionths), " need ", Dollars(limit), " or less."),
        std::move(numbers), {Cat(policy_path_, ".min_savings_share")}));
  }

  void ReferenceIsUnknown(const PricePolicy& policy) {
    std::vector<std::string> paths;
    if (policy.max_share_of_on_demand_price) paths.push_back(Cat(policy_path_, ".max_share_of_on_demand_price"));
    if (policy.min_savings_share) paths.push_back(Cat(policy_path_, ".min_savings_share"));
    verdict_.limit_unknown = true;
    verdict_.broken.push_back(
        MakeReason("on_demand_price_unknown",
                   Cat("The on-demand price of ", offer_.instance_type,
                       " is neither stated nor among the offers, so that its savings are unknown."),
                   {{"price_usd_per_hour", base::Usd(price_)}}, std::move(paths)));
  }

  RuleVerdict Take() && { return std::move(verdict_); }

 private:
  bool Passes(std::int64_t limit) {
    verdict_.limit_micro_usd = std::min(limit, verdict_.limit_micro_usd.value_or(limit));
    return price_ <= limit;
  }

  void VcpusAreUnknown() {
    verdict_.limit_unknown = true;
    verdict_.broken.push_back(MakeReason(
        "vcpus_unknown",
        Cat("The vCPUs of ", offer_.instance_type, " are not stated, so that its price for each is unknown."),
        {{"price_usd_per_hour", base::Usd(price_)}}, {Cat(policy_path_, ".max_spot_price_usd_per_vcpu_hour")}));
  }

  const Offer& offer_;
  const std::int64_t price_;
  const std::string_view policy_path_;
  RuleVerdict verdict_;
};

}  // namespace

RuleVerdict JudgeRules(const Offer& offer, const PricePolicy& policy,
                       const std::optional<std::int64_t>& on_demand_micro_usd, std::string_view policy_path) {
  if (offer.capacity_type != CapacityType::kSpot) return {};
  Judge judge(offer, policy_path);
  if (policy.max_spot_price_usd_per_hour) judge.CheckCap(*policy.max_spot_price_usd_per_hour);
  const auto type_cap = policy.max_spot_price_usd_per_hour_by_type.find(offer.instance_type);
  if (type_cap != policy.max_spot_price_usd_per_hour_by_type.end()) judge.CheckTypeCap(type_cap->second);
  if (policy.max_spot_price_usd_per_vcpu_hour) judge.CheckVcpuCap(*policy.max_spot_price_usd_per_vcpu_hour);
  if (!policy.max_share_of_on_demand_price && !policy.min_savings_share) return std::move(judge).Take();
  if (!on_demand_micro_usd) {
    judge.ReferenceIsUnknown(policy);
    return std::move(judge).Take();
  }
  if (policy.max_share_of_on_demand_price) {
    judge.CheckShare(base::Millionths(*policy.max_share_of_on_demand_price), *on_demand_micro_usd);
  }
  if (policy.min_savings_share) judge.CheckSavings(base::Millionths(*policy.min_savings_share), *on_demand_micro_usd);
  return std::move(judge).Take();
}

std::vector<Reason> BrokenRules(const Offer& offer, const PricePolicy& policy,
                                const std::optional<std::int64_t>& on_demand_micro_usd, std::string_view policy_path) {
  return JudgeRules(offer, policy, on_demand_micro_usd, policy_path).broken;
}

}  // namespace spotwright::market
