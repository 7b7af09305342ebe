// Small requests for the tests of launch.
#ifndef SPOTWRIGHT_TESTS_LAUNCH_WORLDS_H_
#define SPOTWRIGHT_TESTS_LAUNCH_WORLDS_H_

#include <gtest/gtest.h>

#include <string>

#include "spotwright/meet_deadline.h"
#include "spotwright/return_to_spot.h"

namespace spotwright::launch {

inline constexpr std::int64_t kNow = 1767261600000;
inline constexpr std::int64_t kMinute = 60000;
inline constexpr std::int64_t kHour = 60 * kMinute;

inline Pool PoolIn(const std::string& zone, CapacityType capacity_type = CapacityType::kSpot) {
  return {
      .instance_type = "p3", .region = zone.substr(0, zone.size() - 1), .zone = zone, .capacity_type = capacity_type};
}

inline DeadlineZone ZoneOf(const std::string& zone, bool available, double price_usd_per_hour = 0.3) {
  DeadlineZone out;
  out.pool = PoolIn(zone);
  out.price_usd_per_hour = price_usd_per_hour;
  out.available = available;
  return out;
}

// Ten hours of work, fourteen to do it in, six minutes for a restart.
inline MeetDeadlineRequest TenHours(bool available) {
  MeetDeadlineRequest request;
  request.now_unix_ms = kNow;
  request.deadline_unix_ms = kNow + 14 * kHour;
  request.work_left_seconds = 36000;
  request.restart_overhead_seconds = 360;
  request.zones = {ZoneOf("w-1a", available)};
  request.on_demand = DeadlineOnDemand{PoolIn("w-1a", CapacityType::kOnDemand), 1};
  return request;
}

inline MeetDeadlineResponse Met(const MeetDeadlineRequest& request) {
  const auto result = MeetDeadline(request);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().field + " " + result.error().message);
  return result.ok() ? *result : MeetDeadlineResponse{};
}

inline ReturnToSpotResponse Returned(const ReturnToSpotRequest& request) {
  const auto result = ReturnToSpot(request);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().field + " " + result.error().message);
  return result.ok() ? *result : ReturnToSpotResponse{};
}

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_TESTS_LAUNCH_WORLDS_H_
