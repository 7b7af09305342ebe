// Drains: which pods go when, and which cannot go in peace.
#ifndef SPOTWRIGHT_SRC_INTERRUPTION_DRAIN_H_
#define SPOTWRIGHT_SRC_INTERRUPTION_DRAIN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "spotwright/respond.h"
#include "src/interruption/world.h"

namespace spotwright::interruption {

struct DrainTask {
  std::string node;
  std::int64_t now_unix_ms = 0;
  std::optional<std::int64_t> ends_unix_ms;  // Absent: nothing ends the node but us.
  bool hold = false;                         // Pods stay until the last moment at which they can stop in peace.
};

struct Drain {
  std::int64_t begin_unix_ms = 0;
  std::int64_t deadline_unix_ms = 0;
  std::vector<PodsToEvict> pods;
  std::vector<Shortfall> shortfalls;  // Pods that are killed before they have stopped.
};

// Of a node whose end is certain: detach_seconds before the end all pods have gone, or at once where less is left than
// that. Not held back, they go within notice_drain_seconds from now; held back, as late as their grace period and
// detach_seconds allow. What disruption budgets do not allow now goes at that last moment whatever they say, since it
// ends all the same. O(pods).
Drain DrainBeforeEnd(const DrainTask& task, const Load& load, const World& world, const RespondPolicy& policy);

// Of one's own accord, or before a machine that comes back goes: at once, within voluntary_drain_seconds and never
// beyond the end.
Drain DrainAtLeisure(const DrainTask& task, const Load& load, const World& world, const RespondPolicy& policy);

}  // namespace spotwright::interruption

#endif  // SPOTWRIGHT_SRC_INTERRUPTION_DRAIN_H_
