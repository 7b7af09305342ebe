#include "src/mix/flows.h"

#include <algorithm>

namespace spotwright::mix {

Flows DecideFlows(const Side& on_demand, const Side& spot, bool mend) {
  const std::int64_t total = on_demand.target + spot.target;
  const std::int64_t running = on_demand.running + spot.running;
  // Without mending, units are only launched up to the total and only ended down to it. Each bound binds only where one
  // type stands above its target and the other below: the one that moves then takes the whole difference.
  const std::int64_t most_launches = mend ? total : std::max<std::int64_t>(0, total - running);
  const std::int64_t most_ends = mend ? running : std::max<std::int64_t>(0, running - total);

  Flows flows;
  flows.on_demand.wanted = std::clamp<std::int64_t>(on_demand.target - on_demand.running, 0, most_launches);
  flows.spot.wanted = std::clamp<std::int64_t>(spot.target - spot.running, 0, most_launches);
  flows.on_demand.end = std::clamp<std::int64_t>(on_demand.running - on_demand.target, 0, most_ends);
  flows.spot.end = std::clamp<std::int64_t>(spot.running - spot.target, 0, most_ends);

  // What spot cannot give falls to on-demand: first to units that were to end, then to new ones.
  flows.spot.launch = std::min(flows.spot.wanted, spot.room);
  const std::int64_t spot_missing = flows.spot.wanted - flows.spot.launch;
  const std::int64_t kept = std::min(spot_missing, flows.on_demand.end);
  flows.on_demand.end -= kept;
  flows.on_demand.wanted += spot_missing - kept;

  // What on-demand cannot give keeps spot units from ending, since nothing would replace them.
  flows.on_demand.launch = std::min(flows.on_demand.wanted, on_demand.room);
  flows.spot.end -= std::min(flows.on_demand.wanted - flows.on_demand.launch, flows.spot.end);
  return flows;
}

}  // namespace spotwright::mix
