#include "src/plan/target_mix.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "src/base/ceil_div.h"
#include "src/base/int128.h"
#include "src/base/share.h"
#include "src/model/offers.h"
#include "src/packing/compatibility.h"
#include "src/packing/pod_classes.h"
#include "src/packing/problem.h"
#include "src/packing/spot_share.h"
#include "src/plan/availability.h"
#include "src/plan/pack_request.h"

namespace spotwright::plan {
namespace {

// Nodes differ in what daemonsets and the system leave of them: whole vCPUs would be too coarse.
constexpr std::int64_t kUnitsPerVcpu = 5;
constexpr std::int64_t kMillicoresPerUnit = 1000 / kUnitsPerVcpu;
constexpr std::int64_t kMostUnits = 1'000'000'000;  // What decide_mix takes; beyond it a unit is nothing.
constexpr std::int64_t kMostUnitsOfNode = 1'000'000;

using WorkloadSet = std::set<std::size_t>;  // Indices of Problem::workloads.

// What nodes of one type can do for spot-tolerant work.
struct TypeUse {
  std::int64_t units = kMostUnitsOfNode;  // Of one node: the least of its offers.
  double vcpus_per_unit = 1e9;            // Of one node: the least of its offers.
  WorkloadSet takes_on_spot;
};

class Maker {
 public:
  Maker(const PlanRequest& request, const std::vector<Offer>& offers)
      : request_(request), pack_(PackWithoutNodes(request, offers)), problem_(packing::BuildProblem(pack_)) {
    wanted_.assign(problem_.resources.size(), 0);
    for (std::size_t w = 0; w < problem_.workloads.size(); ++w) {
      const Workload& workload = *problem_.workloads[w].workload;
      if (!packing::MayUseSpot(workload)) continue;
      tolerant_.push_back(w);
      packing::AddTo(wanted_, packing::SizeOf(problem_, workload), workload.replicas);
    }
  }

  DecideMixRequest Make(const RiskModel& risk) {
    const std::int64_t needed = TolerantWorkOf(request_).millicores;
    DecideMixRequest mix;
    mix.total_units = std::min(base::CeilDiv(needed, kMillicoresPerUnit), kMostUnits);
    mix.policy = request_.policy.mix;
    mix.policy.on_demand_base_units = std::min(mix.policy.on_demand_base_units, kMostUnits / kUnitsPerVcpu);
    mix.policy.on_demand_base_units *= kUnitsPerVcpu;
    mix.policy.interruption_cost_usd_per_unit /= static_cast<double>(kUnitsPerVcpu);
    mix.policy.switching_cost_usd_per_unit /= static_cast<double>(kUnitsPerVcpu);
    mix.now_unix_ms = request_.now_unix_ms;
    mix.risk = risk;
    LookAtCandidates();
    for (const auto& [type, use] : types_) mix.capacity_weights.push_back({type, use.units});
    mix.running = Running();
    mix.quotas = Quotas();
    for (const Offer& offer : pack_.offers) {
      if (usable_.count(model::PoolOf(offer)) > 0) mix.offers.push_back(offer);
    }
    LimitZones(mix);
    return mix;
  }

 private:
  // A node is worth the CPU that its scarcest resource has room for, if the work were all alike.
  std::int64_t UnitsOf(const packing::Amounts& free) const {
    base::Int128 millicores = free[packing::kCpu];
    for (std::size_t r = 0; r < wanted_.size(); ++r) {
      if (wanted_[r] == 0) continue;
      millicores = std::min(millicores, static_cast<base::Int128>(free[r]) * wanted_[packing::kCpu] / wanted_[r]);
    }
    return static_cast<std::int64_t>(millicores / kMillicoresPerUnit);
  }

  void LookAtCandidates() {
    for (const packing::Candidate& candidate : problem_.candidates) {
      if (candidate.misfits != packing::kNoMisfit || !candidate.in_stock) continue;
      const std::int64_t units = UnitsOf(candidate.free);
      if (units < 1) continue;
      const bool spot = candidate.offer->capacity_type == CapacityType::kSpot;
      WorkloadSet takes;
      for (const std::size_t w : tolerant_) {
        const Workload& workload = *problem_.workloads[w].workload;
        if (!packing::Fits(packing::SizeOf(problem_, workload), candidate.free)) continue;
        if (packing::SignatureMisfits(problem_, workload, spot, candidate.signature) == 0) takes.insert(w);
      }
      if (takes.empty()) continue;
      usable_.insert(model::PoolOf(*candidate.offer));
      zones_.insert(candidate.offer->zone);
      TypeUse& use = types_[candidate.offer->instance_type];
      use.units = std::min(use.units, units);
      const auto vcpus = static_cast<double>(model::VcpusOf(*candidate.offer));
      use.vcpus_per_unit = std::min(use.vcpus_per_unit, vcpus / static_cast<double>(units));
      if (spot) use.takes_on_spot.insert(takes.begin(), takes.end());
    }
  }

  // Packing keeps wishes as far as it can.
  bool SpreadsOverZones(const TopologySpread& rule) const {
    return rule.topology_key == packing::kZoneLabel &&
           (rule.when_unsatisfiable == WhenUnsatisfiable::kDoNotSchedule || pack_.policy.honour_preferences);
  }

  // Work that is spread over zones is in one zone only with its part.
  std::int64_t MillicoresInAZone(const WorkloadSet& part) const {
    const auto zones = static_cast<std::int64_t>(std::max<std::size_t>(1, zones_.size()));
    std::int64_t millicores = 0;
    for (const std::size_t w : part) {
      const Workload& workload = *problem_.workloads[w].workload;
      const bool spread = std::any_of(workload.topology_spread.begin(), workload.topology_spread.end(),
                                      [&](const TopologySpread& rule) { return SpreadsOverZones(rule); });
      const std::int64_t replicas = packing::SpotTolerantReplicas(workload);
      millicores += workload.requests.cpu_millicores * (spread ? base::CeilDiv(replicas, zones) : replicas);
    }
    return millicores;
  }

