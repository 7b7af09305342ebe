#include "src/plan/spares.h"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "src/base/money.h"
#include "src/model/offers.h"
#include "src/packing/answer.h"
#include "src/packing/problem.h"

namespace spotwright::plan {
namespace {

using base::MicroUsd;

constexpr std::size_t kMostSpares = 100'000;  // Far beyond any fleet, and little enough to list.

// What the packing leaves of stock, groups and limits. A group also has the nodes that are drained only later.
class Left {
 public:
  Left(const Ground& ground, const packing::Problem& problem, const Future& future) : supplies_(problem.supplies) {
    for (const NodeGroup& group : ground.request->groups) room_[group.name] = group.max_nodes;
    for (const Node& node : ground.request->nodes) {
      if (node.state != NodeState::kDraining) --room_[node.group];
    }
    std::map<std::tuple<Pool, std::string, std::int64_t>, const packing::Candidate*> candidates;
    for (const packing::Candidate& candidate : problem.candidates) {
      const std::string group = candidate.group == nullptr ? std::string() : candidate.group->name;
      candidates[{model::PoolOf(*candidate.offer), group, candidate.price_micro}] = &candidate;
    }
    for (const PackedNode& node : future.nodes) {
      if (node.existing) continue;
      Use(*candidates.at({node.pool, node.group, MicroUsd(node.price_usd_per_hour)}));
    }
  }

  bool Has(const packing::Candidate& candidate) const {
    if (candidate.group != nullptr && room_.at(candidate.group->name) < 1) return false;
    return std::all_of(candidate.uses.begin(), candidate.uses.end(),
                       [&](const packing::SupplyUse& use) { return supplies_[use.supply] >= use.amount; });
  }

  void Use(const packing::Candidate& candidate) {
    if (candidate.group != nullptr) --room_[candidate.group->name];
    for (const packing::SupplyUse& use : candidate.uses) supplies_[use.supply] -= use.amount;
  }

 private:
  std::vector<std::int64_t> supplies_;
  std::map<std::string, std::int64_t> room_;  // By group.
};

// Nodes that the mix has beyond those of the future, the cheapest first.
std::vector<PackedNode> SparesOf(const Ground& ground, const PackRequest& pack, const Future& future) {
  const packing::Problem problem = packing::BuildProblem(pack);
  std::vector<const packing::Candidate*> cheapest;
  for (const packing::Candidate& candidate : problem.candidates) {
    if (candidate.misfits != packing::kNoMisfit || !candidate.in_stock) continue;
    if (ground.mix->spot_nodes.count(model::PoolOf(*candidate.offer)) > 0) cheapest.push_back(&candidate);
  }
  std::stable_sort(cheapest.begin(), cheapest.end(), [](const auto* a, const auto* b) {
    const auto cpu = [](const auto* candidate) { return std::max<std::int64_t>(1, candidate->free[packing::kCpu]); };
    return std::is_lt(base::ComparePerUnit(a->price_micro, cpu(a), b->price_micro, cpu(b)));
  });
  Left left(ground, problem, future);
  std::vector<PackedNode> spares;
  for (const packing::Candidate* candidate : cheapest) {
    const PackedNode spare = packing::EmptyNodeOf(problem, *candidate);
    // The packing's offers have what the mix leaves as available_count.
    for (; spares.size() < kMostSpares && left.Has(*candidate); left.Use(*candidate)) spares.push_back(spare);
  }
  return spares;
}

}  // namespace

bool MeetsTarget(const Ground& ground, const std::vector<PackedNode>& nodes) {
  const std::optional<double> availability = ground.availability->Of(nodes);
  return !availability || *availability >= *ground.request->policy.mix.availability_target;
}

void AddSpares(const Ground& ground, const PackRequest& pack, Future& future) {
  if (MeetsTarget(ground, future.nodes)) return;
  const std::vector<PackedNode> spares = SparesOf(ground, pack, future);
  const auto with = [&](std::size_t count) {
    std::vector<PackedNode> nodes = future.nodes;
    nodes.insert(nodes.end(), spares.begin(), spares.begin() + static_cast<std::ptrdiff_t>(count));
    return nodes;
  };
  // More nodes are never less available.
  std::size_t few = 0;
  std::size_t enough = spares.size();
  while (enough - few > 1) {
    const std::size_t middle = few + (enough - few) / 2;
    (MeetsTarget(ground, with(middle)) ? enough : few) = middle;
  }
  future.nodes = with(enough);
  for (std::size_t i = 0; i < enough; ++i) future.cost_micro += MicroUsd(spares[i].price_usd_per_hour);
}

void DropEmpty(const Ground& ground, Future& future) {
  const auto may_go = [&](const PackedNode& node) {
    return node.existing && node.placements.empty() && ground.immovable.count(node.name) == 0;
  };
  std::vector<std::pair<std::int64_t, std::string>> dearest;
  for (const PackedNode& node : future.nodes) {
    if (may_go(node)) dearest.emplace_back(-MicroUsd(node.price_usd_per_hour), node.name);
  }
  std::sort(dearest.begin(), dearest.end());
  for (const auto& [price, named] : dearest) {
    const std::string& name = named;  // Lambdas take no part of a pair.
    const auto dropped = std::find_if(future.nodes.begin(), future.nodes.end(),
                                      [&](const PackedNode& node) { return node.name == name; });
    PackedNode node = std::move(*dropped);
    const auto place = future.nodes.erase(dropped);
    if (ground.mix && node.pool.capacity_type == CapacityType::kSpot && !MeetsTarget(ground, future.nodes)) {
      future.nodes.insert(place, std::move(node));
    } else {
      future.cost_micro += price;
    }
  }
}

}  // namespace spotwright::plan
