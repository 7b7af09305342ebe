#include "src/packing/problem.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "src/base/money.h"
#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/workload_names.h"
#include "src/packing/candidates.h"
#include "src/packing/pod_classes.h"
#include "src/packing/signatures.h"

namespace spotwright::packing {
namespace {

// The resources that some workload asks for, volumes last.
void NameResources(Problem& problem) {
  std::set<std::string> drivers;
  for (const Workload& workload : problem.request->workloads) {
    for (const VolumeUse& use : workload.volumes) drivers.insert(use.driver);
  }
  std::set<std::string> limited;
  for (const Offer& offer : problem.request->offers) {
    for (const auto& [driver, limit] : offer.volume_limits) limited.insert(driver);
  }
  for (const Node& node : problem.request->nodes) {
    for (const auto& [driver, limit] : node.volume_limits) limited.insert(driver);
  }
  problem.resources = ResourcesOf(problem.request->workloads);
  std::set_intersection(drivers.begin(), drivers.end(), limited.begin(), limited.end(),
                        std::back_inserter(problem.volume_drivers));
  for (const std::string& driver : problem.volume_drivers) {
    problem.resources.push_back(base::Cat("volumes of ", driver));
  }
}

void AddWorkloads(Problem& problem) {
  problem.workloads.reserve(problem.request->workloads.size());
  for (const std::uint32_t w : model::SortedByName(problem.request->workloads)) {
    const Workload& workload = problem.request->workloads[w];
    if (workload.kind == WorkloadKind::kDaemonSet) {
      problem.daemons.push_back(&workload);
    } else {
      problem.workloads.emplace_back().workload = &workload;
    }
  }
}

void NameClaims(Problem& problem) {
  if (problem.volume_drivers.empty()) return;
  std::set<std::string> claims;
  for (const WorkloadState& state : problem.workloads) {
    for (const VolumeUse& use : state.workload->volumes) {
      if (!use.claim.empty()) claims.insert(base::Cat(state.workload->namespace_name, "/", use.claim));
    }
  }
  problem.claims.assign(claims.begin(), claims.end());
}

// Attaches the shared volumes of a workload that are not there yet.
void Attach(const Problem& problem, const Workload& workload, ExistingNode& node) {
  for (const Shared& shared : ClaimsOf(problem, workload)) {
    if (std::find(node.claims.begin(), node.claims.end(), shared.id) != node.claims.end()) continue;
    node.claims.push_back(shared.id);
    node.used[shared.resource] += shared.amount;
  }
}

// Existing nodes, with what stays on them. Pods on a draining node must leave it: they count as pending.
void AddNodes(Problem& problem, Signatures& signatures) {
  if (problem.request->nodes.empty()) {
    for (WorkloadState& state : problem.workloads) state.pending = state.workload->replicas;
    return;
  }
  const std::vector<Workload>& workloads = problem.request->workloads;
  const model::WorkloadNames names(workloads);
  std::vector<std::size_t> state_of(workloads.size());  // By place in the request; daemonsets have none.
  for (std::size_t w = 0; w < problem.workloads.size(); ++w) {
    state_of[static_cast<std::size_t>(problem.workloads[w].workload - workloads.data())] = w;
  }
  std::map<Pool, const Offer*> offers;
  for (const Offer& offer : problem.request->offers) offers.emplace(model::PoolOf(offer), &offer);
  std::vector<const Node*> sorted;
  for (const Node& node : problem.request->nodes) {
    if (node.state != NodeState::kDraining) sorted.push_back(&node);
  }
  std::sort(sorted.begin(), sorted.end(), [](const Node* a, const Node* b) { return a->name < b->name; });

  std::vector<Amounts> sizes;  // By workload; most nodes run pods of many.
  for (const WorkloadState& state : problem.workloads) sizes.push_back(SizeOf(problem, *state.workload));
  problem.nodes.reserve(sorted.size());
  for (const Node* node : sorted) {
    ExistingNode& existing = problem.nodes.emplace_back();
    existing.node = node;
    const auto offered = offers.find(model::PoolOf(*node));
    const bool known = offered != offers.end();
    existing.price_micro =
        base::MicroUsd(node->price_usd_per_hour.value_or(known ? offered->second->price_usd_per_hour : 0));
    if (known) existing.interruptions_per_hour = model::HazardOf(*offered->second);
    existing.signature = signatures.Of(*node);
    existing.accepts = node->state != NodeState::kUnschedulable && !node->control_plane && !node->under_notice;
    existing.used.assign(problem.resources.size(), 0);
    // A daemonset's pod may outlive the labels that brought it there, and one that is due may not run yet.
    std::map<const Workload*, std::int64_t> daemon_pods;
    for (const Workload* daemon : problem.signatures[existing.signature].daemons) daemon_pods[daemon] = 1;
    for (const RunningPods& pods : node->running) {
      const std::size_t place = *names.Find(pods.namespace_name, pods.workload);
      if (workloads[place].kind == WorkloadKind::kDaemonSet) {
        std::int64_t& count = daemon_pods[&workloads[place]];
        count = std::max(count, pods.replicas);
      } else {
        existing.running.emplace_back(state_of[place], pods.replicas);
      }
    }
    for (const Workload* daemon : problem.daemons) {  // In the order of names.
      const auto there = daemon_pods.find(daemon);
      if (there == daemon_pods.end()) continue;
      existing.daemons.emplace_back(*there);
      AddTo(existing.used, SizeOf(problem, *daemon), there->second);
    }
    std::sort(existing.running.begin(), existing.running.end());
    for (const auto& [w, replicas] : existing.running) {
      WorkloadState& state = problem.workloads[w];
      AddTo(existing.used, sizes[w], replicas);
      if (replicas > 0) Attach(problem, *state.workload, existing);
      state.running += replicas;
      if (node->capacity_type == CapacityType::kSpot) state.running_spot += replicas;
    }
    existing.free = AllocatableOf(problem, node->allocatable, node->volume_limits);
    AddTo(existing.free, existing.used, -1);
  }
  for (WorkloadState& state : problem.workloads) {
    state.pending = std::max<std::int64_t>(0, state.workload->replicas - state.running);
  }
}

// Zones and pools get dense numbers over candidates and nodes together.
void NumberDomains(Problem& problem) {
  std::set<std::string> zones;
  std::set<Pool> pools;
  for (const Candidate& candidate : problem.candidates) {
    zones.insert(candidate.offer->zone);
    pools.insert(model::PoolOf(*candidate.offer));
  }
  for (const ExistingNode& node : problem.nodes) {
    zones.insert(node.node->zone);
    pools.insert(model::PoolOf(*node.node));
  }
  problem.zones.assign(zones.begin(), zones.end());
  problem.pools.assign(pools.begin(), pools.end());
  const auto number = [](const auto& sorted, const auto& value) {
    return static_cast<std::uint32_t>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin());
  };
  for (Candidate& candidate : problem.candidates) {
    candidate.zone = number(problem.zones, candidate.offer->zone);
    candidate.pool = number(problem.pools, model::PoolOf(*candidate.offer));
  }
  for (ExistingNode& node : problem.nodes) {
    node.zone = number(problem.zones, node.node->zone);
    node.pool = number(problem.pools, model::PoolOf(*node.node));
  }
}

}  // namespace

