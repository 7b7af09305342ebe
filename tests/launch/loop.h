// A caller's loop around Launch: it carries state and cool-downs from call to call.
#ifndef SPOTWRIGHT_TESTS_LAUNCH_LOOP_H_
#define SPOTWRIGHT_TESTS_LAUNCH_LOOP_H_

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "spotwright/launch.h"

namespace spotwright::launch {

inline constexpr std::int64_t kStart = 1'795'215'600'000;

inline Pool Spot(std::string type, std::string zone = "eu-west-1a") {
  return {std::move(type), "eu-west-1", std::move(zone), CapacityType::kSpot};
}
inline Pool OnDemand(std::string type, std::string zone = "eu-west-1a") {
  return {std::move(type), "eu-west-1", std::move(zone), CapacityType::kOnDemand};
}

// Two spot pools, then on-demand.
inline LaunchOrder Order(std::string name, std::int64_t nodes) {
  LaunchOrder order{.name = std::move(name), .nodes = nodes};
  order.candidates = {
      {.pool = Spot("m6i.large")}, {.pool = Spot("c6i.large", "eu-west-1b")}, {.pool = OnDemand("m6i.large")}};
  return order;
}

struct Loop {
  explicit Loop(std::vector<LaunchOrder> orders) { request.orders = std::move(orders); }

  // Seconds since the start. Events must be well formed.
  const LaunchResponse& At(double seconds, std::vector<LaunchEvent> events = {}) {
    request.now_unix_ms = Moment(seconds);
    request.events = std::move(events);
    auto answer = Launch(request);
    EXPECT_TRUE(answer.ok()) << answer.error().field << " " << answer.error().message;
    if (!answer.ok()) return last;
    last = std::move(*answer);
    request.state = last.state;
    request.coolings = last.coolings;
    return last;
  }

  static std::int64_t Moment(double seconds) { return kStart + static_cast<std::int64_t>(seconds * 1e3); }

  LaunchEvent Event(LaunchEventKind kind, double seconds, std::string attempt, std::vector<std::string> instances) {
    return {.id = "event-" + std::to_string(++event_count),
            .kind = kind,
            .at_unix_ms = Moment(seconds),
            .attempt = std::move(attempt),
            .instances = std::move(instances)};
  }
  LaunchEvent Launched(double seconds, std::string attempt, std::vector<std::string> instances) {
    return Event(LaunchEventKind::kLaunched, seconds, std::move(attempt), std::move(instances));
  }
  LaunchEvent InService(double seconds, std::vector<std::string> instances) {
    return Event(LaunchEventKind::kInService, seconds, "", std::move(instances));
  }
  LaunchEvent Ready(double seconds, std::vector<std::string> instances) {
    return Event(LaunchEventKind::kReady, seconds, "", std::move(instances));
  }
  LaunchEvent Terminated(double seconds, std::vector<std::string> instances) {
    return Event(LaunchEventKind::kTerminated, seconds, "", std::move(instances));
  }
  LaunchEvent Failed(double seconds, std::string attempt, std::string code,
                     std::optional<std::int64_t> nodes = std::nullopt) {
    LaunchEvent event = Event(LaunchEventKind::kLaunchFailed, seconds, std::move(attempt), {});
    event.provider = CloudProvider::kAws;
    event.code = std::move(code);
    event.nodes = nodes;
    return event;
  }

  // Of the last answer.
  std::vector<LaunchAction> Actions(LaunchActionKind kind) const {
    std::vector<LaunchAction> found;
    for (const LaunchAction& action : last.actions) {
      if (action.kind == kind) found.push_back(action);
    }
    return found;
  }
  // The one launch of the last answer.
  LaunchAction OneLaunch() const {
    const auto launches = Actions(LaunchActionKind::kLaunch);
    EXPECT_EQ(launches.size(), 1u);
    return launches.empty() ? LaunchAction{} : launches.front();
  }
  const LaunchOrderStatus& Status(std::size_t order = 0) const { return last.orders.at(order); }
  std::int64_t Failures(LaunchFailure failure) const {
    for (const FailureCount& count : last.counters.failures) {
      if (count.failure == failure) return count.nodes;
    }
    return 0;
  }
  bool Says(std::string_view code, std::size_t order = 0) const {
    for (const Reason& reason : last.orders.at(order).reasons) {
      if (reason.code == code) return true;
    }
    return false;
  }

  LaunchRequest request;
  LaunchResponse last;
  int event_count = 0;
};

}  // namespace spotwright::launch

#endif  // SPOTWRIGHT_TESTS_LAUNCH_LOOP_H_
