#include "src/plan/futures.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/packing/answer.h"
#include "src/packing/compatibility.h"
#include "src/packing/constraints.h"
#include "src/plan/workload_index.h"
#include "src/plan/zone_balance.h"

namespace spotwright::plan {
namespace {

using base::MicroUsd;

Pool PoolOf(const Node& node) { return {node.instance_type, node.region, node.zone, node.capacity_type}; }

PackRequest PackRequestOf(const Ground& ground, std::vector<Node> nodes) {
  const PlanRequest& request = *ground.request;
  PackRequest pack;
  pack.workloads = request.workloads;
  pack.offers = ground.offers;
  pack.nodes = std::move(nodes);
  pack.groups = request.groups;
  pack.policy = request.policy.pack;
  pack.policy.spot_share = ground.spot_share;
  pack.now_unix_ms = request.now_unix_ms;
  // Offers may be few once prices are judged; the architectures are still those of the whole cluster.
  if (pack.policy.default_architectures.empty()) {
    std::set<Architecture> found;
    for (const Node& node : request.nodes) {
      if (!node.control_plane) found.insert(node.architecture);
    }
    pack.policy.default_architectures.assign(found.begin(), found.end());
  }
  return pack;
}

bool IsMovable(const Ground& ground, const Node& node) {
  return !node.control_plane && node.state != NodeState::kDraining && ground.immovable.count(node.name) == 0;
}

// Prices of the request's nodes, also where the offer of their pool is not allowed for new ones.
std::vector<Node> Priced(const Ground& ground, bool with_movable) {
  const PlanRequest& request = *ground.request;
  std::vector<Node> nodes;
  for (const Node& node : request.nodes) {
    if (!with_movable && IsMovable(ground, node)) continue;
    nodes.push_back(node);
    if (const auto price = PriceMicro(request, node)) nodes.back().price_usd_per_hour = base::Usd(*price);
  }
  return nodes;
}

Future FutureOf(PackResponse pack) {
  Future future;
  future.nodes = std::move(pack.nodes);
  future.unplaced = std::move(pack.unplaced);
  future.unplaced_replicas = pack.unplaced_replicas;
  future.spot_cpu_share = pack.spot_cpu_share;
  future.lower_bound_micro = MicroUsd(pack.lower_bound_usd_per_hour);
  for (const PackedNode& node : future.nodes) {
    future.cost_micro += MicroUsd(node.price_usd_per_hour);
    if (node.existing) future.lower_bound_micro += MicroUsd(node.price_usd_per_hour);
  }
  return future;
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

bool Holds(const Resources& room, const Resources& used) {
  if (used.cpu_millicores > room.cpu_millicores || used.memory_bytes > room.memory_bytes || used.pods > room.pods ||
      used.gpus > room.gpus) {
    return false;
  }
  if (room.ephemeral_storage_bytes > 0 && used.ephemeral_storage_bytes > room.ephemeral_storage_bytes) return false;
  return std::all_of(used.extended.begin(), used.extended.end(), [&](const auto& entry) {
    const auto found = room.extended.find(entry.first);
    return entry.second == 0 || (found != room.extended.end() && found->second >= entry.second);
  });
}

// Could `node` stand in for the new node `wanted`?
bool CanServe(const Node& node, const PackedNode& wanted, const WorkloadIndex& workloads) {
  if (node.state != NodeState::kReady || PoolOf(node) != wanted.pool || !Holds(node.allocatable, wanted.used)) {
    return false;
  }
  if (!wanted.group.empty() && node.group != wanted.group) return false;
  const packing::NodeTraits traits = packing::TraitsOf(node);
  return std::all_of(wanted.placements.begin(), wanted.placements.end(), [&](const Placement& placement) {
    const Workload& workload = *workloads.at({placement.namespace_name, placement.workload});
    return packing::Misfits(workload, traits, {node.architecture}) == packing::kNoMisfit;
  });
}

std::int64_t PodsThatStay(const Node& node, const PackedNode& wanted) {
  std::int64_t stay = 0;
  for (const RunningPods& running : node.running) {
    for (const Placement& placement : wanted.placements) {
      if (placement.workload == running.workload && placement.namespace_name == running.namespace_name) {
        stay += std::min(running.replicas, placement.replicas);
      }
    }
  }
  return stay;
}

// Gives new nodes of a future to movable nodes that can serve for them, most shared pods first.
void Reuse(const Ground& ground, const WorkloadIndex& workloads, Future& future) {
  const PlanRequest& request = *ground.request;
  struct Pair {
    std::int64_t stay;
    const Node* node;
    std::size_t wanted;
  };
  std::vector<Pair> pairs;
  for (const Node& node : request.nodes) {
    if (!IsMovable(ground, node)) continue;
    for (std::size_t i = 0; i < future.nodes.size(); ++i) {
      const PackedNode& wanted = future.nodes[i];
      if (!wanted.existing && CanServe(node, wanted, workloads))
        pairs.push_back({PodsThatStay(node, wanted), &node, i});
    }
  }
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
    return std::tie(b.stay, a.node->name, a.wanted) < std::tie(a.stay, b.node->name, b.wanted);
  });
  std::set<const Node*> used;
  for (const Pair& pair : pairs) {
    PackedNode& wanted = future.nodes[pair.wanted];
    if (wanted.existing || !used.insert(pair.node).second) continue;
    const std::int64_t price = PriceMicro(request, *pair.node).value_or(MicroUsd(wanted.price_usd_per_hour));
    future.cost_micro += price - MicroUsd(wanted.price_usd_per_hour);
    wanted.existing = true;
    wanted.name = pair.node->name;
    wanted.group = pair.node->group;
    wanted.price_usd_per_hour = base::Usd(price);
    wanted.allocatable = pair.node->allocatable;
  }
}

// Existing nodes by name, then new ones in their order, numbered anew.
void Renumber(Future& future) {
  std::stable_sort(future.nodes.begin(), future.nodes.end(), [](const PackedNode& a, const PackedNode& b) {
    if (a.existing != b.existing) return a.existing;
    return a.existing ? a.name < b.name : std::tie(a.pool, a.group) < std::tie(b.pool, b.group);
  });
  std::int64_t number = 0;
  for (PackedNode& node : future.nodes) {
    if (!node.existing) node.name = base::Cat("new-", ++number);
  }
}

}  // namespace