  // No spot pool or zone holds more than the work that can be there, unless that is all: spare spot may be anywhere.
  void LimitZones(DecideMixRequest& mix) const {
    const std::int64_t needed = TolerantWorkOf(request_).millicores;
    std::map<Pool, std::int64_t> held;
    for (const PoolUnits& running : mix.running) held[running.pool] = running.units;
    for (Offer& offer : mix.offers) {
      const TypeUse& use = types_.at(offer.instance_type);
      const std::int64_t most = MillicoresInAZone(use.takes_on_spot);
      if (offer.capacity_type != CapacityType::kSpot || most >= needed) continue;
      const std::int64_t missing = most / kMillicoresPerUnit - held[model::PoolOf(offer)];
      const std::int64_t nodes = std::max<std::int64_t>(0, (missing + use.units - 1) / use.units);
      offer.available_count = std::min(nodes, offer.available_count.value_or(nodes));
    }
    const std::int64_t in_a_zone = MillicoresInAZone({tolerant_.begin(), tolerant_.end()});
    if (in_a_zone >= needed) return;
    const double share = static_cast<double>(in_a_zone) / static_cast<double>(needed);
    mix.policy.max_zone_share = std::min(share, mix.policy.max_zone_share.value_or(1));
  }

  std::vector<PoolUnits> Running() const {
    std::map<Pool, std::int64_t> nodes;
    for (const Node& node : request_.nodes) {
      if (node.control_plane || node.under_notice || node.state == NodeState::kDraining) continue;
      const Pool pool = model::PoolOf(node);
      if (pool.capacity_type == CapacityType::kSpot && usable_.count(pool) > 0) ++nodes[pool];
    }
    std::vector<PoolUnits> running;
    running.reserve(nodes.size());
    for (const auto& [pool, count] : nodes) running.push_back({pool, count * types_.at(pool.instance_type).units});
    return running;
  }

  // Types that only a part of the work may use hold no more than that part: one quota for each such part, over all
  // types that no other work may use.
  std::vector<VcpuQuota> Quotas() const {
    std::set<WorkloadSet> parts;
    for (const auto& [type, use] : types_) {
      if (!use.takes_on_spot.empty() && use.takes_on_spot.size() < tolerant_.size()) parts.insert(use.takes_on_spot);
    }
    std::vector<VcpuQuota> quotas;
    for (const WorkloadSet& part : parts) {
      VcpuQuota quota;
      quota.capacity_type = CapacityType::kSpot;
      double vcpus_per_unit = 1e9;
      for (const auto& [type, use] : types_) {
        const WorkloadSet& takes = use.takes_on_spot;
        if (takes.empty() || !std::includes(part.begin(), part.end(), takes.begin(), takes.end())) continue;
        quota.types.allow.push_back(type);
        vcpus_per_unit = std::min(vcpus_per_unit, use.vcpus_per_unit);
      }
      std::int64_t millicores = 0;
      for (const std::size_t w : part) {
        const Workload& workload = *problem_.workloads[w].workload;
        millicores += workload.requests.cpu_millicores * packing::SpotTolerantReplicas(workload);
      }
      const double vcpus = static_cast<double>(millicores) / static_cast<double>(kMillicoresPerUnit) * vcpus_per_unit;
      quota.max_vcpus = static_cast<std::int64_t>(std::min(std::floor(vcpus), 1e9));
      quotas.push_back(std::move(quota));
    }
    return quotas;
  }

  const PlanRequest& request_;
  PackRequest pack_;
  packing::Problem problem_;
  std::vector<std::size_t> tolerant_;  // Of Problem::workloads.
  packing::Amounts wanted_;            // By all spot-tolerant work.
  std::set<Pool> usable_;
  std::set<std::string> zones_;  // Of these.
  std::map<std::string, TypeUse> types_;
};

}  // namespace

Result<TargetMix> MixForTarget(const PlanRequest& request, const std::vector<Offer>& offers, const RiskModel& risk,
                               const Call& call) {
  TargetMix target;
  if (!request.policy.mix.spot_enabled) {
    target.max_spot_share = 0;
    return target;
  }
  const DecideMixRequest mix = Maker(request, offers).Make(risk);
  if (mix.total_units == 0 || mix.offers.empty()) return target;  // There is nothing to hold, or to hold it with.
  const Result<DecideMixResponse> decided = DecideMix(mix, call);
  if (!decided.ok()) {
    Error error = decided.error();
    constexpr std::string_view kPolicy = "policy.";
    if (error.field.compare(0, kPolicy.size(), kPolicy) == 0) error.field.insert(kPolicy.size(), "mix.");
    return error;
  }
  const std::int64_t spot = std::max<std::int64_t>(0, mix.total_units - decided->on_demand_units);
  // Rounded down, so that it never lets a unit too many onto spot.
  target.max_spot_share = base::ShareRoundedDown(spot, mix.total_units);
  std::map<std::string, std::int64_t> units_of;
  for (const CapacityWeight& weight : mix.capacity_weights) units_of[weight.instance_type] = weight.units_per_instance;
  for (const PoolUnits& pool : decided->pools) {
    if (pool.pool.capacity_type != CapacityType::kSpot) continue;
    target.spot_nodes[pool.pool] = pool.units / units_of.at(pool.pool.instance_type);
  }
  return target;
}

}  // namespace spotwright::plan
