// The rules of pool cool-downs: whether a pool cools, what a failure and a success do to it.
#ifndef SPOTWRIGHT_SRC_MARKET_POOL_COOLING_H_
#define SPOTWRIGHT_SRC_MARKET_POOL_COOLING_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spotwright/pool_cooling.h"
#include "spotwright/result.h"

namespace spotwright::market {

// What on-demand lacks it usually has again sooner than spot does.
struct CoolingPolicies {
  CoolingPolicy spot;
  CoolingPolicy on_demand;
};

class PoolCoolings {
 public:
  // Coolings that CheckCoolings passed.
  PoolCoolings(const std::vector<PoolCooling>& coolings, CoolingPolicies policies);

  // A launch failed in the pool, or it lost what it had, at that moment. An empty type: all types of the zone. The
  // longest that ends is kept, as failures may be told late and in any order. O(log coolings), as all below.
  void AddFailure(const Pool& pool, std::int64_t at_unix_ms);

  // A quota is used up: all types of the family cool in the region, for the capacity type.
  void AddQuotaFailure(const Pool& pool, std::int64_t at_unix_ms);

  // A launch succeeded: the pool is well, unless it has failed since or at that very moment. A zone, or a family that a
  // quota holds back, is not well for one machine's sake.
  void AddSuccess(const Pool& pool, std::int64_t at_unix_ms);

  // When the pool may be tried again, of all that covers it; absent: now.
  std::optional<std::int64_t> CoolsUntil(const Pool& pool, std::int64_t now_unix_ms) const;

  // In the order of pools and families, without those that time has made well. O(coolings).
  std::vector<PoolCooling> List(std::int64_t now_unix_ms) const;

 private:
  using Key = std::pair<Pool, std::string>;  // Pool and family.

  // What a key leaves open, and whether it is of a family: bits of its shape.
  static constexpr unsigned kAnyZone = 1, kAnyRegion = 2, kAnyType = 4, kFamily = 8;
  static unsigned ShapeOf(const Key& key);
  bool HasShape(unsigned shape) const { return (shapes_ >> shape & 1) != 0; }

  const CoolingPolicy& PolicyOf(const Pool& pool) const;
  void Fail(const Key& key, std::int64_t at_unix_ms);

  CoolingPolicies policies_;
  std::map<Key, PoolCooling> coolings_;
  std::uint32_t shapes_ = 0;  // That keys have or had: most pools are asked for by few of them.
};

// The error of a cooling that comes twice, or of a family beside a type; `field` is the path of the list.
std::optional<Error> CheckCoolings(const std::vector<PoolCooling>& coolings, std::string_view field);

// The error of a policy under which pools cool for longer at first than at most.
std::optional<Error> CheckCoolingPolicy(const CoolingPolicy& policy, std::string_view field);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_POOL_COOLING_H_
