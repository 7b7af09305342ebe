#include "src/plan/availability.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "src/base/int128.h"
#include "src/base/money.h"
#include "src/mix/default_risk.h"
#include "src/mix/pools.h"
#include "src/model/offers.h"
#include "src/packing/problem.h"
#include "src/plan/workload_index.h"
#include "src/risk/survival.h"

namespace spotwright::plan {
namespace {

// P(k steps of CPU survive); the last entry: so many or more.
using Pmf = std::vector<double>;

constexpr std::int64_t kMostSteps = 1024;

// Nodes of one spot pool, and what they can give together.
struct Holding {
  std::int64_t nodes = 0;
  std::int64_t millicores = 0;
};

using Holdings = std::map<Pool, Holding>;

// What is certain, and what may be lost.
struct Capacity {
  std::int64_t on_demand_millicores = 0;
  std::int64_t common_divisor = 0;
  Holdings spot;
};

class Gatherer {
 public:
  explicit Gatherer(const PlanRequest& request) : workloads_(IndexOf(request.workloads)) {
    for (const Node& node : request.nodes) nodes_.emplace(node.name, &node);
    for (const Offer& offer : request.offers) {
      if (offer.under_notice) noticed_.emplace(model::PoolOf(offer), true);
    }
  }

  void Add(const PackedNode& node) {
    const Node* const today = node.existing ? nodes_.at(node.name) : nullptr;
    const bool spot = node.pool.capacity_type == CapacityType::kSpot;
    if (spot && (noticed_.count(node.pool) > 0 || (today != nullptr && today->under_notice))) return;
    std::int64_t room = 0;
    for (const Placement& placed : node.placements) {
      const Workload& workload = *workloads_.at({placed.namespace_name, placed.workload});
      if (packing::MayUseSpot(workload)) room += workload.requests.cpu_millicores * placed.replicas;
    }
    if (today == nullptr || (today->state != NodeState::kUnschedulable && !today->under_notice)) {
      room += std::max<std::int64_t>(0, node.allocatable.cpu_millicores - node.used.cpu_millicores);
    }
    if (!spot) {
      capacity_.on_demand_millicores += room;
      return;
    }
    Holding& holding = capacity_.spot[node.pool];
    ++holding.nodes;
    holding.millicores += room;
    capacity_.common_divisor = std::gcd(capacity_.common_divisor, room);
  }

  Capacity Take() && { return std::move(capacity_); }

 private:
  const WorkloadIndex workloads_;
  std::map<std::string, const Node*> nodes_;
  std::map<Pool, bool> noticed_;
  Capacity capacity_;
};

Pmf Joined(const Pmf& a, const Pmf& b) {
  const std::size_t last = a.size() - 1;
  Pmf sum(a.size(), 0.0);
  for (std::size_t i = 0; i <= last; ++i) {
    if (a[i] == 0) continue;
    for (std::size_t j = 0; j <= last; ++j) sum[std::min(i + j, last)] += a[i] * b[j];
  }
  return sum;
}

void MixWithNone(Pmf& survivors, double probability) {
  for (double& mass : survivors) mass *= 1 - probability;
  survivors.front() += probability;
}

// Shocks nest: everything, region, type in region.
class Survival {
 public:
  Survival(const RiskModel& risk, std::int64_t needed_millicores, std::int64_t common_divisor)
      : needed_(needed_millicores) {
    const std::int64_t unit = std::gcd(common_divisor, needed_);
    step_ = unit * ((needed_ / unit + kMostSteps - 1) / kMostSteps);
    steps_ = static_cast<std::size_t>((needed_ + step_ - 1) / step_);
    for (const PoolRisk& pool : risk.pools) risks_.emplace(pool.pool, &pool);
    for (const ShockRisk& shock : risk.shocks) {
      stays_.try_emplace({shock.region, shock.instance_type}, 1.0).first->second *= 1 - shock.probability;
    }
  }

  double ProbabilityOf(const Holdings& spot) const {
    std::map<std::string, std::map<std::string, Pmf>> types;  // Region, type.
    for (const auto& [pool, holding] : spot) {
      const auto found = risks_.find(pool);
      if (found == risks_.end()) continue;  // Loses everything.
      Pmf& of_type = types[pool.region].try_emplace(pool.instance_type, None()).first->second;
      of_type = Joined(SurvivalOf(*found->second, holding), of_type);
    }
    Pmf all = None();
    for (auto& [region, parts] : types) {
      Pmf in_region = None();
      for (auto& [type, survivors] : parts) {
        if (!type.empty()) MixWithNone(survivors, ShockOn(region, type));
        in_region = Joined(survivors, in_region);
      }
      if (!region.empty()) MixWithNone(in_region, ShockOn(region, ""));
      all = Joined(in_region, all);
    }
    MixWithNone(all, ShockOn("", ""));
    return std::min(1.0, all.back());
  }

