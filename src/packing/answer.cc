#include "src/packing/answer.h"

#include <algorithm>
#include <map>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/packing/explain.h"
#include "src/packing/fresh_names.h"

namespace spotwright::packing {
namespace {

// Hands out the pods of each item to their owners, first come first served.
class Owners {
 public:
  explicit Owners(const Draft& draft) : draft_(draft) {
    for (const std::vector<ItemPart>& parts : draft.items) taken_.emplace_back(parts.size());
  }

  // Calls take(workload, pods) for `count` pods or bundles of an item.
  template <typename Take>
  void Hand(std::size_t item, std::int64_t count, const Take& take) {
    for (std::size_t p = 0; p < draft_.items[item].size(); ++p) {
      const ItemPart& part = draft_.items[item][p];
      auto& [next, used] = taken_[item][p];
      for (std::int64_t pods = part.pods * count; pods > 0;) {
        const Owner& owner = part.owners[next];
        const std::int64_t share = std::min(pods, owner.pods - used);
        if (share > 0) take(owner.workload, share);
        pods -= share;
        used += share;
        if (used == owner.pods) {
          ++next;
          used = 0;
        }
      }
    }
  }

 private:
  const Draft& draft_;
  std::vector<std::vector<std::pair<std::size_t, std::int64_t>>> taken_;  // By item and part: owner, pods of it.
};

Resources ToResources(const Problem& problem, const Amounts& amounts) {
  Resources resources;
  resources.cpu_millicores = amounts[kCpu];
  resources.memory_bytes = amounts[kMemory];
  resources.pods = amounts[kPods];
  for (std::size_t r = kPods + 1; r < problem.FirstVolume(); ++r) {
    const std::string& name = problem.resources[r];
    if (name == kEphemeralStorage)
      resources.ephemeral_storage_bytes = amounts[r];
    else if (name == kGpus)
      resources.gpus = amounts[r];
    else if (amounts[r] > 0)
      resources.extended[name] = amounts[r];
  }
  return resources;
}

PackedNode Launched(const Candidate& candidate) {
  PackedNode node;
  node.pool = model::PoolOf(*candidate.offer);
  if (candidate.group != nullptr) node.group = candidate.group->name;
  node.price_usd_per_hour = base::Usd(candidate.price_micro);
  node.architecture = candidate.offer->architecture;
  node.allocatable = candidate.offer->allocatable;
  return node;
}

PackedNode Describe(const Problem& problem, const Draft& draft, const PackedNodes& nodes) {
  PackedNode node;
  Amounts used;
  if (nodes.existing) {
    const ExistingNode& from = problem.nodes[nodes.index];
    node.name = from.node->name;
    node.existing = true;
    node.pool = model::PoolOf(*from.node);
    node.group = from.node->group;
    node.price_usd_per_hour = base::Usd(from.price_micro);
    node.architecture = from.node->architecture;
    node.allocatable = from.node->allocatable;
    used = from.used;
  } else {
    node = Launched(problem.candidates[nodes.index]);
    used = problem.candidates[nodes.index].daemons;
  }
  for (const Load& load : nodes.content) {
    const auto size = draft.instance.SizeOf(load.item);
    for (std::size_t r = 0; r < used.size(); ++r) used[r] += size[r] * load.count;
  }
  node.used = ToResources(problem, used);
  return node;
}

// Existing nodes by name; new ones by pool and group, then by content.
std::vector<PackedNodes> InOrder(const Problem& problem, const Packing& packing, Listing listing) {
  std::vector<PackedNodes> order;
  order.reserve(packing.nodes.size());
  std::vector<bool> filled(problem.nodes.size(), false);
  for (const PackedNodes& nodes : packing.nodes) {
    order.push_back(nodes);
    if (nodes.existing) filled[nodes.index] = true;
  }
  if (listing == Listing::kEveryNode) {
    for (std::size_t n = 0; n < problem.nodes.size(); ++n) {
      if (!filled[n] && !problem.nodes[n].node->control_plane) {
        order.push_back({true, static_cast<std::uint32_t>(n), 1, {}});
      }
    }
  }
  const auto content_less = [](const std::vector<Load>& a, const std::vector<Load>& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](const Load& x, const Load& y) {
      return x.item != y.item ? x.item < y.item : x.count > y.count;
    });
  };
  std::stable_sort(order.begin(), order.end(), [&](const PackedNodes& a, const PackedNodes& b) {
    if (a.existing != b.existing) return a.existing;
    if (a.index != b.index) return a.index < b.index;
    return content_less(a.content, b.content);
  });
  return order;
}

// Collects the replicas of each workload that found no place, with what stopped them.
class UnplacedList {
 public:
  explicit UnplacedList(const Problem& problem) : problem_(problem) {}

  void Add(std::size_t workload, std::int64_t pods, const std::vector<Reason>& reasons) {
    Unplaced& unplaced = by_workload_[workload];
    const Workload& of = *problem_.workloads[workload].workload;
    unplaced.workload = of.name;
    unplaced.namespace_name = of.namespace_name;
    unplaced.replicas += pods;
    for (const Reason& reason : reasons) {
      const bool known = std::any_of(unplaced.reasons.begin(), unplaced.reasons.end(),
                                     [&](const Reason& r) { return r.code == reason.code; });
      if (known) continue;
      unplaced.reasons.push_back(reason);
      unplaced.reasons.back().paths.front() = base::Cat(of.namespace_name, "/", of.name);
    }
  }

