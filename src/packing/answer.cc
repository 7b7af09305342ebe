#include "src/packing/answer.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/packing/bound.h"
#include "src/packing/explain.h"
#include "src/packing/spot_share.h"

namespace spotwright::packing {
namespace {

// Hands out the pods of each shape to its owners, first come first served.
class Owners {
 public:
  explicit Owners(const Problem& problem) : problem_(problem), next_(problem.shapes.size(), 0) {
    for (const Shape& shape : problem.shapes) {
      std::vector<std::int64_t> left;
      for (const auto& [w, count] : shape.owners) left.push_back(count);
      left_.push_back(std::move(left));
    }
  }

  // Calls take(workload, pods) for `count` pods of a shape.
  template <typename Take>
  void Hand(std::size_t shape, std::int64_t count, const Take& take) {
    while (count > 0) {
      std::size_t& next = next_[shape];
      const std::int64_t part = std::min(count, left_[shape][next]);
      if (part > 0) take(problem_.shapes[shape].owners[next].first, part);
      left_[shape][next] -= part;
      count -= part;
      if (left_[shape][next] == 0) ++next;
    }
  }

 private:
  const Problem& problem_;
  std::vector<std::vector<std::int64_t>> left_;  // By shape and owner.
  std::vector<std::size_t> next_;
};

Resources ToResources(const Problem& problem, const Amounts& amounts) {
  Resources resources;
  resources.cpu_millicores = amounts[kCpu];
  resources.memory_bytes = amounts[kMemory];
  resources.pods = amounts[kPods];
  for (std::size_t r = 3; r < amounts.size(); ++r) {
    const std::string& name = problem.resources[r];
    if (name == "ephemeral-storage")
      resources.ephemeral_storage_bytes = amounts[r];
    else if (name == "gpus")
      resources.gpus = amounts[r];
    else if (amounts[r] > 0)
      resources.extended[name] = amounts[r];
  }
  return resources;
}

void AddContent(const Problem& problem, const Content& content, Amounts& used) {
  for (const auto& [j, count] : content) {
    for (std::size_t r = 0; r < used.size(); ++r) used[r] += problem.shapes[j].size[r] * count;
  }
}

PackedNode Describe(const Problem& problem, const OpenNode& open) {
  PackedNode node;
  Amounts used;
  if (open.existing) {
    const ExistingNode& from = problem.nodes[open.index];
    node.name = from.node->name;
    node.existing = true;
    node.pool = {from.node->instance_type, from.node->region, from.node->zone, from.node->capacity_type};
    node.group = from.node->group;
    node.price_usd_per_hour = base::Usd(from.price_micro);
    node.architecture = from.node->architecture;
    node.allocatable = from.node->allocatable;
    used = from.used;
  } else {
    const Candidate& from = problem.candidates[open.index];
    node.pool = model::PoolOf(*from.offer);
    if (from.group != nullptr) node.group = from.group->name;
    node.price_usd_per_hour = base::Usd(from.price_micro);
    node.architecture = from.offer->architecture;
    node.allocatable = from.offer->allocatable;
    used = from.daemons;
  }
  AddContent(problem, open.content, used);
  node.used = ToResources(problem, used);
  return node;
}

// Existing nodes keep their order; new ones go by pool and group, the fuller before the emptier.
std::vector<const OpenNode*> InOrder(const Problem& problem, const Packing& packing, Listing listing) {
  std::vector<const OpenNode*> order;
  for (const OpenNode& node : packing.nodes) {
    const bool listed =
        listing == Listing::kEveryNode && node.existing && !problem.nodes[node.index].node->control_plane;
    if (!node.existing || !node.content.empty() || listed) order.push_back(&node);
  }
  const auto key = [](const OpenNode& node) { return std::tie(node.index, node.free, node.content); };
  std::stable_sort(order.begin(), order.end(), [&](const OpenNode* a, const OpenNode* b) {
    if (a->existing != b->existing) return a->existing;
    return key(*a) < key(*b);
  });
  return order;
}

void AddUnplaced(const Problem& problem, const Packing& packing, Owners& owners, PackResponse& response) {
  std::map<std::size_t, Unplaced> by_workload;
  const auto entry = [&](std::size_t w) -> Unplaced& {
    Unplaced& unplaced = by_workload[w];
    unplaced.workload = problem.workloads[w].workload->name;
    unplaced.namespace_name = problem.workloads[w].workload->namespace_name;
    return unplaced;
  };
  for (std::size_t w = 0; w < problem.workloads.size(); ++w) {
    const WorkloadState& state = problem.workloads[w];
    if (state.left_out.empty() || state.pending == 0) continue;
    Unplaced& unplaced = entry(w);
    unplaced.replicas = state.pending;
    unplaced.reasons = state.left_out;
  }
  for (std::size_t j = 0; j < packing.left.size(); ++j) {
    if (packing.left[j] == 0) continue;
    const std::vector<Reason> reasons = WhyLeft(problem, problem.shapes[j]);
    owners.Hand(j, packing.left[j], [&](std::size_t w, std::int64_t pods) {
      Unplaced& unplaced = entry(w);
      unplaced.replicas += pods;
      for (const Reason& reason : reasons) {
        Reason mine = reason;
        mine.paths.front() = base::Cat(unplaced.namespace_name, "/", unplaced.workload);
        const bool known = std::any_of(unplaced.reasons.begin(), unplaced.reasons.end(),
                                       [&](const Reason& r) { return r.code == mine.code; });
        if (!known) unplaced.reasons.push_back(std::move(mine));
      }
    });
  }
  for (auto& [w, unplaced] : by_workload) {
    response.unplaced_replicas += unplaced.replicas;
    response.unplaced.push_back(std::move(unplaced));
  }
}

double SpotCpuShare(const Problem& problem, const std::vector<std::int64_t>& placed_on_spot) {
  double tolerant = 0;
  double on_spot = 0;
  for (std::size_t w = 0; w < problem.workloads.size(); ++w) {
    const WorkloadState& state = problem.workloads[w];
    if (!state.workload->spot_tolerant || state.workload->system_critical) continue;
    const auto cpu = static_cast<double>(state.workload->requests.cpu_millicores);
    tolerant += cpu * static_cast<double>(state.workload->replicas);
    on_spot += cpu * static_cast<double>(std::min(state.running_spot + placed_on_spot[w], state.workload->replicas));
  }
  return tolerant == 0 ? 0 : on_spot / tolerant;
}

}  // namespace

PackResponse Answer(const Problem& problem, const Packing& packing, Listing listing) {
  PackResponse response;
  Owners owners(problem);
  std::vector<std::int64_t> on_new_nodes(problem.shapes.size(), 0);
  std::vector<std::int64_t> placed_on_spot(problem.workloads.size(), 0);
  for (const OpenNode* open : InOrder(problem, packing, listing)) {
    PackedNode node = Describe(problem, *open);
    if (!open->existing) node.name = base::Cat("new-", ++response.new_nodes);
    std::map<std::size_t, std::int64_t> placed;
    if (open->existing && listing == Listing::kEveryNode) {
      for (const auto& [w, replicas] : problem.nodes[open->index].running) placed[w] += replicas;
    }
    for (const auto& [j, count] : open->content) {
      if (!open->existing) on_new_nodes[j] += count;
      response.placed_replicas += count;
      owners.Hand(j, count, [&](std::size_t w, std::int64_t pods) {
        placed[w] += pods;
        if (node.pool.capacity_type == CapacityType::kSpot) placed_on_spot[w] += pods;
      });
    }
    for (const auto& [w, pods] : placed) {
      const Workload& workload = *problem.workloads[w].workload;
      node.placements.push_back({workload.name, workload.namespace_name, pods});
    }
    response.nodes.push_back(std::move(node));
  }
  AddUnplaced(problem, packing, owners, response);
  response.feasible = response.unplaced_replicas == 0;
  response.spot_cpu_share = SpotCpuShare(problem, placed_on_spot);

  const std::int64_t bound = std::min(ContinuousBound(problem, on_new_nodes).cost_micro, packing.cost_micro);
  response.cost_usd_per_hour = base::Usd(packing.cost_micro);
  response.lower_bound_usd_per_hour = base::Usd(bound);
  if (bound > 0) response.gap = static_cast<double>(packing.cost_micro) / static_cast<double>(bound) - 1;
  return response;
}

}  // namespace spotwright::packing
