#include "src/plan/reasons.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/model/reason.h"

namespace spotwright::plan {

using base::Cat;
using model::MakeReason;

Reason WhyThisFuture(const PlanRequest& request, const std::vector<Future>& futures, std::size_t chosen) {
  const DisruptionPolicy& policy = request.policy.disruption;
  const Future& kept = futures[0];
  const auto first = futures.begin() + (futures.size() > 1 ? 1 : 0);
  const Future& cheapest = *std::min_element(first, futures.end(), [](const auto& a, const auto& b) {
    return std::tie(a.unplaced_replicas, a.misses_target, a.cost_micro) <
           std::tie(b.unplaced_replicas, b.misses_target, b.cost_micro);
  });
  const Future& renewed = chosen == 0 ? cheapest : futures[chosen];
  const double keep_usd = base::Usd(kept.cost_micro);
  const double renew_usd = base::Usd(renewed.cost_micro);
  std::map<std::string, double> numbers = {{"keep_usd_per_hour", keep_usd}, {"renew_usd_per_hour", renew_usd}};
  const std::int64_t lost = renewed.unplaced_replicas - kept.unplaced_replicas;  // Below zero: won.
  const auto pods = [](std::int64_t count) { return Cat(count, count == 1 ? " pod" : " pods"); };
  if (chosen > 0) {
    std::string won = lost < 0 ? Cat(" and ", pods(-lost), " more without a place") : std::string();
    if (kept.misses_target && !renewed.misses_target) won += ", below the availability target";
    return MakeReason("nodes_replaced",
                      Cat("Packed anew the cluster costs ", base::FormatUsd(renew_usd),
                          " per hour; with its nodes kept, ", base::FormatUsd(keep_usd), won, "."),
                      std::move(numbers));
  }
  if (!policy.replace_nodes) {
    return MakeReason("replacing_not_allowed", "The policy lets no running node be replaced.", std::move(numbers));
  }
  numbers["min_savings_share"] = policy.min_savings_share;
  if (futures.size() == 1) {
    return MakeReason("replacing_not_worth_it",
                      "The nodes are kept: the groups have no room for new ones while these are there.",
                      std::move(numbers));
  }
  if (lost == 0 && renewed.misses_target && !kept.misses_target) {
    return MakeReason("replacing_not_worth_it",
                      "The nodes are kept: packed anew the cluster would miss the availability target.",
                      std::move(numbers));
  }
  if (lost == 0 && renewed.cost_micro >= kept.cost_micro) {
    return MakeReason("replacing_not_worth_it", "The nodes are kept: packing the cluster anew saves nothing.",
                      std::move(numbers));
  }
  return MakeReason(
      "replacing_not_worth_it",
      lost > 0 ? Cat("The nodes are kept: packed anew the cluster would leave ", pods(lost), " more without a place.")
               : Cat("The nodes are kept: packed anew the cluster would cost ", base::FormatUsd(renew_usd),
                     " per hour instead of ", base::FormatUsd(keep_usd), "; replacing is to save at least ",
                     base::Percent(policy.min_savings_share), "."),
      std::move(numbers));
}

Reason WhyThisMuchSpot(const PlanRequest& request, double max_spot_share) {
  if (!request.policy.mix.spot_enabled) {
    return MakeReason(
        "spot_not_enabled",
        request.policy.disruption.replace_nodes
            ? "The policy does not enable spot: spot nodes go, except those that must stay, also where their group has "
              "no "
              "room for replacements meanwhile."
            : "The policy does not enable spot: no more is launched. It lets no running node be replaced.");
  }
  const char* const of = request.policy.mix_unit == ShareUnit::kNodes  ? "Of the nodes to choose"
                         : request.policy.mix_unit == ShareUnit::kPods ? "Of the pods that tolerate spot"
                                                                       : "Of the CPU of spot-tolerant work";
  return MakeReason("spot_share_limit",
                    Cat(of, " at most ", base::Percent(max_spot_share), " may be on spot, by the mix."),
                    {{"max_spot_share", max_spot_share}});
}

void ExplainTarget(const Ground& ground, const Future& future, bool given_up, PlanResponse& response) {
  const std::optional<double>& achieved = response.summary.achieved_availability;
  if (!achieved) return;
  const double target = *ground.request->policy.mix.availability_target;
  const auto held = [&](std::string_view rest) {
    return Cat("All spot-tolerant work has its CPU throughout ",
               base::Fixed(ground.availability->lead_time_seconds(), 0), " s with a probability of ",
               base::Fixed(*achieved, 6), rest, base::Fixed(target, 6), ".");
  };
  std::map<std::string, double> numbers = {{"availability_target", target}, {"achieved_availability", *achieved}};
  if (*achieved >= target) {
    response.reasons.push_back(MakeReason("plan_for_target", held("; the target is "), std::move(numbers),
                                          {"policy.mix.availability_target"}));
  } else {
    response.warnings.push_back(MakeReason("availability_below_target", held(", below the target of "),
                                           std::move(numbers), {"policy.mix.availability_target"}));
  }
  if (given_up) {
    response.warnings.push_back(MakeReason("target_leaves_pods_out",
                                           "The mix for the availability target would leave pods without a place that "
                                           "have one otherwise: the plan is made without it.",
                                           {}, {"policy.mix.availability_target"}));
  }
  const auto spares = std::count_if(future.nodes.begin(), future.nodes.end(), IsSpare);
  if (spares > 0) {
    response.reasons.push_back(MakeReason("spare_nodes",
                                          Cat(spares, spares == 1 ? " spot node is" : " spot nodes are",
                                              " launched to spare, for the availability target."),
                                          {{"nodes", static_cast<double>(spares)}}));
  }
}

}  // namespace spotwright::plan
