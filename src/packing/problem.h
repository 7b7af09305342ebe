// Problem: a pack request with its names resolved. Offers, alone or through a group, become candidates; nodes alike to
// the constraints share a signature; workloads alike but for name and replicas share a class. All of it is in a
// canonical order, so that the order of the request changes nothing.
#ifndef SPOTWRIGHT_SRC_PACKING_PROBLEM_H_
#define SPOTWRIGHT_SRC_PACKING_PROBLEM_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/pack.h"
#include "src/packing/amounts.h"
#include "src/packing/compatibility.h"
#include "src/packing/instance.h"

namespace spotwright::packing {

// Nodes that no constraint of the request can tell apart.
struct Signature {
  NodeTraits traits;                     // Labels that nothing in the request asks for may be missing.
  std::vector<const Workload*> daemons;  // Daemonsets that run on such a node.
};

// Something that new nodes can be made from. Its index is that of its kind in an instance.
struct Candidate {
  const Offer* offer = nullptr;
  const NodeGroup* group = nullptr;  // Null: a free launch.
  std::size_t signature = 0;
  std::uint32_t misfits = 0;         // Causes that keep every pod off it: out of stock, cooling, not allowed...
  bool in_stock = true;              // Stock and group let at least one be launched.
  std::int64_t price_micro = 0;      // What is paid: 0 for reserved capacity.
  std::int64_t effective_micro = 0;  // With what interruptions of the node itself are expected to cost.
  double interruptions_per_hour = 0;
  Amounts free;     // Allocatable less the daemonsets, cut down for flexibility (MinValues).
  Amounts daemons;  // What the daemonsets take.
  std::uint32_t pool = 0;
  std::uint32_t zone = 0;
  std::vector<SupplyUse> uses;
  std::vector<std::size_t> alternatives;  // Candidates that must be open too, for MinValues.
};

// A node that runs already. Its index is that of its host in an instance.
struct ExistingNode {
  const Node* node = nullptr;
  std::size_t signature = 0;
  bool accepts = false;  // Takes new pods at all.
  std::int64_t price_micro = 0;
  double interruptions_per_hour = 0;
  Amounts free;  // After daemonsets and what stays.
  Amounts used;  // Daemonsets and what stays.
  std::uint32_t pool = 0;
  std::uint32_t zone = 0;
  std::vector<std::pair<std::size_t, std::int64_t>> running;      // Workload index, replicas that stay.
  std::vector<std::pair<const Workload*, std::int64_t>> daemons;  // Pods of daemonsets, those yet to come included.
  std::vector<std::uint32_t> claims;                              // Shared volumes that are attached.
};

// A workload of the request with what packing makes of it.
struct WorkloadState {
  const Workload* workload = nullptr;
  std::int64_t running = 0;       // Replicas that stay where they are.
  std::int64_t running_spot = 0;  // Of these, on spot.
  std::int64_t pending = 0;       // Replicas to place.
  std::size_t pod_class = 0;      // Index of Problem::classes, if any are pending.
  std::int64_t max_spot = 0;      // Replicas that may be on spot in all.
};

// Workloads with pending replicas that differ in nothing but name, replicas and spot rules.
struct PodClass {
  const Workload* like = nullptr;    // Any of them.
  std::vector<std::size_t> members;  // Indices of Problem::workloads, ascending.
  std::size_t size = 0;              // Index of Problem::sizes.
  bool may_use_spot = false;
  std::vector<Reason> left_out;  // Why nothing of it is placed at all; empty: it is.
};

struct Problem {
  const PackRequest* request = nullptr;
  std::vector<std::string> resources;       // Names; those of volumes, behind the others, are for messages.
  std::vector<std::string> volume_drivers;  // Of these last resources.
  std::vector<Architecture> architectures;  // Of workloads that state none.
  std::vector<WorkloadState> workloads;     // By namespace and name; daemonsets left out.
  std::vector<const Workload*> daemons;
  std::vector<Signature> signatures;
  std::vector<Candidate> candidates;   // By pool and group.
  std::vector<ExistingNode> nodes;     // By name. The control plane takes nothing, but what runs there runs.
  std::vector<PodClass> classes;       // By their first member.
  std::vector<Amounts> sizes;          // Distinct sizes of one pod.
  std::vector<std::string> claims;     // Shared volumes, "namespace/claim".
  std::vector<std::string> zones;      // Of candidates and nodes, in byte order.
  std::vector<Pool> pools;             // The same.
  std::vector<std::int64_t> supplies;  // What new nodes may draw on.

  std::size_t FirstVolume() const { return resources.size() - volume_drivers.size(); }
  std::span<const std::string> WithoutVolumes() const { return std::span(resources).first(FirstVolume()); }
};

// Valid requests only; the request must outlive the problem. O(input log input).
Problem BuildProblem(const PackRequest& request);

// Causes that keep the pods of a workload off nodes of a signature, their size left aside. `spot`: whether they may be
// on spot.
std::uint32_t SignatureMisfits(const Problem& problem, const Workload& workload, bool spot, std::size_t signature);

// The shared volumes of a workload, as indices of Problem::claims, and the resource each draws on.
std::vector<Shared> ClaimsOf(const Problem& problem, const Workload& workload);

bool MayUseSpot(const Workload& workload);

// What a node offers. Storage and volumes that are not stated do not limit.
Amounts AllocatableOf(const Problem& problem, const Resources& resources,
                      const std::map<std::string, std::int64_t>& volume_limits);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_PROBLEM_H_
