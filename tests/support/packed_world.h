// The cluster as it would be after a packing: every node with every pod, from the request and the response alone.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_PACKED_WORLD_H_
#define SPOTWRIGHT_TESTS_SUPPORT_PACKED_WORLD_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "spotwright/pack.h"
#include "tests/support/kube_rules.h"

namespace spotwright::test {

using WorkloadId = std::pair<std::string, std::string>;  // Namespace, name.

struct PodsThere {
  const Workload* workload = nullptr;
  std::int64_t running = 0;  // A daemonset's pod counts as running, whether it came already or will.
  std::int64_t placed = 0;
};

struct Host {
  std::string name;
  bool existing = false;
  bool leaving = false;  // Draining: what runs there does not count.
  bool control_plane = false;
  bool open = true;  // Takes new pods.
  std::string why_closed;
  Pool pool;
  std::string group;
  const Offer* offer = nullptr;  // Of a new node.
  std::int64_t price_micro = 0;  // 0 of a new node that is reserved.
  double hazard = 0;             // Interruptions per hour.
  Architecture architecture = Architecture::kAmd64;
  Resources allocatable;
  std::map<std::string, std::int64_t> volume_limits;
  Labels labels;
  std::vector<Taint> taints;
  std::map<WorkloadId, PodsThere> pods;

  Resources Used() const;
};

struct World {
  std::map<WorkloadId, const Workload*> workloads;
  NamespaceLabels namespaces;  // Of every namespace that has workloads.
  std::set<Architecture> default_architectures;
  std::vector<Host> hosts;  // All existing nodes, then the new ones in the order of the response.
};

// What the interruptions of a new node are expected to cost in an hour, pods aside: its start-up, reserved or not.
double StartUpUsd(const Host& host, const PackPolicy& policy);

// Ephemeral storage that is not stated does not limit.
bool Fits(const Resources& used, const Resources& allocatable);

WorkloadId IdOf(const Workload& workload);
Pool PoolOfOffer(const Offer& offer);
double HazardOf(const Offer& offer);

// One that an offer would bring, with its daemonsets.
Host HostOf(const Offer& offer, const NodeGroup* group, const PackRequest& request);

// What cannot be understood (unknown names, a new node of no offer) is added to `violations` and left out.
World BuildWorld(const PackRequest& request, const PackResponse& response, std::vector<std::string>& violations);

// Puts new pods on the host, or takes them back if `replicas` is below zero.
void AddPods(const Workload& workload, std::int64_t replicas, Host& host);

// Empty when one pod of the workload may run on the host as far as the two alone decide it: labels, zones, taints,
// architecture, spot. Otherwise why not. Room, other pods and sums are not looked at.
std::string Refusal(const Workload& workload, const Host& host, const World& world);

// Parts of it.
bool ZoneAllowed(const Workload& workload, const Host& host);
bool ArchitectureAllowed(const Workload& workload, Architecture architecture, const World& world);
bool MayUseSpot(const Workload& workload);

// What keeps the offer from being launched at all, whoever asks; empty if nothing does.
std::string NotForSale(const Offer& offer, const PackRequest& request);

// Whether launches may go through the group to this offer.
bool Covers(const NodeGroup& group, const Offer& offer);

// Every kind of node that could be launched now, by offer and group, as long as no sum is looked at but the stock and,
// unless said otherwise, the greatest number of nodes of a group. Refers to the request.
std::vector<Host> Launchable(const PackRequest& request, bool through_full_groups_too = false);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_PACKED_WORLD_H_
