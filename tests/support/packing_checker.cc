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

void CheckRules(const PackRequest& request, const PackResponse& response, std::vector<std::string>& violations) {
  const World world = BuildWorld(request, response, violations);
  CheckNewNodes(request, world, violations);
  CheckRoom(world, violations);
  CheckPods(request, world, violations);
  CheckSpot(request, world, violations);
}

// Every wanted replica runs, is placed or is reported, once.
void CheckReplicas(const World& world, const PackResponse& response, std::vector<std::string>& violations) {
  std::map<WorkloadId, std::int64_t> unplaced;
  for (const Unplaced& entry : response.unplaced) {
    const WorkloadId id{entry.namespace_name, entry.workload};
    if (entry.replicas <= 0) violations.push_back(entry.workload + " is reported as unplaced with no replica");
    if (entry.reasons.empty()) violations.push_back(entry.workload + " is unplaced without a reason");
    for (const Reason& reason : entry.reasons) {
      if (reason.code.empty() || reason.sentence.empty()) violations.push_back(entry.workload + " has an empty reason");
    }
    if (world.workloads.count(id) == 0) violations.push_back("the unplaced " + entry.workload + " is unknown");
    if (!unplaced.emplace(id, entry.replicas).second) violations.push_back(entry.workload + " is unplaced twice");
  }
  std::int64_t all_placed = 0, all_unplaced = 0;
  for (const auto& [id, workload] : world.workloads) {
    std::int64_t running = 0, placed = 0;
    for (const Host& host : world.hosts) {
      const auto there = host.pods.find(id);
      if (there == host.pods.end()) continue;
      if (!host.leaving) running += there->second.running;
      placed += there->second.placed;
    }
    const std::int64_t left = unplaced[id];
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
    for (const Unplaced& entry : response.unplaced) {
      if (WorkloadId{entry.namespace_name, entry.workload} != id) continue;
      if (std::none_of(entry.reasons.begin(), entry.reasons.end(),
                       [](const Reason& reason) { return reason.code == "constraint_not_supported"; })) {
        violations.push_back(id.second + " is left out for " + unsupported + " and no reason says so");
      }
    }
  }
  if (response.placed_replicas != all_placed) violations.push_back("placed_replicas is wrong");
  if (response.unplaced_replicas != all_unplaced) violations.push_back("unplaced_replicas is wrong");
  if (response.feasible != response.unplaced.empty()) violations.push_back("feasible is wrong");
}

std::optional<double> PriceOf(const PackRequest& request, const PackedNode& node) {
  double price = 0;
  for (const Offer& offer : request.offers) {
    if (PoolOfOffer(offer) == node.pool) price = offer.price_usd_per_hour;
  }
  for (const Node& existing : request.nodes) {
    if (node.existing && existing.name == node.name) return existing.price_usd_per_hour.value_or(price);
  }
  return price;
}

