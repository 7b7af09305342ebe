// 1,000 orders of 5 nodes each: the first call, one with an event for each node, and one in which nothing happens.
#include <cstdlib>
#include <string>
#include <vector>

#include "benchmarks/launch/cases.h"
#include "spotwright/launch.h"

namespace spotwright::bench {
namespace {

constexpr int kOrders = 1000;
constexpr int kNodes = 5;

LaunchResponse Ask(const LaunchRequest& request) {
  auto answer = Launch(request);
  if (!answer.ok()) std::abort();
  return std::move(*answer);
}

void Add(Report& report, const std::string& metric, const LaunchRequest& request) {
  const std::vector<double> seconds = Seconds(20, [&] { Ask(request); });
  report.Add("1,000 orders", metric + "_ms", Quantile(seconds, 0.5) * 1e3, "ms");
  report.Add("1,000 orders", metric + "_ns_per_order", Quantile(seconds, 0.5) * 1e9 / kOrders, "ns");
}

}  // namespace

void RunLaunchSpeed(Report& report) {
  LaunchRequest request;
  request.now_unix_ms = 1'795'215'600'000;
  for (int i = 0; i < kOrders; ++i) {
    LaunchOrder& order = request.orders.emplace_back();
    order.name = "order-" + std::to_string(i);
    order.nodes = kNodes;
    for (const char* type : {"m6i.large", "m5.large", "c6i.large"}) {
      for (const char* zone : {"eu-west-1a", "eu-west-1b", "eu-west-1c"}) {
        order.candidates.push_back({{type, "eu-west-1", zone, CapacityType::kSpot}, "", {}});
      }
    }
    order.candidates.push_back({{"m6i.large", "eu-west-1", "eu-west-1a", CapacityType::kOnDemand}, "", {}});
  }
  Add(report, "first_call", request);
  LaunchResponse answer = Ask(request);
  request.now_unix_ms += 30'000;
  request.state = answer.state;
  int id = 0;
  for (const LaunchAction& action : answer.actions) {
    for (int i = 0; i < kNodes; ++i) {
      LaunchEvent& event = request.events.emplace_back();
      event.id = "event-" + std::to_string(++id);
      event.kind = LaunchEventKind::kLaunched;
      event.at_unix_ms = request.now_unix_ms - 1000;
      event.attempt = action.attempt;
      event.instances = {"i-" + std::to_string(id)};
    }
  }
  Add(report, "every_node_launched", request);
  answer = Ask(request);
  request.state = answer.state;
  request.events.clear();
  Add(report, "nothing_new", request);
}

}  // namespace spotwright::bench
