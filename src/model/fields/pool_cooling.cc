#include "spotwright/pool_cooling.h"

#include "src/model/field.h"

namespace spotwright::model {
namespace {

// Moments, in milliseconds since 1970: up to the year 5138, so that differences cannot overflow.
constexpr double kLastMoment = 1e14;
constexpr double kMostSeconds = 1e9;
constexpr double kMostCount = 1e15;

}  // namespace

template <>
const Message& MessageOf<PoolCooling>() {
  static const Message kTable = Describe<PoolCooling>(
      "PoolCooling", "What cools, until when, and how often in a row it has failed.",
      {
          Field<&PoolCooling::pool>(1, "pool", "An empty instance type, region or zone stands for all of them.")
              .Required(),
          Field<&PoolCooling::family>(
              2, "family", "Types of this family alone; the pool then names no type. Empty: no matter which."),
          Field<&PoolCooling::until_unix_ms>(3, "until_unix_ms",
                                             "From this moment on the pool may be tried again; ms since 1970 UTC.")
              .Range(0, kLastMoment),
          Field<&PoolCooling::last_failure_unix_ms>(4, "last_failure_unix_ms",
                                                    "The latest failure or loss that was told; ms since 1970 UTC.")
              .Range(0, kLastMoment),
          Field<&PoolCooling::consecutive_failures>(5, "consecutive_failures",
                                                    "Incidents without a success between them.")
              .Range(1, kMostCount),
      });
  return kTable;
}

template <>
const Message& MessageOf<CoolingPolicy>() {
  static const Message kTable = Describe<CoolingPolicy>(
      "CoolingPolicy", "How long pools cool.",
      {
          Field<&CoolingPolicy::first_seconds>(1, "first_seconds", "After the first failure.").Range(0, kMostSeconds),
          Field<&CoolingPolicy::growth>(2, "growth", "Times as long after each further one.").Range(1, 100),
          Field<&CoolingPolicy::max_seconds>(3, "max_seconds", "At most.").Range(0, kMostSeconds),
          Field<&CoolingPolicy::forget_seconds>(
              4, "forget_seconds", "A pool that has not failed for so long since it stopped cooling begins anew.")
              .Range(0, kMostSeconds),
      });
  return kTable;
}

}  // namespace spotwright::model
