#include "tests/support/plan_checker.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "src/base/int128.h"
#include "tests/support/packed_world.h"
#include "tests/support/packing_checker.h"
#include "tests/support/packing_rules.h"

namespace spotwright::test {
namespace {

using Violations = std::vector<std::string>;

std::string Text(std::int64_t value) { return std::to_string(value); }
std::int64_t Micro(double usd) { return std::llround(usd * 1e6); }
double Usd(std::int64_t micro) { return static_cast<double>(micro) / 1e6; }
bool Near(double a, double b) { return std::abs(a - b) <= 1e-9 * (1 + std::abs(b)); }

// A request and its response, with what is looked up again and again.
struct Case {
  const PlanRequest& request;
  const PlanResponse& response;
  std::map<WorkloadId, const Workload*> workloads;
  std::map<std::string, const Node*> nodes;          // Of the request, by name.
  std::map<std::string, const PackedNode*> planned;  // Existing nodes of the plan.
  std::map<Pool, const Offer*> offers;
  std::set<std::string> drains;

  Case(const PlanRequest& of_request, const PlanResponse& of_response) : request(of_request), response(of_response) {
    for (const Workload& workload : request.workloads) workloads[IdOf(workload)] = &workload;
    for (const Node& node : request.nodes) nodes[node.name] = &node;
    for (const Offer& offer : request.offers) offers[PoolOfOffer(offer)] = &offer;
    for (const PackedNode& node : response.nodes) {
      if (node.existing) planned[node.name] = &node;
    }
    drains.insert(response.drains.begin(), response.drains.end());
  }

  std::int64_t PriceOf(const Node& node) const {
    if (node.price_usd_per_hour) return Micro(*node.price_usd_per_hour);
    const auto offer = offers.find(Pool{node.instance_type, node.region, node.zone, node.capacity_type});
    return offer == offers.end() ? 0 : Micro(offer->second->price_usd_per_hour);
  }

  // A node for the availability target alone; packing knows nothing of it.
  bool IsSpare(const PackedNode& node) const {
    return request.policy.mix.availability_target && !node.existing && node.placements.empty();
  }

