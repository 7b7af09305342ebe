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
  bool known = false;      // false: what follows is what was last known.
  std::int64_t read = 0;   // Ready nodes as they were read, those told to go included.
  std::int64_t ready = 0;  // Without them.
  std::int64_t in_flight = 0;
  std::int64_t overdue = 0;
  std::int64_t spot = 0;           // Of those ready and in flight.
  Moment overdue_at_unix_ms;       // When the next of those on their way in or out becomes overdue.
  Moment stale_at_unix_ms;         // When the count itself is too old.
  std::vector<std::string> names;  // Of the listed ones, ascending.
  std::vector<InFlight> unseen;    // Asked for, and neither seen ready nor listed.
  std::vector<Leaving> leaving;    // Told to go, and not seen gone.

  std::int64_t total() const { return ready + in_flight; }
};

// The nodes of a group without those of the control plane.
using GroupNodes = std::vector<const Node*>;

// `boot_seconds`: of the slowest usual launch.
NodeCount CountNodes(const ScaleGroup& group, const GroupNodes& listed, const ScaleGroupState& state,
                     std::int64_t now_unix_ms, std::int64_t boot_seconds);

}  // namespace spotwright::scaling

#endif  // SPOTWRIGHT_SRC_SCALING_NODE_COUNT_H_