std::optional<std::int64_t> PriceMicro(const PlanRequest& request, const Node& node) {
  if (node.price_usd_per_hour) return MicroUsd(*node.price_usd_per_hour);
  const Pool pool = PoolOf(node);
  for (const Offer& offer : request.offers) {
    if (model::PoolOf(offer) == pool) return MicroUsd(offer.price_usd_per_hour);
  }
  return std::nullopt;
}

Result<Future> Keep(const Ground& ground, const Call& call) {
  Result<PackResponse> pack =
      packing::PackListing(PackRequestOf(ground, Priced(ground, true)), packing::Listing::kEveryNode, call);
  if (!pack.ok()) return pack.error();
  Future future = FutureOf(std::move(*pack));
  ListDrains(*ground.request, future);
  return future;
}

Result<Future> Renew(const Ground& ground, const Call& call) {
  const PlanRequest& request = *ground.request;
  Result<PackResponse> pack =
      packing::PackListing(PackRequestOf(ground, Priced(ground, false)), packing::Listing::kEveryNode, call);
  if (!pack.ok()) return pack.error();
  Future future = FutureOf(std::move(*pack));
  const WorkloadIndex workloads = IndexOf(request.workloads);
  Reuse(ground, workloads, future);
  if (auto error = BalanceNewNodes(ground.offers, request.groups, workloads, future.nodes, call)) return *error;
  Renumber(future);
  ListDrains(request, future);
  return future;
}

Result<std::optional<std::int64_t>> AllOnDemandMicro(const Ground& ground, const Call& call) {
  PackRequest request = PackRequestOf(ground, Priced(ground, false));
  std::erase_if(request.offers, [](const Offer& offer) { return offer.capacity_type == CapacityType::kSpot; });
  Result<PackResponse> pack = packing::PackListing(request, packing::Listing::kEveryNode, call);
  if (!pack.ok()) return pack.error();
  const Future future = FutureOf(std::move(*pack));
  // What packing cannot place under any offers is left out of the plan itself as well.
  const bool comparable = std::all_of(future.unplaced.begin(), future.unplaced.end(), [](const Unplaced& unplaced) {
    return unplaced.reasons.front().code == packing::kConstraintNotSupported;
  });
  return comparable ? std::optional(future.cost_micro) : std::nullopt;
}

}  // namespace spotwright::plan
