#include "tests/support/consolidate_checker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "tests/support/consolidate_replay.h"
#include "tests/support/consolidate_rules.h"
#include "tests/support/packing_rules.h"

namespace spotwright::test {
namespace {

std::int64_t Micro(double usd) { return std::llround(usd * 1e6); }
bool Near(double a, double b) { return std::abs(a - b) <= 1e-5 + 1e-9 * std::abs(b); }

// The rules for pods and nodes hold at this moment.
void CheckPlacesNow(const Replay& now, const std::string& when, Violations& violations) {
  const PackRequest request = now.Request();
  Violations broken;
  const World world = BuildWorld(request, now.Response(), broken);
  // All but CheckGangs: that pods of a gang wait for a place is no reason why others may not move.
  CheckNewNodes(request, world, broken);
  CheckFlexibility(request, world, broken);
  CheckRoom(world, broken);
  CheckPods(request, world, broken);
  CheckSpot(request, world, broken);
  CheckBlastRadius(request, world, broken);
  for (const std::string& rule : broken) violations.push_back(when + ": " + rule);
}

// So do the limits for nodes while what comes and what goes are both there.
void CheckLaunchesNow(const Replay& now, const std::string& when, Violations& violations) {
  const PackRequest request = now.Request();
  PackResponse response;
  for (const auto& [name, launch] : now.launched()) response.nodes.push_back(*launch);
  Violations broken;
  const World world = BuildWorld(request, response, broken);
  CheckNewNodes(request, world, broken);
  for (const std::string& rule : broken) violations.push_back(when + ": " + rule);
}

// Carries out all steps. What comes is there at once with what goes, so limits are looked at before each drain; the
// other rules once a consolidation is done.
Replay CarryOut(const ConsolidationCase& c, Violations& violations) {
  Replay replay(c.request, c.response);
  const std::vector<ConsolidationStep>& steps = c.response.steps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool last = i + 1 == steps.size() || steps[i + 1].consolidation != steps[i].consolidation;
    const bool waited = steps[i].action == ConsolidationAction::kWaitUntilReady &&
                        steps[i + 1 < steps.size() ? i + 1 : i].action != ConsolidationAction::kWaitUntilReady;
    if (!last && steps[i + 1].consolidation < steps[i].consolidation) violations.push_back("steps are out of order");
    replay.Do(steps[i], violations);
    const std::string when = "after consolidation " + std::to_string(steps[i].consolidation);
    if (waited) CheckLaunchesNow(replay, "before what goes has gone, " + when, violations);
    if (last) CheckPlacesNow(replay, when, violations);
  }
  return replay;
}

void CheckConsolidationOf(const ConsolidationCase& c, const Consolidation& entry, const Replay& done,
                          const Replay& before, Violations& violations) {
  const std::string what = entry.removed_nodes.empty() ? std::string("a consolidation") : entry.removed_nodes.front();
  const ConsolidatePolicy& policy = c.request.policy;
  double gone = 0, savings = 0, risk = 0, disruption = 0;
  std::int64_t moved = 0;
  for (const std::string& name : entry.removed_nodes) {
    const Node& node = *c.nodes.at(name);
    gone += c.Price(node);
    savings += c.Price(node);
    risk -= c.Hazard(ConsolidationCase::PoolOf(node)) * (c.Startup(c.Price(node)) + c.Restart(c.PodsOn(name)));
  }
  for (const std::string& name : entry.launched_nodes) {
    const PackedNode& launch = *done.launched().at(name);
    savings -= launch.price_usd_per_hour;
    risk += c.Hazard(launch.pool) * c.Startup(launch.price_usd_per_hour);
  }
  for (const auto& [name, pods] : done.arrived()) {
    PodCounts came = pods;
    if (const auto earlier = before.arrived().find(name); earlier != before.arrived().end()) {
      for (const auto& [id, count] : earlier->second) came[id] -= count;
    }
    const auto node = c.nodes.find(name);
    const Pool pool = node == c.nodes.end() ? done.launched().at(name)->pool : ConsolidationCase::PoolOf(*node->second);
    risk += c.Hazard(pool) * c.Restart(came);
    disruption += c.Restart(came);
    for (const auto& [id, count] : came) moved += count;
  }
  disruption += policy.move_cost_usd * static_cast<double>(moved);
  savings -= risk;
  if (!Near(entry.savings_usd_per_hour, savings)) violations.push_back(what + ": savings are wrong");
  if (!Near(entry.risk_usd_per_hour, risk)) violations.push_back(what + ": risk is wrong");
  if (!Near(entry.disruption_cost_usd, disruption)) violations.push_back(what + ": disruption cost is wrong");
  if (entry.pods_moved != moved) violations.push_back(what + ": pods_moved is wrong");
  if (savings <= 0 || savings * policy.horizon_hours <= disruption - 1e-6) {
    violations.push_back(what + " does not pay");
  }
  if (savings < policy.min_savings_share * gone - 1e-6) violations.push_back(what + " saves less than the policy asks");
  const std::size_t goes = entry.removed_nodes.size(), comes = entry.launched_nodes.size();
  const ConsolidationKind kind = comes == 0      ? ConsolidationKind::kDelete
                                 : comes == goes ? ConsolidationKind::kReplace
                                 : comes < goes  ? ConsolidationKind::kMerge
                                                 : ConsolidationKind::kSplit;
  if (entry.kind != kind) violations.push_back(what + " is of another kind");
  if (entry.sentence.empty()) violations.push_back(what + " has no sentence");
}

// Each entry says what its steps do.
void CheckEntries(const ConsolidationCase& c, Violations& violations) {
  Violations ignored;
  Replay replay(c.request, c.response);
  std::size_t next = 0;
  for (std::size_t i = 0; i < c.response.consolidations.size(); ++i) {
    const Consolidation& entry = c.response.consolidations[i];
    const Replay before = replay;
    std::set<std::string> removes, launches;
    for (; next < c.response.steps.size() && c.response.steps[next].consolidation == static_cast<std::int64_t>(i);
         ++next) {
      const ConsolidationStep& step = c.response.steps[next];
      if (step.action == ConsolidationAction::kRemove) removes.insert(step.node);
      if (step.action == ConsolidationAction::kLaunch) launches.insert(step.node);
      replay.Do(step, ignored);
    }
    if (removes != std::set<std::string>(entry.removed_nodes.begin(), entry.removed_nodes.end()) ||
        launches != std::set<std::string>(entry.launched_nodes.begin(), entry.launched_nodes.end())) {
      violations.push_back("consolidation " + std::to_string(i) + " does not say what its steps do");
      continue;
    }
    CheckConsolidationOf(c, entry, replay, before, violations);
  }
  if (next != c.response.steps.size()) violations.push_back("steps of no consolidation");
}

void CheckSums(const ConsolidationCase& c, const Replay& after, Violations& violations) {
  double now = 0, then = 0, risk_now = 0, risk_then = 0;
  for (const Node& node : c.request.nodes) {
    if (!IsWorker(node)) continue;
    const double hazard = c.Hazard(ConsolidationCase::PoolOf(node));
    const double price = c.Price(node);
    const double risk = hazard * (c.Startup(price) + c.Restart(c.PodsOn(node.name)));
    now += price;
    risk_now += risk;
    if (after.removed().count(node.name) > 0) continue;
    const auto arrived = after.arrived().find(node.name);
    then += price;
    risk_then += risk + (arrived == after.arrived().end() ? 0 : hazard * c.Restart(arrived->second));
  }
  for (const auto& [name, launch] : after.launched()) {
    const auto arrived = after.arrived().find(name);
    then += launch->price_usd_per_hour;
    risk_then += c.Hazard(launch->pool) * (c.Startup(launch->price_usd_per_hour) +
                                           (arrived == after.arrived().end() ? 0 : c.Restart(arrived->second)));
  }
  const ConsolidateResponse& said = c.response;
  // Pods that wait may already be reckoned where they are to go, and each part may be rounded.
  const double rounding = 1e-4;
  if (std::abs(said.cost_now_usd_per_hour - now) > rounding) violations.push_back("cost_now is wrong");
  if (std::abs(said.cost_after_usd_per_hour - then) > rounding) violations.push_back("cost_after is wrong");
  if (said.risk_now_usd_per_hour < risk_now - rounding) violations.push_back("interruption cost now is wrong");
  if (std::abs(said.risk_after_usd_per_hour - said.risk_now_usd_per_hour - (risk_then - risk_now)) > rounding) {
    violations.push_back("interruption cost after is wrong");
  }
  const double total = said.cost_after_usd_per_hour + said.risk_after_usd_per_hour;
  if (said.lower_bound_usd_per_hour < 0 || said.lower_bound_usd_per_hour > total + rounding) {
    violations.push_back("the lower bound is above the cost");
  }
  if (said.lower_bound_usd_per_hour > 0 && !Near(said.gap_after, total / said.lower_bound_usd_per_hour - 1)) {
    violations.push_back("gap_after is wrong");
  }
  std::int64_t moved = 0;
  for (const auto& [id, count] : after.moved()) moved += count;
  if (said.pods_moved != moved) violations.push_back("pods_moved is wrong");
  if (!said.feasible) violations.push_back("doing nothing is always feasible");
}

void CheckLaunches(const ConsolidationCase& c, const Replay& after, Violations& violations) {
  if (after.launched().size() != c.response.launches.size()) violations.push_back("a launch that no step makes");
  const PackRequest request = after.Request();
  Violations ignored;
  const World world = BuildWorld(request, after.Response(), ignored);
  for (const Host& host : world.hosts) {
    if (host.existing) continue;
    const PackedNode& launch = *after.launched().at(host.name);
    PodCounts placed;
    for (const Placement& pods : launch.placements) placed[{pods.namespace_name, pods.workload}] += pods.replicas;
    const auto arrived = after.arrived().find(host.name);
    if (arrived == after.arrived().end() || placed != arrived->second) {
      violations.push_back(host.name + " gets other pods than it says");
    }
    if (launch.existing || launch.used != host.Used() || launch.allocatable != host.allocatable ||
        launch.architecture != host.architecture || Micro(launch.price_usd_per_hour) > host.price_micro) {
      violations.push_back(host.name + " is not described as it is");
    }
  }
}

}  // namespace

