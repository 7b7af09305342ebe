#include "src/risk/loss_model.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "src/base/elementary.h"

namespace spotwright::risk {
namespace {

double ProbabilityOf(double expected_losses) { return 1 - base::Exp(-expected_losses); }

// What each pool's falls have not been explained by shocks yet, and what has been.
struct Ledger {
  std::vector<double> falls;   // Expected number in the lead time.
  std::vector<double> usual;   // The same over all ages.
  std::vector<double> weight;  // Of the latter, in a mean over pools.
  std::vector<double> shocks;  // Of falls, by shocks.

  // Takes a shock that, with the wider ones, makes `share` of the usual falls of these pools; returns its size.
  double Take(const std::vector<std::size_t>& pools, double share) {
    double sum = 0;
    double weights = 0;
    double wider = shocks[pools.front()];  // The same for all, as scopes nest.
    double room = falls[pools.front()] - wider;
    for (const std::size_t pool : pools) {
      sum += weight[pool] * usual[pool];
      weights += weight[pool];
      room = std::min(room, falls[pool] - shocks[pool]);
    }
    const double size = std::clamp(share * sum / weights - wider, 0.0, std::max(0.0, room));
    for (const std::size_t pool : pools) shocks[pool] += size;
    return size;
  }
};

}  // namespace

RiskModel BuildLossModel(double lead_time_seconds, const std::vector<PoolLoss>& pools, const CommonShares& shares) {
  RiskModel model{.lead_time_seconds = lead_time_seconds, .pools = {}, .shocks = {}};
  Ledger ledger;
  ledger.shocks.resize(pools.size());
  std::vector<std::size_t> all;
  std::map<std::string, std::vector<std::size_t>> by_region;
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> by_type;  // In a region.
  std::map<std::string, std::set<std::string>> types_of;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    const Pool& pool = pools[i].pool;
    ledger.falls.push_back(pools[i].expected_losses * pools[i].block_share);
    ledger.usual.push_back(pools[i].usual_losses * pools[i].block_share);
    ledger.weight.push_back(pools[i].pool_hours + kHoursUnseen);
    all.push_back(i);
    by_region[pool.region].push_back(i);
    by_type[{pool.region, pool.instance_type}].push_back(i);
    types_of[pool.region].insert(pool.instance_type);
  }
  const auto add = [&](const std::string& region, const std::string& type, const std::vector<std::size_t>& members,
                       double share) {
    const double size = ledger.Take(members, share);
    if (size > 0) model.shocks.push_back({.region = region, .instance_type = type, .probability = ProbabilityOf(size)});
  };
  // What types share they share because of the region; zones of one type at least as much.
  const double region_share = std::max(shares.same_region, shares.everywhere);
  const double type_share = std::max(shares.same_type_in_region, region_share);
  if (by_region.size() > 1) add("", "", all, shares.everywhere);
  // A shock names its region and type: where they are not stated it cannot be told from a wider one.
  for (const auto& [region, members] : by_region) {
    if (!region.empty() && types_of[region].size() > 1) add(region, "", members, region_share);
  }
  for (const auto& [scope, members] : by_type) {
    if (!scope.first.empty() && !scope.second.empty() && members.size() > 1) {
      add(scope.first, scope.second, members, type_share);
    }
  }
  for (std::size_t i = 0; i < pools.size(); ++i) {
    const PoolLoss& pool = pools[i];
    const double own = pool.expected_losses - ledger.shocks[i];
    const double own_falls = ledger.falls[i] - ledger.shocks[i];
    model.pools.push_back(
        {.pool = pool.pool,
         .loss_probability = 1 - (1 - ProbabilityOf(own)) * (1 - pool.capped_share),
         .loss_correlation = own > 0 ? std::clamp(own_falls / own, 0.0, 1.0) : pool.block_share,
         .interruptions_per_instance_hour = (pool.expected_losses + pool.capped_share) / (lead_time_seconds / 3600)});
  }
  return model;
}

}  // namespace spotwright::risk
