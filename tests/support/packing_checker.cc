#include "tests/support/packing_checker.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "tests/support/packed_world.h"
#include "tests/support/packing_rules.h"

namespace spotwright::test {
namespace {

std::string Text(std::int64_t value) { return std::to_string(value); }
std::int64_t MicroUsd(double usd) { return std::llround(usd * 1e6); }

// Every wanted replica runs, is placed or is reported, once.
void CheckReplicas(const World& world, const PackResponse& response, std::vector<std::string>& violations) {
  std::map<WorkloadId, const Unplaced*> unplaced;
  for (const Unplaced& entry : response.unplaced) {
    const WorkloadId id{entry.namespace_name, entry.workload};
    if (entry.replicas <= 0) violations.push_back(entry.workload + " is reported as unplaced with no replica");
    if (entry.reasons.empty()) violations.push_back(entry.workload + " is unplaced without a reason");
    for (const Reason& reason : entry.reasons) {
      if (reason.code.empty() || reason.sentence.empty()) violations.push_back(entry.workload + " has an empty reason");
    }
    if (world.workloads.count(id) == 0) violations.push_back("the unplaced " + entry.workload + " is unknown");
    if (!unplaced.emplace(id, &entry).second) violations.push_back(entry.workload + " is unplaced twice");
  }
  std::map<const Workload*, PodsThere> pods;
  for (const Host& host : world.hosts) {
    for (const auto& [id, there] : host.pods) {
      PodsThere& sum = pods[there.workload];
      if (!host.leaving) sum.running += there.running;
      sum.placed += there.placed;
    }
  }
  std::int64_t all_placed = 0, all_unplaced = 0;
  for (const auto& [id, workload] : world.workloads) {
    const std::int64_t running = pods[workload].running;
    const std::int64_t placed = pods[workload].placed;
    const auto reported = unplaced.find(id);
    const std::int64_t left = reported == unplaced.end() ? 0 : reported->second->replicas;
    all_placed += placed;
    all_unplaced += left;
    const bool sound = workload->kind == WorkloadKind::kDaemonSet || running >= workload->replicas
                           ? placed == 0 && left == 0
                           : running + placed + left == workload->replicas;
    if (!sound) {
      violations.push_back(id.second + " wants " + Text(workload->replicas) + ": " + Text(running) + " run, " +
                           Text(placed) + " are placed, " + Text(left) + " unplaced");
    }
    if (left == 0) continue;
    const std::string unsupported = Unsupported(*workload, world);
    if (unsupported.empty()) continue;
    const std::vector<Reason>& reasons = reported->second->reasons;
    if (std::none_of(reasons.begin(), reasons.end(),
                     [](const Reason& reason) { return reason.code == "constraint_not_supported"; })) {
      violations.push_back(id.second + " is left out for " + unsupported + " and no reason says so");
    }
  }
  if (response.placed_replicas != all_placed) violations.push_back("placed_replicas is wrong");
  if (response.unplaced_replicas != all_unplaced) violations.push_back("unplaced_replicas is wrong");
  if (response.feasible != response.unplaced.empty()) violations.push_back("feasible is wrong");
}

// What the response says of each of its nodes.
void CheckNodes(const World& world, const PackResponse& response, std::vector<std::string>& violations) {
  std::map<std::pair<bool, std::string>, const Host*> hosts;
  for (const Host& host : world.hosts) hosts[{host.existing, host.name}] = &host;
  std::int64_t news = 0;
  std::int64_t number = 0;  // Of the name; numbers that a node has already are skipped.
  std::set<std::string> taken;
  for (const Host& host : world.hosts) {
    if (host.existing) taken.insert(host.name);
  }
  std::set<std::string> seen;
  for (const PackedNode& node : response.nodes) {
    if (!node.existing) {
      ++news;
      do ++number;
      while (taken.count("new-" + Text(number)) > 0);
      if (node.name != "new-" + Text(number)) violations.push_back(node.name + " is out of order");
    }
    if (node.existing && !seen.insert(node.name).second) violations.push_back(node.name + " is listed twice");
    const auto found = hosts.find({node.existing, node.name});
    if (found == hosts.end()) continue;  // Reported already.
    const Host* const host = found->second;
    const bool same = node.pool == host->pool && node.group == host->group && node.allocatable == host->allocatable &&
                      node.architecture == host->architecture && MicroUsd(node.price_usd_per_hour) == host->price_micro;
    if (!same) violations.push_back(node.name + " is not described as it is");
    if (node.used != host->Used()) violations.push_back(node.name + " uses another amount than it says");
    if (node.placements.empty()) violations.push_back(node.name + " is listed and got nothing");
    for (std::size_t i = 0; i < node.placements.size(); ++i) {
      const Placement& placement = node.placements[i];
      if (placement.replicas <= 0) violations.push_back(node.name + " gets no replica of " + placement.workload);
      if (i > 0 && std::tie(node.placements[i - 1].namespace_name, node.placements[i - 1].workload) >=
                       std::tie(placement.namespace_name, placement.workload)) {
        violations.push_back(node.name + " has its placements out of order");
      }
    }
  }
  if (response.new_nodes != news) violations.push_back("new_nodes is wrong");
}

// What the interruptions are expected to cost in an hour: of each new node its start-up, and of each pod placed its
// restart.
double InterruptionUsd(const PackRequest& request, const World& world) {
  double usd = 0;
  for (const Host& host : world.hosts) {
    if (!host.existing) usd += StartUpUsd(host, request.policy);
    for (const auto& [id, there] : host.pods) {
      usd += host.hazard * static_cast<double>(there.placed) * there.workload->restart_cost_usd;
    }
  }
  return usd;
}

void CheckSums(const PackRequest& request, const World& world, const PackResponse& response,
               std::vector<std::string>& violations) {
  std::int64_t micro_usd = 0;
  std::map<const Offer*, std::int64_t> launched;
  for (const Host& host : world.hosts) {
    if (!host.existing && ++launched[host.offer] > host.offer->reserved_count) {
      micro_usd += MicroUsd(host.offer->price_usd_per_hour);
    }
  }
  const double cost = static_cast<double>(micro_usd) / 1e6;
  if (response.cost_usd_per_hour != cost) violations.push_back("cost_usd_per_hour is not the sum of the prices");

  // Each pod's and each node's part may have been rounded to a millionth of a dollar.
  const double interruptions = response.expected_interruption_cost_usd_per_hour;
  const double rounding = 1e-6 * static_cast<double>(1 + response.placed_replicas + response.new_nodes);
  if (!(std::abs(interruptions - InterruptionUsd(request, world)) <= rounding)) {
    violations.push_back("expected_interruption_cost_usd_per_hour is " + std::to_string(interruptions) + ", not " +
                         std::to_string(InterruptionUsd(request, world)));
  }

  const double objective = cost + interruptions;
  const double bound = response.lower_bound_usd_per_hour;
  if (!(bound >= 0 && bound <= objective + 1e-9 * (1 + objective))) {
    violations.push_back("the lower bound is above the cost");
  }
  if (bound > 0 && !(std::abs(response.gap - (objective / bound - 1)) <= 1e-9 * (1 + objective / bound))) {
    violations.push_back("gap is wrong");
  }
  if (objective == 0 && response.gap != 0) violations.push_back("there is a gap to nothing");
  if (!std::isfinite(response.gap) || response.gap < 0) violations.push_back("gap is no number of 0 or more");
  if (response.bound_proof == BoundProof::kNone && bound > 0) violations.push_back("the bound has no proof");
  if (response.bound_proof == BoundProof::kExhausted && objective - bound > rounding) {
    violations.push_back("the optimum is said to be proven and the bound is lower");
  }
}

void CheckSpotCpuShare(const World& world, const PackResponse& response, std::vector<std::string>& violations) {
  std::int64_t wanted = 0, on_spot = 0;
  for (const auto& [workload, counts] : CountSpot(world)) {
    wanted += counts.wanted * workload->requests.cpu_millicores;
    on_spot += std::min(counts.on_spot, counts.wanted) * workload->requests.cpu_millicores;
  }
  const double share = wanted == 0 ? 0 : static_cast<double>(on_spot) / static_cast<double>(wanted);
  if (response.spot_cpu_share != share) violations.push_back("spot_cpu_share is wrong");
}

World CheckAllButCosts(const PackRequest& request, const PackResponse& response, std::vector<std::string>& violations) {
  World world = BuildWorld(request, response, violations);
  CheckRules(request, world, violations);
  CheckReplicas(world, response, violations);
  CheckNodes(world, response, violations);
  CheckSpotCpuShare(world, response, violations);
  return world;
}

}  // namespace

std::vector<std::string> CheckPlaces(const PackRequest& request, const PackResponse& response) {
  std::vector<std::string> violations;
  CheckAllButCosts(request, response, violations);
  return violations;
}

std::vector<std::string> CheckPacking(const PackRequest& request, const PackResponse& response) {
  std::vector<std::string> violations;
  const World world = CheckAllButCosts(request, response, violations);
  CheckSums(request, world, response, violations);
  return violations;
}

}  // namespace spotwright::test
