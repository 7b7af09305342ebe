#include "src/packing/consolidate_trial.h"

#include <algorithm>
#include <set>
#include <utility>

#include "src/base/money.h"
#include "src/model/offers.h"
#include "src/packing/compatibility.h"

namespace spotwright::packing::consolidation {
namespace {

void Lower(std::int64_t& limit, std::int64_t by) { limit = std::max<std::int64_t>(0, limit - by); }

void Lower(std::optional<std::int64_t>& limit, std::int64_t by) {
  if (limit) Lower(*limit, by);
}

void LowerUsd(std::optional<double>& limit, std::int64_t by_micro) {
  if (limit) limit = base::Usd(std::max<std::int64_t>(0, base::MicroUsd(*limit) - by_micro));
}

PackRequest RequestOf(const Cluster& cluster) {
  const ConsolidateRequest& from = *cluster.request;
  PackRequest request = PackRequestOf(from, cluster.workloads, {});
  // Nodes may be few once some are gone; the architectures are still those of the whole cluster.
  request.policy.default_architectures = DefaultArchitectures(from.policy.pack.default_architectures, from.nodes);
  return request;
}

}  // namespace

Simulator::Simulator(const Cluster& at_first, const Cluster& cluster, const PayRule& rule)
    : at_first_(at_first), cluster_(cluster), rule_(rule), scale_(cluster), request_(RequestOf(cluster)) {}

// New nodes come before old ones go: until then both count. Launches that were decided on before have taken their part.
void Simulator::LimitLaunches(const std::vector<std::size_t>& gone) {
  const ConsolidateRequest& from = *cluster_.request;
  request_.policy.limits = from.policy.pack.limits;
  PackLimits& limits = request_.policy.limits;
  std::map<Pool, std::pair<std::int64_t, std::int64_t>> taken;  // Paid, reserved.
  std::map<std::string, std::vector<const ClusterNode*>> leaving;
  std::set<std::string> stays;
  for (std::size_t n = 0; n < cluster_.nodes.size(); ++n) {
    const ClusterNode& member = cluster_.nodes[n];
    if (std::binary_search(gone.begin(), gone.end(), n)) continue;
    stays.insert(member.node.name);
    if (!member.launched) continue;
    Lower(limits.max_new_nodes, 1);
    Lower(limits.max_cpu_millicores, member.node.allocatable.cpu_millicores);
    Lower(limits.max_memory_bytes, member.node.allocatable.memory_bytes);
    LowerUsd(limits.max_cost_usd_per_hour, member.price_micro);
    auto& [paid, reserved] = taken[model::PoolOf(member.node)];
    ++(member.price_micro == 0 ? reserved : paid);
  }
  for (const ClusterNode& member : at_first_.nodes) {
    if (stays.count(member.node.name) == 0) leaving[member.node.group].push_back(&member);
  }
  for (std::size_t g = 0; g < request_.groups.size(); ++g) {
    NodeGroup& group = request_.groups[g];
    group.max_nodes = from.groups[g].max_nodes;
    group.limits = from.groups[g].limits;
    for (const ClusterNode* member : leaving[group.name]) {
      Lower(group.max_nodes, 1);
      Lower(group.limits.max_cpu_millicores, member->node.allocatable.cpu_millicores);
      Lower(group.limits.max_memory_bytes, member->node.allocatable.memory_bytes);
      LowerUsd(group.limits.max_cost_usd_per_hour, member->price_micro);
    }
  }
  for (std::size_t o = 0; o < request_.offers.size(); ++o) {
    Offer& offer = request_.offers[o];
    offer.available_count = from.offers[o].available_count;
    offer.reserved_count = from.offers[o].reserved_count;
    const auto found = taken.find(model::PoolOf(offer));
    if (found == taken.end()) continue;
    Lower(offer.available_count, found->second.first);
    Lower(offer.reserved_count, found->second.second);
  }
}

Result<std::optional<Trial>> Simulator::Try(std::vector<std::size_t> gone, PackQuality quality, const Call& call) {
  ++trials_;
  request_.policy.quality = quality;
  LimitLaunches(gone);
  request_.nodes = cluster_.control_plane;
  for (std::size_t n = 0; n < cluster_.nodes.size(); ++n) {
    if (!std::binary_search(gone.begin(), gone.end(), n)) {
      request_.nodes.push_back(NodeOf(cluster_, cluster_.nodes[n]));
    }
  }
  Result<PackResponse> packing = Pack(request_, Call{call.cancelled, nullptr});
  if (!packing.ok()) return packing.error();
  if (!packing->feasible) return std::optional<Trial>();
  Trial trial;
  trial.weight = scale_.Weigh(gone, packing->nodes);
  trial.payoff = Payoff(trial.weight, rule_);
  trial.gone = std::move(gone);
  trial.nodes = std::move(packing->nodes);
  return std::optional<Trial>(std::move(trial));
}

}  // namespace spotwright::packing::consolidation
