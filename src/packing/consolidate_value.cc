#include "src/packing/consolidate_value.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "src/base/money.h"
#include "src/model/offers.h"
#include "src/model/type_filter.h"
#include "src/packing/amounts.h"
#include "src/packing/compatibility.h"
#include "src/packing/instance.h"
#include "src/packing/problem.h"
#include "src/packing/prove.h"
#include "src/packing/resource_bound.h"

namespace spotwright::packing::consolidation {
namespace {

// Masks of the instance: pods that may be on spot, and those that may not.
enum : std::uint32_t { kAnywhere = 0, kOnDemandAlone = 1 };

void Subtract(Amounts& from, const Amounts& size, std::int64_t times) {
  for (std::size_t r = 0; r < from.size(); ++r) {
    if (from[r] < kUnlimited) from[r] -= size[r] * times;
  }
}

class Builder {
 public:
  Builder(const Cluster& cluster, const std::set<std::string>& stays)
      : cluster_(cluster),
        stays_(stays),
        resources_(ResourcesOf(cluster.workloads)),
        item_(cluster.workloads.size(), 0) {
    instance_.resources = resources_.size();
    instance_.masks.resize(2);
    AddNodes();
    AddOffers();
    AddPods();
  }

  ClusterValue Solve() const {
    std::vector<std::int64_t> counts;
    for (const Item& item : instance_.items) counts.push_back(item.count);
    const ResourceBound bound = BoundByResources(instance_, counts);
    ClusterValue value;
    value.bound_micro = kept_micro_ + bound.cost_micro;
    for (const std::size_t item : item_) value.pod_value_micro.push_back(bound.values_micro[item]);
    return value;
  }

  std::optional<std::int64_t> Bound(PackQuality quality, const Call& call) const {
    const PackQuality effort = quality == PackQuality::kFast ? PackQuality::kFast : PackQuality::kBalanced;
    const std::optional<ProvenBound> bound = Prove(instance_, {effort, 0}, call);
    if (!bound) return std::nullopt;
    return kept_micro_ + bound->micro;
  }

 private:
  void AddHost(const Amounts& room, CapacityType capacity_type, double hazard) {
    Host host;
    host.interruptions_per_hour = hazard;
    instance_.AddHost(host, room);
    instance_.masks[kAnywhere].hosts.push_back(1);
    instance_.masks[kOnDemandAlone].hosts.push_back(capacity_type == CapacityType::kOnDemand);
  }

  void AddKind(const Amounts& room, CapacityType capacity_type, std::int64_t price_micro, double hazard) {
    if (!known_kinds_.insert({room, capacity_type == CapacityType::kSpot, price_micro, hazard}).second) return;
    Kind kind;
    kind.price_micro = price_micro + RestartMicro(cluster_, price_micro, hazard);
    kind.interruptions_per_hour = hazard;
    instance_.AddKind(kind, room);
    instance_.masks[kAnywhere].kinds.push_back(1);
    instance_.masks[kOnDemandAlone].kinds.push_back(capacity_type == CapacityType::kOnDemand);
  }

  void AddNodes() {
    for (const ClusterNode& node : cluster_.nodes) {
      Amounts room = RoomOf(resources_, node.node.allocatable);
      for (const RunningPods& daemon : node.daemons) {
        const std::size_t w = cluster_.index.at({daemon.namespace_name, daemon.workload});
        Subtract(room, SizeOf(resources_, cluster_.workloads[w]), daemon.replicas);
      }
      const CapacityType type = node.node.capacity_type;
      if (stays_.count(node.node.name) == 0) {
        for (const auto& [key, count] : node.pods) {
          pods_[key.first] += count;
          if (type == CapacityType::kSpot) on_spot_.insert(key.first);
        }
        AddKind(room, type, node.price_micro, node.interruptions_per_hour);
      } else {
        for (const auto& [key, count] : node.pods) {
          Subtract(room, SizeOf(resources_, cluster_.workloads[key.first]), count);
          staying_[key.first] += count;
        }
        kept_micro_ += node.price_micro + InterruptionMicro(cluster_, node);
        AddHost(room, type, node.interruptions_per_hour);
      }
    }
  }

