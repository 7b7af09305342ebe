#include "src/packing/problem.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "src/base/money.h"
#include "src/model/offers.h"

namespace spotwright::packing {
namespace {

using Key = std::pair<std::string_view, std::string_view>;  // Namespace, name.

Key KeyOf(const Workload& workload) { return {workload.namespace_name, workload.name}; }

// The resources that some workload asks for, CPU, memory and pods first.
std::vector<std::string> ResourceNames(const PackRequest& request) {
  bool storage = false;
  bool gpus = false;
  std::set<std::string> extended;
  for (const Workload& workload : request.workloads) {
    storage |= workload.requests.ephemeral_storage_bytes > 0;
    gpus |= workload.requests.gpus > 0;
    for (const auto& [name, amount] : workload.requests.extended) {
      if (amount > 0) extended.insert(name);
    }
  }
  std::vector<std::string> names = {"cpu", "memory", "pods"};
  if (storage) names.push_back("ephemeral-storage");
  if (gpus) names.push_back("gpus");
  names.insert(names.end(), extended.begin(), extended.end());
  return names;
}

Amounts ToAmounts(const std::vector<std::string>& names, const Resources& resources) {
  Amounts amounts(names.size(), 0);
  amounts[kCpu] = resources.cpu_millicores;
  amounts[kMemory] = resources.memory_bytes;
  amounts[kPods] = resources.pods;
  for (std::size_t r = 3; r < names.size(); ++r) {
    if (names[r] == "ephemeral-storage") {
      amounts[r] = resources.ephemeral_storage_bytes;
    } else if (names[r] == "gpus") {
      amounts[r] = resources.gpus;
    } else if (const auto found = resources.extended.find(names[r]); found != resources.extended.end()) {
      amounts[r] = found->second;
    }
  }
  return amounts;
}

// What a node offers. Storage that is not stated does not limit.
Amounts Allocatable(const std::vector<std::string>& names, const Resources& resources) {
  Amounts amounts = ToAmounts(names, resources);
  for (std::size_t r = 3; r < names.size(); ++r) {
    if (names[r] == "ephemeral-storage" && amounts[r] == 0) amounts[r] = kUnlimited;
  }
  return amounts;
}

void Add(Amounts& to, const Amounts& what, std::int64_t times) {
  for (std::size_t r = 0; r < to.size(); ++r) to[r] += what[r] * times;
}

Amounts SizeOfDaemons(const Problem& problem, const NodeTraits& traits) {
  Amounts sum(problem.resources.size(), 0);
  for (const Workload* daemon : DaemonsOn(problem, traits)) Add(sum, SizeOf(problem, *daemon), 1);
  return sum;
}

std::vector<Architecture> DefaultArchitectures(const PackRequest& request) {
  if (!request.policy.default_architectures.empty()) return request.policy.default_architectures;
  std::set<Architecture> found;
  for (const Node& node : request.nodes) {
    if (!node.control_plane) found.insert(node.architecture);
  }
  if (found.empty()) found.insert(Architecture::kAmd64);
  return {found.begin(), found.end()};
}

void AddWorkloads(Problem& problem) {
  std::vector<const Workload*> sorted;
  for (const Workload& workload : problem.request->workloads) sorted.push_back(&workload);
  std::sort(sorted.begin(), sorted.end(), [](const Workload* a, const Workload* b) { return KeyOf(*a) < KeyOf(*b); });
  for (const Workload* workload : sorted) {
    if (workload->kind == WorkloadKind::kDaemonSet) {
      problem.daemons.push_back(workload);
    } else {
      WorkloadState state;
      state.workload = workload;
      problem.workloads.push_back(std::move(state));
    }
  }
}

// Existing nodes, with what stays on them. Pods on a draining node must leave it: they count as pending.
void AddNodes(Problem& problem) {
  std::map<Key, std::size_t> index;
  for (std::size_t w = 0; w < problem.workloads.size(); ++w) index[KeyOf(*problem.workloads[w].workload)] = w;
  std::map<Key, const Workload*> daemons;
  for (const Workload* daemon : problem.daemons) daemons[KeyOf(*daemon)] = daemon;

  std::vector<const Node*> sorted;
  for (const Node& node : problem.request->nodes) {
    if (node.state != NodeState::kDraining) sorted.push_back(&node);
  }
  std::sort(sorted.begin(), sorted.end(), [](const Node* a, const Node* b) { return a->name < b->name; });

  std::map<Pool, double> prices;
  for (const Offer& offer : problem.request->offers) prices[model::PoolOf(offer)] = offer.price_usd_per_hour;

  for (const Node* node : sorted) {
    ExistingNode existing;
    existing.node = node;
    const auto offered = prices.find(Pool{node->instance_type, node->region, node->zone, node->capacity_type});
    existing.price_micro =
        base::MicroUsd(node->price_usd_per_hour.value_or(offered == prices.end() ? 0 : offered->second));
    existing.traits = TraitsOf(*node);
    existing.accepts = node->state != NodeState::kUnschedulable && !node->control_plane;
    existing.used.assign(problem.resources.size(), 0);
    // A daemonset's pod may outlive the labels that brought it there, and one that is due may not run yet.
    std::map<Key, std::int64_t> daemon_pods;
    for (const Workload* daemon : DaemonsOn(problem, existing.traits)) daemon_pods[KeyOf(*daemon)] = 1;
    std::map<std::size_t, std::int64_t> running;
    for (const RunningPods& pods : node->running) {
      const Key key{pods.namespace_name, pods.workload};
      if (const auto found = index.find(key); found != index.end()) running[found->second] += pods.replicas;
      if (daemons.count(key) > 0) daemon_pods[key] = std::max(daemon_pods[key], pods.replicas);
    }
    for (const auto& [key, count] : daemon_pods) {
      existing.daemons.emplace_back(daemons[key], count);
      Add(existing.used, SizeOf(problem, *daemons[key]), count);
    }
    for (const auto& [w, replicas] : running) {
      WorkloadState& state = problem.workloads[w];
      existing.running.emplace_back(w, replicas);
      Add(existing.used, SizeOf(problem, *state.workload), replicas);
      state.running += replicas;
      if (node->capacity_type == CapacityType::kSpot) state.running_spot += replicas;
    }
    existing.free = Allocatable(problem.resources, node->allocatable);
    Add(existing.free, existing.used, -1);
    problem.nodes.push_back(std::move(existing));
  }
  for (WorkloadState& state : problem.workloads) {
    state.pending = std::max<std::int64_t>(0, state.workload->replicas - state.running);
  }
}

template <typename T>
bool Listed(const std::vector<T>& list, const T& value) {
  return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

void AddCandidates(Problem& problem) {
  const PackRequest& request = *problem.request;
  std::vector<const Offer*> offers;
  for (const Offer& offer : request.offers) offers.push_back(&offer);
  std::sort(offers.begin(), offers.end(), [](const Offer* a, const Offer* b) { return model::PoolLess(*a, *b); });
  std::vector<const NodeGroup*> groups;
  for (const NodeGroup& group : request.groups) groups.push_back(&group);
  std::sort(groups.begin(), groups.end(), [](const NodeGroup* a, const NodeGroup* b) { return a->name < b->name; });

  for (const NodeGroup* group : groups) {
    const auto members = std::count_if(request.nodes.begin(), request.nodes.end(), [&](const Node& node) {
      return node.group == group->name && node.state != NodeState::kDraining;
    });
    problem.group_counts.push_back(std::max<std::int64_t>(0, group->max_nodes - members));
  }

  for (const Offer* offer : offers) {
    const std::size_t offer_index = problem.offer_counts.size();
    problem.offer_counts.push_back(offer->available_count.value_or(kUnlimited));
    const auto add = [&](const NodeGroup* group, std::size_t group_index) {
      Candidate candidate;
      candidate.offer = offer;
      candidate.group = group;
      candidate.traits = TraitsOf(*offer, group);
      candidate.daemons = SizeOfDaemons(problem, candidate.traits);
      candidate.free = Allocatable(problem.resources, offer->allocatable);
      Add(candidate.free, candidate.daemons, -1);
      candidate.price_micro = base::MicroUsd(offer->price_usd_per_hour);
      candidate.offer_index = offer_index;
      candidate.group_index = group_index;
      problem.candidates.push_back(std::move(candidate));
    };
    if (groups.empty()) add(nullptr, 0);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      const NodeGroup& group = *groups[g];
      if (group.capacity_type == offer->capacity_type && Listed(group.instance_types, offer->instance_type) &&
          Listed(group.zones, offer->zone)) {
        add(&group, g);
      }
    }
  }
}

void NumberZones(Problem& problem) {
  std::set<std::string> zones;
  for (const Candidate& candidate : problem.candidates) zones.insert(candidate.traits.zone);
  for (const ExistingNode& node : problem.nodes) zones.insert(node.traits.zone);
  problem.zones.assign(zones.begin(), zones.end());
  for (Candidate& candidate : problem.candidates) {
    const auto at = std::lower_bound(problem.zones.begin(), problem.zones.end(), candidate.traits.zone);
    candidate.zone_index = static_cast<std::size_t>(at - problem.zones.begin());
  }
  for (ExistingNode& node : problem.nodes) {
    const auto at = std::lower_bound(problem.zones.begin(), problem.zones.end(), node.traits.zone);
    node.zone_index = static_cast<std::size_t>(at - problem.zones.begin());
  }
}

void AddRepellers(Problem& problem) {
  for (std::size_t n = 0; n < problem.nodes.size(); ++n) {
    for (const auto& [w, replicas] : problem.nodes[n].running) {
      const Workload& owner = *problem.workloads[w].workload;
      if (replicas == 0) continue;
      for (const PodAffinityTerm& term : owner.pod_anti_affinity) {
        if (term.weight == 0) problem.repellers.push_back({&term, &owner, n});
      }
    }
  }
}

// Does a running pod of another workload keep this one away? `self` is null for a node yet to be launched. A
// workload's own anti-affinity is a matter of slots, not of masks.
bool IsRepelled(const Problem& problem, const Workload& workload, const NodeTraits& traits, const ExistingNode* self) {
  for (const Repeller& repeller : problem.repellers) {
    const PodAffinityTerm& term = *repeller.term;
    const bool covers = term.namespaces.empty() ? repeller.owner->namespace_name == workload.namespace_name
                                                : Listed(term.namespaces, workload.namespace_name);
    if (repeller.owner == &workload || !covers || !Matches(term.selector, workload.labels)) continue;
    const ExistingNode& node = problem.nodes[repeller.node];
    if (&node == self) return true;
    const auto here = traits.labels.find(term.topology_key);
    const auto there = node.traits.labels.find(term.topology_key);
    if (here != traits.labels.end() && there != node.traits.labels.end() && here->second == there->second) return true;
  }
  return false;
}

}  // namespace

bool CanBeHad(const Problem& problem, const Candidate& candidate) {
  return problem.offer_counts[candidate.offer_index] > 0 &&
         (candidate.group == nullptr || problem.group_counts[candidate.group_index] > 0);
}

std::vector<const Workload*> DaemonsOn(const Problem& problem, const NodeTraits& traits) {
  // A daemonset runs wherever its own constraints let it: no default architecture narrows it.
  static const std::vector<Architecture> kAnyArchitecture = {Architecture::kAmd64, Architecture::kArm64};
  std::vector<const Workload*> daemons;
  for (const Workload* daemon : problem.daemons) {
    if (Misfits(*daemon, traits, kAnyArchitecture) == kNoMisfit) daemons.push_back(daemon);
  }
  return daemons;
}

Amounts SizeOf(const Problem& problem, const Workload& workload) {
  Amounts size = ToAmounts(problem.resources, workload.requests);
  size[kPods] = 1;
  return size;
}

Problem BuildProblem(const PackRequest& request) {
  Problem problem;
  problem.request = &request;
  problem.resources = ResourceNames(request);
  problem.architectures = DefaultArchitectures(request);
  AddWorkloads(problem);
  AddNodes(problem);
  AddRepellers(problem);
  AddCandidates(problem);
  NumberZones(problem);
  return problem;
}

std::uint32_t CandidateMisfits(const Problem& problem, const Workload& workload, bool spot,
                               const Candidate& candidate) {
  const Offer& offer = *candidate.offer;
  const PackPolicy& policy = problem.request->policy;
  std::uint32_t misfits = Misfits(workload, candidate.traits, problem.architectures);
  if (!offer.available) misfits |= kMisfitUnavailable;
  if (model::IsCooling(offer.cooling_until_unix_ms, problem.request->now_unix_ms)) misfits |= kMisfitCooling;
  if (offer.burstable && !policy.allow_burstable) misfits |= kMisfitBurstable;
  if (offer.bare_metal && !policy.allow_bare_metal) misfits |= kMisfitBareMetal;
  if (offer.capacity_type == CapacityType::kSpot && !spot) misfits |= kMisfitCapacityType;
  if (IsRepelled(problem, workload, candidate.traits, nullptr)) misfits |= kMisfitAntiAffinity;
  return misfits;
}

std::uint32_t NodeMisfits(const Problem& problem, const Workload& workload, bool spot, const ExistingNode& node) {
  std::uint32_t misfits = Misfits(workload, node.traits, problem.architectures);
  if (!node.accepts) misfits |= kMisfitUnschedulable;
  if (node.traits.capacity_type == CapacityType::kSpot && !spot) misfits |= kMisfitCapacityType;
  if (IsRepelled(problem, workload, node.traits, &node)) misfits |= kMisfitAntiAffinity;
  return misfits;
}

}  // namespace spotwright::packing