bool MayUseSpot(const Workload& workload) { return workload.spot_tolerant && !workload.system_critical; }

Amounts AllocatableOf(const Problem& problem, const Resources& resources,
                      const std::map<std::string, std::int64_t>& volume_limits) {
  Amounts amounts = RoomOf(problem.WithoutVolumes(), resources);
  for (const std::string& driver : problem.volume_drivers) {
    const auto limit = volume_limits.find(driver);
    amounts.push_back(limit == volume_limits.end() ? kUnlimited : limit->second);
  }
  return amounts;
}

std::vector<Shared> ClaimsOf(const Problem& problem, const Workload& workload) {
  std::vector<Shared> claims;
  for (const VolumeUse& use : workload.volumes) {
    const auto driver = std::find(problem.volume_drivers.begin(), problem.volume_drivers.end(), use.driver);
    if (use.claim.empty() || driver == problem.volume_drivers.end()) continue;
    const std::string name = base::Cat(workload.namespace_name, "/", use.claim);
    const auto id = std::lower_bound(problem.claims.begin(), problem.claims.end(), name) - problem.claims.begin();
    const auto resource = problem.FirstVolume() + static_cast<std::size_t>(driver - problem.volume_drivers.begin());
    claims.push_back({static_cast<std::uint32_t>(id), static_cast<std::uint32_t>(resource), 1});
  }
  return claims;
}

std::uint32_t SignatureMisfits(const Problem& problem, const Workload& workload, bool spot, std::size_t signature) {
  const NodeTraits& traits = problem.signatures[signature].traits;
  std::uint32_t misfits = Misfits(workload, traits, problem.architectures);
  if (traits.capacity_type == CapacityType::kSpot && !spot) misfits |= kMisfitCapacityType;
  return misfits;
}

Problem BuildProblem(const PackRequest& request) {
  Problem problem;
  problem.request = &request;
  problem.architectures = DefaultArchitectures(request.policy.default_architectures, request.nodes);
  NameResources(problem);
  AddWorkloads(problem);
  NameClaims(problem);
  Signatures signatures(problem);
  AddNodes(problem, signatures);
  AddCandidates(problem, signatures);
  NumberDomains(problem);
  MakeClasses(problem);
  return problem;
}

}  // namespace spotwright::packing
