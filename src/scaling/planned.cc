#include "src/scaling/planned.h"

#include <algorithm>
#include <tuple>

#include "src/scaling/node_count.h"
#include "src/scaling/presets.h"

namespace spotwright::scaling {
namespace {

constexpr std::int64_t kMsPerSecond = 1000;

}  // namespace

std::vector<PlannedScale> PlanAhead(const Prediction& prediction, const ScalePolicy& policy, bool uses_prediction,
                                    std::int64_t nodes_now, std::int64_t now_unix_ms, std::int64_t boot_seconds) {
  std::vector<PlannedScale> planned;
  const bool max_gives_way = uses_prediction && policy.predictive->max_breach == MaxBreach::kIncrease;
  const std::int64_t most = max_gives_way ? kMostNodes : BoundsOf(policy).max_nodes;
  const auto add = [&](std::int64_t ready_by, std::int64_t lead_seconds, std::int64_t nodes) {
    const std::int64_t launch_at = ready_by - lead_seconds * kMsPerSecond;
    if (launch_at > now_unix_ms) planned.push_back({launch_at, ready_by, nodes});
  };
  if (uses_prediction) {
    std::int64_t before = nodes_now;
    for (const NodesFrom& need : prediction.needs) {
      const std::int64_t nodes = std::min(need.nodes, most);
      if (nodes > before) add(need.start_unix_ms, prediction.lead_seconds, nodes);
      before = need.start_unix_ms > now_unix_ms ? nodes : nodes_now;
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
