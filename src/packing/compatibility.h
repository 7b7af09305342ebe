// Compatibility: what keeps a workload off a kind of node, by the rules of Kubernetes.
#ifndef SPOTWRIGHT_SRC_PACKING_COMPATIBILITY_H_
#define SPOTWRIGHT_SRC_PACKING_COMPATIBILITY_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "spotwright/node.h"
#include "spotwright/offer.h"
#include "spotwright/workload.h"

namespace spotwright::packing {

inline constexpr char kZoneLabel[] = "topology.kubernetes.io/zone";
inline constexpr char kHostnameLabel[] = "kubernetes.io/hostname";
inline constexpr char kArchitectureLabel[] = "kubernetes.io/arch";
inline constexpr char kCapacityTypeLabel[] = "karpenter.sh/capacity-type";

using Labels = std::map<std::string, std::string>;

// What a pod sees of a node before it is filled.
struct NodeTraits {
  Labels labels;  // The well-known ones included.
  std::vector<Taint> taints;
  std::string zone;
  CapacityType capacity_type = CapacityType::kOnDemand;
  Architecture architecture = Architecture::kAmd64;
};

// Traits of a node launched from an offer, through a group if `group` is not null.
NodeTraits TraitsOf(const Offer& offer, const NodeGroup* group);
NodeTraits TraitsOf(const Node& node);

// The causes that can keep a pod off a node. As bits, so that all causes of one pair are one number.
enum Misfit : std::uint32_t {
  kNoMisfit = 0,
  kMisfitUnavailable = 1u << 0,
  kMisfitCooling = 1u << 1,
  kMisfitBurstable = 1u << 2,
  kMisfitBareMetal = 1u << 3,
  kMisfitCapacityType = 1u << 4,
  kMisfitArchitecture = 1u << 5,
  kMisfitZone = 1u << 6,
  kMisfitNodeSelector = 1u << 7,
  kMisfitNodeAffinity = 1u << 8,
  kMisfitTaint = 1u << 9,
  kMisfitTooSmall = 1u << 10,
  kMisfitAntiAffinity = 1u << 11,
  kMisfitUnschedulable = 1u << 12,
  kMisfitUnderNotice = 1u << 13,
  kMisfitType = 1u << 14,
  kMisfitFlexibility = 1u << 15,
};
inline constexpr int kMisfitCount = 16;

bool Matches(const Requirement& requirement, const Labels& labels);
bool Matches(const RequirementTerm& term, const Labels& labels);
bool Matches(const LabelSelector& selector, const Labels& labels);

// Of the taints, by default only those that keep a pod off (NoSchedule, NoExecute) count; with `wishes` those alone
// that would rather not have it (PreferNoSchedule).
bool Tolerates(const std::vector<Toleration>& tolerations, const std::vector<Taint>& taints, bool wishes = false);

// Does the workload say itself which architectures it runs on?
bool StatesArchitecture(const Workload& workload);

// The architectures of workloads that state none: those that the policy states, else those of the cluster's nodes, the
// control plane left aside, else amd64.
std::vector<Architecture> DefaultArchitectures(const std::vector<Architecture>& stated, std::span<const Node> nodes);

// Causes from zones, selector, affinity and taints. `architectures` are those of a workload that states none.
std::uint32_t Misfits(const Workload& workload, const NodeTraits& node, const std::vector<Architecture>& architectures);

}  // namespace spotwright::packing

#endif  // SPOTWRIGHT_SRC_PACKING_COMPATIBILITY_H_
