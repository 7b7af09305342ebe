#include "src/mix/explain.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "src/base/text.h"
#include "src/mix/shares.h"
#include "src/model/offers.h"
#include "src/model/reason.h"

namespace spotwright::mix {
namespace {

using base::Cat;
using model::MakeReason;

double Number(std::int64_t units) { return static_cast<double>(units); }

std::string Units(std::int64_t count) { return Cat(count, count == 1 ? " unit" : " units"); }

std::string_view Rounded(MixRounding rounding) {
  switch (rounding) {
    case MixRounding::kOnDemandUp:
      return "rounded up";
    case MixRounding::kOnDemandDown:
      return "rounded down";
    case MixRounding::kNearest:
      break;
  }
  return "rounded to the nearest";
}

}  // namespace

Reason ExplainTarget(const MixPolicy& policy, std::int64_t on_demand_units, std::int64_t spot_units) {
  const std::int64_t total = on_demand_units + spot_units;
  if (!policy.spot_enabled) {
    return MakeReason("spot_not_enabled",
                      Cat("Spot is not enabled, so that on-demand is to hold all of the ", Units(total), "."),
                      {{"total_units", Number(total)}}, {"policy.spot_enabled"});
  }
  const ShareRule rule = RuleOf(policy);
  const double percentage = Number(rule.percentage_millionths) / 1e6;
  const bool above = rule.share_of == ShareOf::kAboveBase && rule.base_units > 0;
  std::string share = Cat(percentage, " % of ", above ? Cat("the ", SharedUnits(rule, total), " above it") : "all",
                          ", ", Rounded(rule.rounding));
  if (above) share = Cat("a base of ", rule.base_units, ", and ", share);
  if (!above && rule.base_units > 0) share += Cat(", and at least the base of ", rule.base_units);
  return MakeReason("mix_target",
                    Cat("Of ", Units(total), " ", on_demand_units, " are to be on-demand and ", spot_units,
                        " spot. On-demand: ", share, "."),
                    {{"total_units", Number(total)},
                     {"on_demand_base_units", Number(rule.base_units)},
                     {"on_demand_percentage", percentage},
                     {"target_on_demand_units", Number(on_demand_units)},
                     {"target_spot_units", Number(spot_units)}},
                    {"policy"});
}

std::vector<Reason> ExplainFlows(const Side& on_demand, const Side& spot, const Flows& flows, bool mend) {
  std::vector<Reason> reasons;
  if (const std::int64_t missing = flows.spot.wanted - flows.spot.launch; missing > 0) {
    reasons.push_back(MakeReason("spot_pools_full",
                                 Cat("The spot pools can give ", flows.spot.launch, " of the ",
                                     Units(flows.spot.wanted), " wanted; ", missing, " fall to on-demand."),
                                 {{"wanted_units", Number(flows.spot.wanted)},
                                  {"given_units", Number(flows.spot.launch)},
                                  {"missing_units", Number(missing)}}));
  }
  if (const std::int64_t missing = flows.on_demand.wanted - flows.on_demand.launch; missing > 0) {
    reasons.push_back(MakeReason(
        "pools_full",
        Cat("The on-demand pools can give ", flows.on_demand.launch, " of the ", Units(flows.on_demand.wanted),
            " wanted; ", missing, missing == 1 ? " is missing." : " are missing."),
        {{"wanted_units", Number(flows.on_demand.wanted)},
         {"given_units", Number(flows.on_demand.launch)},
         {"missing_units", Number(missing)}}));
  }
  if (mend) return reasons;
  const std::int64_t on_demand_above = on_demand.running - flows.on_demand.end - on_demand.target;
  const std::int64_t spot_above = spot.running - flows.spot.end - spot.target;
  if (const std::int64_t above = std::max(on_demand_above, spot_above); above > 0) {
    const bool is_spot = spot_above > 0;
    reasons.push_back(MakeReason(
        "ratio_kept",
        Cat(above, is_spot ? " spot" : " on-demand", above == 1 ? " unit runs" : " units run", " above the target of ",
            is_spot ? spot.target : on_demand.target, above == 1 ? "; it stays" : "; they stay",
            ", as nothing is to end merely for the ratio."),
        {{"units_above_target", Number(above)}, {"target_units", Number(is_spot ? spot.target : on_demand.target)}},
        {"mend_ratio"}));
  }
  return reasons;
}

Reason ExplainGroupMaximum(const DecideMixRequest& request) {
  return MakeReason("group_at_maximum",
                    Cat("The group holds at most ", Units(*request.max_units), ", fewer than the ",
                        Units(request.total_units), " wanted."),
                    {{"max_units", Number(*request.max_units)}, {"total_units", Number(request.total_units)}},
                    {"max_units"});
}

Reason ExplainAvailability(const DecideMixRequest& request, const DecideMixResponse& response) {
  const double probability = *response.achieved_probability;
  const std::string mix =
      Cat(Units(response.on_demand_units), " of on-demand and ", response.spot_units, " of spot hold ",
          Units(request.total_units), " with a probability of ", base::Fixed(probability, 6));
  std::map<std::string, double> numbers = {{"total_units", Number(request.total_units)},
                                           {"on_demand_units", Number(response.on_demand_units)},
                                           {"spot_units", Number(response.spot_units)},
                                           {"probability", probability}};
  if (!request.policy.availability_target) {
    return MakeReason("mix_for_budget", Cat(mix, ", the most that the budget allows."), std::move(numbers),
                      {"policy.budget_usd_per_hour"});
  }
  numbers.emplace("availability_target", *request.policy.availability_target);
  const std::string target = base::Fixed(*request.policy.availability_target, 6);
  if (probability >= *request.policy.availability_target - 1e-12) {
    return MakeReason("mix_for_target", Cat(mix, "; the target is ", target, "."), std::move(numbers),
                      {"policy.availability_target"});
  }
  return MakeReason("target_out_of_reach", Cat(mix, "; the target of ", target, " is out of reach."),
                    std::move(numbers), {"policy.availability_target"});
}

Reason ExplainMissingBase(const DecideMixRequest& request, std::int64_t on_demand_units) {
  return MakeReason("on_demand_base_missing",
                    Cat("Only ", on_demand_units, " of the base of ", Units(request.policy.on_demand_base_units),
                        " can be on-demand."),
                    {{"on_demand_base_units", Number(request.policy.on_demand_base_units)},
                     {"on_demand_units", Number(on_demand_units)}},
                    {"policy.on_demand_base_units"});
}

Reason ExplainBudgetTooSmall(const DecideMixRequest& request, base::Int128 price_micro_usd) {
  const double price = static_cast<double>(price_micro_usd) / 1e6;
  return MakeReason("budget_too_small",
                    Cat("The target would cost ", base::Fixed(price, 4), " USD per hour, above the budget of ",
                        base::Fixed(*request.policy.budget_usd_per_hour, 4), "."),
                    {{"cost_usd_per_hour", price}, {"budget_usd_per_hour", *request.policy.budget_usd_per_hour}},
                    {"policy.budget_usd_per_hour"});
}

std::vector<Reason> ExplainRefusedPools(const std::vector<MixPool>& pools, CapacityType type,
                                        const DecideMixRequest& request) {
  std::vector<Reason> reasons;
  for (const MixPool& pool : pools) {
    if (pool.pool.capacity_type != type) continue;
    if (pool.state == PoolState::kUsable || pool.state == PoolState::kNotOffered) continue;
    const std::string name = Cat("The pool of ", model::PoolName(pool.pool));
    const std::string path = model::ElementPath("offers", pool.offer);
    switch (pool.state) {
      case PoolState::kUnavailable:
        reasons.push_back(MakeReason("offer_unavailable", name + " is out of stock.", {}, {path}));
        break;
      case PoolState::kUsedUp:
        reasons.push_back(MakeReason("offer_used_up", name + " has nothing left to give.", {}, {path}));
        break;
      case PoolState::kUnderNotice:
        reasons.push_back(
            MakeReason("pool_under_notice", name + " is under notice and takes nothing new.", {}, {path}));
        break;
      default: {
        const std::int64_t until = *request.offers[pool.offer].cooling_until_unix_ms;
        reasons.push_back(MakeReason(
            "offer_cooling", Cat(name, " is cooling for another ", Number(until - *request.now_unix_ms) / 1e3, " s."),
            {{"cooling_until_unix_ms", Number(until)}}, {path}));
      }
    }
  }
  return reasons;
}

}  // namespace spotwright::mix
