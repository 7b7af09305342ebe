#include "src/market/price_rules.h"

#include <cmath>
#include <string>
#include <utility>

#include "src/base/int128.h"
#include "src/base/money.h"
#include "src/base/text.h"
#include "src/model/reason.h"

namespace spotwright::market {
namespace {

using base::Cat;
using model::MakeReason;

constexpr std::int64_t kMillion = 1'000'000;

// Shares count to a millionth, so that 0.6 is exactly six tenths and a price exactly at the cap passes.
std::int64_t Millionths(double share) { return static_cast<std::int64_t>(std::round(share * 1e6)); }

// The greatest price that is no more than a share of the on-demand price. Rounding down loses nothing: a whole number
// exceeds a limit exactly when it exceeds the limit's whole part.
std::int64_t Limit(std::int64_t share_millionths, std::int64_t on_demand_micro_usd) {
  return static_cast<std::int64_t>(static_cast<base::Int128>(share_millionths) * on_demand_micro_usd / kMillion);
}

// All six decimals that can matter, since a sentence must show why the greater price is greater.
std::string Dollars(std::int64_t micro_usd) {
  std::string text = base::Fixed(base::Usd(micro_usd), 6);
  while (text.ends_with('0') && text[text.size() - 3] != '.') text.pop_back();
  return "$" + text;
}

// Without decimals that say nothing: "40 %", "12.5 %".
std::string Percentage(std::int64_t share_millionths) { return Cat(static_cast<double>(share_millionths) / 1e4, " %"); }

class Judge {
 public:
  Judge(const Offer& offer, std::string_view policy_path)
      : offer_(offer), price_(base::MicroUsd(offer.price_usd_per_hour)), policy_path_(policy_path) {}

  void CheckCap(double cap_usd_per_hour) {
    const std::int64_t cap = base::MicroUsd(cap_usd_per_hour);
    if (price_ <= cap) return;
    broken_.push_back(MakeReason("price_above_cap",
                                 Cat("The spot price ", Dollars(price_), " is above the cap of ", Dollars(cap), "."),
                                 {{"price_usd_per_hour", base::Usd(price_)}, {"cap_usd_per_hour", base::Usd(cap)}},
                                 {Cat(policy_path_, ".max_spot_price_usd_per_hour")}));
  }

  void CheckTypeCap(double cap_usd_per_hour) {
    const std::int64_t cap = base::MicroUsd(cap_usd_per_hour);
    if (price_ <= cap) return;
    broken_.push_back(
        MakeReason("price_above_type_cap",
                   Cat("The spot price ", Dollars(price_), " is above the cap of ", Dollars(cap), " for ",
                       offer_.instance_type, "."),
                   {{"price_usd_per_hour", base::Usd(price_)}, {"cap_usd_per_hour", base::Usd(cap)}},
                   {Cat(policy_path_, ".max_spot_price_usd_per_hour_by_type[\"", offer_.instance_type, "\"]")}));
  }

  void CheckShare(std::int64_t share_millionths, std::int64_t on_demand) {
    const std::int64_t limit = Limit(share_millionths, on_demand);
    if (price_ <= limit) return;
    broken_.push_back(MakeReason("price_above_share_of_on_demand",
                                 Cat("The spot price ", Dollars(price_), " is above ", Dollars(limit), ", which is ",
                                     Percentage(share_millionths), " of the on-demand price ", Dollars(on_demand), "."),
                                 {{"price_usd_per_hour", base::Usd(price_)},
                                  {"limit_usd_per_hour", base::Usd(limit)},
                                  {"on_demand_price_usd_per_hour", base::Usd(on_demand)},
                                  {"max_share_of_on_demand_price", static_cast<double>(share_millionths) / 1e6}},
                                 {Cat(policy_path_, ".max_share_of_on_demand_price")}));
  }

  void CheckSavings(std::int64_t savings_millionths, std::int64_t on_demand) {
    const std::int64_t limit = Limit(kMillion - savings_millionths, on_demand);
    if (price_ <= limit) return;
    std::map<std::string, double> numbers{{"price_usd_per_hour", base::Usd(price_)},
                                          {"limit_usd_per_hour", base::Usd(limit)},
                                          {"on_demand_price_usd_per_hour", base::Usd(on_demand)},
                                          {"min_savings_share", static_cast<double>(savings_millionths) / 1e6}};
    if (on_demand > 0) numbers["savings_share"] = SavingsShare(price_, on_demand);
    broken_.push_back(MakeReason(
        "savings_below_floor",
        Cat("The spot price ", Dollars(price_), " saves too little on the on-demand price ", Dollars(on_demand),
            ": savings of at least ", Percentage(savings_millionths), " need ", Dollars(limit), " or less."),
        std::move(numbers), {Cat(policy_path_, ".min_savings_share")}));
  }

  void ReferenceIsUnknown(const PricePolicy& policy) {
    std::vector<std::string> paths;
    if (policy.max_share_of_on_demand_price) paths.push_back(Cat(policy_path_, ".max_share_of_on_demand_price"));
    if (policy.min_savings_share) paths.push_back(Cat(policy_path_, ".min_savings_share"));
    broken_.push_back(MakeReason("on_demand_price_unknown",
                                 Cat("The on-demand price of ", offer_.instance_type,
                                     " is neither stated nor among the offers, so that its savings are unknown."),
                                 {{"price_usd_per_hour", base::Usd(price_)}}, std::move(paths)));
  }

  std::vector<Reason> TakeBroken() && { return std::move(broken_); }

 private:
  const Offer& offer_;
  const std::int64_t price_;
  const std::string_view policy_path_;
  std::vector<Reason> broken_;
};

}  // namespace

double SavingsShare(std::int64_t price_micro_usd, std::int64_t on_demand_micro_usd) {
  return static_cast<double>(on_demand_micro_usd - price_micro_usd) / static_cast<double>(on_demand_micro_usd);
}

std::vector<Reason> BrokenRules(const Offer& offer, const PricePolicy& policy,
                                const std::optional<std::int64_t>& on_demand_micro_usd, std::string_view policy_path) {
  if (offer.capacity_type != CapacityType::kSpot) return {};
  Judge judge(offer, policy_path);
  if (policy.max_spot_price_usd_per_hour) judge.CheckCap(*policy.max_spot_price_usd_per_hour);
  const auto type_cap = policy.max_spot_price_usd_per_hour_by_type.find(offer.instance_type);
  if (type_cap != policy.max_spot_price_usd_per_hour_by_type.end()) judge.CheckTypeCap(type_cap->second);
  if (!policy.max_share_of_on_demand_price && !policy.min_savings_share) return std::move(judge).TakeBroken();
  if (!on_demand_micro_usd) {
    judge.ReferenceIsUnknown(policy);
    return std::move(judge).TakeBroken();
  }
  if (policy.max_share_of_on_demand_price) {
    judge.CheckShare(Millionths(*policy.max_share_of_on_demand_price), *on_demand_micro_usd);
  }
  if (policy.min_savings_share) judge.CheckSavings(Millionths(*policy.min_savings_share), *on_demand_micro_usd);
  return std::move(judge).TakeBroken();
}

}  // namespace spotwright::market
