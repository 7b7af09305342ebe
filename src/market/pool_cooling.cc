#include "src/market/pool_cooling.h"

#include <algorithm>
#include <set>

#include "src/base/milliseconds.h"
#include "src/base/text.h"
#include "src/model/instance_type.h"
#include "src/model/offers.h"
#include "src/model/validate.h"

namespace spotwright::market {
namespace {

std::int64_t CoolingMs(const CoolingPolicy& policy, std::int64_t consecutive_failures) {
  double seconds = policy.first_seconds;
  for (std::int64_t i = 1; i < consecutive_failures && seconds < policy.max_seconds && policy.growth > 1; ++i) {
    seconds *= policy.growth;
  }
  return base::Milliseconds(std::min(seconds, policy.max_seconds));
}

Pool RegionOf(const Pool& pool) { return Pool{"", pool.region, "", pool.capacity_type}; }

}  // namespace

PoolCoolings::PoolCoolings(const std::vector<PoolCooling>& coolings, CoolingPolicies policies) : policies_(policies) {
  for (const PoolCooling& cooling : coolings) {
    const Key key{cooling.pool, cooling.family};
    shapes_ |= std::uint32_t{1} << ShapeOf(key);
    coolings_.emplace_hint(coolings_.end(), key, cooling);  // Lists come in this order.
  }
}

const CoolingPolicy& PoolCoolings::PolicyOf(const Pool& pool) const {
  return pool.capacity_type == CapacityType::kSpot ? policies_.spot : policies_.on_demand;
}

unsigned PoolCoolings::ShapeOf(const Key& key) {
  return (key.first.zone.empty() ? kAnyZone : 0U) | (key.first.region.empty() ? kAnyRegion : 0U) |
         (key.first.instance_type.empty() ? kAnyType : 0U) | (key.second.empty() ? 0U : kFamily);
}

void PoolCoolings::AddFailure(const Pool& pool, std::int64_t at_unix_ms) { Fail({pool, ""}, at_unix_ms); }

void PoolCoolings::AddQuotaFailure(const Pool& pool, std::int64_t at_unix_ms) {
  Fail({RegionOf(pool), model::FamilyOf(pool.instance_type)}, at_unix_ms);
}

void PoolCoolings::Fail(const Key& key, std::int64_t at_unix_ms) {
  const CoolingPolicy& policy = PolicyOf(key.first);
  const auto [found, is_new] = coolings_.try_emplace(key);
  PoolCooling& cooling = found->second;
  shapes_ |= std::uint32_t{1} << ShapeOf(key);
  if (is_new || at_unix_ms >= cooling.until_unix_ms + base::Milliseconds(policy.forget_seconds)) {
    cooling = PoolCooling{key.first, key.second, 0, at_unix_ms, 1};
  } else if (at_unix_ms >= cooling.until_unix_ms) {
    // A thousand doublings are as good as infinitely many.
    cooling.consecutive_failures = std::min<std::int64_t>(cooling.consecutive_failures + 1, 1000);
  }
  cooling.last_failure_unix_ms = std::max(cooling.last_failure_unix_ms, at_unix_ms);
  cooling.until_unix_ms = std::max(cooling.until_unix_ms, at_unix_ms + CoolingMs(policy, cooling.consecutive_failures));
}

void PoolCoolings::AddSuccess(const Pool& pool, std::int64_t at_unix_ms) {
  const auto found = coolings_.find({pool, ""});
  if (found != coolings_.end() && found->second.last_failure_unix_ms < at_unix_ms) coolings_.erase(found);
}

std::optional<std::int64_t> PoolCoolings::CoolsUntil(const Pool& pool, std::int64_t now_unix_ms) const {
  std::optional<std::int64_t> until;
  const auto ask = [&](const Key& key) {
    const auto found = coolings_.find(key);
    if (found == coolings_.end() || found->second.until_unix_ms <= now_unix_ms) return;
    until = std::max(until.value_or(0), found->second.until_unix_ms);
  };
  const unsigned open = ShapeOf({pool, ""});
  for (unsigned wide = 0; wide < kFamily; ++wide) {  // Each of type, region and zone, as it is and left open.
    if ((wide & open) != 0) continue;
    const unsigned shape = wide | open;
    const bool for_all = HasShape(shape);
    const bool for_family = (shape & kAnyType) != 0 && HasShape(shape | kFamily);
    if (!for_all && !for_family) continue;
    Key key{pool, ""};
    if ((wide & kAnyZone) != 0) key.first.zone.clear();
    if ((wide & kAnyRegion) != 0) key.first.region.clear();
    if ((wide & kAnyType) != 0) key.first.instance_type.clear();
    if (for_all) ask(key);
    if (!for_family) continue;
    key.second = model::FamilyOf(pool.instance_type);
    ask(key);
  }
  return until;
}

std::vector<PoolCooling> PoolCoolings::List(std::int64_t now_unix_ms) const {
  std::vector<PoolCooling> list;
  for (const auto& [key, cooling] : coolings_) {
    if (now_unix_ms < cooling.until_unix_ms + base::Milliseconds(PolicyOf(cooling.pool).forget_seconds))
      list.push_back(cooling);
  }
  return list;
}

std::optional<Error> CheckCoolings(const std::vector<PoolCooling>& coolings, std::string_view field) {
  std::set<std::pair<Pool, std::string>> seen;
  for (std::size_t i = 0; i < coolings.size(); ++i) {
    const PoolCooling& cooling = coolings[i];
    const std::string path = model::ElementPath(field, i);
    if (!cooling.family.empty() && !cooling.pool.instance_type.empty()) {
      return model::InvalidField(path + ".family",
                                 base::Cat("stands beside the type ", base::Quoted(cooling.pool.instance_type),
                                           "; a family cools with all of its types"));
    }
    if (!seen.insert({cooling.pool, cooling.family}).second) {
      return model::InvalidField(path, "is of a pool and family that came before; accepted: each once");
    }
  }
  return std::nullopt;
}

std::optional<Error> CheckCoolingPolicy(const CoolingPolicy& policy, std::string_view field) {
  if (policy.first_seconds <= policy.max_seconds) return std::nullopt;
  return model::InvalidField(base::Cat(field, ".max_seconds"),
                             base::Cat("is ", base::Number(policy.max_seconds), ", below first_seconds, ",
                                       base::Number(policy.first_seconds)));
}

}  // namespace spotwright::market
