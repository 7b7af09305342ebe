#include "src/plan/availability.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <utility>

#include "src/base/ceil_div.h"
#include "src/base/int128.h"
#include "src/base/money.h"
#include "src/mix/default_risk.h"
#include "src/mix/pools.h"
#include "src/model/offers.h"
#include "src/packing/problem.h"
#include "src/risk/survival.h"

namespace spotwright::plan {
namespace {

constexpr std::int64_t kMostSteps = 1024;

// Nodes of one spot pool, and what they can give together.
struct Holding {
  std::int64_t nodes = 0;
  std::int64_t millicores = 0;
};

// CPU in steps, so many of which are enough.
class Steps {
 public:
  Steps(std::int64_t needed_millicores, std::int64_t common_divisor) : needed_(needed_millicores) {
    const std::int64_t unit = std::gcd(common_divisor, needed_);
    step_ = unit * base::CeilDiv(needed_ / unit, kMostSteps);
    enough_ = static_cast<std::size_t>(base::CeilDiv(needed_, step_));
  }

  std::size_t enough() const { return enough_; }

  risk::Pmf SurvivalOf(const PoolRisk& risk, const Holding& holding) const {
    const risk::Pmf lost = risk::LossPmf(holding.nodes, risk.loss_probability, risk.loss_correlation);
    risk::Pmf survivors;
    for (std::int64_t left = 0; left <= holding.nodes; ++left) {
      const std::size_t step = In(static_cast<base::Int128>(holding.millicores) * left / holding.nodes);
      survivors.resize(step + 1, 0.0);
      survivors[step] += lost[static_cast<std::size_t>(holding.nodes - left)];
    }
    return survivors;
  }

 private:
  // At least what is needed is enough, even where that is no whole number of steps.
  std::size_t In(base::Int128 millicores) const {
    return millicores >= needed_ ? enough_ : std::min(enough_, static_cast<std::size_t>(millicores / step_));
  }

  std::int64_t needed_;
  std::int64_t step_ = 1;
  std::size_t enough_ = 0;
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
  return base::CeilDiv(node.allocatable.cpu_millicores, 1000);
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

TolerantWork TolerantWorkOf(const PlanRequest& request) {
  TolerantWork work;
  for (const Workload& workload : request.workloads) {
    if (workload.kind == WorkloadKind::kDaemonSet || !packing::MayUseSpot(workload)) continue;
    work.millicores += workload.requests.cpu_millicores * workload.replicas;
    work.pods += workload.replicas;
  }
  return work;
}

Availability::Availability(const PlanRequest& request, const RiskModel& risk)
    : request_(request),
      risk_(risk),
      needed_millicores_(TolerantWorkOf(request).millicores),
      workloads_(IndexOf(request.workloads)) {
  for (const Node& node : request.nodes) nodes_.emplace(node.name, &node);
  for (const Offer& offer : request.offers) {
    if (offer.under_notice) noticed_.insert(model::PoolOf(offer));
  }
  for (const PoolRisk& pool : risk.pools) risk_of_.emplace(pool.pool, &pool);
}

std::int64_t Availability::RoomOn(const PackedNode& node, const Node* today) const {
  std::int64_t room = 0;
  for (const Placement& placed : node.placements) {
    const Workload& workload = *workloads_.at({placed.namespace_name, placed.workload});
    if (packing::MayUseSpot(workload)) room += workload.requests.cpu_millicores * placed.replicas;
  }
  if (today == nullptr || (today->state != NodeState::kUnschedulable && !today->under_notice)) {
    room += std::max<std::int64_t>(0, node.allocatable.cpu_millicores - node.used.cpu_millicores);
  }
  return room;
}

std::optional<double> Availability::Of(const std::vector<PackedNode>& nodes) const {
  if (needed_millicores_ == 0) return std::nullopt;
  std::int64_t of_spot = needed_millicores_;
  std::int64_t common_divisor = 0;
  std::map<Pool, Holding> spot;
  for (const PackedNode& node : nodes) {
    const Node* const today = node.existing ? nodes_.at(node.name) : nullptr;
    if (node.pool.capacity_type != CapacityType::kSpot) {
      of_spot -= RoomOn(node, today);
      continue;
    }
    if (noticed_.count(node.pool) > 0 || (today != nullptr && today->under_notice)) continue;
    Holding& holding = spot[node.pool];
    const std::int64_t room = RoomOn(node, today);
    ++holding.nodes;
    holding.millicores += room;
    common_divisor = std::gcd(common_divisor, room);
  }
  if (of_spot <= 0) return 1;

  const Steps steps(of_spot, common_divisor);
  std::vector<risk::PoolSurvival> pools;
  for (const auto& [pool, holding] : spot) {
    const auto found = risk_of_.find(pool);
    if (found == risk_of_.end()) continue;  // Loses everything.
    pools.push_back({pool, steps.SurvivalOf(*found->second, holding)});
  }
  const risk::Pmf all = risk::JoinUnderShocks(std::move(pools), risk_.shocks, steps.enough());
  return all.size() > steps.enough() ? std::min(1.0, all.back()) : 0;
}

ExpectedInterruptions Availability::InterruptionsOf(const std::vector<PackedNode>& nodes) const {
  ExpectedInterruptions expected;
  for (const PackedNode& node : nodes) {
    if (node.pool.capacity_type != CapacityType::kSpot) continue;
    const auto found = risk_of_.find(node.pool);
    if (found == risk_of_.end()) continue;
    const double per_hour = found->second->interruptions_per_instance_hour;
    expected.per_hour += per_hour;
    const double cost = per_hour * request_.policy.mix.interruption_cost_usd_per_unit;
    // Neither a node nor all of them come to more than can be held, however absurd the cost of an interruption is.
    const std::int64_t of_node = base::BoundedMicroUsd(cost * static_cast<double>(UnitsOf(request_, node)));
    expected.cost_micro = std::min(base::MicroUsd(base::kMostUsd), expected.cost_micro + of_node);
  }
  return expected;
}

}  // namespace spotwright::plan
