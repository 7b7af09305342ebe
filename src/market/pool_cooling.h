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

class PoolCoolings {
 public:
  PoolCoolings() = default;
  explicit PoolCoolings(const std::vector<PoolCooling>& coolings);  // That CheckCoolings passed.

  // A launch failed in the pool, or it lost what it had, at that moment. The longest that ends is kept: failures may be
  // told late and in any order. O(log coolings).
  void AddFailure(const Pool& pool, std::int64_t at_unix_ms, const CoolingPolicy& policy);

  // A quota is used up: all types of the family cool in the region, for the capacity type.
  void AddQuotaFailure(const Pool& pool, std::int64_t at_unix_ms, const CoolingPolicy& policy);

  // A launch succeeded: the pool is well, unless it has failed since or at that very moment. A family that a quota
  // holds back, and a zone, are not well for one machine's sake.
  void AddSuccess(const Pool& pool, std::int64_t at_unix_ms);

  // When the pool may be tried again, of all that covers it; absent: now. O(log coolings).
  std::optional<std::int64_t> CoolsUntil(const Pool& pool, std::int64_t now_unix_ms) const;

  // In the order of pools and families, without those that time has made well.
  std::vector<PoolCooling> List(std::int64_t now_unix_ms, const CoolingPolicy& policy) const;

 private:
  using Key = std::pair<Pool, std::string>;

  void Fail(Key key, std::int64_t at_unix_ms, const CoolingPolicy& policy);

  std::map<Key, PoolCooling> coolings_;
};

// The error of a cooling that comes twice, or of a family beside a type; `field` is the path of the list.
std::optional<Error> CheckCoolings(const std::vector<PoolCooling>& coolings, std::string_view field);

// The error of a policy that cools for longer at first than at most.
std::optional<Error> CheckCoolingPolicy(const CoolingPolicy& policy, std::string_view field);

}  // namespace spotwright::market

#endif  // SPOTWRIGHT_SRC_MARKET_POOL_COOLING_H_
