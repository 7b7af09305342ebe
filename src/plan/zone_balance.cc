#include "src/plan/zone_balance.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "spotwright/balance_zones.h"
#include "src/base/money.h"
#include "src/model/offers.h"
#include "src/packing/compatibility.h"

namespace spotwright::plan {
namespace {

using base::MicroUsd;

const NodeGroup* GroupOf(const std::vector<NodeGroup>& groups, const std::string& name) {
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const NodeGroup& g) { return g.name == name; });
  return found == groups.end() ? nullptr : &*found;
}

bool Sells(const Offer& offer, const PackedNode& node) {
  return offer.instance_type == node.pool.instance_type && offer.region == node.pool.region &&
         offer.capacity_type == node.pool.capacity_type && offer.available && !offer.available_count &&
         !offer.cooling_until_unix_ms && offer.allocatable == node.allocatable &&
         MicroUsd(offer.price_usd_per_hour) == MicroUsd(node.price_usd_per_hour);
}

bool SpreadsOverZones(const Workload& workload) {
  return std::any_of(workload.topology_spread.begin(), workload.topology_spread.end(),
                     [](const TopologySpread& spread) { return spread.topology_key != packing::kHostnameLabel; });
}

// May the pods of a node be in this offer's zone as well?
bool CanMove(const PackedNode& node, const Offer& offer, const NodeGroup* group, const WorkloadIndex& workloads) {
  if (group != nullptr && !group->zones.empty() &&
      std::find(group->zones.begin(), group->zones.end(), offer.zone) == group->zones.end()) {
    return false;
  }
  const packing::NodeTraits traits = packing::TraitsOf(offer, group);
  return std::all_of(node.placements.begin(), node.placements.end(), [&](const Placement& placement) {
    const Workload& workload = *workloads.at({placement.namespace_name, placement.workload});
    return !SpreadsOverZones(workload) && packing::Misfits(workload, traits, {node.architecture}) == packing::kNoMisfit;
  });
}

}  // namespace

std::optional<Error> BalanceNewNodes(const std::vector<Offer>& offers, const std::vector<NodeGroup>& groups,
                                     const WorkloadIndex& workloads, std::vector<PackedNode>& nodes, const Call& call) {
  // Nodes that may change places: same type, price, group and open zones.
  std::map<std::tuple<std::string, CapacityType, std::string, std::set<std::string>>, std::vector<std::size_t>> free;
  std::map<std::string, std::int64_t> fixed;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const PackedNode& node = nodes[i];
    fixed.try_emplace(node.pool.zone, 0);
    std::set<std::string> open;
    if (!node.existing) {
      const NodeGroup* group = GroupOf(groups, node.group);
      for (const Offer& offer : offers) {
        if (Sells(offer, node) && CanMove(node, offer, group, workloads)) open.insert(offer.zone);
      }
    }
    if (open.size() > 1 && open.count(node.pool.zone) > 0) {
      free[{node.pool.instance_type, node.pool.capacity_type, node.group, std::move(open)}].push_back(i);
    } else {
      ++fixed[node.pool.zone];
    }
  }
  for (const auto& [kind, members] : free) {
    const std::set<std::string>& open = std::get<3>(kind);
    BalanceZonesRequest request;
    request.units_to_add = static_cast<std::int64_t>(members.size());
    for (const std::string& name : open) {
      Zone zone;
      zone.name = name;
      zone.units = fixed[name];
      request.zones.push_back(std::move(zone));
    }
    const Result<BalanceZonesResponse> balanced = BalanceZones(request, call);
    if (!balanced.ok()) return balanced.error();
    std::size_t next = 0;
    for (const ZoneChange& change : balanced->zones) {
      for (std::int64_t i = 0; i < change.change; ++i) nodes[members[next++]].pool.zone = change.zone;
      fixed[change.zone] = change.units;
    }
  }
  return std::nullopt;
}

}  // namespace spotwright::plan