  bool CanBeLaunched(const Offer& offer) const {
    const ConsolidateRequest& request = *cluster_.request;
    const PackPolicy& policy = request.policy.pack;
    return offer.available && !offer.under_notice && (policy.allow_burstable || !offer.burstable) &&
           (policy.allow_bare_metal || !offer.bare_metal) &&
           !model::IsCooling(offer.cooling_until_unix_ms, request.now_unix_ms) && model::Allows(policy.types, offer);
  }

  // Whichever group it is launched through.
  bool RunsOn(const Workload& daemon, const Offer& offer) const {
    const std::vector<Architecture> both = {Architecture::kAmd64, Architecture::kArm64};
    if (cluster_.request->groups.empty()) return Misfits(daemon, TraitsOf(offer, nullptr), both) == kNoMisfit;
    return std::all_of(cluster_.request->groups.begin(), cluster_.request->groups.end(), [&](const NodeGroup& group) {
      return Misfits(daemon, TraitsOf(offer, &group), both) == kNoMisfit;
    });
  }

  void AddOffers() {
    std::vector<const Workload*> daemons;
    for (const Workload& workload : cluster_.workloads) {
      if (workload.kind == WorkloadKind::kDaemonSet) daemons.push_back(&workload);
    }
    std::vector<const Offer*> offers;
    for (const Offer& offer : cluster_.request->offers) {
      if (CanBeLaunched(offer)) offers.push_back(&offer);
    }
    std::sort(offers.begin(), offers.end(), [](const Offer* a, const Offer* b) { return model::PoolLess(*a, *b); });
    for (const Offer* const launchable : offers) {
      const Offer& offer = *launchable;
      Amounts room = RoomOf(resources_, offer.allocatable);
      for (const Workload* daemon : daemons) {
        if (RunsOn(*daemon, offer)) Subtract(room, SizeOf(resources_, *daemon), 1);
      }
      const double hazard = model::HazardOf(offer);
      AddKind(room, offer.capacity_type, base::MicroUsd(offer.price_usd_per_hour), hazard);
      if (offer.reserved_count == 0) continue;
      for (std::int64_t& amount : room) {  // Paid for already: together one host.
        amount = amount >= kUnlimited / offer.reserved_count ? kUnlimited : amount * offer.reserved_count;
      }
      AddHost(room, offer.capacity_type, hazard);
    }
  }

  // Workloads that are alike here share an item.
  void AddPods() {
    std::map<std::tuple<Amounts, std::uint32_t, double>, std::size_t> known;
    for (std::size_t w = 0; w < cluster_.workloads.size(); ++w) {
      const Workload& workload = cluster_.workloads[w];
      // Pods that run on spot may stay there, whatever is said of new ones.
      const bool spot = MayUseSpot(workload) || on_spot_.count(w) > 0;
      const Amounts size = SizeOf(resources_, workload);
      const std::uint32_t mask = spot ? kAnywhere : kOnDemandAlone;
      const auto [entry, added] = known.try_emplace({size, mask, workload.restart_cost_usd}, instance_.items.size());
      item_[w] = entry->second;
      if (added) {
        Item item;
        item.mask = mask;
        item.restart_cost_micro = workload.restart_cost_usd * base::kMicroPerUsd;
        instance_.AddItem(item, size);
      }
      // Of a workload that runs more than it wants, the rest may end.
      const std::int64_t wanted = std::max<std::int64_t>(0, workload.replicas - staying_[w]);
      instance_.items[entry->second].count += std::min(pods_[w], wanted);
    }
  }

  const Cluster& cluster_;
  const std::set<std::string>& stays_;
  std::vector<std::string> resources_;
  Instance instance_;
  std::vector<std::size_t> item_;                // By workload.
  std::map<std::size_t, std::int64_t> pods_;     // On nodes that may go, by workload.
  std::map<std::size_t, std::int64_t> staying_;  // On the others.
  std::set<std::size_t> on_spot_;                // Workloads with pods on spot nodes that may go.
  std::set<std::tuple<Amounts, bool, std::int64_t, double>> known_kinds_;
  std::int64_t kept_micro_ = 0;
};

}  // namespace

std::optional<std::int64_t> BoundOf(const Cluster& cluster, const std::set<std::string>& stays, PackQuality quality,
                                    const Call& call) {
  return Builder(cluster, stays).Bound(quality, call);
}

ClusterValue ValueOf(const Cluster& cluster, const std::set<std::string>& stays) {
  return Builder(cluster, stays).Solve();
}

}  // namespace spotwright::packing::consolidation
