#include "benchmarks/packing/random_instances.h"

#include <string>

#include "src/base/money.h"
#include "src/base/random.h"

namespace spotwright::bench {
namespace {

constexpr std::int64_t kMib = 1 << 20;
constexpr char kTaint[] = "dedicated";

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  PackRequest Make() {
    zones_ = Between(1, 3);
    spot_ = Chance(0.5);
    tolerant_share_ = Chance(0.5) ? 1 : random_.Unit();
    AddOffers();
    const std::int64_t workloads = Between(1, 40);
    for (std::int64_t i = 0; i < workloads; ++i) AddWorkload();
    return std::move(request_);
  }

 private:
  std::int64_t Between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_.Below(static_cast<std::uint64_t>(high - low + 1)));
  }
  bool Chance(double share) { return random_.Unit() < share; }
  std::string Zone(std::int64_t number) { return "zone-" + std::to_string(number); }

  void AddOffers() {
    const std::int64_t types = Between(3, 60);
    const bool linear = Chance(0.3);
    for (std::int64_t i = 0; i < types; ++i) {
      // The first is large and free of taints, so that there is a place for everything.
      const std::int64_t vcpus = i == 0 ? 64 : std::int64_t{1} << Between(0, 6);
      const std::int64_t gib_per_vcpu = i == 0 ? 8 : std::int64_t{1} << Between(0, 3);
      Offer offer;
      offer.instance_type = "type-" + std::to_string(i);
      offer.allocatable.cpu_millicores = vcpus * 1000 - Between(50, 300);
      offer.allocatable.memory_bytes = vcpus * gib_per_vcpu * 950 * kMib;
      offer.allocatable.pods = Between(8, 110) + (i == 0 ? 100 : 0);
      if (i > 0 && Chance(0.1)) offer.taints.push_back({kTaint, "batch", TaintEffect::kNoSchedule});
      const double usd = static_cast<double>(vcpus) * (0.03 + 0.004 * static_cast<double>(gib_per_vcpu)) *
                         (linear ? 1 : 0.7 + 0.6 * random_.Unit());
      AddPools(offer, usd);
    }
  }

  void AddPools(Offer offer, double on_demand_usd) {
    for (std::int64_t zone = 1; zone <= zones_; ++zone) {
      offer.zone = Zone(zone);
      offer.capacity_type = CapacityType::kOnDemand;
      offer.price_usd_per_hour = Rounded(on_demand_usd);
      request_.offers.push_back(offer);
      if (!spot_) continue;
      offer.capacity_type = CapacityType::kSpot;
      offer.price_usd_per_hour = Rounded(on_demand_usd * (0.25 + 0.6 * random_.Unit()));
      request_.offers.push_back(offer);
    }
  }

  static double Rounded(double usd) { return base::Usd(base::MicroUsd(usd)); }

  void AddWorkload() {
    Workload& workload = request_.workloads.emplace_back();
    workload.name = "workload-" + std::to_string(request_.workloads.size());
    workload.labels["app"] = workload.name;
    workload.requests.cpu_millicores = Chance(0.8) ? 50 * Between(1, 40) : 500 * Between(1, 24);
    workload.requests.memory_bytes = workload.requests.cpu_millicores * Between(1, 8) * kMib / 2;
    workload.replicas = Chance(0.7) ? Between(1, 8) : Between(1, 60);
    workload.spot_tolerant = Chance(tolerant_share_);
    if (Chance(0.1)) workload.zones = {Zone(Between(1, zones_))};
    if (Chance(0.1)) workload.node_selector["topology.kubernetes.io/zone"] = Zone(Between(1, zones_));
    if (Chance(0.05)) workload.node_selector["karpenter.sh/capacity-type"] = "on-demand";
    if (Chance(0.15)) workload.tolerations.push_back({kTaint, TolerationOperator::kEqual, "batch", {}});
    LabelSelector itself;
    itself.match_labels = workload.labels;
    if (Chance(0.1)) {
      PodAffinityTerm& term = workload.pod_anti_affinity.emplace_back();
      term.topology_key = "kubernetes.io/hostname";
      term.selector = itself;
    } else if (Chance(0.2)) {
      TopologySpread& spread = workload.topology_spread.emplace_back();
      spread.topology_key = Chance(0.5) ? "kubernetes.io/hostname" : "topology.kubernetes.io/zone";
      spread.max_skew = Between(1, 3);
      spread.selector = itself;
    }
    // A workload bound to one zone and to another by selector has no place; the zone of its volumes wins.
    if (!workload.zones.empty()) workload.node_selector.erase("topology.kubernetes.io/zone");
  }

  base::Random random_;
  PackRequest request_;
  std::int64_t zones_ = 1;
  bool spot_ = false;
  double tolerant_share_ = 1;
};

}  // namespace

PackRequest RandomInstance(std::uint64_t seed) { return Maker(seed).Make(); }

}  // namespace spotwright::bench
