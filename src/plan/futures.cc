#include "src/plan/futures.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "src/base/money.h"
#include "src/model/offers.h"
#include "src/packing/answer.h"
#include "src/packing/fresh_names.h"
#include "src/plan/pack_request.h"
#include "src/plan/spares.h"
#include "src/plan/workload_index.h"
#include "src/plan/zone_balance.h"

namespace spotwright::plan {
namespace {

using base::MicroUsd;

bool IsMovable(const Ground& ground, const Node& node) {
  return !node.control_plane && node.state != NodeState::kDraining && ground.immovable.count(node.name) == 0;
}

// No more nodes of a spot pool than the mix has there, those that stay included.
void LimitSpot(const TargetMix& mix, PackRequest& pack) {
  std::map<Pool, std::int64_t> left = mix.spot_nodes;
  for (const Node& node : pack.nodes) --left[model::PoolOf(node)];
  for (Offer& offer : pack.offers) {
    if (offer.capacity_type != CapacityType::kSpot) continue;
    const std::int64_t most = std::max<std::int64_t>(0, left[model::PoolOf(offer)]);
    offer.available_count = std::min(most, offer.available_count.value_or(most));
  }
}

// Packs with the nodes that cannot move and, of the others, those that `keeps` tells.
template <typename Keeps>
PackRequest PackRequestOf(const Ground& ground, const Keeps& keeps) {
  const PlanRequest& request = *ground.request;
  PackRequest pack = PackWithoutNodes(request, ground.offers);
  pack.policy.spot_share = ground.spot_share;
  for (const Node& node : request.nodes) {
    if (IsMovable(ground, node) && !keeps(node)) continue;
    pack.nodes.push_back(node);
    // Known also where the offer of the pool is not allowed for new nodes.
    if (const auto price = ground.prices_micro.find(node.name); price != ground.prices_micro.end()) {
      pack.nodes.back().price_usd_per_hour = base::Usd(price->second);
    }
  }
  if (ground.mix) LimitSpot(*ground.mix, pack);
  return pack;
}

Result<Future> FutureOf(const PackRequest& request, const Call& call) {
  Result<PackResponse> pack = packing::PackListing(request, packing::Listing::kEveryNode, call);
  if (!pack.ok()) return pack.error();
  Future future;
  future.nodes = std::move(pack->nodes);
  future.unplaced = std::move(pack->unplaced);
  future.unplaced_replicas = pack->unplaced_replicas;
  future.spot_cpu_share = pack->spot_cpu_share;
  future.lower_bound_micro = MicroUsd(pack->lower_bound_usd_per_hour);
  for (const PackedNode& node : future.nodes) {
    future.cost_micro += MicroUsd(node.price_usd_per_hour);
    if (node.existing) future.lower_bound_micro += MicroUsd(node.price_usd_per_hour);
  }
  return future;
}

// Existing nodes by name, then new ones by pool and group, numbered anew; no name that a node has is given again.
void Renumber(const PlanRequest& request, Future& future) {
  std::stable_sort(future.nodes.begin(), future.nodes.end(), [](const PackedNode& a, const PackedNode& b) {
    if (a.existing != b.existing) return a.existing;
    return a.existing ? a.name < b.name : std::tie(a.pool, a.group) < std::tie(b.pool, b.group);
  });
  packing::FreshNames names(request.nodes);
  for (PackedNode& node : future.nodes) {
    if (!node.existing) node.name = names.Next();
  }
}

void ListDrains(const PlanRequest& request, Future& future) {
  std::set<std::string> stays;
  for (const PackedNode& node : future.nodes) {
    if (node.existing) stays.insert(node.name);
  }
  for (const Node& node : request.nodes) {
    if (!node.control_plane && stays.count(node.name) == 0) future.drains.push_back(node.name);
  }
  std::sort(future.drains.begin(), future.drains.end());
}

// `pack` is what the future was packed of.
std::optional<Error> Settle(const Ground& ground, const PackRequest& pack, Future& future, const Call& call) {
  if (auto error = BalanceNewNodes(*ground.request, pack.offers, future.nodes, call)) return error;
  future.misses_target = ground.mix && !MeetsTarget(ground, future.nodes);
  Renumber(*ground.request, future);
  ListDrains(*ground.request, future);
  return std::nullopt;
}

// Movable nodes that can stand for new ones of a renewal: as many of each pool and group as it launches, those with
// most pods first. None of them has more of a workload on spot than the renewal itself would put there.
std::set<std::string> StandIns(const Ground& ground, const Future& renewal) {
  const PlanRequest& request = *ground.request;
  const WorkloadIndex workloads = IndexOf(request.workloads);
  std::map<std::pair<Pool, std::string>, std::int64_t> wanted;
  Pods room_on_spot;
  for (const PackedNode& node : renewal.nodes) {
    if (node.existing) continue;
    ++wanted[{node.pool, node.group}];
    if (node.pool.capacity_type != CapacityType::kSpot) continue;
    for (const Placement& placed : node.placements) {
      room_on_spot[{placed.namespace_name, placed.workload}] += placed.replicas;
    }
  }
  struct Candidate {
    const Node* node;
    Pods pods;
    std::int64_t total;
  };
  std::vector<Candidate> candidates;
  for (const Node& node : request.nodes) {
    if (node.state != NodeState::kReady || !IsMovable(ground, node)) continue;
    Pods pods = PodsOn(node, workloads);
    const std::int64_t total = Total(pods);
    candidates.push_back({&node, std::move(pods), total});
  }
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(b.total, a.node->name) < std::tie(a.total, b.node->name);
  });
  std::set<std::string> chosen;
  for (const Candidate& candidate : candidates) {
    const Node& node = *candidate.node;
    const auto place = wanted.find({model::PoolOf(node), request.groups.empty() ? std::string() : node.group});
    if (place == wanted.end() || place->second == 0) continue;
    if (node.capacity_type == CapacityType::kSpot) {
      const bool fits = std::all_of(candidate.pods.begin(), candidate.pods.end(), [&](const auto& entry) {
        const auto room = room_on_spot.find(entry.first);
        return room != room_on_spot.end() && room->second >= entry.second;
      });
      if (!fits) continue;
      for (const auto& [key, count] : candidate.pods) room_on_spot[key] -= count;
    }
    --place->second;
    chosen.insert(node.name);
  }
  return chosen;
}

