// Workload: replicas of one pod shape, with everything that decides where they may run.
//
// The constraints are those of Kubernetes and mean what they mean there
// (https://kubernetes.io/docs/concepts/scheduling-eviction/).
#ifndef SPOTWRIGHT_WORKLOAD_H_
#define SPOTWRIGHT_WORKLOAD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/offer.h"
#include "spotwright/requirement.h"
#include "spotwright/resources.h"

namespace spotwright {

enum class WorkloadKind : std::int32_t {
  kDeployment = 1,
  kStatefulSet = 2,
  kDaemonSet = 3,  // One pod on every node it may run on; `replicas` is ignored.
  kJob = 4,
  kPod = 5,  // A bare pod, owned by nothing.
};

// All requirements must hold. A term without requirements matches nothing, as in Kubernetes.
struct RequirementTerm {
  std::vector<Requirement> requirements;

  friend bool operator==(const RequirementTerm&, const RequirementTerm&) = default;
};

// A wish with a weight of 1 to 100.
struct PreferredTerm {
  std::int64_t weight = 1;
  RequirementTerm term;

  friend bool operator==(const PreferredTerm&, const PreferredTerm&) = default;
};

enum class TolerationOperator : std::int32_t {
  kEqual = 1,
  kExists = 2,
};

struct Toleration {
  std::string key;  // Empty with kExists: every taint.
  TolerationOperator op = TolerationOperator::kEqual;
  std::string value;
  std::optional<TaintEffect> effect;  // Absent: every effect.

  friend bool operator==(const Toleration&, const Toleration&) = default;
};

enum class WhenUnsatisfiable : std::int32_t {
  kDoNotSchedule = 1,
  kScheduleAnyway = 2,
};

// Selects pods by their labels; all conditions must hold. Empty selects every pod.
struct LabelSelector {
  std::map<std::string, std::string> match_labels;
  std::vector<Requirement> match_expressions;

  friend bool operator==(const LabelSelector&, const LabelSelector&) = default;
};

// Whether a rule looks at a property of nodes when it counts them.
enum class InclusionPolicy : std::int32_t {
  kHonor = 1,
  kIgnore = 2,
};

// Keeps the counts of the selected pods in any two domains of a label within max_skew.
struct TopologySpread {
  std::string topology_key;
  std::int64_t max_skew = 1;
  WhenUnsatisfiable when_unsatisfiable = WhenUnsatisfiable::kDoNotSchedule;
  LabelSelector selector;
  std::int64_t min_domains = 1;
  std::vector<std::string> match_label_keys;  // Only pods that share these labels' values with the workload count.
  InclusionPolicy node_affinity_policy = InclusionPolicy::kHonor;  // Honor: nodes the pods may not use by selector and
                                                                   // affinity are no domains.
  InclusionPolicy node_taints_policy = InclusionPolicy::kIgnore;   // Honor: nor are nodes whose taints they do not
                                                                   // tolerate.

  friend bool operator==(const TopologySpread&, const TopologySpread&) = default;
};

// Near (affinity) or apart from (anti-affinity) the selected pods, over the domains of a label.
struct PodAffinityTerm {
  std::string topology_key;
  LabelSelector selector;
  std::vector<std::string> namespaces;              // Empty, and no selector: the workload's own.
  std::optional<LabelSelector> namespace_selector;  // Namespaces with such labels too; an empty selector: all.
  std::vector<std::string> match_label_keys;        // Only pods with the workload's values of these labels,
  std::vector<std::string> mismatch_label_keys;     // and without those of these.
  std::int64_t weight = 0;                          // 0: required; 1 to 100: preferred.

  friend bool operator==(const PodAffinityTerm&, const PodAffinityTerm&) = default;
};

struct HostPort {
  std::int64_t port = 0;
  std::string protocol = "TCP";
  std::string host_ip;  // Empty: all addresses.

  friend bool operator==(const HostPort&, const HostPort&) = default;
};

// Volumes that a pod attaches to its node.
struct VolumeUse {
  std::string driver;      // Whose limit per node counts: Offer::volume_limits, Node::volume_limits.
  std::string claim;       // One volume that all its users share; empty: every replica brings its own.
  std::int64_t count = 1;  // Of own volumes; a claim is always one.

  friend bool operator==(const VolumeUse&, const VolumeUse&) = default;
};

// At most this share of a workload's replicas stands and falls with one pool, zone or node; never less than one
// replica. Absent: any share.
struct BlastRadius {
  std::optional<double> max_share_per_pool;  // Above 0, up to 1.
  std::optional<double> max_share_per_zone;
  std::optional<double> max_share_per_node;

  friend bool operator==(const BlastRadius&, const BlastRadius&) = default;
};

// `replicas` identical pods. Namespace and name together are unique in a request.
struct Workload {
  std::string name;
  std::string namespace_name = "default";  // `namespace` in the wire forms.
  WorkloadKind kind = WorkloadKind::kDeployment;
  std::int64_t replicas = 1;  // Wanted in all, those already running included.
  Resources requests;         // Of one replica.
  std::map<std::string, std::string> labels;

  // Where it may run.
  std::map<std::string, std::string> node_selector;
  std::vector<RequirementTerm> required_node_affinity;  // Any one term suffices; empty: no condition.
  std::vector<PreferredTerm> preferred_node_affinity;
  std::vector<std::string> zones;  // Zones its volumes or its owner allow; empty: all.
  std::vector<Toleration> tolerations;
  std::optional<Architecture> architecture;  // What its images run on, when known.
  std::vector<TopologySpread> topology_spread;
  std::vector<PodAffinityTerm> pod_affinity;
  std::vector<PodAffinityTerm> pod_anti_affinity;
  std::vector<HostPort> host_ports;
  std::vector<VolumeUse> volumes;
  std::string all_or_nothing_group;  // Of all workloads that name the same group, every replica is placed or none.

  // Constraints the importer met and this vocabulary cannot say. Such a workload is never placed.
  std::vector<std::string> unknown_constraints;

  // What an interruption means to it.
  bool spot_tolerant = false;
  std::int64_t min_on_demand_replicas = 0;  // Of a spot-tolerant workload: this many stay on on-demand all the same.
  std::optional<double> max_spot_share;     // Of a spot-tolerant workload: at most this share of its replicas on spot.
  double restart_cost_usd = 0;              // What the interruption of one replica costs: lost work, slow answers.
  BlastRadius blast_radius;                 // Where a limit is absent, the policy's holds.
  std::int64_t priority = 0;                // Higher goes first when a limit leaves something out.
  bool do_not_disrupt = false;              // Its pods are never moved of one's own accord.
  bool system_critical = false;             // Never on spot; its node is drained only where the policy says so.
  std::optional<std::int64_t> termination_grace_seconds;  // How long a pod may take to stop when it is told to.

  friend bool operator==(const Workload&, const Workload&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_WORKLOAD_H_
