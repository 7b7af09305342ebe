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
#include "src/plan/workload_index.h"

namespace spotwright::plan {
namespace {

using base::MicroUsd;

template <typename T>
bool Lists(const std::vector<T>& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool Sells(const Offer& offer, const PackedNode& node) {
  return offer.instance_type == node.pool.instance_type && offer.region == node.pool.region &&
         offer.capacity_type == node.pool.capacity_type && offer.available && !offer.under_notice &&
         !offer.available_count && !offer.cooling_until_unix_ms && offer.allocatable == node.allocatable &&
         MicroUsd(offer.price_usd_per_hour) == MicroUsd(node.price_usd_per_hour);
}

// Has it a limit to what stands and falls with a zone, or with a pool, which is of a zone?
bool HasBlastRadius(const PlanRequest& request, const Workload& workload) {
  const BlastRadius& own = workload.blast_radius;
  const BlastRadius& common = request.policy.pack.blast_radius;
  return own.max_share_per_zone || own.max_share_per_pool || common.max_share_per_zone || common.max_share_per_pool;
}

// Workloads whose pods look at the zones of other pods, or that others look at: to spread, to be near or to keep away.
// Namespaces and the finer points of selectors are left aside: who is bound without need stays where packing put it,
// which costs nothing.
std::set<const Workload*> BoundToZones(const PlanRequest& request) {
  std::set<const Workload*> bound;
  std::vector<const LabelSelector*> looked_at;
  for (const Workload& workload : request.workloads) {
    const std::size_t before = looked_at.size();
    for (const TopologySpread& spread : workload.topology_spread) {
      if (spread.topology_key != packing::kHostnameLabel) looked_at.push_back(&spread.selector);
    }
    for (const auto* const terms : {&workload.pod_affinity, &workload.pod_anti_affinity}) {
      for (const PodAffinityTerm& term : *terms) {
        if (term.weight == 0 && term.topology_key != packing::kHostnameLabel) looked_at.push_back(&term.selector);
      }
    }
    if (looked_at.size() > before || HasBlastRadius(request, workload)) bound.insert(&workload);
  }
  for (const Workload& workload : request.workloads) {
    const bool is_looked_at = std::any_of(looked_at.begin(), looked_at.end(), [&](const LabelSelector* selector) {
      return packing::Matches(*selector, workload.labels);
    });
    if (is_looked_at) bound.insert(&workload);
  }
  return bound;
}

// What decides whether a new node could as well be in another zone.
class Freedom {
 public:
  Freedom(const PlanRequest& request, const std::vector<Offer>& offers)
      : offers_(offers), workloads_(IndexOf(request.workloads)), bound_(BoundToZones(request)) {
    for (const NodeGroup& group : request.groups) groups_[group.name] = &group;
    for (const Workload& workload : request.workloads) {
      if (workload.kind == WorkloadKind::kDaemonSet) daemons_.push_back(&workload);
    }
  }

  // The zones, its own among them; empty when it must stay where it is.
  std::set<std::string> OpenZones(const PackedNode& node) const {
    std::set<std::string> open;
    const auto group = groups_.find(node.group);
    const NodeGroup* const of_group = group == groups_.end() ? nullptr : group->second;
    const auto own = std::find_if(offers_.begin(), offers_.end(), [&](const Offer& offer) {
      return offer.zone == node.pool.zone && Sells(offer, node);
    });
    if (own == offers_.end()) return open;
    const packing::NodeTraits here = packing::TraitsOf(*own, of_group);
    for (const Offer& offer : offers_) {
      if (!Sells(offer, node)) continue;
      if (of_group != nullptr && !of_group->zones.empty() && !Lists(of_group->zones, offer.zone)) continue;
      if (IsAlike(node, here, packing::TraitsOf(offer, of_group))) open.insert(offer.zone);
    }
    return open;
  }

 private:
  // Do pods and daemonsets see the same in both?
  bool IsAlike(const PackedNode& node, const packing::NodeTraits& here, const packing::NodeTraits& there) const {
    if (here.architecture != there.architecture) return false;
    const std::vector<Architecture> architectures = {here.architecture};
    const auto may_run = [&](const Workload& workload, const packing::NodeTraits& traits) {
      return packing::Misfits(workload, traits, architectures) == packing::kNoMisfit;
    };
    return std::all_of(node.placements.begin(), node.placements.end(),
                       [&](const Placement& placement) {
                         const Workload& workload = *workloads_.at({placement.namespace_name, placement.workload});
                         const auto& wishes = workload.preferred_node_affinity;
                         return bound_.count(&workload) == 0 && may_run(workload, there) &&
                                std::all_of(wishes.begin(), wishes.end(), [&](const PreferredTerm& wish) {
                                  return packing::Matches(wish.term, here.labels) ==
                                         packing::Matches(wish.term, there.labels);
                                });
                       }) &&
           std::all_of(daemons_.begin(), daemons_.end(),
                       [&](const Workload* daemon) { return may_run(*daemon, here) == may_run(*daemon, there); });
  }

  const std::vector<Offer>& offers_;
  const WorkloadIndex workloads_;
  const std::set<const Workload*> bound_;
  std::map<std::string, const NodeGroup*> groups_;
  std::vector<const Workload*> daemons_;
};

}  // namespace

std::optional<Error> BalanceNewNodes(const PlanRequest& request, const std::vector<Offer>& offers,
                                     std::vector<PackedNode>& nodes, const Call& call) {
  const Freedom freedom(request, offers);
  // Nodes that may change places: same type, price, group and open zones.
  std::map<std::tuple<std::string, CapacityType, std::string, std::set<std::string>>, std::vector<std::size_t>> free;
  std::map<std::string, std::int64_t> fixed;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const PackedNode& node = nodes[i];
    std::set<std::string> open;
    if (!node.existing) open = freedom.OpenZones(node);
    if (open.size() > 1) {
      free[{node.pool.instance_type, node.pool.capacity_type, node.group, std::move(open)}].push_back(i);
    } else {
      ++fixed[node.pool.zone];
    }
  }
  for (const auto& [kind, members] : free) {
    BalanceZonesRequest balance;
    balance.units_to_add = static_cast<std::int64_t>(members.size());
    for (const std::string& name : std::get<3>(kind)) {
      Zone zone;
      zone.name = name;
      zone.units = fixed[name];
      balance.zones.push_back(std::move(zone));
    }
    const Result<BalanceZonesResponse> balanced = BalanceZones(balance, call);
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
