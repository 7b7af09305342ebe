#include "src/mix/limits.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "src/base/share.h"
#include "src/base/text.h"
#include "src/model/offers.h"
#include "src/model/type_filter.h"

namespace spotwright::mix {
namespace {

// One ceiling for each part of the spot pools that `key` tells apart.
template <typename Key>
void AddShare(const DecideMixRequest& request, const std::vector<MixPool>& pools, const std::optional<double>& share,
              const std::string& path, const Key& key, std::vector<Ceiling>& ceilings) {
  if (!share) return;
  std::map<Pool, std::size_t> index;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    if (!pools[i].is_spot()) continue;
    const auto [found, is_new] = index.try_emplace(key(pools[i].pool), ceilings.size());
    if (is_new) ceilings.push_back({path, base::PartOf(request.total_units, *share), Counts::kAll, {}});
    ceilings[found->second].members.push_back({i, pools[i].weight});
  }
}

void AddShares(const DecideMixRequest& request, const std::vector<MixPool>& pools, std::vector<Ceiling>& ceilings) {
  const MixPolicy& policy = request.policy;
  AddShare(
      request, pools, policy.max_pool_share, "policy.max_pool_share", [](const Pool& pool) { return pool; }, ceilings);
  AddShare(
      request, pools, policy.max_zone_share, "policy.max_zone_share",
      [](const Pool& pool) {
        return Pool{"", pool.region, pool.zone, CapacityType::kSpot};
      },
      ceilings);
  AddShare(
      request, pools, policy.max_region_share, "policy.max_region_share",
      [](const Pool& pool) {
        return Pool{"", pool.region, "", CapacityType::kSpot};
      },
      ceilings);
}

Ceiling CeilingOf(const DecideMixRequest& request, const VcpuQuota& quota, std::string path,
                  const std::vector<MixPool>& pools) {
  Ceiling ceiling{std::move(path), quota.max_vcpus, Counts::kAllAtOnce, {}};
  for (std::size_t i = 0; i < pools.size(); ++i) {
    const MixPool& pool = pools[i];
    if (pool.state == PoolState::kNotOffered || pool.pool.capacity_type != quota.capacity_type) continue;
    if (!quota.region.empty() && pool.pool.region != quota.region) continue;
    const Offer& offer = request.offers[pool.offer];
    const std::int64_t vcpus = model::VcpusOf(offer);
    if (vcpus > 0 && model::Allows(quota.types, offer)) ceiling.members.push_back({i, vcpus});
  }
  return ceiling;
}

Ceiling CeilingOf(const SubnetAddresses& subnet, std::string path, const std::vector<MixPool>& pools) {
  Ceiling ceiling{std::move(path), subnet.free_addresses, Counts::kNew, {}};
  for (std::size_t i = 0; i < pools.size(); ++i) {
    if (pools[i].pool.zone == subnet.zone) ceiling.members.push_back({i, subnet.addresses_per_instance});
  }
  return ceiling;
}

}  // namespace

std::vector<Ceiling> CeilingsOf(const DecideMixRequest& request, const std::vector<MixPool>& pools) {
  std::vector<Ceiling> ceilings;
  if (request.offers.empty()) return ceilings;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    const MixPool& pool = pools[i];
    const bool can_grow = pool.state == PoolState::kUsable || pool.state == PoolState::kUsedUp;
    if (!can_grow || !request.offers[pool.offer].available_count) continue;
    ceilings.push_back(
        {base::Cat(model::ElementPath("offers", pool.offer), ".available_count"), pool.room, Counts::kNew, {{i, 1}}});
  }
  AddShares(request, pools, ceilings);
  for (std::size_t i = 0; i < request.quotas.size(); ++i) {
    ceilings.push_back(CeilingOf(request, request.quotas[i], model::ElementPath("quotas", i) + ".max_vcpus", pools));
  }
  for (std::size_t i = 0; i < request.subnets.size(); ++i) {
    ceilings.push_back(CeilingOf(request.subnets[i], model::ElementPath("subnets", i) + ".free_addresses", pools));
  }
  if (request.max_units) {
    Ceiling ceiling{"max_units", *request.max_units, Counts::kAllAtOnce, {}};
    for (std::size_t i = 0; i < pools.size(); ++i) ceiling.members.push_back({i, pools[i].weight});
    ceilings.push_back(std::move(ceiling));
  }
  return ceilings;
}

}  // namespace spotwright::mix