// What the response says of each of its nodes.
void CheckNodes(const PackRequest& request, const World& world, const PackResponse& response,
                std::vector<std::string>& violations) {
  std::int64_t news = 0;
  std::set<std::string> seen;
  for (const PackedNode& node : response.nodes) {
    if (!node.existing && node.name != "new-" + Text(++news)) violations.push_back(node.name + " is out of order");
    if (node.existing && !seen.insert(node.name).second) violations.push_back(node.name + " is listed twice");
    const auto host = std::find_if(world.hosts.begin(), world.hosts.end(),
                                   [&](const Host& h) { return h.name == node.name && h.existing == node.existing; });
    if (host == world.hosts.end()) continue;  // Reported already.
    const bool same = node.pool == host->pool && node.group == host->group && node.allocatable == host->allocatable &&
                      node.architecture == host->architecture && PriceOf(request, node) == node.price_usd_per_hour;
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

void CheckSums(const World& world, const PackResponse& response, std::vector<std::string>& violations) {
  std::int64_t micro_usd = 0;
  for (const Host& host : world.hosts) {
    if (!host.existing) micro_usd += std::llround(host.offer->price_usd_per_hour * 1e6);
  }
  const double cost = static_cast<double>(micro_usd) / 1e6;
  const double bound = response.lower_bound_usd_per_hour;
  if (response.cost_usd_per_hour != cost) violations.push_back("cost_usd_per_hour is not the sum of the prices");
  if (!(bound >= 0 && bound <= cost)) violations.push_back("the lower bound is above the cost");
  const double gap = bound > 0 ? cost / bound - 1 : 0;
  if (!(std::abs(response.gap - gap) <= 1e-9 * (1 + gap)) && !(bound == 0 && cost > 0)) {
    violations.push_back("gap is wrong");
  }
  if (!std::isfinite(response.gap)) violations.push_back("gap is not finite");

  std::int64_t wanted = 0, on_spot = 0;
  for (const auto& [id, workload] : world.workloads) {
    if (!MayUseSpot(*workload)) continue;
    const SpotCounts counts = CountSpot(*workload, world);
    wanted += counts.wanted * workload->requests.cpu_millicores;
    on_spot += std::min(counts.on_spot, counts.wanted) * workload->requests.cpu_millicores;
  }
  const double share = wanted == 0 ? 0 : static_cast<double>(on_spot) / static_cast<double>(wanted);
  if (response.spot_cpu_share != share) violations.push_back("spot_cpu_share is wrong");
}

// Whether the response stays within the rules with one replica more on the node of that index.
bool Takes(const PackRequest& request, PackResponse response, std::size_t node, const Unplaced& entry) {
  response.nodes[node].placements.push_back(Placement{entry.workload, entry.namespace_name, 1});
  std::vector<std::string> violations;
  CheckRules(request, response, violations);
  return violations.empty();
}

bool Takes(const PackRequest& request, PackResponse response, PackedNode extra, const Unplaced& entry) {
  response.nodes.push_back(std::move(extra));
  return Takes(request, response, response.nodes.size() - 1, entry);
}

// The first place for one replica more; empty if there is none.
std::string PlaceFor(const PackRequest& request, const PackResponse& response, const Unplaced& entry) {
  // Of a share of the work each workload may have its part only, so that one replica more on spot is no sure miss.
  const SpotShare& share = request.policy.spot_share;
  const bool spot_is_sure = share.max_share >= 1 || share.unit == ShareUnit::kNodes;
  const auto sure = [&](CapacityType type) { return spot_is_sure || type == CapacityType::kOnDemand; };
  std::set<std::string> listed;
  for (std::size_t i = 0; i < response.nodes.size(); ++i) {
    const PackedNode& node = response.nodes[i];
    if (node.existing) listed.insert(node.name);
    if (sure(node.pool.capacity_type) && Takes(request, response, i, entry)) return node.name;
  }
  for (const Node& node : request.nodes) {
    if (listed.count(node.name) > 0 || !sure(node.capacity_type)) continue;
    PackedNode extra;
    extra.name = node.name;
    extra.existing = true;
    if (Takes(request, response, extra, entry)) return node.name;
  }
  for (const Offer& offer : request.offers) {
    if (!sure(offer.capacity_type)) continue;
    PackedNode extra;
    extra.name = "one-more";
    extra.pool = PoolOfOffer(offer);
    if (request.groups.empty() && Takes(request, response, extra, entry)) return "a new " + offer.instance_type;
    for (const NodeGroup& group : request.groups) {
      extra.group = group.name;
      if (Covers(group, offer) && Takes(request, response, extra, entry)) return "a new node of " + group.name;
    }
  }
  return "";
}

bool SpreadsOverHosts(const PackRequest& request, const Unplaced& entry) {
  return std::any_of(request.workloads.begin(), request.workloads.end(), [&](const Workload& workload) {
    return IdOf(workload) == WorkloadId{entry.namespace_name, entry.workload} &&
           std::any_of(workload.topology_spread.begin(), workload.topology_spread.end(),
                       [](const TopologySpread& spread) { return spread.topology_key == kHostnameKey; });
  });
}

}  // namespace

std::vector<std::string> CheckPacking(const PackRequest& request, const PackResponse& response) {
  std::vector<std::string> violations;
  CheckRules(request, response, violations);
  std::vector<std::string> repeated;
  const World world = BuildWorld(request, response, repeated);
  CheckReplicas(world, response, violations);
  CheckNodes(request, world, response, violations);
  CheckSums(world, response, violations);
  return violations;
}

std::vector<std::string> FindMissedPlaces(const PackRequest& request, const PackResponse& response) {
  std::vector<std::string> missed;
  for (const Unplaced& entry : response.unplaced) {
    // A second pod on the only host is even, and still a place that no caller would count on.
    if (SpreadsOverHosts(request, entry)) continue;
    const std::string place = PlaceFor(request, response, entry);
    if (!place.empty()) missed.push_back(entry.workload + " is left out although it fits on " + place);
  }
  return missed;
}

}  // namespace spotwright::test
