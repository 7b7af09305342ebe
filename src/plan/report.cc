#include "src/plan/report.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "src/base/money.h"
#include "src/base/month.h"
#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/packing/compatibility.h"
#include "src/plan/pack_request.h"

namespace spotwright::plan {
namespace {

using base::Cat;
using base::MicroUsd;
using model::MakeReason;

// The Spot Advisor's last band: interrupted in more than 20 % of months.
constexpr std::int64_t kHighestBand = 4;

std::string Counted(std::size_t count, std::string_view one, std::string_view many) {
  return Cat(count, " ", count == 1 ? one : many);
}

double Share(double part, double whole) { return whole > 0 ? part / whole : 0; }

std::map<Pool, const Offer*> OffersByPool(const PlanRequest& request) {
  std::map<Pool, const Offer*> offers;
  for (const Offer& offer : request.offers) offers[model::PoolOf(offer)] = &offer;
  return offers;
}

// The architectures that some workload may run on.
std::set<Architecture> UsableArchitectures(const PlanRequest& request) {
  const std::vector<Architecture> defaults = DefaultArchitectures(request);
  std::set<Architecture> usable(defaults.begin(), defaults.end());
  for (const Workload& workload : request.workloads) {
    if (workload.architecture) {
      usable.insert(*workload.architecture);
    } else if (packing::StatesArchitecture(workload)) {
      return {Architecture::kAmd64, Architecture::kArm64};
    }
  }
  return usable;
}

bool IsInSomeGroup(const PlanRequest& request, const Offer& offer) {
  const auto lists = [](const std::vector<std::string>& list, const std::string& value) {
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
  };
  return request.groups.empty() ||
         std::any_of(request.groups.begin(), request.groups.end(), [&](const NodeGroup& group) {
           return group.capacity_type == offer.capacity_type && lists(group.instance_types, offer.instance_type) &&
                  lists(group.zones, offer.zone);
         });
}

Reason WhyNotChosen(const Ground& ground, const Offer& offer, const std::set<Architecture>& architectures) {
  const PlanRequest& request = *ground.request;
  const std::string name = model::PoolName(model::PoolOf(offer));
  if (!offer.available) return MakeReason("offer_unavailable", "It is out of stock.", {}, {name});
  if (offer.available_count == 0) return MakeReason("offer_used_up", "No more of it can be had.", {}, {name});
  if (model::IsCooling(offer.cooling_until_unix_ms, request.now_unix_ms)) {
    return MakeReason("offer_cooling", "It is cooling after a failure.",
                      {{"cooling_until_unix_ms", static_cast<double>(*offer.cooling_until_unix_ms)}}, {name});
  }
  if (offer.burstable && !request.policy.pack.allow_burstable) {
    return MakeReason("burstable_not_allowed", "It is burstable, which the policy does not allow.", {}, {name});
  }
  if (offer.bare_metal && !request.policy.pack.allow_bare_metal) {
    return MakeReason("bare_metal_not_allowed", "It is bare metal, which the policy does not allow.", {}, {name});
  }
  if (!IsInSomeGroup(request, offer)) {
    return MakeReason("in_no_group", "No node group can launch it.", {}, {name});
  }
  if (architectures.count(offer.architecture) == 0) {
    return MakeReason("architecture_mismatch", "No workload says that it runs on this architecture.", {}, {name});
  }
  if (offer.capacity_type == CapacityType::kSpot && ground.spot_share.max_share == 0) {
    return MakeReason("spot_share_limit", "The mix lets nothing be on spot.", {{"max_spot_share", 0}}, {name});
  }
  if (ground.mix && offer.capacity_type == CapacityType::kSpot &&
      ground.mix->spot_nodes.count(model::PoolOf(offer)) == 0) {
    return MakeReason("not_in_mix", "The mix for the availability target does without it.", {}, {name});
  }
  const double per_vcpu =
      offer.price_usd_per_hour / static_cast<double>(std::max<std::int64_t>(1, model::VcpusOf(offer)));
  return MakeReason("not_needed",
                    Cat("The plan does without it; it costs ", base::FormatUsd(per_vcpu), " per vCPU-hour."),
                    {{"price_usd_per_vcpu_hour", per_vcpu}}, {name});
}

}  // namespace

PlanSummary SummaryOf(const Ground& ground, const Future& future, std::optional<std::int64_t> on_demand_micro,
                      const std::vector<PlanStep>& steps) {
  PlanSummary summary;
  std::int64_t now = 0;
  for (const Node& node : ground.request->nodes) {
    if (node.control_plane) continue;
    ++summary.nodes_now;
    const auto price = ground.prices_micro.find(node.name);
    if (price != ground.prices_micro.end()) now += price->second;
  }
  std::int64_t spot = 0;
  for (const PackedNode& node : future.nodes) {
    if (node.pool.capacity_type == CapacityType::kSpot) spot += MicroUsd(node.price_usd_per_hour);
    for (const Placement& placement : node.placements) summary.pods += placement.replicas;
  }
  const std::int64_t bound = std::min(future.lower_bound_micro, future.cost_micro);
  summary.cost_now_usd_per_hour = base::Usd(now);
  summary.cost_planned_usd_per_hour = base::Usd(future.cost_micro);
  summary.cost_all_on_demand_usd_per_hour = base::Usd(on_demand_micro.value_or(0));
  summary.savings_usd_per_hour = base::Usd(now - future.cost_micro);
  summary.savings_share = Share(static_cast<double>(now - future.cost_micro), static_cast<double>(now));
  summary.nodes_planned = static_cast<std::int64_t>(future.nodes.size());
  summary.spot_cpu_share = future.spot_cpu_share;
  summary.spot_cost_share = Share(static_cast<double>(spot), static_cast<double>(future.cost_micro));
  summary.lower_bound_usd_per_hour = base::Usd(bound);
  summary.gap = bound > 0 ? static_cast<double>(future.cost_micro) / static_cast<double>(bound) - 1 : 0;
  for (const PlanStep& step : steps) summary.pods_to_move += step.pods_moved;
  summary.achieved_availability = ground.availability->Of(future.nodes);
  const ExpectedInterruptions interruptions = ground.availability->InterruptionsOf(future.nodes);
  summary.expected_interruptions_per_month = interruptions.per_hour * base::kHoursPerMonth;
  summary.expected_cost_usd_per_hour = base::Usd(future.cost_micro + interruptions.cost_micro);
  return summary;
}

std::vector<PlannedLaunch> LaunchesOf(const PlanRequest& request, const Future& future) {
  const std::map<Pool, const Offer*> offers = OffersByPool(request);
  struct Sums {
    PlannedLaunch launch;
    double cpu = 0;
    double cpu_room = 0;
    double memory = 0;
    double memory_room = 0;
  };
  std::map<std::tuple<Pool, std::string, double>, Sums> by_pool;  // Reserved nodes have a price of their own.
  for (const PackedNode& node : future.nodes) {
    if (node.existing) continue;
    Sums& sums = by_pool[{node.pool, node.group, node.price_usd_per_hour}];
    const Offer& offer = *offers.at(node.pool);
    sums.launch.pool = node.pool;
    sums.launch.group = node.group;
    ++sums.launch.count;
    sums.launch.price_usd_per_hour = node.price_usd_per_hour;
    sums.launch.interruption_band = offer.interruption_band;
    sums.launch.vcpus = model::VcpusOf(offer);
    sums.launch.memory_bytes = offer.allocatable.memory_bytes;
    sums.cpu += static_cast<double>(node.used.cpu_millicores);
    sums.cpu_room += static_cast<double>(node.allocatable.cpu_millicores);
    sums.memory += static_cast<double>(node.used.memory_bytes);
    sums.memory_room += static_cast<double>(node.allocatable.memory_bytes);
  }
  std::vector<PlannedLaunch> launches;
  for (auto& [key, sums] : by_pool) {
    sums.launch.cpu_fill_share = Share(sums.cpu, sums.cpu_room);
    sums.launch.memory_fill_share = Share(sums.memory, sums.memory_room);
    launches.push_back(std::move(sums.launch));
  }
  return launches;
}

std::vector<PlannedZone> ZonesOf(const PlanRequest& request, const Future& future) {
  std::map<std::string, PlannedZone> zones;
  for (const Node& node : request.nodes) {
    if (!node.control_plane) ++zones[node.zone].nodes_now;
  }
  for (const PackedNode& node : future.nodes) {
    PlannedZone& zone = zones[node.pool.zone];
    ++zone.nodes_planned;
    zone.cpu_millicores_planned += node.allocatable.cpu_millicores;
  }
  std::vector<PlannedZone> list;
  for (auto& [name, zone] : zones) {
    zone.zone = name;
    list.push_back(std::move(zone));
  }
  return list;
}

std::vector<ConsideredPool> PoolsOf(const Ground& ground, const Future& future, const Refusals& refusals) {
  const PlanRequest& request = *ground.request;
  std::map<Pool, std::int64_t> chosen;
  for (const PackedNode& node : future.nodes) ++chosen[node.pool];
  const std::set<Architecture> architectures = UsableArchitectures(request);
  std::vector<ConsideredPool> pools;
  for (std::size_t i = 0; i < request.offers.size(); ++i) {
    const Offer& offer = request.offers[i];
    ConsideredPool pool;
    pool.pool = model::PoolOf(offer);
    pool.price_usd_per_hour = offer.price_usd_per_hour;
    if (const auto found = chosen.find(pool.pool); found != chosen.end()) pool.chosen_count = found->second;
    const auto refused = refusals.find(i);
    if (refused != refusals.end()) {
      pool.reasons = refused->second;
    } else if (pool.chosen_count == 0) {
      pool.reasons.push_back(WhyNotChosen(ground, offer, architectures));
    }
    pools.push_back(std::move(pool));
  }
  std::sort(pools.begin(), pools.end(),
            [](const ConsideredPool& a, const ConsideredPool& b) { return a.pool < b.pool; });
  return pools;
}

std::vector<Reason> WarningsOf(const Ground& ground, const Future& future) {
  const PlanRequest& request = *ground.request;
  std::vector<Reason> warnings;
  const auto warn = [&](Reason reason) { warnings.push_back(std::move(reason)); };
  std::vector<std::string> unpriced;
  for (const Node& node : request.nodes) {
    if (!node.control_plane && ground.prices_micro.count(node.name) == 0) unpriced.push_back(node.name);
  }
  if (!unpriced.empty()) {
    warn(MakeReason("node_price_unknown",
                    Cat(Counted(unpriced.size(), "of today's nodes has", "of today's nodes have"),
                        " no known price, and counts as free."),
                    {{"nodes", static_cast<double>(unpriced.size())}}, unpriced));
  }
  std::map<std::string, std::vector<std::string>> kept;
  for (const auto& [name, why] : ground.immovable) kept[why].push_back(name);
  for (const auto& [why, names] : kept) {
    warn(MakeReason("node_must_stay", Cat(Counted(names.size(), "node stays", "nodes stay"), ": ", why, "."),
                    {{"nodes", static_cast<double>(names.size())}}, names));
  }
  const std::map<Pool, const Offer*> offers = OffersByPool(request);
  std::set<std::string> risky;
  for (const PackedNode& node : future.nodes) {
    const auto offer = offers.find(node.pool);
    if (node.existing || offer == offers.end() || node.pool.capacity_type != CapacityType::kSpot) continue;
    if (offer->second->interruption_band.value_or(0) >= kHighestBand) risky.insert(model::PoolName(node.pool));
  }
  if (!risky.empty()) {
    warn(MakeReason("high_interruption_band",
                    Cat(Counted(risky.size(), "chosen pool is", "chosen pools are"),
                        " in the Spot Advisor's highest band: more than 20 % interrupted in a month."),
                    {{"pools", static_cast<double>(risky.size())}}, {risky.begin(), risky.end()}));
  }
  return warnings;
}

}  // namespace spotwright::plan
