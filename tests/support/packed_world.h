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
  bool open = true;      // Takes new pods.
  std::string why_closed;
  Pool pool;
  std::string group;
  const Offer* offer = nullptr;  // Of a new node.
  Architecture architecture = Architecture::kAmd64;
  Resources allocatable;
  Labels labels;
  std::vector<Taint> taints;
  std::map<WorkloadId, PodsThere> pods;

  Resources Used() const;
  std::int64_t Count(const WorkloadId& id) const;
};

struct World {
  std::map<WorkloadId, const Workload*> workloads;
  std::set<Architecture> default_architectures;
  std::vector<Host> hosts;  // All existing nodes, then the new ones in the order of the response.
};

// Ephemeral storage that is not stated does not limit.
bool Fits(const Resources& used, const Resources& allocatable);

WorkloadId IdOf(const Workload& workload);
Pool PoolOfOffer(const Offer& offer);

// A node that exists, and one that an offer would bring, with its daemonsets.
Host HostOf(const Node& node, const PackRequest& request);
Host HostOf(const Offer& offer, const NodeGroup* group, const PackRequest& request);

// What cannot be understood (unknown names, a new node of no offer) is added to `violations` and left out.
World BuildWorld(const PackRequest& request, const PackResponse& response, std::vector<std::string>& violations);

// Empty when one pod of the workload may run on the host as far as the two alone decide it: labels, zones, taints,
// architecture, spot. Otherwise why not. Room, other pods and sums are not looked at.
std::string Refusal(const Workload& workload, const Host& host, const World& world);

// What keeps the offer from being launched at all, whoever asks; empty if nothing does.
std::string NotForSale(const Offer& offer, const PackRequest& request);

// Whether launches may go through the group to this offer.
bool Covers(const NodeGroup& group, const Offer& offer);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_PACKED_WORLD_H_
