#include "src/packing/consolidate_value.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "src/base/money.h"
#include "src/model/offers.h"
#include "src/packing/compatibility.h"
#include "src/packing/instance.h"
#include "src/packing/resource_bound.h"
#include "src/packing/solve.h"
#include "src/packing/type_filter.h"

namespace spotwright::packing::consolidation {
namespace {

constexpr double kSecondsPerHour = 3600;
constexpr std::int64_t kMicroPerUsd = 1'000'000;

// Masks of the instance: pods that may be on spot, and those that may not.
enum : std::uint32_t { kAnywhere = 0, kOnDemandAlone = 1 };

using Amounts = std::vector<std::int64_t>;

// The resources that pods of the cluster ask for, in one order: CPU, memory and pods first.
class Dimensions {
 public:
  explicit Dimensions(const Cluster& cluster) {
    std::set<std::string> extended;
    for (const Workload& workload : cluster.workloads) {
      storage_ |= workload.requests.ephemeral_storage_bytes > 0;
      gpus_ |= workload.requests.gpus > 0;
      for (const auto& [name, amount] : workload.requests.extended) extended.insert(name);
    }
    extended_.assign(extended.begin(), extended.end());
  }

  std::size_t count() const { return 3 + (storage_ ? 1 : 0) + (gpus_ ? 1 : 0) + extended_.size(); }

  Amounts SizeOf(const Workload& workload) const {
    Amounts size = Read(workload.requests, workload.requests.ephemeral_storage_bytes);
    size[2] = 1;  // Whatever is requested.
    return size;
  }

  Amounts RoomOf(const Resources& allocatable) const {
    const std::int64_t stated = allocatable.ephemeral_storage_bytes;
    return Read(allocatable, stated == 0 ? kUnlimited : stated);
  }

 private:
  Amounts Read(const Resources& resources, std::int64_t storage) const {
    Amounts amounts = {resources.cpu_millicores, resources.memory_bytes, resources.pods};
    if (storage_) amounts.push_back(storage);
    if (gpus_) amounts.push_back(resources.gpus);
    for (const std::string& name : extended_) {
      const auto found = resources.extended.find(name);
      amounts.push_back(found == resources.extended.end() ? 0 : found->second);
    }
    return amounts;
  }

  bool storage_ = false;
  bool gpus_ = false;
  std::vector<std::string> extended_;
};

void Subtract(Amounts& from, const Amounts& size, std::int64_t times) {
  for (std::size_t r = 0; r < from.size(); ++r) {
    if (from[r] < kUnlimited) from[r] -= size[r] * times;
  }
}

class Builder {
 public:
  Builder(const Cluster& cluster, const std::set<std::string>& stays)
      : cluster_(cluster), stays_(stays), dimensions_(cluster), item_(cluster.workloads.size(), 0) {
    instance_.resources = dimensions_.count();
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
    const std::int64_t by_resources = Solve().bound_micro;
    if (quality == PackQuality::kFast) return by_resources;
    const std::optional<Solution> solution = packing::Solve(instance_, {PackQuality::kBalanced, 0}, call);
    if (!solution) return std::nullopt;
    // Pods that were left out are not in its bound.
    const bool complete = std::ranges::all_of(solution->packing.left, [](std::int64_t left) { return left == 0; });
    return complete ? std::max(by_resources, kept_micro_ + solution->bound_micro) : by_resources;
  }

 private:
  std::int64_t EffectiveMicro(std::int64_t price_micro, double hazard) const {
    const double startup_hours = cluster_.request->policy.pack.node_startup_seconds / kSecondsPerHour;
    return price_micro + base::MicroUsd(base::Usd(price_micro) * startup_hours * hazard);
  }

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
    kind.price_micro = EffectiveMicro(price_micro, hazard);
    kind.interruptions_per_hour = hazard;
    instance_.AddKind(kind, room);
    instance_.masks[kAnywhere].kinds.push_back(1);
    instance_.masks[kOnDemandAlone].kinds.push_back(capacity_type == CapacityType::kOnDemand);
  }

  void AddNodes() {
    for (const ClusterNode& node : cluster_.nodes) {
      Amounts room = dimensions_.RoomOf(node.node.allocatable);
      for (const RunningPods& daemon : node.daemons) {
        const std::size_t w = cluster_.index.at({daemon.namespace_name, daemon.workload});
        Subtract(room, dimensions_.SizeOf(cluster_.workloads[w]), daemon.replicas);
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
          Subtract(room, dimensions_.SizeOf(cluster_.workloads[key.first]), count);
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
           !model::IsCooling(offer.cooling_until_unix_ms, request.now_unix_ms) && Allows(policy.types, offer);
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
      Amounts room = dimensions_.RoomOf(offer.allocatable);
      for (const Workload* daemon : daemons) {
        if (RunsOn(*daemon, offer)) Subtract(room, dimensions_.SizeOf(*daemon), 1);
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
      const bool spot = (workload.spot_tolerant && !workload.system_critical) || on_spot_.count(w) > 0;
      const Amounts size = dimensions_.SizeOf(workload);
      const std::uint32_t mask = spot ? kAnywhere : kOnDemandAlone;
      const auto [entry, added] = known.try_emplace({size, mask, workload.restart_cost_usd}, instance_.items.size());
      item_[w] = entry->second;
      if (added) {
        Item item;
        item.mask = mask;
        item.restart_cost_micro = workload.restart_cost_usd * static_cast<double>(kMicroPerUsd);
        instance_.AddItem(item, size);
      }
      // Of a workload that runs more than it wants, the rest may end.
      const std::int64_t wanted = std::max<std::int64_t>(0, workload.replicas - staying_[w]);
      instance_.items[entry->second].count += std::min(pods_[w], wanted);
    }
  }

  const Cluster& cluster_;
  const std::set<std::string>& stays_;
  Dimensions dimensions_;
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
