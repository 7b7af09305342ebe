#include "src/interruption/supply.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "src/model/offers.h"
#include "src/model/type_filter.h"

namespace spotwright::interruption {
namespace {

constexpr std::int64_t kMostNodes = 64;  // In place of one: offers so much smaller are none.

// Nodes needed for an amount; 0 where no number of them would do.
std::int64_t NodesFor(std::int64_t amount, std::int64_t each) {
  if (amount == 0) return 1;
  return each == 0 ? 0 : amount / each + (amount % each == 0 ? 0 : 1);
}

bool IsWithin(const Resources& pod, const Resources& node) {
  if (pod.cpu_millicores > node.cpu_millicores || pod.memory_bytes > node.memory_bytes || pod.gpus > node.gpus) {
    return false;
  }
  if (node.ephemeral_storage_bytes > 0 && pod.ephemeral_storage_bytes > node.ephemeral_storage_bytes) return false;
  return std::all_of(pod.extended.begin(), pod.extended.end(), [&](const auto& some) {
    const auto found = node.extended.find(some.first);
    return some.second == 0 || (found != node.extended.end() && some.second <= found->second);
  });
}

// Nodes of an offer that together hold what is used; 0: none do.
std::int64_t NodesToHold(const Resources& used, const Resources& node) {
  std::int64_t most = 1;
  const auto need = [&most](std::int64_t amount, std::int64_t each) {
    const std::int64_t nodes = NodesFor(amount, each);
    most = nodes == 0 || most == 0 ? 0 : std::max(most, nodes);
  };
  need(used.cpu_millicores, node.cpu_millicores);
  need(used.memory_bytes, node.memory_bytes);
  need(used.gpus, node.gpus);
  need(used.pods, node.pods);
  if (node.ephemeral_storage_bytes > 0) need(used.ephemeral_storage_bytes, node.ephemeral_storage_bytes);
  for (const auto& [name, amount] : used.extended) {
    const auto found = node.extended.find(name);
    need(amount, found == node.extended.end() ? 0 : found->second);
  }
  return most;
}

}  // namespace

Supply::Supply(const RespondRequest& request, const World& world, const market::PoolCoolings& coolings,
               const std::set<Pool>& troubled, const std::set<Pool>& proven,
               std::map<ZoneName, std::int64_t> nodes_in_zones)
    : request_(&request),
      world_(&world),
      architectures_(packing::DefaultArchitectures({}, request.nodes)),
      in_zones_(std::move(nodes_in_zones)),
      fits_(request.offers.size() * request.workloads.size()) {
  for (const VcpuQuota& quota : request.quotas) quota_left_.push_back(quota.max_vcpus);
  std::vector<std::int64_t> used(request.quotas.size());
  stock_.reserve(request.offers.size());
  for (const Offer& offer : request.offers) {
    const Pool pool = model::PoolOf(offer);
    const bool spot = offer.capacity_type == CapacityType::kSpot;
    Stock stock;
    stock.left = offer.available_count.value_or(std::numeric_limits<std::int64_t>::max());
    stock.vcpus = model::VcpusOf(offer);
    stock.in_zone = &in_zones_[ZoneOf(pool)];
    stock.proven = proven.count(pool) > 0;
    const Pool whole_zone{"", offer.region, offer.zone, CapacityType::kSpot};
    stock.zone_cools = coolings.CoolsUntil(whole_zone, request.now_unix_ms).has_value();
    stock.open_again_unix_ms = coolings.CoolsUntil(pool, request.now_unix_ms);
    if (model::IsCooling(offer.cooling_until_unix_ms, request.now_unix_ms)) {
      stock.open_again_unix_ms = std::max(stock.open_again_unix_ms.value_or(0), *offer.cooling_until_unix_ms);
    }
    const bool allowed = request.policy.replacement == ReplacementSource::kMix || !spot;
    stock.open = allowed && offer.available && !offer.under_notice && !stock.open_again_unix_ms &&
                 !(spot && (troubled.count(pool) > 0 || stock.zone_cools));
    for (std::size_t q = 0; q < request.quotas.size(); ++q) {
      const VcpuQuota& quota = request.quotas[q];
      if (quota.capacity_type != offer.capacity_type) continue;
      if (!quota.region.empty() && quota.region != offer.region) continue;
      if (stock.vcpus > 0 && model::Allows(quota.types, offer)) stock.quotas.push_back(q);
    }
    stock_.push_back(std::move(stock));
  }
}

void Supply::ChargeQuotas(const std::map<Pool, std::int64_t>& running) {
  std::map<std::pair<std::string, std::string>, std::int64_t> sold;  // vCPUs by type and region.
  for (std::size_t i = 0; i < stock_.size(); ++i) {
    sold[{request_->offers[i].instance_type, request_->offers[i].region}] = stock_[i].vcpus;
  }
  for (const auto& [pool, count] : running) {
    Offer like;
    like.instance_type = pool.instance_type;
    const auto found = sold.find({pool.instance_type, pool.region});
    like.vcpus = found == sold.end() ? 0 : found->second;
    for (std::size_t q = 0; q < request_->quotas.size(); ++q) {
      const VcpuQuota& quota = request_->quotas[q];
      if (quota.capacity_type != pool.capacity_type) continue;
      if (!quota.region.empty() && quota.region != pool.region) continue;
      if (model::Allows(quota.types, like)) quota_left_[q] -= count * like.vcpus;
    }
  }
}

bool Supply::Fits(std::size_t offer, std::size_t workload) {
  std::int8_t& known = fits_[offer * request_->workloads.size() + workload];
  if (known == 0) {
    const Workload& of = world_->workload(workload);
    const Offer& on = request_->offers[offer];
    const bool may = of.kind == WorkloadKind::kDaemonSet || on.capacity_type == CapacityType::kOnDemand ||
                     (of.spot_tolerant && !of.system_critical);
    std::optional<packing::NodeTraits>& traits = stock_[offer].traits;
    if (!traits) traits = packing::TraitsOf(on, nullptr);
    // A daemonset's pod simply does not start where it does not belong.
    const bool fits =
        of.kind == WorkloadKind::kDaemonSet || (may && IsWithin(of.requests, on.allocatable) &&
                                                packing::Misfits(of, *traits, architectures_) == packing::kNoMisfit);
    known = fits ? 1 : 2;
  }
  return known == 1;
}

bool Supply::Holds(std::size_t offer, const Load& load, std::int64_t& count) {
  for (const std::size_t workload : load.hosts) {
    if (!Fits(offer, workload)) return false;
  }
  count = NodesToHold(load.used, request_->offers[offer].allocatable);
  return count > 0 && count <= kMostNodes;
}

bool Supply::HasQuota(std::size_t offer, std::int64_t count) const {
  const Stock& stock = stock_[offer];
  return std::all_of(stock.quotas.begin(), stock.quotas.end(),
                     [&](std::size_t quota) { return quota_left_[quota] / stock.vcpus >= count; });
}

bool Supply::GoesBefore(std::size_t offer, const Choice& best) const {
  const Stock& stock = stock_[offer];
  const Stock& other = stock_[*best.offer];
  if (stock.zone_cools != best.in_cooling_zone) return best.in_cooling_zone;
  // The first offer has said which capacity type it is to be.
  if (request_->offers[offer].capacity_type != request_->offers[*best.offer].capacity_type) return false;
  if (stock.proven != other.proven) return stock.proven;
  return request_->policy.spread_zones && *stock.in_zone < *other.in_zone;
}

Choice Supply::Choose(const Load& load) {
  Choice best;
  best.lack = Lack::kFits;
  for (std::size_t i = 0; i < stock_.size(); ++i) {
    const Stock& stock = stock_[i];
    const Offer& offer = request_->offers[i];
    if (best.offer && !GoesBefore(i, best)) continue;
    if (request_->policy.replacement == ReplacementSource::kOnDemand && offer.capacity_type == CapacityType::kSpot) {
      continue;
    }
    std::int64_t count = 0;
    if (!Holds(i, load, count)) continue;
    if (!stock.open || stock.left < count) {
      if (!best.offer && best.lack == Lack::kFits) best.lack = Lack::kCooling;
      if (!best.offer && stock.open_again_unix_ms) {
        best.open_again_unix_ms =
            std::min(best.open_again_unix_ms.value_or(*stock.open_again_unix_ms), *stock.open_again_unix_ms);
      }
      continue;
    }
    if (!HasQuota(i, count)) {
      if (!best.offer) best.lack = Lack::kQuota;
      continue;
    }
    best.offer = i;
    best.count = count;
    best.in_cooling_zone = stock.zone_cools;
    best.lack = Lack::kNone;
  }
  return best;
}

void Supply::Take(const Choice& choice) {
  Stock& stock = stock_[*choice.offer];
  stock.left -= choice.count;
  *stock.in_zone += choice.count;
  for (const std::size_t quota : stock.quotas) quota_left_[quota] -= choice.count * stock.vcpus;
}

}  // namespace spotwright::interruption
