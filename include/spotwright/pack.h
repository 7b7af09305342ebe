// pack: which pod goes where, and which nodes to launch for it, at the least cost.
#ifndef SPOTWRIGHT_PACK_H_
#define SPOTWRIGHT_PACK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/node.h"
#include "spotwright/offer.h"
#include "spotwright/reason.h"
#include "spotwright/result.h"
#include "spotwright/workload.h"

namespace spotwright {

// What the new nodes may come to in all. Absent: no limit.
struct PackLimits {
  std::optional<std::int64_t> max_new_nodes;
  std::optional<std::int64_t> max_cpu_millicores;  // Of the new nodes' allocatable.
  std::optional<std::int64_t> max_memory_bytes;
  std::optional<double> max_cost_usd_per_hour;

  friend bool operator==(const PackLimits&, const PackLimits&) = default;
};

// What a spot share counts.
enum class ShareUnit : std::int32_t {
  kCpu = 1,    // vCPUs that spot-tolerant workloads request.
  kPods = 2,   // Replicas of spot-tolerant workloads.
  kNodes = 3,  // New nodes.
};

// Of the spot-tolerant workloads at most this share runs on spot; each gives up replicas in proportion.
struct SpotShare {
  ShareUnit unit = ShareUnit::kCpu;
  double max_share = 1;  // 0 to 1.

  friend bool operator==(const SpotShare&, const SpotShare&) = default;
};

// How hard to look. Each is limited by work, never by time.
enum class PackQuality : std::int32_t {
  kFast = 1,      // Greedy with shadow prices: hundreds of thousands of pods a second.
  kBalanced = 2,  // Never dearer than Karpenter's rule on the same input; patterns by linear programming, improved.
  kOptimal = 3,   // Column generation with exact pricing, diving and local search; small ones to proven optimality.
};

// How the lower bound was proven.
enum class BoundProof : std::int32_t {
  kNone = 1,                // There is nothing to bound.
  kResourceRelaxation = 2,  // Nodes and pods as fractions: duality of the linear program over resources.
  kConfigurationLp = 3,     // Nodes as fractions, pods whole: Farley's bound over all fillings of a node.
  kExhausted = 4,           // Every better packing was ruled out: the cost is the optimum.
};

struct PackPolicy {
  PackQuality quality = PackQuality::kBalanced;
  PackLimits limits;
  SpotShare spot_share;
  TypeFilter types;          // Of new nodes.
  BlastRadius blast_radius;  // Of workloads with two replicas or more that state none.
  bool allow_burstable = false;
  bool allow_bare_metal = false;
  std::vector<Architecture> default_architectures;  // Of workloads that state none. Empty: those of the worker nodes in
                                                    // the request; without nodes, amd64.
  bool honour_preferences = true;      // Wishes are kept while that leaves none of the workload's pods out; see Pack.
  std::int64_t max_iterations = 2000;  // Work limit of the improvement phase; 0: construction alone.
  double node_startup_seconds = 120;   // Paid again for a node that is interrupted.

  friend bool operator==(const PackPolicy&, const PackPolicy&) = default;
};

// A namespace and its labels, for terms that select namespaces by label.
struct Namespace {
  std::string name;
  std::map<std::string, std::string> labels;

  friend bool operator==(const Namespace&, const Namespace&) = default;
};

struct PackRequest {
  std::vector<Workload> workloads;
  std::vector<Offer> offers;      // What can be launched.
  std::vector<Node> nodes;        // What runs. Pods there stay (except on draining nodes); free room is filled first.
  std::vector<NodeGroup> groups;  // If any: launches happen only through them. Otherwise freely.
  std::vector<Namespace> namespaces;  // Only those whose labels matter.
  PackPolicy policy;
  std::optional<std::int64_t> now_unix_ms;  // Needed only where an offer is cooling.

  friend bool operator==(const PackRequest&, const PackRequest&) = default;
};

// Replicas of one workload on one node.
struct Placement {
  std::string workload;
  std::string namespace_name = "default";
  std::int64_t replicas = 0;

