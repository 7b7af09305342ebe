#include "src/packing/wishes.h"

#include <algorithm>
#include <iterator>

namespace spotwright::packing {
namespace {

void AddLightestFirst(const std::vector<PodAffinityTerm>& terms, WishKind kind, std::vector<Wish>& wishes) {
  std::vector<const PodAffinityTerm*> preferred;
  for (const PodAffinityTerm& term : terms) {
    if (term.weight != 0) preferred.push_back(&term);
  }
  std::stable_sort(preferred.begin(), preferred.end(),
                   [](const PodAffinityTerm* a, const PodAffinityTerm* b) { return a->weight < b->weight; });
  for (const PodAffinityTerm* term : preferred) wishes.push_back({kind, term});
}

bool HasPreferNoSchedule(const std::vector<Taint>& taints) {
  return std::any_of(taints.begin(), taints.end(),
                     [](const Taint& taint) { return taint.effect == TaintEffect::kPreferNoSchedule; });
}

}  // namespace

std::vector<Wish> WishesOf(const Problem& problem, const Workload& workload) {
  std::vector<Wish> wishes;
  if (problem.request->policy.honour_preferences) {
    AddLightestFirst(workload.pod_affinity, WishKind::kPodAffinity, wishes);
    AddLightestFirst(workload.pod_anti_affinity, WishKind::kPodAntiAffinity, wishes);
    std::vector<const PreferredTerm*> preferred;
    for (const PreferredTerm& wish : workload.preferred_node_affinity) preferred.push_back(&wish);
    std::stable_sort(preferred.begin(), preferred.end(),
                     [](const PreferredTerm* a, const PreferredTerm* b) { return a->weight < b->weight; });
    for (const PreferredTerm* wish : preferred) wishes.push_back({WishKind::kNodeAffinity, wish});
    for (const TopologySpread& spread : workload.topology_spread) {
      if (spread.when_unsatisfiable == WhenUnsatisfiable::kScheduleAnyway)
        wishes.push_back({WishKind::kSpread, &spread});
    }
    if (std::any_of(problem.signatures.begin(), problem.signatures.end(),
                    [](const Signature& signature) { return HasPreferNoSchedule(signature.traits.taints); })) {
      wishes.push_back({WishKind::kTaint, nullptr});
    }
  }
  const std::vector<NodeGroup>& groups = problem.request->groups;
  if (std::any_of(groups.begin(), groups.end(),
                  [&](const NodeGroup& group) { return group.weight != groups.front().weight; })) {
    wishes.push_back({WishKind::kGroupWeight, nullptr});
  }
  return wishes;
}

}  // namespace spotwright::packing