// A share of nodes is kept by packing among the new ones; with stand-ins it must hold for both together.
bool KeepsNodeShare(const Ground& ground, const Future& future) {
  if (ground.spot_share.unit != ShareUnit::kNodes) return true;
  double nodes = 0;
  double spot = 0;
  for (const PackedNode& node : future.nodes) {
    if (node.existing && ground.immovable.count(node.name) > 0) continue;
    nodes += 1;
    if (node.pool.capacity_type == CapacityType::kSpot) spot += 1;
  }
  return spot <= ground.spot_share.max_share * nodes;
}

// Launches come before drains: for a while a group has the nodes of both. Groups that this takes beyond their maximum.
std::set<std::string> OverfullGroups(const PlanRequest& request, const Future& future) {
  std::map<std::string, std::int64_t> launched;
  std::map<std::string, std::int64_t> members;
  for (const PackedNode& node : future.nodes) {
    if (!node.existing) ++launched[node.group];
  }
  for (const Node& node : request.nodes) {
    if (node.state != NodeState::kDraining) ++members[node.group];
  }
  std::set<std::string> overfull;
  for (const NodeGroup& group : request.groups) {
    const std::int64_t launches = launched[group.name];
    if (launches > 0 && launches + members[group.name] > group.max_nodes) overfull.insert(group.name);
  }
  return overfull;
}

}  // namespace

std::map<std::string, std::int64_t> NodePrices(const PlanRequest& request) {
  std::map<Pool, std::int64_t> offered;
  for (const Offer& offer : request.offers) offered[model::PoolOf(offer)] = MicroUsd(offer.price_usd_per_hour);
  std::map<std::string, std::int64_t> prices;
  for (const Node& node : request.nodes) {
    if (node.price_usd_per_hour) {
      prices[node.name] = MicroUsd(*node.price_usd_per_hour);
    } else if (const auto found = offered.find(model::PoolOf(node)); found != offered.end()) {
      prices[node.name] = found->second;
    }
  }
  return prices;
}

Result<Future> Keep(const Ground& ground, const Call& call) {
  const Policy& policy = ground.request->policy;
  bool spot_goes = policy.disruption.replace_nodes && !policy.mix.spot_enabled;
  std::set<std::string> spot_stays_in;
  for (;;) {
    const auto keeps = [&](const Node& node) {
      return !spot_goes || node.capacity_type != CapacityType::kSpot || spot_stays_in.count(node.group) > 0;
    };
    const PackRequest pack = PackRequestOf(ground, keeps);
    Result<Future> future = FutureOf(pack, call);
    if (!future.ok()) return future.error();
    if (ground.mix) AddSpares(ground, pack, *future);
    if (auto error = Settle(ground, pack, *future, call)) return *error;
    const std::set<std::string> overfull = OverfullGroups(*ground.request, *future);
    if (!spot_goes || overfull.empty()) return future;
    // Each round another group keeps its spot nodes; when that helps no more, all of them do.
    const std::size_t before = spot_stays_in.size();
    spot_stays_in.insert(overfull.begin(), overfull.end());
    spot_goes = spot_stays_in.size() > before;
  }
}

Result<std::vector<Future>> Renew(const Ground& ground, const Call& call) {
  const PlanRequest& request = *ground.request;
  const PackRequest anew = PackRequestOf(ground, [](const Node&) { return false; });
  Result<Future> renewal = FutureOf(anew, call);
  if (!renewal.ok()) return renewal.error();
  if (ground.mix) AddSpares(ground, anew, *renewal);
  const std::set<std::string> stand_ins = StandIns(ground, *renewal);
  if (auto error = Settle(ground, anew, *renewal, call)) return *error;
  std::vector<Future> futures;
  if (!stand_ins.empty()) {
    const PackRequest pack = PackRequestOf(ground, [&](const Node& node) { return stand_ins.count(node.name) > 0; });
    Result<Future> around = FutureOf(pack, call);
    if (!around.ok()) return around.error();
    DropEmpty(ground, *around);
    if (ground.mix) AddSpares(ground, pack, *around);
    if (auto error = Settle(ground, pack, *around, call)) return *error;
    if (KeepsNodeShare(ground, *around)) futures.push_back(std::move(*around));
  }
  futures.push_back(std::move(*renewal));
  std::erase_if(futures, [&](const Future& future) { return !OverfullGroups(request, future).empty(); });
  return futures;
}

Result<std::optional<std::int64_t>> AllOnDemandMicro(const Ground& ground, const Future& chosen, bool renewed,
                                                     const Call& call) {
  PackRequest request = PackRequestOf(
      ground, [&](const Node& node) { return !renewed && node.capacity_type == CapacityType::kOnDemand; });
  std::erase_if(request.offers, [](const Offer& offer) { return offer.capacity_type == CapacityType::kSpot; });
  const Result<Future> future = FutureOf(request, call);
  if (!future.ok()) return future.error();
  if (future->unplaced_replicas > chosen.unplaced_replicas) return std::optional<std::int64_t>();
  return std::optional(future->cost_micro);
}

}  // namespace spotwright::plan