std::vector<std::string> CheckConsolidation(const ConsolidateRequest& request, const ConsolidateResponse& response) {
  const ConsolidationCase c(request, response);
  Violations violations;
  const Replay after = CarryOut(c, violations);
  if (!violations.empty()) return violations;
  CheckWhatGoes(c, after, violations);
  CheckHowMuchGoes(c, after, violations);
  CheckLaunches(c, after, violations);
  CheckEntries(c, violations);
  CheckSums(c, after, violations);
  return violations;
}

ConsolidateRequest CarriedOut(const ConsolidateRequest& request, const ConsolidateResponse& response, bool young) {
  std::vector<std::string> ignored;
  Replay replay(request, response);
  for (const ConsolidationStep& step : response.steps) replay.Do(step, ignored);
  ConsolidateRequest next = request;
  next.nodes = replay.Request().nodes;
  const auto arrive = [&](Node& node) {
    const auto pods = replay.arrived().find(node.name);
    if (pods == replay.arrived().end()) return;
    for (const auto& [id, count] : pods->second) node.running.push_back({id.second, id.first, count});
  };
  for (Node& node : next.nodes) arrive(node);
  for (const PackedNode& launch : response.launches) {
    Node node;
    node.name = launch.name;
    node.instance_type = launch.pool.instance_type;
    node.region = launch.pool.region;
    node.zone = launch.pool.zone;
    node.capacity_type = launch.pool.capacity_type;
    node.price_usd_per_hour = launch.price_usd_per_hour;
    node.group = launch.group;
    node.architecture = launch.architecture;
    node.allocatable = launch.allocatable;
    if (young) node.created_unix_ms = request.now_unix_ms;
    for (Offer& offer : next.offers) {
      if (PoolOfOffer(offer) != launch.pool) continue;
      node.labels = offer.labels;
      node.taints = offer.taints;
      node.volume_limits = offer.volume_limits;
      if (offer.reserved_count > 0) {
        --offer.reserved_count;
      } else if (offer.available_count) {
        --*offer.available_count;
      }
    }
    for (const NodeGroup& group : request.groups) {
      if (group.name != launch.group) continue;
      for (const auto& [key, value] : group.labels) node.labels[key] = value;
      node.taints.insert(node.taints.end(), group.taints.begin(), group.taints.end());
    }
    arrive(node);
    next.nodes.push_back(std::move(node));
  }
  return next;
}

ConsolidateResponse CheckedConsolidation(const ConsolidateRequest& request) {
  const Result<ConsolidateResponse> response = Consolidate(request);
  if (!response.ok()) {
    ADD_FAILURE() << response.error().field << " " << response.error().message;
    return {};
  }
  for (const std::string& violation : CheckConsolidation(request, *response)) ADD_FAILURE() << violation;
  return *response;
}

}  // namespace spotwright::test
