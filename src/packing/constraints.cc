#include "src/packing/constraints.h"

#include <algorithm>

#include "src/base/text.h"

namespace spotwright::packing {
namespace {

using base::Cat;

// Whom a selector means, among the workloads of the request.
struct Selected {
  bool self = false;
  bool others = false;
};

Selected Select(const Problem& problem, const Workload& workload, const LabelSelector& selector,
                const std::vector<std::string>& namespaces) {
  Selected selected;
  const auto consider = [&](const Workload& other) {
    const bool covered =
        namespaces.empty() ? other.namespace_name == workload.namespace_name
                           : std::find(namespaces.begin(), namespaces.end(), other.namespace_name) != namespaces.end();
    if (!covered || !Matches(selector, other.labels)) return;
    (&other == &workload ? selected.self : selected.others) = true;
  };
  for (const WorkloadState& state : problem.workloads) consider(*state.workload);
  for (const Workload* daemon : problem.daemons) consider(*daemon);
  return selected;
}

void AddSpread(const Problem& problem, const Workload& workload, const TopologySpread& spread, Neighbourhood& out) {
  const bool hard = spread.when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule;
  const Selected selected = Select(problem, workload, spread.selector, {});
  if (!selected.self && !selected.others) return;  // It counts no pods: every skew is 0.
  const bool own_only = selected.self && !selected.others;
  if (own_only && spread.topology_key == kZoneLabel) {
    // A hard spread goes before a wish, a narrow one before a wide one.
    const TopologySpread* best = out.zone_spread;
    const auto rank = [](const TopologySpread& s) {
      return std::pair(s.when_unsatisfiable != WhenUnsatisfiable::kDoNotSchedule, s.max_skew);
    };
    if (best == nullptr || rank(spread) < rank(*best)) out.zone_spread = &spread;
  } else if (hard && own_only && spread.topology_key == kHostnameLabel) {
    // A new node is a domain with no pods, so the least count over hosts is 0.
    out.max_per_node = std::min(out.max_per_node.value_or(spread.max_skew), spread.max_skew);
  } else if (hard) {
    out.unsupported.push_back(
        own_only ? Cat("topology spread over ", spread.topology_key)
                 : Cat("topology spread over ", spread.topology_key, " that counts pods of other workloads"));
  }
}

void AddAntiAffinity(const Problem& problem, const Workload& workload, const PodAffinityTerm& term,
                     Neighbourhood& out) {
  if (term.weight != 0) return;
  const Selected selected = Select(problem, workload, term.selector, term.namespaces);
  if (!selected.self && !selected.others) return;
  if (selected.others) {
    out.unsupported.push_back(Cat("pod anti-affinity to other workloads over ", term.topology_key));
  } else if (term.topology_key == kHostnameLabel) {
    out.max_per_node = 1;
  } else {
    out.unsupported.push_back(Cat("pod anti-affinity over ", term.topology_key));
  }
}

}  // namespace

Neighbourhood NeighbourhoodOf(const Problem& problem, const Workload& workload) {
  Neighbourhood out;
  out.unsupported = workload.unknown_constraints;
  for (const PodAffinityTerm& term : workload.pod_affinity) {
    if (term.weight == 0) out.unsupported.push_back(Cat("pod affinity over ", term.topology_key));
  }
  for (const PodAffinityTerm& term : workload.pod_anti_affinity) AddAntiAffinity(problem, workload, term, out);
  for (const TopologySpread& spread : workload.topology_spread) AddSpread(problem, workload, spread, out);
  return out;
}

std::vector<std::size_t> NotUnderstood(const PackRequest& request) {
  Problem problem;  // Its workloads are all that neighbourhoods look at.
  for (const Workload& workload : request.workloads) {
    if (workload.kind == WorkloadKind::kDaemonSet) {
      problem.daemons.push_back(&workload);
    } else {
      problem.workloads.emplace_back().workload = &workload;
    }
  }
  std::vector<std::size_t> found;
  for (std::size_t w = 0; w < request.workloads.size(); ++w) {
    const Workload& workload = request.workloads[w];
    if (workload.kind == WorkloadKind::kDaemonSet) continue;
    if (!NeighbourhoodOf(problem, workload).unsupported.empty()) found.push_back(w);
  }
  return found;
}

}  // namespace spotwright::packing