  void MoveTo(PackResponse& response) {
    for (auto& [w, unplaced] : by_workload_) {
      response.unplaced_replicas += unplaced.replicas;
      response.unplaced.push_back(std::move(unplaced));
    }
  }

 private:
  const Problem& problem_;
  std::map<std::size_t, Unplaced> by_workload_;
};

void AddUnplaced(const Problem& problem, const Draft& draft, const std::vector<std::int64_t>& left, Owners& owners,
                 PackResponse& response) {
  UnplacedList list(problem);
  for (const LeftOut& out : draft.left_out) {
    const std::vector<Reason> reasons = WhyLeftOut(problem, out);
    for (const Owner& owner : out.owners) list.Add(owner.workload, owner.pods, reasons);
  }
  for (std::size_t j = 0; j < left.size(); ++j) {
    if (left[j] == 0) continue;
    std::map<std::size_t, std::vector<Reason>> reasons;  // By class.
    owners.Hand(j, left[j], [&](std::size_t w, std::int64_t pods) {
      const std::size_t pod_class = problem.workloads[w].pod_class;
      const auto [why, added] = reasons.try_emplace(pod_class);
      if (added) why->second = WhyLeft(problem, draft, j, pod_class);
      list.Add(w, pods, why->second);
    });
  }
  list.MoveTo(response);
}

double SpotCpuShare(const Problem& problem, const std::vector<std::int64_t>& placed_on_spot) {
  double tolerant = 0;
  double on_spot = 0;
  for (std::size_t w = 0; w < problem.workloads.size(); ++w) {
    const WorkloadState& state = problem.workloads[w];
    if (!MayUseSpot(*state.workload)) continue;
    const auto cpu = static_cast<double>(state.workload->requests.cpu_millicores);
    tolerant += cpu * static_cast<double>(state.workload->replicas);
    on_spot += cpu * static_cast<double>(std::min(state.running_spot + placed_on_spot[w], state.workload->replicas));
  }
  return tolerant == 0 ? 0 : on_spot / tolerant;
}

// Adds up what one workload has on a node.
void Sort(std::vector<Owner>& owners) {
  std::sort(owners.begin(), owners.end(), [](const Owner& a, const Owner& b) { return a.workload < b.workload; });
  std::size_t last = 0;
  for (std::size_t i = 1; i < owners.size(); ++i) {
    if (owners[i].workload == owners[last].workload) {
      owners[last].pods += owners[i].pods;
    } else {
      owners[++last] = owners[i];
    }
  }
  if (!owners.empty()) owners.resize(last + 1);
}

}  // namespace

PackedNode EmptyNodeOf(const Problem& problem, const Candidate& candidate) {
  PackedNode node = Launched(candidate);
  node.used = ToResources(problem, candidate.daemons);
  return node;
}

PackResponse Answer(const Problem& problem, const Draft& draft, const Solution& solution, Listing listing) {
  PackResponse response;
  Owners owners(draft);
  std::vector<std::int64_t> placed_on_spot(problem.workloads.size(), 0);
  std::int64_t cost_micro = 0;
  std::vector<Owner> here;
  const std::vector<PackedNodes> order = InOrder(problem, solution.packing, listing);
  FreshNames names(problem.request->nodes);
  std::size_t node_count = 0;
  for (const PackedNodes& nodes : order) node_count += static_cast<std::size_t>(nodes.times);
  response.nodes.reserve(node_count);
  for (const PackedNodes& nodes : order) {
    const PackedNode like = Describe(problem, draft, nodes);
    if (!nodes.existing) cost_micro += problem.candidates[nodes.index].price_micro * nodes.times;
    for (std::int64_t i = 0; i < nodes.times; ++i) {
      PackedNode& node = response.nodes.emplace_back(like);
      if (!nodes.existing) {
        ++response.new_nodes;
        node.name = names.Next();
      }
      here.clear();
      if (nodes.existing && listing == Listing::kEveryNode) {
        for (const auto& [w, replicas] : problem.nodes[nodes.index].running) here.push_back({w, replicas});
      }
      for (const Load& load : nodes.content) {
        owners.Hand(load.item, load.count, [&](std::size_t w, std::int64_t pods) {
          here.push_back({w, pods});
          response.placed_replicas += pods;
          if (node.pool.capacity_type == CapacityType::kSpot) placed_on_spot[w] += pods;
        });
      }
      Sort(here);
      // The names lie far apart: asked for together, they arrive together.
      for (const Owner& owner : here) __builtin_prefetch(&problem.workloads[owner.workload].workload->name);
      node.placements.reserve(here.size());
      for (const Owner& owner : here) {
        const Workload& workload = *problem.workloads[owner.workload].workload;
        node.placements.push_back({workload.name, workload.namespace_name, owner.pods});
      }
    }
  }
  AddUnplaced(problem, draft, solution.packing.left, owners, response);
  response.feasible = response.unplaced_replicas == 0;
  response.spot_cpu_share = SpotCpuShare(problem, placed_on_spot);

  const std::int64_t objective = solution.packing.cost_micro;
  const std::int64_t bound = std::min(solution.bound_micro, objective);
  response.cost_usd_per_hour = base::Usd(cost_micro);
  response.expected_interruption_cost_usd_per_hour = base::Usd(objective - cost_micro);
  response.lower_bound_usd_per_hour = base::Usd(bound);
  response.bound_proof = objective == 0 ? BoundProof::kNone : solution.proof;
  if (bound > 0) response.gap = static_cast<double>(objective) / static_cast<double>(bound) - 1;
  return response;
}

}  // namespace spotwright::packing
