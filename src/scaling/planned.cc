#include "src/scaling/planned.h"

#include <algorithm>
#include <deque>
#include <tuple>

#include "src/scaling/node_count.h"
#include "src/scaling/presets.h"

namespace spotwright::scaling {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

}  // namespace

std::vector<PlannedScale> PlanAhead(const Prediction& prediction, const ScalePolicy& policy, bool uses_prediction,
                                    NodeCountAt now, std::int64_t boot_seconds, std::int64_t payback_seconds) {
  std::vector<PlannedScale> planned;
  const bool max_gives_way = uses_prediction && policy.predictive->max_breach == MaxBreach::kIncrease;
  const std::int64_t most = max_gives_way ? kMostNodes : BoundsOf(policy).max_nodes;
  const auto add = [&](std::int64_t ready_by, std::int64_t lead_seconds, std::int64_t nodes) {
    const std::int64_t launch_at = ready_by - lead_seconds * kMsPerSecond;
    if (launch_at > now.unix_ms) planned.push_back({launch_at, ready_by, nodes});
  };
  if (uses_prediction) {
    // Counts that still stand, the greatest first: each is less than those before it and came later.
    std::deque<NodeCountAt> standing = {now};
    for (const NodesFrom& need : prediction.needs) {
      if (need.start_unix_ms <= now.unix_ms) continue;
      while (!standing.empty() && need.start_unix_ms - standing.front().unix_ms > payback_seconds * kMsPerSecond) {
        standing.pop_front();
      }
      const std::int64_t nodes = std::min(need.nodes, most);
      if (standing.empty() || nodes > standing.front().nodes) add(need.start_unix_ms, prediction.lead_seconds, nodes);
      while (!standing.empty() && standing.back().nodes <= nodes) standing.pop_back();
      standing.push_back({need.start_unix_ms, nodes});
    }
  }
  for (const ScheduledBounds& bounds : policy.schedule) {
    if (bounds.min_nodes) add(bounds.span.start_unix_ms, boot_seconds, std::min(*bounds.min_nodes, most));
  }
  std::sort(planned.begin(), planned.end(), [](const PlannedScale& a, const PlannedScale& b) {
    return std::tie(a.launch_at_unix_ms, a.ready_by_unix_ms, a.nodes) <
           std::tie(b.launch_at_unix_ms, b.ready_by_unix_ms, b.nodes);
  });
  return planned;
}

}  // namespace spotwright::scaling
