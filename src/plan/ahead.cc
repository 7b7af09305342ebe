#include "src/plan/ahead.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/reason.h"
#include "src/packing/launched_node.h"
#include "src/plan/workload_index.h"

namespace spotwright::plan {
namespace {

using base::Cat;

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::size_t kMostRises = 8;

// Consecutive ones together, so that no more are left.
std::vector<Rise> Merged(std::vector<Rise> rises) {
  if (rises.size() <= kMostRises) return rises;
  const std::size_t together = (rises.size() + kMostRises - 1) / kMostRises;
  std::vector<Rise> merged;
  for (std::size_t i = 0; i < rises.size(); i += together) {
    // Replicas never fall from rise to rise.
    const std::size_t last = std::min(i + together, rises.size()) - 1;
    merged.push_back({rises[i].ready_by_unix_ms, std::move(rises[last].replicas)});
  }
  return merged;
}

// The pods of daemonsets that ran there, and those that the plan has there.
std::vector<RunningPods> RunningOn(const PackedNode& planned, const std::vector<RunningPods>& before,
                                   const WorkloadIndex& workloads) {
  std::vector<RunningPods> running;
  for (const RunningPods& pods : before) {
    const Workload& workload = *workloads.at({pods.namespace_name, pods.workload});
    if (workload.kind == WorkloadKind::kDaemonSet) running.push_back(pods);
  }
  for (const Placement& placed : planned.placements) {
    running.push_back({placed.workload, placed.namespace_name, placed.replicas});
  }
  return running;
}

std::int64_t OneLess(std::int64_t stock) { return std::max<std::int64_t>(0, stock - 1); }

// The request once the plan has been carried out.
PlanRequest After(PlanRequest request, const PlanResponse& response) {
  std::map<std::string, Node> before;
  std::vector<Node> after;
  for (Node& node : request.nodes) {
    if (node.control_plane) {
      after.push_back(std::move(node));
    } else {
      std::string name = node.name;
      before.emplace(std::move(name), std::move(node));
    }
  }
  std::map<Pool, Offer*> offers;
  for (Offer& offer : request.offers) offers[model::PoolOf(offer)] = &offer;
  const WorkloadIndex workloads = IndexOf(request.workloads);
  for (const PackedNode& planned : response.nodes) {
    const auto found = before.find(planned.name);
    if (planned.existing) {
      found->second.running = RunningOn(planned, found->second.running, workloads);
      after.push_back(std::move(found->second));
      continue;
    }
    Offer& offer = *offers.at(planned.pool);
    if (offer.available_count) offer.available_count = OneLess(*offer.available_count);
    offer.reserved_count = OneLess(offer.reserved_count);
    Node node = packing::NodeAsLaunched(planned, offer, request.groups);
    node.price_usd_per_hour = planned.price_usd_per_hour;
    node.running = RunningOn(planned, {}, workloads);
    after.push_back(std::move(node));
  }
  request.nodes = std::move(after);
  return request;
}

}  // namespace

std::vector<Rise> RisesOf(const Demand& demand, const Replicas& now, std::int64_t after_unix_ms,
                          std::int64_t together_seconds) {
  std::vector<Rise> rises;
  Replicas standing = now;
  for (std::size_t step = 0; step < demand.needs.size(); ++step) {
    const std::int64_t start = demand.start_unix_ms + static_cast<std::int64_t>(step) * demand.step_ms;
    if (start < after_unix_ms) continue;
    const Replicas wanted = MostOf(demand, start, start + together_seconds * kMsPerSecond, standing);
    if (MostOf(demand, start, start + 1, standing) == standing) continue;
    standing = wanted;
    rises.push_back({start, wanted});
  }
  return Merged(std::move(rises));
}

std::optional<Error> PlanRises(PlanRequest request, const std::vector<Rise>& rises, const PlanStepFunction& plan,
                               const Call& call, PlanResponse& response) {
  const std::int64_t boot_ms = request.policy.demand.boot_seconds * kMsPerSecond;
  request.policy.disruption.replace_nodes = false;
  response.summary.cost_at_peak_usd_per_hour = response.summary.cost_planned_usd_per_hour;
  PlanResponse before = response;
  for (const Rise& rise : rises) {
    request = WithReplicas(After(std::move(request), before), rise.replicas);
    Result<PlanResponse> then = plan(request, call);
    if (!then.ok()) return then.error();
    for (const PlannedLaunch& launch : then->launches) {
      response.later_launches.push_back({rise.ready_by_unix_ms - boot_ms, rise.ready_by_unix_ms, launch.pool,
                                         launch.group, launch.count, launch.price_usd_per_hour});
    }
    response.summary.cost_at_peak_usd_per_hour = then->summary.cost_planned_usd_per_hour;
    if (!then->feasible) {
      std::int64_t replicas = 0;
      for (const Unplaced& unplaced : then->unplaced) replicas += unplaced.replicas;
      response.warnings.push_back(model::MakeReason(
          "no_place_later",
          Cat("When demand has risen, ", replicas, replicas == 1 ? " pod has" : " pods have", " no place."),
          {{"ready_by_unix_ms", static_cast<double>(rise.ready_by_unix_ms)},
           {"replicas", static_cast<double>(replicas)}}));
    }
    before = std::move(*then);
  }
  return std::nullopt;
}

}  // namespace spotwright::plan
