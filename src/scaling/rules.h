// What rules over metrics ask for.
#ifndef SPOTWRIGHT_SRC_SCALING_RULES_H_
#define SPOTWRIGHT_SRC_SCALING_RULES_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "spotwright/scale.h"
#include "src/scaling/readings.h"

namespace spotwright::scaling {

struct RuleInputs {
  std::int64_t now_unix_ms = 0;
  std::int64_t local_hour = 0;  // 0 to 23.
  std::int64_t ready_nodes = 0;
  std::vector<NodeCountAt> ready_seen;  // What was read of their number, ascending, not empty; the last is the present.
  std::int64_t total_nodes = 0;         // Ready and on their way.
  double expected_interruptions = 0;    // Nodes that will be lost before a new one is ready.
};

// What all rules together ask for.
struct Demand {
  std::vector<RuleResult> results;
  std::optional<std::int64_t> nodes;  // The most that any asks for; absent: none has a say.
  bool may_remove = true;             // No metric is missing that forbids it.
  bool hold = false;                  // A metric is missing that forbids any change.
  std::int64_t down_row_seconds = 0;  // For so long, at least, every rule that may remove has looked back.
  std::vector<Reason> reasons;
  std::optional<std::int64_t> call_again_at_unix_ms;
};

Demand AskRules(const std::vector<MetricRule>& rules, const Readings& readings, const RuleInputs& inputs);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_RULES_H_
