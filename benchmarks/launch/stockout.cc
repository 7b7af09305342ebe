// A cloud whose spot pools are all out of stock, and whose on-demand nodes take boot_seconds to be Ready.
//
// It either says so at once (`refused`), or takes spot requests and grants nothing (`silent`). The caller calls at the
// moments that the answers ask for and when something happens (`on_time`), or merely every 30 s (`every_30_s`).
#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "benchmarks/launch/cases.h"
#include "spotwright/launch.h"

namespace spotwright::bench {
namespace {

constexpr std::int64_t kStart = 1'795'215'600'000;
constexpr std::int64_t kBootMs = 90'000;
constexpr std::int64_t kNodes = 100;

LaunchOrder Order() {
  LaunchOrder order{.name = "web", .nodes = kNodes, .candidates = {}, .replaces = {}};
  for (const char* type : {"m6i.large", "m5.large", "c6i.large", "r6i.large"}) {
    for (const char* zone : {"eu-west-1a", "eu-west-1b", "eu-west-1c"}) {
      order.candidates.push_back({{type, "eu-west-1", zone, CapacityType::kSpot}, "", {}});
    }
  }
  order.candidates.push_back({{"m6i.large", "eu-west-1", "eu-west-1a", CapacityType::kOnDemand}, "", {}});
  return order;
}

// Seconds from the order to all of it being Ready.
double SecondsToCapacity(bool silent, bool on_time) {
  LaunchRequest request;
  request.now_unix_ms = kStart;
  request.orders = {Order()};
  std::multimap<std::int64_t, LaunchEvent> to_come;
  int id = 0;
  for (int call = 0; call < 1000; ++call) {
    request.events.clear();
    const auto due = to_come.upper_bound(request.now_unix_ms);
    for (auto event = to_come.begin(); event != due; ++event) request.events.push_back(event->second);
    to_come.erase(to_come.begin(), due);
    auto answer = Launch(request);
    if (!answer.ok()) std::abort();
    if (answer->orders[0].phase == LaunchOrderPhase::kPlaced) {
      return static_cast<double>(request.now_unix_ms - kStart) / 1e3;
    }
    for (const LaunchAction& action : answer->actions) {
      if (action.kind != LaunchActionKind::kLaunch) continue;
      LaunchEvent event;
      event.attempt = action.attempt;
      event.at_unix_ms = request.now_unix_ms + 1000;
      event.id = "event-" + std::to_string(++id);
      if (action.pool.capacity_type == CapacityType::kSpot) {
        if (silent) continue;
        event.kind = LaunchEventKind::kLaunchFailed;
        event.provider = CloudProvider::kAws;
        event.code = "InsufficientInstanceCapacity";
        to_come.emplace(event.at_unix_ms, event);
        continue;
      }
      for (std::int64_t i = 0; i < action.nodes; ++i) event.instances.push_back(action.attempt + std::to_string(i));
      event.kind = LaunchEventKind::kLaunched;
      to_come.emplace(event.at_unix_ms, event);
      event.id += "-ready";
      event.kind = LaunchEventKind::kReady;
      event.at_unix_ms = request.now_unix_ms + kBootMs;
      to_come.emplace(event.at_unix_ms, event);
    }
    request.state = std::move(answer->state);
    request.coolings = std::move(answer->coolings);
    if (!on_time) {
      request.now_unix_ms += 30'000;
      continue;
    }
    std::int64_t next = answer->call_again_at_unix_ms.value_or(request.now_unix_ms + 30'000);
    if (!to_come.empty()) next = std::min(next, to_come.begin()->first);
    request.now_unix_ms = std::max(next, request.now_unix_ms + 1);
  }
  return 0;
}

}  // namespace

void RunStockout(Report& report) {
  const double one_timeout_and_boot = LaunchPolicy{}.scale_timeout_seconds + static_cast<double>(kBootMs) / 1e3;
  report.Add("stockout", "one_timeout_and_boot", one_timeout_and_boot, "s", "goal");
  for (const bool silent : {true, false}) {
    for (const bool on_time : {true, false}) {
      const std::string metric =
          std::string("seconds_to_on_demand_") + (silent ? "silent" : "refused") + (on_time ? "" : "_every_30_s");
      report.Add("stockout", metric, SecondsToCapacity(silent, on_time), "s");
    }
  }
}

}  // namespace spotwright::bench