  friend bool operator==(const Placement&, const Placement&) = default;
};

struct PackedNode {
  std::string name;  // Of the existing node; of a new one "new-1", "new-2"..., unless a node has it
  bool existing = false;
  Pool pool;
  std::string group;
  double price_usd_per_hour = 0;
  Architecture architecture = Architecture::kAmd64;
  Resources allocatable;
  Resources used;                     // By all that is then on it, daemonsets included.
  std::vector<Placement> placements;  // New here, by namespace and name. What ran here before is not repeated.

  friend bool operator==(const PackedNode&, const PackedNode&) = default;
};

// Replicas that found no place, with what stopped them, nearest miss first.
struct Unplaced {
  std::string workload;
  std::string namespace_name = "default";
  std::int64_t replicas = 0;
  std::vector<Reason> reasons;

  friend bool operator==(const Unplaced&, const Unplaced&) = default;
};

struct PackResponse {
  bool feasible = true;                                // Every replica has a place.
  double cost_usd_per_hour = 0;                        // Of the new nodes.
  double expected_interruption_cost_usd_per_hour = 0;  // Of the new nodes and of all pods placed.
  double lower_bound_usd_per_hour = 0;  // No packing of the pods placed costs less, interruptions included.
  double gap = 0;                       // (cost + interruptions) / lower bound - 1; 0 when both are 0.
  BoundProof bound_proof = BoundProof::kNone;
  std::int64_t new_nodes = 0;
  std::int64_t placed_replicas = 0;
  std::int64_t unplaced_replicas = 0;
  double spot_cpu_share = 0;      // Of the CPU that spot-tolerant workloads request: the part placed on spot,
                                  // what ran already included.
  std::vector<PackedNode> nodes;  // New nodes, and existing ones that got something.
  std::vector<Unplaced> unplaced;
  std::vector<Reason> reasons;

  friend bool operator==(const PackResponse&, const PackResponse&) = default;
};

// Places every replica that does not run yet.
//
// All constraints mean what they mean in Kubernetes, and hold for the cluster as it is after the packing: requests and
// extended resources; node selectors, node affinity, zones, taints; architecture (stated, else the default: a cheap
// arm64 never wins silently); affinity and anti-affinity to any pods, also as running pods hold it; spread over any
// label; host ports; volumes. A spread over hosts counts at most max_skew pods per node, as a new node can always be
// had; over other labels, what daemonsets bring to new nodes does not count. Daemonsets take their part of every node.
// Only `unknown_constraints` leave a workload out: none is ignored.
//
// Spot: never for workloads that do not tolerate it; otherwise as far as max_spot_share, min_on_demand_replicas and the
// policy's spot_share allow. A blast radius limits the part of a workload in one pool, zone or node.
//
// Wishes of a workload are kept while that leaves none of its pods out. Then they are given up one by one, for this
// workload alone: preferred pod affinity, preferred pod anti-affinity, preferred node affinity (the lightest first),
// schedule_anyway spreads, prefer_no_schedule taints; last the weight of groups. A wish about nodes that no node and no
// offer could grant is not waited for.
//
// A pod is never left out for one of lower priority. Every pod left out says what stopped it, nearest miss first.
// NodeGroup.min_nodes is a matter of scaling, not of packing.
//
// What is minimised is the price of the new nodes and the expected cost of interruptions: the hazard of the offer times
// what a restart of the node and of each pod on it costs (Workload::restart_cost_usd). It is bounded from below by
// linear programs, whose duals are checked before they are believed. How far above the bound the packing may be
// depends on `quality`, never on time; a better quality never costs more where it places the same pods. Ties: cheaper,
// then by pool and group.
//
// kFast: O(workloads + nodes x kinds of pods x offers); the others add max_iterations of improvement and rounds of
// column generation, each O(offers x kinds of pods).
Result<PackResponse> Pack(const PackRequest& request, const Call& call = {});

}  // namespace spotwright

#endif  // SPOTWRIGHT_PACK_H_
