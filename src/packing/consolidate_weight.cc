#include "src/packing/consolidate_weight.h"

#include "src/base/money.h"
#include "src/model/offers.h"
#include "src/packing/launched_node.h"

namespace spotwright::packing::consolidation {

double Payoff(const Weight& weight, const PayRule& rule) {
  const double stir = rule.min_savings_share * static_cast<double>(weight.gone);
  return (static_cast<double>(weight.savings) - stir) * rule.horizon_hours - weight.disruption;
}

double MoveCost(const Workload& workload, const ConsolidatePolicy& policy) {
  return policy.move_cost_usd + workload.restart_cost_usd;
}

ClusterNode LaunchedNode(const Cluster& cluster, const PackedNode& launch, const Offer& offer) {
  ClusterNode launched;
  launched.node = NodeAsLaunched(launch, offer, cluster.request->groups);
  launched.node.created_unix_ms = cluster.request->now_unix_ms;
  launched.launched = true;
  launched.used = launch.used;
  launched.price_micro = base::MicroUsd(launch.price_usd_per_hour);
  launched.interruptions_per_hour = model::HazardOf(offer);
  return launched;
}

Scale::Scale(const Cluster& cluster) : cluster_(cluster) {
  for (const Offer& offer : cluster.request->offers) offers_[model::PoolOf(offer)] = &offer;
  for (std::size_t n = 0; n < cluster.nodes.size(); ++n) node_index_[cluster.nodes[n].node.name] = n;
}

Weight Scale::Weigh(const std::vector<std::size_t>& gone, const std::vector<PackedNode>& nodes) const {
  const ConsolidatePolicy& policy = cluster_.request->policy;
  Weight weight;
  for (const std::size_t n : gone) {
    weight.gone += cluster_.nodes[n].price_micro;
    weight.savings += cluster_.nodes[n].price_micro;
    weight.risk -= InterruptionMicro(cluster_, cluster_.nodes[n]);
  }
  for (const PackedNode& node : nodes) {
    ClusterNode target;
    if (node.existing) {
      target = cluster_.nodes[IndexOf(node.name)];
      weight.risk -= InterruptionMicro(cluster_, target);
    } else {
      target = LaunchedNode(cluster_, node, OfferOf(node.pool));
      weight.savings -= target.price_micro;
    }
    for (const Placement& placement : node.placements) {
      const std::size_t w = cluster_.index.at({placement.namespace_name, placement.workload});
      target.pods[{w, std::string()}] += placement.replicas;
      weight.pods_moved += placement.replicas;
      weight.disruption +=
          MoveCost(cluster_.workloads[w], policy) * static_cast<double>(placement.replicas) * base::kMicroPerUsd;
    }
    weight.risk += InterruptionMicro(cluster_, target);
  }
  weight.savings -= weight.risk;
  return weight;
}

}  // namespace spotwright::packing::consolidation
