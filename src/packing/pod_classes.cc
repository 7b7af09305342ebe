#include "src/packing/pod_classes.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "src/base/hash.h"
#include "src/base/share.h"
#include "src/base/text.h"
#include "src/model/reason.h"

namespace spotwright::packing {
namespace {

// Fields that tell most workloads apart; AreAlike decides.
struct LikenessHash {
  std::size_t operator()(const Workload* workload) const {
    std::uint64_t hash = static_cast<std::uint64_t>(workload->priority);
    hash = base::Mix(hash, static_cast<std::uint64_t>(workload->requests.cpu_millicores));
    hash = base::Mix(hash, static_cast<std::uint64_t>(workload->requests.memory_bytes));
    AddLabels(workload->labels, hash);
    AddLabels(workload->node_selector, hash);
    for (const TopologySpread& spread : workload->topology_spread) {
      hash = base::Mix(hash, spread.topology_key);
      AddLabels(spread.selector.match_labels, hash);
    }
    for (const PodAffinityTerm& term : workload->pod_affinity) AddLabels(term.selector.match_labels, hash);
    for (const PodAffinityTerm& term : workload->pod_anti_affinity) AddLabels(term.selector.match_labels, hash);
    return hash;
  }

 private:
  static void AddLabels(const Labels& labels, std::uint64_t& hash) {
    for (const auto& [key, value] : labels) hash = base::Mix(base::Mix(hash, key), value);
  }
};

struct Likeness {
  bool operator()(const Workload* a, const Workload* b) const { return AreAlike(*a, *b); }
};

// Workloads are large and come in the order of their names, not of memory: waiting for them took longer than comparing.
void Prefetch(const Workload& workload) {
  __builtin_prefetch(&workload.requests);
  __builtin_prefetch(&workload.labels);
  __builtin_prefetch(&workload.blast_radius);
  __builtin_prefetch(&workload.priority);
}

bool HasLimit(const BlastRadius& radius) {
  return radius.max_share_per_pool || radius.max_share_per_zone || radius.max_share_per_node;
}

}  // namespace

bool AreAlike(const Workload& a, const Workload& b) {
  return a.requests == b.requests && a.priority == b.priority && a.labels == b.labels &&
         a.namespace_name == b.namespace_name && a.kind == b.kind && a.node_selector == b.node_selector &&
         a.required_node_affinity == b.required_node_affinity &&
         a.preferred_node_affinity == b.preferred_node_affinity && a.zones == b.zones &&
         a.tolerations == b.tolerations && a.architecture == b.architecture && a.topology_spread == b.topology_spread &&
         a.pod_affinity == b.pod_affinity && a.pod_anti_affinity == b.pod_anti_affinity &&
         a.host_ports == b.host_ports && a.volumes == b.volumes && a.all_or_nothing_group == b.all_or_nothing_group &&
         a.unknown_constraints == b.unknown_constraints && a.spot_tolerant == b.spot_tolerant &&
         a.system_critical == b.system_critical && a.restart_cost_usd == b.restart_cost_usd;
}

BlastRadius BlastRadiusOf(const Problem& problem, const Workload& workload) {
  BlastRadius radius = workload.blast_radius;
  if (workload.replicas < 2) return radius;
  const BlastRadius& policy = problem.request->policy.blast_radius;
  if (!radius.max_share_per_pool) radius.max_share_per_pool = policy.max_share_per_pool;
  if (!radius.max_share_per_zone) radius.max_share_per_zone = policy.max_share_per_zone;
  if (!radius.max_share_per_node) radius.max_share_per_node = policy.max_share_per_node;
  return radius;
}

std::int64_t LargestPart(std::int64_t replicas, double share) {
  return std::max<std::int64_t>(1, base::PartOf(replicas, share));
}

Amounts SizeOf(const Problem& problem, const Workload& workload) {
  Amounts size = SizeOf(problem.WithoutVolumes(), workload);
  size.resize(problem.resources.size(), 0);
  for (const VolumeUse& use : workload.volumes) {
    if (!use.claim.empty()) continue;
    const auto driver = std::find(problem.volume_drivers.begin(), problem.volume_drivers.end(), use.driver);
    if (driver == problem.volume_drivers.end()) continue;  // No node limits it.
    size[problem.FirstVolume() + static_cast<std::size_t>(driver - problem.volume_drivers.begin())] += use.count;
  }
  return size;
}

void MakeClasses(Problem& problem) {
  std::unordered_map<const Workload*, std::size_t, LikenessHash, Likeness> alike;
  std::map<Amounts, std::size_t> sizes;
  constexpr std::size_t kAhead = 4;
  for (std::size_t w = 0; w < problem.workloads.size(); ++w) {
    if (w + kAhead < problem.workloads.size()) Prefetch(*problem.workloads[w + kAhead].workload);
    const Workload& workload = *problem.workloads[w].workload;
    if (problem.workloads[w].pending == 0) continue;
    const bool alone = HasLimit(BlastRadiusOf(problem, workload));
    if (!alone) {
      const auto [found, added] = alike.try_emplace(&workload, problem.classes.size());
      if (!added) {
        problem.classes[found->second].members.push_back(w);
        problem.workloads[w].pod_class = found->second;
        continue;
      }
    }
    problem.workloads[w].pod_class = problem.classes.size();
    PodClass& made = problem.classes.emplace_back();
    made.like = &workload;
    made.members = {w};
    made.may_use_spot = MayUseSpot(workload);
    const auto [size, fresh] = sizes.try_emplace(SizeOf(problem, workload), problem.sizes.size());
    if (fresh) problem.sizes.push_back(size->first);
    made.size = size->second;
    for (const std::string& what : workload.unknown_constraints) {
      made.left_out.push_back(model::MakeReason("constraint_not_supported",
                                                base::Cat("It asks for ", what, ", which this version cannot keep."),
                                                {}, {base::Cat(workload.namespace_name, "/", workload.name)}));
    }
  }
}

}  // namespace spotwright::packing
