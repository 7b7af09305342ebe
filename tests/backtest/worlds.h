// Small worlds whose every moment is known.
#ifndef SPOTWRIGHT_TESTS_BACKTEST_WORLDS_H_
#define SPOTWRIGHT_TESTS_BACKTEST_WORLDS_H_

#include <string>

#include "src/backtest/world.h"

namespace spotwright::backtest {

inline constexpr std::int64_t kStart = 1'000'000'000'000;
inline constexpr std::int64_t kSecond = 1000;
inline constexpr std::int64_t kMinute = 60 * kSecond;
inline constexpr std::int64_t kHour = 60 * kMinute;

inline PoolTrace MakePool(const std::string& zone, CapacityType capacity_type, std::int64_t capacity,
                          std::int64_t price_micro_usd) {
  PoolTrace trace;
  trace.pool = {.instance_type = "m5.2xlarge", .region = "r", .zone = zone, .capacity_type = capacity_type};
  trace.capacity = {{kStart, capacity}};
  trace.price_micro_usd_per_hour = {{kStart, price_micro_usd}};
  return trace;
}

// One day. Launches are answered after 5 s, run after 20 s and are ready after 60 s; nothing fails.
inline World QuietWorld() {
  World world;
  world.seed = 1;
  world.start_ms = kStart;
  world.end_ms = kStart + 24 * kHour;
  world.faults.answer_ms = {5 * kSecond, 5 * kSecond};
  world.faults.service_ms = {20 * kSecond, 20 * kSecond};
  world.faults.boot_ms = {60 * kSecond, 60 * kSecond};
  world.pools = {MakePool("a", CapacityType::kSpot, 4, 100'000), MakePool("b", CapacityType::kOnDemand, 100, 400'000)};
  world.need = {{kStart, 0}};
  return world;
}

}  // namespace spotwright::backtest

#endif  // SPOTWRIGHT_TESTS_BACKTEST_WORLDS_H_
