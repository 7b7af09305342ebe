// PoolCooling: pools that take nothing new for a while, after failed launches or losses.
//
// One list serves every decision: what one returns, the next is given, so that a pool that failed one order is not
// tried by another, and a pool that just lost its nodes is not where their replacements go.
#ifndef SPOTWRIGHT_POOL_COOLING_H_
#define SPOTWRIGHT_POOL_COOLING_H_

#include <cstdint>
#include <string>

#include "spotwright/offer.h"

namespace spotwright {

// What cools, until when, and how often in a row it has failed. Each pool and family comes at most once in a list.
struct PoolCooling {
  Pool pool;           // An empty instance type, region or zone stands for all of them: a whole zone may cool.
  std::string family;  // Types of this family alone (`m6i` of m6i.large, `Ds_v5` of Standard_D2s_v5), as a quota covers
                       // them; `pool` then names no type. Empty: no matter which.
  std::int64_t until_unix_ms = 0;         // From this moment on the pool may be tried again.
  std::int64_t last_failure_unix_ms = 0;  // The latest failure or loss that was told.
  std::int64_t consecutive_failures = 1;  // Incidents without a success between them. A failure while the pool cools
                                          // belongs to the incident that cools it.

  friend bool operator==(const PoolCooling&, const PoolCooling&) = default;
};

// How long pools cool: first_seconds after the first failure, growth times as long after each further one, at most
// max_seconds. A pool that launches what it is asked for is well at once; one that has not failed for forget_seconds
// since it stopped cooling begins anew.
struct CoolingPolicy {
  double first_seconds = 180;
  double growth = 2;
  double max_seconds = 3600;
  double forget_seconds = 3600;

  friend bool operator==(const CoolingPolicy&, const CoolingPolicy&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_POOL_COOLING_H_
