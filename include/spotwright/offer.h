// Offer: one thing a cloud sells: an instance type in a zone, spot or on-demand, at a price.
#ifndef SPOTWRIGHT_OFFER_H_
#define SPOTWRIGHT_OFFER_H_

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/resources.h"

namespace spotwright {

enum class CapacityType : std::int32_t {
  kSpot = 1,      // Cheaper, and taken back at short notice.
  kOnDemand = 2,  // At list price, kept until given back.
};

enum class Architecture : std::int32_t {
  kAmd64 = 1,
  kArm64 = 2,
};

enum class TaintEffect : std::int32_t {
  kNoSchedule = 1,
  kPreferNoSchedule = 2,  // A wish: it never keeps a pod off a node.
  kNoExecute = 3,
};

// Keeps pods off a node unless they tolerate it (Kubernetes: Taints and Tolerations).
struct Taint {
  std::string key;
  std::string value;
  TaintEffect effect = TaintEffect::kNoSchedule;

  friend bool operator==(const Taint&, const Taint&) = default;
};

// Names a pool: what stands and falls together. Region and zone are empty where the asker does not care.
struct Pool {
  std::string instance_type;
  std::string region;
  std::string zone;
  CapacityType capacity_type = {};

  friend auto operator<=>(const Pool&, const Pool&) = default;  // NOLINT(modernize-use-nullptr): a false alarm.
};

// Which types may be used, by name and by size. Every condition that is stated must hold.
//
// Patterns may hold `*` (any text) and `?` (any one character) and are matched against the whole name, so
// `Standard_D2*` allows Standard_D2s_v5. The family of a type is its name without the size: `m6i` of m6i.large, `Ds_v5`
// of Standard_D2s_v5; the letters it begins with (`m`, `D`) name it too, in any case.
struct TypeFilter {
  std::vector<std::string> allow;     // Patterns; empty: all.
  std::vector<std::string> deny;      // Patterns; denied although allowed.
  std::vector<std::string> families;  // Empty: all.
  std::vector<std::int64_t> vcpus;    // Sizes as sold; empty: all.

  friend bool operator==(const TypeFilter&, const TypeFilter&) = default;
};

// A pool with its price and what a node from it brings. A request holds at most one offer of each pool.
//
// A node launched from an offer carries, beside `labels`, the well-known labels node.kubernetes.io/instance-type,
// topology.kubernetes.io/zone, topology.kubernetes.io/region, kubernetes.io/arch, kubernetes.io/os (linux) and
// karpenter.sh/capacity-type (spot or on-demand); where `labels` states one of them too, `labels` wins.
struct Offer {
  std::string instance_type;
  std::string region;
  std::string zone;
  CapacityType capacity_type = {};
  double price_usd_per_hour = 0;
  std::optional<double> on_demand_price_usd_per_hour;  // Reference price of a spot offer. When absent it is that of
                                                       // the cheapest on-demand offer of the type in the region.
  Architecture architecture = Architecture::kAmd64;
  std::int64_t vcpus = 0;  // As sold. 0: taken from allocatable, rounded up.
  Resources allocatable;   // What pods may use: capacity less what the kubelet and the system reserve.
  std::map<std::string, std::string> labels;
  std::vector<Taint> taints;
  std::map<std::string, std::int64_t> volume_limits;  // Volumes one node can attach, by driver; a driver that is not
                                                      // named has no limit.
  bool burstable = false;
  bool bare_metal = false;

  // Interruption.
  std::optional<double> interruptions_per_instance_hour;  // Hazard, when known.
  std::optional<std::int64_t> interruption_band;          // Spot Advisor's monthly band: 0 < 5 %, 1 5-10 %, 2 10-15 %,
                                                          // 3 15-20 %, 4 > 20 %.
  std::optional<std::int64_t> placement_score;            // The provider's word on whether a spot request would be met
                                                          // now: 10 very likely, 1 not (EC2 spot placement scores).
  // Availability.
  bool available = true;                              // false: known to be out of stock.
  std::optional<std::int64_t> cooling_until_unix_ms;  // After a failed launch or a loss: not before this moment.
  bool under_notice = false;                          // Interruption notices or rebalance recommendations are out in
                                                      // this pool: nothing new goes there.
  std::optional<std::int64_t> available_count;        // How many more can be had; absent: no known limit.
  std::int64_t reserved_count = 0;  // Nodes of it that are paid for and not in use: launching them costs nothing more.

  friend bool operator==(const Offer&, const Offer&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_OFFER_H_
