#include "src/mix/explain.h"

#include <algorithm>
#include <string>

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

std::vector<Reason> ExplainRefusedPools(const std::vector<MixPool>& pools, const DecideMixRequest& request) {
  std::vector<Reason> reasons;
  for (const MixPool& pool : pools) {
    if (pool.state == PoolState::kUsable || pool.state == PoolState::kNotOffered) continue;
    const std::string name = Cat("The pool of ", model::PoolName(pool.pool));
    const std::string path = model::ElementPath("offers", pool.offer);
    if (pool.state == PoolState::kUnavailable) {
      reasons.push_back(MakeReason("offer_unavailable", name + " is out of stock.", {}, {path}));
    } else if (pool.state == PoolState::kUsedUp) {
      reasons.push_back(MakeReason("offer_used_up", name + " has nothing left to give.", {}, {path}));
    } else {
      const std::int64_t until = *request.offers[pool.offer].cooling_until_unix_ms;
      reasons.push_back(MakeReason(
          "offer_cooling", Cat(name, " is cooling for another ", Number(until - *request.now_unix_ms) / 1e3, " s."),
          {{"cooling_until_unix_ms", Number(until)}}, {path}));
    }
  }
  return reasons;
}

}  // namespace spotwright::mix
