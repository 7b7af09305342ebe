// Karpenter's placement rule, written for the benchmark alone and sharing nothing with the library: pods by size, nodes
// with the fewest pods first, each node a set of offers that still hold its pods, its price looked at in the end
// (Karpenter v1.14: scheduling/queue.go, scheduler.go, nodeclaim.go, topology.go). Where Karpenter leaves the order to
// chance, a stable sort and names decide. Measured beside Karpenter itself it costs the same within 0.1 % on the AWS
// cases; where zones tie, which are left to chance there, the two may differ by 17 %.
#ifndef SPOTWRIGHT_BENCHMARKS_PACKING_KARPENTER_RULE_H_
#define SPOTWRIGHT_BENCHMARKS_PACKING_KARPENTER_RULE_H_

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "spotwright/pack.h"

namespace spotwright::bench {

// A node with the workloads its pods are of, and the offers (by index) it may still become: one for a node that runs.
struct RuleNode {
  std::vector<std::size_t> pods;
  std::vector<std::size_t> offers;
};

// Understands: requests, node selectors on zone and capacity type, zones, taints, spot tolerance; spread and affinity
// over zones, spread and anti-affinity over hosts, all by labels that must match.
class KarpenterRule {
 public:
  explicit KarpenterRule(const PackRequest& request);

  struct Outcome {
    std::vector<RuleNode> nodes;  // Running ones first, then new ones, as they were opened.
    std::size_t running = 0;      // How many ran before.
    std::vector<std::size_t> unplaced;
  };
  // Pods go to running nodes in their order, else to new ones.
  Outcome Place(std::vector<std::size_t> pods, std::vector<RuleNode> running = {}) const;

  std::vector<std::size_t> AllPods() const;  // Every replica, by workload.
  // The offer that Karpenter would launch for a new node.
  std::size_t CheapestOf(const RuleNode& node) const;
  std::int64_t PriceMicroUsd(std::size_t offer) const { return offers_[offer].price_micro_usd; }

 private:
  friend class Placing;
  using Sizes = std::vector<std::int64_t>;
  using Zones = std::bitset<64>;  // By place in zones_.
  enum class Kind { kSpreadZones, kSpreadHosts, kTogetherInZone, kApartOnHosts };
  struct Term {
    Kind kind;
    std::size_t group;  // Which pods it is about.
    std::int64_t max_skew = 1;
  };
  struct OfferFacts {
    std::size_t zone = 0;
    std::int64_t price_micro_usd = 0;
    Sizes room;
  };
  struct WorkloadFacts {
    Sizes sizes;
    std::vector<bool> offers;  // Open to it by labels, taints and capacity type.
    Zones zones;               // Of those.
    std::vector<Term> terms;
    std::vector<std::size_t> groups;  // That select it.
  };

  Sizes SizesOf(const Resources& resources, bool pod) const;
  std::size_t GroupOf(const LabelSelector& selector);

  const PackRequest& request_;
  std::vector<std::string> extended_;
  std::vector<std::string> zones_;  // By name.
  std::vector<std::map<std::string, std::string>> groups_;
  std::vector<OfferFacts> offers_;
  std::vector<WorkloadFacts> workloads_;
};

}  // namespace spotwright::bench

#endif  // SPOTWRIGHT_BENCHMARKS_PACKING_KARPENTER_RULE_H_
