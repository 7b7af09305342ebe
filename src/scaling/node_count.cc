#include "src/scaling/node_count.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace spotwright::scaling {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;
constexpr std::int64_t kStaleCountMs = 600 * kMsPerSecond;
constexpr double kRelativeNoise = 1e-9;

// Of what was asked for, the first come first, less those that came.
std::vector<InFlight> LessArrivals(std::vector<InFlight> asked, std::int64_t arrived) {
  for (InFlight& launch : asked) {
    const std::int64_t came = std::min(arrived, launch.nodes);
    launch.nodes -= came;
    arrived -= came;
  }
  std::erase_if(asked, [](const InFlight& launch) { return launch.nodes == 0; });
  return asked;
}

class Counter {
 public:
  Counter(const ScaleRequest& request, std::int64_t boot_seconds)
      : now_ms_(request.now_unix_ms), patience_ms_(2 * boot_seconds * kMsPerSecond) {}

  // Nodes that were asked for then and are not ready.
  void Awaited(std::int64_t asked_unix_ms, std::int64_t nodes, NodeCount& count) const {
    const std::int64_t overdue_at = asked_unix_ms + patience_ms_ + 1;
    if (now_ms_ >= overdue_at) {
      count.overdue += nodes;
    } else {
      count.in_flight += nodes;
      count.overdue_at_unix_ms = Earliest(count.overdue_at_unix_ms, overdue_at);
    }
  }

  // Those of the state that have not come, without the overdue ones.
  void AwaitUnseen(const std::vector<InFlight>& asked, std::int64_t arrived, NodeCount& count) const {
    for (const InFlight& launch : LessArrivals(asked, arrived)) {
      const std::int64_t before = count.in_flight;
      Awaited(launch.asked_unix_ms, launch.nodes, count);
      if (count.in_flight > before) count.unseen.push_back(launch);
    }
  }

 private:
  std::int64_t now_ms_;
  std::int64_t patience_ms_;
};

void CountListed(const ScaleGroupState& state, std::int64_t now_unix_ms, const Counter& counter, NodeCount& count) {
  count.known = true;
  for (const Node* node : count.listed) {
    count.names.push_back(node->name);
    if (node->state == NodeState::kDraining || node->under_notice) continue;
    const std::int64_t before = count.total();
    if (node->state == NodeState::kLaunching) {
      counter.Awaited(node->created_unix_ms.value_or(now_unix_ms), 1, count);
    } else {
      ++count.ready;
    }
    if (node->capacity_type == CapacityType::kSpot) count.spot += count.total() - before;
  }
  std::sort(count.names.begin(), count.names.end());
  const auto arrived = std::count_if(count.names.begin(), count.names.end(), [&state](const std::string& name) {
    return !std::binary_search(state.known_nodes.begin(), state.known_nodes.end(), name);
  });
  counter.AwaitUnseen(state.in_flight, arrived, count);
}

void CountUnlisted(const ScaleGroup& group, const ScaleGroupState& state, std::int64_t now_unix_ms,
                   const Counter& counter, NodeCount& count) {
  const bool fresh = group.ready_nodes && group.ready_nodes->value && group.ready_nodes->unix_ms <= now_unix_ms &&
                     now_unix_ms - group.ready_nodes->unix_ms <= kStaleCountMs;
  const std::int64_t last = state.ready ? state.ready->nodes : 0;
  count.known = fresh;
  count.ready = fresh ? static_cast<std::int64_t>(*group.ready_nodes->value) : last;
  const std::int64_t arrived = state.ready ? std::max<std::int64_t>(0, count.ready - last) : 0;
  counter.AwaitUnseen(state.in_flight, arrived, count);
  if (group.capacity_type == CapacityType::kSpot) count.spot = count.total();
}

}  // namespace

std::int64_t NodesFor(double amount) {
  if (amount <= 0) return 0;
  if (amount >= static_cast<double>(kMostNodes)) return kMostNodes;
  return static_cast<std::int64_t>(std::ceil(amount * (1 - kRelativeNoise)));
}

NodeCount CountNodes(const ScaleRequest& request, const ScaleGroup& group, const ScaleGroupState& state,
                     std::int64_t boot_seconds) {
  NodeCount count;
  for (const Node& node : request.nodes) {
    if (node.group == group.name && !node.control_plane) count.listed.push_back(&node);
  }
  const Counter counter(request, boot_seconds);
  if (count.listed.empty()) {
    CountUnlisted(group, state, request.now_unix_ms, counter, count);
  } else {
    CountListed(state, request.now_unix_ms, counter, count);
  }
  return count;
}

}  // namespace spotwright::scaling
