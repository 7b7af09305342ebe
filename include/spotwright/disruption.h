// Disruption: when, how fast and whose pods may be moved of one's own accord.
#ifndef SPOTWRIGHT_DISRUPTION_H_
#define SPOTWRIGHT_DISRUPTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spotwright {

// At most how much of a workload may be down at once, as a PodDisruptionBudget says it.
struct DisruptionBudget {
  std::string workload;
  std::string namespace_name = "default";
  std::int64_t disruptions_allowed = 0;

  friend bool operator==(const DisruptionBudget&, const DisruptionBudget&) = default;
};

// A span of time, half open: [start, end).
struct TimeSpan {
  std::int64_t start_unix_ms = 0;
  std::int64_t end_unix_ms = 0;
  std::string why;  // For messages, such as "certificate rotation".

  friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

// At most how many nodes may be disrupted at once. Of several that are active the least holds.
struct NodeBudget {
  std::string group;                      // Name of the group it is about; empty: all nodes together.
  std::optional<std::int64_t> max_nodes;  // 0: none.
  std::optional<double> max_share;        // Of the nodes it is about, rounded up (as Karpenter does). 0 to 1.
  std::vector<TimeSpan> active;           // When it holds; empty: always.

  friend bool operator==(const NodeBudget&, const NodeBudget&) = default;
};

}  // namespace spotwright

#endif  // SPOTWRIGHT_DISRUPTION_H_