 private:
  Pmf None() const {
    Pmf none(steps_ + 1, 0.0);
    none.front() = 1;
    return none;
  }

  Pmf SurvivalOf(const PoolRisk& risk, const Holding& holding) const {
    const std::vector<double> lost = risk::LossPmf(holding.nodes, risk.loss_probability, risk.loss_correlation);
    Pmf survivors(steps_ + 1, 0.0);
    for (std::int64_t left = 0; left <= holding.nodes; ++left) {
      const base::Int128 share = static_cast<base::Int128>(holding.millicores) * left / holding.nodes;
      // At least what is needed is enough, even where that is no whole number of steps.
      const auto millicores = static_cast<std::int64_t>(share);
      const std::size_t step =
          millicores >= needed_ ? steps_ : std::min(steps_, static_cast<std::size_t>(millicores / step_));
      survivors[step] += lost[static_cast<std::size_t>(holding.nodes - left)];
    }
    return survivors;
  }

  double ShockOn(const std::string& region, const std::string& type) const {
    const auto found = stays_.find({region, type});
    return found == stays_.end() ? 0.0 : 1 - found->second;
  }

  std::int64_t needed_;
  std::int64_t step_ = 1;
  std::size_t steps_ = 0;
  std::map<Pool, const PoolRisk*> risks_;
  std::map<std::pair<std::string, std::string>, double> stays_;  // P(no shock hits): by region and type.
};

// Units of a node, as the policy's mix counts them.
std::int64_t UnitsOf(const PlanRequest& request, const PackedNode& node) {
  switch (request.policy.mix_unit) {
    case ShareUnit::kNodes:
      return 1;
    case ShareUnit::kPods: {
      std::int64_t pods = 0;
      for (const Placement& placed : node.placements) pods += placed.replicas;
      return pods;
    }
    case ShareUnit::kCpu:
      break;
  }
  return (node.allocatable.cpu_millicores + 999) / 1000;
}

}  // namespace

RiskModel RiskOf(const PlanRequest& request) {
  if (request.risk) return *request.risk;
  if (request.offers.empty()) return {};
  DecideMixRequest mix;
  mix.offers = request.offers;
  mix.now_unix_ms = request.now_unix_ms;
  return mix::DefaultRisk(mix, mix::PoolsOf(mix));
}

std::int64_t TolerantMillicores(const PlanRequest& request) {
  std::int64_t millicores = 0;
  for (const Workload& workload : request.workloads) {
    if (workload.kind == WorkloadKind::kDaemonSet || !packing::MayUseSpot(workload)) continue;
    millicores += workload.requests.cpu_millicores * workload.replicas;
  }
  return millicores;
}

std::optional<double> AvailabilityOf(const PlanRequest& request, const RiskModel& risk,
                                     const std::vector<PackedNode>& nodes) {
  const std::int64_t needed = TolerantMillicores(request);
  if (needed == 0) return std::nullopt;
  Gatherer gatherer(request);
  for (const PackedNode& node : nodes) gatherer.Add(node);
  const Capacity capacity = std::move(gatherer).Take();
  if (capacity.on_demand_millicores >= needed) return 1;
  const std::int64_t of_spot = needed - capacity.on_demand_millicores;
  return Survival(risk, of_spot, capacity.common_divisor).ProbabilityOf(capacity.spot);
}

ExpectedInterruptions InterruptionsOf(const PlanRequest& request, const RiskModel& risk,
                                      const std::vector<PackedNode>& nodes) {
  std::map<Pool, double> per_hour;
  for (const PoolRisk& pool : risk.pools) per_hour.emplace(pool.pool, pool.interruptions_per_instance_hour);
  ExpectedInterruptions expected;
  for (const PackedNode& node : nodes) {
    if (node.pool.capacity_type != CapacityType::kSpot) continue;
    const auto found = per_hour.find(node.pool);
    if (found == per_hour.end()) continue;
    expected.per_hour += found->second;
    const double cost = request.policy.mix.interruption_cost_usd_per_unit;
    expected.cost_micro += base::MicroUsd(found->second * cost * static_cast<double>(UnitsOf(request, node)));
  }
  return expected;
}

}  // namespace spotwright::plan