  // Pods that a drain moves.
  std::map<WorkloadId, std::int64_t> PodsOn(const Node& node) const {
    std::map<WorkloadId, std::int64_t> pods;
    for (const RunningPods& running : node.running) {
      const WorkloadId id{running.namespace_name, running.workload};
      if (workloads.at(id)->kind != WorkloadKind::kDaemonSet && running.replicas > 0) pods[id] += running.replicas;
    }
    return pods;
  }
};

double NumberOf(const PlanResponse& response, const std::string& code, const std::string& number, double otherwise) {
  for (const Reason& reason : response.reasons) {
    if (reason.code == code && reason.numbers.count(number) > 0) return reason.numbers.at(number);
  }
  return otherwise;
}

// The most that may be on spot of the mix's units, written down from the documentation of decide_mix.
std::int64_t SpotUnits(const MixPolicy& mix, std::int64_t total) {
  if (!mix.spot_enabled) return 0;
  const bool smart = mix.preset == MixPreset::kSmartScale;
  const std::int64_t base = std::min(total, smart ? 2 : mix.on_demand_base_units);
  const std::int64_t percentage = smart ? 30'000'000 : std::llround(mix.on_demand_percentage * 1e6);
  const bool of_whole = !smart && mix.share_of == ShareOf::kWhole;
  const MixRounding rounding = smart ? MixRounding::kNearest : mix.rounding;
  const std::int64_t shared = of_whole ? total : total - base;
  constexpr std::int64_t kWhole = 100'000'000;
  const auto exact = static_cast<base::Int128>(shared) * percentage;
  auto on_demand = static_cast<std::int64_t>(exact / kWhole);
  const auto rest = static_cast<std::int64_t>(exact % kWhole);
  if (rounding == MixRounding::kOnDemandUp && rest > 0) ++on_demand;
  if (rounding == MixRounding::kNearest && rest * 2 >= kWhole) ++on_demand;
  return of_whole ? total - std::max(base, on_demand) : shared - on_demand;
}

SpotShare ShareOfMix(const Case& c) {
  const Policy& policy = c.request.policy;
  if (policy.mix.availability_target) {
    const double share = NumberOf(c.response, "spot_share_limit", "max_spot_share", 0);
    return {ShareUnit::kCpu, policy.mix.spot_enabled ? share : 0};
  }
  std::int64_t cpu = 0, pods = 0;
  for (const auto& [id, workload] : c.workloads) {
    if (!MayUseSpot(*workload)) continue;
    cpu += workload->requests.cpu_millicores * workload->replicas;
    pods += workload->replicas;
  }
  if (policy.mix_unit == ShareUnit::kNodes) {
    const double share = NumberOf(c.response, "spot_share_limit", "max_spot_share", 0);
    return {ShareUnit::kNodes, policy.mix.spot_enabled ? share : 0};
  }
  const std::int64_t units = policy.mix_unit == ShareUnit::kPods ? pods : (cpu + 999) / 1000;
  if (units == 0) return {policy.mix_unit, 0};
  return {policy.mix_unit, static_cast<double>(SpotUnits(policy.mix, units)) / static_cast<double>(units)};
}

// Whether the plan says that its mix does without the pool, or without any spot: then nothing may be launched there.
bool IsOutsideTheMix(const Case& c, const Offer& offer) {
  return std::any_of(c.response.pools.begin(), c.response.pools.end(), [&](const ConsideredPool& considered) {
    if (considered.pool != PoolOfOffer(offer) || considered.reasons.empty()) return false;
    const std::string& why = considered.reasons[0].code;
    return why == "not_in_mix" || (why == "spot_share_limit" && c.request.policy.mix.availability_target);
  });
}

// The plan as a packing: what is drained leaves, what is planned comes, all at once.
void CheckAsPacking(const Case& c, Violations& violations) {
  PackRequest request;
  request.workloads = c.request.workloads;
  request.groups = c.request.groups;
  request.policy = c.request.policy.pack;
  request.policy.spot_share = ShareOfMix(c);
  request.now_unix_ms = c.request.now_unix_ms;
  for (const Offer& offer : c.request.offers) {
    if (PolicyAllows(c.request, offer) && !IsOutsideTheMix(c, offer)) request.offers.push_back(offer);
  }
  for (const Node& node : c.request.nodes) {
    request.nodes.push_back(node);
    request.nodes.back().price_usd_per_hour = Usd(c.PriceOf(node));
    if (c.drains.count(node.name) > 0) request.nodes.back().state = NodeState::kDraining;
  }
  if (request.policy.default_architectures.empty()) {
    std::set<Architecture> seen;
    for (const Node& node : c.request.nodes) {
      if (!node.control_plane) seen.insert(node.architecture);
    }
    request.policy.default_architectures.assign(seen.begin(), seen.end());
  }

  PackResponse response;
  response.feasible = c.response.feasible;
  response.spot_cpu_share = c.response.summary.spot_cpu_share;
  response.unplaced = c.response.unplaced;
  for (const Unplaced& unplaced : response.unplaced) response.unplaced_replicas += unplaced.replicas;
  std::int64_t cost_micro = 0;
  std::int64_t number = 0;  // A packing has no spare nodes, and numbers those that it has.
  for (const PackedNode& planned : c.response.nodes) {
    PackedNode node = planned;
    if (c.IsSpare(node)) continue;
    if (!node.existing) {
      do node.name = "new-" + std::to_string(++number);
      while (c.nodes.count(node.name) > 0);
      ++response.new_nodes;
      cost_micro += Micro(node.price_usd_per_hour);
    } else if (c.nodes.count(node.name) > 0) {
      // Only what is new: what runs there must have stayed.
      std::map<WorkloadId, std::int64_t> running = c.PodsOn(*c.nodes.at(node.name));
      for (Placement& placement : node.placements) {
        const auto found = running.find({placement.namespace_name, placement.workload});
        if (found == running.end()) continue;
        placement.replicas -= found->second;
        if (placement.replicas < 0)
          violations.push_back(node.name + " is kept and loses pods of " + placement.workload);
        running.erase(found);
      }
      if (!running.empty())
        violations.push_back(node.name + " is kept and loses pods of " + running.begin()->first.second);
      std::erase_if(node.placements, [](const Placement& placement) { return placement.replicas == 0; });
      if (node.placements.empty()) continue;
    }
    for (const Placement& placement : node.placements) response.placed_replicas += placement.replicas;
    response.nodes.push_back(std::move(node));
  }
  response.cost_usd_per_hour = Usd(cost_micro);
  for (std::string& violation : CheckPlaces(request, response)) violations.push_back(std::move(violation));
}

void CheckKept(const Case& c, Violations& violations) {
  std::set<std::string> names;
  std::int64_t number = 0;
  for (const PackedNode& node : c.response.nodes) {
    if (!names.insert(node.name).second) violations.push_back(node.name + " is planned twice");
    if (!node.existing) {
      std::string expected;
      do expected = "new-" + std::to_string(++number);
      while (c.nodes.count(expected) > 0);
      if (node.name != expected) violations.push_back(node.name + " should be named " + expected);
    }
    if (!node.existing) continue;
    const auto found = c.nodes.find(node.name);
    if (found == c.nodes.end()) continue;  // Reported as a packing.
    const Node& today = *found->second;
    if (today.control_plane) violations.push_back(node.name + " is of the control plane and counted");
    if (today.state == NodeState::kDraining) violations.push_back(node.name + " is draining and kept");
    if (Micro(node.price_usd_per_hour) != c.PriceOf(today)) violations.push_back(node.name + " has another price");
    const Pool pool{today.instance_type, today.region, today.zone, today.capacity_type};
    if (node.pool != pool || node.group != today.group || node.allocatable != today.allocatable) {
      violations.push_back(node.name + " is not described as it is");
    }
  }
  std::vector<std::string> gone;
  for (const Node& node : c.request.nodes) {
    if (!node.control_plane && c.planned.count(node.name) == 0) gone.push_back(node.name);
  }
  std::sort(gone.begin(), gone.end());
  if (gone != c.response.drains) violations.push_back("drains are not the nodes that go");
}

// Why a node must stay; empty if it may go.
std::string Anchor(const Case& c, const Node& node, const World& world) {
  if (node.control_plane) return "it is of the control plane";
  if (node.state == NodeState::kDraining) return "";
  if (node.do_not_disrupt) return "it is marked";
  if (node.state == NodeState::kLaunching) return "it is launching";
  if (!c.request.policy.disruption.replace_nodes) return "nothing may be replaced";
  for (const auto& [id, count] : c.PodsOn(node)) {
    const Workload& workload = *c.workloads.at(id);
    if (workload.system_critical && !c.request.policy.disruption.move_system_critical)
      return id.second + " is critical";
    if (!Unsupported(workload, world).empty()) return id.second + " is not understood";
    for (const DisruptionBudget& budget : c.request.budgets) {
      if (WorkloadId{budget.namespace_name, budget.workload} == id && budget.disruptions_allowed == 0) {
        return id.second + " allows no disruption";
      }
    }
  }
  return "";
}

void CheckImmovable(const Case& c, Violations& violations) {
  World world;
  world.workloads = c.workloads;
  for (const std::string& name : c.drains) {
    if (c.nodes.count(name) == 0) continue;
    const std::string why = Anchor(c, *c.nodes.at(name), world);
    if (!why.empty()) violations.push_back(name + " is drained although " + why);
  }
}

void CheckLaunchSteps(const Case& c, Violations& violations) {
  std::map<std::string, const PackedNode*> to_launch;
  for (const PackedNode& node : c.response.nodes) {
    if (!node.existing) to_launch[node.name] = &node;
  }
  const std::size_t launched = to_launch.size();
  int waits = 0;
  for (const PlanStep& step : c.response.steps) {
    if (step.sentence.empty() || step.nodes.empty()) violations.push_back("a step is empty");
    if (step.action == PlanAction::kWaitUntilReady) {
      ++waits;
      if (!to_launch.empty()) violations.push_back("the wait comes before a launch");
      if (std::set<std::string>(step.nodes.begin(), step.nodes.end()).size() != launched) {
        violations.push_back("the wait is not for every launch");
      }
    }
    if (step.action == PlanAction::kDrain && !to_launch.empty()) violations.push_back("a drain precedes a launch");
    if (step.action == PlanAction::kDrain && launched > 0 && waits == 0) violations.push_back("a drain does not wait");
    if (step.action != PlanAction::kLaunch) continue;
    for (const std::string& name : step.nodes) {
      const auto found = to_launch.find(name);
      if (found == to_launch.end()) {
        violations.push_back(name + " is launched twice or not planned");
        continue;
      }
      if (step.pool != found->second->pool || step.group != found->second->group) {
        violations.push_back(name + " is launched elsewhere than planned");
      }
      to_launch.erase(found);
    }
  }
  if (!to_launch.empty()) violations.push_back(to_launch.begin()->first + " is never launched");
  if (waits != (launched > 0 ? 1 : 0)) violations.push_back(Text(waits) + " waits");
}

void CheckDrainSteps(const Case& c, Violations& violations) {
  std::int64_t all = 0;
  for (const auto& [name, node] : c.nodes) all += node->control_plane ? 0 : 1;
  const double share = c.request.policy.disruption.max_draining_share * static_cast<double>(all);
  const double at_once = std::max(1.0, std::ceil(share - 1e-9));
  std::set<std::string> left = c.drains;
  std::int64_t moved_in_all = 0;
  for (const PlanStep& step : c.response.steps) {
    if (step.action != PlanAction::kDrain) continue;
    if (static_cast<double>(step.nodes.size()) > at_once) violations.push_back("too many nodes are drained at once");
    std::int64_t moved = 0;
    std::map<WorkloadId, std::int64_t> down;
    for (const std::string& name : step.nodes) {
      if (left.erase(name) == 0 || c.nodes.count(name) == 0) {
        violations.push_back(name + " is drained twice or not listed");
        continue;
      }
      for (const auto& [id, count] : c.PodsOn(*c.nodes.at(name))) {
        down[id] += count;
        moved += count;
      }
    }
    if (step.pods_moved != moved) violations.push_back("pods_moved of a drain is wrong");
    moved_in_all += moved;
    if (step.nodes.size() < 2) continue;
    for (const DisruptionBudget& budget : c.request.budgets) {
      const auto found = down.find({budget.namespace_name, budget.workload});
      if (found != down.end() && found->second > budget.disruptions_allowed) {
        violations.push_back("a drain takes more of " + budget.workload + " than its budget");
      }
    }
  }
  if (!left.empty()) violations.push_back(*left.begin() + " is never drained");
  if (c.response.summary.pods_to_move != moved_in_all) violations.push_back("pods_to_move is wrong");
}

void CheckSummary(const Case& c, Violations& violations) {
  const PlanSummary& summary = c.response.summary;
  std::int64_t now = 0, planned = 0, spot = 0, nodes_now = 0, pods = 0;
  for (const auto& [name, node] : c.nodes) {
    if (node->control_plane) continue;
    ++nodes_now;
    now += c.PriceOf(*node);
  }
  for (const PackedNode& node : c.response.nodes) {
    planned += Micro(node.price_usd_per_hour);
    if (node.pool.capacity_type == CapacityType::kSpot) spot += Micro(node.price_usd_per_hour);
    for (const Placement& placement : node.placements) pods += placement.replicas;
  }
  const auto expect = [&](bool right, const char* what) {
    if (!right) violations.push_back(std::string(what) + " is wrong");
  };
  expect(summary.cost_now_usd_per_hour == Usd(now), "cost_now");
  expect(summary.cost_planned_usd_per_hour == Usd(planned), "cost_planned");
  expect(summary.savings_usd_per_hour == Usd(now - planned), "savings");
  expect(Near(summary.savings_share, now > 0 ? Usd(now - planned) / Usd(now) : 0), "savings_share");
  expect(Near(summary.spot_cost_share, planned > 0 ? Usd(spot) / Usd(planned) : 0), "spot_cost_share");
  expect(summary.nodes_now == nodes_now, "nodes_now");
  expect(summary.nodes_planned == static_cast<std::int64_t>(c.response.nodes.size()), "nodes_planned");
  expect(summary.pods == pods, "pods");
  const double bound = summary.lower_bound_usd_per_hour;
  expect(bound >= 0 && bound <= summary.cost_planned_usd_per_hour, "lower_bound");
  expect(Near(summary.gap, bound > 0 ? summary.cost_planned_usd_per_hour / bound - 1 : 0), "gap");
  const bool unknown = std::any_of(c.response.warnings.begin(), c.response.warnings.end(),
                                   [](const Reason& reason) { return reason.code == "all_on_demand_unknown"; });
  expect(summary.cost_all_on_demand_usd_per_hour >= 0, "cost_all_on_demand");
  expect(!unknown || summary.cost_all_on_demand_usd_per_hour == 0, "cost_all_on_demand");
  expect(c.response.policy_version == c.request.policy.policy_version, "policy_version");
  expect(c.response.feasible == c.response.unplaced.empty(), "feasible");
}

void CheckLaunches(const Case& c, Violations& violations) {
  std::map<std::tuple<Pool, std::string, double>, std::vector<const PackedNode*>> by_pool;
  for (const PackedNode& node : c.response.nodes) {
    if (!node.existing) by_pool[{node.pool, node.group, node.price_usd_per_hour}].push_back(&node);
  }
  if (by_pool.size() != c.response.launches.size()) {
    violations.push_back("launches do not list every pool and group once");
    return;
  }
  auto expected = by_pool.begin();
  for (const PlannedLaunch& launch : c.response.launches) {
    const auto& [key, nodes] = *expected++;
    const auto offer = c.offers.find(launch.pool);
    if (std::tuple(launch.pool, launch.group, launch.price_usd_per_hour) != key || offer == c.offers.end()) {
      violations.push_back("launches are of other pools or out of order");
      continue;
    }
    double cpu = 0, memory = 0;
    for (const PackedNode* node : nodes) {
      cpu += static_cast<double>(node->used.cpu_millicores);
      memory += static_cast<double>(node->used.memory_bytes);
    }
    const Offer& of = *offer->second;
    const auto room = [count = static_cast<double>(nodes.size())](std::int64_t of_one) {
      return static_cast<double>(of_one) * count;
    };
    const double cpu_room = room(of.allocatable.cpu_millicores);
    const double memory_room = room(of.allocatable.memory_bytes);
    const std::int64_t vcpus = of.vcpus > 0 ? of.vcpus : (of.allocatable.cpu_millicores + 999) / 1000;
    if (launch.count != static_cast<std::int64_t>(nodes.size()) || launch.vcpus != vcpus ||
        (launch.price_usd_per_hour != 0 && Micro(launch.price_usd_per_hour) != Micro(of.price_usd_per_hour)) ||
        launch.interruption_band != of.interruption_band || launch.memory_bytes != of.allocatable.memory_bytes ||
        !Near(launch.cpu_fill_share, cpu_room > 0 ? cpu / cpu_room : 0) ||
        !Near(launch.memory_fill_share, memory_room > 0 ? memory / memory_room : 0)) {
      violations.push_back("the launch of " + launch.pool.instance_type + " is not described as it is");
    }
  }
}

void CheckZones(const Case& c, Violations& violations) {
  std::map<std::string, PlannedZone> zones;
  for (const auto& [name, node] : c.nodes) {
    if (!node->control_plane) ++zones[node->zone].nodes_now;
  }
  for (const PackedNode& node : c.response.nodes) {
    ++zones[node.pool.zone].nodes_planned;
    zones[node.pool.zone].cpu_millicores_planned += node.allocatable.cpu_millicores;
  }
  std::vector<PlannedZone> expected;
  for (auto& [name, zone] : zones) {
    zone.zone = name;
    expected.push_back(zone);
  }
  if (expected != c.response.zones) violations.push_back("the table of zones is wrong");
}

void CheckPools(const Case& c, Violations& violations) {
  std::map<Pool, std::int64_t> chosen;
  for (const PackedNode& node : c.response.nodes) ++chosen[node.pool];
  if (c.response.pools.size() != c.offers.size()) violations.push_back("not every offer is considered once");
  for (std::size_t i = 0; i < c.response.pools.size(); ++i) {
    const ConsideredPool& pool = c.response.pools[i];
    const auto offer = c.offers.find(pool.pool);
    if (offer == c.offers.end() || pool.price_usd_per_hour != offer->second->price_usd_per_hour) {
      violations.push_back("a pool is considered that is no offer, or at another price");
      continue;
    }
    if (i > 0 && c.response.pools[i - 1].pool >= pool.pool) violations.push_back("pools are out of order");
    if (pool.chosen_count != chosen[pool.pool]) violations.push_back("chosen_count is wrong");
    if (pool.chosen_count == 0 && pool.reasons.empty()) violations.push_back("a pool is refused without a reason");
    if (!PolicyAllows(c.request, *offer->second) && pool.reasons.empty()) {
      violations.push_back("a pool that the policy excludes has no reason");
    }
  }
}

void CheckCallAgain(const Case& c, Violations& violations) {
  std::optional<std::int64_t> next;
  for (const Offer& offer : c.request.offers) {
    const std::optional<std::int64_t>& until = offer.cooling_until_unix_ms;
    if (!until || *until <= c.request.now_unix_ms || !PolicyAllows(c.request, offer)) continue;
    next = std::min(next.value_or(*until), *until);
  }
  const std::optional<std::int64_t>& stated = c.response.call_again_at_unix_ms;
  // Prices with a past may change sooner.
  if ((!c.request.price_histories.empty() || c.request.price_state) && stated && *stated <= next.value_or(*stated))
    return;
  const DemandPolicy& demand = c.request.policy.demand;
  if (!demand.rules.empty()) {
    const std::int64_t next_plan = *c.request.now_unix_ms + demand.plan_every_seconds * 1000;
    next = std::min(next.value_or(next_plan), next_plan);
  }
  if (next != stated) violations.push_back("call_again_at_unix_ms is wrong");
}

// Spare nodes: of spot pools that are for sale at the price said, as many as can be had, with all that a node of the
// offer has.
void CheckSpares(const Case& c, Violations& violations) {
  std::map<Pool, std::int64_t> launched;
  for (const PackedNode& node : c.response.nodes) launched[node.pool] += node.existing ? 0 : 1;
  for (const PackedNode& node : c.response.nodes) {
    if (!c.IsSpare(node)) continue;
    const auto found = c.offers.find(node.pool);
    if (found == c.offers.end() || node.pool.capacity_type != CapacityType::kSpot) {
      violations.push_back(node.name + " is spare and of no spot offer");
      continue;
    }
    const Offer& offer = *found->second;
    if (!PolicyAllows(c.request, offer) || !offer.available || offer.under_notice) {
      violations.push_back(node.name + " is spare and of a pool that is not to be used");
    }
    if (launched[node.pool] > offer.available_count.value_or(launched[node.pool])) {
      violations.push_back(node.name + " is spare and cannot be had");
    }
    const double price = offer.reserved_count > 0 && node.price_usd_per_hour == 0 ? 0 : offer.price_usd_per_hour;
    if (Micro(node.price_usd_per_hour) != Micro(price))
      violations.push_back(node.name + " is spare and has another price");
    if (node.allocatable != offer.allocatable) violations.push_back(node.name + " is spare and not as its offer says");
  }
}

// Launches come first, so that for a while a group has both its old nodes and its new ones.
void CheckGroups(const Case& c, Violations& violations) {
  for (const NodeGroup& group : c.request.groups) {
    std::int64_t members = 0, launched = 0;
    for (const auto& [name, node] : c.nodes) {
      if (node->group == group.name && node->state != NodeState::kDraining) ++members;
    }
    for (const PackedNode& node : c.response.nodes) launched += !node.existing && node.group == group.name ? 1 : 0;
    if (launched > 0 && members + launched > group.max_nodes) {
      violations.push_back(group.name + " grows beyond its maximum before its nodes are drained");
    }
  }
}

// What a plan with demand is judged by: the replicas that it says it has room for, never fewer than there are.
PlanRequest WithPlannedReplicas(PlanRequest request, const PlanResponse& response, Violations& violations) {
  if (response.demands.size() != request.policy.demand.rules.size()) violations.push_back("demands are not the rules'");
  for (const PlannedDemand& demand : response.demands) {
    for (Workload& workload : request.workloads) {
      if (workload.name != demand.workload || workload.namespace_name != demand.namespace_name) continue;
      if (demand.replicas_now != workload.replicas) violations.push_back(demand.workload + ": replicas_now is wrong");
      if (demand.replicas_planned < workload.replicas) violations.push_back(demand.workload + " loses replicas");
      workload.replicas = demand.replicas_planned;
    }
  }
  return request;
}

}  // namespace

bool PolicyAllows(const PlanRequest& request, const Offer& offer) {
  const Policy& policy = request.policy;
  if (!policy.zones.empty() && std::count(policy.zones.begin(), policy.zones.end(), offer.zone) == 0) return false;
  if (offer.capacity_type != CapacityType::kSpot) return true;
  const PricePolicy& prices = policy.prices;
  const std::int64_t price = Micro(offer.price_usd_per_hour);
  if (prices.max_spot_price_usd_per_hour && price > Micro(*prices.max_spot_price_usd_per_hour)) return false;
  const auto of_type = prices.max_spot_price_usd_per_hour_by_type.find(offer.instance_type);
  if (of_type != prices.max_spot_price_usd_per_hour_by_type.end() && price > Micro(of_type->second)) return false;
  if (prices.max_spot_price_usd_per_vcpu_hour) {
    const std::int64_t vcpus = offer.vcpus > 0 ? offer.vcpus : (offer.allocatable.cpu_millicores + 999) / 1000;
    if (vcpus == 0 || price > Micro(*prices.max_spot_price_usd_per_vcpu_hour) * vcpus) return false;
  }
  if (!prices.max_share_of_on_demand_price && !prices.min_savings_share) return true;
  std::optional<std::int64_t> on_demand;
  if (offer.on_demand_price_usd_per_hour) {
    on_demand = Micro(*offer.on_demand_price_usd_per_hour);
  } else {
    for (const Offer& other : request.offers) {
      if (other.capacity_type != CapacityType::kOnDemand || other.instance_type != offer.instance_type ||
          other.region != offer.region) {
        continue;
      }
      on_demand = std::min(on_demand.value_or(Micro(other.price_usd_per_hour)), Micro(other.price_usd_per_hour));
    }
  }
  if (!on_demand) return false;
  const auto at_most = [&](double share) {
    return static_cast<base::Int128>(price) * 1'000'000 <= static_cast<base::Int128>(*on_demand) * Micro(share);
  };
  return at_most(prices.max_share_of_on_demand_price.value_or(1e6)) &&
         at_most(1 - prices.min_savings_share.value_or(-1e6));
}

std::vector<std::string> CheckPlan(const PlanRequest& asked, const PlanResponse& response) {
  Violations violations;
  const PlanRequest request = WithPlannedReplicas(asked, response, violations);
  const Case c(request, response);
  CheckAsPacking(c, violations);
  CheckKept(c, violations);
  CheckImmovable(c, violations);
  CheckLaunchSteps(c, violations);
  CheckDrainSteps(c, violations);
  CheckSummary(c, violations);
  CheckLaunches(c, violations);
  CheckZones(c, violations);
  CheckPools(c, violations);
  CheckCallAgain(c, violations);
  CheckSpares(c, violations);
  CheckGroups(c, violations);
  return violations;
}

}  // namespace spotwright::test
