// How many nodes a group has: ready, on their way, overdue.
#ifndef SPOTWRIGHT_SRC_SCALING_NODE_COUNT_H_
#define SPOTWRIGHT_SRC_SCALING_NODE_COUNT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/scale.h"
#include "src/scaling/earliest.h"

namespace spotwright::scaling {

inline constexpr std::int64_t kMostNodes = 1'000'000;

// The whole number of nodes for an amount, rounded up, but not for what arithmetic has added: 7.000000000001 is 7.
std::int64_t NodesFor(double amount);

struct NodeCount {
  bool known = false;  // false: what follows is what was last known.
  std::int64_t ready = 0;
  std::int64_t in_flight = 0;
  std::int64_t overdue = 0;
  std::int64_t spot = 0;            // Of those ready and in flight.
  std::vector<const Node*> listed;  // Of the group, those of the control plane left out.
  Moment overdue_at_unix_ms;        // When the next of those in flight becomes overdue.
  std::vector<std::string> names;   // Of the listed ones, ascending.
  std::vector<InFlight> unseen;     // Asked for, and neither seen ready nor listed.

  std::int64_t total() const { return ready + in_flight; }
};

// `boot_seconds`: of the slowest usual launch.
NodeCount CountNodes(const ScaleRequest& request, const ScaleGroup& group, const ScaleGroupState& state,
                     std::int64_t boot_seconds);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_NODE_COUNT_H_
