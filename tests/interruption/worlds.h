// Small clusters and events for tests of `respond`.
#ifndef SPOTWRIGHT_TESTS_INTERRUPTION_WORLDS_H_
#define SPOTWRIGHT_TESTS_INTERRUPTION_WORLDS_H_

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "spotwright/respond.h"

namespace spotwright::interruption {

inline constexpr std::int64_t kT0 = 1'800'000'000'000;

inline std::int64_t At(double seconds) { return kT0 + static_cast<std::int64_t>(seconds * 1000); }

inline Node MakeNode(std::string name, std::string zone, CapacityType capacity_type = CapacityType::kSpot,
                     std::string type = "m.large") {
  Node node;
  node.name = std::move(name);
  node.instance_type = std::move(type);
  node.region = "r";
  node.zone = std::move(zone);
  node.capacity_type = capacity_type;
  node.allocatable = {.cpu_millicores = 4000, .memory_bytes = 16'000'000'000, .pods = 50};
  return node;
}

inline Offer MakeOffer(std::string zone, CapacityType capacity_type, double price, std::string type = "m.large") {
  Offer offer;
  offer.instance_type = std::move(type);
  offer.region = "r";
  offer.zone = std::move(zone);
  offer.capacity_type = capacity_type;
  offer.price_usd_per_hour = price;
  offer.vcpus = 4;
  offer.allocatable = {.cpu_millicores = 4000, .memory_bytes = 16'000'000'000, .pods = 50};
  return offer;
}

inline Workload MakeWorkload(std::string name, std::int64_t priority = 0) {
  Workload workload;
  workload.name = std::move(name);
  workload.replicas = 100;
  workload.requests = {.cpu_millicores = 1000, .memory_bytes = 1'000'000'000};
  workload.spot_tolerant = true;
  workload.priority = priority;
  return workload;
}

// Three zones with two spot nodes each that run two pods of `web`; spot in all zones, then on-demand in all.
inline RespondRequest MakeRequest() {
  RespondRequest request;
  request.now_unix_ms = kT0;
  request.workloads = {MakeWorkload("web")};
  for (const char* const zone : {"a", "b", "c"}) {
    for (int i = 1; i <= 2; ++i) {
      Node node = MakeNode(std::string(zone) + std::to_string(i), zone);
      node.instance_id = "i-" + node.name;
      node.running = {{"web", "default", 2}};
      request.nodes.push_back(node);
    }
  }
  for (const CapacityType type : {CapacityType::kSpot, CapacityType::kOnDemand}) {
    for (const char* const zone : {"a", "b", "c"}) {
      request.offers.push_back(MakeOffer(zone, type, type == CapacityType::kSpot ? 0.03 : 0.1));
    }
  }
  return request;
}

inline InterruptionEvent Event(InterruptionKind kind, std::string node, std::int64_t at = kT0, std::string id = "") {
  InterruptionEvent event;
  event.id = id.empty() ? node + "/" + std::to_string(static_cast<int>(kind)) + "/" + std::to_string(at) : id;
  event.kind = kind;
  event.node = std::move(node);
  event.at_unix_ms = at;
  return event;
}

inline InterruptionEvent Notice(std::string node, std::int64_t at = kT0) {
  return Event(InterruptionKind::kInterruptionNotice, std::move(node), at);
}

inline InterruptionEvent Recommend(std::string node, std::int64_t at = kT0) {
  return Event(InterruptionKind::kRebalanceRecommendation, std::move(node), at);
}

inline InterruptionEvent Scheduled(ScheduledEventType type, std::string node, std::int64_t ends) {
  InterruptionEvent event = Event(InterruptionKind::kScheduledEvent, std::move(node));
  event.scheduled = type;
  event.ends_unix_ms = ends;
  return event;
}

inline InterruptionEvent Stopped(std::string node, std::int64_t at = kT0) {
  InterruptionEvent event = Event(InterruptionKind::kInstanceStateChange, std::move(node), at);
  event.instance_state = InstanceState::kStopping;
  return event;
}

inline RespondResponse Answer(const RespondRequest& request) {
  const auto result = Respond(request);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().field + " " + result.error().message);
  return result.ok() ? *result : RespondResponse{};
}

// The next call: what was returned is passed on, and nothing new has happened.
inline RespondRequest Next(RespondRequest request, const RespondResponse& answer, std::int64_t now) {
  request.now_unix_ms = now;
  request.events.clear();
  request.replacements.clear();
  request.state = answer.state;
  request.coolings = answer.coolings;
  return request;
}

inline std::vector<NodeAction> Actions(const RespondResponse& answer, NodeActionKind kind) {
  std::vector<NodeAction> actions;
  std::copy_if(answer.actions.begin(), answer.actions.end(), std::back_inserter(actions),
               [&](const NodeAction& action) { return action.kind == kind; });
  return actions;
}

inline std::vector<std::string> NodesOf(const RespondResponse& answer, NodeActionKind kind) {
  std::vector<std::string> nodes;
  for (const NodeAction& action : Actions(answer, kind)) nodes.push_back(action.node);
  return nodes;
}

inline bool Says(const RespondResponse& answer, const std::string& code) {
  return std::any_of(answer.reasons.begin(), answer.reasons.end(),
                     [&](const Reason& reason) { return reason.code == code; });
}

inline void Remove(RespondRequest& request, const std::string& name) {
  std::erase_if(request.nodes, [&](const Node& node) { return node.name == name; });
}

inline Node& NodeNamed(RespondRequest& request, const std::string& name) {
  return *std::find_if(request.nodes.begin(), request.nodes.end(), [&](const Node& node) { return node.name == name; });
}

}  // namespace spotwright::interruption

#endif  // SPOTWRIGHT_TESTS_INTERRUPTION_WORLDS_H_
