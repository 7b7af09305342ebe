// The rules of Kubernetes about labels and taints, written a second time and as plainly as can be, so that a test that
// leans on them does not repeat a slip of the library.
#ifndef SPOTWRIGHT_TESTS_SUPPORT_KUBE_RULES_H_
#define SPOTWRIGHT_TESTS_SUPPORT_KUBE_RULES_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "spotwright/node.h"
#include "spotwright/offer.h"
#include "spotwright/workload.h"

namespace spotwright::test {

using Labels = std::map<std::string, std::string>;
using NamespaceLabels = std::map<std::string, Labels>;

inline constexpr char kZoneKey[] = "topology.kubernetes.io/zone";
inline constexpr char kRegionKey[] = "topology.kubernetes.io/region";
inline constexpr char kHostnameKey[] = "kubernetes.io/hostname";
inline constexpr char kArchitectureKey[] = "kubernetes.io/arch";
inline constexpr char kInstanceTypeKey[] = "node.kubernetes.io/instance-type";
inline constexpr char kCapacityTypeKey[] = "karpenter.sh/capacity-type";

// With the well-known labels. A new node has a hostname, which nobody knows yet and no other node has.
Labels LabelsOf(const Node& node);
Labels LabelsOf(const Offer& offer, const NodeGroup* group);

bool Holds(const Requirement& requirement, const Labels& labels);
bool HoldAll(const std::vector<Requirement>& requirements, const Labels& labels);
bool Selects(const LabelSelector& selector, const Labels& labels);

// Whether the node selector and the required node affinity accept a node with these labels.
bool WantsNode(const Workload& workload, const Labels& labels);

bool Tolerates(const Workload& workload, const Taint& taint);
bool ToleratesAll(const Workload& workload, const std::vector<Taint>& taints);

// The pods that a rule of a workload is about.
struct PodSelector {
  std::set<std::string> namespaces;
  LabelSelector labels;
};

PodSelector SelectorOf(const TopologySpread& spread, const Workload& owner);
PodSelector SelectorOf(const PodAffinityTerm& term, const Workload& owner, const NamespaceLabels& namespaces);
bool Selects(const PodSelector& selector, const Workload& pod);

// The same text for the same selector.
std::string TextOf(const PodSelector& selector);

// Whether both ports cannot be had on one node.
bool Clash(const HostPort& left, const HostPort& right);

}  // namespace spotwright::test

#endif  // SPOTWRIGHT_TESTS_SUPPORT_KUBE_RULES_H_
